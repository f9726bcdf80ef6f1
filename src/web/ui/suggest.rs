//! Suggestions under the search field: texts, categories and products, each a plain link.

use maud::{Markup, html};

use super::icon::Icon;
use super::link::Link;
use super::picture::{self, Room, Urgency};
use super::{card, price};
use crate::base::messages::t;
use crate::base::text::tidy;
use crate::shop::product::Card;

#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    /// What stands in the field.
    pub typed: String,
    pub queries: Vec<Link>,
    /// Labelled with the whole path: `Kitchen > Mugs`.
    pub categories: Vec<Link>,
    pub cards: Vec<Card>,
}

/// Nothing at all where there is nothing to suggest.
#[must_use]
pub fn suggestions(found: &Suggestions) -> Markup {
    html! {
        @if !found.queries.is_empty() {
            ul role="list" aria-label=(t("suggest-searches")) {
                @for link in &found.queries {
                    li { a href=(link.href) { (Icon::Search) span { (completed(&found.typed, &link.label)) } } }
                }
            }
        }
        @if !found.categories.is_empty() {
            ul role="list" aria-label=(t("categories")) {
                @for link in &found.categories { li { a href=(link.href) { (Icon::Grid) (category(&link.label)) } } }
            }
        }
        @if !found.cards.is_empty() {
            ul role="list" aria-label=(t("products")) {
                @for card in &found.cards {
                    li {
                        a href=(card::href(card)) {
                            (picture::decoration(card.image.as_ref(), &card.title, (Room::Line, Urgency::Soon)))
                            span.name { (card.title) }
                            (price::price(&card::price_of(card), false))
                        }
                    }
                }
            }
        }
    }
}

/// What the text adds to what was typed stands out.
fn completed(typed: &str, text: &str) -> Markup {
    let typed = tidy(typed).to_lowercase();
    match text.strip_prefix(typed.as_str()) {
        Some(rest) => html! { (typed) b { (rest) } },
        None => html! { b { (text) } },
    }
}

fn category(label: &str) -> Markup {
    match label.rsplit_once(" > ") {
        Some((above, name)) => html! { span { b { (name) } " " small { (t!("suggest-in", above = above.replace(" > ", " › "))) } } },
        None => html! { span { b { (label) } } },
    }
}

#[cfg(test)]
mod tests {
    use super::{Suggestions, completed, suggestions};
    use crate::web::ui::link::Link;

    #[test]
    fn what_is_added_stands_out_and_nothing_is_markup() {
        assert_eq!(completed(" Oak  t", "oak table").into_string(), "oak t<b>able</b>");
        assert_eq!(completed("oka", "oak").into_string(), "<b>oak</b>");
        let link = Link::new("<script>", "/search?q=%3Cscript%3E");
        let shown = suggestions(&Suggestions { typed: "<s".into(), queries: vec![link], ..Suggestions::default() }).into_string();
        assert!(shown.contains("&lt;s<b>cript&gt;</b>"), "{shown}");
        assert_eq!(suggestions(&Suggestions::default()).into_string(), "");
    }
}
