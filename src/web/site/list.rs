//! Lists of products: what a search found, and what stands in a category.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;

use super::address::Address;
use super::frame::{layout, shown};
use super::part::Wanted;
use crate::base::messages::{spoken, t};
use crate::base::text::slug;
use crate::domain::category::Category;
use crate::domain::collection::Collection;
use crate::domain::limits::HELP_FILTERS_MAX;
use crate::domain::money::{Currency, Money};
use crate::domain::refusal::Refusal;
use crate::search::request::{self, AttributeFacet, Cursor, Facets, PriceBand, Request, Sort};
use crate::shop::search::SearchView;
use crate::shop::search_help::OtherText;
use crate::shop::visitor::Visitor;
use crate::web::api::search::{collection_request, price_range_name};
use crate::web::error::Problem;
use crate::web::pages::search::{Help, SearchPage, change, more, page};
use crate::web::query::{SearchQuery, attribute_of, parse, saved};
use crate::web::search_log;
use crate::web::state::App;
use crate::web::ui::facet::{Chip, Choice, FacetGroup, FacetValue, PriceRange};
use crate::web::ui::layout::Layout;
use crate::web::ui::link::Link;
use crate::web::ui::pager::count;

/// `/search`, and below `/f` its parts
pub async fn search(
    State(app): State<App>,
    visitor: Visitor,
    wanted: Wanted,
    Query(query): Query<SearchQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let category = match &query.category {
        Some(path) => app.shop.category(path)?,
        None => None,
    };
    list(&app, &Asker { visitor, headers, wanted }, &query, Place { path: "/search".to_owned(), category, kind: Kind::Search }).await
}

/// `/collections/{category path}`, or a merchant's collection where no category has that address; and below `/f` its parts
pub async fn collection(
    State(app): State<App>,
    visitor: Visitor,
    wanted: Wanted,
    Path(path): Path<String>,
    Query(query): Query<SearchQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asker = Asker { visitor, headers, wanted };
    if let Some(category) = app.shop.category(&path)? {
        let place = Place { path: format!("/collections/{}", category.path()), category: Some(category), kind: Kind::Category };
        return list(&app, &asker, &query, place).await;
    }
    let collection = app.shop.collection(&path)?.ok_or(Refusal::NotFound)?;
    let category = match &query.category {
        Some(path) => app.shop.category(path)?,
        None => None,
    };
    list(&app, &asker, &query, Place { path: format!("/collections/{}", collection.handle), category, kind: Kind::Collection(collection) }).await
}

/// Who asks for a list, what their browser says with it, and how much of it they want.
struct Asker {
    visitor: Visitor,
    headers: HeaderMap,
    wanted: Wanted,
}

/// What kind of list it is: the same page for each.
enum Kind {
    Search,
    Category,
    Collection(Collection),
}

/// The list that is shown, and the category that is chosen in it.
struct Place {
    path: String,
    category: Option<Category>,
    kind: Kind,
}

impl Place {
    /// The category is in the path, so it's no filter that could be taken away.
    fn in_path(&self) -> bool {
        matches!(self.kind, Kind::Category)
    }
}

async fn list(app: &App, asker: &Asker, query: &SearchQuery, place: Place) -> Result<Response, Problem> {
    let currency = app.shop.settings.prices.currency;
    let within = place.category.as_ref().filter(|_| place.in_path()).map(Category::path);
    let mut request = parse(query, within.clone(), currency).or_else(|_| parse(&usable(query, currency), within, currency))?;
    let widened = match &place.kind {
        Kind::Collection(collection) => {
            let inside = collection_request(app, collection, query, &mut request).await?;
            asker.wanted.widened(&inside)
        }
        Kind::Search | Kind::Category => asker.wanted.widened(&request),
    };
    let mut found = app.shop.search(widened.clone()).await?;
    asker.wanted.cut(&mut request, &widened, &mut found);
    search_log::searched(app, &asker.headers, &asker.visitor, &request, &found);
    let address = Address::of(&place.path, query);
    let list = search_page(app, query, &request, found, &address, place).await?;
    Ok(match asker.wanted {
        Wanted::Page => shown(page(&framed(app, &asker.visitor, query, &address, list.before)?, &list)),
        Wanted::Change => change(&app.shop.settings.name, &list).into_response(),
        Wanted::More { .. } => more(&list).into_response(),
    })
}

