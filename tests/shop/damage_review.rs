//! Damage done by hand to the rows of reviews: the check finds each kind and says which.

use shop::domain::customer::CustomerId;
use shop::domain::product::Product;
use shop::domain::refusal::Error;
use shop::domain::review::{Review, ReviewId, Standing, Stars};
use shop::store::draft::Draft;
use shop::store::read::Read;
use shop::store::review::ReviewRows;
use shop::store::tables;

use crate::world::TestShop;

type Damage = fn(&mut Draft, Review) -> Result<(), Error>;

/// A mug, and what Ada, who bought it, says of it.
fn prepared() -> (TestShop, ReviewId) {
    let shop = TestShop::new();
    shop.stocks("mug", 9);
    let ada = shop.someone();
    ada.registers();
    ada.adds("mug", 1).is(201);
    ada.buys("a-key-for-one-order", "pm_card_visa").is(201);
    let body = serde_json::json!({"rating": 4, "title": "Fine", "body": "A fine mug"});
    let written = ada.send(ada.ask("POST", "/api/products/mug/reviews").json(&body)).is(201);
    shop.adds_up();
    (shop, written.text("/yours/id").parse().expect("an id"))
}

#[test]
fn reviews_that_are_off_are_found() {
    let kinds: &[(&str, Damage)] = &[
        ("mug has other stars than its reviews give", |draft, review| {
            let mut mug: Product = draft.get(review.product)?.expect("a mug");
            mug.stars.add(Stars::ALL[0]);
            draft.put(mug.id, &mug);
            Ok(())
        }),
        ("says it helped 3, and 0 said so", |draft, review| {
            draft.put(review.id, &Review { helpful: 3, ..review });
            Ok(())
        }),
        ("is missing in product_reviews", |draft, review| {
            draft.put(review.id, &Review { helpful: 3, ..review });
            Ok(())
        }),
        ("is missing in reviews_by_standing", |draft, review| {
            draft.put(review.id, &Review { standing: Standing::Waiting, ..review });
            Ok(())
        }),
        ("product_reviews has 2 rows, and 0 belong there", |draft, review| {
            draft.remove(tables::REVIEWS, review.id);
            Ok(())
        }),
        ("isn't the one that customer", |draft, review| {
            draft.set_value(tables::CUSTOMER_REVIEWS, (review.customer.expect("Ada"), review.product), &ReviewId(7));
            Ok(())
        }),
        ("customer_reviews has 2 rows, and 1 belong there", |draft, review| {
            draft.set_value(tables::CUSTOMER_REVIEWS, (CustomerId(7), review.product), &review.id);
            Ok(())
        }),
        ("who is missing", |draft, review| {
            draft.remove(tables::CUSTOMERS, review.customer.expect("Ada"));
            Ok(())
        }),
        ("and it isn't among their votes", |draft, review| {
            draft.set_value(tables::REVIEW_VOTES, (review.id, CustomerId(7)), &review.edition);
            Ok(())
        }),
        ("customer_votes has 1 rows, and 0 belong there", |draft, review| {
            draft.set_value(tables::CUSTOMER_VOTES, (CustomerId(7), review.id), &());
            Ok(())
        }),
        ("is wrong about whether they bought it", |draft, review| {
            draft.put(review.id, &Review { verified: false, ..review });
            Ok(())
        }),
        ("which is missing", |draft, review| {
            draft.remove(tables::PRODUCTS, review.product);
            Ok(())
        }),
    ];
    for (expected, damage) in kinds {
        let (shop, id) = prepared();
        shop.damaged.set(true);
        let damage = *damage;
        let done = shop.books().write_blocking("damage", move |draft| {
            let review = draft.review(id)?.expect("a review");
            damage(draft, review)
        });
        done.expect("damage is done");
        let problems = shop.problems();
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{expected:?} isn't among {problems:?}");
    }
}
