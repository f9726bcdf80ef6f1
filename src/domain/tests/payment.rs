//! A payment as a provider and a shopper hear of it: the keys of its calls, and whose turn it is.

use super::world::charge;
use crate::domain::money::{Currency, Money};
use crate::domain::payment::{Action, Ending, PaymentState, ProviderName};

#[test]
fn a_provider_is_found_by_the_name_it_is_told_by() {
    assert_eq!(ProviderName::ALL.map(ProviderName::name), ["practice", "stripe", "manual"]);
    assert_eq!(ProviderName::parse("stripe"), Some(ProviderName::Stripe));
    assert_eq!((ProviderName::parse("paypal"), ProviderName::parse("")), (None, None));
}

/// A provider that hears a key again does nothing new; another order or another step is something new.
#[test]
fn each_step_of_each_order_has_a_key_of_its_own() {
    let keys = [charge(7).create_key(), charge(7).confirm_key(), charge(8).create_key(), charge(8).confirm_key()];
    let different: std::collections::HashSet<_> = keys.iter().collect();
    assert_eq!(different.len(), 4, "{keys:?}");
    assert_eq!(charge(7).create_key(), keys[0]);
}

/// What a shopper's program is told, and whether there is somewhere to go.
#[test]
fn a_payment_says_whose_turn_it_is() {
    let open = |action| PaymentState::Open { reference: "pi".to_owned(), action, declines: 0, last_attempt: None };
    let ended = |ending| PaymentState::Ended { ending };
    let reference = || "pi".to_owned();
    let page = Action::Redirect { url: "https://pay.example".to_owned() };
    let form = Action::Element { client_secret: "cs".to_owned() };
    let said = [
        (PaymentState::Intended, "pending", None),
        (open(Action::Confirm), "pending", None),
        (open(Action::Wait), "pending", None),
        (open(page.clone()), "action_required", Some(&page)),
        (open(form.clone()), "action_required", Some(&form)),
        (PaymentState::Cancelling { reference: None, ending: Ending::Expired }, "pending", None),
        (PaymentState::Mismatch { reference: reference(), paid: Money::zero(Currency::USD) }, "pending", None),
        (PaymentState::Paid { reference: reference() }, "paid", None),
        (PaymentState::Due { reference: reference() }, "due", None),
        (ended(Ending::Declined { code: "lost_card".to_owned(), retryable: true }), "declined", None),
        (ended(Ending::Expired), "expired", None),
        (ended(Ending::Withdrawn), "withdrawn", None),
    ];
    for (state, name, action) in said {
        assert_eq!((state.name(), state.action()), (name, action), "{state:?}");
    }
}
