//! A moment by which work must be done; whoever works looks at it now and then and stops when it has passed.

use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug)]
pub struct Deadline(Option<Instant>);

/// The work was stopped: nothing is wrong but that it took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it took too long")]
pub struct TimeUp;

impl Deadline {
    #[must_use]
    pub fn after(budget: Duration) -> Self {
        Self(Instant::now().checked_add(budget))
    }

    /// # Errors
    /// When the moment has passed.
    pub fn check(&self) -> Result<(), TimeUp> {
        if self.0.is_some_and(|end| Instant::now() >= end) { Err(TimeUp) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Deadline, TimeUp};

    #[test]
    fn no_time_is_up_at_once_and_much_time_is_not() {
        assert_eq!(Deadline::after(Duration::ZERO).check(), Err(TimeUp));
        assert_eq!(Deadline::after(Duration::from_secs(3_600)).check(), Ok(()));
        assert_eq!(Deadline::after(Duration::MAX).check(), Ok(()));
    }
}
