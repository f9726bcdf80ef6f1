//! Reading a letter the way a mail program does: headers unfolded, parts decoded.

/// A letter that was sent.
#[derive(Debug)]
pub struct Read {
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub html: String,
}

impl Read {
    #[track_caller]
    pub fn new(raw: &str) -> Self {
        assert!(raw.is_ascii() && raw.lines().all(|line| line.len() <= 998), "letters pass every server");
        let (head, body) = raw.split_once("\r\n\r\n").expect("headers and a body");
        let headers = unfolded(head);
        let kind = &find(&headers, "content-type").expect("a kind");
        let boundary = kind.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("several parts");
        let parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
        assert_eq!(parts.len(), 4, "a text, its HTML, and nothing else");
        let (text, html) = (part(parts[1], "text/plain"), part(parts[2], "text/html"));
        Self { headers, text, html }
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> String {
        let found: Vec<_> = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).collect();
        assert_eq!(found.len(), 1, "one {name} in {:?}", self.headers);
        words(&found[0].1)
    }

    #[track_caller]
    pub fn says(&self, needle: &str) -> &Self {
        assert!(self.text.contains(needle), "{needle:?} is missing in {}", self.text);
        self
    }
}

fn unfolded(head: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        match (line.strip_prefix([' ', '\t']), headers.last_mut()) {
            (Some(rest), Some((_, value))) => {
                value.push(' ');
                value.push_str(rest.trim_start());
            }
            _ => {
                let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("{line:?} is no header"));
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    headers
}

fn find(headers: &[(String, String)], name: &str) -> Option<String> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
}

#[track_caller]
fn part(part: &str, kind: &str) -> String {
    let (head, body) = part.trim_start().split_once("\r\n\r\n").expect("a part has headers");
    let headers = unfolded(head);
    assert!(find(&headers, "content-type").is_some_and(|found| found.starts_with(kind)), "{head}");
    let bytes = match find(&headers, "content-transfer-encoding").as_deref() {
        Some("quoted-printable") => quoted(body),
        Some("base64") => base64(body),
        Some("7bit") => body.as_bytes().to_vec(),
        other => panic!("{other:?} is no encoding of ours"),
    };
    String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n")
}

fn quoted(body: &str) -> Vec<u8> {
    let body = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = body.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let pair = [rest.next().expect("two digits"), rest.next().expect("two digits")];
            let pair = std::str::from_utf8(&pair).expect("ASCII");
            bytes.push(u8::from_str_radix(pair, 16).expect("hexadecimal"));
        } else {
            bytes.push(byte);
        }
    }
    bytes
}

fn base64(body: &str) -> Vec<u8> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in body.chars().filter_map(|c| DIGITS.find(c)) {
        held = held << 6 | u32::try_from(digit).expect("below 64");
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).expect("a byte"));
        }
    }
    bytes
}

/// RFC 2047: `=?utf-8?b?…?=`; white space between two such words isn't there.
fn words(value: &str) -> String {
    let mut said = String::new();
    let mut rest = value;
    while let Some((before, word)) = rest.split_once("=?utf-8?b?") {
        if !before.trim().is_empty() || said.is_empty() {
            said.push_str(before);
        }
        let (coded, after) = word.split_once("?=").expect("an encoded word ends");
        said.push_str(&String::from_utf8(base64(coded)).expect("UTF-8"));
        rest = after;
    }
    said + rest
}
