//! Floor 4: ways to be paid. A provider is asked outside any draft and answers for certain or not at all.
//!
//! All of it goes through one method, [`Provider::call`], so that faults have one place to happen.

pub mod practice;
pub mod manual;
pub mod signature;
pub mod stripe;

use std::pin::Pin;
use std::sync::Arc;

use self::manual::Manual;
use self::practice::{Practice, PracticeOver};
use self::stripe::Stripe;
use crate::config::Settings;
use crate::domain::payment::{Answer, Call, Method, ProviderName};
use crate::store::books::Books;

/// The provider gave no certain answer; the same call, with the same key, is to be repeated.
#[derive(Debug, thiserror::Error)]
#[error("the payment provider gave no answer: {0}")]
pub struct NoAnswer(pub String);

pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, NoAnswer>> + Send + 'a>>;

/// Someone who takes money for the shop.
pub trait Provider: Send + Sync {
    /// Whether a shopper can choose this token.
    ///
    /// # Errors
    /// Says what is wrong with the choice, as a sentence for the shopper.
    fn check(&self, token: &str) -> Result<(), String>;

    /// Asks the provider. Repeating a call never charges or refunds twice.
    fn call(&self, call: Call) -> Answering<'_>;
}

/// The providers that are switched on, in the order in which they are offered; and those that aren't offered any more but
/// still answer for what was begun with them. Only one whose other side we can't reach without its keys is silent.
#[derive(Clone)]
pub struct Providers {
    on: Vec<(ProviderName, Arc<dyn Provider>)>,
    earlier: Vec<(ProviderName, Arc<dyn Provider>)>,
}

impl Providers {
    /// # Panics
    /// When there is none: the settings always name one.
    #[must_use]
    pub fn new(on: Vec<(ProviderName, Arc<dyn Provider>)>) -> Self {
        assert!(!on.is_empty(), "a shop has at least one way to be paid");
        Self { on, earlier: Vec::new() }
    }

    /// Those that the settings switch on.
    #[must_use]
    pub fn of(settings: &Settings, books: &Books) -> Self {
        let mut on: Vec<(ProviderName, Arc<dyn Provider>)> = Vec::new();
        let mut earlier: Vec<(ProviderName, Arc<dyn Provider>)> = Vec::new();
        match settings.provider {
            ProviderName::Practice => on.push((ProviderName::Practice, Arc::new(Practice::new(books.clone())))),
            _ => earlier.push((ProviderName::Practice, Arc::new(PracticeOver))),
        }
        if let Some(stripe) = &settings.stripe {
            on.push((ProviderName::Stripe, Arc::new(Stripe::new(stripe))));
        }
        let manual = Arc::new(Manual { ways: settings.manual_ways.clone() });
        if manual.ways.is_empty() { &mut earlier } else { &mut on }.push((ProviderName::Manual, manual));
        Self { earlier, ..Self::new(on) }
    }

    /// The one that is offered first.
    #[must_use]
    pub fn first(&self) -> ProviderName {
        self.on[0].0
    }

    pub fn names(&self) -> impl Iterator<Item = ProviderName> {
        self.on.iter().map(|(name, _)| *name)
    }

    #[must_use]
    pub fn offers(&self, name: ProviderName) -> bool {
        self.names().any(|on| on == name)
    }

    /// Whether it can be asked about what was begun with it.
    #[must_use]
    pub fn reaches(&self, name: ProviderName) -> bool {
        self.find(name).is_some()
    }

    /// Whether a shopper can choose this.
    ///
    /// # Errors
    /// Says what is wrong with the choice, as a sentence for the shopper.
    pub fn check(&self, method: &Method) -> Result<(), String> {
        match self.on.iter().find(|(on, _)| *on == method.provider) {
            Some((_, provider)) => provider.check(&method.token),
            None => {
                let offered: Vec<_> = self.names().map(ProviderName::name).collect();
                Err(format!("Choose a way to pay that this shop offers: {}", offered.join(", ")))
            }
        }
    }

    /// # Errors
    /// When there was no answer; nothing is known then.
    pub async fn call(&self, name: ProviderName, call: Call) -> Result<Answer, NoAnswer> {
        match self.find(name) {
            Some(provider) => provider.call(call).await,
            None => Err(NoAnswer(format!("{} is not switched on", name.name()))),
        }
    }

    fn find(&self, name: ProviderName) -> Option<&dyn Provider> {
        self.on.iter().chain(&self.earlier).find(|(known, _)| *known == name).map(|(_, provider)| &**provider)
    }
}
