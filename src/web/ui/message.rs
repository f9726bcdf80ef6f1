//! Messages with markup inside: a link or a number that stands out, wherever its language puts it.

use maud::{Markup, PreEscaped, Render};

use crate::base::messages::{Value, spoken};

/// Stand for the parts while the message is put together: nobody's text has a use for them.
const PLACES: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{e00f}';

/// A message around parts that are markup already; everything else in it is escaped.
#[must_use]
pub fn around(id: &str, facts: &[(&'static str, Value<'_>)], parts: &[(&'static str, Markup)]) -> Markup {
    let places = parts.iter().zip(PLACES).map(|((name, _), place)| (*name, Value::from(place.to_string())));
    let facts: Vec<_> = facts.iter().cloned().chain(places).collect();
    let message = spoken().filled(id, &facts);
    let mut page = String::with_capacity(message.len().saturating_mul(2));
    let mut rest = message.as_str();
    while let Some((at, place)) = rest.char_indices().find(|(_, c)| PLACES.contains(c)) {
        rest[..at].render_to(&mut page);
        let part = parts.iter().zip(PLACES).find(|(_, own)| *own == place);
        page.push_str(part.map_or("", |((_, part), _)| &part.0));
        rest = &rest[at.saturating_add(place.len_utf8())..];
    }
    rest.render_to(&mut page);
    PreEscaped(page)
}

/// A message with facts and, behind a semicolon, with markup: `rich!("sign-in", count = 3; link = html! { a href="/" { "Go" } })`.
macro_rules! rich {
    ($id:literal $(, $name:ident = $value:expr)*; $($part:ident = $markup:expr),+ $(,)?) => {
        $crate::web::ui::message::around(
            $id,
            &[$((stringify!($name), $crate::base::messages::Fact::fact(&$value))),*],
            &[$((stringify!($part), $markup)),+],
        )
    };
}

#[cfg(test)]
mod tests {
    use maud::html;

    #[test]
    fn markup_stands_where_the_message_has_it_and_text_stays_text() {
        let days = html! { b { "<3" } };
        assert_eq!(rich!("arrival"; days = days).into_string(), "Arrives <b>&lt;3</b>");
        let shop = html! { i { "Us" } };
        let date = html! { "1 & 2" };
        assert_eq!(rich!("review-answered"; shop = shop, date = date).into_string(), "<i>Us</i> answered, 1 &amp; 2");
        // Text that has such letters can't bring markup.
        assert_eq!(super::around("order-number", &[("number", "<b>\u{e001}".into())], &[]).into_string(), "Order &lt;b&gt;");
    }
}
