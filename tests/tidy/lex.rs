//! Cuts Rust text into words, signs and comments, each with its line.
//!
//! What stands in a string, a character or a comment never looks like code: literals become one empty token.

/// A word, a sign (`::` is one sign), a lifetime, or `""` for any string, byte string or character.
#[derive(Debug)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// A comment with its slashes; a block comment is one comment.
#[derive(Debug)]
pub struct Comment {
    pub text: String,
    pub line: usize,
}

#[derive(Debug, Default)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment>,
}

pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0, line: 1, lexed: Lexed::default() };
    while lexer.next() {}
    lexer.lexed
}

/// True for a name, a keyword or a number; false for signs, lifetimes and literals.
pub fn is_word(text: &str) -> bool {
    text.starts_with(continues_word)
}

fn starts_word(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn continues_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    lexed: Lexed,
}

impl Lexer {
    fn next(&mut self) -> bool {
        let Some(c) = self.peek(0) else { return false };
        match (c, self.peek(1)) {
            (c, _) if c.is_whitespace() => self.bump(),
            ('/', Some('/')) => self.line_comment(),
            ('/', Some('*')) => self.block_comment(),
            ('"', _) => self.literal(Self::string),
            ('\'', _) => self.quote(),
            (':', Some(':')) => self.sign(2),
            (c, _) if continues_word(c) => self.word(),
            _ => self.sign(1),
        }
        true
    }

    fn line_comment(&mut self) {
        let (start, line) = (self.at, self.line);
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.bump();
        }
        self.comment(start, line);
    }

    fn block_comment(&mut self) {
        let (start, line) = (self.at, self.line);
        let mut depth = 0;
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => {
                    self.bump();
                    continue;
                }
            }
            self.skip(2);
            if depth == 0 {
                break;
            }
        }
        self.comment(start, line);
    }

    fn word(&mut self) {
        let (start, line) = (self.at, self.line);
        self.skip_word();
        let text = self.text(start);
        let hashes = self.hashes();
        match (text.as_str(), self.peek(hashes)) {
            ("r" | "br" | "cr", Some('"')) => self.literal(|lexer| lexer.raw_string(hashes)),
            ("b" | "c", Some('"')) if hashes == 0 => self.literal(Self::string),
            ("b", Some('\'')) if hashes == 0 => self.quote(),
            ("r", Some(c)) if hashes == 1 && starts_word(c) => {
                self.bump();
                self.word();
            }
            _ => self.lexed.tokens.push(Token { text, line }),
        }
    }

    /// A character, or else a lifetime: only a character closes its quote right away or starts with a backslash.
    fn quote(&mut self) {
        let (start, line) = (self.at, self.line);
        if self.peek(1) == Some('\\') {
            self.literal(|lexer| {
                lexer.skip(3);
                lexer.skip_past('\'');
            });
        } else if self.peek(2) == Some('\'') {
            self.literal(|lexer| lexer.skip(3));
        } else {
            self.bump();
            self.skip_word();
            let text = self.text(start);
            self.lexed.tokens.push(Token { text, line });
        }
    }

    fn string(&mut self) {
        self.bump();
        while let Some(c) = self.peek(0) {
            match c {
                '\\' => self.skip(2),
                '"' => return self.bump(),
                _ => self.bump(),
            }
        }
    }

    fn raw_string(&mut self, hashes: usize) {
        self.skip(hashes + 1);
        while self.peek(0).is_some() {
            self.skip_past('"');
            if (0..hashes).all(|i| self.peek(i) == Some('#')) {
                return self.skip(hashes);
            }
        }
    }

    fn literal(&mut self, skip: impl FnOnce(&mut Self)) {
        self.lexed.tokens.push(Token { text: "\"\"".into(), line: self.line });
        skip(self);
    }

    fn sign(&mut self, length: usize) {
        let (start, line) = (self.at, self.line);
        self.skip(length);
        let text = self.text(start);
        self.lexed.tokens.push(Token { text, line });
    }

    fn comment(&mut self, start: usize, line: usize) {
        let text = self.text(start);
        self.lexed.comments.push(Comment { text, line });
    }

    fn hashes(&self) -> usize {
        self.chars[self.at..].iter().take_while(|c| **c == '#').count()
    }

    fn text(&self, start: usize) -> String {
        self.chars[start..self.at].iter().collect()
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn bump(&mut self) {
        if let Some(c) = self.peek(0) {
            self.at += 1;
            self.line += usize::from(c == '\n');
        }
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.bump();
        }
    }

    fn skip_word(&mut self) {
        while self.peek(0).is_some_and(continues_word) {
            self.bump();
        }
    }

    fn skip_past(&mut self, end: char) {
        while self.peek(0).is_some_and(|c| c != end) {
            self.bump();
        }
        self.bump();
    }
}

#[cfg(test)]
mod tests {
    use super::lex;

    fn words(text: &str) -> String {
        lex(text).tokens.into_iter().map(|token| token.text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn strings_are_one_empty_token() {
        assert_eq!(words(r#"a "b \" // c" d"#), r#"a "" d"#);
        assert_eq!(words(r##"a r#"b " c"# d"##), r#"a "" d"#);
        assert_eq!(words("a r\"b\\\" c"), r#"a "" c"#);
        assert_eq!(words(r#"a b"b" c"c" d"#), r#"a "" "" d"#);
        assert_eq!(words("a \"\nb\n\" c"), r#"a "" c"#);
    }

    #[test]
    fn characters_are_not_lifetimes() {
        assert_eq!(words(r#"'"' a"#), r#""" a"#);
        assert_eq!(words(r"'\'' a '{' b"), r#""" a "" b"#);
        assert_eq!(words(r"'\u{1F600}' b'\\' a"), r#""" "" a"#);
        assert_eq!(words("fn f<'a, 'b>(x: &'a str)"), "fn f < 'a , 'b > ( x : & 'a str )");
    }

    #[test]
    fn comments_stand_apart() {
        let lexed = lex("a // b \"\nc /* d /* e */ \" f\n */ g");
        assert_eq!(lexed.comments.iter().map(|comment| comment.line).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(lexed.comments[0].text, "// b \"");
        assert_eq!(lexed.tokens.iter().map(|token| token.line).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn words_keep_their_shape() {
        assert_eq!(words("r#type :: b r br_x for_r"), "type :: b r br_x for_r");
        assert_eq!(words("1.5e3..0x_1F r# "), "1 . 5e3 . . 0x_1F r #");
    }

    #[test]
    fn unfinished_text_ends() {
        for text in ["\"a", "r#\"a", "/* a", "'", "b'", "'\\", "r#"] {
            lex(text);
        }
    }
}
