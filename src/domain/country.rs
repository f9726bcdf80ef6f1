//! Countries: what they're called, and how addresses look there. `countries.tsv` says it, and where it's from.

use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::wrong::named;
use crate::base::text::{slug, tidy};

const TABLE: &str = include_str!("countries.tsv");

#[derive(Debug)]
pub struct Country {
    /// ISO 3166-1, two letters.
    pub code: &'static str,
    pub name: &'static str,
    required: &'static str,
    /// What the town, the region and the postcode are called; empty where addresses have none.
    city: &'static str,
    region: &'static str,
    postcode: &'static str,
    pattern: &'static str,
    examples: &'static str,
    /// In the order of their names; empty where nobody has listed them.
    pub regions: Vec<Region>,
    matcher: OnceLock<Regex>,
}

/// A state, a province, a prefecture.
#[derive(Debug)]
pub struct Region {
    /// As it stands on a parcel: an abbreviation where that's the custom, else the name.
    pub code: &'static str,
    pub name: &'static str,
    aliases: Vec<&'static str>,
}

/// The parts of an address that not every country has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    City,
    Region,
    Postcode,
}

impl Part {
    fn letter(self) -> char {
        match self {
            Self::City => 'C',
            Self::Region => 'S',
            Self::Postcode => 'Z',
        }
    }
}

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| read(line).expect("the table is whole")).collect());

fn read(line: &'static str) -> Option<Country> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Country {
        code: next()?,
        name: next()?,
        required: next()?,
        city: next()?,
        region: next()?,
        postcode: next()?,
        pattern: next()?,
        examples: next()?,
        regions: next()?.split('|').filter(|region| !region.is_empty()).filter_map(read_region).collect(),
        matcher: OnceLock::new(),
    })
}

fn read_region(text: &'static str) -> Option<Region> {
    let mut names = text.split('=');
    let code = names.next()?;
    Some(Region { code, name: names.next().unwrap_or(code), aliases: names.collect() })
}

/// All countries, in the order of their names.
#[must_use]
pub fn all() -> &'static [Country] {
    &COUNTRIES
}

/// The country with this code, however it's written.
#[must_use]
pub fn find(code: &str) -> Option<&'static Country> {
    all().iter().find(|country| country.code.eq_ignore_ascii_case(code))
}

/// The name of a code, or the code itself where nobody knows it.
#[must_use]
pub fn name(code: &str) -> &str {
    find(code).map_or(code, |country| country.name)
}

/// Whether two texts mean the same region of a country, each by its code or one of its names.
#[must_use]
pub fn same_region(country: &str, one: &str, other: &str) -> bool {
    let code = |text| find(country).and_then(|country| country.region(text)).map(|region| region.code);
    match (code(one), code(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => !tidy(one).is_empty() && same(one, other),
        _ => false,
    }
}

impl Country {
    /// What a part is called there; nothing where addresses have none.
    #[must_use]
    pub fn label(&self, part: Part) -> Option<&'static str> {
        let label = match part {
            Part::City => self.city,
            Part::Region => self.region,
            Part::Postcode => self.postcode,
        };
        Some(label).filter(|label| !label.is_empty())
    }

    #[must_use]
    pub fn requires(&self, part: Part) -> bool {
        self.required.contains(part.letter())
    }

    /// A postcode that exists there.
    #[must_use]
    pub fn example(&self) -> Option<&'static str> {
        self.examples().next()
    }

    fn examples(&self) -> impl Iterator<Item = &'static str> {
        self.examples.split(',').filter(|example| !example.is_empty())
    }

    /// The region that somebody means by its code or one of its names.
    #[must_use]
    pub fn region(&self, typed: &str) -> Option<&Region> {
        let (typed, prefix) = (typed.trim(), format!("{}-", self.code));
        let typed = typed.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(&prefix)).map_or(typed, |_| &typed[prefix.len()..]);
        let by_name = |name: &&str| same(name, typed);
        let meant = |region: &&Region| [region.code, region.name].iter().chain(&region.aliases).any(by_name);
        let by_code = self.regions.iter().find(|region| region.code.eq_ignore_ascii_case(typed));
        by_code.or_else(|| self.regions.iter().find(meant))
    }

    /// The postcode as it's written there: capital letters, its space or hyphen in place. `None` when it can't be one.
    #[must_use]
    pub fn postcode(&self, typed: &str) -> Option<String> {
        let typed = plain(typed);
        if self.pattern.is_empty() {
            return Some(typed);
        }
        let matcher = self
            .matcher
            .get_or_init(|| Regex::new(&format!("^(?:{})$", self.pattern.replace("\\d", "[0-9]"))).expect("the table's patterns are patterns"));
        let compact = without_separators(&typed);
        let bare = compact.strip_prefix(self.code).unwrap_or(&compact);
        let written = [compact.as_str(), bare].into_iter().flat_map(|letters| self.examples().flat_map(move |example| like(example, letters)));
        written.chain([typed.clone(), compact.clone(), bare.to_owned()]).find(|candidate| matcher.is_match(candidate))
    }

    /// What to enter, as a sentence: `Enter a ZIP code, like 95014`.
    #[must_use]
    pub fn postcode_hint(&self) -> String {
        let part = named(self.label(Part::Postcode).unwrap_or("Postcode"));
        match self.example() {
            Some(example) => t!("wrong-part-like", part = part, example = example),
            None => t!("wrong-part", part = part),
        }
    }

    /// What to enter or to choose, as a sentence.
    #[must_use]
    pub fn region_hint(&self) -> String {
        let part = named(self.label(Part::Region).unwrap_or("Region"));
        match self.regions.first() {
            None => t!("wrong-part", part = part),
            Some(Region { code, name, .. }) if code == name => t!("wrong-region-like", part = part, country = self.name, example = name),
            Some(Region { code, name, .. }) => t!("wrong-region-code", part = part, country = self.name, code = code, example = name),
        }
    }

    /// What to enter, as a sentence.
    #[must_use]
    pub fn city_hint(&self) -> String {
        t!("wrong-part", part = named(self.label(Part::City).unwrap_or("Town or city")))
    }
}

