//! The pages of a return on made-up data, in every state.

use super::order::{OrderPage, page as order_page};
use super::returns::{ReturnPage, page};
use super::samples;
use crate::domain::order::Status;
use crate::domain::refusal::FieldError;
use crate::domain::returns::TypedReturn;
use crate::domain::wrong::Wrong;

/// Every look of them, by the name of its file.
pub(super) fn pages() -> Vec<(&'static str, String)> {
    let (fresh, order) = (samples::order(Status::Delivered), samples::returned_order());
    let (until, late) = (Ok(samples::NOW.plus_days(30)), Err(Wrong::Said("wrong-return-late")));
    let variant = fresh.lines[0].variant;
    let typed = TypedReturn { number: 1, lines: vec![(variant, "9".into())], comment: "<b>Cracked</b>".into(), ..TypedReturn::default() };
    let errors = [
        FieldError::wrong(&format!("/units-{variant}"), Wrong::MoreThanBought { max: 2 }),
        FieldError::wrong("/lines", Wrong::Said("wrong-return-lines")),
        FieldError::wrong("/reason", Wrong::Said("wrong-return-reason")),
    ];
    let start = ReturnPage { order: &fresh, until: &until, typed: &TypedReturn::default(), errors: &[], token: "abc" };
    let form = |shown: ReturnPage| page(&samples::layout("/orders"), &shown).into_string();
    let shown =
        OrderPage { order: &order, just_placed: false, offer_account: false, bank_details: "", token: "abc", returnable_until: Some(samples::NOW) };
    vec![
        ("return", form(start)),
        ("return-wrong", form(ReturnPage { typed: &typed, errors: &errors, ..start })),
        ("return-late", form(ReturnPage { until: &late, ..start })),
        ("order-returns", order_page(&samples::layout("/orders/1042"), &shown).into_string()),
    ]
}
