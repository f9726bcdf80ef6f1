//! Text inside of XML: what would be read as markup is escaped, and what no document may hold is left out.

/// `<name>text</name>` and the end of the line; nothing where there is no text.
pub fn element(out: &mut String, name: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    for part in ["<", name, ">"] {
        out.push_str(part);
    }
    escape(out, text);
    for part in ["</", name, ">\n"] {
        out.push_str(part);
    }
}

/// Source: XML 1.0, 2.2 (characters) and 2.4 (character data).
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(letter),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::element;

    #[test]
    fn text_stays_text() {
        let mut out = String::new();
        element(&mut out, "g:title", "Tom & Jerry's <b>\"mug\"</b> ]]>\u{0}\u{b}\u{ffff} ☕🫖");
        element(&mut out, "g:brand", "");
        assert_eq!(out, "<g:title>Tom &amp; Jerry's &lt;b&gt;\"mug\"&lt;/b&gt; ]]&gt; ☕🫖</g:title>\n");
    }
}
