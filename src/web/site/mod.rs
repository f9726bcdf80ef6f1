//! The handlers behind the pages: read what was asked, call the shop, show a page or send the browser on.
//!
//! Every change is a POST that ends in 303, so that reloading a page never repeats it.

pub mod frame;
pub mod home;
pub mod list;
pub mod part;
pub mod suggest;
pub mod address;
pub mod product;
pub mod review;
pub mod cart;
pub mod coupon;
pub mod checkout;
pub mod order;
pub mod returns;
pub mod sign_in;
pub mod account;
pub mod personal;
pub mod content;
pub mod app;
pub mod picture;
pub mod sitemap;
pub mod merchant;
pub mod viewed;

use axum::Router;
use axum::routing::{get, post};

use crate::web::pages::storybook;
use crate::web::state::App;

/// What changes a cart, for pages and for scripts alike.
fn cart_forms() -> Router<App> {
    Router::new()
        .route("/cart/items", post(cart::add))
        .route("/cart/items/set", post(cart::set))
        .route("/cart/items/remove", post(cart::remove))
        .route("/cart/saved", post(cart::save))
        .route("/cart/saved/move", post(cart::back))
        .route("/cart/saved/set", post(cart::set_saved))
        .route("/cart/clear", post(cart::clear))
        .route("/cart/keep", post(cart::keep))
        .route("/cart/coupon", post(coupon::enter))
        .route("/cart/coupon/remove", post(coupon::remove))
}

pub fn router() -> Router<App> {
    let router = Router::new()
        .route("/", get(home::home))
        .route("/search", get(list::search))
        .route("/f/search", get(list::search))
        .route("/f/suggest", get(suggest::suggest))
        .route("/collections/{*path}", get(list::collection))
        .route("/f/collections/{*path}", get(list::collection))
        .route("/products/{handle}", get(product::product))
        .route("/products/{handle}/reviews", get(review::reviews).post(review::write))
        .route("/products/{handle}/reviews/helpful", post(review::helpful))
        .route("/products/{handle}/reviews/withdraw", post(review::withdraw))
        .route("/f/recently-viewed", get(viewed::recently_viewed))
        .route("/cart", get(cart::cart))
        .merge(cart_forms())
        .nest("/f", cart_forms().route("/cart", get(cart::fragment)))
        .route("/checkout", get(checkout::checkout).post(checkout::enter))
        .route("/checkout/shipping", post(checkout::shipping))
        .route("/checkout/payment", post(checkout::payment))
        .route("/checkout/back", post(checkout::back))
        .route("/checkout/place", post(checkout::place))
        .route("/checkout/return", get(order::returned))
        .route("/checkout/practice", get(order::practice).post(order::practice_say))
        .route("/checkout/complete", get(order::complete))
        .route("/orders/{number}", get(order::order))
        .route("/orders/{number}/again", post(order::again))
        .route("/orders/{number}/return", get(returns::form).post(returns::ask))
        .route("/orders/{number}/return/withdraw", post(returns::withdraw))
        .route("/track", get(order::track).post(order::find))
        .route("/account", get(account::overview))
        .route("/account/orders", get(account::orders))
        .route("/account/addresses", get(account::addresses).post(account::save_address))
        .route("/account/addresses/remove", post(account::remove_address))
        .route("/account/password", post(account::password))
        .route("/account/data", get(personal::page))
        .route("/account/data/file", get(personal::file))
        .route("/account/erase", get(personal::page).post(personal::erase))
        .route("/account/login", get(sign_in::login_form).post(sign_in::login))
        .route("/account/register", get(sign_in::register_form).post(sign_in::register))
        .route("/account/logout", post(sign_in::logout))
        .route("/account/reset", get(sign_in::reset_form).post(sign_in::reset))
        .route("/account/reset/confirm", get(sign_in::new_password_form).post(sign_in::new_password))
        .route("/pages/{handle}", get(content::page))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::sitemap))
        .route("/sitemap-{name}", get(sitemap::part))
        .route("/feeds/google.xml", get(merchant::google))
        .route("/manifest.webmanifest", get(app::manifest))
        .route("/sw.js", get(app::worker))
        .route("/offline", get(app::offline))
        .route("/art/{name}", get(picture::art))
        .route("/media/{name}", get(picture::media));
    // Every part in every state, for whoever works on them; not in the binary that is shipped.
    if cfg!(debug_assertions) {
        router.route(storybook::ADDRESS, get(content::storybook)).route(&format!("{}/{{name}}", storybook::ADDRESS), get(content::storybook))
    } else {
        router
    }
}
