//! `shop review`: what customers say of products, on a closed shop or through the running one.
//!
//! Their words go through [`visible`], so nothing of them commands the terminal.

use anyhow::Result;
use clap::Subcommand;

use super::{Outcome, Place, remote};
use crate::base::text::visible;
use crate::shop::review_desk::{ReviewRow, ReviewWork};

#[derive(Subcommand)]
pub(super) enum Review {
    /// The newest reviews
    List {
        /// Those that wait for you to look at them
        #[arg(long)]
        waiting: bool,
        /// Those that you hid
        #[arg(long, conflicts_with = "waiting")]
        hidden: bool,
        /// Those of one product, by its handle
        #[arg(long, value_name = "HANDLE")]
        product: Option<String>,
    },
    /// Show one to everybody, also one that was hidden
    Approve { id: u64 },
    /// Show one to its writer alone; its stars don't count any more
    Hide {
        id: u64,
        /// What its writer is told
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Answer one below it; an empty text takes the answer away
    Reply { id: u64, text: String },
    /// Take one out of the books, with its votes
    Remove { id: u64 },
}

impl Review {
    fn work(self) -> ReviewWork {
        match self {
            Self::List { waiting, hidden, product } => {
                let standing = if waiting { Some("waiting") } else { hidden.then_some("hidden") };
                ReviewWork::List { standing: standing.map(str::to_owned), product }
            }
            Self::Approve { id } => ReviewWork::Approve { id },
            Self::Hide { id, reason } => ReviewWork::Hide { id, reason },
            Self::Reply { id, text } => ReviewWork::Reply { id, text },
            Self::Remove { id } => ReviewWork::Remove { id },
        }
    }

    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let removing = matches!(self, Self::Remove { .. });
        let work = self.work();
        let rows: Vec<ReviewRow> = remote::here_or_there(place, "/review", &work, |shop| shop.reviews_desk(&work))?;
        if rows.is_empty() {
            println!("there are no such reviews");
        }
        for row in &rows {
            let standing = if removing { "removed" } else { &row.standing };
            show(row, standing);
        }
        Ok(Outcome::Done)
    }
}

/// `1882… shown  5 stars  morning-mug  Ada, bought it, 3 found it helpful`, and the words below.
fn show(row: &ReviewRow, standing: &str) {
    let ReviewRow { id, product, author, stars, title, body, verified, reason, helpful, written_at, reply, .. } = row;
    let more = [
        verified.then(|| ", bought it".to_owned()),
        (*helpful > 0).then(|| format!(", helped {helpful}")),
        (!reason.is_empty()).then(|| format!("; hidden because: {}", visible(reason))),
    ];
    let more: String = more.into_iter().flatten().collect();
    let unit = if *stars == 1 { "star" } else { "stars" };
    println!("{id}  {standing}  {stars} {unit}  {}  {written_at}  {}{more}", visible(product), visible(author));
    [title].into_iter().filter(|title| !title.is_empty()).for_each(|title| println!("    {}", visible(title)));
    body.lines().for_each(|line| println!("    {}", visible(line)));
    reply.iter().flat_map(|reply| reply.lines()).for_each(|line| println!("    > {}", visible(line)));
}
