//! Damage done by hand, row by row: the check finds each kind and says which.

use shop::base::clock::Timestamp;
use shop::domain::cart::{Cart, CartId, Line};
use shop::domain::category::{Category, Shelf};
use shop::domain::checkout::Checkout;
use shop::domain::coupon::{AppliedCoupon, Coupon, CouponCode, Worth, customer_of};
use shop::domain::letter::Letter;
use shop::domain::money::Money;
use shop::domain::order::{Order, OrderId, OrderNumber};
use shop::domain::product::{Product, ProductId, VariantId};
use shop::domain::rate::Rate;
use shop::domain::refusal::Error;
use shop::domain::saved::Saved;
use shop::domain::stock::Stock;
use shop::shop::order::{Place, Placed, order_place};
use shop::store::cart::{CartRows, Session};
use shop::store::draft::Draft;
use shop::store::order::OrderRows;
use shop::store::product::{ProductRows, SkuOwner};
use shop::store::tables;

use crate::world::{TestShop, usd};

/// What stands in the shop before it is damaged.
#[derive(Clone, Copy)]
struct Rows {
    /// Two mugs in a cart.
    cart: CartId,
    client: u64,
    mug: ProductId,
    mug_variant: VariantId,
    jug: ProductId,
    /// Two confirmed orders, 1001 and 1002.
    first: OrderId,
    second: OrderId,
    /// An order whose payment isn't known, and its cart.
    open: OrderId,
    open_cart: CartId,
}

type Damage = fn(&mut Draft, Rows) -> Result<(), Error>;

fn prepared() -> (TestShop, Rows) {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    shop.stocks("jug", 9);
    let (ada, ben, cyd) = (shop.someone(), shop.someone(), shop.someone());
    ada.adds("mug", 2).is(201);
    let mut orders = Vec::new();
    for key in ["the-first-jug-of-ben", "the-second-jug-of-ben"] {
        ben.adds("jug", 1).is(201);
        orders.push(OrderId(ben.buys(key, "pm_card_visa").is(201).text("/id").parse().expect("an id")));
    }
    cyd.adds("mug", 3).is(201);
    cyd.checks_out();
    let place = Place { visitor: cyd.visitor(), key: cyd.key(), request: shop::base::secret::digest(b""), accepted: None, steps: None };
    let settings = shop.settings.clone();
    let placed = shop.books().write_blocking("placing", move |draft| order_place(draft, &settings, &place, None)).expect("placed");
    let Placed::New(open) = placed else { panic!("the order is new") };
    shop.search_follows();
    shop.adds_up();
    let snapshot = shop.shop().snapshot().expect("a snapshot");
    let session = |visitor: shop::shop::visitor::Visitor| -> Session { visitor.session(&snapshot).expect("readable").expect("a session").1 };
    let owner = |sku| snapshot.sku_owner(sku).expect("readable").expect("known");
    let (cart, open_cart) = (session(ada.visitor()).cart, session(cyd.visitor()).cart);
    let client = snapshot.cart(cart).expect("readable").expect("a cart").client;
    let (mug, jug) = (owner("mug"), owner("jug"));
    let rows =
        Rows { cart, client, mug: mug.product, mug_variant: mug.variant, jug: jug.product, first: orders[0], second: orders[1], open, open_cart };
    drop(snapshot);
    (shop, rows)
}

/// Each kind of damage is found, by a sentence that holds these words.
#[track_caller]
fn found(kinds: &[(&str, Damage)]) {
    for (words, damage) in kinds {
        let (shop, rows) = prepared();
        let damage = *damage;
        shop.damaged.set(true);
        shop.books().write_blocking("damage", move |draft| damage(draft, rows)).expect("damage is done");
        let problems = shop.problems();
        assert!(problems.iter().any(|problem| problem.contains(words)), "nobody says {words:?}: {problems:?}");
    }
}

fn cart(draft: &Draft, id: CartId) -> Cart {
    draft.cart(id).expect("readable").expect("a cart")
}

