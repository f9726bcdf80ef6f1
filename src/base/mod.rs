//! Floor 0: clock, ids, passwords, secrets, text, what is said in which language, and how to wait for others. Knows nothing of shops.

pub mod marks;
#[macro_use]
pub mod messages;
pub mod clock;
#[macro_use]
pub mod id;
pub mod password;
pub mod secret;
pub mod text;
pub mod backoff;
pub mod breaker;
pub mod deadline;
