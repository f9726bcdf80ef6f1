//! The products a browser looked at last, in a cookie of its own: ids and nothing else, newest first.
//!
//! - Nothing is believed of it: what isn't an id, or is one of nothing that can be seen, is passed over.
//! - **No page sets it**, so that a product's page stays the same for everybody and can be kept by caches. A script asks for the
//!   strip once the page is shown, and that answer sets the cookie; where scripts are off, a picture that shows nothing asks.
//!   A page that was only fetched ahead counts for nothing.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;

use super::error::Problem;
use super::session::secure;
use super::state::App;
use crate::config::Settings;
use crate::domain::limits::VIEWED_MAX;
use crate::domain::product::ProductId;
use crate::shop::product::Card;

/// A browser forgets after 30 days.
const COOKIE_SECONDS: u32 = 30 * 24 * 60 * 60;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewed(Vec<ProductId>);

fn name(settings: &Settings) -> &'static str {
    if secure(settings) { "__Host-shop_viewed" } else { "shop_viewed" }
}

impl Viewed {
    /// `3f.1a2.7`: numbers to the base of 16.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut viewed = Self::default();
        for id in text.split('.').filter_map(|number| u64::from_str_radix(number, 16).ok()).map(ProductId) {
            if viewed.0.len() < VIEWED_MAX && !viewed.0.contains(&id) {
                viewed.0.push(id);
            }
        }
        viewed
    }

    /// With one more, in front.
    #[must_use]
    pub fn with(&self, product: ProductId) -> Self {
        let others = self.0.iter().copied().filter(|id| *id != product);
        Self(std::iter::once(product).chain(others).take(VIEWED_MAX).collect())
    }

    /// Those that can be seen, without the one whose page it is.
    ///
    /// # Errors
    /// When the books can't be read.
    pub fn cards(&self, app: &App, but: Option<ProductId>) -> Result<Vec<Card>, Problem> {
        let others: Vec<ProductId> = self.0.iter().copied().filter(|id| Some(*id) != but).collect();
        Ok(app.shop.cards(&app.shop.snapshot()?, &others)?)
    }

    /// The `Set-Cookie` header that makes a browser remember.
    #[must_use]
    pub fn set_cookie(&self, settings: &Settings) -> String {
        let secure = if secure(settings) { "; Secure" } else { "" };
        let numbers: Vec<String> = self.0.iter().map(|id| format!("{:x}", id.0)).collect();
        format!("{}={}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Lax{secure}", name(settings), numbers.join("."))
    }
}

/// Nothing where the merchant switched it off.
impl FromRequestParts<App> for Viewed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let settings = &app.shop.settings;
        let jar = CookieJar::from_headers(&parts.headers);
        let cookie = jar.get(name(settings)).filter(|_| settings.recently_viewed);
        Ok(cookie.map(|cookie| Self::parse(cookie.value())).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::Viewed;
    use crate::config::Settings;
    use crate::domain::limits::VIEWED_MAX;
    use crate::domain::product::ProductId;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    #[test]
    fn the_newest_stands_in_front_and_each_once() {
        let viewed = (1..=20).fold(Viewed::default(), |viewed, id| viewed.with(ProductId(id)));
        assert_eq!((viewed.0.len(), viewed.0[0]), (VIEWED_MAX, ProductId(20)));
        let again = viewed.with(ProductId(12));
        assert_eq!((again.0.len(), again.0[0], again.0[1]), (VIEWED_MAX, ProductId(12), ProductId(20)));
    }

    proptest! {
        /// Whatever stands in the cookie, it is a short list of different ids, and what was written is read again.
        #[test]
        fn any_text_is_read_calmly(text in "[0-9a-fg.]{0,80}|([0-3]\\.){0,20}|.{0,80}") {
            let viewed = Viewed::parse(&text);
            prop_assert!(viewed.0.len() <= VIEWED_MAX);
            prop_assert!(viewed.0.iter().collect::<std::collections::BTreeSet<_>>().len() == viewed.0.len(), "each once");
            let cookie = viewed.set_cookie(&Settings::default());
            let value = cookie.split(['=', ';']).nth(1).expect("a value");
            prop_assert_eq!(Viewed::parse(value), viewed);
        }
    }
}
