//! Counting the attributes of a result: which names are shown, their values, and how many products each would leave.

use std::collections::HashMap;

use tantivy::DocId;

use super::attribute;
use super::choice::useful;
use super::columns::{Column, NO_VALUE, Places};
use super::edition::Edition;
use super::fates::{Fates, Filter, Narrowing};
use super::request::{AttributeFacet, FacetValue};
use super::rows::place;
use crate::base::text;
use crate::domain::limits::{FACET_ATTRIBUTES_MAX, FACET_VALUES_MAX};

/// A column this many times longer than the documents at hand is searched, not read.
const SEARCHED_FROM: usize = 8;

/// What the merchant says about which attributes are shown.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// Always, in this order.
    pinned: Vec<String>,
    /// Never, unless selected.
    hidden: Vec<String>,
}

impl Preferences {
    pub fn new(pinned: &[String], hidden: &[String]) -> Self {
        let slugs = |names: &[String]| names.iter().map(|name| text::slug(name)).collect();
        Self { pinned: slugs(pinned), hidden: slugs(hidden) }
    }
}

/// A value of an attribute in all segments.
struct Value {
    hash: u64,
    /// With it at all, and of those who pass all filters but the attribute's own.
    there: u64,
    now: u64,
    /// Where its word can be read: the segment and the place in its column.
    at: (usize, usize),
}

/// Pinned ones, then the most useful ones, then what else is selected.
pub fn facets(edition: &Edition, narrowing: &Narrowing, preferences: &Preferences) -> Vec<AttributeFacet> {
    let pinned = preferences.pinned.iter().filter_map(|name| edition.attribute_at(name));
    let mut names: Vec<usize> = Vec::new();
    for number in pinned.chain(useful(edition, &narrowing.sample)) {
        if !names.contains(&number) && !preferences.hidden.contains(&edition.attributes[number].name) {
            names.push(number);
        }
    }
    let mut facets: Vec<AttributeFacet> = Vec::new();
    for number in names {
        if facets.len() == FACET_ATTRIBUTES_MAX {
            break;
        }
        facets.extend(facet(edition, narrowing, number));
    }
    for filter in &narrowing.filters {
        if facets.iter().any(|facet| facet.name == filter.name) {
            continue;
        }
        let known = edition.attribute_at(&filter.name).and_then(|number| facet(edition, narrowing, number));
        facets.push(known.unwrap_or_else(|| nobody_has(filter)));
    }
    facets
}

fn facet(edition: &Edition, narrowing: &Narrowing, number: usize) -> Option<AttributeFacet> {
    let name = &edition.attributes[number];
    let filter = narrowing.filters.iter().find(|filter| filter.name == name.name);
    let mut values = values(edition, narrowing, &name.name);
    values.sort_unstable_by_key(|value| (u64::MAX - value.now, u64::MAX - value.there, value.hash));
    let selected = |hash: u64| filter.is_some_and(|filter| filter.values.iter().any(|(_, selected)| *selected == hash));
    let mut shown = Vec::new();
    for (rank, value) in values.iter().enumerate() {
        if rank < FACET_VALUES_MAX || selected(value.hash) {
            let label = word(edition, &name.name, value.at).to_owned();
            shown.push(FacetValue { value: label.clone(), label, count: value.now, selected: selected(value.hash) });
        }
    }
    for (value, hash) in filter.iter().flat_map(|filter| &filter.values) {
        if values.iter().all(|known| known.hash != *hash) {
            shown.push(FacetValue { value: value.clone(), label: value.clone(), count: 0, selected: true });
        }
    }
    in_order(&mut shown);
    let facet = AttributeFacet { name: name.name.clone(), label: name.label.clone(), values: shown };
    Some(facet).filter(|facet| !facet.values.is_empty())
}

fn nobody_has(filter: &Filter) -> AttributeFacet {
    let value = |(value, _): &(String, u64)| FacetValue { value: value.clone(), label: value.clone(), count: 0, selected: true };
    AttributeFacet { name: filter.name.clone(), label: filter.name.clone(), values: filter.values.iter().map(value).collect() }
}

/// By nature where there is such an order, else the most frequent first; what nothing is left of comes last.
fn in_order(values: &mut Vec<FacetValue>) {
    let Some(places) = attribute::natural_order(values.iter().map(|value| value.label.as_str())) else {
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        return;
    };
    let mut placed: Vec<(f64, FacetValue)> = places.into_iter().zip(values.drain(..)).collect();
    placed.sort_by(|(one, a), (other, b)| {
        let nothing = (a.count == 0).cmp(&(b.count == 0));
        nothing.then_with(|| one.total_cmp(other)).then_with(|| a.label.cmp(&b.label))
    });
    values.extend(placed.into_iter().map(|(_, value)| value));
}

fn values(edition: &Edition, narrowing: &Narrowing, name: &str) -> Vec<Value> {
    let own = narrowing.filter_of(name);
    let mut values: HashMap<u64, Value> = HashMap::new();
    for (number, (segment, fates)) in edition.segments.iter().zip(&narrowing.segments).enumerate() {
        let Some(column) = segment.rows.attributes.of(name) else { continue };
        let counted = count(column, fates, own);
        let hashes = segment.rows.attributes.hashes(column).iter();
        for (at, (hash, (there, now))) in hashes.zip(counted).enumerate().filter(|(_, (_, (there, _)))| *there > 0) {
            let value = values.entry(*hash).or_insert(Value { hash: *hash, there: 0, now: 0, at: (number, at) });
            value.there += u64::from(there);
            value.now += u64::from(now);
        }
    }
    values.into_values().collect()
}

/// Of each value of a column: who is there, and who passes.
fn count(column: &Column, fates: &Fates, own: Option<usize>) -> Vec<(u32, u32)> {
    let mut counts = vec![[0_u32; 2]; column.values];
    let mut add = |value: u16, doc: usize| counts[usize::from(value)][usize::from(fates.passes(doc, own))] += 1;
    match &column.places {
        Places::ByDoc(places) => fates.listed.each(|doc| {
            if places[doc] != NO_VALUE {
                add(places[doc], doc);
            }
        }),
        Places::Listed { docs, places } if fates.listed.count().saturating_mul(SEARCHED_FROM) > docs.len() => {
            for (doc, value) in docs.iter().zip(places).filter(|(doc, _)| fates.listed.has(place(**doc))) {
                add(*value, place(*doc));
            }
        }
        Places::Listed { docs, places } => {
            let mut from = 0;
            fates.listed.each(|listed| {
                from += before(&docs[from..], listed);
                let mine = docs[from..].iter().take_while(|doc| place(**doc) == listed).count();
                places[from..from + mine].iter().for_each(|value| add(*value, listed));
            });
        }
    }
    counts.into_iter().map(|[others, now]| (others + now, now)).collect()
}

/// How many of these are before `doc`, which is expected near the front.
fn before(docs: &[DocId], doc: usize) -> usize {
    let mut reach = 1;
    while docs.get(reach).is_some_and(|other| place(*other) < doc) {
        reach *= 2;
    }
    let from = reach / 2;
    let near = &docs[from.min(docs.len())..reach.saturating_add(1).min(docs.len())];
    from + near.partition_point(|other| place(*other) < doc)
}

fn word<'a>(edition: &'a Edition, name: &str, (segment, at): (usize, usize)) -> &'a str {
    let columns = &edition.segments[segment].rows.attributes;
    columns.of(name).map_or("", |column| columns.word(column, at))
}
