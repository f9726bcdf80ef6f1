//! A large catalogue with the skew of real ones, made from a seed, and the questions shoppers would ask of it.
//!
//! Words, brands and kinds of product follow Zipf's law: the first of 2,000 kinds has an eighth of all products, the last a handful.
//! Prices are spread as logarithms; a product has about ten attributes, some that all have and some of its kind alone.

use serde_json::{Map, Value, json};

use super::figures::Chance;

pub const KINDS: u64 = 2_000;
const BRANDS: u64 = 3_000;
/// Brands that make one kind of product.
const BRANDS_OF_KIND: u64 = 60;
const VOCABULARY: u64 = 50_000;
const DEPARTMENTS: u64 = 12;
const FAMILIES: u64 = 120;

const COLORS: &[&str] = &["Black", "White", "Grey", "Blue", "Red", "Silver", "Green", "Brown", "Beige", "Pink", "Yellow", "Gold", "Orange", "Purple"];
const MATERIALS: &[&str] =
    &["Plastic", "Steel", "Cotton", "Aluminium", "Wood", "Glass", "Leather", "Polyester", "Ceramic", "Rubber", "Wool", "Paper"];
const SIZES: &[&str] = &["M", "L", "S", "XL", "XS", "XXL"];
const COUNTRIES: &[&str] = &["China", "Germany", "Vietnam", "India", "United States", "Italy", "Japan", "Poland", "Turkey", "Portugal"];

/// One product, in the words of the product file and of a row.
pub struct Item {
    pub number: u64,
    pub kind: u64,
    pub brand: String,
    pub title: String,
    /// Three levels from the top.
    pub category: [String; 3],
    pub description: String,
    pub attributes: Vec<(String, String)>,
    pub price_minor: u64,
    /// Hundredths of a star and reviews.
    pub rating: Option<(u64, u64)>,
    pub stock: u64,
}

/// The product of this number: always the same.
pub fn item(number: u64) -> Item {
    let mut chance = Chance::new(number.wrapping_mul(0x2545_F491_4F6C_DD1D));
    let kind = zipf(&mut chance, KINDS);
    let brand = brand_of(kind, zipf(&mut chance, BRANDS_OF_KIND));
    let (color, model) = (skewed(&mut chance, COLORS), format!("{}-{}", letters(kind * 31 + chance.below(9)), 100 + chance.below(9_900)));
    let adjective = word(zipf(&mut chance, 400));
    let title = format!("{brand} {model} {adjective} {} {color}", kind_name(kind));
    let count = 25 + chance.below(35);
    let description: Vec<String> = (0..count).map(|_| word(zipf(&mut chance, VOCABULARY))).collect();
    let attributes = attributes(&mut chance, kind, color);
    let price_minor = 100 + 2_u64.pow(u32::try_from(chance.below(11)).expect("small")) * (50 + chance.below(150));
    let rated = chance.below(10) < 7;
    Item {
        number,
        kind,
        title,
        category: category(kind),
        description: description.join(" "),
        attributes,
        price_minor,
        rating: rated.then(|| (300 + chance.below(200), 1 + zipf(&mut chance, 5_000))),
        stock: if chance.below(100) < 15 { 0 } else { 1_000_000 },
        brand,
    }
}

impl Item {
    pub fn product(&self) -> Value {
        let attributes: Map<String, Value> = self.attributes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let mut product = json!({
            "handle": format!("item-{}", self.number), "title": self.title, "brand": self.brand, "category": self.category.join(" > "),
            "description": self.description, "attributes": attributes, "sku": self.sku(), "price": decimal(self.price_minor), "stock": self.stock,
        });
        if let Some((hundredths, count)) = self.rating {
            product["rating"] = json!({"average": decimal(hundredths), "count": count});
        }
        product
    }

    pub fn sku(&self) -> String {
        format!("M{:08}", self.number)
    }
}

/// Any product that is in stock.
pub fn sold(products: u64, chance: &mut Chance) -> Item {
    loop {
        let item = item(chance.below(products));
        if item.stock > 0 {
            return item;
        }
    }
}

