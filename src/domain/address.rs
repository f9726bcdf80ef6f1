//! Where an order goes and who hears of it.
//!
//! An [`Address`] or [`Email`] that exists is usable: they are made only by checking.

use minicbor::{Decode, Encode};

use super::country::{self, Country, Part};
use super::limits::{ADDRESS_CHARS_MAX, EMAIL_CHARS_MAX};
use super::refusal::FieldError;
use super::shipping::ShippingMethodId;
use super::tax::Destination;
use super::wrong::Wrong;
use crate::base::text::tidy;

/// A mail address in its plain form, lower case in the domain.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Email(#[n(0)] String);

impl Email {
    /// Takes what can be a mail address; whether it is one, only a mail can tell.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, host) = text.rsplit_once('@')?;
        let plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]@".contains(c));
        let host_labels = host.split('.').collect::<Vec<_>>();
        let host_ok = host_labels.len() >= 2
            && host_labels.iter().all(|label| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-'));
        // A dot stands between two letters (RFC 5321, 4.1.2), and a host has letters, digits and hyphens alone.
        let dots_ok = name.split('.').all(|part| !part.is_empty()) && host.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        let length_ok = text.chars().count() <= EMAIL_CHARS_MAX && name.len() <= 64;
        (plain(name) && plain(host) && host_ok && dots_ok && length_ok).then(|| Self(format!("{name}@{}", host.to_lowercase())))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Address {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub line1: String,
    #[n(2)]
    pub line2: String,
    #[n(3)]
    pub city: String,
    #[n(4)]
    pub region: String,
    #[n(5)]
    pub postal_code: String,
    /// ISO 3166-1, two letters.
    #[n(6)]
    pub country: String,
    #[n(7)]
    pub phone: String,
}

/// An address as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedAddress {
    pub email: String,
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub country: String,
    pub phone: String,
}

/// Who gets the parcel and how, and where to write.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Shipping {
    #[n(0)]
    pub email: Email,
    #[n(1)]
    pub address: Address,
    /// What the shopper chose; without a choice, and where it doesn't reach, it is the usual one.
    #[n(2)]
    pub method: Option<ShippingMethodId>,
}

impl Shipping {
    #[must_use]
    pub fn destination(&self) -> Destination<'_> {
        Destination { country: &self.address.country, region: &self.address.region }
    }
}

impl TypedAddress {
    /// The address in the way of its country.
    ///
    /// # Errors
    /// Names every field that needs another look, with `pointer` before the field's name.
    pub fn check(&self, email_pointer: &str, pointer: &str) -> Result<Shipping, Vec<FieldError>> {
        let mut errors = Vec::new();
        let email = Email::parse(&self.email);
        if email.is_none() {
            errors.push(FieldError::wrong(email_pointer, Wrong::Said("wrong-email")));
        }
        let country = country::find(tidy(&self.country).as_str());
        let missing = Missing::of(country);
        let mut field = |name: &str, value: &str, missing: Option<Wrong>| {
            let value = tidy(value);
            let pointer = format!("{pointer}/{name}");
            match missing {
                Some(wrong) if value.is_empty() => errors.push(FieldError::wrong(&pointer, wrong)),
                _ if value.chars().count() > ADDRESS_CHARS_MAX => errors.push(FieldError::wrong(&pointer, Wrong::TooLong { max: ADDRESS_CHARS_MAX })),
                _ => {}
            }
            value
        };
        let mut address = Address {
            name: field("name", &self.name, Some(Wrong::Said("wrong-parcel-name"))),
            line1: field("line1", &self.line1, Some(Wrong::Said("wrong-line1"))),
            line2: field("line2", &self.line2, None),
            city: field("city", &self.city, missing.city),
            region: field("region", &self.region, missing.region),
            postal_code: field("postal_code", &self.postal_code, missing.postcode),
            country: field("country", &self.country, Some(Wrong::Said("wrong-country"))).to_uppercase(),
            phone: field("phone", &self.phone, None),
        };
        let mut wrong = |name: &str, wrong: Wrong| errors.push(FieldError::wrong(&format!("{pointer}/{name}"), wrong));
        match country {
            Some(country) => address.fit(country, &mut wrong),
            None if !address.country.is_empty() => wrong("country", Wrong::Said("wrong-country-unknown")),
            None => {}
        }
        match email {
            Some(email) if errors.is_empty() => Ok(Shipping { email, address, method: None }),
            _ => Err(errors),
        }
    }
}

/// What to say where something that the country requires is missing.
struct Missing {
    city: Option<Wrong>,
    region: Option<Wrong>,
    postcode: Option<Wrong>,
}

impl Missing {
    /// Without a country, what most of them require.
    fn of(country: Option<&'static Country>) -> Self {
        let part = |part| country.filter(|country| country.requires(part)).map(|country| Wrong::Part { country: country.code, part });
        match country {
            Some(_) => Self { city: part(Part::City), region: part(Part::Region), postcode: part(Part::Postcode) },
            None => Self { city: Some(Wrong::Said("wrong-city")), region: None, postcode: Some(Wrong::Said("wrong-postcode")) },
        }
    }
}

