//! Stripe's own form on our page, where the merchant has chosen it. The card goes from the form to Stripe and never to us.

use maud::{Markup, html};

use crate::base::messages::t;
use crate::domain::money::Money;
use crate::web::ui::notice::{Notice, Tone, notice};

/// What the form needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementForm {
    pub publishable_key: String,
    /// For this payment and this form alone.
    pub client_secret: String,
    /// Where the shopper comes back to; whole, with the shop's host.
    pub return_url: String,
    pub total: Money,
    /// The address of `pay.js`.
    pub script: String,
}

#[must_use]
pub fn form(form: &ElementForm) -> Markup {
    html! {
        form.stack.narrow data-pay data-key=(form.publishable_key) data-secret=(form.client_secret) data-back=(form.return_url)
            data-trouble=(t("pay-not-loaded")) action="/checkout" {
            noscript { (notice(&Notice::new(Tone::Warn, t("needs-script"), t("needs-script-text")))) }
            div data-fields {}
            div.field { p.wrong role="alert" {} }
            button.btn.primary.big disabled { (t!("pay-sum", sum = form.total)) }
        }
        script type="module" src=(form.script) {}
    }
}

#[cfg(test)]
mod tests {
    use super::{ElementForm, form};
    use crate::domain::money::{Currency, Money};

    #[test]
    fn the_form_carries_what_the_script_reads_and_says_what_to_do_without_it() {
        let shown = form(&ElementForm {
            publishable_key: "pk_test_1".to_owned(),
            client_secret: "pi_1_secret_\"><script>".to_owned(),
            return_url: "https://shop.example.com/checkout".to_owned(),
            total: Money::new(2_759, Currency::USD),
            script: "/assets/pay.1.js".to_owned(),
        });
        let shown = shown.into_string();
        let script = include_str!("../../../web/scripts/pay.js");
        for name in ["data-pay", "data-key", "data-secret", "data-back", "data-fields"] {
            assert!(shown.contains(name), "{name} in {shown}");
        }
        for read in ["form[data-pay]", "dataset.key", r#"secret: clientSecret = "", back = "" } = form.dataset"#, "[data-fields]", "[role=alert]"] {
            assert!(script.contains(read), "the script reads {read}");
        }
        assert!(shown.contains("<noscript>") && shown.contains("Pay $27.59") && !shown.contains("\"><script>"), "{shown}");
    }
}
