//! Several values in one cell, split at a separator that a backslash takes literally.

/// The trimmed parts that aren't empty.
pub(super) fn split(text: &str, separators: &[char]) -> Vec<String> {
    pieces(text, separators).iter().map(|part| unescape(part, separators).trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// `Battery=30 h|Weight=250 g` as names and values.
///
/// # Errors
/// Gives back the part that has no name or no value.
pub(super) fn split_pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    let parts = pieces(text, &['|']);
    let pair = |part: &String| {
        let sides = pieces(part, &['=']);
        let name = unescape(sides.first()?, PAIR_MARKS).trim().to_owned();
        let value = unescape(part.get(sides.first()?.len().checked_add(1)?..)?, PAIR_MARKS).trim().to_owned();
        (!name.is_empty() && !value.is_empty()).then_some((name, value))
    };
    parts.iter().filter(|part| !part.trim().is_empty()).map(|part| pair(part).ok_or_else(|| part.clone())).collect()
}

pub(super) const PAIR_MARKS: &[char] = &['|', '='];
pub(super) const LIST_MARKS: &[char] = &['|', ','];

/// The parts as they stand, escapes and all.
fn pieces(text: &str, separators: &[char]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut literal = false;
    for letter in text.chars() {
        if separators.contains(&letter) && !literal {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
        literal = letter == '\\' && !literal;
    }
    parts
}

fn unescape(part: &str, marks: &[char]) -> String {
    let mut plain = String::with_capacity(part.len());
    let mut letters = part.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some(next) if letter == '\\' && (*next == '\\' || marks.contains(next)) => plain.extend(letters.next()),
            _ => plain.push(letter),
        }
    }
    plain
}

/// What `split` and `split_pairs` read back.
pub(super) fn escape(part: &str, marks: &[char]) -> String {
    let mut escaped = String::with_capacity(part.len());
    for letter in part.chars() {
        if letter == '\\' || marks.contains(&letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{LIST_MARKS, PAIR_MARKS, escape, split, split_pairs};
    use proptest::prelude::{prop_assert_eq, proptest};

    #[test]
    fn lists_are_split_where_a_spreadsheet_user_means_it() {
        assert_eq!(split("wireless | over-ear,, black ", LIST_MARKS), ["wireless", "over-ear", "black"]);
        assert_eq!(split(r"12\, 13 | C:\dir", LIST_MARKS), ["12, 13", r"C:\dir"]);
        let pairs = split_pairs(r"Battery=30 h|Plug=USB-C \| 5 V|Formula=a=b|").expect("well formed");
        assert_eq!(
            pairs.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>(),
            ["Battery: 30 h", "Plug: USB-C | 5 V", "Formula: a=b"]
        );
        assert_eq!(split_pairs("Battery"), Err("Battery".to_owned()));
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_back(parts in proptest::collection::vec(r"[a-z|,=\\]{1,8}", 1..5)) {
            let line = parts.iter().map(|part| escape(part, LIST_MARKS)).collect::<Vec<_>>().join("|");
            prop_assert_eq!(split(&line, LIST_MARKS), parts.clone());
            let pairs: Vec<_> = parts.iter().map(|part| (part.clone(), part.clone())).collect();
            let line = parts.iter().map(|part| escape(part, PAIR_MARKS)).map(|part| format!("{part}={part}")).collect::<Vec<_>>().join("|");
            prop_assert_eq!(split_pairs(&line), Ok(pairs));
        }
    }
}
