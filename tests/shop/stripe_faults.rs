//! The line to Stripe goes wrong in every way there is: no answer is made up, and the repeated call finds the truth.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use shop::base::secret::Hidden;
use shop::config::stripe::StripeSettings;
use shop::domain::payment::{Answer, Call};
use tracing_subscriber::fmt::MakeWriter;

use crate::stripe::fault::{Fault, Kind, Point};
use crate::stripe::webhook::Forgery;
use crate::stripe::{SECRET_KEY, SimulatedStripe, WEBHOOK_SECRET};
use crate::stripe_client::{Till, charge, settings};
use crate::world::usd;

const FAULTS: [Fault; 9] = [
    Fault::LostRequest,
    Fault::LostReply,
    Fault::Refused(409),
    Fault::Refused(429),
    Fault::Refused(503),
    Fault::FailedBefore,
    Fault::FailedAfter,
    Fault::Garbage,
    Fault::Endless,
];

/// A whole purchase, each call repeated until it is answered.
fn buys_and_gives_back(till: &Till, sim: &SimulatedStripe, number: u64, token: &str) {
    let charge = charge(number, token);
    let order = charge.order.to_string();
    let opened = till.insists(&Call::Create(charge.clone()));
    let Answer::Waiting { reference, .. } = opened else { panic!("not open: {opened:?}") };
    let ended = if token.is_empty() {
        assert!(sim.shopper_pays(&reference, "pm_card_visa"));
        till.insists(&Call::Fetch { charge, reference })
    } else {
        till.insists(&Call::Confirm { charge, reference })
    };
    let Answer::Paid { reference, amount } = ended else { panic!("not paid: {ended:?}") };
    assert_eq!(amount, usd("27.59"));
    let sums = sim.sums_of(&order);
    assert_eq!((sums.charges, sums.captured), (1, 2_759), "money is taken once");
    let back = till.insists(&Call::Refund { key: format!("rf-{order}-1"), reference: reference.clone(), amount: usd("7.00") });
    assert!(matches!(back, Answer::Refunded { .. }), "{back:?}");
    assert_eq!(sim.sums_of(&order).refunded, 700, "and given back once");
}

#[test]
fn each_fault_at_each_call_is_no_answer_and_the_repeated_call_tells_the_truth() {
    let sim = SimulatedStripe::start(21);
    let till = Till::at(&sim);
    let calls = [Kind::Create, Kind::Confirm, Kind::Fetch, Kind::Refunds, Kind::Refund];
    for (fault, place) in FAULTS.into_iter().zip(0..) {
        for (kind, step) in calls.into_iter().zip(0..) {
            // A failure that is kept under the key of a refund stands for a day: nobody can tell whether it happened.
            let kept = kind == Kind::Refund && fault == Fault::FailedBefore;
            if !kept {
                sim.goes_wrong(kind, &[fault, fault]);
            }
            let number = place * 10 + step;
            buys_and_gives_back(&till, &sim, 2 * number, if kind == Kind::Fetch { "" } else { "pm_card_visa" });
        }
    }
}

#[test]
fn a_fault_is_never_taken_for_an_answer() {
    let sim = SimulatedStripe::start(22);
    let till = Till::at(&sim);
    for (fault, number) in FAULTS.into_iter().zip(0..) {
        let charge = charge(number, "pm_card_visa");
        sim.goes_wrong(Kind::Create, &[fault]);
        till.tries(Call::Create(charge.clone())).expect_err("nothing is known");
        let reference = till.opens(&charge);
        sim.goes_wrong(Kind::Confirm, &[fault]);
        till.tries(Call::Confirm { charge: charge.clone(), reference: reference.clone() }).expect_err("nothing is known");
        sim.goes_wrong(Kind::Fetch, &[fault]);
        // An answer that was kept under the key is looked up instead of believed, so a fetch may come with each.
        let fetched = till.tries(Call::Fetch { charge: charge.clone(), reference: reference.clone() });
        assert!(fetched.is_err(), "{fault:?} gave {fetched:?}");
        sim.goes_wrong(Kind::Cancel, &[fault]);
        let cancelled = till.tries(Call::Cancel { charge, reference });
        assert!(cancelled.is_err(), "{fault:?} gave {cancelled:?}");
    }
}

#[test]
fn a_refund_whose_outcome_stripe_does_not_know_waits_for_the_key_to_end() {
    let sim = SimulatedStripe::start(23);
    let till = Till::at(&sim);
    let charge = charge(1, "pm_card_visa");
    let Answer::Paid { reference, .. } = till.confirms(&charge) else { panic!("not paid") };
    let asked = Call::Refund { key: "rf-1-1".to_owned(), reference, amount: usd("5.00") };
    sim.goes_wrong(Kind::Refund, &[Fault::FailedBefore]);
    till.tries(asked.clone()).expect_err("nothing is known");
    for _ in 0..3 {
        assert_eq!(till.calls(asked.clone()), Answer::RefundWaiting, "the failure is kept, and nobody knows of what");
    }
    let later = charge.pay_until.0 / 1_000 + 24 * 60 * 60;
    sim.goes_by(move || later);
    assert!(matches!(till.calls(asked), Answer::Refunded { .. }));
    assert_eq!(sim.sums_of(&charge.order.to_string()).refunded, 500);
}

