//! Writes orders and customers for other programs: JSON Lines, or a table with a row for each line of an order.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::write::{Format, guarded};
use crate::base::clock::Timestamp;
use crate::domain::address::Address;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderLine};
use crate::domain::returns::{Return, ReturnState};

/// Somebody with an account, or who bought something without one.
#[derive(Clone, Debug)]
pub struct CustomerRow {
    pub email: String,
    pub name: String,
    /// Missing for a guest.
    pub registered_at: Option<Timestamp>,
    pub orders: u64,
    /// What was taken, less what was given back.
    pub spent: Money,
    /// When the first and the last order were placed.
    pub ordered: Option<(Timestamp, Timestamp)>,
    pub address: Option<Address>,
}

pub struct Ledger<W: Write>(Sink<W>);

enum Sink<W: Write> {
    Jsonl(W),
    Csv(Box<csv::Writer<W>>),
}

const ORDER_COLUMNS: [&str; 27] = [
    "number",
    "id",
    "status",
    "placed_at",
    "email",
    "name",
    "line1",
    "line2",
    "city",
    "region",
    "postal_code",
    "country",
    "phone",
    "sku",
    "title",
    "options",
    "quantity",
    "unit_price",
    "line_total",
    "subtotal",
    "discount",
    "coupon",
    "tax",
    "shipping",
    "shipping_method",
    "total",
    "currency",
];
const CUSTOMER_COLUMNS: [&str; 15] = [
    "email",
    "name",
    "registered_at",
    "orders",
    "spent",
    "currency",
    "first_order",
    "last_order",
    "line1",
    "line2",
    "city",
    "region",
    "postal_code",
    "country",
    "phone",
];

impl<W: Write> Ledger<W> {
    /// # Errors
    /// When nothing can be written.
    pub fn orders(format: Format, to: W) -> io::Result<Self> {
        Self::start(format, to, &ORDER_COLUMNS)
    }

    /// # Errors
    /// When nothing can be written.
    pub fn customers(format: Format, to: W) -> io::Result<Self> {
        Self::start(format, to, &CUSTOMER_COLUMNS)
    }

    fn start(format: Format, to: W, columns: &[&str]) -> io::Result<Self> {
        Ok(Self(match format {
            Format::Jsonl => Sink::Jsonl(to),
            Format::Csv => {
                let mut table = csv::Writer::from_writer(to);
                table.write_record(columns).map_err(io::Error::from)?;
                Sink::Csv(Box::new(table))
            }
        }))
    }

    /// # Errors
    /// When nothing can be written.
    pub fn order(&mut self, order: &Order) -> io::Result<()> {
        match &mut self.0 {
            Sink::Jsonl(to) => writeln!(to, "{}", order_object(order)),
            Sink::Csv(table) => {
                for line in &order.lines {
                    table.write_record(order_cells(order, line)).map_err(io::Error::from)?;
                }
                Ok(())
            }
        }
    }

    /// # Errors
    /// When nothing can be written.
    pub fn customer(&mut self, customer: &CustomerRow) -> io::Result<()> {
        match &mut self.0 {
            Sink::Jsonl(to) => writeln!(to, "{}", customer_object(customer)),
            Sink::Csv(table) => table.write_record(customer_cells(customer)).map_err(io::Error::from),
        }
    }

    /// # Errors
    /// When the last of it can't be written.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Sink::Jsonl(mut to) => to.flush(),
            Sink::Csv(mut table) => table.flush(),
        }
    }
}

/// An order as files carry it.
#[must_use]
pub fn order_object(order: &Order) -> Value {
    let lines = order.lines.iter().map(|line| {
        json!({"sku": line.sku, "title": line.title, "options": line.options, "quantity": line.quantity,
            "unit_price": money(line.unit_price), "line_total": money(line.line_total),
            "returned": line.returned, "restocked": line.restocked})
    });
    let refunds = order.refunds.iter().map(|refund| {
        json!({"number": refund.number, "amount": money(refund.amount), "status": refund.state.name(), "reason": refund.reason, "at": refund.at.to_string()})
    });
    let returns = order.returns.iter().map(|one| return_object(order, one));
    let totals = &order.totals;
    json!({
        "number": order.number.map(|number| number.to_string()),
        "id": order.id.to_string(),
        "status": order.status.name(),
        "placed_at": order.placed_at.to_string(),
        "email": order.shipping.email.as_str(),
        "shipping_address": address_object(&order.shipping.address),
        "lines": lines.collect::<Vec<_>>(),
        "totals": {"subtotal": money(totals.subtotal), "discount": money(totals.discount), "tax": money(totals.tax),
            "shipping": money(totals.shipping), "total": money(totals.total)},
        "payment": {"provider": order.payment.method.provider.name(), "status": order.payment.state.name(),
            "reference": order.payment.state.reference(), "captured": money(order.captured()), "refunded": money(order.refunded())},
        "decline_code": order.decline().map(|(code, _)| code),
        "refunds": refunds.collect::<Vec<_>>(),
        "returns": returns.collect::<Vec<_>>(),
        "tracking": order.tracking.as_ref().map(|tracking| json!({"number": tracking.number, "url": tracking.url})),
        "tax": {"rate": order.terms.tax.rate.to_string(), "inclusive": order.terms.tax.inclusive},
        "coupon": order.terms.coupon.as_ref().map(|coupon| coupon.code.to_string()),
        "shipping_method": order.terms.shipping.as_ref().map(|method| method.name.as_str()),
        "timeline": order.timeline.iter().map(|moment| json!({"at": moment.at.to_string(), "status": moment.status.name(), "note": moment.note})).collect::<Vec<_>>(),
    })
}

