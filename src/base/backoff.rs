//! How long to wait before asking again: twice as long each time, never all at the same moment.

const FIRST_MS: i64 = 500;
const LONGEST_MS: i64 = 60_000;

/// The wait after `failures` tries that came to nothing; `chance` spreads it over its upper half.
#[must_use]
pub fn wait_ms(failures: u32, chance: u64) -> i64 {
    let doubled = FIRST_MS.checked_shl(failures.saturating_sub(1).min(16)).unwrap_or(LONGEST_MS).min(LONGEST_MS);
    let half = doubled / 2;
    half.saturating_add(i64::try_from(chance % u64::try_from(half).unwrap_or(1).saturating_add(1)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn waits_grow_to_a_minute_and_differ_by_chance() {
        assert_eq!((wait_ms(1, 0), wait_ms(1, 250)), (250, 500));
        assert_eq!((wait_ms(2, 0), wait_ms(3, 0)), (500, 1_000));
        for failures in 0..100 {
            for chance in [0, 1, 7_919, u64::MAX] {
                assert!((250..=60_000).contains(&wait_ms(failures, chance)), "{failures} {chance}");
            }
        }
        assert!(wait_ms(100, 0) == 30_000 && wait_ms(100, 30_000) == 60_000);
    }
}
