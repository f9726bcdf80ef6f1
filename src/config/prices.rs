//! The settings of tax and shipping: the plain ones, and the lists of rates and zones.

use std::collections::HashSet;

use super::check::Wrong;
use super::source::Step;
use super::written::{MethodEntry, Written, ZoneEntry};
use crate::domain::country;
use crate::domain::limits::{LOCAL_RATES_MAX, METHODS_MAX, ZONES_MAX};
use crate::domain::money::{Currency, Money};
use crate::domain::pricing::PriceRules;
use crate::domain::rate::Rate;
use crate::domain::shipping::{DeliveryDays, ShippingMethod, ShippingMethodId, ShippingRules, Zone};
use crate::domain::tax::{LocalRate, TaxRules};

/// What is wrong inside of a list, and the way there.
type Inside<T> = Result<T, (Vec<Step>, String)>;

fn wrong(section: &'static str, key: &'static str) -> impl FnOnce(String) -> Wrong {
    move |problem| Wrong { section, key, inside: Vec::new(), problem }
}

fn wrong_inside(section: &'static str, key: &'static str) -> impl FnOnce((Vec<Step>, String)) -> Wrong {
    move |(inside, problem)| Wrong { section, key, inside, problem }
}

impl Written {
    pub(super) fn prices(&self, currency: Currency) -> Result<PriceRules, Wrong> {
        let home = country(&self.shop.country).map_err(wrong("shop", "country"))?;
        let rate = Rate::parse(&self.tax.rate).map_err(wrong("tax", "rate"))?;
        let rates = self.local_rates().map_err(wrong_inside("tax", "rates"))?;
        let flat = Money::parse(&self.shipping.flat, currency).map_err(wrong("shipping", "flat"))?;
        let free_over = free_over(&self.shipping.free_over, currency).map_err(wrong("shipping", "free_over"))?;
        let days = days(&self.shipping.days).map_err(wrong("shipping", "days"))?;
        let zones = self.zones(currency).map_err(wrong_inside("shipping", "zones"))?;
        let elsewhere = (!self.shipping.only_zones).then(|| ShippingMethod::standard(flat, free_over, days));
        let shipping = ShippingRules { zones, elsewhere };
        if shipping.methods_to(&home).is_empty() {
            let problem = format!("leaves out {home}, the shop's own country; put it into a zone, or set only_zones = false");
            return Err(wrong("shipping", "only_zones")(problem));
        }
        let tax = TaxRules { rate, rates, inclusive: self.tax.inclusive, shipping_taxed: self.tax.shipping_taxed };
        Ok(PriceRules { currency, home, tax, shipping })
    }

    fn local_rates(&self) -> Inside<Vec<LocalRate>> {
        if self.tax.rates.len() > LOCAL_RATES_MAX {
            return Err((Vec::new(), format!("at most {LOCAL_RATES_MAX} rates can be named")));
        }
        let mut rates = Vec::<LocalRate>::new();
        for (place, entry) in self.tax.rates.iter().enumerate() {
            let at = |key| move |problem| (vec![Step::Entry(place), Step::Key(key)], problem);
            let country = country(&entry.country).map_err(at("country"))?;
            let region = entry.region.as_deref().map(str::trim).map(str::to_owned);
            if region.as_deref() == Some("") {
                return Err(at("region")("leave it out, or name a region, such as \"CA\"".to_owned()));
            }
            let same = |known: &&LocalRate| match (&known.region, &region) {
                (Some(one), Some(other)) => country::same_region(&country, one, other),
                (None, None) => true,
                _ => false,
            };
            if rates.iter().filter(|known| known.country == country).any(|known| same(&known)) {
                return Err(at("country")("this place has a rate already".to_owned()));
            }
            rates.push(LocalRate { country, region, rate: Rate::parse(&entry.rate).map_err(at("rate"))? });
        }
        Ok(rates)
    }

    fn zones(&self, currency: Currency) -> Inside<Vec<Zone>> {
        if self.shipping.zones.len() > ZONES_MAX {
            return Err((Vec::new(), format!("at most {ZONES_MAX} zones can be named")));
        }
        let (mut zones, mut placed) = (Vec::new(), HashSet::new());
        for (place, entry) in self.shipping.zones.iter().enumerate() {
            let below = |(steps, problem): (Vec<Step>, String)| ([vec![Step::Entry(place)], steps].concat(), problem);
            zones.push(zone(entry, currency, &mut placed).map_err(below)?);
        }
        Ok(zones)
    }
}

