//! How values stand in JSON: money in minor units, times in RFC 3339, ids as opaque strings.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::address::{Shipping, TypedAddress};
use crate::domain::money::Money;
use crate::domain::payment::{Method, ProviderName};
use crate::domain::pricing::Totals;
use crate::domain::product::{Image, Rating};
use crate::domain::refusal::FieldError;
use crate::shop::product::Card;
use crate::web::ui::picture;

/// An amount in minor units, such as cents.
#[derive(Serialize, ToSchema)]
#[schema(title = "Money", example = json!({"amount": 39900, "currency": "USD"}))]
pub struct MoneyJson {
    amount: i64,
    currency: &'static str,
}

impl From<Money> for MoneyJson {
    fn from(money: Money) -> Self {
        Self { amount: money.minor, currency: money.currency.code() }
    }
}

#[derive(Serialize, ToSchema)]
pub struct RatingJson {
    /// From 1 to 5; missing when nobody has rated it.
    average: Option<f64>,
    count: u32,
}

impl From<Option<Rating>> for RatingJson {
    fn from(rating: Option<Rating>) -> Self {
        Self { average: rating.map(Rating::average), count: rating.map_or(0, |rating| rating.count) }
    }
}

#[derive(Serialize, ToSchema)]
pub struct ImageJson {
    src: String,
    alt: String,
}

/// A picture of this shop by its path; one on another server by the address the merchant gave, for clients that may fetch it.
fn address(source: &str) -> String {
    picture::served(source).unwrap_or_else(|| source.to_owned())
}

impl From<&Image> for ImageJson {
    fn from(image: &Image) -> Self {
        Self { src: address(&image.src), alt: image.alt.clone() }
    }
}

/// A product as lists show it; price and stock are of this moment.
#[derive(Serialize, ToSchema)]
pub struct CardJson {
    id: String,
    handle: String,
    title: String,
    brand: Option<String>,
    /// Names of the levels, top first, joined by ` > `.
    category: String,
    /// The lowest price among its variants.
    price: MoneyJson,
    compare_at_price: Option<MoneyJson>,
    rating: RatingJson,
    /// Units that can be bought, of all variants together.
    available: u64,
    in_stock: bool,
    image: Option<String>,
    url: String,
}

impl From<&Card> for CardJson {
    fn from(card: &Card) -> Self {
        Self {
            id: card.id.to_string(),
            handle: card.handle.clone(),
            title: card.title.clone(),
            brand: card.brand.clone(),
            category: card.category.label(),
            price: card.price.into(),
            compare_at_price: card.compare_at_price.map(Into::into),
            rating: card.rating.into(),
            available: card.available,
            in_stock: card.available > 0,
            image: card.image.as_ref().map(|image| address(&image.src)),
            url: format!("/products/{}", card.handle),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct TotalsJson {
    subtotal: MoneyJson,
    discount: MoneyJson,
    tax: MoneyJson,
    shipping: MoneyJson,
    total: MoneyJson,
}

impl From<Totals> for TotalsJson {
    fn from(totals: Totals) -> Self {
        Self {
            subtotal: totals.subtotal.into(),
            discount: totals.discount.into(),
            tax: totals.tax.into(),
            shipping: totals.shipping.into(),
            total: totals.total.into(),
        }
    }
}

/// Where a parcel goes. `email` may stand here or beside it.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddressJson {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    pub name: String,
    pub line1: String,
    pub line2: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    /// ISO 3166-1, two letters.
    #[schema(example = "US")]
    pub country: String,
    pub phone: String,
}

impl AddressJson {
    /// # Errors
    /// Names each field that needs another look.
    pub fn check(self, email: Option<String>, pointer: &str) -> Result<Shipping, Vec<FieldError>> {
        let beside = email.is_some();
        let Self { email: inside, name, line1, line2, city, region, postal_code, country, phone } = self;
        let typed = TypedAddress { email: email.unwrap_or(inside), name, line1, line2, city, region, postal_code, country, phone };
        let email_pointer = if beside { "/email".to_owned() } else { format!("{pointer}/email") };
        typed.check(&email_pointer, pointer)
    }
}

impl From<&Shipping> for AddressJson {
    fn from(shipping: &Shipping) -> Self {
        let TypedAddress { name, line1, line2, city, region, postal_code, country, phone, .. } = shipping.into();
        Self { email: String::new(), name, line1, line2, city, region, postal_code, country, phone }
    }
}

/// How to pay. The practice provider takes Stripe's test tokens, such as `pm_card_visa`; Stripe without a token asks on its
/// own page; by hand it is `bank_transfer` or `cash_on_delivery`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentJson {
    #[schema(example = "practice")]
    provider: String,
    #[serde(default)]
    #[schema(example = "pm_card_visa")]
    token: Option<String>,
}

/// What is taken when a client names no token: a card that pays, the provider's own page, a bank transfer.
fn default_token(provider: ProviderName) -> &'static str {
    match provider {
        ProviderName::Practice => "pm_card_visa",
        ProviderName::Stripe => "",
        ProviderName::Manual => "bank_transfer",
    }
}

impl PaymentJson {
    /// # Errors
    /// When there is no such provider.
    pub fn check(self, pointer: &str) -> Result<Method, Vec<FieldError>> {
        let unknown = || vec![FieldError::new(&format!("{pointer}/provider"), "Use practice, stripe or manual")];
        let provider = ProviderName::parse(&self.provider).ok_or_else(unknown)?;
        Ok(Method { provider, token: self.token.unwrap_or_else(|| default_token(provider).to_owned()) })
    }
}
