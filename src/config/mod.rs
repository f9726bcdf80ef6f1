//! Floor 2: `shop.toml` and the environment become checked settings.
//!
//! Defaults < `shop.toml` < `SHOP_SECTION__KEY` < flags. A wrong setting stops the start and names its place.

pub mod written;
mod source;
mod check;
pub mod stripe;
pub mod mail;
mod prices;
mod synonyms;
mod messages;

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use self::mail::MailSettings;
use self::source::{complaint, line_of, set, setting_name};
use self::stripe::StripeSettings;
use self::written::{HomeSection, Written};
use crate::base::messages::Catalogue;
use crate::base::password::Cost;
use crate::domain::cart::HoldRules;
use crate::domain::language::Language;
use crate::domain::limits;
use crate::domain::paging::Paging;
use crate::domain::payment::ProviderName;
use crate::domain::pricing::PriceRules;
use crate::domain::synonym::Synonym;

/// The settings, checked: what the rest of the shop works with.
#[derive(Clone, Debug)]
pub struct Settings {
    pub name: String,
    /// The public address, without a slash at the end; empty when it isn't known.
    pub url: String,
    /// The country that address forms start with.
    pub country: String,
    /// Whether browsers remember what they looked at.
    pub recently_viewed: bool,
    pub home: HomeSection,
    /// Browsers may install the shop, and show a page of it without a network.
    pub pwa: bool,
    /// What pages and letters are written with.
    pub catalogue: &'static Catalogue,
    pub listen: SocketAddr,
    pub insecure: bool,
    pub connections_max: u32,
    pub connections_per_client_max: u32,
    /// Whose word about a visitor's address is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    pub prices: PriceRules,
    pub provider: ProviderName,
    /// Nothing where Stripe isn't switched on.
    pub stripe: Option<StripeSettings>,
    /// Tokens of the ways to pay by hand that are offered.
    pub manual_ways: Vec<String>,
    pub bank_details: String,
    /// How long a shopper may take to pay.
    pub pay_ms: i64,
    pub mail: MailSettings,
    pub holds: HoldRules,
    pub caps: Caps,
    pub limits_enabled: bool,
    /// Not for merchants: tests ask for less work.
    pub password_cost: Cost,
    pub store_cache_bytes: usize,
    pub group_max: usize,
    pub queue_max: usize,
    pub search_memory_bytes: usize,
    /// The language of the shop's texts.
    pub language: Language,
    /// Attributes that are facets always, and never.
    pub facets: Vec<String>,
    pub facets_hidden: Vec<String>,
    /// Those of the merchant's file.
    pub synonyms: Vec<Synonym>,
    /// Count what is searched for.
    pub search_log: bool,
    /// How long lists go on.
    pub paging: Paging,
    pub reviews: ReviewRules,
    pub returns: ReturnRules,
    /// Whether the whole catalogue can be fetched as a product feed.
    pub google_feed: bool,
    pub log_level: String,
    pub log_json: bool,
}

/// Whether there are reviews, and whether the merchant looks at each before others do.
#[derive(Clone, Copy, Debug)]
pub struct ReviewRules {
    pub enabled: bool,
    pub approved_first: bool,
}

/// How long customers may ask to send something back, and where to.
#[derive(Clone, Debug)]
pub struct ReturnRules {
    /// Counted from the delivery; 0 where nothing can be asked for.
    pub days: u16,
    /// What an accepted return says unless the merchant says it otherwise; may be empty.
    pub instructions: String,
}

/// How much one shopper can put aside.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    pub lines: u32,
    pub quantity: u32,
    pub client_units: u32,
}

impl Caps {
    /// What still holds when the merchant switches the caps off: a cart stays one row of sane size.
    const OFF: Self = Self { lines: limits::CART_LINES_CEILING, quantity: limits::QUANTITY_CEILING, client_units: u32::MAX };
}

impl Written {
    /// Reads `file` (when there is one) and the environment.
    ///
    /// # Errors
    /// Names the line, the key and what is allowed.
    pub fn load(file: Option<&Path>, environment: impl Iterator<Item = (String, String)>) -> Result<(Self, Settings)> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?,
            None => String::new(),
        };
        let place = file.map_or("the settings".to_owned(), |path| path.display().to_string());
        let mut table: toml::Table = toml::from_str(&text).map_err(|error| anyhow!("{place}{}", complaint(&text, &error)))?;
        toml::from_str::<Self>(&text).map_err(|error| anyhow!("{place}{}", complaint(&text, &error)))?;
        let mut from_environment = Vec::new();
        for (name, value) in environment {
            if let Some((section, key)) = setting_name(&name) {
                set(&mut table, &section, &key, &value).map_err(|problem| anyhow!("{name}: {problem}"))?;
                from_environment.push((name, section, key));
            }
        }
        let written: Self = table.try_into().map_err(|error: toml::de::Error| anyhow!("{place} with the environment{}", complaint("", &error)))?;
        let checked = written.check().and_then(|settings| {
            let beside = file.and_then(Path::parent).unwrap_or(Path::new(""));
            Ok(Settings { synonyms: written.synonyms(beside)?, catalogue: written.catalogue(beside)?, ..settings })
        });
        let settings = checked.map_err(|wrong| {
            let by_environment = from_environment.iter().find(|(_, section, key)| section == wrong.section && key == wrong.key);
            match (by_environment, line_of(&text, wrong.section, wrong.key, &wrong.inside)) {
                (Some((name, ..)), _) => anyhow!("{name}: {}", wrong.problem),
                (None, Some(line)) => anyhow!("{place}:{line}: {}: {}", wrong.name(), wrong.problem),
                (None, None) => anyhow!("{}: {}", wrong.name(), wrong.problem),
            }
        })?;
        Ok((written, settings))
    }
}

