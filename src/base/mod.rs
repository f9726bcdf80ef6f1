//! Floor 0: clock, ids, passwords, secrets and text. Knows nothing of shops.

pub mod clock;
#[macro_use]
pub mod id;
pub mod password;
pub mod secret;
pub mod text;