/// The frame around a list that starts after so many products.
fn framed(app: &App, visitor: &Visitor, query: &SearchQuery, address: &Address, before: u64) -> Result<Layout, Problem> {
    let mut layout = layout(app, visitor, &address.href())?;
    layout.query.clone_from(&query.q);
    if before > 0 {
        layout.path = address.with("cursor", &before.to_string()).href();
    }
    layout.scripts.modules.extend([app.assets.address("facets.js")]);
    Ok(layout)
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
    kept.attr.retain(|attribute| attribute_of(attribute).is_some());
    for filter in FILTERS {
        let mut alone = SearchQuery::default();
        filter(&mut alone).clone_from(filter(&mut kept));
        if parse(&alone, None, currency).is_err() {
            *filter(&mut kept) = None;
        }
    }
    kept
}

async fn search_page(
    app: &App,
    query: &SearchQuery,
    request: &Request,
    found: SearchView,
    address: &Address,
    place: Place,
) -> Result<SearchPage, Problem> {
    let currency = app.shop.settings.prices.currency;
    let in_path = place.in_path();
    let Place { category, kind, .. } = place;
    let (title, intro, own) = match &kind {
        Kind::Collection(collection) => {
            let own = saved(&collection.query, currency)?.sort;
            (collection.title.clone(), collection.description.clone(), own)
        }
        Kind::Search | Kind::Category => (title(query, category.as_ref()), String::new(), Sort::default()),
    };
    let chips = chips(address, request, &found.facets, category.as_ref().filter(|_| !in_path), currency);
    let help = help(app, request, &found, address, &chips, &kind).await?;
    let offset = request.cursor.offset();
    let previous = (offset > 0).then(|| match offset.saturating_sub(request.limit) {
        0 => address.href(),
        before => address.with("cursor", &Cursor::after(before).to_string()).href(),
    });
    let breadcrumbs = category.iter().filter(|_| !matches!(kind, Kind::Collection(_))).flat_map(above).collect();
    let whole = in_path || matches!(kind, Kind::Search) && query.category.is_none();
    let plain = whole && request.sort == Sort::Relevance || matches!(kind, Kind::Collection(_)) && query.sort.is_none();
    Ok(SearchPage {
        intro,
        title,
        breadcrumbs,
        action: address.path.clone(),
        keep: ["q", "category"].iter().filter_map(|name| address.get(name).map(|value| ((*name).to_owned(), value.to_owned()))).collect(),
        price: (!found.degraded).then(|| prices(address, &found.facets, query, currency)),
        attributes: found.facets.attributes.iter().map(attribute_group).collect(),
        facets: if found.degraded { Vec::new() } else { groups(address, found.facets, found.average_rating, in_path) },
        cards: found.cards,
        total: found.total,
        clear_href: address.without(&["brand", "attr", "price_min", "price_max", "rating_min", "in_stock", "category"]).href(),
        sort: request.sort.name().to_owned(),
        sort_own: own.name().to_owned(),
        before: u64::try_from(offset).unwrap_or(u64::MAX),
        limit: u64::try_from(request.limit).unwrap_or(u64::MAX),
        paging: app.shop.settings.paging,
        previous,
        next: found.next.map(|cursor| address.with("cursor", &cursor).href()),
        degraded: found.degraded,
        help,
        indexed: plain && offset.is_multiple_of(request.limit.max(1)) && chips.is_empty() && request.text.is_empty() && query.limit.is_none(),
        chips,
    })
}

fn title(query: &SearchQuery, category: Option<&Category>) -> String {
    match (query.q.trim(), category) {
        ("", Some(category)) => category.name().to_owned(),
        ("", None) => t("all-products").to_owned(),
        (text, Some(category)) => t!("results-in", text = text, category = category.name()),
        (text, None) => t!("results-for", text = text),
    }
}

