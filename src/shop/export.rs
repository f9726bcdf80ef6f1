//! Taking data out of the shop: products, orders and customers, as JSON Lines or a table.
//!
//! Works on one snapshot, so it can run beside a shop that sells. What is exported as products can be imported again.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Shop;
use crate::domain::customer::{Customer, CustomerId, mail_key};
use crate::domain::listing::ListedStock;
use crate::domain::money::{Currency, Money};
use crate::domain::order::Order;
use crate::domain::product::Product;
use crate::domain::stock::Stock;
use crate::formats::orders::{CustomerRow, Ledger};
use crate::formats::write::{Format, Writer};
use crate::store::product::ProductRows;
use crate::store::read::Snapshot;
use crate::store::tables;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exported {
    Products,
    Orders,
    Customers,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportRequest {
    pub what: Exported,
    /// `jsonl` or `csv`.
    pub format: String,
    pub to: PathBuf,
}

/// Tells how many rows are written, of how many.
pub type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> Result<()>;

impl Shop {
    /// Writes the file and returns how many rows it has. A file that can't be finished isn't left behind.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn export(&self, request: &ExportRequest, watch: Watch) -> Result<u64> {
        let format = Format::parse(&request.format).with_context(|| format!("{:?} is not a format; use jsonl or csv", request.format))?;
        let snapshot = self.snapshot()?;
        let write = |to: &mut dyn Write, watch: Watch| match request.what {
            Exported::Products => products(&snapshot, format, to, watch),
            Exported::Orders => orders(&snapshot, format, to, watch),
            Exported::Customers => customers(&snapshot, format, to, self.settings.prices.currency, watch),
        };
        let doing = || format!("writing {}", request.to.display());
        if request.to.exists() && !request.to.is_file() {
            // A pipe or a terminal is written to as it is.
            let mut to = std::fs::OpenOptions::new().write(true).open(&request.to).with_context(doing)?;
            return write(&mut to, watch).with_context(doing);
        }
        let name = request.to.file_name().context("the file to write needs a name")?.to_string_lossy();
        let partial = request.to.with_file_name(format!(".{name}.{:016x}", self.books.chance()));
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&partial).with_context(doing)?;
        let mut to = std::io::BufWriter::new(file);
        let written = write(&mut to, watch).and_then(|rows| {
            to.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
            std::fs::rename(&partial, &request.to)?;
            Ok(rows)
        });
        if written.is_err() {
            drop(std::fs::remove_file(&partial));
        }
        written.with_context(doing)
    }
}

fn products(snapshot: &Snapshot, format: Format, to: impl Write, watch: Watch) -> Result<u64> {
    let all = snapshot.count(tables::PRODUCTS)?;
    let (mut writer, mut rows) = (Writer::new(format, to)?, 0_u64);
    snapshot.values::<Product>(tables::PRODUCTS, |_, product| {
        let listed = |stock: Stock| if stock.tracked() { ListedStock::Counted(stock.on_hand()) } else { ListedStock::Untracked(stock.on_hand()) };
        let stock: Result<Vec<_>> = product.variants.iter().map(|variant| Ok(listed(snapshot.stock(variant.id)?))).collect();
        writer.product(&product, &snapshot.details(product.id)?, &stock?)?;
        rows += 1;
        watch(rows, all)
    })?;
    writer.finish()?;
    Ok(rows)
}

fn orders(snapshot: &Snapshot, format: Format, to: impl Write, watch: Watch) -> Result<u64> {
    let all = snapshot.count(tables::ORDERS)?;
    let (mut ledger, mut rows) = (Ledger::orders(format, to)?, 0_u64);
    snapshot.values::<Order>(tables::ORDERS, |_, order| {
        ledger.order(&order)?;
        rows += 1;
        watch(rows, all)
    })?;
    ledger.finish()?;
    Ok(rows)
}

/// Everybody with an account, and everybody who bought something without one, by mail address.
fn customers(snapshot: &Snapshot, format: Format, to: impl Write, currency: Currency, watch: Watch) -> Result<u64> {
    let (mut customers, mut accounts) = (BTreeMap::<String, CustomerRow>::new(), HashMap::<CustomerId, String>::new());
    snapshot.values::<Customer>(tables::CUSTOMERS, |_, customer| {
        accounts.insert(customer.id, mail_key(&customer.email));
        Ok(())
    })?;
    let new = |email: &str| CustomerRow {
        email: email.to_owned(),
        name: String::new(),
        registered_at: None,
        orders: 0,
        spent: Money::zero(currency),
        ordered: None,
        address: None,
    };
    snapshot.values::<Order>(tables::ORDERS, |_, order| {
        if order.number.is_none() {
            return Ok(());
        }
        let account = order.customer.and_then(|customer| accounts.get(&customer)).cloned();
        let key = account.unwrap_or_else(|| mail_key(&order.shipping.email));
        count_order(customers.entry(key).or_insert_with_key(|key| new(key)), order)
    })?;
    snapshot.values::<Customer>(tables::CUSTOMERS, |_, customer| {
        let row = customers.entry(mail_key(&customer.email)).or_insert_with_key(|key| new(key));
        let preferred = customer.book.preferred().map(|saved| saved.address.clone());
        row.address = preferred.or(row.address.take());
        customer.email.as_str().clone_into(&mut row.email);
        row.registered_at = Some(customer.created_at);
        row.name = customer.name;
        Ok(())
    })?;
    let all = u64::try_from(customers.len())?;
    let (mut ledger, mut rows) = (Ledger::customers(format, to)?, 0_u64);
    for customer in customers.values() {
        ledger.customer(customer)?;
        rows += 1;
        watch(rows, all)?;
    }
    ledger.finish()?;
    Ok(rows)
}

/// Orders come in the order of time, so the last one says how somebody is called and where they live.
fn count_order(row: &mut CustomerRow, order: Order) -> Result<()> {
    let kept = order.captured().minus(order.refunded()).context("more was given back than came")?;
    row.spent = match row.orders {
        0 => kept,
        _ => row.spent.plus(kept).context("a customer's orders can't be added up")?,
    };
    row.orders += 1;
    row.ordered = Some((row.ordered.map_or(order.placed_at, |(first, _)| first), order.placed_at));
    row.name.clone_from(&order.shipping.address.name);
    row.address = Some(order.shipping.address);
    Ok(())
}
