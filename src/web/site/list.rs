//! Lists of products: what a search found, and what stands in a category.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum_extra::extract::Query;

use super::address::Address;
use super::frame::{layout, shown};
use crate::domain::category::Category;
use crate::domain::limits::HELP_FILTERS_MAX;
use crate::domain::money::{Currency, Money};
use crate::domain::refusal::Refusal;
use crate::search::request::{Cursor, Facets, PriceBand, Request, Sort};
use crate::shop::search::SearchView;
use crate::shop::search_help::OtherText;
use crate::shop::visitor::Visitor;
use crate::web::api::search::price_range_name;
use crate::web::error::Problem;
use crate::web::pages::search::{Help, SearchPage, page};
use crate::web::query::{SearchQuery, parse};
use crate::web::search_log;
use crate::web::state::App;
use crate::web::ui::facet::{Chip, Choice, FacetGroup, FacetValue, PriceRange};
use crate::web::ui::link::Link;
use crate::web::ui::pager::count;

/// `/search`
pub async fn search(State(app): State<App>, visitor: Visitor, Query(query): Query<SearchQuery>, headers: HeaderMap) -> Result<Response, Problem> {
    let category = match &query.category {
        Some(path) => app.shop.category(path)?,
        None => None,
    };
    list(&app, &Asker { visitor, headers }, "/search", &query, category)
}

/// `/collections/{category path}`
pub async fn collection(
    State(app): State<App>,
    visitor: Visitor,
    Path(path): Path<String>,
    Query(query): Query<SearchQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let category = app.shop.category(&path)?.ok_or(Refusal::NotFound)?;
    let here = format!("/collections/{}", category.path());
    list(&app, &Asker { visitor, headers }, &here, &query, Some(category))
}

/// Who asks for a list, and what their browser says with it.
struct Asker {
    visitor: Visitor,
    headers: HeaderMap,
}

fn list(app: &App, asker: &Asker, path: &str, query: &SearchQuery, category: Option<Category>) -> Result<Response, Problem> {
    let within = category.as_ref().map(Category::path).filter(|_| path != "/search");
    let currency = app.shop.settings.prices.currency;
    let request = parse(query, within.clone(), currency).or_else(|_| parse(&usable(query, currency), within, currency))?;
    let found = app.shop.search(&request)?;
    search_log::searched(app, &asker.headers, &asker.visitor, &request, &found);
    let address = Address::of(path, query);
    let mut layout = layout(app, &asker.visitor, &address.href())?;
    layout.query.clone_from(&query.q);
    let shown_list = search_page(app, query, &request, found, &address, category)?;
    Ok(shown(page(&layout, &shown_list)))
}

/// The query without the filters that make no sense: a page shows what it can, where the API refuses.
fn usable(query: &SearchQuery, currency: Currency) -> SearchQuery {
    const FILTERS: [fn(&mut SearchQuery) -> &mut Option<String>; 7] = [
        |query| &mut query.price_min,
        |query| &mut query.price_max,
        |query| &mut query.rating_min,
        |query| &mut query.in_stock,
        |query| &mut query.sort,
        |query| &mut query.limit,
        |query| &mut query.cursor,
    ];
    let mut kept = query.clone();
    for filter in FILTERS {
        let mut alone = SearchQuery::default();
        filter(&mut alone).clone_from(filter(&mut kept));
        if parse(&alone, None, currency).is_err() {
            *filter(&mut kept) = None;
        }
    }
    kept
}