impl Default for Settings {
    fn default() -> Self {
        let checked = Written::default().check();
        checked.map_err(|wrong| wrong.problem).expect("the defaults are allowed")
    }
}

/// The file to read: the one that was named, which must be there, or `shop.toml` where there is one.
///
/// # Errors
/// When the named file isn't there.
pub fn find_file(named: Option<&Path>) -> Result<Option<std::path::PathBuf>> {
    match named {
        Some(path) if path.is_file() => Ok(Some(path.to_owned())),
        Some(path) => bail!("there is no settings file {}", path.display()),
        None => Ok(Some(std::path::PathBuf::from("shop.toml")).filter(|path| path.is_file())),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::written::Written;
    use std::io::Write;

    pub(super) fn load(text: &str, environment: &[(&str, &str)]) -> Result<super::Settings, String> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let loaded = Written::load(Some(file.path()), environment).map(|(_, settings)| settings);
        loaded.map_err(|error| format!("{error:#}").replace(&file.path().display().to_string(), "shop.toml"))
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
        let settings = load(
            "[tax]\nrate = \"5%\"\n[reservation]\nminutes = 10\n",
            &[("SHOP_TAX__RATE", "7.5%"), ("SHOP_LIMITS__ENABLED", "false"), ("SHOPPER", "x")],
        );
        let settings = settings.expect("allowed");
        assert_eq!(settings.prices.tax.rate.to_string(), "7.5%");
        assert_eq!(settings.holds.hold_ms, 600_000);
        assert!(!settings.limits_enabled && settings.caps.quantity > 99);
    }

    #[test]
    fn a_wrong_setting_names_its_place_and_what_is_allowed() {
        let cases = [
            ("[tax]\n\nrate = \"8\"\n", "shop.toml:3: [tax] rate: \"8\" is not a rate; write a percentage"),
            ("[shipping]\nflat = \"5.999\"\n", "shop.toml:2: [shipping] flat:"),
            ("[shop]\ncurrency = \"EURO\"\n", "ISO 4217"),
            ("[shop]\ncolour = \"red\"\n", "unknown field `colour`"),
            ("[tax]\nrate = 8\n", "shop.toml:2: invalid type: integer"),
            ("[reservation]\nminutes = 0\n", "must be at least 1"),
            ("[reviews]\npublish = \"never\"\n", "shop.toml:2: [reviews] publish: \"never\" is not a time; use \"at_once\" or \"approved\""),
            ("[payments]\nprovider = \"barter\"\n", "use \"practice\", \"stripe\" or"),
            ("tax = \n", "shop.toml:1: "),
            ("[shop]\nlocale = \"tlh\"\n", "shop.toml:2: [shop] locale: there are no messages in \"tlh\"; use en, de, or bring your own"),
            ("[list]\npaging = \"endless\"\n", "shop.toml:2: [list] paging: \"endless\" is not a way to page; use auto, hybrid, pages"),
            ("[search]\nlanguage = \"Klingon\"\n", "shop.toml:2: [search] language: the search doesn't know \"Klingon\"; use english, "),
        ];
        for (text, expected) in cases {
            let said = load(text, &[]).expect_err(text);
            assert!(said.contains(expected), "{text:?} gave {said:?}");
        }
        for typed in ["hunter2", "12345", "\"hunter2", "[\"hunter2\"]"] {
            let said = load(&format!("[mail]\nhost = \"a\"\npassword = {typed}\n"), &[]).expect_err(typed);
            assert!(said.contains("shop.toml:3: write a secret") && !said.contains("hunter2") && !said.contains("12345"), "{said}");
        }
        let said = load("", &[("SHOP_TAX__RATE", "lots")]).expect_err("not a rate");
        assert!(said.starts_with("SHOP_TAX__RATE: \"lots\" is not a rate"), "{said}");
        let said = load("", &[("SHOP_TAX__SHARE", "1")]).expect_err("no such key");
        assert!(said.contains("[tax] has no setting share; it has inclusive, rate"), "{said}");
    }

    /// The file that comes with the shop shows every setting with its default.
    #[test]
    fn the_shipped_file_is_the_defaults() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/shop.toml")).expect("the file is there");
        let shipped: toml::Table = toml::from_str(&text).expect("it parses");
        assert_eq!(shipped, toml::Table::try_from(Written::default()).expect("defaults are TOML"));
    }
}
