//! `shop coupon`: codes that take something off, on a closed shop or through the running one.

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use super::{Outcome, Place, remote};
use crate::shop::coupon::{CouponRow, CouponWork, NewCoupon};

#[derive(Subcommand)]
pub(super) enum Coupon {
    /// Make a new code
    Add(Add),
    /// Show all codes with their uses
    List,
    /// End a code; orders that used it keep what it took off
    End { code: String },
}

#[derive(Args)]
#[command(group = ArgGroup::new("worth").required(true))]
pub(super) struct Add {
    /// What shoppers type: 3 to 40 letters, digits, hyphens or underscores
    code: String,
    /// Take a percentage off the subtotal, such as 10 or 12.5
    #[arg(long, group = "worth", value_name = "PERCENT")]
    percent: Option<String>,
    /// Take a sum off the subtotal, such as 5.00
    #[arg(long, group = "worth", value_name = "SUM")]
    sum: Option<String>,
    /// Ship for nothing
    #[arg(long, group = "worth")]
    free_shipping: bool,
    /// The least subtotal
    #[arg(long, value_name = "SUM")]
    minimum: Option<String>,
    /// The first day (UTC), such as 2026-12-01, or an exact time
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The last day (UTC), such as 2026-12-31, or the exact time of its end
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// How many orders can use it
    #[arg(long, value_name = "N")]
    uses: Option<u32>,
    /// How many orders of one mail address can use it
    #[arg(long, value_name = "N")]
    per_customer: Option<u32>,
}

impl Coupon {
    pub(super) fn run(self, place: &Place) -> Result<Outcome> {
        let (said, work) = match self {
            Self::Add(Add { code, percent, sum, free_shipping, minimum, from, until, uses, per_customer }) => {
                let new = NewCoupon { code, percent, sum, free_shipping, minimum, from, until, uses, per_customer };
                ("added ", CouponWork::Add(new))
            }
            Self::List => ("", CouponWork::List),
            Self::End { code } => ("ended ", CouponWork::End { code }),
        };
        let rows = remote::here_or_there(place, "/coupon", &work, |shop| shop.coupons(&work))?;
        if rows.is_empty() {
            println!("there are no coupons; `shop coupon add WELCOME10 --percent 10` makes one");
        }
        rows.iter().for_each(|row| println!("{said}{}", line(row)));
        Ok(Outcome::Done)
    }
}

/// `WELCOME10: 10% off; works; used 3 of 100; from $30.00`
fn line(row: &CouponRow) -> String {
    let CouponRow { code, worth, state, uses, rules } = row;
    let rules = if rules.is_empty() { String::new() } else { format!("; {rules}") };
    format!("{code}: {worth}; {state}; used {uses}{rules}")
}
