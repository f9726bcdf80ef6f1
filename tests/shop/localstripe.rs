//! A second opinion: `localstripe` from PyPI, written by other people from the same documentation, is asked what our own simulated
//! Stripe is asked, and both have to give our client the same answers.
//!
//! It is found as `SHOP_TEST_LOCALSTRIPE=http://…`, in `target/localstripe`, or on the path. Where it is missing the tests say so
//! and pass; with `SHOP_TEST_REQUIRE=all` they fail instead.
//!
//! What it doesn't know (1.15.10), so that nobody else's word is had for it: idempotency keys (it makes a second payment, as the last
//! test shows), Checkout Sessions, `automatic_payment_methods`, `return_url`, refunds that are late or fail, `type: card_error`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shop::domain::payment::{Action, Answer, Call, Charge};
use ureq::Agent;

use crate::stripe::{SECRET_KEY, SimulatedStripe};
use crate::stripe_client::{Till, charge, settings};
use crate::world::usd;

/// It writes what it knows into one file for all of the machine; Python reads this first, and each has a file of its own.
const ELSEWHERE: &str = "import builtins, os
plain = builtins.open
own = os.path.join(os.path.dirname(__file__), 'localstripe.pickle')
builtins.open = lambda file, *more, **named: plain(own if file == '/tmp/localstripe.pickle' else file, *more, **named)
";

struct LocalStripe {
    url: String,
    child: Option<Child>,
    /// Where it writes down what it knows.
    _folder: Option<tempfile::TempDir>,
}

impl Drop for LocalStripe {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

impl LocalStripe {
    /// Nothing where it isn't installed.
    fn start(test: &str) -> Option<Self> {
        if let Ok(url) = std::env::var("SHOP_TEST_LOCALSTRIPE") {
            return Some(Self { url, child: None, _folder: None });
        }
        let Some(program) = find() else {
            let how =
                "`localstripe` isn't installed; run `python3 -m venv target/localstripe && target/localstripe/bin/pip install localstripe==1.15.10`";
            assert_ne!(std::env::var("SHOP_TEST_REQUIRE").as_deref(), Ok("all"), "the second opinion on Stripe is required, and {how}");
            // Written past the test runner, which would hide it from whoever reads only the summary.
            writeln!(std::io::stderr(), "SKIPPED {test}: {how}").expect("somebody reads");
            return None;
        };
        let free = std::net::TcpListener::bind("[::]:0").expect("a free port").local_addr().expect("an address").port();
        let mut command = Command::new(program);
        command.args(["--from-scratch", "--port", &free.to_string()]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("sitecustomize.py"), ELSEWHERE).expect("written");
        command.env("PYTHONPATH", folder.path());
        let started = Self { url: format!("http://127.0.0.1:{free}"), child: Some(command.spawn().expect("it starts")), _folder: Some(folder) };
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", free)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "localstripe doesn't open its port");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(started)
    }
}

fn find() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/localstripe/bin/localstripe");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("localstripe"));
    std::iter::once(own).chain(on_path).find(|file| file.is_file())
}

fn order(number: u64, token: &str) -> Charge {
    Charge { return_url: String::new(), ..charge(number, token) }
}

/// Without the names, which differ.
fn shape(answer: &Answer) -> String {
    let text = format!("{answer:?}");
    let mut shape = String::new();
    let mut rest = text.as_str();
    while let Some(place) = ["\"pi_", "\"re_", "\"ch_"].iter().filter_map(|start| rest.find(start)).min() {
        let end = rest[place + 1..].find('"').expect("a name ends") + place + 1;
        shape.push_str(&rest[..place + 4]);
        rest = &rest[end..];
    }
    shape + rest
}

/// The same life of several payments, at whoever answers like Stripe.
fn story(till: &Till) -> Vec<String> {
    let mut told = Vec::new();
    let mut tells = |answer: Answer| {
        told.push(shape(&answer));
        answer
    };
    let paying = order(1, "pm_card_visa");
    let Answer::Waiting { reference, action: Action::Confirm, .. } = tells(till.calls(Call::Create(paying.clone()))) else { panic!("not open") };
    tells(till.fetches(&reference));
    tells(till.calls(Call::Confirm { charge: paying.clone(), reference: reference.clone() }));
    tells(till.calls(Call::Confirm { charge: paying, reference: reference.clone() }));
    tells(till.fetches(&reference));
    tells(till.cancels(&reference));
    let refund = |key: &str, sum| Call::Refund { key: key.to_owned(), reference: reference.clone(), amount: usd(sum) };
    let first = tells(till.calls(refund("rf-1-1", "10.00")));
    assert_eq!(tells(till.calls(refund("rf-1-1", "10.00"))), first, "the same refund, found by its key");
    assert_ne!(tells(till.calls(refund("rf-1-2", "17.59"))), first);

    let refused = order(2, "pm_card_chargeCustomerFail");
    let reference = till.opens(&refused);
    tells(till.calls(Call::Confirm { charge: refused, reference: reference.clone() }));
    tells(till.fetches(&reference));
    tells(till.cancels(&reference));
    tells(till.fetches(&reference));

    let reference = till.opens(&order(3, "pm_card_visa"));
    tells(till.cancels(&reference));
    tells(till.cancels(&reference));
    tells(till.calls(Call::Confirm { charge: order(3, "pm_card_visa"), reference }));
    tells(till.calls(Call::Create(order(4, "pm_card_of_nobody"))));
    tells(till.fetches("pi_unknown"));
    tells(till.cancels("pi_unknown"));
    told
}

