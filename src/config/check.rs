//! From what is written to what can be used: every setting is looked at once, here.

use super::mail::MailSettings;
use super::source::Step;
use super::written::Written;
use super::{Caps, ReturnRules, ReviewRules, Settings};
use crate::base::messages::Catalogue;
use crate::base::password::Cost;
use crate::domain::cart::HoldRules;
use crate::domain::language::Language;
use crate::domain::limits;
use crate::domain::money::Currency;
use crate::domain::paging::Paging;
use crate::domain::payment::ProviderName;
use crate::domain::pricing::PriceRules;

const MANUAL_WAYS: [&str; 2] = ["bank_transfer", "cash_on_delivery"];
const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// A setting that can't be used: which one and what is allowed.
pub(super) struct Wrong {
    pub section: &'static str,
    pub key: &'static str,
    /// The way on, where the setting is a list.
    pub inside: Vec<Step>,
    pub problem: String,
}

impl Wrong {
    /// `[tax] rate`, or `[[tax.rates]] country` in a list.
    pub(super) fn name(&self) -> String {
        let keys: Vec<&str> = self.inside.iter().filter_map(|step| if let Step::Key(key) = step { Some(*key) } else { None }).collect();
        match &keys[..] {
            [] => format!("[{}] {}", self.section, self.key),
            keys => format!("[[{}.{}]] {}", self.section, self.key, keys.join(" ")),
        }
    }
}

impl Written {
    pub(super) fn check(&self) -> Result<Settings, Wrong> {
        let wrong = |section, key| move |problem| Wrong { section, key, inside: Vec::new(), problem };
        let currency = Currency::parse(&self.shop.currency)
            .ok_or_else(|| wrong("shop", "currency")(format!("{:?} is not an ISO 4217 code, such as \"USD\" or \"EUR\"", self.shop.currency)))?;
        let provider = ProviderName::parse(&self.payments.provider).ok_or_else(|| {
            let ways = "use \"practice\", \"stripe\" or \"manual\"";
            wrong("payments", "provider")(format!("{:?} is not a way to pay; {ways}", self.payments.provider))
        })?;
        if let Some(way) = self.payments.manual.iter().find(|way| !MANUAL_WAYS.contains(&way.as_str())) {
            return Err(wrong("payments", "manual")(format!("{way:?} is not a way to pay by hand; use {}", MANUAL_WAYS.join(", "))));
        }
        self.check_minimums()?;
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
        let language = Language::parse(&self.search.language).ok_or_else(|| {
            let names = Language::ALL.map(Language::name).join(", ");
            wrong("search", "language")(format!("the search doesn't know {:?}; use {names}", self.search.language))
        })?;
        let paging = Paging::parse(&self.list.paging).ok_or_else(|| {
            let names = Paging::ALL.map(Paging::name).join(", ");
            wrong("list", "paging")(format!("{:?} is not a way to page; use {names}", self.list.paging))
        })?;
        let approved_first = match self.reviews.publish.as_str() {
            "at_once" => false,
            "approved" => true,
            other => return Err(wrong("reviews", "publish")(format!("{other:?} is not a time; use \"at_once\" or \"approved\""))),
        };
        self.check_returns()?;
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
        if !self.home.link.starts_with('/') || self.home.link.starts_with("//") {
            return Err(wrong("home", "link")(format!("{:?} is not a page of this shop, such as \"/search\"", self.home.link)));
        }
        let prices = self.prices(currency)?;
        let mail = self.mail.check(&self.shop.name)?;
        let stripe = if provider == ProviderName::Stripe { Some(self.stripe.check(&url)?) } else { None };
        let mut settings = self.assemble(url, prices, provider, mail, log_json);
        settings.stripe = stripe;
        settings.language = language;
        settings.paging = paging;
        settings.reviews.approved_first = approved_first;
        for proxy in &self.http.trusted_proxies {
            settings.trusted_proxies.push(network(proxy).map_err(wrong("http", "trusted_proxies"))?);
        }
        Ok(settings)
    }

    fn check_returns(&self) -> Result<(), Wrong> {
        let wrong = |key, problem| Err(Wrong { section: "returns", key, inside: Vec::new(), problem });
        let (days, chars) = (limits::RETURN_DAYS_MAX, limits::RETURN_INSTRUCTIONS_CHARS_MAX);
        if self.returns.days > days {
            return wrong("days", format!("must be at most {days}"));
        }
        if self.returns.instructions.chars().count() > chars {
            return wrong("instructions", format!("can have {chars} characters at most"));
        }
        Ok(())
    }

    fn check_minimums(&self) -> Result<(), Wrong> {
        let at_least_one = [
            ("payments", "minutes", self.payments.minutes),
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
            return Err(Wrong { section, key, inside: Vec::new(), problem: "must be at least 1".to_owned() });
        }
        Ok(())
    }

    /// A shop that is paid by hand alone offers every way, unless it says which.
    fn manual_ways(&self, provider: ProviderName) -> Vec<String> {
        let all = provider == ProviderName::Manual && self.payments.manual.is_empty();
        if all { MANUAL_WAYS.iter().map(|way| (*way).to_owned()).collect() } else { self.payments.manual.clone() }
    }

    fn assemble(&self, url: String, prices: PriceRules, provider: ProviderName, mail: MailSettings, log_json: bool) -> Settings {
        let on = Caps { lines: self.limits.cart_lines_max, quantity: self.limits.quantity_max, client_units: self.limits.client_units_max };
        let minutes = |count: u32| i64::from(count).saturating_mul(60_000);
        let size = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Settings {
            name: self.shop.name.clone(),
            url,
            country: self.shop.country.to_uppercase(),
            recently_viewed: self.shop.recently_viewed,
            home: self.home.clone(),
            pwa: self.pwa.enabled,
            catalogue: Catalogue::english(),
            listen: self.http.listen,
            insecure: self.http.insecure,
            connections_max: self.http.connections_max,
            connections_per_client_max: self.http.connections_per_client_max,
            trusted_proxies: Vec::new(),
            prices,
            provider,
            stripe: None,
            manual_ways: self.manual_ways(provider),
            bank_details: self.payments.bank_details.trim().to_owned(),
            pay_ms: minutes(self.payments.minutes),
            mail,
            holds: HoldRules { hold_ms: minutes(self.reservation.minutes), cap_ms: minutes(self.reservation.cap_minutes) },
            caps: if self.limits.enabled { on } else { Caps::OFF },
            limits_enabled: self.limits.enabled,
            password_cost: Cost::STANDARD,
            store_cache_bytes: size(self.store.cache_mb).saturating_mul(1 << 20),
            group_max: size(self.store.group_max),
            queue_max: size(self.store.queue_max),
            search_memory_bytes: size(self.search.memory_mb).saturating_mul(1 << 20),
            language: Language::default(),
            facets: self.search.facets.clone(),
            facets_hidden: self.search.facets_hidden.clone(),
            synonyms: Vec::new(),
            search_log: self.search.log,
            paging: Paging::default(),
            reviews: ReviewRules { enabled: self.reviews.enabled, approved_first: false },
            returns: ReturnRules { days: self.returns.days, instructions: self.returns.instructions.trim().to_owned() },
            google_feed: self.feeds.google,
            log_level: self.log.level.clone(),
            log_json,
        }
    }
}

/// One address, or a range such as `10.0.0.0/8`.
fn network(text: &str) -> Result<ipnet::IpNet, String> {
    let one = || text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
    text.parse().or_else(|_| one()).map_err(|_| format!("{text:?} is not an address or a range, such as \"127.0.0.1\" or \"10.0.0.0/8\""))
}
