//! An order after it was bought: what it counts, what it tells, and what it was.

use super::world::{begin, done, money, paid, placed, refused, terms, usd};
use crate::base::clock::Timestamp;
use crate::domain::coupon::{AppliedCoupon, CouponCode, Worth, holds_use};
use crate::domain::order::{Actor, Movement, Order, Status, Tracking};
use crate::domain::payment::{Ending, PaymentState, ProviderName};
use crate::domain::pricing::Terms;
use crate::domain::refund::Wanted;

fn give_all(order: &mut Order) {
    let planned = order.plan_refund(&Wanted::default()).expect("something is left");
    begin(order, &planned);
}

fn ended(ending: Ending) -> Order {
    let mut order = placed(&terms(), &[(1_000, 1)]);
    order.payment.state = PaymentState::Ended { ending };
    order.move_to(Status::Cancelled, Timestamp(1), Actor::Shop, "");
    order
}

/// Two mugs and a spoon, sent, and taken back later.
fn long_over() -> Order {
    let mut order = paid(&terms(), &[(1_000, 2), (500, 1)]);
    order.move_to(Status::Packed, Timestamp(2), Actor::Shop, "");
    order.tracking = Some(Tracking { number: "EO1".to_owned(), url: None });
    order.move_to(Status::Shipped, Timestamp(3), Actor::Shop, "");
    give_all(&mut order);
    done(&mut order);
    order.move_to(Status::Refunded, Timestamp(4), Actor::Shop, "");
    order
}

/// A repeated request hears what the first one heard, whatever happened since.
#[test]
fn an_order_is_told_again_as_it_was_confirmed() {
    let order = long_over();
    let told = order.as_confirmed();
    assert_eq!((told.status, &told.tracking, told.refunds.len()), (Status::Confirmed, &None, 0));
    assert_eq!(told.timeline.iter().map(|moment| moment.status).collect::<Vec<_>>(), [Status::Pending, Status::Confirmed]);
    assert_eq!((told.captured(), told.refunded()), (order.totals.total, usd(0)));
    assert_eq!(told.as_confirmed(), told);
}

#[test]
fn money_by_hand_is_still_due_where_an_order_is_told_again() {
    let mut order = placed(&terms(), &[(1_000, 1)]);
    order.payment.method.provider = ProviderName::Manual;
    order.payment.state = PaymentState::Due { reference: "bank".to_owned() };
    order.move_to(Status::Confirmed, Timestamp(1), Actor::Shop, "");
    let first = order.clone();
    let total = order.totals.total;
    money(&mut order, Movement::Captured, total, "bank");
    order.payment.state = PaymentState::Paid { reference: "bank".to_owned() };
    order.note(Timestamp(9), Actor::Shop, "Payment received");
    assert_eq!(order.as_confirmed(), first);
}

#[test]
fn an_order_that_was_never_confirmed_is_told_as_it_is() {
    let order = ended(Ending::Expired);
    assert_eq!(order.as_confirmed(), order);
}

#[test]
fn units_that_came_back_to_be_sold_again_are_not_kept() {
    let mut order = paid(&terms(), &[(1_000, 3), (500, 2)]);
    order.lines[0].restocked = 1;
    assert_eq!((order.units(), order.units_kept()), (5, 4));
}

/// The jobs look after an order as long as a provider owes an answer.
#[test]
fn an_order_is_settled_when_no_answer_is_missing() {
    assert!(placed(&terms(), &[(1_000, 1)]).unsettled());
    let mut order = paid(&terms(), &[(1_000, 1)]);
    assert!(!order.unsettled());
    give_all(&mut order);
    assert!(order.unsettled());
    let mut other = order.clone();
    done(&mut order);
    refused(&mut other);
    assert!(!order.unsettled() && !other.unsettled());
}

#[test]
fn money_that_came_went_and_is_on_its_way_is_told_apart() {
    let mut order = paid(&terms(), &[(1_000, 1)]);
    let total = order.totals.total.minor;
    let sums = |order: &Order| [order.captured(), order.refunded(), order.refundable()].map(|sum| sum.minor);
    assert_eq!(sums(&order), [total, 0, total]);
    for (amount, given, left) in [(100, 0, total - 100), (30, 100, total - 130)] {
        let planned = order.plan_refund(&Wanted { amount: Some(usd(amount)), ..Wanted::default() }).expect("enough is left");
        begin(&mut order, &planned);
        assert_eq!(sums(&order), [total, given, left], "on its way");
        done(&mut order);
        assert_eq!(sums(&order), [total, given + amount, left], "gone");
    }
    give_all(&mut order);
    refused(&mut order);
    assert_eq!(sums(&order), [total, 130, total - 130], "it came back");
}

/// What the letter asks a bank transfer for: the total, until it came or the order is off.
#[test]
fn money_by_hand_is_due_until_it_comes() {
    let mut order = placed(&terms(), &[(1_000, 1)]);
    assert_eq!(order.due(), None, "nobody has said how it is paid");
    order.payment.state = PaymentState::Due { reference: "bank".to_owned() };
    order.move_to(Status::Confirmed, Timestamp(1), Actor::Shop, "");
    assert_eq!(order.due(), Some(order.totals.total));
    let mut off = order.clone();
    off.move_to(Status::Cancelled, Timestamp(2), Actor::Shop, "");
    order.payment.state = PaymentState::Paid { reference: "bank".to_owned() };
    assert_eq!((off.due(), order.due()), (None, None));
}

#[test]
fn what_happened_stands_in_the_order_with_who_did_it() {
    let mut order = paid(&terms(), &[(1_000, 1)]);
    order.note(Timestamp(5), Actor::Staff { name: "Mia".to_owned() }, "The customer called");
    let last = order.timeline.last().expect("a note");
    assert_eq!((last.at, last.status, last.note.as_str()), (Timestamp(5), Status::Confirmed, "The customer called"));
    assert_eq!(last.by, Actor::Staff { name: "Mia".to_owned() });
}

#[test]
fn a_payment_that_came_to_nothing_says_why() {
    let declined = ended(Ending::Declined { code: "lost_card".to_owned(), retryable: false });
    assert_eq!(declined.decline(), Some(("lost_card", false)));
    assert_eq!(ended(Ending::Expired).decline(), Some(("expired", true)));
    assert_eq!(ended(Ending::Withdrawn).decline(), Some(("withdrawn", true)));
    assert_eq!(paid(&terms(), &[(1_000, 1)]).decline(), None);
}

/// An unpaid order gives its use of the coupon back; one that was paid has had it, whatever comes of it.
#[test]
fn a_use_of_a_coupon_is_held_unless_nothing_was_ever_paid() {
    let coupon = CouponCode::parse("TEST").map(|code| AppliedCoupon { code, worth: Worth::FreeShipping });
    let terms = Terms { coupon: coupon.clone(), ..terms() };
    let mut order = placed(&terms, &[(1_000, 1)]);
    assert_eq!(holds_use(&order), coupon.as_ref(), "from the moment it is placed");
    order.move_to(Status::Cancelled, Timestamp(1), Actor::Shop, "");
    assert_eq!(holds_use(&order), None);
    let mut order = paid(&terms, &[(1_000, 1)]);
    order.move_to(Status::Cancelled, Timestamp(2), Actor::Shop, "");
    assert_eq!(holds_use(&order), coupon.as_ref());
}

#[test]
#[should_panic(expected = "never goes from pending to shipped")]
fn skipping_a_step_is_a_bug_that_stops() {
    placed(&terms(), &[(1_000, 1)]).move_to(Status::Shipped, Timestamp(1), Actor::Shop, "");
}