fn above(category: &Category) -> Vec<Link> {
    let mut links: Vec<Link> = category.ancestry().map(|level| Link::new(level.name(), &format!("/collections/{}", level.path()))).collect();
    links.pop();
    links
}

fn groups(address: &Address, facets: Facets, average_rating: Option<f64>, in_path: bool) -> Vec<FacetGroup> {
    let value = |value: String, label: String, count, selected| FacetValue { value, label, count: Some(count), selected, ..FacetValue::default() };
    let brands = facets.brands.into_iter().map(|facet| value(facet.value, facet.label, facet.count, facet.selected));
    let ratings = facets.ratings.iter().map(|step| FacetValue {
        stars: Some(u16::from(step.stars).saturating_mul(100)),
        ..value(step.stars.to_string(), t("and-up").to_owned(), step.count, step.selected)
    });
    let availability = facets.availability;
    let in_stock = value("true".to_owned(), t("in-stock").to_owned(), availability.in_stock, availability.selected);
    let group = |name: &str, label: &str, choice, values| FacetGroup { name: name.to_owned(), label: label.to_owned(), choice, values };
    let rating = average_rating.map_or(t("rating").to_owned(), |stars| t!("rating-mean", mean = decimal(&format!("{stars:.1}"))));
    vec![
        group("category", t("category"), Choice::Links, categories(address, facets.categories, in_path)),
        group("brand", t("brand"), Choice::Several, brands.collect()),
        group("rating_min", &rating, Choice::One, ratings.collect()),
        group("in_stock", t("availability"), Choice::Several, vec![in_stock]),
    ]
}

/// The way down the tree, each step a way back up, and what is below.
fn categories(address: &Address, found: Vec<request::FacetValue>, in_path: bool) -> Vec<FacetValue> {
    let href = |path: &str| if in_path { address.at(&format!("/collections/{path}")).href() } else { address.with("category", path).href() };
    let everything = if in_path { address.at("/search") } else { address.clone() }.without(&["category"]);
    let level = found.iter().map(|facet| facet.value.matches('/').count()).max().unwrap_or(0);
    let all = FacetValue { label: t("all-categories").to_owned(), href: Some(everything.href()), up: true, ..FacetValue::default() };
    let narrowed = in_path || address.get("category").is_some();
    let steps = found.into_iter().map(|facet| FacetValue {
        href: Some(href(&facet.value)),
        up: !facet.selected && facet.value.matches('/').count() < level,
        value: facet.value,
        label: facet.label,
        count: Some(facet.count),
        selected: facet.selected,
        ..FacetValue::default()
    });
    narrowed.then_some(all).into_iter().chain(steps).collect()
}

fn attribute_group(facet: &AttributeFacet) -> FacetGroup {
    let value = |value: &request::FacetValue| FacetValue {
        value: format!("{}:{}", facet.name, value.value),
        label: value.label.clone(),
        count: Some(value.count),
        selected: value.selected,
        ..FacetValue::default()
    };
    FacetGroup { name: "attr".to_owned(), label: facet.label.clone(), choice: Choice::Several, values: facet.values.iter().map(value).collect() }
}

