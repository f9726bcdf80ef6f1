//! Asking to send something of an order back: which units, why, and anything else.

use maud::{Markup, html};

use crate::base::clock::Timestamp;
use crate::base::messages::t;
use crate::domain::order::{Order, OrderLine};
use crate::domain::refusal::FieldError;
use crate::domain::returns::{ReturnReason, TypedReturn};
use crate::domain::wrong::Wrong;
use crate::web::ui::field::{self, Field};
use crate::web::ui::icon::Icon;
use crate::web::ui::layout::{self, Head, Layout};
use crate::web::ui::notice::{Notice, Tone, notice};
use crate::web::ui::picture::{self, Room, Urgency};
use crate::web::ui::returns::reason;

#[derive(Clone, Copy, Debug)]
pub struct ReturnPage<'a> {
    pub order: &'a Order,
    /// The last day on which something can be asked for, or why nothing can.
    pub until: &'a Result<Timestamp, Wrong>,
    pub typed: &'a TypedReturn,
    pub errors: &'a [FieldError],
    /// Opens the order to whoever has it.
    pub token: &'a str,
}

impl ReturnPage<'_> {
    fn order_path(&self) -> String {
        self.order.number.map_or_else(String::new, |number| format!("/orders/{number}"))
    }
}

#[must_use]
pub fn page(layout: &Layout, page: &ReturnPage) -> Markup {
    let back = format!("{}?token={}", page.order_path(), page.token);
    let main = html! {
        div.wrap.section {
            div.stack.narrow.track {
                h1 { (t("return-items")) }
                @match page.until {
                    Ok(until) => (form(page, *until)),
                    Err(wrong) => (notice(&Notice::new(Tone::Warn, t("return-not-now"), &wrong.said()))),
                }
                p { a href=(back) { (t("return-back")) } }
            }
        }
    };
    layout::page(layout, &Head::private(&field::title(t("return-items"), page.errors)), &main)
}

/// The form alone.
#[must_use]
pub fn form(page: &ReturnPage, until: Timestamp) -> Markup {
    let TypedReturn { number, reason: chosen, comment, .. } = page.typed;
    let why = Field { name: "reason", label: t("return-why"), value: chosen, ..Field::default() };
    let hint = Some(t("return-comment-hint"));
    let more = Field { name: "comment", label: t("return-comment"), value: comment, required: false, hint, ..Field::default() };
    let reasons = ReturnReason::ALL.map(|known| (known.name(), reason(known)));
    html! {
        p { (t!("return-until", date = until.date())) }
        form.stack method="post" action={ (page.order_path()) "/return" } novalidate {
            (field::summary(page.errors))
            input type="hidden" name="token" value=(page.token);
            input type="hidden" name="number" value=(number);
            (lines(page))
            div.fields.wide-block {
                (field::select(&why, reasons.into_iter(), page.errors))
                (field::area(&more, page.errors))
            }
            button.btn.primary.big { (t("return-ask")) }
            p.hint { (t("return-then")) }
        }
    }
}

/// A box to tick for each line of which something can still come back.
fn lines(page: &ReturnPage) -> Markup {
    let wrong = page.errors.iter().find(|error| error.pointer == "/lines");
    html! {
        fieldset.field #lines tabindex="-1" aria-describedby=[wrong.map(|_| "lines-error")] {
            legend { (t("return-what")) }
            div.options {
                @for line in &page.order.lines {
                    @let max = page.order.returnable(line);
                    @if max > 0 { (choice(page, line, max)) }
                }
            }
            @if let Some(error) = wrong { p.wrong #lines-error { (Icon::Alert) (error.said()) } }
        }
    }
}

/// How many of several is asked where the box is ticked.
fn choice(page: &ReturnPage, line: &OrderLine, max: u32) -> Markup {
    let typed = page.typed.lines.iter().find(|(variant, _)| *variant == line.variant).map(|(_, units)| units.as_str());
    let (units, problem) = (format!("units-{}", line.variant), format!("units-{}-error", line.variant));
    let wrong = page.errors.iter().find(|error| error.pointer.strip_prefix('/') == Some(units.as_str()));
    let all = max.to_string();
    html! {
        label {
            input type="checkbox" name="line" value=(line.variant) checked[typed.is_some()];
            (picture::picture(line.image.as_deref(), &line.title, "", (Room::Line, Urgency::Soon)))
            span { (line.title) small { @if !line.options.is_empty() { (line.options) " · " } (line.unit_price) } }
        }
        @if max > 1 || wrong.is_some() {
            label.units {
                span { (t!("return-units", count = max)) span.vh { ": " (line.title) } }
                input id=(units) type="number" name=(units) value=(typed.unwrap_or(&all)) min="1" max=(max) inputmode="numeric" autocomplete="off"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| problem.as_str())];
            }
            @if let Some(error) = wrong { p.wrong id=(problem) { (Icon::Alert) (error.said()) } }
        }
    }
}
