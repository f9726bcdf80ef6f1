//! Counting facets and putting them into the words of the answer.

use std::collections::BTreeMap;

use super::edition::{CategoryName, Edition, brand_keys};
use super::request::{AvailabilityFacet, FacetValue, Facets, PriceBand, RatingStep, Request};
use super::rows::{Row, place};
use crate::domain::limits::FACET_VALUES_MAX;
use crate::domain::money::Currency;

/// Where a new price range starts, in major units: 25, 50 and 100.
const BAND_STARTS: [i64; 3] = [25, 50, 100];
const STEPS: [u8; 4] = [4, 3, 2, 1];

/// The same in minor units of a currency.
pub fn bands(currency: Currency) -> [i64; 3] {
    BAND_STARTS.map(|start| start.saturating_mul(10_i64.saturating_pow(currency.exponent())))
}

/// Numbers of a hit that are counted together: price range × whole stars × in stock or not.
const CELLS: usize = 4 * 6 * 2;

pub struct Counts {
    bands: [i64; 3],
    cells: [u64; CELLS],
    /// Directly in the category, not below it.
    categories: Vec<u64>,
    brands: Vec<u64>,
    rated: u64,
    rating_sum: u64,
    /// `None` where nothing is filtered: then there are no others than the hits.
    others: Option<Others>,
}

/// Products of the text that aren't hits.
struct Others {
    /// All of the text by category, and by brand those that are in the category too, hits or not.
    categories: Vec<u64>,
    brands: Vec<u64>,
    /// Those that fail the facet's own filter alone.
    prices: [u64; 4],
    stars: [u64; 6],
    in_stock: u64,
    in_or_out: u64,
}

impl Counts {
    pub fn new(edition: &Edition, bands: [i64; 3], filtered: bool) -> Self {
        let (categories, brands) = (vec![0; edition.categories.len()], vec![0; edition.brands.len()]);
        let others = || Others { categories: categories.clone(), brands: brands.clone(), prices: [0; 4], stars: [0; 6], in_stock: 0, in_or_out: 0 };
        Self { bands, cells: [0; CELLS], others: filtered.then(others), categories, brands, rated: 0, rating_sum: 0 }
    }

    #[inline]
    pub fn hit(&mut self, row: &Row, category: usize, brand: Option<usize>, in_stock: bool) {
        let cell = (self.band(row) * 6 + usize::from(row.whole_stars)) * 2 + usize::from(in_stock);
        self.cells[cell] += 1;
        self.rated += u64::from(row.rating_hundredths > 0);
        self.rating_sum += u64::from(row.rating_hundredths);
        self.category(category);
        self.brand(brand);
    }

    /// A product of the text, whatever the filters say of it; with its brand when it is in the category.
    #[inline]
    pub fn there(&mut self, category: usize, brand: Option<usize>) {
        let Some(others) = &mut self.others else { return };
        others.categories[category] += 1;
        if let Some(brand) = brand {
            others.brands[brand] += 1;
        }
    }

    pub fn category(&mut self, category: usize) {
        self.categories[category] += 1;
    }

    pub fn brand(&mut self, brand: Option<usize>) {
        if let Some(brand) = brand {
            self.brands[brand] += 1;
        }
    }

    pub fn price(&mut self, row: &Row) {
        let band = self.band(row);
        if let Some(others) = &mut self.others {
            others.prices[band] += 1;
        }
    }

    pub fn rating(&mut self, row: &Row) {
        if let Some(others) = &mut self.others {
            others.stars[usize::from(row.whole_stars)] += 1;
        }
    }

    pub fn stock(&mut self, in_stock: bool) {
        if let Some(others) = &mut self.others {
            others.in_or_out += 1;
            others.in_stock += u64::from(in_stock);
        }
    }

    #[inline]
    fn band(&self, row: &Row) -> usize {
        self.bands.iter().map(|start| usize::from(*start <= row.price_minor)).sum()
    }

    /// Hits in the cells whose price range, stars and stock are asked for.
    fn hits_where(&self, wanted: impl Fn(usize, usize, usize) -> bool) -> u64 {
        let cells = self.cells.iter().enumerate().filter(|(cell, _)| wanted(cell / 12, cell / 2 % 6, cell % 2));
        cells.map(|(_, count)| count).sum()
    }

    pub fn hits(&self) -> u64 {
        self.cells.iter().sum()
    }

    pub fn average_rating(&self) -> Option<f64> {
        let rated = u32::try_from(self.rated).unwrap_or(u32::MAX);
        let hundredths = self.rating_sum.checked_div(u64::from(rated))?;
        let rest = self.rating_sum.checked_rem(u64::from(rated))?;
        let whole = f64::from(u32::try_from(hundredths).unwrap_or(u32::MAX));
        Some((whole + f64::from(u32::try_from(rest).unwrap_or(0)) / f64::from(rated)) / 100.0)
    }

    pub fn facets(&self, edition: &Edition, request: &Request) -> Facets {
        Facets {
            categories: self.category_values(edition, request),
            brands: self.brand_values(edition, request),
            prices: self.price_bands(request),
            ratings: self.rating_steps(request),
            availability: self.availability(request),
            attributes: Vec::new(),
        }
    }

