//! Where an order goes and who hears of it.
//!
//! An [`Address`] or [`Email`] that exists is usable: they are made only by checking.

use minicbor::{Decode, Encode};

use super::limits::{ADDRESS_CHARS_MAX, EMAIL_CHARS_MAX};
use super::refusal::FieldError;
use super::shipping::ShippingMethodId;
use super::tax::Destination;
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
        let host_ok = host_labels.len() >= 2 && host_labels.iter().all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        let length_ok = text.chars().count() <= EMAIL_CHARS_MAX && name.len() <= 64;
        (plain(name) && plain(host) && host_ok && length_ok).then(|| Self(format!("{name}@{}", host.to_lowercase())))
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
    /// # Errors
    /// Names every field that needs another look, with `pointer` before the field's name.
    pub fn check(&self, email_pointer: &str, pointer: &str) -> Result<Shipping, Vec<FieldError>> {
        let mut errors = Vec::new();
        let email = Email::parse(&self.email);
        if email.is_none() {
            errors.push(FieldError::new(email_pointer, "Enter a mail address, like ada@example.com"));
        }
        let mut field = |name: &str, value: &str, missing: Option<&str>| {
            let value = tidy(value);
            let pointer = format!("{pointer}/{name}");
            match missing {
                Some(hint) if value.is_empty() => errors.push(FieldError::new(&pointer, hint)),
                _ if value.chars().count() > ADDRESS_CHARS_MAX => errors.push(FieldError::new(&pointer, "Shorten this to 200 characters")),
                _ => {}
            }
            value
        };
        let address = Address {
            name: field("name", &self.name, Some("Enter the name for the parcel")),
            line1: field("line1", &self.line1, Some("Enter a street and number")),
            line2: field("line2", &self.line2, None),
            city: field("city", &self.city, Some("Enter a town or city")),
            region: field("region", &self.region, None),
            postal_code: field("postal_code", &self.postal_code, Some("Enter a postcode, like 94103")),
            country: field("country", &self.country, Some("Choose a country")).to_uppercase(),
            phone: field("phone", &self.phone, None),
        };
        let two_letters = address.country.len() == 2 && address.country.bytes().all(|b| b.is_ascii_alphabetic());
        if !address.country.is_empty() && !two_letters {
            errors.push(FieldError::new(&format!("{pointer}/country"), "Give the country as two letters, like US"));
        }
        match email {
            Some(email) if errors.is_empty() => Ok(Shipping { email, address, method: None }),
            _ => Err(errors),
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
        for bad in ["", "ada", "ada@", "@example.com", "ada@localhost", "a b@example.com", "ada@example..com", "a@b@c.de", "<a>@b.cd"] {
            assert!(Email::parse(bad).is_none(), "{bad:?}");
        }
        assert_eq!(Email::parse("Ada@Example.COM").map(|e| e.as_str().to_owned()), Some("Ada@example.com".to_owned()));
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