fn search_page(
    app: &App,
    query: &SearchQuery,
    request: &Request,
    found: SearchView,
    address: &Address,
    category: Option<Category>,
) -> Result<SearchPage, Problem> {
    let currency = app.shop.settings.prices.currency;
    let title = title(query, category.as_ref());
    let in_path = address.path != "/search";
    let chips = chips(address, request, category.as_ref().filter(|_| !in_path), currency);
    let help = help(app, request, &found, address, &chips)?;
    let offset = request.cursor.offset();
    let previous = (offset > 0).then(|| match offset.saturating_sub(request.limit) {
        0 => address.href(),
        before => address.with("cursor", &Cursor::after(before).to_string()).href(),
    });
    let breadcrumbs = category.iter().flat_map(above).collect();
    Ok(SearchPage {
        description: format!("{title} at {}", app.shop.settings.name),
        title,
        breadcrumbs,
        action: address.path.clone(),
        keep: ["q", "category"].iter().filter_map(|name| address.get(name).map(|value| ((*name).to_owned(), value.to_owned()))).collect(),
        price: Some(prices(address, &found.facets, query, currency)),
        facets: groups(address, found.facets),
        cards: found.cards,
        total: found.total,
        clear_href: address.without(&["brand", "price_min", "price_max", "rating_min", "in_stock", "category"]).href(),
        sort: request.sort.name().to_owned(),
        before: u64::try_from(offset).unwrap_or(u64::MAX),
        previous,
        next: found.next.map(|cursor| address.with("cursor", &cursor).href()),
        degraded: false,
        help,
        indexed: in_path && offset == 0 && chips.is_empty() && request.sort == Sort::Relevance && request.text.is_empty(),
        chips,
    })
}

fn title(query: &SearchQuery, category: Option<&Category>) -> String {
    match (query.q.trim(), category) {
        ("", Some(category)) => category.name().to_owned(),
        ("", None) => "All products".to_owned(),
        (text, Some(category)) => format!("“{text}” in {}", category.name()),
        (text, None) => format!("Results for “{text}”"),
    }
}

fn above(category: &Category) -> Vec<Link> {
    let mut links: Vec<Link> = category.ancestry().map(|level| Link::new(level.name(), &format!("/collections/{}", level.path()))).collect();
    links.pop();
    links
}

fn groups(address: &Address, facets: Facets) -> Vec<FacetGroup> {
    let in_path = address.path != "/search";
    let category_href = |path: &str| {
        if in_path { address.at(&format!("/collections/{path}")).href() } else { address.with("category", path).href() }
    };
    let value = |value: String, label: String, count, selected| FacetValue { value, label, count: Some(count), selected, ..FacetValue::default() };
    let categories = facets
        .categories
        .into_iter()
        .map(|facet| FacetValue { href: Some(category_href(&facet.value)), ..value(facet.value, facet.label, facet.count, facet.selected) });
    let brands = facets.brands.into_iter().map(|facet| value(facet.value, facet.label, facet.count, facet.selected));
    let ratings = facets.ratings.iter().map(|step| FacetValue {
        stars: Some(u16::from(step.stars).saturating_mul(100)),
        ..value(step.stars.to_string(), "and up".to_owned(), step.count, step.selected)
    });
    let availability = facets.availability;
    let in_stock = value("true".to_owned(), "In stock".to_owned(), availability.in_stock, availability.selected);
    let group = |name: &str, label: &str, choice, values| FacetGroup { name: name.to_owned(), label: label.to_owned(), choice, values };
    vec![
        group("category", "Category", Choice::Links, categories.collect()),
        group("brand", "Brand", Choice::Several, brands.collect()),
        group("rating_min", "Rating", Choice::One, ratings.collect()),
        group("in_stock", "Availability", Choice::Several, vec![in_stock]),
    ]
}

fn prices(address: &Address, facets: &Facets, query: &SearchQuery, currency: Currency) -> PriceRange {
    let range = |band: &PriceBand| {
        let (value, label) = price_range_name(band, currency);
        let low = address.without(&["price_min", "price_max"]).with("price_min", &Money::new(band.min_minor, currency).decimal());
        let both = match band.max_minor {
            Some(max) => low.with("price_max", &Money::new(max, currency).decimal()),
            None => low,
        };
        FacetValue { value, label, count: Some(band.count), selected: band.selected, href: Some(both.href()), ..FacetValue::default() }
    };
    PriceRange {
        min: query.price_min.clone().unwrap_or_default(),
        max: query.price_max.clone().unwrap_or_default(),
        symbol: currency.symbol(),
        ranges: facets.prices.iter().map(range).collect(),
    }
}

