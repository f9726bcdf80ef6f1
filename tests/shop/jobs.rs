//! The background jobs: what nobody asks for happens all the same, soon after its time.

use shop::jobs;
use tokio::sync::watch;

use crate::disk::Fate;
use crate::process::soon;
use crate::world::TestShop;

#[test]
fn holds_are_released_orders_settled_and_the_index_follows_by_themselves() {
    let shop = TestShop::new();
    shop.stocks("mug", 5);
    let (ada, ben) = (shop.someone(), shop.someone());
    ada.adds("mug", 1).is(201);
    shop.waits_minutes(31);
    ben.adds("mug", 2).is(201);
    shop.disk().will(&[Fate::Works, Fate::Fails]);
    ben.buys("ben-buys-two-mugs-1", "pm_card_visa").is(500);
    assert_eq!(shop.counts("mug"), (5, 3));

    let background = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime starts");
    let (stop, stopped) = watch::channel(false);
    let mut running = background.block_on(async { jobs::start(&shop.shop(), &stopped) });
    soon("the order is settled and the hold released", || shop.counts("mug") == (3, 0));
    soon("the letter is written", || shop.letters().len() == 1);
    soon("the index knows the mug", || ada.gets("/api/search?q=mug").is(200).at("/total_count") == 1);
    soon("the index knows everything", || ada.gets("/readyz").is(200).at("/search_lag") == 0);
    stop.send_replace(true);
    background.block_on(async { while running.join_next().await.is_some() {} });
    ben.buys("ben-buys-two-mugs-1", "pm_card_visa").is(200).has("/number", "1001");
}
