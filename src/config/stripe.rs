//! `[stripe]`: the keys, and where Stripe is.
//!
//! A message about a key never quotes it.

use super::check::Wrong;
use super::written::StripeSection;
use crate::base::secret::Hidden;
use crate::domain::limits::WEBHOOK_SECRETS_MAX;

/// Stripe's settings, checked.
#[derive(Clone, Debug)]
pub struct StripeSettings {
    pub secret_key: Hidden,
    /// Stands on the page that shows Stripe's form; empty where that form isn't used.
    pub publishable_key: String,
    /// More than one while a secret is rolled over.
    pub webhook_secrets: Vec<Hidden>,
    /// Whether the shopper pays in Stripe's form on our page instead of on Stripe's own page.
    pub element: bool,
    /// Without a slash at the end.
    pub base_url: String,
}

impl StripeSection {
    /// What is written here, where Stripe is to take the payments of the shop at `shop_url`.
    pub(super) fn check(&self, shop_url: &str) -> Result<StripeSettings, Wrong> {
        let wrong = |key, problem: &str| Wrong { section: "stripe", key, inside: Vec::new(), problem: problem.to_owned() };
        let secret = self.secret_key.reveal();
        if secret.is_empty() {
            return Err(wrong("secret_key", "Stripe needs the secret key of your account, which starts with sk_ or rk_"));
        }
        if !(is_key(secret, "sk_") || is_key(secret, "rk_")) {
            return Err(wrong("secret_key", "this is not a secret key of Stripe; it starts with sk_ or rk_ and has letters and digits only"));
        }
        let webhook_secrets = self.webhook_secrets().map_err(|problem| wrong("webhook_secret", problem))?;
        if self.element && self.publishable_key.is_empty() {
            return Err(wrong("publishable_key", "the form on your own page needs it; it starts with pk_"));
        }
        if !self.publishable_key.is_empty() && !is_key(&self.publishable_key, "pk_") {
            return Err(wrong(
                "publishable_key",
                "this is not a publishable key of Stripe; it starts with pk_. Anybody may read it, so never put another here",
            ));
        }
        let base_url = self.base_url.trim_end_matches('/').to_owned();
        if !(has_host(&base_url, "https://") || is_local(&base_url)) {
            return Err(wrong(
                "base_url",
                "write it like \"https://api.stripe.com\"; http is for this machine only, such as \"http://127.0.0.1:12111\"",
            ));
        }
        if shop_url.is_empty() {
            let problem = "Stripe sends shoppers back to the shop, so it has to be known; write it like \"https://shop.example.com\"";
            return Err(Wrong { section: "shop", key: "url", inside: Vec::new(), problem: problem.to_owned() });
        }
        Ok(StripeSettings {
            secret_key: self.secret_key.clone(),
            publishable_key: self.publishable_key.clone(),
            webhook_secrets,
            element: self.element,
            base_url,
        })
    }

    fn webhook_secrets(&self) -> Result<Vec<Hidden>, &'static str> {
        let secrets: Vec<&str> = self.webhook_secret.reveal().split(',').map(str::trim).filter(|secret| !secret.is_empty()).collect();
        match secrets.len() {
            0 => return Err("Stripe needs the signing secret of the endpoint /webhooks/stripe, which starts with whsec_"),
            WEBHOOK_SECRETS_MAX.. => return Err("these are more secrets than one endpoint ever has"),
            _ => {}
        }
        if secrets.iter().any(|secret| secret.len() <= "whsec_".len() || !secret.starts_with("whsec_")) {
            return Err("this is not the signing secret of a webhook; it starts with whsec_, and several are separated by commas");
        }
        Ok(secrets.into_iter().map(Hidden::from).collect())
    }
}

fn is_key(text: &str, kind: &str) -> bool {
    text.strip_prefix(kind).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
}

/// An origin: a scheme and a host, without a path.
fn has_host(url: &str, scheme: &str) -> bool {
    let usable = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    url.strip_prefix(scheme).is_some_and(|host| !host.is_empty() && host.bytes().all(usable))
}

