//! `shop collection`: saved searches with pinned products, on a closed shop or through the running one.

use anyhow::Result;
use clap::{Args, Subcommand};

use super::{Outcome, Place, remote};
use crate::shop::collection::{CollectionRow, CollectionWork, NewCollection};
use crate::web::query::saved;

#[derive(Subcommand)]
pub(super) enum Collection {
    /// Make a collection, shown at /collections/HANDLE
    Add(Add),
    /// Show one
    Show { handle: String },
    /// Show all
    List,
    /// Take one away; its products stay
    Remove { handle: String },
}

#[derive(Args)]
pub(super) struct Add {
    /// Its name in addresses: small letters, digits and hyphens
    handle: String,
    #[arg(long)]
    title: String,
    #[arg(long, default_value = "")]
    description: String,
    /// What it finds, written as in the address of a search, such as 'q=mug&brand=Ember&price_max=25&sort=best_selling'
    #[arg(long, default_value = "", value_name = "QUERY")]
    query: String,
    /// SKUs or handles of products that stand first, in this order
    #[arg(long, num_args = 1.., value_name = "PRODUCT")]
    pin: Vec<String>,
    /// Show it on the front page
    #[arg(long)]
    home: bool,
    /// Write one that is there already anew
    #[arg(long)]
    replace: bool,
}

impl Collection {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let (said, work) = match self {
            Self::Add(Add { handle, title, description, query, pin: pins, home, replace }) => {
                ("added ", CollectionWork::Add(NewCollection { handle, title, description, query, pins, home, replace }))
            }
            Self::Show { handle } => ("", CollectionWork::Show { handle }),
            Self::List => ("", CollectionWork::List),
            Self::Remove { handle } => ("removed ", CollectionWork::Remove { handle }),
        };
        let rows: Vec<CollectionRow> = remote::here_or_there(place, "/collection", &work, |shop| shop.collections(&work, saved))?;
        if rows.is_empty() {
            println!("there are no collections; `shop collection add gifts --title Gifts --query 'q=mug'` makes one");
        }
        rows.iter().for_each(|row| println!("{said}{}", line(row)));
        Ok(Outcome::Done)
    }
}

/// `gifts: Gifts; finds q=mug; pinned mug, jug; on the front page`
fn line(row: &CollectionRow) -> String {
    let CollectionRow { handle, title, description, query, pins, home, hidden } = row;
    let query = if query.is_empty() { "finds everything".to_owned() } else { format!("finds {query}") };
    let more = [
        (!pins.is_empty()).then(|| format!("pinned {}", pins.join(", "))),
        home.then(|| "on the front page".to_owned()),
        (!description.is_empty()).then(|| format!("“{description}”")),
        hidden.then(|| "hidden: a category has its address".to_owned()),
    ];
    let more: String = more.into_iter().flatten().map(|part| format!("; {part}")).collect();
    format!("{handle}: {title}; {query}{more}")
}
