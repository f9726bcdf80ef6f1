//! Counting against a plain recount of all orders, however often the follower stops and starts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::collection::{btree_set, vec};
use proptest::prelude::{Just, Strategy, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::{Config, TestCaseError};

use super::follow::{Bounds, Recommend};
use super::pairs::Together;
use crate::base::clock::{StillWorld, Timestamp};
use crate::domain::address::TypedAddress;
use crate::domain::cart::CartId;
use crate::domain::event::What;
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Order, OrderId, OrderLine, OrderNumber, SessionId, Status};
use crate::domain::payment::{Method, Payment, PaymentState, ProviderName};
use crate::domain::pricing::totals;
use crate::domain::product::{ProductId, VariantId};
use crate::store::books::{Books, BooksOptions};
use crate::store::engine::memory::MemoryEngine;

const WIDE: Bounds = Bounds { orders: 1_000, pairs: 1_000 };

fn books() -> Books {
    let world = Arc::new(StillWorld::new(Timestamp(1_795_000_000_000), 1));
    Books::open(Arc::new(MemoryEngine::default()), world, BooksOptions::default()).expect("books open")
}

/// Confirms an order of these products, two lines each: an order counts a product once.
fn buy(books: &Books, number: u64, products: &BTreeSet<u64>) {
    let order = order(number, products);
    let bought = books.write_blocking("buy", move |draft| {
        draft.save_order(&order)?;
        draft.announce(What::OrderConfirmed { order: order.id });
        Ok(())
    });
    bought.expect("an order is written");
}

/// Something else happens: an order that waits, which is no purchase yet.
fn wait(books: &Books, id: u64) {
    let order = Order { id: OrderId(1_000_000 + id), number: None, ..order(id, &BTreeSet::from([1, 2])) };
    let placed = books.write_blocking("place", move |draft| {
        draft.save_order(&order)?;
        draft.announce(What::OrderPlaced { order: order.id });
        Ok(())
    });
    placed.expect("an order is written");
}

fn order(number: u64, products: &BTreeSet<u64>) -> Order {
    let price = Money::new(100, Currency::USD);
    let line = |product: &u64| OrderLine {
        product: ProductId(*product),
        variant: VariantId(*product),
        sku: format!("s{product}"),
        handle: "thing".to_owned(),
        title: "Thing".to_owned(),
        options: String::new(),
        image: None,
        unit_price: price,
        quantity: 1,
        line_total: price,
        returned: 0,
        restocked: 0,
    };
    let lines: Vec<OrderLine> = products.iter().chain(products).map(line).collect();
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
    let shipping = typed.check("/email", "").expect("complete");
    let terms = crate::config::Settings::default().prices.terms(shipping.destination(), None);
    let sums: Vec<_> = lines.iter().map(|line| (line.unit_price, line.quantity)).collect();
    let method = Method { provider: ProviderName::Practice, token: "pm_card_visa".to_owned() };
    Order {
        id: OrderId(number),
        number: Some(OrderNumber(number)),
        session: SessionId(1),
        cart: CartId(1),
        status: Status::Confirmed,
        placed_at: Timestamp(0),
        totals: totals(&terms, &sums).expect("small"),
        shipping,
        lines,
        terms,
        payment: Payment { method, pay_until: Timestamp(1_000), state: PaymentState::Intended },
        timeline: Vec::new(),
        tracking: None,
        ledger: Vec::new(),
        refunds: Vec::new(),
        returns: Vec::new(),
        customer: None,
    }
}

/// The same counts the slow way: from the newest back, while they fit.
#[derive(Default)]
struct Model {
    orders: Vec<BTreeSet<u64>>,
}

impl Model {
    fn kept(&self, bounds: Bounds) -> &[BTreeSet<u64>] {
        let size = |place: &usize| {
            let kept = &self.orders[*place..];
            u64::try_from(kept.len()).expect("few") > bounds.orders || u64::try_from(pairs(kept).len()).expect("few") > bounds.pairs
        };
        let from = (0..=self.orders.len()).find(|place| !size(place)).expect("no orders always fit");
        &self.orders[from..]
    }
}

