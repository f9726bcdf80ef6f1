//! Orders to try rules on: bought, paid, and given back in parts.

use crate::base::clock::Timestamp;
use crate::domain::address::{Shipping, TypedAddress};
use crate::domain::cart::CartId;
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Actor, LedgerEntry, Movement, Order, OrderId, OrderLine, SessionId, Status};
use crate::domain::payment::{Charge, Method, Payment, PaymentState, ProviderName};
use crate::domain::pricing::{Terms, totals};
use crate::domain::product::{ProductId, VariantId};
use crate::domain::rate::Rate;
use crate::domain::refund::{Planned, Refund, RefundState};
use crate::domain::shipping::ShippingMethod;
use crate::domain::tax::Tax;

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn shipping() -> Shipping {
    let typed = TypedAddress {
        email: "ada@example.com".into(),
        name: "Ada".into(),
        line1: "1 Main St".into(),
        city: "Oakville".into(),
        region: "CA".into(),
        postal_code: "94103".into(),
        country: "US".into(),
        ..TypedAddress::default()
    };
    typed.check("/email", "").expect("complete")
}

/// What a provider is asked with for an order.
pub fn charge(order: u64) -> Charge {
    Charge {
        order: OrderId(order),
        amount: usd(100),
        token: String::new(),
        email: shipping().email,
        pay_until: Timestamp(1_000),
        return_url: String::new(),
    }
}

/// 8 % on top and 5.99 for shipping.
pub fn terms() -> Terms {
    let tax = Tax { rate: Rate(80_000), ..Tax::default() };
    Terms { currency: Currency::USD, tax, shipping: Some(ShippingMethod::standard(usd(599), None, None)), coupon: None }
}

/// An order that was just written down, of lines of (unit price, quantity); their SKUs are `s0`, `s1` …
pub fn placed(terms: &Terms, lines: &[(i64, u32)]) -> Order {
    let prices: Vec<_> = lines.iter().map(|(price, quantity)| (usd(*price), *quantity)).collect();
    let line = |(place, (unit_price, quantity)): (u64, &(Money, u32))| OrderLine {
        product: ProductId(place),
        variant: VariantId(place),
        sku: format!("s{place}"),
        handle: "thing".to_owned(),
        title: "Thing".to_owned(),
        options: String::new(),
        image: None,
        unit_price: *unit_price,
        quantity: *quantity,
        line_total: unit_price.times(*quantity).expect("small"),
        returned: 0,
        restocked: 0,
    };
    let method = Method { provider: ProviderName::Practice, token: "pm_card_visa".to_owned() };
    let mut order = Order {
        id: OrderId(7),
        number: None,
        session: SessionId(1),
        cart: CartId(1),
        status: Status::Pending,
        placed_at: Timestamp(0),
        shipping: shipping(),
        lines: (0..).zip(&prices).map(line).collect(),
        totals: totals(terms, &prices).expect("small"),
        terms: terms.clone(),
        payment: Payment { method, pay_until: Timestamp(1_000), state: PaymentState::Intended },
        timeline: Vec::new(),
        tracking: None,
        ledger: Vec::new(),
        refunds: Vec::new(),
        returns: Vec::new(),
        customer: None,
    };
    order.note(Timestamp(0), Actor::Customer, "Placed");
    order
}

/// An order whose money came in.
pub fn paid(terms: &Terms, lines: &[(i64, u32)]) -> Order {
    let mut order = placed(terms, lines);
    let total = order.totals.total;
    money(&mut order, Movement::Captured, total, "ch");
    order.payment.state = PaymentState::Paid { reference: "ch".to_owned() };
    order.move_to(Status::Confirmed, Timestamp(1), Actor::Shop, "Payment received");
    order
}

pub fn money(order: &mut Order, kind: Movement, amount: Money, reference: &str) {
    order.ledger.push(LedgerEntry { at: Timestamp(1), kind, amount, reference: reference.to_owned() });
}

/// What the shop writes down when a refund begins: the units are back, the money, where there is any, is on its way.
pub fn begin(order: &mut Order, planned: &Planned) {
    for back in &planned.lines {
        let line = order.lines.iter_mut().find(|line| line.variant == back.variant).expect("a line of this order");
        line.returned += back.quantity;
    }
    if planned.amount.minor == 0 {
        return;
    }
    order.refunds.push(Refund {
        number: u32::try_from(order.refunds.len()).expect("few") + 1,
        amount: planned.amount,
        lines: planned.lines.clone(),
        reason: String::new(),
        by: Actor::Shop,
        at: Timestamp(2),
        state: RefundState::Pending,
    });
}

/// The provider did what was asked with the newest refund, if it was asked.
pub fn done(order: &mut Order) {
    let Some(newest) = order.refunds.last_mut().filter(|refund| refund.state == RefundState::Pending) else { return };
    newest.state = RefundState::Done { reference: "re".to_owned() };
    let amount = newest.amount;
    money(order, Movement::Refunded, amount, "re");
}

/// The provider can't: the money stays.
pub fn refused(order: &mut Order) {
    let Some(newest) = order.refunds.last_mut().filter(|refund| refund.state == RefundState::Pending) else { return };
    newest.state = RefundState::Refused { reason: "no".to_owned() };
}
