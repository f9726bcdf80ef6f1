//! Whether everything adds up: the books against themselves, the index against the books, and what waits for nobody.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Shop;
use super::order::{NUMBERS_START, ORDER_NUMBER};
use crate::domain::product::{Product, ProductId};
use crate::store::check::{Report, check};
use crate::store::key::number_at;
use crate::store::log;
use crate::store::read::{Read, Snapshot};
use crate::store::tables;

impl Shop {
    /// Recounts everything. A follower that is still catching up isn't compared.
    ///
    /// # Errors
    /// When a row or the index can't be read at all.
    pub fn check(&self) -> Result<Report> {
        let snapshot = self.snapshot()?;
        let mut report = check(&snapshot)?;
        report.problems.extend(check_numbers(&snapshot)?);
        report.problems.extend(self.stranded()?);
        report.figures.search_lag_ms = self.search.lags().p99_ms();
        if self.search.position() == log::newest(&snapshot)? {
            report.problems.extend(self.check_index(&snapshot)?);
        }
        if let Some(product) = self.recommend.recount(&snapshot)? {
            let name = snapshot.get::<Product>(product)?.map_or_else(|| product.to_string(), |product| product.handle);
            report.problems.push(format!("what is bought together with {name} was counted otherwise than the orders say; a restart counts anew"));
        }
        Ok(report)
    }

    fn check_index(&self, snapshot: &Snapshot) -> Result<Option<String>> {
        let mut visible = BTreeMap::<ProductId, u64>::new();
        snapshot.values::<Product>(tables::PRODUCTS, |_, product| {
            if product.visible() {
                visible.insert(product.id, product.version);
            }
            Ok(())
        })?;
        let indexed: BTreeMap<ProductId, u64> = self.search.versions()?.into_iter().collect();
        if indexed == visible {
            return Ok(None);
        }
        let odd = visible
            .iter()
            .find(|(id, version)| indexed.get(id) != Some(version))
            .or_else(|| indexed.iter().find(|(id, _)| !visible.contains_key(id)));
        let name = match odd {
            Some((id, _)) => snapshot.get::<Product>(*id)?.map_or_else(|| id.to_string(), |product| product.handle),
            None => String::new(),
        };
        Ok(Some(format!(
            "the search index has {} products and the shop {}; {name} differs; `shop reindex` makes it anew",
            indexed.len(),
            visible.len()
        )))
    }
}

/// The counter stands at the last number that was given: else the next is taken already, or leaves a gap.
fn check_numbers(snapshot: &Snapshot) -> Result<Option<String>> {
    let count: u64 = snapshot.value(tables::META, ORDER_NUMBER)?.unwrap_or(0);
    let counted = NUMBERS_START.saturating_add(count);
    let last = snapshot.last_key(tables::ORDER_NUMBERS)?.and_then(|key| number_at(&key, 0)).unwrap_or(NUMBERS_START);
    Ok((last != counted).then(|| format!("the last order has the number {last}, and the counter of numbers stands at {counted}")))
}
