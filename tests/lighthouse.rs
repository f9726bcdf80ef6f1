//! What Lighthouse says of the pages that count. In a binary of its own, because it wants the machine for itself.

#[path = "browser/shop.rs"]
mod shop;

use self::shop::{demo, run};

#[test]
#[ignore = "it takes some minutes and an idle machine: cargo test --test lighthouse -- --ignored"]
fn pages_are_quick_and_kept_well() {
    run("lighthouse.mjs", demo);
}