impl Address {
    /// Writes the region and the postcode the way of the country, and says where they can't be.
    fn fit(&mut self, country: &Country, wrong: &mut impl FnMut(&str, Wrong)) {
        match country.region(&self.region) {
            Some(region) => region.code.clone_into(&mut self.region),
            None if self.region.is_empty() || country.regions.is_empty() || !country.requires(Part::Region) => {}
            None => wrong("region", Wrong::Part { country: country.code, part: Part::Region }),
        }
        if self.postal_code.is_empty() {
            return;
        }
        match country.postcode(&self.postal_code) {
            Some(postcode) => self.postal_code = postcode,
            None => wrong("postal_code", Wrong::Part { country: country.code, part: Part::Postcode }),
        }
    }
}

impl From<&Shipping> for TypedAddress {
    fn from(shipping: &Shipping) -> Self {
        let Address { name, line1, line2, city, region, postal_code, country, phone } = shipping.address.clone();
        Self { email: shipping.email.as_str().to_owned(), name, line1, line2, city, region, postal_code, country, phone }
    }
}

#[cfg(test)]
mod tests {
    use super::{Email, TypedAddress};

    #[test]
    fn mail_addresses_are_told_from_typing_mistakes() {
        for good in ["ada@example.com", " a.b+c@sub.example.co.uk ", "ö@exämple.org"] {
            assert!(Email::parse(good).is_some(), "{good:?}");
        }
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@localhost",
            "a b@example.com",
            "ada@example..com",
            "a@b@c.de",
            "<a>@b.cd",
            "a..b@c.de",
            ".a@c.de",
            "a.@c.de",
            "a@b_c.de",
        ] {
            assert!(Email::parse(bad).is_none(), "{bad:?}");
        }
        assert_eq!(Email::parse("Ada@Example.COM").map(|e| e.as_str().to_owned()), Some("Ada@example.com".to_owned()));
    }

    fn typed(country: &str) -> TypedAddress {
        TypedAddress {
            email: "ada@example.com".into(),
            name: "Ada Lovelace".into(),
            line1: "1 Main St".into(),
            city: "Oakville".into(),
            region: "California".into(),
            postal_code: " 94103-1234 ".into(),
            country: country.into(),
            ..TypedAddress::default()
        }
    }

    fn said(typed: &TypedAddress) -> Vec<(String, String)> {
        let errors = typed.check("/email", "").map_or_else(|errors| errors, |shipping| panic!("{shipping:?} was taken"));
        errors.into_iter().map(|error| (error.pointer, error.detail)).collect()
    }

    fn words(pointer: &str, detail: &str) -> (String, String) {
        (pointer.to_owned(), detail.to_owned())
    }

    #[test]
    fn an_address_is_written_the_way_of_its_country() {
        let address = typed("us").check("/email", "").expect("it can be used").address;
        assert_eq!((address.region.as_str(), address.postal_code.as_str(), address.country.as_str()), ("CA", "94103-1234", "US"));
        let london = TypedAddress { region: String::new(), postal_code: "sw1a1aa".into(), ..typed("GB") };
        assert_eq!(london.check("/email", "").expect("it can be used").address.postal_code, "SW1A 1AA");
        let again = TypedAddress::from(&london.check("/email", "").expect("it can be used"));
        assert_eq!(again.check("/email", "").expect("what was taken is taken again").address.postal_code, "SW1A 1AA");
    }

    #[test]
    fn each_country_requires_its_own() {
        let bare = |country: &str| TypedAddress { city: String::new(), region: String::new(), postal_code: String::new(), ..typed(country) };
        let us = said(&bare("US"));
        let expected = [
            words("/city", "Enter a city"),
            words("/region", "Choose a state of United States, like AL for Alabama"),
            words("/postal_code", "Enter a ZIP code, like 95014"),
        ];
        assert_eq!(us, expected);
        assert_eq!(said(&bare("SG")), [words("/postal_code", "Enter a postal code, like 546080")]);
        assert_eq!(said(&bare("HK")), [words("/region", "Choose an area of Hong Kong, like Hong Kong Island")]);
        let emirate = TypedAddress { region: "dubai".into(), ..bare("AE") };
        assert_eq!(emirate.check("/email", "").expect("no town and no postcode there").address.region, "Dubai");
    }

    #[test]
    fn what_cannot_be_there_is_told_with_an_example() {
        assert_eq!(said(&TypedAddress { postal_code: "SW1A 1AA".into(), ..typed("US") }), [words("/postal_code", "Enter a ZIP code, like 95014")]);
        assert_eq!(said(&TypedAddress { region: "Bavaria".into(), ..typed("US") })[0].0, "/region");
        assert_eq!(said(&typed("ZZ")), [words("/country", "Choose a country from the list; in two letters, like US")]);
        assert_eq!(said(&typed(" "))[0], words("/country", "Choose a country"));
        let free = TypedAddress { region: "Anywhere at all".into(), postal_code: "D02X285".into(), ..typed("IE") };
        assert!(free.check("/email", "").is_ok(), "where the county needn't be told, it may be told in any way");
    }

    #[test]
    fn an_address_names_each_field_that_is_missing() {
        let typed = TypedAddress { email: "no".into(), country: "USA".into(), city: "x".repeat(300), ..TypedAddress::default() };
        let pointers: Vec<String> = typed.check("/email", "/shipping_address").expect_err("much is wrong").into_iter().map(|e| e.pointer).collect();
        let expected = [
            "/email",
            "/shipping_address/name",
            "/shipping_address/line1",
            "/shipping_address/city",
            "/shipping_address/postal_code",
            "/shipping_address/country",
        ];
        assert_eq!(pointers, expected);
    }
}
