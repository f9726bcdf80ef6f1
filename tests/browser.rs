//! Runs the browser suites against real servers; see `browser/shop.rs` for what they need.

use std::path::Path;
use std::process::Command;

#[path = "browser/shop.rs"]
mod shop;

use self::shop::{demo, run, serve, skipped};

#[test]
fn a_shopper_buys_without_scripts_on_every_screen() {
    run("journey.mjs", demo);
}

#[test]
fn suggestions_come_while_typing_and_are_reached_by_keys() {
    run("suggest.mjs", demo);
}

#[test]
fn filters_change_a_list_without_reloading() {
    run("facets.mjs", demo);
}

#[test]
fn ten_thousand_results_scroll_lightly_and_back_leads_to_the_same_card() {
    run("feed.mjs", |data| {
        let file = data.join("products.jsonl");
        std::fs::write(&file, demo_again(10_020)).expect("a file is written");
        let done = Command::new(env!("CARGO_BIN_EXE_shop")).arg("--data").arg(data).arg("import").arg(&file).output().expect("the shop starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serve(data, &[], &[("SHOP_LIST__PAGING", "auto")])
    });
}

/// The demo catalogue over and over, each product with its own handle, title and SKUs.
fn demo_again(count: usize) -> String {
    let demo = include_str!("../fixtures/demo/catalogue.jsonl");
    let products: Vec<serde_json::Value> = demo.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let rename = |value: &mut serde_json::Value, between: &str, number: usize| {
        *value = format!("{}{between}{number}", value.as_str().expect("a text")).into();
    };
    let again = |number: usize, product: &serde_json::Value| {
        let mut product = product.clone();
        rename(&mut product["handle"], "-", number);
        rename(&mut product["title"], " No. ", number);
        for variant in product["variants"].as_array_mut().expect("variants") {
            rename(&mut variant["sku"], "-", number);
        }
        format!("{product}\n")
    };
    products.iter().cycle().take(count).enumerate().map(|(number, product)| again(number, product)).collect()
}

#[test]
fn the_cart_is_shown_at_once_and_never_wrong() {
    run("cart.mjs", demo);
}

#[test]
fn in_twenty_thousand_bursts_the_cart_shown_is_the_servers() {
    if skipped() {
        return;
    }
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/overlay.mjs");
    let output = Command::new("node").arg(suite).output().expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn what_one_buys_another_sees_without_reloading() {
    run("live.mjs", demo);
}

#[test]
fn the_shop_is_installed_read_offline_and_taken_away_again() {
    run("pwa.mjs", demo);
}

#[test]
fn no_text_from_outside_becomes_a_script() {
    run("hostile.mjs", demo);
}

#[test]
fn everything_is_done_by_keys_alone() {
    run("keyboard.mjs", demo);
}

#[test]
fn pages_fit_every_screen_and_every_eye() {
    run("sizes.mjs", demo);
}

#[test]
fn every_page_in_every_state_is_for_everybody() {
    run("looks.mjs", demo);
}

#[test]
fn a_longer_language_fits_on_every_screen() {
    run("languages.mjs", |data| serve(data, &["--demo"], &[("SHOP_SHOP__LOCALE", "de")]));
}

#[test]
fn a_language_from_right_to_left_turns_the_shop_around() {
    let messages = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/arabic.ftl");
    run("languages.mjs", |data| serve(data, &["--demo"], &[("SHOP_SHOP__LOCALE", "ar"), ("SHOP_SHOP__MESSAGES", messages)]));
}

#[test]
fn scripts_are_typed() {
    if skipped() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let output = Command::new(folder.join("node_modules/.bin/tsc")).arg("--project").arg(&folder).output().expect("tsc runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