fn same(name: &str, typed: &str) -> bool {
    let (name, typed) = (tidy(name), tidy(typed));
    name.to_lowercase() == typed.to_lowercase() || !typed.is_empty() && typed.chars().count() > 3 && slug(&name) == slug(&typed)
}

/// Capital letters, plain digits and hyphens, single spaces.
fn plain(typed: &str) -> String {
    let letters = tidy(typed).to_uppercase();
    let one = |letter: char| match letter {
        '０'..='９' => char::from_digit(u32::from(letter).saturating_sub(u32::from('０')), 10).unwrap_or(letter),
        '‐'..='―' | '−' | '－' | 'ー' => '-',
        other => other,
    };
    letters.chars().map(one).collect()
}

fn is_separator(letter: char) -> bool {
    letter == ' ' || letter == '-'
}

fn without_separators(text: &str) -> String {
    text.chars().filter(|letter| !is_separator(*letter)).collect()
}

/// `letters` with the separator of `example` where it stands there, counted from the front, from the back, and with its prefix.
fn like(example: &str, letters: &str) -> Vec<String> {
    let Some((front, back)) = example.split_once(is_separator) else { return Vec::new() };
    let separator = example.get(front.len()..example.len().saturating_sub(back.len())).unwrap_or(" ");
    let count = letters.chars().count();
    let cut = |place: usize| {
        let head: String = letters.chars().take(place).collect();
        let tail: String = letters.chars().skip(place).collect();
        format!("{head}{separator}{tail}")
    };
    let mut written = Vec::new();
    if let Some(place) = count.checked_sub(back.chars().count()).filter(|place| *place > 0) {
        written.push(cut(place));
    }
    if front.chars().count() < count {
        written.push(cut(front.chars().count()));
    }
    if front.chars().all(|letter| letter.is_ascii_uppercase()) {
        written.push(format!("{front}{separator}{letters}"));
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Part, all, find, name};

    #[test]
    fn every_country_stands_once_in_the_order_of_names() {
        assert!(all().len() > 240);
        for country in all() {
            assert!(country.code.len() == 2 && country.code.bytes().all(|byte| byte.is_ascii_uppercase()), "{}", country.code);
            assert!(!country.name.is_empty() && country.matcher.get().is_none_or(|_| !country.pattern.is_empty()));
            assert!(std::ptr::eq(find(&country.code.to_lowercase()).expect("it's there"), country));
        }
        let names: Vec<String> = all().iter().map(|country| deunicode::deunicode(country.name).to_lowercase().replace('\'', "")).collect();
        assert!(names.is_sorted(), "{names:?}");
        assert_eq!((name("CH"), name("ch"), name("QQ"), find("ZZ").is_none()), ("Switzerland", "Switzerland", "QQ", true));
    }

    #[test]
    fn what_is_required_has_a_name_and_each_pattern_an_example() {
        for country in all() {
            for part in [Part::City, Part::Region, Part::Postcode] {
                assert!(!country.requires(part) || country.label(part).is_some(), "{} requires {part:?}", country.code);
            }
            assert_eq!(country.pattern.is_empty(), country.example().is_none(), "{}", country.code);
            assert!(country.regions.is_empty() || country.label(Part::Region).is_some(), "{}", country.code);
        }
    }

    #[test]
    fn the_examples_of_a_country_pass_its_rule_however_they_are_typed() {
        for country in all() {
            for example in country.examples() {
                let bare = super::without_separators(example).to_lowercase();
                let spread: String = example.chars().flat_map(|letter| [' ', letter]).collect();
                for typed in [example, &bare, &format!("  {bare} "), &spread] {
                    let written = country.postcode(typed).unwrap_or_else(|| panic!("{} refuses {typed:?} of its own {example}", country.code));
                    assert_eq!(super::without_separators(&written), super::without_separators(example), "{}", country.code);
                    assert_eq!(country.postcode(&written).as_deref(), Some(written.as_str()), "{}: once written, it stays", country.code);
                }
            }
        }
    }

    #[test]
    fn postcodes_are_written_the_way_of_their_country() {
        let cases = [
            ("GB", "sw1a1aa", Some("SW1A 1AA")),
            ("GB", "M1 1ae", Some("M1 1AE")),
            ("GB", "SW1 A1AA", Some("SW1A 1AA")),
            ("GB", "12345", None),
            ("US", "94103", Some("94103")),
            ("US", "941031234", Some("94103-1234")),
            ("US", "94103 1234", Some("94103-1234")),
            ("US", "9410", None),
            ("CA", "k1a0b1", Some("K1A 0B1")),
            ("NL", "1234ab", Some("1234 AB")),
            ("PL", "00950", Some("00-950")),
            ("JP", "１５４－００２３", Some("154-0023")),
            ("LV", "1073", Some("LV-1073")),
            ("DE", "D-10115", None),
            ("DE", "DE-10115", Some("10115")),
            ("DE", "10115", Some("10115")),
            ("DE", "٣٢١٥٤", None),
            ("IE", "d02x285", Some("D02 X285")),
            ("AE", "whatever", Some("WHATEVER")),
        ];
        for (code, typed, expected) in cases {
            assert_eq!(find(code).expect(code).postcode(typed).as_deref(), expected, "{typed:?} in {code}");
        }
    }

    #[test]
    fn a_region_is_known_by_its_code_and_its_names() {
        let cases = [
            ("US", "ca", Some("CA")),
            ("US", "California", Some("CA")),
            ("US", "Cascadia", None),
            ("JP", "東京都", Some("Tokyo")),
            ("JP", "13", Some("Tokyo")),
            ("ES", "Avila", Some("Ávila")),
            ("BR", "são paulo", Some("SP")),
            ("DE", "Bayern", None),
        ];
        for (code, typed, expected) in cases {
            assert_eq!(find(code).expect(code).region(typed).map(|region| region.code), expected, "{typed:?} in {code}");
        }
        for country in all() {
            for region in &country.regions {
                for name in [region.code, region.name] {
                    assert!(country.region(name).is_some_and(|found| found.code == region.code), "{name} of {}", country.name);
                }
            }
        }
    }

    #[test]
    fn hints_are_sentences_of_the_country() {
        let hints = |code: &str| {
            let country = find(code).expect(code);
            (country.city_hint(), country.region_hint(), country.postcode_hint())
        };
        let said = |city: &str, region: &str, postcode: &str| (city.to_owned(), region.to_owned(), postcode.to_owned());
        assert_eq!(hints("US"), said("Enter a city", "Choose a state of United States, like AL for Alabama", "Enter a ZIP code, like 95014"));
        assert_eq!(hints("IE").2, "Enter an Eircode, like A65 F4E2");
        assert_eq!(hints("GB").2, "Enter a postcode, like EC1Y 8SY");
        assert_eq!(hints("AE").1, "Choose an emirate of United Arab Emirates, like Abu Dhabi");
    }

    proptest! {
        /// Whatever is typed, there's an answer; and what was accepted is accepted again, as it is.
        #[test]
        fn any_text_gets_an_answer(typed in "\\PC{0,24}", digits in "[0-9A-Za-z -]{0,12}", place in 0_usize..240) {
            let country = &all()[place];
            for typed in [&typed, &digits] {
                if let Some(written) = country.postcode(typed) {
                    prop_assert_eq!(country.postcode(&written), Some(written));
                }
                if let Some(region) = country.region(typed) {
                    prop_assert!(country.region(region.code).is_some_and(|again| again.code == region.code));
                }
            }
        }
    }
}