fn zone(entry: &ZoneEntry, currency: Currency, placed: &mut HashSet<String>) -> Inside<Zone> {
    let at = |key| move |problem: String| (vec![Step::Key(key)], problem);
    let name = entry.name.trim().to_owned();
    if name.is_empty() {
        return Err(at("name")("name the zone, such as \"Europe\"".to_owned()));
    }
    if entry.countries.is_empty() {
        return Err(at("countries")("name at least one country, such as [\"DE\", \"FR\"]".to_owned()));
    }
    let mut countries = Vec::with_capacity(entry.countries.len());
    for text in &entry.countries {
        let country = country(text).map_err(at("countries"))?;
        if !placed.insert(country.clone()) {
            return Err(at("countries")(format!("{country} stands in a zone already")));
        }
        countries.push(country);
    }
    if entry.methods.is_empty() || entry.methods.len() > METHODS_MAX {
        return Err(at("methods")(format!("name from 1 to {METHODS_MAX} methods")));
    }
    let mut methods = Vec::<ShippingMethod>::with_capacity(entry.methods.len());
    for (place, entry) in entry.methods.iter().enumerate() {
        let below = |(key, problem)| (vec![Step::Key("methods"), Step::Entry(place), Step::Key(key)], problem);
        let method = method(entry, currency).map_err(below)?;
        if methods.iter().any(|known| known.id == method.id) {
            return Err(below(("id", format!("{} is a method of this zone already", method.id))));
        }
        methods.push(method);
    }
    Ok(Zone { name, countries, methods })
}

fn method(entry: &MethodEntry, currency: Currency) -> Result<ShippingMethod, (&'static str, String)> {
    let unusable = || ("id", format!("{:?} can't be used; use up to 32 letters, digits and hyphens, such as \"express\"", entry.id));
    let id = ShippingMethodId::parse(&entry.id).ok_or_else(unusable)?;
    let name = entry.name.trim().to_owned();
    if name.is_empty() {
        return Err(("name", "name the method, such as \"Express, 1–2 days\"".to_owned()));
    }
    let price = Money::parse(&entry.price, currency).map_err(|problem| ("price", problem))?;
    let free_over = free_over(entry.free_over.as_deref().unwrap_or("never"), currency).map_err(|problem| ("free_over", problem))?;
    let days = days(entry.days.as_deref().unwrap_or("")).map_err(|problem| ("days", problem))?;
    Ok(ShippingMethod { id, name, price, free_over, days })
}

/// Working days; nothing where the merchant promises none.
fn days(text: &str) -> Result<Option<DeliveryDays>, String> {
    let unusable = || format!("{text:?} can't be used; write working days, such as \"3-5\" or \"1\", or nothing");
    if text.trim().is_empty() { Ok(None) } else { DeliveryDays::parse(text).map(Some).ok_or_else(unusable) }
}

fn free_over(text: &str, currency: Currency) -> Result<Option<Money>, String> {
    match text {
        "" | "never" => Ok(None),
        sum => Money::parse(sum, currency).map(Some),
    }
}

/// Two letters, in capitals.
fn country(text: &str) -> Result<String, String> {
    let known = country::find(text);
    known.map(|country| country.code.to_owned()).ok_or_else(|| format!("{text:?} is not a country of two letters, such as \"US\""))
}

#[cfg(test)]
mod tests {
    use super::Written;
    use crate::config::Settings;
    use crate::domain::tax::Destination;
    use std::io::Write;

