//! Narrowing a list: groups of values with counts, a price from–to, and chips for what is already chosen.
//!
//! All of it is one GET form; a value with its own address is a link instead. Values keep their place when chosen.

use maud::{Markup, html};

use super::icon::Icon;
use super::pager::count;
use super::stars;
use crate::base::messages::t;

/// Values shown before "Show 14 more".
const SHOWN: usize = 6;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Each value is an address of its own: categories, ranges of prices.
    Links,
    /// Any number of them: brands, availability.
    Several,
    /// One at a time, with (t("facet-any")) on top: ratings.
    One,
}

#[derive(Clone, Debug)]
pub struct FacetGroup {
    /// The query parameter, such as `brand`.
    pub name: String,
    pub label: String,
    pub choice: Choice,
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Debug, Default)]
pub struct FacetValue {
    pub value: String,
    pub label: String,
    pub count: Option<u64>,
    pub selected: bool,
    /// Needed for [`Choice::Links`] only.
    pub href: Option<String>,
    /// Leads back up: a category above the selected one.
    pub up: bool,
    /// Drawn before the label, in hundredths, for ratings.
    pub stars: Option<u16>,
}

/// Lowest and highest price, as typed.
#[derive(Clone, Debug, Default)]
pub struct PriceRange {
    pub min: String,
    pub max: String,
    /// `$`.
    pub symbol: String,
    /// Ready-made ranges, as links.
    pub ranges: Vec<FacetValue>,
}

/// A filter in force, and the address of the same list without it.
#[derive(Clone, Debug)]
pub struct Chip {
    pub label: String,
    pub href_without: String,
}

#[must_use]
pub fn group(group: &FacetGroup) -> Markup {
    if group.values.is_empty() {
        return html! {};
    }
    match group.choice {
        Choice::Links => html! {
            div.facet { h3 { (group.label) } (links(&group.values)) }
        },
        Choice::Several => html! {
            fieldset.facet {
                legend { (group.label) }
                (folded(&group.values.iter().collect::<Vec<_>>(), |value| tick(group, value, "checkbox")))
            }
        },
        Choice::One => html! {
            fieldset.facet {
                legend { (group.label) }
                label { input type="radio" name=(group.name) value="" checked[!group.values.iter().any(|value| value.selected)]; (t("facet-any")) }
                @for value in &group.values { (tick(group, value, "radio")) }
            }
        },
    }
}

#[must_use]
pub fn price(range: &PriceRange) -> Markup {
    html! {
        fieldset.facet {
            legend { (t("price")) }
            div.range {
                label { (t!("facet-from", sign = range.symbol)) input name="price_min" value=(range.min) inputmode="decimal" autocomplete="off"; }
                label { (t!("facet-to", sign = range.symbol)) input name="price_max" value=(range.max) inputmode="decimal" autocomplete="off"; }
            }
            (links(&range.ranges))
        }
    }
}

/// What is chosen, each with a way to take it back, and one for all.
#[must_use]
pub fn chips(chips: &[Chip], clear: &str) -> Markup {
    html! {
        @if !chips.is_empty() {
            ul.chips role="list" aria-label=(t("filters-chosen")) {
                @for chip in chips {
                    li { a.chip href=(chip.href_without) { span.vh { (t("filter-remove")) " " } (chip.label) (Icon::Close) } }
                }
                li { a.chip.plain href=(clear) { (t("clear-all")) } }
            }
        }
    }
}

fn links(values: &[FacetValue]) -> Markup {
    let (above, level): (Vec<&FacetValue>, Vec<&FacetValue>) = values.iter().partition(|value| value.up);
    html! {
        @for value in above { a.pick href=[value.href.as_deref()] { "‹ " (value.label) (counted(value)) } }
        (folded(&level, pick))
    }
}

fn pick(value: &FacetValue) -> Markup {
    html! {
        @if leaves_nothing(value) {
            span.pick data-none { (value.label) (counted(value)) }
        } @else {
            a.pick href=[value.href.as_deref()] aria-current=[value.selected.then_some("true")] { (value.label) (counted(value)) }
        }
    }
}

fn folded(values: &[&FacetValue], one: impl Fn(&FacetValue) -> Markup) -> Markup {
    let (first, rest) = values.split_at_checked(SHOWN).filter(|(_, rest)| rest.len() > 1).unwrap_or((values, &[]));
    html! {
        @for value in first { (one(value)) }
        @if !rest.is_empty() {
            details open[rest.iter().any(|value| value.selected)] {
                summary { (t!("facet-more", count = rest.len())) }
                @for value in rest { (one(value)) }
            }
        }
    }
}

/// Such a value is shown, so that the list stays calm, but can't be chosen.
fn leaves_nothing(value: &FacetValue) -> bool {
    value.count == Some(0) && !value.selected
}

fn tick(group: &FacetGroup, value: &FacetValue, kind: &str) -> Markup {
    let nothing = leaves_nothing(value);
    html! {
        label data-none[nothing] {
            input type=(kind) name=(group.name) value=(value.value) checked[value.selected] disabled[nothing];
            @if let Some(hundredths) = value.stars { span class={ "stars " (stars::class(hundredths)) } {} }
            (value.label) (counted(value))
        }
    }
}

fn counted(value: &FacetValue) -> Markup {
    html! { @if let Some(number) = value.count { " " span.count { (count(number)) } } }
}
