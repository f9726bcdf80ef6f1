//! The client for Stripe against the simulated Stripe: what each answer means, and that money moves once whatever goes wrong.

use std::collections::BTreeSet;

use shop::base::clock::Timestamp;
use shop::base::id;
use shop::base::secret::Hidden;
use shop::config::stripe::StripeSettings;
use shop::domain::address::Email;
use shop::domain::money::Money;
use shop::domain::order::OrderId;
use shop::domain::payment::{Action, Answer, Call, Charge, Decline};
use shop::payments::stripe::Stripe;
use shop::payments::{NoAnswer, Provider};
use tokio::runtime::Runtime;

use crate::stripe::fault::{Fault, Kind};
use crate::stripe::{SECRET_KEY, SimulatedStripe, WEBHOOK_SECRET};
use crate::world::usd;

/// A shop's end of the line.
pub struct Till {
    stripe: Stripe,
    runtime: Runtime,
}

pub fn settings(base_url: &str) -> StripeSettings {
    StripeSettings {
        secret_key: Hidden::from(SECRET_KEY),
        publishable_key: "pk_test_simulated".to_owned(),
        webhook_secrets: vec![Hidden::from(WEBHOOK_SECRET)],
        element: false,
        base_url: base_url.to_owned(),
    }
}

impl Till {
    pub fn new(settings: &StripeSettings) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime starts");
        Self { stripe: Stripe::new(settings), runtime }
    }

    pub fn at(sim: &SimulatedStripe) -> Self {
        Self::new(&settings(&sim.url()))
    }

    fn with_form(sim: &SimulatedStripe) -> Self {
        Self::new(&StripeSettings { element: true, ..settings(&sim.url()) })
    }

    pub fn tries(&self, call: Call) -> Result<Answer, NoAnswer> {
        self.runtime.block_on(self.stripe.call(call))
    }

    #[track_caller]
    pub fn calls(&self, call: Call) -> Answer {
        self.tries(call).expect("Stripe answers")
    }

    /// Calls until there is an answer, as the shop does.
    #[track_caller]
    pub fn insists(&self, call: &Call) -> Answer {
        let answered = (0..12).find_map(|_| self.tries(call.clone()).ok());
        answered.unwrap_or_else(|| panic!("no answer to {call:?}"))
    }

    /// Makes the payment; its reference.
    #[track_caller]
    pub fn opens(&self, charge: &Charge) -> String {
        match self.calls(Call::Create(charge.clone())) {
            Answer::Waiting { reference, .. } => reference,
            other => panic!("not open: {other:?}"),
        }
    }

    #[track_caller]
    pub fn confirms(&self, charge: &Charge) -> Answer {
        let reference = self.opens(charge);
        self.calls(Call::Confirm { charge: charge.clone(), reference })
    }

    #[track_caller]
    pub fn fetches(&self, reference: &str) -> Answer {
        self.calls(Call::Fetch { charge: charge(0, ""), reference: reference.to_owned() })
    }

    #[track_caller]
    pub fn cancels(&self, reference: &str) -> Answer {
        self.calls(Call::Cancel { charge: charge(0, ""), reference: reference.to_owned() })
    }
}

pub fn charge(number: u64, token: &str) -> Charge {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let now = Timestamp(i64::try_from(now.as_millis()).expect("a time"));
    Charge {
        order: OrderId(id::at(now, number)),
        amount: usd("27.59"),
        token: token.to_owned(),
        email: Email::parse("ada@example.com").expect("an address"),
        pay_until: now.plus_ms(30 * 60_000),
        return_url: "http://127.0.0.1:1/checkout".to_owned(),
    }
}

fn refund(reference: &str, key: &str, amount: Money) -> Call {
    Call::Refund { key: key.to_owned(), reference: reference.to_owned(), amount }
}

fn declined(reference: &str, code: &str) -> Answer {
    Answer::Declined { reference: Some(reference.to_owned()), code: code.to_owned(), retryable: true }
}

fn paid(reference: &str) -> Answer {
    Answer::Paid { reference: reference.to_owned(), amount: usd("27.59") }
}

fn once(sim: &SimulatedStripe, charge: &Charge) {
    let sums = sim.sums_of(&charge.order.to_string());
    assert_eq!((sums.charges, sums.captured), (1, 2_759), "money is taken once");
}

