//! Returns: never more than was bought, never on a way of their own, never money that isn't left.

use super::world::{begin, done, paid, terms, usd};
use crate::base::clock::Timestamp;
use crate::domain::limits::{RETURN_COMMENT_CHARS_MAX, RETURNS_MAX};
use crate::domain::order::{Actor, Order, OrderNumber, Status};
use crate::domain::product::VariantId;
use crate::domain::refund::Wanted;
use crate::domain::refusal::Refusal;
use crate::domain::returns::{Return, ReturnReason, ReturnState, TypedReturn};
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

const DAY_MS: i64 = 86_400_000;
const DAYS: u16 = 30;
/// Noon of the day on which the sample order arrives.
const ARRIVED: Timestamp = Timestamp(DAY_MS / 2);

/// 3 × 10.00 and 1 × 5.00: 2.80 of tax, 5.99 of shipping; it has arrived.
fn delivered() -> Order {
    let mut order = paid(&terms(), &[(1_000, 3), (500, 1)]);
    order.number = Some(OrderNumber(1042));
    for status in [Status::Packed, Status::Shipped, Status::Delivered] {
        order.move_to(status, ARRIVED, Actor::Shop, "");
    }
    order
}

fn typed(order: &Order, lines: &[(u64, &str)]) -> TypedReturn {
    let lines = lines.iter().map(|(variant, units)| (VariantId(*variant), (*units).to_owned())).collect();
    TypedReturn { number: order.return_next(), lines, reason: "damaged".into(), comment: String::new() }
}

fn asks(order: &mut Order, lines: &[(u64, &str)]) -> Result<Option<u32>, Vec<String>> {
    let typed = typed(order, lines);
    order.return_ask(&typed, DAYS, ARRIVED).map_err(fields)
}

fn fields(refusal: Refusal) -> Vec<String> {
    match refusal {
        Refusal::Invalid { errors } => errors.into_iter().map(|error| error.pointer).collect(),
        other => panic!("not about fields: {other}"),
    }
}

fn accepted() -> ReturnState {
    ReturnState::Accepted { instructions: "To us".into() }
}

#[test]
fn what_is_asked_for_is_written_down_once_and_not_beyond_what_was_bought() {
    let mut order = delivered();
    let form = TypedReturn { comment: " It \u{202e}leaks.\r\n\r\n\r\nA lot. ".into(), ..typed(&order, &[(0, " 2 "), (1, "1")]) };
    assert_eq!(order.return_ask(&form, DAYS, ARRIVED), Ok(Some(1)));
    assert_eq!(order.return_ask(&form, DAYS, ARRIVED), Ok(None), "the same form is the same return");
    let one = &order.returns[0];
    assert_eq!((one.comment.as_str(), one.reason, one.units(VariantId(0))), ("It leaks.\n\nA lot.", ReturnReason::Damaged, 2));
    assert_eq!((order.return_name(1).as_str(), order.returns.len()), ("1042-1", 1));
    let other = TypedReturn { comment: String::new(), ..form };
    assert_eq!(order.return_ask(&other, DAYS, ARRIVED).map_err(fields), Err(vec!["/lines".into()]), "another form for the same place");
    assert_eq!(asks(&mut order, &[(0, "2")]), Err(vec!["/units-0".into()]), "one is left");
    assert_eq!(asks(&mut order, &[(1, "1"), (0, "1")]), Err(vec!["/lines".into()]), "the other line is asked for");
    assert_eq!(asks(&mut order, &[(0, "1")]), Ok(Some(2)));
    assert_eq!(asks(&mut order, &[(0, "1")]), Err(vec!["/lines".into()]), "nothing is left");
}

