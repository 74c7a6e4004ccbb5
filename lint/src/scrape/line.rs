//! One line of an exposition, in either of the text formats.
//!
//! It reads what is legal in any version, UTF-8 names too, and does not ask whether the lines fit together: other libraries
//! expose beside lowcard, and what is wrong with their metrics should not hide ours.

use std::borrow::Cow;

use super::exposition::MetricType;

/// What a line says.
#[derive(Debug, PartialEq)]
pub(super) enum Statement<'l> {
    /// `# TYPE name type`
    Type(Cow<'l, str>, MetricType),
    /// `# HELP name text`
    Help(Cow<'l, str>, Cow<'l, str>),
    /// A line with a value.
    Sample(Sample<'l>),
    /// A blank line or a comment.
    Nothing,
}

/// A line with a value.
#[derive(Debug, PartialEq)]
pub(super) struct Sample<'l> {
    pub(super) name: Cow<'l, str>,
    pub(super) labels: Vec<(Cow<'l, str>, Cow<'l, str>)>,
    pub(super) value: f64,
}

/// Reads a line without its line feed, or says what is wrong with it.
pub(super) fn statement(line: &str) -> Result<Statement<'_>, String> {
    let mut cursor = Cursor { rest: line };
    cursor.skip_blanks();
    if cursor.rest.is_empty() {
        return Ok(Statement::Nothing);
    }
    if !cursor.take('#') {
        return sample(&mut cursor).map(Statement::Sample);
    }
    cursor.skip_blanks();
    match cursor.word() {
        "TYPE" => {
            let name = cursor.name()?;
            let word = cursor.word();
            let metric_type = MetricType::from_word(word).ok_or_else(|| format!("`{}` is not a type", shown(word)))?;
            Ok(Statement::Type(name, metric_type))
        }
        "HELP" => {
            let name = cursor.name()?;
            cursor.skip_blanks();
            Ok(Statement::Help(name, unescaped(cursor.rest)))
        }
        _ => Ok(Statement::Nothing),
    }
}

fn sample<'l>(cursor: &mut Cursor<'l>) -> Result<Sample<'l>, String> {
    let mut name = if cursor.is_next('{') { None } else { Some(cursor.name()?) };
    let mut labels = Vec::new();
    cursor.skip_blanks();
    if cursor.take('{') {
        cursor.skip_blanks();
        while !cursor.take('}') {
            let key = cursor.name()?;
            cursor.skip_blanks();
            if cursor.take('=') {
                cursor.skip_blanks();
                labels.push((key, cursor.quoted()?));
            } else if name.is_none() {
                name = Some(key); // `{"a.metric",label="value"}`, as names outside of ASCII are written
            } else {
                return Err(format!("no `=` follows the label `{}`", shown(&key)));
            }
            cursor.skip_blanks();
            if !cursor.take(',') && !cursor.is_next('}') {
                return Err("neither `,` nor `}` follows a label".to_owned());
            }
            cursor.skip_blanks();
        }
    }
    let name = name.ok_or("there is no metric name")?;
    let value = cursor.number("a value")?;
    cursor.skip_blanks();
    if !cursor.rest.is_empty() && !cursor.is_next('#') {
        cursor.number("a timestamp")?;
    }
    Ok(Sample { name, labels, value })
}

/// What is left of a line.
struct Cursor<'l> {
    rest: &'l str,
}

impl<'l> Cursor<'l> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn is_next(&self, character: char) -> bool {
        self.rest.starts_with(character)
    }

    fn take(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'l str {
        let end = self.rest.find(|character| !belongs(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Up to the next blank.
    fn word(&mut self) -> &'l str {
        self.skip_blanks();
        self.take_while(|character| !matches!(character, ' ' | '\t'))
    }

    /// The name of a metric or a label, in quotes or without.
    fn name(&mut self) -> Result<Cow<'l, str>, String> {
        self.skip_blanks();
        if self.is_next('"') {
            return self.quoted();
        }
        let rest = self.rest;
        let name = self.take_while(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | ':'));
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(format!("`{}` does not start with a name", shown(rest)));
        }
        Ok(Cow::Borrowed(name))
    }

    fn quoted(&mut self) -> Result<Cow<'l, str>, String> {
        if !self.take('"') {
            return Err(format!("`{}` is not in quotes", shown(self.rest)));
        }
        let mut is_escaped = false;
        let end = self.rest.find(|character| {
            let ends = character == '"' && !is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            ends
        });
        let end = end.ok_or("a quote is not closed")?;
        let text = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        Ok(unescaped(text))
    }

    fn number(&mut self, what: &str) -> Result<f64, String> {
        let word = self.word();
        word.parse().map_err(|_| match word {
            "" => format!("there is no {}", what.trim_start_matches("a ")),
            word => format!("`{}` is not {what}", shown(word)),
        })
    }
}

