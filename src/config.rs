//! Floor 2: `shop.toml` and the environment become checked settings.
//!
//! Defaults < `shop.toml` < `SHOP_SECTION__KEY` < flags. A wrong setting stops the start and names its place.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::domain::cart::HoldRules;
use crate::domain::limits;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::ProviderName;
use crate::domain::pricing::PriceRules;
use crate::domain::rate::Rate;

/// The settings as they are written: section by section, key by key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    pub shop: ShopSection,
    pub http: HttpSection,
    pub tax: TaxSection,
    pub shipping: ShippingSection,
    pub payments: PaymentsSection,
    pub reservation: ReservationSection,
    pub limits: LimitsSection,
    pub store: StoreSection,
    pub search: SearchSection,
    pub log: LogSection,
}

macro_rules! sections {
    ($($section:ident { $($key:ident: $kind:ty = $default:expr,)* })*) => {
        $(
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(default, deny_unknown_fields)]
            pub struct $section {
                $(pub $key: $kind,)*
            }

            impl Default for $section {
                fn default() -> Self {
                    Self { $($key: $default,)* }
                }
            }
        )*
    };
}

sections! {
    ShopSection {
        name: String = "Ember & Oak".to_owned(),
        currency: String = "USD".to_owned(),
        url: String = String::new(),
        country: String = "US".to_owned(),
    }
    HttpSection {
        listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080)),
        insecure: bool = false,
        connections_max: u32 = 4096,
        connections_per_client_max: u32 = 64,
        trusted_proxies: Vec<String> = Vec::new(),
    }
    TaxSection {
        rate: String = "8%".to_owned(),
    }
    ShippingSection {
        flat: String = "5.99".to_owned(),
        free_over: String = "50.00".to_owned(),
    }
    PaymentsSection {
        provider: String = "practice".to_owned(),
    }
    ReservationSection {
        minutes: u32 = 30,
        cap_minutes: u32 = 120,
    }
    LimitsSection {
        enabled: bool = true,
        cart_lines_max: u32 = limits::CART_LINES_MAX,
        quantity_max: u32 = limits::QUANTITY_MAX,
        client_units_max: u32 = limits::CLIENT_UNITS_MAX,
    }
    StoreSection {
        cache_mb: u32 = 64,
        group_max: u32 = 512,
        queue_max: u32 = 1024,
    }
    SearchSection {
        memory_mb: u32 = 50,
    }
    LogSection {
        level: String = "info".to_owned(),
        format: String = "text".to_owned(),
    }
}

/// The settings, checked: what the rest of the shop works with.
#[derive(Clone, Debug)]
pub struct Settings {
    pub name: String,
    /// The public address, without a slash at the end; empty when it isn't known.
    pub url: String,
    /// The country that address forms start with.
    pub country: String,
    pub listen: SocketAddr,
    pub insecure: bool,
    pub connections_max: u32,
    pub connections_per_client_max: u32,
    /// Whose word about a visitor's address is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    pub prices: PriceRules,
    pub provider: ProviderName,
    pub holds: HoldRules,
    pub caps: Caps,
    pub limits_enabled: bool,
    pub store_cache_bytes: usize,
    pub group_max: usize,
    pub queue_max: usize,
    pub search_memory_bytes: usize,
    pub log_level: String,
    pub log_json: bool,
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

const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// A setting that can't be used: which one and what is allowed.
struct Wrong {
    section: &'static str,
    key: &'static str,
    problem: String,
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
        let mut table: toml::Table = toml::from_str(&text).map_err(|error| anyhow!("{place}: {error}"))?;
        toml::from_str::<Self>(&text).map_err(|error| anyhow!("{place}: {error}"))?;
        let mut from_environment = Vec::new();
        for (name, value) in environment {
            if let Some((section, key)) = setting_name(&name) {
                set(&mut table, &section, &key, &value).map_err(|problem| anyhow!("{name}: {problem}"))?;
                from_environment.push((name, section, key));
            }
        }
        let written: Self = table.try_into().map_err(|error: toml::de::Error| anyhow!("{place} with the environment: {}", error.message()))?;
        let settings = written.check().map_err(|wrong| {
            let by_environment = from_environment.iter().find(|(_, section, key)| section == wrong.section && key == wrong.key);
            match (by_environment, line_of(&text, wrong.section, wrong.key)) {
                (Some((name, ..)), _) => anyhow!("{name}: {}", wrong.problem),
                (None, Some(line)) => anyhow!("{place}:{line}: [{}] {}: {}", wrong.section, wrong.key, wrong.problem),
                (None, None) => anyhow!("[{}] {}: {}", wrong.section, wrong.key, wrong.problem),
            }
        })?;
        Ok((written, settings))
    }