    fn availability(&self, request: &Request) -> AvailabilityFacet {
        let (in_stock, all) = self.others.as_ref().map_or((0, 0), |others| (others.in_stock, others.in_or_out));
        let hits_in_stock = self.hits_where(|_, _, stock| stock == 1);
        AvailabilityFacet { in_stock: in_stock + hits_in_stock, all: all + self.hits(), selected: request.in_stock }
    }

    /// The way down to the level that is shown, then that level, the selected one first.
    fn category_values(&self, edition: &Edition, request: &Request) -> Vec<FacetValue> {
        let categories = &edition.categories;
        let (now, there) = (
            with_below(categories, &self.categories),
            with_below(categories, self.others.as_ref().map_or(&self.categories, |others| &others.categories)),
        );
        let selected = request.category.as_deref().and_then(|path| edition.category_at(path));
        let level = level_shown(categories, selected);
        let value = |number: usize| FacetValue {
            value: categories[number].path.clone(),
            label: categories[number].label.rsplit(" > ").next().unwrap_or_default().to_owned(),
            count: now[number],
            selected: Some(number) == selected,
        };
        let above = |number: &usize| categories[*number].parent.map(place);
        let mut way: Vec<FacetValue> = std::iter::successors(level, above).map(value).collect();
        way.reverse();
        let on_level = |number: &usize| above(number) == level && (there[*number] > 0 || Some(*number) == selected);
        let ranked = (0..categories.len()).filter(on_level).map(|number| Ranked {
            count: now[number],
            there: there[number],
            value: &categories[number].path,
            selected: Some(number) == selected,
            number,
        });
        let mut on_level: Vec<FacetValue> = most_frequent(ranked.collect()).into_iter().map(|ranked| value(ranked.number)).collect();
        on_level.sort_by_key(|value| !value.selected);
        way.extend(on_level);
        way
    }

    fn brand_values(&self, edition: &Edition, request: &Request) -> Vec<FacetValue> {
        let mut unknown: BTreeMap<String, &String> = brand_keys(&request.brands).into_iter().zip(&request.brands).collect();
        let there = self.others.as_ref().map_or(&self.brands, |others| &others.brands);
        let mut ranked = Vec::new();
        for (number, brand) in edition.brands.iter().enumerate() {
            let selected = !unknown.is_empty() && unknown.remove(&brand.key).is_some();
            if selected || there[number] > 0 {
                ranked.push(Ranked { count: self.brands[number], there: there[number], value: &brand.label, selected, number });
            }
        }
        let nobody = |name| Ranked { count: 0, there: 0, value: name, selected: true, number: usize::MAX };
        ranked.extend(unknown.into_values().map(nobody));
        let shown = most_frequent(ranked).into_iter();
        shown.map(|Ranked { value, count, selected, .. }| FacetValue { value: value.clone(), label: value.clone(), count, selected }).collect()
    }

    fn price_bands(&self, request: &Request) -> [PriceBand; 4] {
        let [second, third, fourth] = self.bands;
        let ends = [(0, Some(second)), (second, Some(third)), (third, Some(fourth)), (fourth, None)];
        let mut bands = 0..;
        ends.map(|(min_minor, next)| {
            let own = bands.next().unwrap_or_default();
            let max_minor = next.map(|next| next.saturating_sub(1));
            let asked = request.price_min.is_some() || request.price_max.is_some();
            let selected = asked && request.price_min.unwrap_or(0) == min_minor && request.price_max == max_minor;
            let others = self.others.as_ref().map_or(0, |others| others.prices[own]);
            PriceBand { min_minor, max_minor, count: others + self.hits_where(|band, _, _| band == own), selected }
        })
    }

    fn rating_steps(&self, request: &Request) -> [RatingStep; 4] {
        STEPS.map(|stars| {
            let least = usize::from(stars);
            let others: u64 = self.others.iter().flat_map(|others| others.stars.iter().skip(least)).sum();
            let count = others + self.hits_where(|_, stars, _| stars >= least);
            RatingStep { stars, count, selected: request.rating_min == Some(u16::from(stars) * 100) }
        })
    }
}

/// The category whose children are shown; `None` is the top.
fn level_shown(categories: &[CategoryName], selected: Option<usize>) -> Option<usize> {
    let selected = selected?;
    let has_children = categories.iter().any(|category| category.parent.map(place) == Some(selected));
    if has_children { Some(selected) } else { categories[selected].parent.map(place) }
}

/// Each category with what is below it.
fn with_below(categories: &[CategoryName], counts: &[u64]) -> Vec<u64> {
    let mut sums = counts.to_vec();
    for (child, category) in categories.iter().enumerate().rev() {
        if let Some(parent) = category.parent {
            sums[place(parent)] += sums[child];
        }
    }
    sums
}

/// A value that may be shown.
struct Ranked<'a> {
    count: u64,
    /// How many there were before the filters.
    there: u64,
    value: &'a String,
    selected: bool,
    number: usize,
}

/// The first by count, then by how many there were before the filters; and whatever is selected.
fn most_frequent(mut values: Vec<Ranked>) -> Vec<Ranked> {
    values.sort_unstable_by(|a, b| (b.count, b.there).cmp(&(a.count, a.there)).then_with(|| a.value.cmp(b.value)));
    let ranked = values.into_iter().enumerate();
    ranked.filter(|(rank, value)| *rank < FACET_VALUES_MAX || value.selected).map(|(_, value)| value).collect()
}