fn decimal(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn attributes(chance: &mut Chance, kind: u64, color: &str) -> Vec<(String, String)> {
    let mut attributes = vec![
        ("Color".to_owned(), color.to_owned()),
        ("Material".to_owned(), skewed(chance, MATERIALS).to_owned()),
        ("Country of origin".to_owned(), skewed(chance, COUNTRIES).to_owned()),
        ("Warranty".to_owned(), format!("{} years", 1 + chance.below(5))),
        ("Weight".to_owned(), format!("{} g", 10 * (1 + chance.below(400)))),
    ];
    if kind.is_multiple_of(3) {
        attributes.push(("Size".to_owned(), skewed(chance, SIZES).to_owned()));
    }
    for own in 0..5 {
        let name = word(VOCABULARY + kind % 300 * 5 + own);
        let value = word(VOCABULARY * 2 + kind * 40 + zipf(chance, 4 + own * 4));
        attributes.push((name, value));
    }
    attributes
}

/// What kinds of product are called: two words for each third.
pub fn kind_name(kind: u64) -> String {
    let own = word(VOCABULARY * 3 + kind);
    if kind % 3 == 1 { format!("{} {own}", word(VOCABULARY * 4 + kind % 200)) } else { own }
}

fn category(kind: u64) -> [String; 3] {
    let family = kind % FAMILIES;
    [capital(word(VOCABULARY * 5 + family % DEPARTMENTS)), capital(word(VOCABULARY * 6 + family)), capital(kind_name(kind))]
}

pub fn brand_of(kind: u64, place: u64) -> String {
    capital(word(VOCABULARY * 7 + (kind * 7 + place * place) % BRANDS))
}

fn skewed<'a>(chance: &mut Chance, all: &[&'a str]) -> &'a str {
    let count = u64::try_from(all.len()).expect("a slice fits into 64 bits");
    all[usize::try_from(zipf(chance, count)).expect("a place in a slice")]
}

/// A number below `count`; each is as frequent as its place is early.
pub fn zipf(chance: &mut Chance, count: u64) -> u64 {
    let thousandths = f64::from(u32::try_from(chance.below(1 << 30)).expect("30 bits")) / f64::from(1 << 30);
    let bound = f64::from(u32::try_from(count).expect("catalogues of the bench are small"));
    let place = (bound + 1.0).powf(thousandths).floor() - 1.0;
    // A float that was floored and stands below 32 bits is written without a rest.
    format!("{place:.0}").parse::<u64>().unwrap_or(0).min(count - 1)
}

/// A word that can be said; each number has its own.
pub fn word(number: u64) -> String {
    const STARTS: &[&str] = &["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "st"];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ou"];
    let syllables = u64::try_from(STARTS.len() * VOWELS.len()).expect("few");
    // Spread, so that neighbours in frequency don't begin alike.
    let mut rest = number.wrapping_mul(7_919) % 1_404_928 + syllables;
    let mut word = String::new();
    while rest > 0 {
        let syllable = usize::try_from(rest % syllables).expect("few");
        word.push_str(STARTS[syllable % STARTS.len()]);
        word.push_str(VOWELS[syllable / STARTS.len()]);
        rest /= syllables;
    }
    word
}

fn letters(number: u64) -> String {
    let letter = |place: u64| char::from(b'A' + u8::try_from(place % 26).expect("a letter"));
    [letter(number), letter(number / 26)].iter().collect()
}

fn capital(word: String) -> String {
    word.split(' ').map(|word| word[..1].to_uppercase() + &word[1..]).collect::<Vec<_>>().join(" ")
}

/// A question of a shopper: what is typed, and the filters.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub text: String,
    pub category: Option<[String; 3]>,
    pub brand: Option<String>,
    /// Minor units.
    pub price: Option<(u64, u64)>,
    pub in_stock: bool,
    pub rating_min: Option<u64>,
}

pub const FORMS: &[&str] = &["term", "two words", "broad", "filtered", "category", "fuzzy", "suggest", "browse all"];

/// A question of this form about products that exist.
pub fn question(form: &str, products: u64, chance: &mut Chance) -> Question {
    let about = sold(products, chance);
    let kind = kind_name(about.kind);
    let last = kind.split(' ').next_back().unwrap_or_default().to_owned();
    match form {
        "term" => Question { text: last, ..Question::default() },
        "two words" => {
            let words: Vec<&str> = about.title.split(' ').collect();
            let other = [about.brand.as_str(), words[2], words[words.len() - 1]][usize::try_from(chance.below(3)).expect("few")];
            Question { text: format!("{last} {other}"), ..Question::default() }
        }
        // Colours and the most frequent words of descriptions, each in a tenth to a half of all products.
        "broad" => {
            Question { text: if chance.below(2) == 0 { skewed(chance, COLORS).to_owned() } else { word(chance.below(12)) }, ..Question::default() }
        }
        "filtered" => {
            let price = (about.price_minor / 200 * 100, (about.price_minor * 2).div_ceil(100) * 100);
            let rating_min = about.rating.filter(|_| chance.below(2) == 0).map(|_| 3);
            Question { text: last, brand: Some(about.brand), price: Some(price), in_stock: true, rating_min, ..Question::default() }
        }
        "category" => Question { category: Some(about.category), ..Question::default() },
        "fuzzy" => Question { text: misspelt(&last, chance), ..Question::default() },
        "suggest" => {
            let long = usize::try_from(1 + chance.below(6)).expect("few");
            Question { text: last.chars().take(long).collect(), ..Question::default() }
        }
        _ => Question::default(),
    }
}

/// One letter after the first is another one.
fn misspelt(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let count = u64::try_from(letters.len()).expect("short");
    let place = usize::try_from(1 + chance.below(count - 1)).expect("short");
    letters[place] = if letters[place] == 'q' { 'x' } else { 'q' };
    letters.into_iter().collect()
}
