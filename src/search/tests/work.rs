//! How much work a text can make: counted in lists that are read, so that a busy machine changes nothing.

use super::world::{Shop, item};
use crate::domain::language::Language;
use crate::domain::limits::{QUERY_CHARS_MAX, QUERY_TERMS_MAX};
use crate::domain::synonym::Synonym;
use crate::search::query::Plan;
use crate::search::request::Request;
use crate::search::score::{Choice, Slot};
use crate::search::synonyms::Synonyms;
use crate::search::words::Words;

const PRODUCTS: u64 = 10_000;
/// A word of a text as long as texts may be reads its five fields, and a few more for what else it may be.
const LISTS_MAX: usize = 8 * QUERY_TERMS_MAX;

/// One of many words that differ from each other in few letters, as no shop has them.
fn made_up(number: u64) -> String {
    let letters = format!("{number:05}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect::<String>();
    format!("k{letters}man")
}

/// Two letters away from a hundred of them.
fn misspelled(number: u64) -> String {
    let word = made_up(number);
    format!("{}xy{}", &word[..3], &word[5..])
}

/// Each title is a word of its own, the same in two words, and one that all have.
fn a_shop_of_near_words() -> Shop {
    let titles = (1..=PRODUCTS).map(|id| {
        let word = made_up(id);
        item(id, &format!("{word} {} {} mug", &word[..4], &word[4..]))
    });
    Shop::selling(&titles.collect::<Vec<_>>())
}

/// The lists that a text reads.
fn lists(shop: &Shop, text: &str, synonyms: &Synonyms) -> usize {
    let plan = Plan::of(&shop.search.edition(), &Words::of(text, Language::English), synonyms).expect("a plan");
    plan.slots.iter().map(of_slot).sum::<usize>() + plan.code.iter().count()
}

fn of_slot(slot: &Slot) -> usize {
    let of_choice = |choice: &Choice| match choice {
        Choice::Word { .. } | Choice::Exact { .. } => 1,
        Choice::Phrase { .. } => 2,
        Choice::All(slots) => slots.iter().map(of_slot).sum(),
    };
    slot.choices.iter().map(of_choice).sum()
}

#[test]
fn no_text_reads_more_lists_than_a_few_for_each_word() {
    let shop = a_shop_of_near_words();
    let lines: Vec<String> = (0..40).map(|number| format!("mug, {}", made_up(number))).collect();
    let synonyms = Synonyms::of(&lines.iter().map(|line| Synonym::parse(line).expect("a synonym")).collect::<Vec<_>>(), Language::English);
    let texts = [
        (0..16).map(|number| misspelled(number * 617)).collect::<Vec<_>>().join(" "),
        (0..15).map(|number| misspelled(number * 617)).chain(["mug".to_owned()]).collect::<Vec<_>>().join(" "),
        (0..16).map(|number| made_up(number * 617)).collect::<Vec<_>>().join(" "),
        (0..16).map(|number| format!("k{number}*")).collect::<Vec<_>>().join(" "),
        "b".repeat(QUERY_CHARS_MAX),
        "b ".repeat(QUERY_CHARS_MAX),
        "é".repeat(QUERY_CHARS_MAX),
        "保温杯不锈钢".repeat(100),
        "\u{fdfa}".repeat(QUERY_CHARS_MAX),
    ];
    for text in texts {
        let worst = lists(&shop, &text, &synonyms);
        assert!(worst <= LISTS_MAX, "{worst} lists for {text}");
        assert!(shop.search.suggest(&text).is_ok() && shop.search.meant(&text).is_ok());
        shop.find(&Request { text, ..Request::default() });
    }
}