    fn check(&self) -> Result<Settings, Wrong> {
        let wrong = |section, key| move |problem| Wrong { section, key, problem };
        let currency = Currency::parse(&self.shop.currency)
            .ok_or_else(|| wrong("shop", "currency")(format!("{:?} is not an ISO 4217 code, such as \"USD\" or \"EUR\"", self.shop.currency)))?;
        let free_over = match self.shipping.free_over.as_str() {
            "" | "never" => None,
            sum => Some(Money::parse(sum, currency).map_err(wrong("shipping", "free_over"))?),
        };
        let prices = PriceRules {
            currency,
            tax: Rate::parse(&self.tax.rate).map_err(wrong("tax", "rate"))?,
            shipping_flat: Money::parse(&self.shipping.flat, currency).map_err(wrong("shipping", "flat"))?,
            shipping_free_over: free_over,
        };
        let provider = ProviderName::parse(&self.payments.provider).filter(|provider| *provider == ProviderName::Practice);
        let provider =
            provider.ok_or_else(|| wrong("payments", "provider")(format!("{:?} is not a way to pay; use \"practice\"", self.payments.provider)))?;
        let at_least_one = [
            ("reservation", "minutes", self.reservation.minutes),
            ("limits", "cart_lines_max", self.limits.cart_lines_max),
            ("limits", "quantity_max", self.limits.quantity_max),
            ("limits", "client_units_max", self.limits.client_units_max),
            ("http", "connections_max", self.http.connections_max),
            ("http", "connections_per_client_max", self.http.connections_per_client_max),
            ("store", "cache_mb", self.store.cache_mb),
            ("store", "group_max", self.store.group_max),
            ("store", "queue_max", self.store.queue_max),
        ];
        if let Some((section, key, _)) = at_least_one.into_iter().find(|(.., value)| *value == 0) {
            return Err(wrong(section, key)("must be at least 1".to_owned()));
        }
        let ceilings = [
            ("cart_lines_max", self.limits.cart_lines_max, limits::CART_LINES_CEILING),
            ("quantity_max", self.limits.quantity_max, limits::QUANTITY_CEILING),
        ];
        if let Some((key, _, ceiling)) = ceilings.into_iter().find(|(_, value, ceiling)| value > ceiling) {
            return Err(wrong("limits", key)(format!("must be at most {ceiling}")));
        }
        if self.reservation.cap_minutes < self.reservation.minutes {
            return Err(wrong("reservation", "cap_minutes")("must not be less than [reservation] minutes".to_owned()));
        }
        if self.search.memory_mb < 20 {
            return Err(wrong("search", "memory_mb")("must be at least 20".to_owned()));
        }
        let log_json = match self.log.format.as_str() {
            "text" => false,
            "json" => true,
            other => return Err(wrong("log", "format")(format!("{other:?} is not a format; use \"text\" or \"json\""))),
        };
        if !LEVELS.contains(&self.log.level.as_str()) {
            return Err(wrong("log", "level")(format!("{:?} is not a level; use {}", self.log.level, LEVELS.join(", "))));
        }
        let url = self.shop.url.trim_end_matches('/').to_owned();
        if !url.is_empty() && !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(wrong("shop", "url")(format!("{url:?} is not an address; write it like \"https://shop.example.com\"")));
        }
        if self.shop.country.len() != 2 || !self.shop.country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(wrong("shop", "country")(format!("{:?} is not a country of two letters, such as \"US\"", self.shop.country)));
        }
        let mut settings = self.assemble(url, prices, provider, log_json);
        for proxy in &self.http.trusted_proxies {
            settings.trusted_proxies.push(network(proxy).map_err(wrong("http", "trusted_proxies"))?);
        }
        Ok(settings)
    }

    fn assemble(&self, url: String, prices: PriceRules, provider: ProviderName, log_json: bool) -> Settings {
        let on = Caps { lines: self.limits.cart_lines_max, quantity: self.limits.quantity_max, client_units: self.limits.client_units_max };
        let minutes = |count: u32| i64::from(count).saturating_mul(60_000);
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Settings {
            name: self.shop.name.clone(),
            url,
            country: self.shop.country.to_uppercase(),
            listen: self.http.listen,
            insecure: self.http.insecure,
            connections_max: self.http.connections_max,
            connections_per_client_max: self.http.connections_per_client_max,
            trusted_proxies: Vec::new(),
            prices,
            provider,
            holds: HoldRules { hold_ms: minutes(self.reservation.minutes), cap_ms: minutes(self.reservation.cap_minutes) },
            caps: if self.limits.enabled { on } else { Caps::OFF },
            limits_enabled: self.limits.enabled,
            store_cache_bytes: size(self.store.cache_mb).saturating_mul(1 << 20),
            group_max: size(self.store.group_max),
            queue_max: size(self.store.queue_max),
            search_memory_bytes: size(self.search.memory_mb).saturating_mul(1 << 20),
            log_level: self.log.level.clone(),
            log_json,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let checked = Written::default().check();
        checked.map_err(|wrong| wrong.problem).expect("the defaults are allowed")
    }
}

