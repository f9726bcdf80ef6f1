//! The part of the check that looks at reviews: stars, lists, votes, and who really bought.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use super::key::{Key, number_at};
use super::read::{Read, Snapshot};
use super::review::places;
use super::tables::{self, Table};
use crate::domain::customer::CustomerId;
use crate::domain::order::Order;
use crate::domain::product::{Product, ProductId};
use crate::domain::review::{Review, ReviewId, StarCounts};

/// Tells each thing that is off.
///
/// # Errors
/// When a row can't be read at all.
pub(super) fn reviews(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<()> {
    let (mut stars, mut votes) = (HashMap::<ProductId, StarCounts>::new(), votes(snapshot, tell)?);
    let (mut listed, mut owned) = (HashMap::<&str, u64>::new(), HashMap::new());
    snapshot.values::<Review>(tables::REVIEWS, |_, review| {
        let id = review.id;
        if let Some(counted) = review.counted() {
            stars.entry(review.product).or_default().add(counted);
        }
        for (table, key) in places(&review) {
            *listed.entry(table.name).or_default() += 1;
            if snapshot.raw(table, &key)?.is_none() {
                tell(format!("review {id} is missing in {}", table.name));
            }
        }
        let counted = votes.remove(&(id, review.edition)).unwrap_or(0);
        if counted != review.helpful {
            tell(format!("review {id} says it helped {}, and {counted} said so", review.helpful));
        }
        if let Some(customer) = review.customer {
            if snapshot.value(tables::CUSTOMER_REVIEWS, (customer, review.product))? != Some(id) {
                tell(format!("review {id} isn't the one that customer {customer} has of its product"));
            }
            if snapshot.raw(tables::CUSTOMERS, &customer.bytes())?.is_none() {
                tell(format!("review {id} is of customer {customer}, who is missing"));
            }
            owned.insert((customer, review.product), review.verified);
        }
        Ok(())
    })?;
    for table in [tables::PRODUCT_REVIEWS, tables::REVIEWS_BY_STANDING] {
        count(snapshot, table, listed.get(table.name).copied().unwrap_or(0), tell)?;
    }
    count(snapshot, tables::CUSTOMER_REVIEWS, u64::try_from(owned.len())?, tell)?;
    products(snapshot, &stars, tell)?;
    buyers(snapshot, &owned, tell)
}

fn count(snapshot: &Snapshot, table: Table, expected: u64, tell: &mut dyn FnMut(String)) -> Result<()> {
    let found = snapshot.count(table)?;
    if found != expected {
        tell(format!("{} has {found} rows, and {expected} belong there", table.name));
    }
    Ok(())
}

/// How many votes each edition of each review has; each stands under its customer too.
fn votes(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<HashMap<(ReviewId, u32), u32>> {
    let (mut votes, mut all) = (HashMap::new(), 0_u64);
    snapshot.values::<u32>(tables::REVIEW_VOTES, |key, edition| {
        let (review, customer) = (ReviewId(number_at(key, 0).unwrap_or(0)), CustomerId(number_at(key, 1).unwrap_or(0)));
        *votes.entry((review, edition)).or_default() += 1;
        all += 1;
        if snapshot.raw(tables::CUSTOMER_VOTES, &(customer, review).bytes())?.is_none() {
            tell(format!("customer {customer} found review {review} helpful, and it isn't among their votes"));
        }
        Ok(())
    })?;
    count(snapshot, tables::CUSTOMER_VOTES, all, tell)?;
    Ok(votes)
}

fn products(snapshot: &Snapshot, stars: &HashMap<ProductId, StarCounts>, tell: &mut dyn FnMut(String)) -> Result<()> {
    snapshot.values::<Product>(tables::PRODUCTS, |_, product| {
        let counted = stars.get(&product.id).copied().unwrap_or_default();
        if product.stars != counted {
            tell(format!("{} has other stars than its reviews give: {:?}, counted {counted:?}", product.handle, product.stars));
        }
        Ok(())
    })?;
    for id in stars.keys() {
        if snapshot.raw(tables::PRODUCTS, &id.bytes())?.is_none() {
            tell(format!("reviews are about product {id}, which is missing"));
        }
    }
    Ok(())
}

fn buyers(snapshot: &Snapshot, owned: &HashMap<(CustomerId, ProductId), bool>, tell: &mut dyn FnMut(String)) -> Result<()> {
    let mut bought = HashSet::new();
    snapshot.values::<Order>(tables::ORDERS, |_, order| {
        if let Some(customer) = order.customer.filter(|_| order.bought()) {
            bought.extend(order.lines.iter().map(|line| (customer, line.product)).filter(|pair| owned.contains_key(pair)));
        }
        Ok(())
    })?;
    for (pair, verified) in owned {
        if *verified != bought.contains(pair) {
            let (customer, product) = pair;
            tell(format!("the review that customer {customer} wrote of product {product} is wrong about whether they bought it"));
        }
    }
    Ok(())
}
