//! Headers that list what is wanted and how much, such as `text/plain;version=0.0.4;q=0.5, */*;q=0.1`.

use std::borrow::Cow;
use std::iter;

use http::{HeaderMap, HeaderName};

/// The elements of a list, from all lines of a header. What can't be parsed is skipped: a header that makes no sense is
/// no reason to keep the metrics from who sent it.
pub(super) fn elements(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = Element<'_>> {
    let lines = headers.get_all(name).into_iter().filter_map(|line| str::from_utf8(line.as_bytes()).ok());
    lines.flat_map(|line| split(line, ',')).filter_map(Element::parse)
}

/// One element of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// A media range or a content coding, as it was written.
    pub(super) name: &'a str,
    /// The parameters in their order, `q` among them.
    pub(super) parameters: Vec<(&'a str, Cow<'a, str>)>,
    /// How much it is wanted.
    pub(super) quality: Quality,
}

impl<'a> Element<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, ';').map(|part| part.trim_matches([' ', '\t']));
        let name = parts.next().filter(|name| name.split('/').all(is_token))?;
        let parameters = parts.filter(|part| !part.is_empty()).map(parameter).collect::<Option<Vec<_>>>()?;
        let mut element = Self { name, parameters, quality: Quality::FULL };
        if let Some(quality) = element.parameter("q") {
            element.quality = Quality::parse(quality)?;
        }
        Some(element)
    }

    /// The value of a parameter, the first one of that name.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

/// How much something is wanted, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quality(u16);

impl Quality {
    /// It must not be sent.
    pub(super) const NEVER: Self = Self(0);
    /// What has no `q` is wanted without reserve.
    pub(super) const FULL: Self = Self(1000);

    /// Zero to one, with no more than three decimals.
    fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let digits = decimals.bytes().chain(iter::repeat(b'0')).take(3);
        let thousandths = digits.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        match whole {
            "0" => Some(Self(thousandths)),
            "1" if thousandths == 0 => Some(Self::FULL),
            _ => None,
        }
    }
}

/// Cuts a text at the separators that are in no quoted string.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    text.split(move |character| {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_quoted,
            '"' => is_quoted = !is_quoted,
            _ => return character == separator && !is_quoted,
        }
        false
    })
}

/// `version=0.0.4` or `version="0.0.4"`.
fn parameter(text: &str) -> Option<(&str, Cow<'_, str>)> {
    let (name, value) = text.split_once('=').filter(|(name, _)| is_token(name))?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => Cow::Owned(unquoted(quoted.strip_suffix('"')?)?),
        None => Cow::Borrowed(Some(value).filter(|value| is_token(value))?),
    };
    Some((name, value))
}

/// What is between two quotes, without the backslashes that keep a character from ending it.
fn unquoted(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push(characters.next()?),
            '"' => return None,
            _ => plain.push(character),
        }
    }
    Some(plain)
}

