//! Fields of forms, and what is wrong with them: said once on top with links, and again beside each field.
//!
//! What was typed always comes back. A field's id is its name, so a page has each field once.

use maud::{Markup, html};

use super::icon::Icon;
use crate::base::messages::t;
use crate::domain::refusal::FieldError;

#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub value: &'a str,
    /// `text`, `email`, `tel`.
    pub kind: &'a str,
    /// The token that lets browsers fill it in.
    pub autocomplete: &'a str,
    pub hint: Option<&'a str>,
    pub required: bool,
    /// `half`, `third` or `most` of a row, else all of it.
    pub width: &'a str,
}

impl Default for Field<'_> {
    fn default() -> Self {
        Self { name: "", label: "", value: "", kind: "text", autocomplete: "off", hint: None, required: true, width: "" }
    }
}

#[must_use]
pub fn field(field: &Field, errors: &[FieldError]) -> Markup {
    let wrong = error_of(errors, field.name);
    html! {
        div class={ "field " (field.width) } {
            (label(field))
            input #(field.name) name=(field.name) type=(field.kind) value=(field.value) autocomplete=(field.autocomplete)
                required[field.required] aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(field, wrong)];
            (below(field, wrong))
        }
    }
}

/// A field with a list of (value, label) to choose from.
#[must_use]
pub fn select<'a>(field: &Field, options: impl Iterator<Item = (&'a str, &'a str)>, errors: &[FieldError]) -> Markup {
    let wrong = error_of(errors, field.name);
    html! {
        div class={ "field " (field.width) } {
            (label(field))
            select #(field.name) name=(field.name) autocomplete=(field.autocomplete) required[field.required]
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(field, wrong)] {
                option value="" { (t("field-choose")) }
                @for (value, label) in options { option value=(value) selected[value == field.value] { (label) } }
            }
            (below(field, wrong))
        }
    }
}

/// A field for several lines.
#[must_use]
pub fn area(field: &Field, errors: &[FieldError]) -> Markup {
    let wrong = error_of(errors, field.name);
    html! {
        div class={ "field " (field.width) } {
            (label(field))
            textarea #(field.name) name=(field.name) rows="6" autocomplete=(field.autocomplete) dir="auto"
                required[field.required] aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(field, wrong)] { "\n" (field.value) }
            (below(field, wrong))
        }
    }
}

/// All that is wrong, on top of the form; nothing where nothing is.
#[must_use]
pub fn summary(errors: &[FieldError]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.notice #error-summary data-tone="danger" role="alert" tabindex="-1" {
                (Icon::Alert)
                div {
                    strong { (t!("field-errors", count = errors.len())) }
                    ul { @for error in errors { li { a href={ "#" (field_name(error)) } { (error.said()) } } } }
                }
            }
        }
    }
}

/// The title of a page whose form came back.
#[must_use]
pub fn title(title: &str, errors: &[FieldError]) -> String {
    if errors.is_empty() { title.to_owned() } else { t!("error-title", title = title) }
}

fn label(field: &Field) -> Markup {
    html! { label for=(field.name) { (field.label) @if !field.required { small { " " (t("optional")) } } } }
}

fn below(field: &Field, wrong: Option<&FieldError>) -> Markup {
    html! {
        @if let Some(hint) = field.hint { p.hint id={ (field.name) "-hint" } { (hint) } }
        @if let Some(error) = wrong { p.wrong id={ (field.name) "-error" } { (Icon::Alert) (error.said()) } }
    }
}

fn described(field: &Field, wrong: Option<&FieldError>) -> Option<String> {
    let hint = field.hint.map(|_| format!("{}-hint", field.name));
    let error = wrong.map(|_| format!("{}-error", field.name));
    let parts: Vec<String> = hint.into_iter().chain(error).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn error_of<'a>(errors: &'a [FieldError], name: &str) -> Option<&'a FieldError> {
    errors.iter().find(|error| field_name(error) == name)
}

/// The last part of the pointer: `/shipping_address/city` is the field `city`.
fn field_name(error: &FieldError) -> &str {
    error.pointer.rsplit('/').next().unwrap_or("")
}