#[test]
fn a_form_that_says_too_little_or_too_much_names_its_fields() {
    let mut order = delivered();
    let wrong = TypedReturn { number: 1, reason: "bored".into(), comment: "x".repeat(RETURN_COMMENT_CHARS_MAX + 1), ..TypedReturn::default() };
    assert_eq!(order.return_ask(&wrong, DAYS, ARRIVED).map_err(fields), Err(vec!["/lines".into(), "/reason".into(), "/comment".into()]));
    for bad in ["", "0", "-1", "1.5", "many", "4294967296"] {
        assert_eq!(asks(&mut order, &[(0, bad)]), Err(vec!["/units-0".into()]), "{bad}");
    }
    let both = TypedReturn { reason: String::new(), ..typed(&order, &[(0, "4")]) };
    assert_eq!(order.return_ask(&both, DAYS, ARRIVED).map_err(fields), Err(vec!["/units-0".into(), "/reason".into()]), "told in one go");
    assert_eq!(asks(&mut order, &[(0, "4")]), Err(vec!["/units-0".into()]));
    assert_eq!(asks(&mut order, &[(9, "1")]), Err(vec!["/lines".into()]), "never bought");
    assert_eq!(asks(&mut order, &[(0, "1"), (0, "2")]), Ok(Some(1)));
    assert_eq!(order.returns[0].units(VariantId(0)), 1, "a line is asked for once");
}

#[test]
fn the_last_day_counts_whole_from_the_delivery_or_from_the_shipping() {
    let mut order = delivered();
    let last = ARRIVED.plus_days(DAYS);
    assert_eq!(order.may_return(DAYS, Timestamp(last.0 + DAY_MS / 2 - 1)), Ok(last));
    assert!(order.may_return(DAYS, Timestamp(last.0 + DAY_MS / 2)).is_err());
    order.note(ARRIVED.plus_days(9), Actor::Shop, "A note that moves nothing");
    assert_eq!(order.returnable_until(DAYS), Some(last));
    order.timeline.retain(|moment| moment.status != Status::Delivered);
    order.status = Status::Shipped;
    assert_eq!(order.may_return(DAYS, ARRIVED), Ok(last));
    for status in [Status::Pending, Status::Confirmed, Status::Packed, Status::Cancelled, Status::Refunded] {
        order.status = status;
        assert!(order.may_return(DAYS, ARRIVED).is_err(), "{}", status.name());
    }
}

#[test]
fn nobody_asks_for_ever() {
    let mut order = delivered();
    for number in 1..=u32::try_from(RETURNS_MAX).expect("few") {
        assert_eq!(asks(&mut order, &[(0, "1")]), Ok(Some(number)));
        order.return_step(number, ReturnState::Withdrawn, ARRIVED, Actor::Customer).expect("it is kept");
    }
    assert_eq!(asks(&mut order, &[(0, "1")]), Err(vec!["/lines".into()]));
}

#[test]
fn what_comes_back_is_worth_what_a_refund_of_it_gives() {
    let mut order = delivered();
    asks(&mut order, &[(0, "2"), (1, "1")]).expect("they were bought");
    let worth = |order: &Order| order.return_worth(&order.returns[0]);
    assert_eq!(worth(&order), usd(2_700), "25.00 and its tax");
    order.return_step(1, accepted(), ARRIVED, Actor::Shop).expect("it waits for an answer");
    let by_hand = |units| vec![("s0".to_owned(), units)];
    assert_eq!(order.check_not_asked(&by_hand(2)).map_err(fields), Err(vec!["/lines".into()]), "two of three are asked for");
    assert_eq!(order.check_not_asked(&by_hand(1)), Ok(()));
    let came = order.return_came(1, Wanted::default()).expect("it may come").expect("something is left");
    assert_eq!(order.plan_refund(&came).map(|planned| planned.amount), Ok(usd(2_700)));
    let rest = order.plan_refund(&Wanted::default()).expect("all is left");
    begin(&mut order, &rest);
    assert_eq!((worth(&order), order.return_came(1, Wanted::default())), (usd(0), Ok(None)), "it closes, and moves nothing");
    let more = Wanted { amount: Some(usd(1)), ..Wanted::default() };
    assert!(order.return_came(1, more).is_err());
}

#[test]
fn no_more_comes_than_was_asked_for() {
    let mut order = delivered();
    asks(&mut order, &[(0, "1")]).expect("it was bought");
    assert_eq!(order.return_came(1, Wanted::default()).map_err(fields), Err(vec!["/number".into()]), "nobody said that it may come");
    order.return_step(1, accepted(), ARRIVED, Actor::Shop).expect("it waits for an answer");
    for (sku, units) in [("s0", 2), ("s1", 1), ("spoon", 1)] {
        assert!(order.return_came(1, Wanted { lines: vec![(sku.into(), units)], amount: None }).is_err(), "{sku}");
    }
    assert_eq!(order.return_came(2, Wanted::default()), Err(Refusal::NotFound));
}