#[test]
fn a_bad_line_for_hours_moves_money_once() {
    for seed in 0..6 {
        let sim = SimulatedStripe::start(seed);
        let till = Till::at(&sim);
        for number in 0..12 {
            sim.state().faults.at_random = 350;
            let charge = charge(number, "pm_card_visa");
            let order = charge.order.to_string();
            let opened = (0..40).find_map(|_| till.tries(Call::Create(charge.clone())).ok());
            let Some(Answer::Waiting { reference, .. }) = opened else { panic!("never open: {opened:?}") };
            let confirm = Call::Confirm { charge, reference: reference.clone() };
            let confirmed = (0..40).find_map(|_| till.tries(confirm.clone()).ok());
            sim.state().faults.at_random = 0;
            let truth = till.fetches(&reference);
            assert!(confirmed.is_none_or(|confirmed| confirmed == truth), "seed {seed}, {number}");
            let sums = sim.sums_of(&order);
            assert_eq!(sums.charges, u32::from(matches!(truth, Answer::Paid { .. })), "seed {seed}, {number}");
        }
        assert!(sim.sums().values().all(|sums| sums.charges <= 1));
    }
}

#[test]
fn two_at_the_same_time_charge_once() {
    let sim = SimulatedStripe::start(24);
    let (one, other) = (Till::at(&sim), Till::at(&sim));
    let charge = charge(1, "pm_card_visa");
    let reference = one.opens(&charge);
    sim.goes_wrong(Kind::Confirm, &[Fault::SlowWork(300)]);
    let confirm = Call::Confirm { charge: charge.clone(), reference };
    let (slow, quick) = std::thread::scope(|scope| {
        let slow = scope.spawn(|| one.tries(confirm.clone()));
        while sim.state().account.intents.is_empty() || !sim.state().faults_used() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(50));
        let quick = other.tries(confirm.clone());
        (slow.join().expect("no panic"), quick)
    });
    assert!(matches!(slow, Ok(Answer::Paid { .. })), "{slow:?}");
    assert!(quick.is_err_and(|silent| silent.0.contains("409")), "the key is in use");
    assert_eq!(sim.sums_of(&charge.order.to_string()).charges, 1);
}

#[test]
fn a_provider_that_isnt_there_is_no_answer_soon() {
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let till = Till::new(&settings(&gone));
    let started = Instant::now();
    till.tries(Call::Create(charge(1, "pm_card_visa"))).expect_err("nobody is there");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn hooks_stand_before_the_work_after_it_and_after_the_reply() {
    let sim = SimulatedStripe::start(25);
    let till = Till::at(&sim);
    let charge = charge(1, "pm_card_visa");
    let order = charge.order.to_string();
    let reference = till.opens(&charge);
    let told = Arc::new(Mutex::new(Vec::new()));
    for point in [Point::BeforeWork, Point::AfterWork, Point::AfterReply] {
        let told = Arc::clone(&told);
        sim.when(Kind::Confirm, point, move || told.lock().expect("no panic").push(point));
    }
    assert!(matches!(till.calls(Call::Confirm { charge, reference }), Answer::Paid { .. }));
    let started = Instant::now();
    while told.lock().expect("no panic").len() < 3 && started.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(*told.lock().expect("no panic"), [Point::BeforeWork, Point::AfterWork, Point::AfterReply]);
    assert_eq!(sim.sums_of(&order).charges, 1);
}

/// A log that can be read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that is ever said about a call, at the loudest level, with a provider that repeats the key it was shown.
#[test]
fn no_key_reaches_a_log_or_an_error() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let said = tracing::subscriber::with_default(subscriber, || {
        let sim = SimulatedStripe::start(26);
        let good = settings(&sim.url());
        let wrong = StripeSettings { secret_key: Hidden::from("sk_test_other_verysecret"), ..good.clone() };
        let mut said = format!("{good:?} {wrong:#?}");
        for settings in [&good, &wrong] {
            // One thread, so that the log of this test hears all of it.
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
            let stripe = shop::payments::stripe::Stripe::new(settings);
            for (fault, number) in FAULTS.into_iter().chain([Fault::RepeatsKey, Fault::None]).zip(0..) {
                sim.goes_wrong(Kind::Create, &[fault]);
                let tokens = ["pm_card_visa", "pm_card_of_nobody", ""];
                for token in tokens {
                    let answer = runtime.block_on(shop::payments::Provider::call(&stripe, Call::Create(charge(number, token))));
                    said.push_str(&answer.map_or_else(|silent| format!("{silent} {silent:?}"), |answer| format!("{answer:?}")));
                }
            }
        }
        for how in [Forgery::WrongSecret, Forgery::OldTime] {
            let event = sim.events()[0].clone();
            let letter = sim.forged(&event, how);
            let now = shop::base::clock::Timestamp(0);
            let forged = shop::payments::signature::verify(&letter.signature, letter.body.as_bytes(), &good.webhook_secrets, now);
            said.push_str(&format!("{forged:?}"));
        }
        said
    });
    let log = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("text");
    assert!(log.contains("This was sent with Bearer (hidden)."), "a refusal that repeats the key is logged without it: {log}");
    assert!(log.contains("Stripe refuses the key") && log.contains("Stripe refused"), "the log hears of it: {log}");
    assert_eq!(log.matches("Stripe refuses the key").count(), 1, "once, not with each call");
    assert!(said.contains("the key was refused") && said.contains("(hidden)"));
    for text in [&said, &log] {
        for secret in [SECRET_KEY, WEBHOOK_SECRET, "verysecret"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}