fn prices(address: &Address, facets: &Facets, query: &SearchQuery, currency: Currency) -> PriceRange {
    let range = |band: &PriceBand| {
        let (value, _) = price_range_name(band, currency);
        let label = price_range(band, currency);
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

/// Bands end at whole units: `$25 to $50`.
fn price_range(band: &PriceBand, currency: Currency) -> String {
    let whole = |minor| Money::new(minor, currency).written_whole(&spoken().marks);
    let low = whole(band.min_minor);
    match band.max_minor.map(|max| whole(max.saturating_add(1))) {
        None => t!("price-and-over", low = low),
        Some(high) if band.min_minor == 0 => t!("price-under", high = high),
        Some(high) => t!("price-between", low = low, high = high),
    }
}

fn chips(address: &Address, request: &Request, facets: &Facets, category: Option<&Category>, currency: Currency) -> Vec<Chip> {
    let chip = |label: String, without: Address| Chip { label, href_without: without.href() };
    let money = |minor| Money::new(minor, currency);
    let mut chips = Vec::new();
    chips.extend(category.map(|category| chip(category.name().to_owned(), address.without(&["category"]))));
    chips.extend(request.brands.iter().map(|brand| chip(brand.clone(), address.without_value("brand", brand))));
    chips.extend(query_attributes(address).map(|text| chip(attribute_label(text, facets), address.without_value("attr", text))));
    let price = match (request.price_min, request.price_max) {
        (Some(min), Some(max)) => Some(t!("price-between", low = money(min), high = money(max))),
        (Some(min), None) => Some(t!("price-at-least", low = money(min))),
        (None, Some(max)) => Some(t!("price-at-most", high = money(max))),
        (None, None) => None,
    };
    chips.extend(price.map(|label| chip(label, address.without(&["price_min", "price_max"]))));
    chips.extend(
        request
            .rating_min
            .map(|stars| chip(t!("stars-and-up", stars = decimal(&(f64::from(stars) / 100.0).to_string())), address.without(&["rating_min"]))),
    );
    chips.extend(request.in_stock.then(|| chip(t("in-stock").to_owned(), address.without(&["in_stock"]))));
    chips
}

/// A number with the mark that the spoken language has before decimals.
fn decimal(number: &str) -> String {
    number.replace('.', &spoken().marks.decimal)
}

fn query_attributes(address: &Address) -> impl Iterator<Item = &str> {
    address.parameters.iter().filter(|(name, value)| name == "attr" && attribute_of(value).is_some()).map(|(_, value)| value.as_str())
}

/// `Color: Black`, in the merchant's words where they are known.
fn attribute_label(text: &str, facets: &Facets) -> String {
    let (name, value) = attribute_of(text).unwrap_or_default();
    let facet = facets.attributes.iter().find(|facet| facet.name == slug(&name));
    let known = facet.and_then(|facet| facet.values.iter().find(|known| known.selected && known.label == value));
    format!("{}: {}", facet.map_or(&name, |facet| &facet.label), known.map_or(&value, |known| &known.label))
}

async fn help(app: &App, request: &Request, found: &SearchView, address: &Address, chips: &[Chip], kind: &Kind) -> Result<Help, Problem> {
    if found.degraded {
        return Ok(Help::default());
    }
    let texts = app.shop.search_help(request, found).await;
    let link = |other: &OtherText| Link::new(&format!("{} ({})", other.text, count(other.total)), &address.with("q", &other.text).href());
    let mut help = Help {
        partial: found.partial.then(|| request.text.trim().to_owned()),
        corrections: texts.meant.iter().map(link).collect(),
        fewer: texts.fewer.iter().map(link).collect(),
        ..Help::default()
    };
    if found.total == 0 {
        help.wider = wider(app, request, chips, kind).await;
        let tops = app.shop.top_categories()?;
        let tops = tops.iter().take(8);
        help.categories = tops.map(|top| Link::new(top.category.name(), &format!("/collections/{}", top.category.path()))).collect();
    }
    Ok(help)
}

/// The same search without one of its filters, with what it finds: exactly what the link of its chip leads to.
async fn wider(app: &App, request: &Request, chips: &[Chip], kind: &Kind) -> Vec<Link> {
    let chips: Vec<&Chip> = chips.iter().take(HELP_FILTERS_MAX).collect();
    let within = request.category.clone().filter(|_| matches!(kind, Kind::Category));
    let currency = app.shop.settings.prices.currency;
    let without = |chip: &Chip| {
        let address: Uri = chip.href_without.parse().ok()?;
        let Query(query) = Query::<SearchQuery>::try_from_uri(&address).ok()?;
        let other = parse(&query, within.clone(), currency).or_else(|_| parse(&usable(&query, currency), within.clone(), currency)).ok()?;
        Some(Request { within: request.within.clone(), ..other })
    };
    let totals = app.shop.search_totals(chips.iter().map(|chip| without(chip)).collect()).await;
    let links = chips
        .iter()
        .zip(totals)
        .filter_map(|(chip, total)| total.map(|total| Link::new(&t!("without-filter", filter = chip.label, count = total), &chip.href_without)));
    links.collect()
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
