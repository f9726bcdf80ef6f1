//! Giving money back: all parts together are the whole, and never a cent or a unit more.

use super::world::{begin, done, paid, placed, refused, terms, usd};
use crate::base::clock::Timestamp;
use crate::domain::coupon::{AppliedCoupon, CouponCode, Worth};
use crate::domain::limits::REFUNDS_MAX;
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Actor, Order, OrderId, Status};
use crate::domain::pricing::Terms;
use crate::domain::rate::Rate;
use crate::domain::refund::{Planned, Refund, RefundState, Wanted};
use crate::domain::refusal::Refusal;
use crate::domain::tax::Tax;
use proptest::prelude::{Just, Strategy, TestCaseError, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

fn units(lines: &[(&str, u32)]) -> Wanted {
    Wanted { lines: lines.iter().map(|(sku, quantity)| ((*sku).to_owned(), *quantity)).collect(), amount: None }
}

fn sum(minor: i64) -> Wanted {
    Wanted { amount: Some(usd(minor)), ..Wanted::default() }
}

/// The sum that comes back, or the field that asks for too much.
fn asked(order: &Order, wanted: &Wanted) -> Result<i64, String> {
    order.plan_refund(wanted).map(|planned| planned.amount.minor).map_err(|refusal| match refusal {
        Refusal::Invalid { errors } => errors.into_iter().map(|error| error.pointer).collect(),
        other => panic!("not about a field: {other}"),
    })
}

fn give(order: &mut Order, wanted: &Wanted) -> i64 {
    let planned = order.plan_refund(wanted).expect("there is enough");
    begin(order, &planned);
    done(order);
    planned.amount.minor
}

fn counts(planned: &Planned) -> Vec<(u64, u32)> {
    planned.lines.iter().map(|line| (line.variant.0, line.quantity)).collect()
}

fn with(worth: Worth) -> Terms {
    Terms { coupon: CouponCode::parse("TEST").map(|code| AppliedCoupon { code, worth }), ..terms() }
}

/// 3 × 10.00 and 1 × 5.00: 2.80 of tax, 5.99 of shipping, 43.79 in all.
fn ordinary() -> Order {
    paid(&terms(), &[(1_000, 3), (500, 1)])
}

#[test]
fn a_unit_brings_its_tax_back_and_shipping_stays() {
    let mut order = ordinary();
    assert_eq!(give(&mut order, &units(&[("s0", 1)])), 1_080);
    assert_eq!(give(&mut order, &units(&[("s1", 1), ("s0", 1)])), 1_620);
    assert_eq!(give(&mut order, &units(&[("s0", 1)])), 1_080);
    assert_eq!(asked(&order, &Wanted::default()), Ok(599), "shipping is what is left");
}

#[test]
fn a_discount_comes_off_what_is_given_back() {
    let mut order = paid(&with(Worth::Percent(Rate(100_000))), &[(1_000, 2)]);
    assert_eq!(give(&mut order, &units(&[("s0", 1)])), 972, "9.00 and 8 %");
    let mut order = paid(&with(Worth::Sum(usd(1))), &[(1_000, 3)]);
    let parts: Vec<i64> = (0..3).map(|_| give(&mut order, &units(&[("s0", 1)]))).collect();
    assert_eq!(parts, [1_079, 1_080, 1_080], "the cent of the coupon is taken once");
}

#[test]
fn a_price_that_carries_its_tax_comes_back_as_it_was_paid() {
    let tax = Tax { rate: Rate(190_000), inclusive: true, shipping_taxed: true };
    let mut order = paid(&Terms { tax, ..terms() }, &[(1_190, 2)]);
    assert_eq!(give(&mut order, &units(&[("s0", 1)])), 1_190);
    assert_eq!(give(&mut order, &units(&[("s0", 1)])), 1_190);
}

#[test]
fn everything_is_what_is_left_of_money_and_units() {
    let mut order = ordinary();
    let whole = order.plan_refund(&Wanted::default()).expect("all is left");
    assert_eq!((whole.amount, counts(&whole)), (order.totals.total, vec![(0, 3), (1, 1)]));
    give(&mut order, &units(&[("s0", 2), ("s1", 1)]));
    give(&mut order, &sum(100));
    let rest = order.plan_refund(&Wanted::default()).expect("one is left");
    assert_eq!((rest.amount, counts(&rest)), (usd(4_379 - 2_700 - 100), vec![(0, 1)]));
    begin(&mut order, &rest);
    assert_eq!(asked(&order, &Wanted::default()), Err("/amount".to_owned()), "on its way is as good as gone");
    assert_eq!(asked(&order, &units(&[("s0", 1)])), Err("/lines/0/quantity".to_owned()));
}

#[test]
fn a_sum_is_given_back_to_the_cent_and_not_beyond() {
    let order = ordinary();
    assert_eq!(asked(&order, &sum(1)), Ok(1));
    assert_eq!(asked(&order, &sum(4_379)), Ok(4_379));
    for bad in [0, -1, 4_380] {
        assert_eq!(asked(&order, &sum(bad)), Err("/amount".to_owned()), "{bad}");
    }
    let euros = Wanted { amount: Currency::parse("EUR").map(|eur| Money::new(100, eur)), ..Wanted::default() };
    assert_eq!(asked(&order, &euros), Err("/amount".to_owned()), "money goes back as it came");
    assert_eq!(asked(&placed(&terms(), &[(1_000, 1)]), &sum(1)), Err("/amount".to_owned()), "nothing came in");
    assert_eq!(order.plan_refund(&sum(100)).map(|planned| planned.lines), Ok(Vec::new()), "a sum alone brings no units back");
    let told = order.plan_refund(&sum(4_380)).expect_err("too much");
    assert_eq!(told, Refusal::invalid("/amount", "Between $0.01 and $43.79 can be given back"));
}

/// A merchant may give back less than the units cost, or more as a courtesy; the units are back all the same.
#[test]
fn a_sum_may_stand_for_units() {
    let order = ordinary();
    let planned = order.plan_refund(&Wanted { amount: Some(usd(250)), ..units(&[("s0", 2)]) }).expect("less than they cost");
    assert_eq!((planned.amount, counts(&planned)), (usd(250), vec![(0, 2)]));
}

/// A quarter of a cent each: three come back for nothing, and the fourth brings the cent.
#[test]
fn a_unit_that_is_worth_less_than_a_cent_comes_back_all_the_same() {
    let mut order = paid(&with(Worth::Percent(Rate(900_000))), &[(2, 4)]);
    let parts: Vec<i64> = (0..4).map(|_| give(&mut order, &units(&[("s0", 1)]))).collect();
    assert_eq!(parts, [0, 0, 0, 1]);
    assert_eq!(order.refunds.len(), 1, "nobody is asked to give back nothing");
    let mut gift = paid(&terms(), &[(1_000, 1), (0, 2)]);
    assert_eq!(give(&mut gift, &units(&[("s1", 2)])), 0);
    assert_eq!(asked(&gift, &units(&[("s1", 1)])), Err("/lines/0/quantity".to_owned()), "it came back already");
}

/// The parcel comes back after its money went, or the shop sends another one.
#[test]
fn units_come_back_without_money() {
    let mut order = ordinary();
    assert_eq!(give(&mut order, &Wanted { amount: Some(usd(0)), ..units(&[("s0", 1)]) }), 0);
    assert_eq!(order.refundable(), order.totals.total);
    give(&mut order, &sum(4_379));
    assert_eq!(give(&mut order, &units(&[("s0", 2)])), 0, "all of it went before");
    assert_eq!(asked(&order, &Wanted::default()), Err("/amount".to_owned()), "everything is about money");
    assert_eq!(give(&mut order, &units(&[("s1", 1)])), 0);
    let euros = Wanted { amount: Currency::parse("EUR").map(Money::zero), ..units(&[("s0", 1)]) };
    assert_eq!(ordinary().plan_refund(&euros).map(|planned| planned.amount), Ok(usd(0)), "nothing is nothing in any currency");
}

#[test]
fn units_bring_no_more_than_is_left() {
    let mut order = ordinary();
    give(&mut order, &sum(4_000));
    assert_eq!(give(&mut order, &units(&[("s0", 1)])), 379);
}

/// Units that were never sold can't come back: those of an order that waits or came to nothing stand in the stock already.
#[test]
fn nothing_comes_back_that_was_never_sold() {
    let mut order = placed(&terms(), &[(1_000, 1)]);
    assert_eq!(asked(&order, &units(&[("s0", 1)])), Err("/amount".to_owned()));
    order.move_to(Status::Cancelled, Timestamp(1), Actor::Shop, "");
    assert_eq!(asked(&order, &units(&[("s0", 1)])), Err("/amount".to_owned()));
}

/// What it cost to send them, and the tax on that, doesn't come back with the goods.
#[test]
fn the_tax_of_shipping_stays_with_shipping() {
    let tax = Tax { rate: Rate(100_000), shipping_taxed: true, inclusive: false };
    let mut order = paid(&Terms { tax, ..terms() }, &[(1_000, 2)]);
    assert_eq!(give(&mut order, &units(&[("s0", 2)])), 2_200);
    assert_eq!(asked(&order, &Wanted::default()), Ok(659), "5.99 and 10 %");
}

#[test]
fn nobody_gives_back_what_was_not_bought() {
    let mut order = ordinary();
    let at = |order: &Order, lines: &[(&str, u32)]| asked(order, &units(lines)).expect_err("too many");
    assert_eq!(at(&order, &[("s0", 1), ("mug", 1)]), "/lines/1/sku");
    assert_eq!(at(&order, &[("s0", 0)]), "/lines/0/quantity");
    assert_eq!(at(&order, &[("s0", 4)]), "/lines/0/quantity");
    assert_eq!(at(&order, &[("s0", 2), ("s1", 1), ("s0", 2)]), "/lines/2/quantity", "named twice, counted together");
    let twice = order.plan_refund(&units(&[("s0", 2), ("s1", 1), ("s0", 1)])).expect("exactly all");
    assert_eq!((twice.amount, counts(&twice)), (usd(3_780), vec![(0, 3), (1, 1)]));
    give(&mut order, &units(&[("s0", 2)]));
    let told = order.plan_refund(&units(&[("s0", 2)])).expect_err("one is left");
    assert_eq!(told, Refusal::invalid("/lines/0/quantity", "Of s0, 1 to 1 can be given back"));
    assert_eq!(asked(&order, &units(&[("s0", 1)])), Ok(1_080));
}

#[test]
fn what_the_provider_refused_can_be_given_back_as_a_sum() {
    let mut order = ordinary();
    let planned = order.plan_refund(&Wanted::default()).expect("all is left");
    begin(&mut order, &planned);
    refused(&mut order);
    assert_eq!(asked(&order, &sum(4_379)), Ok(4_379));
    assert_eq!(asked(&order, &units(&[("s0", 1)])), Err("/lines/0/quantity".to_owned()), "the units are back");
}

#[test]
fn an_order_is_refunded_so_often_and_no_more() {
    let mut order = ordinary();
    for _ in 1..REFUNDS_MAX {
        give(&mut order, &sum(1));
    }
    assert_eq!(asked(&order, &sum(1)), Ok(1));
    give(&mut order, &sum(1));
    assert_eq!(asked(&order, &sum(1)), Err("/lines".to_owned()));
    assert_eq!(give(&mut order, &Wanted { amount: Some(usd(0)), ..units(&[("s0", 1)]) }), 0, "units still come back");
}

/// The provider's webhooks come with the key alone.
#[test]
fn a_key_names_one_refund_and_leads_back_to_its_order() {
    let mut order = ordinary();
    give(&mut order, &sum(1));
    give(&mut order, &sum(1));
    let keys: Vec<String> = order.refunds.iter().map(|refund| refund.call_key(order.id)).collect();
    assert_ne!(keys[0], keys[1]);
    assert_ne!(keys[0], order.refunds[0].call_key(OrderId(8)));
    assert!(keys.iter().all(|key| Refund::order_of_key(key) == Some(order.id)), "{keys:?}");
    for foreign in ["", "rf-", "rf-7", "rf-x-1", "payment-7", "7-1"] {
        assert_eq!(Refund::order_of_key(foreign), None, "{foreign}");
    }
}

#[test]
fn each_state_of_a_refund_has_its_name() {
    let states = [RefundState::Pending, RefundState::Done { reference: String::new() }, RefundState::Refused { reason: String::new() }];
    assert_eq!(states.map(|state| state.name()), ["pending", "done", "refused"]);
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let worth = prop_oneof![
        Just(None),
        (1_u32..=1_000_000).prop_map(|ppm| Some(Worth::Percent(Rate(ppm)))),
        (1_i64..6_000).prop_map(|minor| Some(Worth::Sum(usd(minor)))),
        Just(Some(Worth::FreeShipping)),
    ];
    (0_u32..=1_000_000, any::<bool>(), any::<bool>(), worth).prop_map(|(ppm, inclusive, shipping_taxed, worth)| Terms {
        tax: Tax { rate: Rate(ppm), inclusive, shipping_taxed },
        ..worth.map_or_else(terms, with)
    })
}

fn any_order() -> impl Strategy<Value = Order> {
    let price = prop_oneof![1_i64..20, 1_i64..5_000, Just(0)];
    (any_terms(), proptest::collection::vec((price, 1_u32..6), 1..5)).prop_map(|(terms, lines)| paid(&terms, &lines))
}

/// All units that didn't come back yet, by name.
fn all_units(order: &Order) -> Wanted {
    let left = order.lines.iter().map(|line| (line.sku.clone(), line.quantity - line.returned));
    Wanted { lines: left.filter(|(_, quantity)| *quantity > 0).collect(), amount: None }
}

/// What was written down of this order until now: units back, and money back or on its way.
fn check(order: &Order) -> Result<(), TestCaseError> {
    let gone: i64 =
        order.refunds.iter().filter(|refund| !matches!(refund.state, RefundState::Refused { .. })).map(|refund| refund.amount.minor).sum();
    prop_assert_eq!(order.refundable().minor, order.captured().minor - gone);
    prop_assert!(gone <= order.captured().minor, "{gone} of {}", order.captured());
    prop_assert!(order.refunds.iter().all(|refund| refund.amount.minor > 0));
    prop_assert!(order.lines.iter().all(|line| line.returned <= line.quantity));
    Ok(())
}

proptest! {
    /// Whatever a merchant asks for and a provider answers: no cent and no unit more than there were.
    #[test]
    fn never_more_than_came_in(
        mut order in any_order(),
        asks in proptest::collection::vec((0_usize..5, 0_u32..6, proptest::option::of(-5_i64..20_000), 0_u8..4), 0..12),
    ) {
        for (place, quantity, amount, answer) in asks {
            let lines = order.lines.get(place).map_or_else(Vec::new, |line| vec![(line.sku.clone(), quantity)]);
            let Ok(planned) = order.plan_refund(&Wanted { lines, amount: amount.map(usd) }) else { continue };
            begin(&mut order, &planned);
            match answer {
                0 => {}
                1 => refused(&mut order),
                _ => done(&mut order),
            }
            check(&order)?;
        }
        let left = order.refundable();
        match order.plan_refund(&Wanted::default()) {
            Ok(rest) => prop_assert_eq!(rest.amount, left),
            Err(_) => prop_assert_eq!(left, usd(0)),
        }
    }

    /// However an order is cut into refunds, whose turn ever it is: the parts are the whole, and a unit comes back once.
    #[test]
    fn all_cuttings_of_an_order_give_back_all_of_it(whole in any_order(), turns in proptest::collection::vec((0_usize..5, 1_u32..4), 0..40)) {
        let mut order = whole.clone();
        let shipped = order.captured().minor - order.plan_refund(&all_units(&order)).map_or(0, |planned| planned.amount.minor);
        for (place, quantity) in turns {
            let Some(line) = order.lines.get(place) else { continue };
            let (sku, left) = (line.sku.clone(), line.quantity - line.returned);
            let asked = units(&[(&sku, quantity)]);
            if quantity > left {
                prop_assert!(order.plan_refund(&asked).is_err());
                continue;
            }
            let alone = whole.plan_refund(&asked).expect("all are there").amount.minor;
            let given = give(&mut order, &asked);
            prop_assert!((given - alone).abs() <= 1, "{given} now, {alone} at first");
        }
        if !all_units(&order).lines.is_empty() {
            let asked = all_units(&order);
            give(&mut order, &asked);
        }
        prop_assert_eq!(order.refundable().minor, shipped, "the goods are paid back, whatever the parts were");
        if shipped > 0 {
            give(&mut order, &Wanted::default());
        }
        prop_assert_eq!(order.refunded(), order.captured());
        prop_assert!(order.lines.iter().all(|line| line.returned == line.quantity));
    }

    /// What came back before makes no unit dearer or cheaper.
    #[test]
    fn a_line_is_worth_the_same_whatever_came_back_before(whole in any_order(), others in proptest::collection::vec((1_usize..5, 1_u32..6), 0..6)) {
        let first = units(&[("s0", 1)]);
        let worth = asked(&whole, &first);
        let mut order = whole;
        for (place, quantity) in others {
            if let Some(line) = order.lines.get(place).filter(|line| line.quantity - line.returned >= quantity) {
                let asked = units(&[(line.sku.as_str(), quantity)]);
                give(&mut order, &asked);
            }
        }
        prop_assert_eq!(asked(&order, &first), worth);
    }
}
