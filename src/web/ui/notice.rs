//! What just happened, said inside the page: after an action, or when something needs a look.

use maud::{Markup, html};

use super::icon::Icon;
use crate::base::messages::t;
use crate::shop::cart::{CartView, LeftOutView};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Ok,
    Warn,
    Danger,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub title: String,
    /// May be empty.
    pub text: String,
}

impl Notice {
    #[must_use]
    pub fn new(tone: Tone, title: &str, text: &str) -> Self {
        Self { tone, title: title.to_owned(), text: text.to_owned() }
    }
}

/// Danger is read out at once, the rest when there is time.
#[must_use]
pub fn notice(notice: &Notice) -> Markup {
    let (icon, tone) = match notice.tone {
        Tone::Plain => (Icon::Info, "plain"),
        Tone::Ok => (Icon::Check, "ok"),
        Tone::Warn => (Icon::Clock, "warn"),
        Tone::Danger => (Icon::Alert, "danger"),
    };
    html! {
        div.notice data-tone=(tone) role=(if notice.tone == Tone::Danger { "alert" } else { "status" }) {
            (icon)
            p { strong { (notice.title) } (notice.text) }
        }
    }
}

/// What a sign-in or an order couldn't bring into the cart, or brought at another price; nothing where all is as it was.
#[must_use]
pub fn left_out(cart: &CartView) -> Option<Notice> {
    let missing = || cart.left_out.iter().filter(|left| left.fitted < left.wanted);
    let mut told: Vec<String> = missing().map(lacking).collect();
    let title = if told.is_empty() { t("repriced-title") } else { t("left-out-title") };
    if missing().any(|left| left.for_sale) {
        told.push(t("left-out-text").to_owned());
    }
    told.extend(
        cart.left_out.iter().filter_map(|left| left.repriced.map(|(was, now)| t!("repriced-line", title = left.title, now = now, was = was))),
    );
    (!told.is_empty()).then(|| Notice::new(Tone::Warn, title, &told.join(" ")))
}

fn lacking(left: &LeftOutView) -> String {
    match left.for_sale {
        true => t!("left-out-line", title = left.title, fitted = left.fitted, wanted = left.wanted),
        false => t!("left-out-gone", title = left.title),
    }
}

/// A notice where there is one.
#[must_use]
pub fn optional(shown: Option<&Notice>) -> Markup {
    shown.map(notice).unwrap_or_default()
}