fn pairs(orders: &[BTreeSet<u64>]) -> BTreeMap<(u64, u64), u64> {
    let mut pairs = BTreeMap::new();
    for order in orders {
        for a in order {
            for b in order.range(a + 1..) {
                *pairs.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    pairs
}

fn agree(recommend: &Recommend, model: &Model, bounds: Bounds) -> Result<(), TestCaseError> {
    let kept = model.kept(bounds);
    let pairs = pairs(kept);
    let figures = recommend.figures();
    prop_assert_eq!((figures.orders, figures.pairs), (u64::try_from(kept.len()).expect("few"), u64::try_from(pairs.len()).expect("few")));
    for product in 0..PRODUCTS {
        let holding = kept.iter().filter(|order| order.contains(&product)).count();
        prop_assert_eq!(recommend.orders_of(ProductId(product)), u64::try_from(holding).expect("few"));
        let together = |other: u64| pairs.get(&(product.min(other), product.max(other))).copied().unwrap_or(0);
        let mut expected: Vec<(u64, u64)> = (0..PRODUCTS).map(|other| (other, together(other))).filter(|(_, orders)| *orders > 0).collect();
        expected.sort_by_key(|(other, orders)| (std::cmp::Reverse(*orders), *other));
        prop_assert_eq!(told(&recommend.bought_with(&[ProductId(product)])), expected);
    }
    Ok(())
}

fn told(together: &[Together]) -> Vec<(u64, u64)> {
    together.iter().map(|together| (together.product.0, together.orders)).collect()
}

const PRODUCTS: u64 = 9;

#[derive(Clone, Debug)]
enum Step {
    Buys(BTreeSet<u64>),
    Waits,
    /// Takes in so many events, as if the process stopped after them.
    Follows(usize),
    Restarts,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => btree_set(0..PRODUCTS, 0..6).prop_map(Step::Buys),
        1 => Just(Step::Waits),
        3 => (1_usize..4).prop_map(Step::Follows),
        1 => Just(Step::Restarts),
    ]
}

proptest! {
    #![proptest_config(Config { cases: 64, ..Config::default() })]

    /// Wherever it stops, and whether it goes on or starts anew: in the end the newest orders are counted, each once.
    #[test]
    fn counts_are_those_of_the_newest_orders(steps in vec(step(), 0..40), orders in 1_u64..8, pairs in 0_u64..24) {
        let (books, bounds) = (books(), Bounds { orders, pairs });
        let (mut recommend, mut model) = (Recommend::new(bounds), Model::default());
        for (number, step) in (1_u64..).zip(steps) {
            match step {
                Step::Buys(products) => {
                    model.orders.push(products.clone());
                    buy(&books, u64::try_from(model.orders.len()).expect("few"), &products);
                }
                Step::Waits => wait(&books, number),
                Step::Follows(events) => drop(recommend.step(&books.snapshot().expect("a snapshot"), events).expect("it follows")),
                Step::Restarts => recommend = Recommend::new(bounds),
            }
        }
        recommend.follow(&books).expect("it follows");
        recommend.follow(&books).expect("twice is the same");
        agree(&recommend, &model, bounds)?;
        prop_assert_eq!(recommend.recount(&books.snapshot().expect("a snapshot")).expect("readable"), None);
    }
}

#[test]
fn a_cart_sums_what_went_with_each_of_its_products_and_never_names_them() {
    let (books, recommend) = (books(), Recommend::new(WIDE));
    for (number, products) in (1..).zip([vec![1, 2, 3], vec![1, 3], vec![2, 3, 4], vec![2, 4], vec![4]]) {
        buy(&books, number, &products.into_iter().collect());
    }
    recommend.follow(&books).expect("it follows");
    assert_eq!(told(&recommend.bought_with(&[ProductId(1), ProductId(2)])), [(3, 4), (4, 2)]);
    assert_eq!(told(&recommend.bought_with(&[ProductId(77)])), []);
    assert_eq!(recommend.orders_of(ProductId(4)), 3);
}

#[test]
fn an_order_that_wasnt_confirmed_counts_for_nothing() {
    let (books, recommend) = (books(), Recommend::new(WIDE));
    wait(&books, 1);
    assert!(recommend.follow(&books).expect("it follows") > 0);
    assert_eq!(recommend.figures().orders, 0);
    wait(&books, 2);
    buy(&books, 1, &BTreeSet::from([1, 2]));
    recommend.follow(&books).expect("it follows");
    assert_eq!(told(&recommend.bought_with(&[ProductId(1)])), [(2, 1)]);
}
