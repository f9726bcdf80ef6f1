//! Floor 0: clock, ids, passwords, secrets, text, and how to wait for others. Knows nothing of shops.

pub mod clock;
#[macro_use]
pub mod id;
pub mod password;
pub mod secret;
pub mod text;
pub mod backoff;
pub mod breaker;
pub mod deadline;
