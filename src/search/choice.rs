//! Which attributes matter within a result: judged by a sample of it, the same for the same products.
//!
//! An attribute is useful when many products have it and its values part them evenly into few groups. Products are sampled
//! by their ids, so neither the order of segments nor paging nor another filter changes the choice.

use tantivy::DocId;

use super::edition::Edition;
use crate::domain::limits::{FACET_ATTRIBUTES_MAX, FACET_VALUES_MAX};

/// The sample has at least half as many products, where there are so many.
const SAMPLE_MAX: usize = 1024;
/// Fewer products with the attribute, or a lower worth, and it isn't worth a place.
const SHARE_MIN: f64 = 0.05;
const WORTH_MIN: f64 = 0.02;
/// An attribute that says the same of nearly all helps nobody.
const SAME_MAX: f64 = 0.95;
/// More groups than these, evenly filled, aren't better.
const GROUPS_ENOUGH: f64 = 6.0;
/// Bare numbers and ranges are read less gladly than words.
const BARE_WORTH: f64 = 0.5;
/// What interests a warehouse more than a shopper.
const ASIDE_WORTH: f64 = 0.3;
const ASIDE: [&str; 18] = [
    "altitude",
    "carton",
    "certificates",
    "certification",
    "code",
    "customs",
    "depth",
    "dimensions",
    "height",
    "humidity",
    "master",
    "origin",
    "package",
    "packaging",
    "pallet",
    "temperature",
    "weight",
    "width",
];
/// Facets of their own.
const TOLD_ELSEWHERE: [&str; 4] = ["brand", "category", "manufacturer", "price"];

/// A few of the products that were offered: those whose scattered id is small enough.
pub struct Sample {
    limit: u64,
    documents: Vec<(u64, usize, DocId)>,
}

impl Default for Sample {
    fn default() -> Self {
        Self { limit: u64::MAX, documents: Vec::new() }
    }
}

impl Sample {
    #[inline]
    pub fn offer(&mut self, id: u64, segment: usize, doc: DocId) {
        /// 2^64 divided by the golden ratio scatters numbers that follow each other.
        const SCATTER: u64 = 0x9E37_79B9_7F4A_7C15;
        let scattered = id.wrapping_mul(SCATTER);
        if scattered > self.limit {
            return;
        }
        self.documents.push((scattered, segment, doc));
        while self.documents.len() > SAMPLE_MAX {
            self.limit /= 2;
            self.documents.retain(|(scattered, ..)| *scattered <= self.limit);
        }
    }
}

/// Numbers of the most useful attributes of the edition, best first.
pub fn useful(edition: &Edition, sample: &Sample) -> Vec<usize> {
    let mut seen: Vec<(usize, u64, u32)> = Vec::new();
    for (_, segment, doc) in &sample.documents {
        let segment = &edition.segments[*segment];
        let mut last = None;
        for (name, value) in segment.rows.attributes.of_doc(*doc) {
            let number = segment.attribute(name);
            seen.push((number, value, u32::from(last.replace(number) != Some(number))));
        }
    }
    seen.sort_unstable();
    let products = f64::from(u32::try_from(sample.documents.len()).unwrap_or(u32::MAX));
    let worths = seen.chunk_by(|one, other| one.0 == other.0).map(|of_name| (worth(edition, of_name, products), of_name[0].0));
    let mut worths: Vec<(f64, usize)> = worths.filter(|(worth, _)| *worth >= WORTH_MIN).collect();
    worths.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| edition.attributes[*a].name.cmp(&edition.attributes[*b].name)));
    worths.truncate(FACET_ATTRIBUTES_MAX * 2);
    worths.into_iter().map(|(_, number)| number).collect()
}

/// From 0 to 1. `seen` has each value of each product that was sampled, sorted.
fn worth(edition: &Edition, seen: &[(usize, u64, u32)], products: f64) -> f64 {
    let total = number(seen.len());
    let share = f64::from(seen.iter().map(|(.., first)| first).sum::<u32>()) / products;
    let mut groups: Vec<f64> = seen.chunk_by(|one, other| one.1 == other.1).map(|group| number(group.len())).collect();
    if groups.len() < 2 || share < SHARE_MIN {
        return 0.0;
    }
    let repeated = 1.0 - number(groups.len()) / total;
    groups.sort_by(|one, other| other.total_cmp(one));
    if groups[0] > SAME_MAX * total {
        return 0.0;
    }
    groups.truncate(FACET_VALUES_MAX);
    let shown: f64 = groups.iter().sum::<f64>() / total;
    let entropy: f64 = -groups.iter().map(|group| group / total * (group / total).ln()).sum::<f64>();
    let evenness = (entropy / GROUPS_ENOUGH.ln()).min(1.0);
    let name = &edition.attributes[seen[0].0];
    let bare = 1.0 - (1.0 - BARE_WORTH) * name.bare_share();
    share * evenness * shown * shown * repeated * bare * regard(&name.name)
}

fn regard(name: &str) -> f64 {
    if TOLD_ELSEWHERE.contains(&name) {
        0.0
    } else if name.split('-').any(|word| ASIDE.contains(&word)) {
        ASIDE_WORTH
    } else {
        1.0
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
