//! Finishes what a crash or a silent provider left open: everything at the start, then each order in its turn.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::domain::order::OrderId;
use crate::shop::Shop;

const PERIOD: Duration = Duration::from_millis(500);
/// Orders that are settled at the same time, so that one slow answer doesn't hold up the others.
const TOGETHER: usize = 16;

pub async fn run(shop: Arc<Shop>, mut stop: watch::Receiver<bool>) {
    let mut orders = shop.unsettled_orders();
    loop {
        match orders {
            Ok(orders) => tokio::select! {
                () = settle(&shop, orders) => {}
                _ = stop.wait_for(|stop| *stop) => return,
            },
            Err(error) => tracing::warn!(%error, "open payments can't be listed"),
        }
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            () = shop.settling.nudged() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        orders = shop.due_orders();
    }
}

async fn settle(shop: &Arc<Shop>, orders: Vec<OrderId>) {
    let mut at_work = JoinSet::new();
    for order in orders {
        while at_work.len() >= TOGETHER {
            at_work.join_next().await;
        }
        let shop = Arc::clone(shop);
        at_work.spawn(async move {
            if let Err(error) = shop.settle(order).await {
                tracing::warn!(order = order.0, %error, "a payment stays open until the next run");
            }
        });
    }
    while at_work.join_next().await.is_some() {}
}
