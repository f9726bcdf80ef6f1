//! Headers that every answer carries: what a browser may do with our pages.
//!
//! A payment provider's hosts are named only at the till, and only where that provider is switched on.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;

use super::state::App;
use crate::base::secret::digest;
use crate::config::stripe::{StripeSettings, is_local};

/// Beside files of the shop itself, only the import map may stand in a page: by its digest.
const POLICY: &str = "default-src 'none'; script-src 'self' 'sha256-IMPORTS'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Adds what a handler didn't say itself. What isn't marked as public is kept by nobody.
pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let fragment = path.starts_with("/f/");
    let till = path == "/checkout" || path.starts_with("/checkout/");
    let provider = app.shop.settings.stripe.as_ref().filter(|_| till).map(|stripe| of_stripe(stripe, &app.policy));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let [policy, permissions] = provider.unwrap_or_else(|| [app.policy.clone(), HeaderValue::from_static(PERMISSIONS)]);
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.entry("permissions-policy").or_insert(permissions);
    for (name, value) in ALWAYS {
        headers.entry(*name).or_insert(HeaderValue::from_static(value));
    }
    if fragment {
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    }
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// What pages with this import map may do.
#[must_use]
pub fn policy(import_map: &str) -> HeaderValue {
    let mark = STANDARD.encode(digest(import_map.as_bytes()).0);
    HeaderValue::from_str(&POLICY.replace("IMPORTS", &mark)).expect("base64 has only characters that a header can carry")
}

/// The policy and the permissions of the till where Stripe takes the payments.
///
/// Browsers hold the redirect after a form against `form-action`, so Stripe's pages stand there.
/// Source: Stripe, "Integration security guide", content security policy.
fn of_stripe(settings: &StripeSettings, policy: &HeaderValue) -> [HeaderValue; 2] {
    let plain = policy.to_str().unwrap_or("default-src 'none'");
    let local = if is_local(&settings.base_url) { format!(" {}", settings.base_url) } else { String::new() };
    let form = format!("form-action 'self' https://checkout.stripe.com https://hooks.stripe.com{local}");
    let mut policy = plain.replace("form-action 'self'", &form);
    let mut permissions = PERMISSIONS.to_owned();
    if settings.element {
        policy = policy
            .replace("script-src 'self'", "script-src 'self' https://js.stripe.com https://*.js.stripe.com")
            .replace("connect-src 'self'", "connect-src 'self' https://api.stripe.com");
        policy.push_str("; frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com");
        permissions = permissions.replace("payment=()", "payment=(self \"https://js.stripe.com\")");
    }
    // The settings allow only characters that a header can carry.
    [policy, permissions].map(|text| HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'")))
}

#[cfg(test)]
mod tests {
    use super::{of_stripe, policy};
    use crate::base::secret::Hidden;
    use crate::config::stripe::StripeSettings;

    fn policies(element: bool, base_url: &str) -> [String; 2] {
        let settings = StripeSettings {
            secret_key: Hidden::from("sk_test_1"),
            publishable_key: "pk_test_1".to_owned(),
            webhook_secrets: Vec::new(),
            element,
            base_url: base_url.to_owned(),
        };
        of_stripe(&settings, &policy("{}")).map(|value| value.to_str().expect("plain letters").to_owned())
    }

    #[test]
    fn a_redirect_needs_no_script_of_others() {
        let [policy, permissions] = policies(false, "https://api.stripe.com");
        assert!(policy.contains("; form-action 'self' https://checkout.stripe.com https://hooks.stripe.com; base-uri 'none'"), "{policy}");
        assert!(
            policy.contains("; script-src 'self' 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='; ") && !policy.contains("js.stripe.com"),
            "{policy}"
        );
        assert!(permissions.contains("payment=()"));
        assert!(policies(false, "http://127.0.0.1:9")[0].contains("https://hooks.stripe.com http://127.0.0.1:9;"));
    }

    #[test]
    fn the_form_on_our_page_may_load_what_it_needs_and_no_more() {
        let [policy, permissions] = policies(true, "https://api.stripe.com");
        for part in ["script-src 'self' https://js.stripe.com ", "connect-src 'self' https://api.stripe.com;", "frame-src https://js.stripe.com "] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe") && policy.starts_with("default-src 'none'"));
        assert!(permissions.contains("payment=(self \"https://js.stripe.com\")"));
    }
}
