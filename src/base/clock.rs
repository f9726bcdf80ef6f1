//! Time and chance, the only two things the shop can't compute.
//!
//! Everything that isn't deterministic enters through [`World`], so tests set the clock by hand.
//! The shop's clock never goes backwards, whatever the machine's clock does.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Weekday;

use super::messages::t;

/// A moment in milliseconds since 1970 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Timestamp(#[n(0)] pub i64);

impl Timestamp {
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    #[must_use]
    pub fn plus_days(self, days: u16) -> Self {
        self.plus_ms(DAY_MS.saturating_mul(i64::from(days)))
    }

    /// The first moment after its day in UTC.
    #[must_use]
    pub fn day_after(self) -> Self {
        self.plus_ms(DAY_MS.saturating_sub(self.0.rem_euclid(DAY_MS)))
    }

    /// A date for people: `23 November 2026`.
    #[must_use]
    pub fn date(self) -> String {
        let day = self.zoned();
        t!("date", day = day.day().to_string(), month = month(&day).0, year = day.year().to_string())
    }

    /// A day that is near, for people: `Tue 1 Dec`.
    #[must_use]
    pub fn weekday(self) -> String {
        let day = self.zoned();
        let weekday = match day.weekday() {
            Weekday::Monday => t("weekday-1-short"),
            Weekday::Tuesday => t("weekday-2-short"),
            Weekday::Wednesday => t("weekday-3-short"),
            Weekday::Thursday => t("weekday-4-short"),
            Weekday::Friday => t("weekday-5-short"),
            Weekday::Saturday => t("weekday-6-short"),
            Weekday::Sunday => t("weekday-7-short"),
        };
        t!("date-near", weekday = weekday, day = day.day().to_string(), month = month(&day).1)
    }

    /// The time of a day that needn't be told: `14:05 UTC`.
    #[must_use]
    pub fn time(self) -> String {
        t!("time", time = self.zoned().strftime("%H:%M").to_string())
    }

    /// So many days from Monday to Friday later; no weekend is the last of them.
    #[must_use]
    pub fn plus_working_days(self, days: u16) -> Self {
        (0..days).fold(self.working_day(), |at, _| at.plus_ms(DAY_MS).working_day())
    }

    /// This day, or the Monday after a weekend.
    fn working_day(self) -> Self {
        match self.zoned().weekday() {
            Weekday::Saturday => self.plus_ms(DAY_MS.saturating_mul(2)),
            Weekday::Sunday => self.plus_ms(DAY_MS),
            _ => self,
        }
    }

    /// A date and a time for people: `23 Nov 2026, 14:05 UTC`.
    #[must_use]
    pub fn date_time(self) -> String {
        let day = self.zoned();
        t!("date-time", day = day.day().to_string(), month = month(&day).1, year = day.year().to_string(), time = self.time())
    }

    /// For names of files, in the order of time: `20261123T140500Z`.
    #[must_use]
    pub fn compact(self) -> String {
        self.zoned().strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// The first moment of a day in UTC (`2026-12-01`), or an exact RFC 3339 time.
    ///
    /// # Errors
    /// Says how to write a day.
    pub fn start_of(text: &str) -> Result<Self, NotADay> {
        day_or_moment(text, 0)
    }

    /// The first moment after a day in UTC, or an exact RFC 3339 time.
    ///
    /// # Errors
    /// Says how to write a day.
    pub fn end_of(text: &str) -> Result<Self, NotADay> {
        day_or_moment(text, DAY_MS)
    }

    fn zoned(self) -> jiff::Zoned {
        self.exact().to_zoned(jiff::tz::TimeZone::UTC)
    }

    fn exact(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

const DAY_MS: i64 = 86_400_000;

/// The name of a month, and its short form beside a day.
fn month(day: &jiff::Zoned) -> (&'static str, &'static str) {
    match day.month() {
        1 => (t("month-1"), t("month-1-short")),
        2 => (t("month-2"), t("month-2-short")),
        3 => (t("month-3"), t("month-3-short")),
        4 => (t("month-4"), t("month-4-short")),
        5 => (t("month-5"), t("month-5-short")),
        6 => (t("month-6"), t("month-6-short")),
        7 => (t("month-7"), t("month-7-short")),
        8 => (t("month-8"), t("month-8-short")),
        9 => (t("month-9"), t("month-9-short")),
        10 => (t("month-10"), t("month-10-short")),
        11 => (t("month-11"), t("month-11-short")),
        _ => (t("month-12"), t("month-12-short")),
    }
}

/// Text that should have been a day.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day; write it like 2026-12-31, or exactly like 2026-12-31T18:00:00Z")]
pub struct NotADay(String);

fn day_or_moment(text: &str, plus_ms: i64) -> Result<Timestamp, NotADay> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let only_a_day = Some(text).filter(|text| text.len() == 10).and_then(|text| text.parse::<jiff::civil::Date>().ok());
    let day = only_a_day.ok_or_else(|| NotADay(text.to_owned()))?;
    let start = day.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| NotADay(text.to_owned()))?;
    Ok(Timestamp(start.timestamp().as_millisecond()).plus_ms(plus_ms))
}

/// RFC 3339 in UTC with milliseconds, as the API shows it.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.exact())
    }
}

