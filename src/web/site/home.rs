//! The front door.

use axum::extract::State;
use axum::response::Response;

use super::frame::{layout, shown};
use crate::base::messages::t;
use crate::domain::product::Image;
use crate::search::request::{Request, Sort};
use crate::shop::product::Card;
use crate::shop::visitor::Visitor;
use crate::web::api::search::collection_request;
use crate::web::error::Problem;
use crate::web::pages::home::{Hero, HomePage, Promise, Row, Tile, page};
use crate::web::query::SearchQuery;
use crate::web::state::App;
use crate::web::ui::icon::Icon;
use crate::web::ui::link::Link;
use crate::web::ui::notice::{Notice, Tone};

const ROW: usize = 8;

pub async fn home(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let mut layout = layout(&app, &visitor, "/")?;
    let newest = row(&app, Sort::Newest).await;
    let selling = row(&app, Sort::BestSelling).await;
    let rated = row(&app, Sort::Rating).await;
    let tops = app.shop.top_categories()?;
    let tiles = tops.iter().map(|top| Tile {
        name: top.category.name().to_owned(),
        href: format!("/collections/{}", top.category.path()),
        products: top.products,
        image: top.image.clone(),
    });
    let products = tops.iter().map(|top| top.products).sum();
    let more = |sort: Sort| Some(Link::new(t("see-all"), &format!("/search?sort={}", sort.name())));
    let home = HomePage {
        hero: hero(&app, &rated, products),
        tiles: tiles.take(12).collect(),
        rows: [
            collections(&app).await?,
            vec![
                Row { title: t("best-selling").to_owned(), more: more(Sort::BestSelling), cards: selling },
                Row { title: t("best-rated").to_owned(), more: more(Sort::Rating), cards: rated },
                Row { title: t("new-in").to_owned(), more: more(Sort::Newest), cards: newest },
            ],
        ]
        .concat(),
        promises: promises(&app),
        notice: (products == 0).then(empty),
        remembers: app.shop.settings.recently_viewed,
    };
    layout.scripts.modules.extend(home.remembers.then(|| app.assets.address("fragment.js")));
    Ok(shown(page(&layout, &home)))
}

/// The front door stands open without the index, only emptier.
async fn row(app: &App, sort: Sort) -> Vec<Card> {
    app.shop.row(Request { sort, in_stock: true, limit: ROW, ..Request::default() }).await
}

/// The collections that the merchant wants to see here.
async fn collections(app: &App) -> Result<Vec<Row>, Problem> {
    let mut rows = Vec::new();
    for collection in app.shop.collections_at_home()? {
        let mut request = Request { limit: ROW, ..Request::default() };
        // As every row: without the index the front door stands open without it.
        let cards = match collection_request(app, &collection, &SearchQuery::default(), &mut request).await {
            Ok(request) => app.shop.row(request).await,
            Err(_) => Vec::new(),
        };
        rows.push(Row { more: Some(Link::new(t("see-all"), &format!("/collections/{}", collection.handle))), title: collection.title, cards });
    }
    Ok(rows)
}

fn hero(app: &App, cards: &[Card], products: u64) -> Hero {
    let home = &app.shop.settings.home;
    let pictures: Vec<Image> = cards.iter().filter_map(|card| card.image.clone()).take(3).collect();
    Hero {
        eyebrow: app.shop.settings.name.clone(),
        title: or(&home.title, t("home-title")).to_owned(),
        text: match products {
            _ if !home.text.is_empty() => home.text.clone(),
            0 => t("home-setting-up").to_owned(),
            1 => t("home-held").to_owned(),
            many => t!("home-many", count = many),
        },
        action: Link::new(or(&home.button, t("home-button")), &home.link),
        pictures: if pictures.len() == 3 { pictures } else { pictures.into_iter().take(1).collect() },
    }
}

/// What the merchant says, or what is said where they say nothing.
fn or<'a>(own: &'a str, usual: &'a str) -> &'a str {
    if own.trim().is_empty() { usual } else { own }
}

fn empty() -> Notice {
    Notice::new(Tone::Plain, t("home-empty"), t("home-empty-text"))
}

fn promises(app: &App) -> Vec<Promise> {
    let promise = |icon, title: &str, text: String| Promise { icon, title: title.to_owned(), text };
    let settings = &app.shop.settings;
    let minutes = settings.holds.hold_ms / 60_000;
    let mut promises = vec![
        promise(Icon::Clock, t("promise-held"), t!("promise-held-text", minutes = minutes)),
        promise(Icon::Check, t("promise-once"), t("promise-once-text").to_owned()),
    ];
    promises
        .extend(settings.prices.free_shipping_over().map(|over| promise(Icon::Box, t("promise-shipping"), t!("promise-shipping-text", sum = over))));
    promises
}
