//! What was bought together with what, counted beside the shop and compared with what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::common::server::run;

/// Products that are compared: those in most orders.
const COMPARED: usize = 50;
/// Partners of each that are compared.
const PARTNERS: usize = 10;

/// A product, the orders that hold it, and its first partners with the orders that hold both.
pub struct Expected {
    sku: String,
    orders: u64,
    partners: Vec<(String, u64)>,
}

#[derive(Deserialize)]
struct Row {
    sku: String,
    orders: u64,
    top5: Vec<Partner>,
    #[serde(default)]
    next5: Vec<Partner>,
}

#[derive(Deserialize)]
struct Partner {
    sku: String,
    together: u64,
}

pub fn read(path: &Path) -> Result<Vec<Expected>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let row = |line: &str| -> Result<Expected> {
        let row: Row = serde_json::from_str(line).with_context(|| format!("reading {line}"))?;
        let partners = row.top5.into_iter().chain(row.next5).map(|partner| (partner.sku, partner.together)).collect();
        Ok(Expected { sku: row.sku, orders: row.orders, partners })
    };
    text.lines().map(row).collect()
}

/// The plain way: each pair of each order, one by one.
pub fn count<'a>(orders: impl Iterator<Item = BTreeSet<&'a str>>) -> Vec<Expected> {
    let mut holding = BTreeMap::<&str, u64>::new();
    let mut together = BTreeMap::<&str, BTreeMap<&str, u64>>::new();
    for order in orders {
        for sku in &order {
            *holding.entry(sku).or_default() += 1;
            let partners = together.entry(sku).or_default();
            order.iter().filter(|other| *other != sku).for_each(|other| *partners.entry(other).or_default() += 1);
        }
    }
    let mut most: Vec<(&str, u64)> = holding.into_iter().collect();
    most.sort_by_key(|(sku, orders)| (std::cmp::Reverse(*orders), *sku));
    let expected = |(sku, orders): (&str, u64)| {
        let mut partners: Vec<(String, u64)> = together[sku].iter().map(|(other, count)| ((*other).to_owned(), *count)).collect();
        partners.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        partners.truncate(PARTNERS);
        Expected { sku: sku.to_owned(), orders, partners }
    };
    most.into_iter().take(COMPARED).map(expected).collect()
}

/// The products whose counts in the running shop are others: each named partner must have its count, and the counts of the
/// first places must be the same, so that nobody else belongs there.
pub fn unequal(data: &Path, expected: &[Expected]) -> Result<Vec<String>> {
    let mut unequal = Vec::new();
    for product in expected {
        let told = explained(data, &handle(&product.sku))?;
        let counts: Vec<(String, u64)> = told["candidates"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|found| Some((found["handle"].as_str()?.to_owned(), found["together"].as_u64()?)))
            .filter(|(_, together)| *together > 0)
            .collect();
        let named = product.partners.iter().all(|(sku, together)| counts.contains(&(handle(sku), *together)));
        let places =
            counts.iter().map(|(_, together)| together).take(product.partners.len()).eq(product.partners.iter().map(|(_, together)| together));
        if told["orders"] != product.orders || !named || !places {
            unequal.push(product.sku.clone());
        }
    }
    Ok(unequal)
}

fn explained(data: &Path, handle: &str) -> Result<Value> {
    let said = run(data, &["recommend", "explain", handle, "--format", "json"])?;
    serde_json::from_str(&said).context("reading what the shop says")
}

pub fn handle(sku: &str) -> String {
    format!("replay-{}", sku.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}