/// Whether a text may stand in a header without quotes.
fn is_token(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

    use http::header::ACCEPT;
    use http::{HeaderMap, HeaderValue};

    use super::{Element, Quality, elements};

    /// The elements of a header with these lines, written in one way.
    fn parsed(lines: &[&[u8]]) -> Vec<String> {
        let value = |line: &&[u8]| HeaderValue::from_bytes(line).expect("a line that a server lets through");
        let headers: HeaderMap = lines.iter().map(|line| (ACCEPT, value(line))).collect();
        elements(&headers, ACCEPT).map(|element| written(&element)).collect()
    }

    fn written(element: &Element<'_>) -> String {
        let parameters = element.parameters.iter().map(|(name, value)| format!(" {name}=<{value}>"));
        format!("{} {}{}", element.name, element.quality.0, parameters.collect::<String>())
    }

    #[test]
    fn lists_are_taken_apart() {
        let cases: &[(&str, &[&str])] = &[
            ("gzip", &["gzip 1000"]),
            ("gzip,br", &["gzip 1000", "br 1000"]),
            (" gzip\t,\t br ", &["gzip 1000", "br 1000"]),
            (",, ,gzip,\t,", &["gzip 1000"]),
            ("a/b;c=d", &["a/b 1000 c=<d>"]),
            ("a/b ; c=d\t;\te=f", &["a/b 1000 c=<d> e=<f>"]),
            ("a/b;;c=d;", &["a/b 1000 c=<d>"]),
            ("*/*;q=0.1", &["*/* 100 q=<0.1>"]),
            ("a/b;Q=0.25;c=d", &["a/b 250 Q=<0.25> c=<d>"]),
            (r#"a/b;c="d""#, &["a/b 1000 c=<d>"]),
            (r#"a/b;c="d,e;f=g", h/i"#, &["a/b 1000 c=<d,e;f=g>", "h/i 1000"]),
            (r#"a/b;c="\"\\\,";d=e"#, &[r#"a/b 1000 c=<"\,> d=<e>"#]),
            (r#"a/b;c="";q="0.5""#, &["a/b 500 c=<> q=<0.5>"]),
            (r#"a/b;c="größer", d/e"#, &["a/b 1000 c=<größer>", "d/e 1000"]),
        ];
        for (header, expected) in cases {
            assert_eq!(parsed(&[header.as_bytes()]), *expected, "{header}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_skipped_alone() {
        let junk = [
            "a b",
            "a/",
            "/a",
            ";q=1",
            "a;b",
            "a;=b",
            "a;b=",
            "a;b =c",
            "a;b= c",
            "a;b=c d",
            "a;b=\"c\"d",
            "a;b=c\"d\"",
            "a;b=\"c\"\"d\"",
            "(a)",
            "a:b",
            "größer",
            "a;q=",
            "a;q=2",
            "a;q=1.001",
            "a;q=0.1234",
            "a;q=-0",
            "a;q=+1",
            "a;q=.5",
            "a;q=1e-1",
            "a;q=NaN",
            "a;q=00",
        ];
        for junk in junk {
            let header = format!("first, {junk}, last");
            assert_eq!(parsed(&[header.as_bytes()]), ["first 1000", "last 1000"], "{header}");
        }
    }

    #[test]
    fn a_quote_that_nothing_closes_reaches_to_the_end_of_its_line() {
        for open in [r#"a;b="c, d"#, r#"a;b="c\", d"#, r#"a;b="c\"#, r#"a", d"#, "\"", r#"a;b=""#] {
            assert_eq!(parsed(&[b"first", open.as_bytes(), b"last"]), ["first 1000", "last 1000"], "{open}");
        }
    }

    #[test]
    fn lines_are_one_list() {
        assert_eq!(parsed(&[b"a, b;q=0.5", b"", b"c"]), ["a 1000", "b 500 q=<0.5>", "c 1000"]);
        assert_eq!(parsed(&[b"a", b"b\xff, c", b"d"]), ["a 1000", "d 1000"]);
        assert_eq!(parsed(&[]), [""; 0]);
    }

    #[test]
    fn of_two_parameters_of_one_name_the_first_one_holds() {
        assert_eq!(parsed(&[b"a;q=0.5;Q=0.7"]), ["a 500 q=<0.5> Q=<0.7>"]);
    }

    #[test]
    fn qualities_are_thousandths() {
        let cases = [
            ("0", 0),
            ("0.", 0),
            ("0.0", 0),
            ("0.000", 0),
            ("0.001", 1),
            ("0.01", 10),
            ("0.5", 500),
            ("0.75", 750),
            ("0.999", 999),
            ("1", 1000),
            ("1.", 1000),
            ("1.0", 1000),
            ("1.000", 1000),
        ];
        for (text, thousandths) in cases {
            assert_eq!(Quality::parse(text), Some(Quality(thousandths)), "{text}");
        }
    }
}