/// Orders of before there were returns are read as having none, and what is written now is read as it was written.
#[test]
fn an_order_of_before_has_no_returns() {
    let mut order = delivered();
    let mut bytes = minicbor::to_vec(&order).expect("memory takes it");
    assert_eq!((bytes[0], bytes.last()), (0x91, Some(&0x80)), "seventeen fields, the last an empty list");
    bytes.pop();
    bytes[0] = 0x90;
    assert_eq!(minicbor::decode::<Order>(&bytes).expect("it is read"), order);
    asks(&mut order, &[(0, "1")]).expect("it was bought");
    order.return_step(1, accepted(), ARRIVED, Actor::Shop).expect("it is accepted");
    let bytes = minicbor::to_vec(&order).expect("memory takes it");
    assert_eq!(minicbor::decode::<Order>(&bytes).expect("it is read"), order);
    assert_eq!(order.as_confirmed().returns, Vec::<Return>::new());
}

#[derive(Clone, Debug)]
enum Act {
    Ask(u64, u32),
    Step(u32, ReturnState),
    Refund(u64, u32),
}

fn act() -> impl Strategy<Value = Act> {
    let state = (0_usize..5).prop_map(|place| {
        let received = ReturnState::Received { refund: None };
        [ReturnState::Requested, accepted(), ReturnState::Declined { reason: "No".into() }, ReturnState::Withdrawn, received][place].clone()
    });
    prop_oneof![
        (0_u64..3, 1_u32..5).prop_map(|(line, units)| Act::Ask(line, units)),
        (1_u32..6, state).prop_map(|(number, state)| Act::Step(number, state)),
        (0_u64..2, 1_u32..3).prop_map(|(line, units)| Act::Refund(line, units)),
    ]
}

proptest! {
    /// Whatever is asked for, answered, received and given back in between: every return went a way that there is, and what
    /// came back and what may still be asked for is never more than what was bought.
    #[test]
    fn returns_keep_to_their_way_and_to_what_was_bought(acts in proptest::collection::vec(act(), 0..40)) {
        let mut order = delivered();
        for act in acts {
            match act {
                Act::Ask(line, units) => {
                    let left = order.lines.get(usize::try_from(line).expect("small")).map_or(0, |line| order.returnable(line));
                    let room = order.returns.len() < RETURNS_MAX;
                    let asked = asks(&mut order, &[(line, &units.to_string())]);
                    prop_assert_eq!(asked.is_ok(), units <= left && room);
                }
                Act::Step(number, state) => {
                    let before = order.return_of(number).map(|one| one.state().clone());
                    let came = if matches!(state, ReturnState::Received { .. }) { order.return_came(number, Wanted::default()) } else { Ok(None) };
                    let stepped = order.return_step(number, state.clone(), ARRIVED, Actor::Shop);
                    prop_assert_eq!(stepped.is_ok(), before.is_some_and(|before| before.leads_to(&state)));
                    if let (Ok(()), Ok(Some(came))) = (stepped, came) {
                        let planned = order.plan_refund(&came).expect("what is left can be given back");
                        begin(&mut order, &planned);
                        done(&mut order);
                    }
                }
                Act::Refund(line, units) => {
                    let lines = vec![(format!("s{line}"), units)];
                    let clear = order.check_not_asked(&lines);
                    if let (Ok(()), Ok(planned)) = (clear, order.plan_refund(&Wanted { lines, amount: None })) {
                        begin(&mut order, &planned);
                        done(&mut order);
                    }
                }
            }
            for line in &order.lines {
                let asked: u32 = order.returns.iter().filter(|one| one.open()).map(|one| one.units(line.variant)).sum();
                prop_assert_eq!(line.returned + asked + order.returnable(line), line.quantity);
            }
            prop_assert!(order.returns.iter().all(Return::sound));
            prop_assert!(order.refundable().minor >= 0);
        }
    }
}