    fn load(text: &str) -> Result<Settings, String> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        let loaded = Written::load(Some(file.path()), std::iter::empty()).map(|(_, settings)| settings);
        loaded.map_err(|error| format!("{error:#}").replace(&file.path().display().to_string(), "shop.toml"))
    }

    const EUROPE: &str = r#"
        [[shipping.zones]]
        name = "Europe"
        countries = ["DE", "fr"]
        methods = [
            { id = "standard", name = "Standard, 3–5 days", price = "5.99", free_over = "80.00" },
            { id = "Express", name = "Express", price = "14.99" },
        ]
    "#;

    #[test]
    fn rates_and_zones_are_read() {
        let text = format!("[tax]\ninclusive = true\n[[tax.rates]]\ncountry = \"de\"\nrate = \"19%\"\n{EUROPE}");
        let prices = load(&text).expect("allowed").prices;
        assert_eq!(prices.tax.at(Destination { country: "DE", region: "" }).rate.to_string(), "19%");
        assert!(prices.tax.inclusive && !prices.tax.shipping_taxed);
        let names = |country| prices.shipping.methods_to(country).iter().map(|method| method.id.to_string()).collect::<Vec<_>>();
        assert_eq!((names("FR"), names("US")), (vec!["standard".to_owned(), "express".to_owned()], vec!["standard".to_owned()]));
        let standard = &prices.shipping.methods_to("DE")[0];
        assert_eq!((standard.price.minor, standard.free_over.map(|over| over.minor)), (599, Some(8_000)));
    }

    #[test]
    fn an_entry_that_cannot_be_used_names_its_line_and_its_key() {
        let cases = [
            (
                "[[tax.rates]]\ncountry = \"US\"\nrate = \"8%\"\n\n[[tax.rates]]\ncountry = \"DE\"\nrate = \"19\"\n",
                "shop.toml:7: [[tax.rates]] rate: \"19\" is not a rate",
            ),
            (
                "[tax]\nrates = [\n {country=\"US\", rate=\"8%\"},\n {country=\"US\", rate=\"9%\"},\n]\n",
                "shop.toml:4: [[tax.rates]] country: this place has a rate already",
            ),
            (
                "[[tax.rates]]\ncountry = \"US\"\nregion = \"CA\"\nrate = \"8%\"\n[[tax.rates]]\ncountry = \"US\"\nregion = \"California\"\nrate = \"9%\"\n",
                "shop.toml:6: ",
            ),
            (
                "[[tax.rates]]\ncountry = \"Germany\"\nrate = \"19%\"\n",
                "shop.toml:2: [[tax.rates]] country: \"Germany\" is not a country of two letters",
            ),
            ("[[tax.rates]]\ncountry = \"DE\"\n", "missing field `rate`"),
            ("[[tax.rates]]\ncountry = \"DE\"\nrate = \"19%\"\nstate = \"BY\"\n", "unknown field `state`"),
            (
                "[[shipping.zones]]\nname = \"X\"\ncountries = [\"DE\"]\nmethods = [\n {id=\"a\", name=\"A\", price=\"5.999\"},\n]\n",
                "shop.toml:5: [[shipping.zones]] methods price: \"5.999\" has more than 2 digits",
            ),
            (
                "[[shipping.zones]]\nname = \"X\"\ncountries = [\"DE\"]\n[[shipping.zones.methods]]\nid = \"a b\"\nname = \"A\"\nprice = \"5\"\n",
                "shop.toml:5: [[shipping.zones]] methods id: ",
            ),
            (
                "[[shipping.zones]]\nname = \"X\"\ncountries = []\nmethods = []\n",
                "shop.toml:3: [[shipping.zones]] countries: name at least one country",
            ),
            (
                "[[shipping.zones]]\nname = \"X\"\ncountries = [\"DE\"]\nmethods = []\n",
                "shop.toml:4: [[shipping.zones]] methods: name from 1 to 20 methods",
            ),
            ("[shipping]\ndays = \"5-3\"\n", "shop.toml:2: [shipping] days: \"5-3\" can't be used; write working days"),
            ("[shipping]\nonly_zones = true\n", "shop.toml:2: [shipping] only_zones: leaves out US, the shop's own country"),
            ("[shop]\ncountry = \"USA\"\n", "shop.toml:2: [shop] country: \"USA\" is not a country of two letters"),
        ];
        for (text, expected) in cases {
            let said = load(text).expect_err(text);
            assert!(said.contains(expected), "{text:?} gave {said:?}");
        }
        let twice = format!("{EUROPE}{EUROPE}");
        assert!(load(&twice).expect_err("twice").contains("DE stands in a zone already"));
    }

    #[test]
    fn what_is_printed_can_be_read_again() {
        let text = format!(
            "[shop]\ncountry = \"DE\"\n[shipping]\nonly_zones = true\n[[tax.rates]]\ncountry = \"US\"\nregion = \"CA\"\nrate = \"7.25%\"\n{EUROPE}"
        );
        let written: Written = toml::from_str(&text).expect("it parses");
        let printed = toml::to_string_pretty(&written).expect("it prints");
        assert_eq!(toml::from_str::<Written>(&printed).expect("it parses again"), written);
        assert!(load(&printed).is_ok(), "{printed}");
    }
}