/// Without backslashes that escape. One before any other character stays, as in Prometheus.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, characters.as_str().chars().next()) {
            ('\\', Some(escaped @ ('\\' | '"'))) => plain.push(escaped),
            ('\\', Some('n')) => plain.push('\n'),
            _ => {
                plain.push(character);
                continue;
            }
        }
        characters.next();
    }
    Cow::Owned(plain)
}

/// The start of a text, fit to be printed.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let mut shown: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a line that is read fails its test")]
mod tests {
    use std::borrow::Cow;

    use super::{MetricType, Sample, Statement, statement};

    fn sample(line: &str) -> (String, Vec<(String, String)>, f64) {
        match statement(line) {
            Ok(Statement::Sample(Sample { name, labels, value })) => {
                let owned = |(name, value): (Cow<'_, str>, Cow<'_, str>)| (name.into_owned(), value.into_owned());
                (name.into_owned(), labels.into_iter().map(owned).collect(), value)
            }
            other => panic!("{line:?} is read as {other:?}"),
        }
    }

    fn label(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn what_either_format_allows_is_read() {
        assert_eq!(sample("up 1"), ("up".into(), vec![], 1.0));
        assert_eq!(sample(" up\t{ }  +Inf 1700000000000 "), ("up".into(), vec![], f64::INFINITY));
        let labels = vec![label("path", "C:\\a\"b\nc"), label("b", "}, ")];
        assert_eq!(sample(r#"a:b_c{path="C:\\a\"b\nc", b = "}, ",} 2.5e3"#), ("a:b_c".into(), labels, 2_500.0));
        assert_eq!(sample(r#"a_total 3 1.5 # {trace_id="7"} 1 2.5"#), ("a_total".into(), vec![], 3.0));
        assert_eq!(sample(r#"a_bucket{le="1"} 3 # {} 1"#), ("a_bucket".into(), vec![label("le", "1")], 3.0));
        assert_eq!(sample(r#"{"http.hits","käse"="1"} 3"#), ("http.hits".into(), vec![label("käse", "1")], 3.0));
        assert!(sample("nothing NaN").2.is_nan());
    }

    #[test]
    fn metadata_is_read_and_comments_are_not() {
        assert_eq!(statement("# TYPE a untyped"), Ok(Statement::Type("a".into(), MetricType::Unknown)));
        assert_eq!(statement("#TYPE \"a.b\" info"), Ok(Statement::Type("a.b".into(), MetricType::Info)));
        assert_eq!(statement("# HELP a \\\\x\\n\\y  "), Ok(Statement::Help("a".into(), "\\x\n\\y  ".into())));
        assert_eq!(statement("# HELP a"), Ok(Statement::Help("a".into(), "".into())));
        for line in ["", " \t", "# EOF", "# anything", "#", "# UNIT a seconds"] {
            assert_eq!(statement(line), Ok(Statement::Nothing), "{line:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        let wrong = |line| statement(line).unwrap_err();
        assert_eq!(wrong("<html>"), "`<html>` does not start with a name");
        assert_eq!(wrong("1up 2"), "`1up 2` does not start with a name");
        assert_eq!(wrong("# TYPE a ratio"), "`ratio` is not a type");
        assert_eq!(wrong("a{b} 1"), "no `=` follows the label `b`");
        assert_eq!(wrong("a{b=c} 1"), "`c} 1` is not in quotes");
        assert_eq!(wrong("a{b=\"c\\\"} 1"), "a quote is not closed");
        assert_eq!(wrong("a{b=\"c\" d=\"e\"} 1"), "neither `,` nor `}` follows a label");
        assert_eq!(wrong("{b=\"c\"} 1"), "there is no metric name");
        assert_eq!(wrong("a"), "there is no value");
        assert_eq!(wrong("hello world"), "`world` is not a value");
        assert_eq!(wrong("a 1 soon"), "`soon` is not a timestamp");
        assert_eq!(wrong("a{"), "`` does not start with a name");
        assert_eq!(wrong(&"\u{1b}".repeat(50)).matches("\\u{1b}").count(), 40);
    }
}