fn order(draft: &Draft, id: OrderId) -> Order {
    draft.order(id).expect("readable").expect("an order")
}

fn mug(draft: &Draft, rows: Rows) -> Product {
    draft.product(rows.mug).expect("readable").expect("a product")
}

fn stocked(draft: &mut Draft, rows: Rows, change: impl FnOnce(&mut Stock)) {
    let mut stock: Stock = draft.stock(rows.mug_variant).expect("a stock row");
    change(&mut stock);
    draft.put(rows.mug_variant, &stock);
}

#[test]
fn stock_that_is_off_is_found() {
    found(&[
        ("has 4 reserved, and carts hold 5", |draft, rows| {
            stocked(draft, rows, |stock| stock.release(1));
            Ok(())
        }),
        ("has 6 reserved, and carts hold 5", |draft, rows| {
            stocked(draft, rows, |stock| stock.reserve(1).expect("there are enough"));
            Ok(())
        }),
        ("mug has no stock row of its own", |draft, rows| {
            draft.remove(tables::STOCK, rows.mug_variant);
            Ok(())
        }),
        ("carts hold 5 units, and stock rows know of 0", |draft, rows| {
            draft.remove(tables::STOCK, rows.mug_variant);
            Ok(())
        }),
        ("names another product", |draft, rows| {
            let mut stock = Stock::counted(rows.jug, 9);
            stock.reserve(5).expect("there are enough");
            draft.put(rows.mug_variant, &stock);
            Ok(())
        }),
    ]);
}

#[test]
fn carts_that_are_off_are_found() {
    found(&[
        ("has 5 reserved, and carts hold 6", |draft, rows| {
            let mut cart = cart(draft, rows.cart);
            cart.put(Line { quantity: 3, ..cart.lines[0].clone() });
            draft.save_cart(&mut cart);
            Ok(())
        }),
        ("has 5 reserved, and carts hold 3", |draft, rows| {
            draft.remove(tables::CARTS, rows.cart);
            Ok(())
        }),
        ("is due at another time than the index says", |draft, rows| {
            let mut cart = cart(draft, rows.cart);
            cart.lines[0].hold = cart.lines[0].hold.map(|hold| shop::domain::cart::Hold { until: hold.until.plus_ms(1), ..hold });
            draft.put(rows.cart, &cart);
            Ok(())
        }),
        ("is missing among the holds that are due", |draft, rows| {
            let due = cart(draft, rows.cart).indexed_due.expect("a running hold");
            draft.remove(tables::HOLDS_DUE, (due, rows.cart));
            Ok(())
        }),
        ("2 carts are listed as due, and 1 are", |draft, rows| {
            draft.set_value(tables::HOLDS_DUE, (Timestamp(5), rows.open_cart), &());
            Ok(())
        }),
        ("a network is said to hold 1", |draft, rows| {
            draft.set_value(tables::CLIENT_HOLDS, (rows.client, rows.mug_variant), &1_u32);
            Ok(())
        }),
        ("networks are said to hold 3 units, and carts hold 5", |draft, rows| {
            draft.remove(tables::CLIENT_HOLDS, (rows.client, rows.mug_variant));
            Ok(())
        }),
        ("is closed for an order that isn't waiting", |draft, rows| {
            let mut cart = cart(draft, rows.cart);
            cart.placing = Some(rows.first);
            draft.save_cart(&mut cart);
            Ok(())
        }),
        ("has something saved twice", |draft, rows| {
            let mut cart = cart(draft, rows.cart);
            let Line { product, variant, sku, quantity, .. } = cart.lines[0].clone();
            cart.saved = vec![Saved { product, variant, sku, quantity, price: usd("20.00") }; 2];
            draft.save_cart(&mut cart);
            Ok(())
        }),
        ("is being paid and not fully held", |draft, rows| {
            let mut cart = cart(draft, rows.open_cart);
            cart.lines[0].hold = None;
            draft.save_cart(&mut cart);
            Ok(())
        }),
        ("waits for its payment, and its cart is open", |draft, rows| {
            let mut cart = cart(draft, rows.open_cart);
            cart.placing = None;
            draft.save_cart(&mut cart);
            Ok(())
        }),
        ("waits for its payment, and its checkout doesn't know", |draft, rows| {
            draft.put(rows.open_cart, &Checkout::default());
            Ok(())
        }),
    ]);
}

