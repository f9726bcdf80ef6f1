//! Damage done by hand to the returns of an order: the check finds each kind and says which.

use shop::domain::order::{Actor, Order, OrderId};
use shop::domain::refusal::Error;
use shop::domain::returns::ReturnState;
use shop::store::draft::Draft;
use shop::store::order::OrderRows;
use shop::store::tables;

use crate::returns::{AtHome, accept};
use crate::world::TestShop;

#[test]
fn returns_that_are_off_are_found() {
    type Damage = fn(&mut Draft, Order) -> Result<(), Error>;
    let kinds: &[(&str, Damage)] = &[
        ("return 1001-1 went where no return goes", |draft, mut order| {
            order.returns[0].steps.remove(0);
            Ok(draft.save_order(&order)?)
        }),
        ("return 1001-1 is of units that its order doesn't have", |draft, mut order| {
            order.returns[0].lines[0].quantity = 4;
            Ok(draft.save_order(&order)?)
        }),
        ("return 1001-1 says refund 7 gave its money back, and there is none", |draft, mut order| {
            order.return_step(1, ReturnState::Received { refund: Some(7) }, draft.now(), Actor::Shop)?;
            Ok(draft.save_order(&order)?)
        }),
        ("or it has one: not both", |draft, order| {
            draft.remove(tables::OPEN_RETURNS, order.id);
            Ok(())
        }),
        ("1 orders are listed among the open returns and missing", |draft, _| {
            draft.set_value(tables::OPEN_RETURNS, OrderId(7), &());
            Ok(())
        }),
    ];
    for (expected, damage) in kinds {
        let shop = TestShop::new();
        let home = AtHome::new(&shop);
        home.asks(1, &[("mug", 1)]).is(303);
        shop.on_return(accept());
        shop.adds_up();
        shop.damaged.set(true);
        let (damage, id) = (*damage, home.id());
        let done = shop.books().write_blocking("damage", move |draft| {
            let order = draft.order(id)?.expect("an order");
            damage(draft, order)
        });
        done.expect("damage is done");
        let problems = shop.problems();
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected:?} isn't among {problems:?}");
    }
}