#[test]
fn a_card_pays_and_only_when_the_payment_is_confirmed() {
    let sim = SimulatedStripe::start(1);
    let till = Till::at(&sim);
    let charge = charge(1, "pm_card_visa");
    let made = till.calls(Call::Create(charge.clone()));
    let Answer::Waiting { reference, action: Action::Confirm, declined: None } = made else { panic!("{made:?}") };
    assert_eq!(sim.sums_of(&charge.order.to_string()).charges, 0, "nothing moves before the reference is known");
    let confirm = Call::Confirm { charge: charge.clone(), reference: reference.clone() };
    for _ in 0..3 {
        assert_eq!(till.calls(confirm.clone()), paid(&reference));
    }
    assert_eq!((till.fetches(&reference), till.cancels(&reference)), (paid(&reference), paid(&reference)));
    assert_eq!(till.opens(&charge), reference, "made again, it is the same payment");
    once(&sim, &charge);
    let confirmed: Vec<_> = sim.seen(Kind::Confirm).into_iter().map(|seen| (seen.key, seen.replayed)).collect();
    let key = Some(format!("confirm-{}", charge.order));
    assert_eq!(confirmed, [(key.clone(), false), (key.clone(), true), (key, true)]);
}

#[test]
fn each_refused_card_says_why() {
    let sim = SimulatedStripe::start(2);
    let till = Till::at(&sim);
    let cards = [
        ("pm_card_chargeDeclined", "card_declined"),
        ("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "lost_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error"),
    ];
    for ((token, code), number) in cards.into_iter().zip(1..) {
        let charge = charge(number, token);
        let reference = till.opens(&charge);
        let confirm = Call::Confirm { charge, reference: reference.clone() };
        assert_eq!(till.calls(confirm.clone()), declined(&reference, code), "{token}");
        assert_eq!(till.calls(confirm), declined(&reference, code), "{token} again");
        assert_eq!(till.fetches(&reference), declined(&reference, code), "{token} later");
        assert_eq!((till.cancels(&reference), till.fetches(&reference)), (Answer::Cancelled, Answer::Cancelled));
    }
    assert!(sim.sums().values().all(|sums| sums.charges == 0));
}

#[test]
fn the_bank_wants_to_see_the_shopper() {
    let sim = SimulatedStripe::start(3);
    let till = Till::at(&sim);
    for (number, token, yes) in [
        (1, "pm_card_authenticationRequired", true),
        (2, "pm_card_authenticationRequired", false),
        (3, "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", true),
    ] {
        let charge = charge(number, token);
        let reference = till.opens(&charge);
        let confirm = Call::Confirm { charge: charge.clone(), reference: reference.clone() };
        let url = format!("{}/3ds/{reference}", sim.url());
        let there = Answer::Waiting { reference: reference.clone(), action: Action::Redirect { url }, declined: None };
        assert_eq!((till.calls(confirm.clone()), till.fetches(&reference)), (there.clone(), there));
        sim.bank_says(&reference, yes);
        let expected = match number {
            1 => paid(&reference),
            2 => declined(&reference, "authentication_required"),
            _ => declined(&reference, "insufficient_funds"),
        };
        assert_eq!(till.fetches(&reference), expected);
        assert_eq!(till.calls(confirm), expected, "an old answer under the key isn't believed");
        assert_eq!(sim.sums_of(&charge.order.to_string()).charges, u32::from(number == 1));
    }
}

#[test]
fn a_shopper_pays_on_stripes_page() {
    let sim = SimulatedStripe::start(4);
    let till = Till::at(&sim);
    let charge = charge(1, "");
    let made = till.calls(Call::Create(charge.clone()));
    let Answer::Waiting { reference, action: Action::Redirect { url }, declined: None } = made.clone() else { panic!("{made:?}") };
    assert!(reference.starts_with("cs_") && url.starts_with(&sim.url()), "{made:?}");
    assert_eq!((till.calls(Call::Create(charge.clone())), till.fetches(&reference)), (made.clone(), made));
    assert!(!sim.shopper_pays(&reference, "pm_card_chargeDeclinedInsufficientFunds"));
    let open = till.fetches(&reference);
    let Answer::Waiting { action: Action::Redirect { .. }, declined: Some(Decline { attempt, code }), .. } = open else { panic!("{open:?}") };
    assert_eq!((attempt.starts_with("ch_"), code.as_str()), (true, "insufficient_funds"));
    assert!(sim.shopper_pays(&reference, "pm_card_visa"));
    let there = till.fetches(&reference);
    let Answer::Paid { reference: intent, amount } = there.clone() else { panic!("{there:?}") };
    assert_eq!((intent.starts_with("pi_"), amount, till.cancels(&reference)), (true, charge.amount, there));
    once(&sim, &charge);
    let sent = &sim.seen(Kind::Create)[0].params;
    let order = charge.order.to_string();
    for (name, value) in
        [("client_reference_id", &*order), ("metadata[order]", &order), ("success_url", &charge.return_url), ("line_items[0][quantity]", "1")]
    {
        assert_eq!(sent.get(name).map(String::as_str), Some(value), "{name}");
    }
}

#[test]
fn a_page_that_is_closed_takes_no_money() {
    let sim = SimulatedStripe::start(5);
    let till = Till::at(&sim);
    let left = till.opens(&charge(1, ""));
    assert_eq!((till.cancels(&left), till.cancels(&left), till.fetches(&left)), (Answer::Cancelled, Answer::Cancelled, Answer::Cancelled));
    assert!(!sim.shopper_pays(&left, "pm_card_visa"), "the page is closed");
    let tried = till.opens(&charge(2, ""));
    assert!(!sim.shopper_pays(&tried, "pm_card_chargeDeclined"));
    assert_eq!(till.cancels(&tried), Answer::Cancelled);
    let forgotten = till.opens(&charge(3, ""));
    let later = Timestamp(charge(3, "").pay_until.0 + 24 * 60 * 60_000).0 / 1_000;
    sim.goes_by(move || later);
    assert_eq!(till.fetches(&forgotten), Answer::Cancelled);
    assert!(sim.sums().values().all(|sums| sums.charges == 0));
}

#[test]
fn a_slow_bank_is_waited_for_and_may_still_say_no() {
    let sim = SimulatedStripe::start(6);
    let till = Till::at(&sim);
    for yes in [true, false] {
        let session = till.opens(&charge(u64::from(yes), ""));
        assert!(sim.shopper_pays(&session, "pm_usBankAccount_success"));
        let waiting = Answer::Waiting { reference: session.clone(), action: Action::Wait, declined: None };
        assert_eq!((till.fetches(&session), till.cancels(&session)), (waiting.clone(), waiting), "it can't be taken back now");
        let intent = sim.state().account.sessions[&session].intent.clone().expect("it has a payment");
        sim.bank_says(&intent, yes);
        if yes {
            assert_eq!((till.fetches(&session), till.cancels(&session)), (paid(&intent), paid(&intent)));
        } else {
            assert_eq!(till.fetches(&session), declined(&session, "payment_intent_payment_attempt_failed"));
            assert_eq!((till.cancels(&session), till.fetches(&session)), (Answer::Cancelled, Answer::Cancelled));
        }
    }
}

#[test]
fn a_form_on_our_page_stays_open_after_a_decline() {
    let sim = SimulatedStripe::start(7);
    let till = Till::with_form(&sim);
    let charge = charge(1, "");
    let made = till.calls(Call::Create(charge.clone()));
    let Answer::Waiting { reference, action: Action::Element { client_secret }, declined: None } = made.clone() else { panic!("{made:?}") };
    assert_eq!((client_secret, till.fetches(&reference)), (format!("{reference}_secret_sim"), made));
    let mut attempts = BTreeSet::new();
    for _ in 0..2 {
        assert!(!sim.form_pays(&reference, "pm_card_chargeDeclinedExpiredCard"));
        let open = till.fetches(&reference);
        let Answer::Waiting { action: Action::Element { .. }, declined: Some(decline), .. } = open else { panic!("{open:?}") };
        assert_eq!(decline.code, "expired_card");
        assert_eq!(till.fetches(&reference), till.fetches(&reference), "looking again is no new attempt");
        attempts.insert(decline.attempt);
    }
    assert_eq!(attempts.len(), 2, "each attempt has a name");
    assert!(sim.form_pays(&reference, "pm_card_visa"));
    assert_eq!(till.fetches(&reference), paid(&reference));
    once(&sim, &charge);
}

#[test]
fn money_that_is_only_set_aside_is_taken_once() {
    let sim = SimulatedStripe::start(8);
    sim.state().account.sets_aside = true;
    let till = Till::at(&sim);
    let charge = charge(1, "pm_card_visa");
    sim.goes_wrong(Kind::Capture, &[Fault::LostReply, Fault::FailedBefore]);
    let reference = till.opens(&charge);
    let confirm = Call::Confirm { charge: charge.clone(), reference: reference.clone() };
    assert_eq!(till.insists(&confirm), paid(&reference));
    assert_eq!(till.calls(confirm), paid(&reference));
    once(&sim, &charge);
}

#[test]
fn a_refund_is_given_once_however_often_and_late_it_is_asked_for() {
    let sim = SimulatedStripe::start(9);
    let till = Till::at(&sim);
    let charge = charge(1, "pm_card_visa");
    let Answer::Paid { reference, .. } = till.confirms(&charge) else { panic!("not paid") };
    let first = till.calls(refund(&reference, "rf-1-1", usd("10.00")));
    assert!(matches!(&first, Answer::Refunded { reference } if reference.starts_with("re_")), "{first:?}");
    let later = i64::try_from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs()).expect("a time")
        + 48 * 60 * 60;
    sim.goes_by(move || later);
    assert_eq!(till.calls(refund(&reference, "rf-1-1", usd("10.00"))), first, "two days later Stripe has forgotten the key");
    assert!(matches!(till.calls(refund(&reference, "rf-1-2", usd("20.00"))), Answer::RefundRefused { .. }), "more than is left");
    assert!(matches!(till.calls(refund(&reference, "rf-1-3", usd("17.59"))), Answer::Refunded { .. }));
    let refused = Answer::RefundRefused { reason: "charge_already_refunded".to_owned() };
    assert_eq!(till.calls(refund(&reference, "rf-1-4", usd("1.00"))), refused);
    assert_eq!(till.calls(refund(&reference, "rf-1-1", usd("10.00"))), first, "ours is there, whatever is left");
    assert_eq!(sim.sums_of(&charge.order.to_string()).refunded, 2_759);
}