#[test]
fn a_catalogue_that_is_off_is_found() {
    found(&[
        ("the handle mug doesn't lead to its product", |draft, _| {
            draft.remove(tables::HANDLES, "mug");
            Ok(())
        }),
        ("3 handles lead to 2 products", |draft, rows| {
            draft.set_value(tables::HANDLES, "old-mug", &rows.mug);
            Ok(())
        }),
        ("the SKU mug doesn't lead to its variant", |draft, rows| {
            draft.set_value(tables::SKUS, "mug", &SkuOwner { product: rows.jug, variant: rows.mug_variant });
            Ok(())
        }),
        ("3 SKUs lead to 2 variants", |draft, rows| {
            draft.set_value(tables::SKUS, "old-mug", &SkuOwner { product: rows.mug, variant: rows.mug_variant });
            Ok(())
        }),
        ("mug has no variant", |draft, rows| {
            draft.put(rows.mug, &Product { variants: Vec::new(), ..mug(draft, rows) });
            Ok(())
        }),
        ("the shelf kitchen says 7 products and has 2", |draft, _| {
            draft.put("kitchen", &Shelf { category: Category::parse("Kitchen"), products: 7 });
            Ok(())
        }),
        ("0 shelves are written down and 1 are in use", |draft, _| {
            draft.remove(tables::SHELVES, "kitchen");
            Ok(())
        }),
        ("the search index has 2 products and the shop 2; mug differs", |draft, rows| {
            let product = mug(draft, rows);
            draft.put(rows.mug, &Product { version: product.version + 1, ..product });
            Ok(())
        }),
    ]);
}

#[test]
fn orders_that_are_off_are_found() {
    found(&[
        ("order numbers are not one after the other", |draft, rows| {
            draft.remove(tables::ORDER_NUMBERS, OrderNumber(1002));
            let order = order(draft, rows.second);
            draft.save_order(&Order { number: Some(OrderNumber(1003)), ..order })?;
            Ok(())
        }),
        ("the last order has the number 1002, and the counter of numbers stands at 1001", |draft, _| {
            draft.set_value(tables::META, "order number", &1_u64);
            Ok(())
        }),
        ("the number 1001 doesn't lead to its order", |draft, rows| {
            draft.set_value(tables::ORDER_NUMBERS, OrderNumber(1001), &rows.second);
            Ok(())
        }),
        ("3 numbers lead to 2 orders", |draft, rows| {
            draft.set_value(tables::ORDER_NUMBERS, OrderNumber(2001), &rows.second);
            Ok(())
        }),
        ("is confirmed and has no number", |draft, rows| {
            draft.put(rows.second, &Order { number: None, ..order(draft, rows.second) });
            Ok(())
        }),
        ("0 orders are listed to be settled, and 1 are", |draft, rows| {
            draft.remove(tables::UNSETTLED, rows.open);
            Ok(())
        }),
        ("is missing among the orders that are to be settled", |draft, rows| {
            draft.remove(tables::UNSETTLED, rows.open);
            draft.set_value(tables::UNSETTLED, rows.first, &());
            Ok(())
        }),
        ("which is missing", |draft, rows| {
            draft.remove(tables::ORDERS, rows.second);
            Ok(())
        }),
        ("an order was made by several keys", |draft, rows| {
            let session = order(draft, rows.first).session;
            let placed = draft.placed_key(session, "the-first-jug-of-ben")?.expect("the key is kept");
            draft.set_value(tables::PLACED_KEYS, (session, "another-key-of-ben-1"), &placed);
            Ok(())
        }),
    ]);
}