fn chips(address: &Address, request: &Request, category: Option<&Category>, currency: Currency) -> Vec<Chip> {
    let chip = |label: String, without: Address| Chip { label, href_without: without.href() };
    let money = |minor| Money::new(minor, currency).to_string();
    let mut chips = Vec::new();
    chips.extend(category.map(|category| chip(category.name().to_owned(), address.without(&["category"]))));
    chips.extend(request.brands.iter().map(|brand| chip(brand.clone(), address.without_value("brand", brand))));
    let price = match (request.price_min, request.price_max) {
        (Some(min), Some(max)) => Some(format!("{} to {}", money(min), money(max))),
        (Some(min), None) => Some(format!("From {}", money(min))),
        (None, Some(max)) => Some(format!("Up to {}", money(max))),
        (None, None) => None,
    };
    chips.extend(price.map(|label| chip(label, address.without(&["price_min", "price_max"]))));
    chips.extend(request.rating_min.map(|stars| chip(format!("{} stars and up", f64::from(stars) / 100.0), address.without(&["rating_min"]))));
    chips.extend(request.in_stock.then(|| chip("In stock".to_owned(), address.without(&["in_stock"]))));
    chips
}

fn help(app: &App, request: &Request, found: &SearchView, address: &Address, chips: &[Chip]) -> Result<Help, Problem> {
    let texts = app.shop.search_help(request, found);
    let link = |other: &OtherText| Link::new(&format!("{} ({})", other.text, count(other.total)), &address.with("q", &other.text).href());
    let mut help = Help {
        partial: found.partial.then(|| request.text.trim().to_owned()),
        corrections: texts.meant.iter().map(link).collect(),
        fewer: texts.fewer.iter().map(link).collect(),
        ..Help::default()
    };
    if found.total == 0 {
        let within = request.category.clone().filter(|_| address.path != "/search");
        help.wider = chips.iter().take(HELP_FILTERS_MAX).filter_map(|chip| without(app, chip, within.clone())).collect();
        let tops = app.shop.top_categories()?;
        let tops = tops.iter().take(8);
        help.categories = tops.map(|top| Link::new(top.category.name(), &format!("/collections/{}", top.category.path()))).collect();
    }
    Ok(help)
}

/// The same search without one of its filters, with what it finds: exactly what the link of its chip leads to.
fn without(app: &App, chip: &Chip, within: Option<String>) -> Option<Link> {
    let address: Uri = chip.href_without.parse().ok()?;
    let Query(query) = Query::<SearchQuery>::try_from_uri(&address).ok()?;
    let currency = app.shop.settings.prices.currency;
    let request = parse(&query, within.clone(), currency).or_else(|_| parse(&usable(&query, currency), within, currency)).ok()?;
    let total = app.shop.search_total(&request)?;
    Some(Link::new(&format!("Without “{}” ({})", chip.label, count(total)), &chip.href_without))
}

#[cfg(test)]
mod tests {
    use super::usable;
    use crate::domain::money::Currency;
    use crate::web::query::SearchQuery;

    #[test]
    fn a_page_drops_what_makes_no_sense_and_keeps_the_rest() {
        let some = |text: &str| Some(text.to_owned());
        let query = SearchQuery { q: "mug".into(), price_min: some("abc"), price_max: some("50"), sort: some("sideways"), ..SearchQuery::default() };
        let kept = usable(&query, Currency::USD);
        assert_eq!((kept.q.as_str(), kept.price_min, kept.price_max, kept.sort), ("mug", None, some("50"), None));
    }
}