#[test]
fn a_refund_on_its_way_arrives_or_not() {
    let sim = SimulatedStripe::start(10);
    let till = Till::at(&sim);
    let Answer::Paid { reference: slow, .. } = till.confirms(&charge(1, "pm_card_pendingRefund")) else { panic!("not paid") };
    let Answer::Paid { reference: failing, .. } = till.confirms(&charge(2, "pm_card_refundFail")) else { panic!("not paid") };
    let asked = refund(&slow, "rf-1-1", usd("27.59"));
    assert_eq!((till.calls(asked.clone()), till.calls(asked.clone())), (Answer::RefundWaiting, Answer::RefundWaiting));
    assert!(matches!(till.calls(refund(&failing, "rf-2-1", usd("27.59"))), Answer::Refunded { .. }));
    sim.refunds_settle();
    assert!(matches!(till.calls(asked), Answer::Refunded { .. }));
    let reason = "expired_or_canceled_card".to_owned();
    assert_eq!(till.calls(refund(&failing, "rf-2-1", usd("27.59"))), Answer::RefundRefused { reason });
}

#[test]
fn a_refund_is_found_among_hundreds() {
    let sim = SimulatedStripe::start(11);
    let till = Till::at(&sim);
    let Answer::Paid { reference, .. } = till.confirms(&charge(1, "pm_card_visa")) else { panic!("not paid") };
    let first = till.calls(refund(&reference, "rf-1-1", usd("0.01")));
    for number in 0..230 {
        let params = [("payment_intent", reference.as_str()), ("amount", "1"), ("metadata[key]", &format!("rf-9-{number}"))];
        let params = params.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        sim.state().account.refund_create(&params).expect("there is enough left");
    }
    sim.goes_by(|| 4_000_000_000);
    assert_eq!(till.calls(refund(&reference, "rf-1-1", usd("0.01"))), first);
    assert_eq!(sim.seen(Kind::Refunds).len(), 1 + 3, "three pages");
}