#[test]
fn money_that_is_off_is_found() {
    fn cents(money: &mut Money) {
        money.minor += 1;
    }
    found(&[
        ("don't add up to its subtotal", |draft, rows| {
            let mut order = order(draft, rows.first);
            cents(&mut order.totals.subtotal);
            cents(&mut order.totals.total);
            draft.put(rows.first, &order);
            Ok(())
        }),
        ("don't add up to its total", |draft, rows| {
            let mut order = order(draft, rows.first);
            cents(&mut order.totals.tax);
            draft.put(rows.first, &order);
            Ok(())
        }),
        ("don't follow from its terms", |draft, rows| {
            let mut order = order(draft, rows.first);
            order.terms.tax.rate = Rate(90_000);
            draft.put(rows.first, &order);
            Ok(())
        }),
        ("a line of order", |draft, rows| {
            let mut order = order(draft, rows.first);
            order.lines[0].quantity = 2;
            draft.put(rows.first, &order);
            Ok(())
        }),
    ]);
}

#[test]
fn letters_that_are_off_are_found() {
    found(&[
        ("is owed twice", |draft, rows| {
            draft.owe_letter(&Letter::OrderConfirmed { order: rows.first })?;
            Ok(())
        }),
        ("tells of an order that isn't one", |draft, rows| {
            draft.owe_letter(&Letter::OrderConfirmed { order: rows.open })?;
            Ok(())
        }),
    ]);
}

#[test]
fn coupons_that_are_off_are_found() {
    fn coupon(used: u32) -> Coupon {
        let code = CouponCode::parse("SPRING").expect("a code");
        let worth = Worth::FreeShipping;
        let (minimum, starts_at, ends_at, uses_max, uses_per_customer_max) = (None, None, None, None, None);
        Coupon { code, worth, minimum, starts_at, ends_at, uses_max, uses_per_customer_max, used, active: true, created_at: Timestamp(0) }
    }
    fn with_coupon(draft: &mut Draft, id: OrderId) {
        let mut order = order(draft, id);
        order.terms.coupon = Some(AppliedCoupon { code: coupon(0).code, worth: Worth::FreeShipping });
        draft.put(id, &order);
    }
    found(&[
        ("orders used coupons that are missing", |draft, rows| {
            with_coupon(draft, rows.first);
            Ok(())
        }),
        ("the coupon SPRING says 1 uses, and 0 orders hold one", |draft, _| {
            draft.save_coupon(&coupon(1));
            Ok(())
        }),
        ("the coupon SPRING says 0 uses, and 1 orders hold one", |draft, rows| {
            with_coupon(draft, rows.open);
            draft.save_coupon(&coupon(0));
            Ok(())
        }),
        ("uses of coupons by 1 customers are not written down", |draft, rows| {
            with_coupon(draft, rows.first);
            draft.save_coupon(&coupon(1));
            Ok(())
        }),
        ("a customer is said to have used a coupon 3 times, and has 0 orders with it", |draft, rows| {
            draft.save_coupon(&coupon(0));
            draft.save_coupon_uses(&coupon(0).code, customer_of(&order(draft, rows.first).shipping.email), 3);
            Ok(())
        }),
    ]);
}

#[test]
fn a_gap_in_the_event_log_is_found() {
    found(&[("the event log has a gap before 4", |draft, _| {
        draft.remove(tables::EVENTS, 3_u64);
        Ok(())
    })]);
}

#[test]
fn damage_is_said_in_sentences_and_not_without_end() {
    let (shop, _) = prepared();
    shop.damaged.set(true);
    let damaged = shop.books().write_blocking("damage", |draft| {
        for number in 0..500_u64 {
            draft.set_value(tables::CLIENT_HOLDS, (number, VariantId(1)), &3_u32);
        }
        Ok(())
    });
    damaged.expect("damage is done");
    assert_eq!(shop.problems().len(), 200);
}