fn return_object(order: &Order, one: &Return) -> Value {
    let lines = order.lines.iter().filter(|line| one.units(line.variant) > 0);
    json!({
        "name": order.return_name(one.number),
        "status": one.state().name(),
        "lines": lines.map(|line| json!({"sku": line.sku, "quantity": one.units(line.variant)})).collect::<Vec<_>>(),
        "reason": one.reason.name(),
        "comment": one.comment,
        "refund": if let ReturnState::Received { refund } = one.state() { *refund } else { None },
        "timeline": one.steps.iter().map(|step| json!({"at": step.at.to_string(), "status": step.state.name()})).collect::<Vec<_>>(),
    })
}

fn money(money: Money) -> Value {
    json!({"amount": money.minor, "currency": money.currency.code()})
}

fn address_object(address: &Address) -> Value {
    let Address { name, line1, line2, city, region, postal_code, country, phone } = address;
    json!({"name": name, "line1": line1, "line2": line2, "city": city, "region": region, "postal_code": postal_code, "country": country, "phone": phone})
}

fn customer_object(customer: &CustomerRow) -> Value {
    let CustomerRow { email, name, registered_at, orders, spent, ordered, address } = customer;
    json!({
        "email": email,
        "name": name,
        "registered_at": registered_at.map(|at| at.to_string()),
        "orders": orders,
        "spent": money(*spent),
        "first_order": ordered.map(|(first, _)| first.to_string()),
        "last_order": ordered.map(|(_, last)| last.to_string()),
        "address": address.as_ref().map(address_object),
    })
}

fn customer_cells(customer: &CustomerRow) -> [String; 15] {
    let CustomerRow { email, name, registered_at, orders, spent, ordered, address } = customer;
    let time = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.to_string());
    let part = |part: fn(&Address) -> &String| address.as_ref().map_or_else(String::new, |address| guarded(part(address)));
    [
        guarded(email),
        guarded(name),
        time(*registered_at),
        orders.to_string(),
        spent.decimal(),
        spent.currency.code().to_owned(),
        time(ordered.map(|(first, _)| first)),
        time(ordered.map(|(_, last)| last)),
        part(|address| &address.line1),
        part(|address| &address.line2),
        part(|address| &address.city),
        part(|address| &address.region),
        part(|address| &address.postal_code),
        part(|address| &address.country),
        part(|address| &address.phone),
    ]
}

fn order_cells(order: &Order, line: &OrderLine) -> [String; 27] {
    let address = &order.shipping.address;
    let totals = &order.totals;
    [
        order.number.map_or_else(String::new, |number| number.to_string()),
        order.id.to_string(),
        order.status.name().to_owned(),
        order.placed_at.to_string(),
        guarded(order.shipping.email.as_str()),
        guarded(&address.name),
        guarded(&address.line1),
        guarded(&address.line2),
        guarded(&address.city),
        guarded(&address.region),
        guarded(&address.postal_code),
        guarded(&address.country),
        guarded(&address.phone),
        guarded(&line.sku),
        guarded(&line.title),
        guarded(&line.options),
        line.quantity.to_string(),
        line.unit_price.decimal(),
        line.line_total.decimal(),
        totals.subtotal.decimal(),
        totals.discount.decimal(),
        order.terms.coupon.as_ref().map_or_else(String::new, |coupon| coupon.code.to_string()),
        totals.tax.decimal(),
        totals.shipping.decimal(),
        order.terms.shipping.as_ref().map_or_else(String::new, |method| guarded(&method.name)),
        totals.total.decimal(),
        totals.total.currency.code().to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::{CustomerRow, Ledger};
    use crate::base::clock::Timestamp;
    use crate::domain::address::Address;
    use crate::domain::money::{Currency, Money};
    use crate::formats::write::Format;

    fn nowhere() -> Address {
        let empty = String::new;
        Address {
            name: empty(),
            line1: empty(),
            line2: empty(),
            city: empty(),
            region: empty(),
            postal_code: empty(),
            country: empty(),
            phone: empty(),
        }
    }

    #[test]
    fn no_spreadsheet_runs_what_a_customer_typed() {
        let mut bytes = Vec::new();
        let mut ledger = Ledger::customers(Format::Csv, &mut bytes).expect("memory takes it");
        let customer = CustomerRow {
            email: "+ada@example.com".into(),
            name: "=HYPERLINK(\"http://evil\")".into(),
            registered_at: None,
            orders: 2,
            spent: Money::new(1234, Currency::USD),
            ordered: Some((Timestamp(0), Timestamp(1))),
            address: Some(Address { line1: "@SUM(1)".into(), line2: "-1+1".into(), city: "\t=1".into(), ..nowhere() }),
        };
        ledger.customer(&customer).expect("memory takes it");
        ledger.finish().expect("memory takes it");
        let text = String::from_utf8(bytes).expect("text");
        for cell in ["'+ada@example.com,", "\"'=HYPERLINK", ",'@SUM(1),'-1+1,'\t=1,"] {
            assert!(text.contains(cell), "{cell} is missing in {text}");
        }
        assert!(text.starts_with("email,name,registered_at,orders,spent,currency,first_order,last_order,line1,"), "{text}");
    }
}