impl FromStr for Timestamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed: jiff::Timestamp = text.parse().map_err(|_| format!("{text:?} is not an RFC 3339 time"))?;
        Ok(Self(parsed.as_millisecond()))
    }
}

/// Where time and randomness come from.
pub trait World: Send + Sync + 'static {
    /// The present; never earlier than an earlier answer.
    fn now(&self) -> Timestamp;

    /// Fills the buffer with bytes nobody can guess.
    fn random(&self, buffer: &mut [u8]);

    /// A random number, for ids that must differ but need not be secret.
    fn random_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.random(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}

/// The machine's clock and its random source.
#[derive(Default)]
pub struct SystemWorld {
    latest_ms: AtomicI64,
}

impl World for SystemWorld {
    fn now(&self) -> Timestamp {
        let machine_ms = jiff::Timestamp::now().as_millisecond();
        let before = self.latest_ms.fetch_max(machine_ms, Ordering::Relaxed);
        Timestamp(before.max(machine_ms))
    }

    fn random(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system always has random bytes");
    }
}

/// A world that stands still until it is told to move; randomness repeats from its seed.
pub struct StillWorld {
    now_ms: AtomicI64,
    seed: Mutex<u64>,
}

impl StillWorld {
    #[must_use]
    pub fn new(start: Timestamp, seed: u64) -> Self {
        Self { now_ms: AtomicI64::new(start.0), seed: Mutex::new(seed) }
    }

    pub fn advance_ms(&self, ms: i64) {
        self.now_ms.fetch_add(ms.max(0), Ordering::SeqCst);
    }
}

impl World for StillWorld {
    fn now(&self) -> Timestamp {
        Timestamp(self.now_ms.load(Ordering::SeqCst))
    }

    /// SplitMix64: enough spread for ids, and the same seed gives the same story.
    fn random(&self, buffer: &mut [u8]) {
        let mut seed = self.seed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in buffer.chunks_mut(8) {
            *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *seed;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let bytes = (z ^ (z >> 31)).to_be_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{StillWorld, Timestamp, World};

    #[test]
    fn times_read_and_write_as_rfc_3339() {
        let moment = Timestamp(1_795_000_000_123);
        assert_eq!(moment.to_string(), "2026-11-18T11:06:40.123Z");
        assert_eq!(moment.to_string().parse(), Ok(moment));
        assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00.000Z", "milliseconds stand there even when there are none");
        assert!("yesterday".parse::<Timestamp>().is_err());
    }

    #[test]
    fn a_day_has_a_first_moment_and_an_end() {
        let text = |moment: Result<Timestamp, super::NotADay>| moment.map(|moment| moment.to_string());
        assert_eq!(text(Timestamp::start_of("2026-12-31")).as_deref(), Ok("2026-12-31T00:00:00.000Z"));
        assert_eq!(text(Timestamp::end_of(" 2026-12-31 ")).as_deref(), Ok("2027-01-01T00:00:00.000Z"));
        assert_eq!(text(Timestamp::end_of("2026-12-31T18:00:00Z")).as_deref(), Ok("2026-12-31T18:00:00.000Z"));
        for bad in ["", "tomorrow", "31.12.2026", "2026-13-01", "2026-12-31 18:00"] {
            assert!(Timestamp::start_of(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_still_world_moves_only_forward() {
        let world = StillWorld::new(Timestamp(1_000), 7);
        world.advance_ms(500);
        world.advance_ms(-900);
        assert_eq!(world.now(), Timestamp(1_500));
    }
}