/// Whether an address is on this machine, where nobody listens in between.
#[must_use]
pub fn is_local(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let (host, port) = match rest.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((host, port))) => (host, port),
        Some(None) => return false,
        None => rest.split_at(rest.find(':').unwrap_or(rest.len())),
    };
    let port_usable = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    port_usable && (host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::is_local;
    use crate::config::tests::load;

    const KEYS: &str = "[shop]\nurl = \"https://shop.example.com\"\n[payments]\nprovider = \"stripe\"\n[stripe]\n";

    #[test]
    fn only_this_machine_is_local() {
        for local in ["http://127.0.0.1:8420", "http://localhost", "http://[::1]:80", "http://127.9.9.9"] {
            assert!(is_local(local), "{local}");
        }
        for other in [
            "https://127.0.0.1",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "http://127.0.0.1@example.com",
            "http://",
            "http://[::1",
            "http://127.0.0.1/x",
        ] {
            assert!(!is_local(other), "{other}");
        }
    }

    #[test]
    fn what_stripe_needs_is_asked_for_by_name() {
        let good = "secret_key = \"sk_test_1\"\nwebhook_secret = \"whsec_1, whsec_2\"\n";
        let settings = load(&format!("{KEYS}{good}"), &[]).expect("allowed");
        let stripe = settings.stripe.expect("it is on");
        assert_eq!((stripe.webhook_secrets.len(), stripe.base_url.as_str(), stripe.element), (2, "https://api.stripe.com", false));
        let cases = [
            ("", "[stripe] secret_key: Stripe needs the secret key"),
            ("secret_key = \"pk_test_1\"", "shop.toml:6: [stripe] secret_key: this is not a secret key"),
            ("secret_key = \"sk_test_1\"", "[stripe] webhook_secret: Stripe needs the signing secret"),
            ("secret_key = \"sk_test_1\"\nwebhook_secret = \"sk_test_1\"", "shop.toml:7: [stripe] webhook_secret: this is not"),
            (&*format!("{good}element = true"), "[stripe] publishable_key: the form on your own page needs it"),
            (&format!("{good}publishable_key = \"sk_test_1\""), "shop.toml:8: [stripe] publishable_key: this is not a publishable key"),
            (&format!("{good}base_url = \"http://stripe.example.com\""), "shop.toml:8: [stripe] base_url: write it like"),
            (&format!("{good}base_url = \"https://a b\""), "shop.toml:8: [stripe] base_url: write it like"),
        ];
        for (text, expected) in cases {
            let said = load(&format!("{KEYS}{text}"), &[]).expect_err(text);
            assert!(said.contains(expected), "{text:?} gave {said:?}");
        }
        let said = load(&format!("[payments]\nprovider = \"stripe\"\n[stripe]\n{good}"), &[]).expect_err("no address");
        assert!(said.contains("[shop] url: Stripe sends shoppers back"), "{said}");
        assert!(load("[stripe]\nsecret_key = \"\"\n", &[]).expect("not switched on").stripe.is_none());
    }

    #[test]
    fn no_key_is_ever_quoted() {
        let secret = "sk_live_verysecret";
        let broken = [
            format!("{KEYS}secret_key = \"{secret}\nwebhook_secret = \"whsec_verysecret\"\n"),
            format!("{KEYS}secretkey = \"{secret}\"\n"),
            format!("{KEYS}secret_key = {secret}\n"),
            format!("{KEYS}secret_key = \"{secret}!\"\n"),
            format!("{KEYS}secret_key = \"sk_test_1\"\nwebhook_secret = \"{secret}\"\n"),
            format!("{KEYS}secret_key = \"sk_test_1\"\nwebhook_secret = \"whsec_1\"\npublishable_key = \"{secret}\"\n"),
            format!("{KEYS}secret_key = [\"{secret}\"]\n"),
            format!("{KEYS}element = \"{secret}\"\n"),
        ];
        for text in broken {
            let said = load(&text, &[]).expect_err(&text);
            assert!(!said.contains("verysecret"), "{text:?} gave {said:?}");
        }
        let said = load(KEYS, &[("SHOP_STRIPE__SECRET_KEY", "pk_live_verysecret")]).expect_err("not a secret key");
        assert!(said.starts_with("SHOP_STRIPE__SECRET_KEY: ") && !said.contains("verysecret"), "{said}");
        let said = load(KEYS, &[("SHOP_STRIPE__ELEMENT", secret)]).expect_err("not true or false");
        assert!(!said.contains("verysecret"), "{said}");
    }

    #[test]
    fn checked_settings_hide_their_keys() {
        let text = format!("{KEYS}secret_key = \"sk_live_verysecret\"\nwebhook_secret = \"whsec_verysecret\"\n");
        let settings = load(&text, &[]).expect("allowed");
        let printed = format!("{settings:?} {settings:#?}");
        assert!(!printed.contains("verysecret") && printed.contains("(hidden)"), "{printed}");
    }
}