/// One address, or a range such as `10.0.0.0/8`.
fn network(text: &str) -> Result<ipnet::IpNet, String> {
    let one = || text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
    text.parse().or_else(|_| one()).map_err(|_| format!("{text:?} is not an address or a range, such as \"127.0.0.1\" or \"10.0.0.0/8\""))
}

/// `SHOP_TAX__RATE` names `[tax] rate`.
fn setting_name(variable: &str) -> Option<(String, String)> {
    let (section, key) = variable.strip_prefix("SHOP_")?.split_once("__")?;
    Some((section.to_lowercase(), key.to_lowercase()))
}

/// Puts a text from the environment where the default says what kind of value it is.
fn set(table: &mut toml::Table, section: &str, key: &str, text: &str) -> Result<(), String> {
    let defaults = toml::Table::try_from(Written::default()).map_err(|error| error.to_string())?;
    let known = defaults.get(section).and_then(toml::Value::as_table);
    let known = known.ok_or_else(|| format!("there is no section [{section}]; there are {}", names(&defaults)))?;
    let value = match known.get(key) {
        None => return Err(format!("[{section}] has no setting {key}; it has {}", names(known))),
        Some(toml::Value::Integer(_)) => toml::Value::Integer(text.parse().map_err(|_| format!("{text:?} is not a whole number"))?),
        Some(toml::Value::Array(_)) => toml::Value::Array(
            text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| toml::Value::String(part.to_owned())).collect(),
        ),
        Some(toml::Value::Boolean(_)) => toml::Value::Boolean(text.parse().map_err(|_| format!("{text:?} is not true or false"))?),
        Some(_) => toml::Value::String(text.to_owned()),
    };
    let place = table.entry(section).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    if let Some(place) = place.as_table_mut() {
        place.insert(key.to_owned(), value);
    }
    Written::deserialize(toml::Value::Table(table.clone())).map(drop).map_err(|error| error.message().to_owned())
}

fn names(table: &toml::Table) -> String {
    table.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The line where a section sets a key.
fn line_of(text: &str, section: &str, key: &str) -> Option<usize> {
    let mut inside = false;
    for (line, number) in text.lines().zip(1_usize..) {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']']).trim() == section;
        } else if inside && line.split('=').next().map(str::trim) == Some(key) {
            return Some(number);
        }
    }
    None
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
mod tests {
    use super::Written;
    use std::io::Write;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<super::Settings, String> {
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
        assert_eq!(settings.prices.tax.to_string(), "7.5%");
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
            ("[tax]\nrate = 8\n", "line 2"),
            ("[reservation]\nminutes = 0\n", "must be at least 1"),
            ("[payments]\nprovider = \"barter\"\n", "use \"practice\""),
            ("tax = \n", "line 1"),
        ];
        for (text, expected) in cases {
            let said = load(text, &[]).expect_err(text);
            assert!(said.contains(expected), "{text:?} gave {said:?}");
        }
        let said = load("", &[("SHOP_TAX__RATE", "lots")]).expect_err("not a rate");
        assert!(said.starts_with("SHOP_TAX__RATE: \"lots\" is not a rate"), "{said}");
        let said = load("", &[("SHOP_TAX__SHARE", "1")]).expect_err("no such key");
        assert!(said.contains("[tax] has no setting share; it has rate"), "{said}");
    }

    /// The file that comes with the shop shows every setting with its default.
    #[test]
    fn the_shipped_file_is_the_defaults() {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/shop.toml")).expect("the file is there");
        let shipped: toml::Table = toml::from_str(&text).expect("it parses");
        assert_eq!(shipped, toml::Table::try_from(Written::default()).expect("defaults are TOML"));
    }
}
