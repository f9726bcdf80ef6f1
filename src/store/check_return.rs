//! The part of the check that looks at returns: their steps, their units, and the list of those that are open.

use std::collections::HashSet;

use anyhow::Result;

use super::order::open_returns;
use super::read::Snapshot;
use super::tables;
use crate::domain::order::Order;
use crate::domain::returns::{Return, ReturnState};

/// Tells each thing that is off; returns how many wait for the merchant and how many for their parcel.
///
/// # Errors
/// When a row can't be read at all.
pub(super) fn returns(snapshot: &Snapshot, tell: &mut dyn FnMut(String)) -> Result<(u64, u64)> {
    let (mut requested, mut accepted) = (0_u64, 0_u64);
    let mut listed: HashSet<_> = open_returns(snapshot)?.into_iter().collect();
    snapshot.values::<Order>(tables::ORDERS, |_, order| {
        for (one, place) in order.returns.iter().zip(1_u32..) {
            let name = order.return_name(one.number);
            if one.number != place || !one.sound() {
                tell(format!("return {name} went where no return goes"));
            }
            if !fits(&order, one) {
                tell(format!("return {name} is of units that its order doesn't have"));
            }
            match one.state() {
                ReturnState::Requested => requested += 1,
                ReturnState::Accepted { .. } => accepted += 1,
                ReturnState::Received { refund: Some(number) } if !order.refunds.iter().any(|refund| refund.number == *number) => {
                    tell(format!("return {name} says refund {number} gave its money back, and there is none"));
                }
                _ => {}
            }
        }
        let open = order.returns.iter().any(Return::open);
        if listed.remove(&order.id) != open {
            tell(format!("order {} is listed among the open returns, or it has one: not both", order.id));
        }
        Ok(())
    })?;
    if !listed.is_empty() {
        tell(format!("{} orders are listed among the open returns and missing", listed.len()));
    }
    Ok((requested, accepted))
}

fn fits(order: &Order, one: &Return) -> bool {
    let bought = |variant| order.lines.iter().find(|line| line.variant == variant).map_or(0, |line| line.quantity);
    !one.lines.is_empty() && one.lines.iter().all(|line| (1..=bought(line.variant)).contains(&line.quantity))
}
