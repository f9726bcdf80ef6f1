//! How far a checkout is: done, current, still ahead.

use maud::{Markup, html};

use crate::base::messages::t;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: &'static str,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Done, with the way back to it where it can still be changed.
    Done(Option<&'static str>),
    Current,
    Ahead,
}

#[must_use]
pub fn steps(steps: &[Step]) -> Markup {
    html! {
        nav aria-label=(t("checkout-steps")) {
            ol.steps role="list" {
                @for step in steps {
                    @match &step.state {
                        State::Done(Some(href)) => li data-state="done" { a href=(href) { (step.label) span.vh { ", " (t("step-done")) } } },
                        State::Done(None) => li data-state="done" { span { (step.label) span.vh { ", " (t("step-done")) } } },
                        State::Current => li data-state="current" aria-current="step" { span { (step.label) } },
                        State::Ahead => li { span { (step.label) } },
                    }
                }
            }
        }
    }
}
