//! Damage done by hand to the rows of accounts: the check finds each kind and says which.

use shop::domain::customer::{Customer, CustomerId};
use shop::domain::order::{OrderId, SessionId};
use shop::domain::refusal::Error;
use shop::store::cart::Session;
use shop::store::customer::{CustomerRows, Reset};
use shop::store::draft::Draft;
use shop::store::order::OrderRows;
use shop::store::read::Read;
use shop::store::tables;

use crate::account::MAIL;
use crate::world::TestShop;

/// A customer who is signed in, has an order and an open link; and an order of a guest.
#[derive(Clone, Copy)]
struct Rows {
    ada: CustomerId,
    session: SessionId,
    order: OrderId,
    guests: OrderId,
}

type Damage = fn(&mut Draft, Rows) -> Result<(), Error>;

fn prepared() -> (TestShop, Rows) {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let (ada, guest) = (shop.someone(), shop.someone());
    let id = ada.registers().text("/id").parse().expect("an id");
    let mut orders = Vec::new();
    for shopper in [&ada, &guest] {
        shopper.adds("mug", 1).is(201);
        orders.push(shopper.buys("a-key-for-one-order", "pm_card_visa").is(201).text("/id").parse().expect("an id"));
    }
    assert!(shop.resets(MAIL).is_some());
    shop.adds_up();
    let session = ada.visitor().cookie.expect("a cookie").id;
    (shop, Rows { ada: id, session, order: orders[0], guests: orders[1] })
}

fn customer(draft: &Draft, rows: Rows) -> Customer {
    draft.customer(rows.ada).expect("readable").expect("a customer")
}

fn session(draft: &Draft, rows: Rows) -> Session {
    draft.get(rows.session).expect("readable").expect("a session")
}

#[test]
fn accounts_that_are_off_are_found() {
    let kinds: &[(&str, Damage)] = &[
        ("doesn't lead to the account", |draft, _| {
            draft.remove(tables::CUSTOMER_EMAILS, MAIL);
            Ok(())
        }),
        ("2 mail addresses lead to 1 customers", |draft, rows| {
            draft.set_value(tables::CUSTOMER_EMAILS, "eve@example.com", &rows.ada);
            Ok(())
        }),
        ("is signed in, and customer", |draft, rows| {
            draft.remove(tables::CUSTOMER_SESSIONS, (rows.ada, rows.session));
            Ok(())
        }),
        ("2 sessions are listed as signed in, and 1 are", |draft, rows| {
            draft.set_value(tables::CUSTOMER_SESSIONS, (rows.ada, SessionId(7)), &());
            Ok(())
        }),
        ("has another cart than customer", |draft, rows| {
            let mut other = session(draft, rows);
            other.cart.0 += 1;
            draft.put(rows.session, &other);
            Ok(())
        }),
        ("is missing in the history of customer", |draft, rows| {
            let mut order = draft.order(rows.guests)?.expect("an order");
            order.customer = Some(rows.ada);
            draft.put(order.id, &order);
            Ok(())
        }),
        ("histories list 1 orders, and 0 belong to customers", |draft, rows| {
            let mut order = draft.order(rows.order)?.expect("an order");
            order.customer = None;
            draft.put(order.id, &order);
            Ok(())
        }),
        ("who is missing", |draft, rows| {
            draft.remove(tables::CUSTOMERS, rows.ada);
            Ok(())
        }),
        ("which isn't theirs", |draft, rows| {
            let mut placed = draft.customer_key(rows.ada, "a-key-for-one-order")?.expect("the key is kept");
            placed.order = rows.guests;
            draft.set_value(tables::CUSTOMER_KEYS, (rows.ada, "a-key-for-one-order"), &placed);
            Ok(())
        }),
        ("who doesn't know of it", |draft, rows| {
            let mut customer = customer(draft, rows);
            let digest = customer.resets.pop().expect("an open link");
            let reset: Reset = draft.reset(digest)?.expect("a link");
            assert_eq!(reset.customer, rows.ada);
            draft.put(customer.id, &customer);
            Ok(())
        }),
        ("open links to a new password", |draft, rows| {
            let mut customer = customer(draft, rows);
            let digest = customer.resets[0];
            customer.resets.extend([digest; 3]);
            draft.put(customer.id, &customer);
            Ok(())
        }),
    ];
    are_found(kinds);
}

fn are_found(kinds: &[(&str, Damage)]) {
    for (words, damage) in kinds {
        let (shop, rows) = prepared();
        let damage = *damage;
        shop.damaged.set(true);
        shop.books().write_blocking("damage", move |draft| damage(draft, rows)).expect("damage is done");
        let problems = shop.problems();
        assert!(problems.iter().any(|problem| problem.contains(words)), "nobody says {words:?}: {problems:?}");
    }
}
