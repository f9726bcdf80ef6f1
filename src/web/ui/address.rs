//! The fields of an address, called and required the way of the country that is chosen, each with the token that lets browsers
//! fill it in. What was typed always comes back, also where the country has no such field.

use maud::{Markup, html};

use super::field::{Field, field, select};
use crate::base::messages::t;
use crate::domain::address::TypedAddress;
use crate::domain::country::{self, Country, Part};
use crate::domain::refusal::FieldError;
use crate::domain::wrong::called;

/// All fields but the mail address, for a `.fields` block, with the countries that can be chosen.
#[must_use]
pub fn fields(typed: &TypedAddress, errors: &[FieldError], countries: &[&Country]) -> Markup {
    let country = country::find(&typed.country);
    let plain = |name, label, value, autocomplete| Field { name, label, value, autocomplete, ..Field::default() };
    let line2 = Field { required: false, ..plain("line2", t("address-line2"), &typed.line2, "address-line2") };
    let hint = Some(t("address-phone-hint"));
    let phone = Field { kind: "tel", required: false, hint, ..plain("phone", t("address-phone"), &typed.phone, "tel") };
    let countries = countries.iter().map(|country| (country.code, country.name));
    let chosen = country.map_or(typed.country.as_str(), |country| country.code);
    html! {
        (field(&plain("name", t("address-name"), &typed.name, "name"), errors))
        (select(&plain("country", t("address-country"), chosen, "country"), countries, errors))
        (field(&plain("line1", t("address-line1"), &typed.line1, "address-line1"), errors))
        (field(&line2, errors))
        (place(country, typed, errors))
        (field(&phone, errors))
    }
}

/// The button that shows the fields of another country, for the form with this id. It stands behind it, so that Enter means the
/// form's own. Where there is one country, there is nothing to choose.
#[must_use]
pub fn update_button(form: &str, countries: &[&Country]) -> Markup {
    html! {
        @if countries.len() > 1 { p.row { (t("address-other-country")) button.btn form=(form) name="update" value="country" { (t("address-show-fields")) } } }
    }
}

/// Town, region and postcode, as far as the country has them.
fn place(country: Option<&Country>, typed: &TypedAddress, errors: &[FieldError]) -> Markup {
    let shown: Vec<(Part, &str)> = [(Part::City, &typed.city), (Part::Region, &typed.region), (Part::Postcode, &typed.postal_code)]
        .into_iter()
        .map(|(part, value)| (part, value.as_str()))
        .filter(|(part, value)| country.is_none_or(|country| country.label(*part).is_some()) || !value.is_empty())
        .collect();
    let width = if shown.len() == 3 { "third" } else { "half" };
    html! {
        @for (part, value) in shown {
            @let field = Field { width, ..part_field(country, part, value) };
            @match country.filter(|country| part == Part::Region && !country.regions.is_empty()) {
                Some(country) => (region(country, &field, errors)),
                None => (self::field(&field, errors)),
            }
        }
    }
}

fn part_field<'a>(country: Option<&'a Country>, part: Part, value: &'a str) -> Field<'a> {
    let (name, autocomplete, usual) = match part {
        Part::City => ("city", "address-level2", t("address-city")),
        Part::Region => ("region", "address-level1", t("address-region")),
        Part::Postcode => ("postal_code", "postal-code", t("address-postcode")),
    };
    let label = country.and_then(|country| country.label(part)).map_or(usual, called);
    let required = country.map_or(part != Part::Region, |country| country.requires(part));
    Field { name, label, value, autocomplete, required, ..Field::default() }
}

fn region(country: &Country, field: &Field, errors: &[FieldError]) -> Markup {
    let known = country.region(field.value);
    let field = Field { value: known.map_or(field.value, |region| region.code), ..*field };
    let typed = Some((field.value, field.value)).filter(|(value, _)| known.is_none() && !value.is_empty());
    select(&field, typed.into_iter().chain(country.regions.iter().map(|region| (region.code, region.name))), errors)
}

#[cfg(test)]
mod tests {
    use super::fields;
    use crate::domain::address::TypedAddress;
    use crate::domain::country::{self, Country};

    fn shown(country: &str, region: &str) -> String {
        let typed = TypedAddress { country: country.into(), region: region.into(), ..TypedAddress::default() };
        let countries: Vec<&Country> = country::all().iter().collect();
        fields(&typed, &[], &countries).into_string()
    }

    #[test]
    fn each_country_has_its_own_words_and_fields() {
        let us = shown("US", "california");
        for part in [">State</label>", ">ZIP code</label>", ">City</label>", "<option value=\"CA\" selected>California</option>", "address-level1"] {
            assert!(us.contains(part), "{part} is missing in {us}");
        }
        let gb = shown("gb", "");
        assert!(gb.contains(">Postcode</label>") && !gb.contains("name=\"region\"") && gb.contains("<option value=\"GB\" selected>"));
        let sg = shown("SG", "");
        assert!(!sg.contains("name=\"city\"") && sg.contains(">Postal code</label>"));
        let ie = shown("IE", "");
        assert!(ie.contains(">County<small> (optional)</small>") && ie.contains(">Eircode<small> (optional)</small>"));
        assert!(shown("JP", "13").contains("<option value=\"Tokyo\" selected>Tokyo</option>"));
    }

    #[test]
    fn what_was_typed_comes_back_even_where_nobody_expects_it() {
        assert!(shown("GB", "Kent").contains("name=\"region\" type=\"text\" value=\"Kent\""));
        assert!(shown("IE", "Dublin 8").contains("<option value=\"Dublin 8\" selected>Dublin 8</option>"));
        assert!(shown("", "Kent").contains(">State or region<small> (optional)</small>"));
    }
}