#[test]
fn what_stripe_does_not_know_is_missing() {
    let sim = SimulatedStripe::start(12);
    let till = Till::at(&sim);
    for reference in ["pi_unknown", "cs_unknown"] {
        assert_eq!((till.fetches(reference), till.cancels(reference)), (Answer::Missing, Answer::Missing));
    }
    for reference in ["", "pi_1/../../refunds", "pi_1?expand[]=x", "pi 1"] {
        till.tries(Call::Fetch { charge: charge(0, ""), reference: reference.to_owned() }).expect_err("it isn't a name, and nobody is asked");
    }
    assert!(sim.seen(Kind::Other).is_empty());
}

#[test]
fn what_stripe_does_not_want_ends_without_a_payment() {
    let sim = SimulatedStripe::start(13);
    let till = Till::at(&sim);
    let refused = Answer::Declined { reference: None, code: "provider_refused".to_owned(), retryable: true };
    assert_eq!(till.calls(Call::Create(charge(1, "pm_card_of_nobody"))), refused);
    assert_eq!(till.calls(Call::Create(Charge { amount: usd("0.10"), ..charge(2, "") })), refused, "less than Stripe takes");
    let part = Money::new(150, shop::domain::money::Currency::parse("MGA").expect("ariary exist"));
    assert_eq!(till.calls(Call::Create(Charge { amount: part, ..charge(3, "") })), refused, "a part of what has no parts");
    assert!(sim.state().account.intents.is_empty() && sim.state().account.sessions.is_empty());
}

#[test]
fn only_names_of_payment_methods_are_taken_as_tokens() {
    let sim = SimulatedStripe::start(14);
    let till = Till::at(&sim);
    for good in ["", "pm_card_visa", "pm_1PxYzABC"] {
        till.stripe.check(good).expect(good);
    }
    for bad in ["4242424242424242", "pm_", "pm_a/b", "pm_a b", "tok_visa", &format!("pm_{}", "a".repeat(200))] {
        till.stripe.check(bad).expect_err(bad);
    }
}
