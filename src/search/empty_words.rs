//! Words that say nothing where others stand beside them: articles, "and", "for". Folded, and few: what may mean something stays.

use crate::domain::language::Language;

/// Whether a folded word says nothing in a language.
pub fn is_empty_word(word: &str, language: Language) -> bool {
    of(language).split(' ').any(|empty| empty == word)
}

fn of(language: Language) -> &'static str {
    match language {
        Language::None => "",
        Language::Arabic => "و في من على الى مع عن او",
        Language::Danish => "af den det der en er et for fra i med og om paa pa som til ved",
        Language::Dutch => "aan bij de den der die een en het in is met of op te van voor",
        Language::English => "a an and are at by for from in is it of on or that the to with",
        Language::Finnish => "ja on se tai ne joka",
        Language::French => "a au aux avec c d dans de des du en est et l la le les ou par pour qu que qui s sur un une",
        Language::German => {
            "am an auf aus bei das dem den der des die ein eine einem einen einer eines fur im in ist mit oder und vom von zu zum zur"
        }
        Language::Greek => "ο η το οι τα του τησ των τον την και με για σε απο στο στη στην ενα ενασ μια",
        Language::Hungarian => "a az egy es vagy is",
        Language::Italian => {
            "a ad ai al alla alle con d da dal dalla dei del dell della delle di e ed gli i il in l la le lo nel nella o per su sul sulla un una uno"
        }
        Language::Norwegian => "av den det en er et for fra i med og om pa som til ved",
        Language::Portuguese => "a ao aos as com da das de do dos e em na nas no nos o os ou para por um uma",
        Language::Romanian => "a al ale cu de din in la o pe pentru sau si un",
        Language::Russian => "в во и из или к на о от по с со у за для",
        Language::Spanish => "a al con de del e el en es la las lo los o para por un una unos unas y",
        Language::Swedish => "av de den det en er ett for fran i med och om pa som till vid",
        Language::Tamil => "ஒரு மற்றும் அல்லது",
        Language::Turkish => "bir ile ve veya icin",
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::domain::language::Language;
    use crate::search::words::key;

    #[test]
    fn the_lists_are_folded() {
        for language in Language::ALL {
            assert_eq!(key(of(language)), of(language), "{language:?}");
        }
    }
}
