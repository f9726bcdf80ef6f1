//! Floor 4: ways to be paid. A provider is asked outside any draft and answers for certain or not at all.

pub mod practice;
pub mod signature;

use crate::domain::payment::{Charge, Method, Outcome, ProviderName};

/// The provider gave no answer; the same call, with the same key, is to be repeated.
#[derive(Debug, thiserror::Error)]
#[error("the payment provider gave no answer: {0}")]
pub struct NoAnswer(pub String);

/// The providers that are switched on.
#[derive(Clone, Debug)]
pub struct Providers {
    on: ProviderName,
}

impl Providers {
    #[must_use]
    pub fn new(on: ProviderName) -> Self {
        Self { on }
    }

    #[must_use]
    pub fn on(&self) -> ProviderName {
        self.on
    }

    /// Whether a shopper can choose this.
    ///
    /// # Errors
    /// Says what is wrong with the choice, as a sentence for the shopper.
    pub fn check(&self, method: &Method) -> Result<(), String> {
        if method.provider != self.on {
            return Err(format!("Choose a way to pay that this shop offers: {}", self.on.name()));
        }
        match method.provider {
            ProviderName::Practice => practice::check(&method.token),
            ProviderName::Stripe | ProviderName::Manual => Err("This way to pay isn't offered yet".to_owned()),
        }
    }

    /// Asks the provider for the money. Repeating it with the same `call_key` never charges twice.
    ///
    /// # Errors
    /// When there was no answer; nothing is known then.
    pub async fn charge(&self, provider: ProviderName, charge: &Charge) -> Result<Outcome, NoAnswer> {
        match provider {
            ProviderName::Practice => Ok(practice::charge(charge)),
            ProviderName::Stripe | ProviderName::Manual => Err(NoAnswer(format!("{} is not switched on", provider.name()))),
        }
    }
}