#[test]
fn both_opinions_give_the_client_the_same_answers() {
    let Some(local) = LocalStripe::start("the client against localstripe") else { return };
    let sim = SimulatedStripe::start(31);
    let (theirs, ours) = (story(&Till::new(&settings(&local.url))), story(&Till::at(&sim)));
    assert_eq!(theirs.len(), 19);
    assert_eq!(theirs, ours);
}

fn raw(url: &str, form: Option<&[(&str, &str)]>) -> (u16, Value) {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let key = format!("Bearer {SECRET_KEY}");
    let version = ("stripe-version", "2024-06-20");
    let mut response = match form {
        None => agent.get(url).header("authorization", key).header(version.0, version.1).call().expect("it answers"),
        Some(form) => agent.post(url).header("authorization", key).header(version.0, version.1).send_form(form.iter().copied()).expect("it answers"),
    };
    let text = response.body_mut().read_to_string().expect("text");
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// The parts of an object that the client reads, without the names.
fn parts(object: &Value) -> Value {
    let prefix = |name: &str| object[name].as_str().map(|text| text.split('_').next().unwrap_or_default().to_owned());
    json!({
        "object": object["object"], "id": prefix("id"), "status": object["status"], "amount": object["amount"], "currency": object["currency"],
        "metadata": object["metadata"], "client_secret": prefix("client_secret"), "charged": !object["latest_charge"].is_null(),
        "next_action": object["next_action"].is_null(), "error": object["last_payment_error"]["code"], "payment_intent": prefix("payment_intent"),
    })
}

#[test]
fn both_opinions_show_the_same_objects() {
    let Some(local) = LocalStripe::start("the shapes of localstripe") else { return };
    let sim = SimulatedStripe::start(32);
    let [theirs, ours] = [local.url.clone(), sim.url()].map(|base| {
        let form =
            [("amount", "2759"), ("currency", "usd"), ("payment_method_types[0]", "card"), ("metadata[order]", "77"), ("metadata[mode]", "token")];
        let mut seen = Vec::new();
        for token in ["pm_card_visa", "pm_card_chargeCustomerFail"] {
            let (status, made) = raw(&format!("{base}/v1/payment_intents"), Some(&[&form[..], &[("payment_method", token)]].concat()));
            let id = made["id"].as_str().expect("it has a name").to_owned();
            seen.push((status, parts(&made)));
            let (status, confirmed) = raw(&format!("{base}/v1/payment_intents/{id}/confirm"), Some(&[]));
            seen.push((status, if status == 200 { parts(&confirmed) } else { json!({"code": confirmed["error"]["code"]}) }));
            let (status, fetched) = raw(&format!("{base}/v1/payment_intents/{id}"), None);
            seen.push((status, parts(&fetched)));
            if token == "pm_card_visa" {
                let refund = [("payment_intent", &*id), ("amount", "100"), ("metadata[key]", "rf-77-1")];
                let (status, refund) = raw(&format!("{base}/v1/refunds"), Some(&refund));
                seen.push((status, parts(&refund)));
                let (status, list) = raw(&format!("{base}/v1/refunds?payment_intent={id}&limit=100"), None);
                seen.push((status, json!({"object": list["object"], "has_more": list["has_more"], "first": parts(&list["data"][0])})));
            }
            let (status, cancelled) = raw(&format!("{base}/v1/payment_intents/{id}/cancel"), Some(&[]));
            seen.push((status, if status == 200 { parts(&cancelled) } else { Value::Null }));
        }
        seen
    });
    assert_eq!(theirs, ours);
}

#[test]
fn the_bank_wants_to_see_the_shopper_there_too() {
    let Some(local) = LocalStripe::start("3-D Secure at localstripe") else { return };
    let till = Till::new(&settings(&local.url));
    let card = [("type", "card"), ("card[number]", "4000002500003155"), ("card[exp_month]", "12"), ("card[exp_year]", "2040"), ("card[cvc]", "123")];
    for (number, yes) in [(1, "true"), (2, "false")] {
        let (_, method) = raw(&format!("{}/v1/payment_methods", local.url), Some(&card));
        let paying = order(number, method["id"].as_str().expect("it has a name"));
        let reference = till.opens(&paying);
        let waiting = Answer::Waiting { reference: reference.clone(), action: Action::Wait, declined: None };
        assert_eq!(till.calls(Call::Confirm { charge: paying, reference: reference.clone() }), waiting);
        let (_, intent) = raw(&format!("{}/v1/payment_intents/{reference}", local.url), None);
        let secret = intent["client_secret"].as_str().expect("it has a secret");
        raw(&format!("{}/v1/payment_intents/{reference}/_authenticate", local.url), Some(&[("client_secret", secret), ("success", yes)]));
        let expected = match yes {
            "true" => Answer::Paid { reference: reference.clone(), amount: usd("27.59") },
            _ => Answer::Declined { reference: Some(reference.clone()), code: "authentication_required".to_owned(), retryable: true },
        };
        assert_eq!(till.fetches(&reference), expected);
    }
}

#[test]
fn what_it_does_not_know_is_known_here() {
    let Some(local) = LocalStripe::start("the limits of localstripe") else { return };
    let till = Till::new(&settings(&local.url));
    let paying = order(1, "pm_card_visa");
    assert_ne!(till.opens(&paying), till.opens(&paying), "it knows no idempotency keys: drop this line from the head of the file when it does");
    let session = till.tries(Call::Create(order(2, "")));
    assert!(session.is_err(), "it knows no Checkout Sessions, and a no that isn't Stripe's is no answer: {session:?}");
}
