//! A position in a line, and the tokens that can be read from there.

use std::collections::BTreeMap;

use super::Invalid;
use super::lines::Line;
use super::syntax::Syntax;

/// What separates tokens.
const BLANKS: [char; 2] = [' ', '\t'];

/// How much of a token an error shows.
const SHOWN: usize = 40;

const QUOTED_NAME: &str = "quoted names are not in this version of the format";
const WRITE_LEGACY_NAME: &str = "write names in ASCII letters, digits and `_`, as `escaping=underscores` would";

/// Reads a line from left to right.
pub(super) struct Scanner<'a> {
    line: Line<'a>,
    syntax: Syntax,
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(line: Line<'a>, syntax: Syntax) -> Self {
        Self { line, syntax, rest: line.text }
    }

    /// That the line breaks a rule.
    pub(super) fn invalid(&self, message: impl AsRef<str>, help: impl AsRef<str>) -> Invalid {
        self.line.invalid(message, help)
    }

    pub(super) fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// Whether `character` is next; then goes beyond it.
    pub(super) fn take(&mut self, character: char) -> bool {
        let taken = self.rest.strip_prefix(character);
        self.rest = taken.unwrap_or(self.rest);
        taken.is_some()
    }

    pub(super) fn is_next(&self, character: char) -> bool {
        self.rest.starts_with(character)
    }

    /// Goes beyond blanks, which the text format allows between any two tokens.
    pub(super) fn skip_blanks(&mut self) {
        if self.syntax == Syntax::Text {
            self.rest = self.rest.trim_start_matches(BLANKS);
        }
    }

    /// Goes to the next field of the line; false if there is none.
    pub(super) fn next_field(&mut self) -> Result<bool, Invalid> {
        match self.syntax {
            Syntax::Text => {
                self.skip_blanks();
                Ok(!self.rest.is_empty())
            }
            Syntax::OpenMetrics if self.rest.is_empty() => Ok(false),
            Syntax::OpenMetrics => self.space().map(|()| true),
        }
    }

    /// Goes beyond the one space that separates two fields in OpenMetrics.
    fn space(&mut self) -> Result<(), Invalid> {
        const HELP: &str = "separate fields with one space, and end the line after the last one";
        if !self.take(' ') {
            return Err(self.invalid(format!("there is no space before {}", self.shown()), HELP));
        }
        if self.rest.is_empty() {
            return Err(self.invalid("the line ends with a space", HELP));
        }
        if self.rest.starts_with(BLANKS) {
            return Err(self.invalid("there is more than one blank between two fields", HELP));
        }
        Ok(())
    }

    /// That nothing follows.
    pub(super) fn end(&mut self, after: &str) -> Result<(), Invalid> {
        self.skip_blanks();
        if self.rest.is_empty() { Ok(()) } else { Err(self.unexpected(after)) }
    }

    /// That what is next should not be there.
    pub(super) fn unexpected(&self, after: &str) -> Invalid {
        self.invalid(format!("{} follows {after}", self.shown()), "end the line there")
    }

    /// The text up to the next blank or the end; may be empty.
    pub(super) fn word(&mut self) -> &'a str {
        self.take_while(|character| !BLANKS.contains(&character))
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|character| !belongs(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// The name of a family or a sample.
    pub(super) fn metric_name(&mut self) -> Result<&'a str, Invalid> {
        if self.is_next('"') || self.rest.starts_with("{\"") {
            return Err(self.invalid(QUOTED_NAME, WRITE_LEGACY_NAME));
        }
        let before = self.rest;
        let name = self.take_while(|character| character.is_ascii_alphanumeric() || "_:".contains(character));
        let is_complete = self.rest.is_empty() || self.rest.starts_with(BLANKS) || self.is_next('{');
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || !is_complete {
            self.rest = before;
            return Err(self.invalid(
                format!("{} is not a metric name", self.shown()),
                "write ASCII letters, digits, `_` and `:`, and no digit first",
            ));
        }
        if self.syntax == Syntax::OpenMetrics && name.starts_with('_') {
            return Err(self.invalid(
                format!("the name `{name}` is reserved"),
                "start the name with a letter: OpenMetrics keeps those with `_` for itself",
            ));
        }
        Ok(name)
    }

    /// `{a="b",c="d"}`, if it is next.
    pub(super) fn labels(&mut self) -> Result<BTreeMap<String, String>, Invalid> {
        let mut labels = BTreeMap::new();
        if !self.take('{') {
            return Ok(labels);
        }
        self.skip_blanks();
        while !self.take('}') {
            let name = self.label_name()?;
            let value = self.label_value(name)?;
            if labels.insert(name.to_owned(), value).is_some() {
                return Err(self.invalid(format!("the label `{name}` is given twice"), "write each label once"));
            }
            self.label_end(name)?;
        }
        Ok(labels)
    }

    fn label_name(&mut self) -> Result<&'a str, Invalid> {
        if self.is_next('"') {
            return Err(self.invalid(QUOTED_NAME, WRITE_LEGACY_NAME));
        }
        let before = self.rest;
        let name = self.take_while(|character| character.is_ascii_alphanumeric() || character == '_');
        self.skip_blanks();
        if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || !self.is_next('=') {
            self.rest = before;
            return Err(self.invalid(
                format!("{} is not a label name and `=`", self.shown()),
                "write labels as `{name=\"value\"}`, with names of ASCII letters, digits and `_`, and no digit first",
            ));
        }
        let reserved = match self.syntax {
            Syntax::Text => "__",
            Syntax::OpenMetrics => "_",
        };
        if name.starts_with(reserved) {
            return Err(self.invalid(
                format!("the label name `{name}` is reserved"),
                format!("give it a name that doesn't start with `{reserved}`"),
            ));
        }
        Ok(name)
    }

    fn label_value(&mut self, name: &str) -> Result<String, Invalid> {
        self.take('=');
        self.skip_blanks();
        if !self.take('"') {
            return Err(self.invalid(
                format!("the value of the label `{name}` is not in double quotes"),
                "write `name=\"value\"`",
            ));
        }
        self.quoted(name)
    }

    /// Up to the closing quote.
    fn quoted(&mut self, name: &str) -> Result<String, Invalid> {
        let mut value = String::new();
        loop {
            value.push_str(self.take_while(|character| character != '"' && character != '\\'));
            if self.take('"') {
                return Ok(value);
            }
            if !self.take('\\') {
                return Err(self.invalid(
                    format!("the value of the label `{name}` has no closing quote"),
                    "end the value with `\"`, and write one that belongs to it as `\\\"`",
                ));
            }
            value.push(self.escaped(true)?);
        }
    }

    /// The character that stands behind a backslash.
    fn escaped(&mut self, is_quote_escaped: bool) -> Result<char, Invalid> {
        let mut characters = self.rest.chars();
        let escaped = match characters.next() {
            Some('n') => '\n',
            Some('\\') => '\\',
            Some('"') if is_quote_escaped => '"',
            other => {
                let known = if is_quote_escaped { "`\\\\`, `\\\"` and `\\n`" } else { "`\\\\` and `\\n`" };
                let sequence: String = ['\\'].into_iter().chain(other).collect();
                return Err(self.invalid(
                    format!("`{sequence}` is not an escape sequence"),
                    format!("there are {known} here; write a backslash as `\\\\`"),
                ));
            }
        };
        self.rest = characters.as_str();
        Ok(escaped)
    }

    /// Goes beyond what follows a label: a comma, or nothing before the closing brace.
    fn label_end(&mut self, name: &str) -> Result<(), Invalid> {
        self.skip_blanks();
        let has_comma = self.take(',');
        self.skip_blanks();
        if !has_comma && !self.is_next('}') {
            return Err(self.invalid(
                format!("neither `,` nor `}}` follows the label `{name}`"),
                "separate labels with a comma, and end them with `}`",
            ));
        }
        if has_comma && self.is_next('}') && self.syntax == Syntax::OpenMetrics {
            return Err(self.invalid("a comma follows the last label", "leave it out"));
        }
        Ok(())
    }

    /// The text of a HELP line: what is left of it, without escapes.
    pub(super) fn help(&mut self) -> Result<String, Invalid> {
        let is_quote_escaped = self.syntax == Syntax::OpenMetrics;
        let mut help = String::new();
        loop {
            help.push_str(self.take_while(|character| character != '\\' && !(is_quote_escaped && character == '"')));
            if self.take('\\') {
                help.push(self.escaped(is_quote_escaped)?);
            } else if self.rest.is_empty() {
                return Ok(help);
            } else {
                return Err(self.invalid("the HELP text has a quote without a backslash", "write it as `\\\"`"));
            }
        }
    }

    /// What is next, for an error.
    fn shown(&self) -> String {
        let next = self.rest.split(BLANKS).next().unwrap_or_default();
        if self.rest.is_empty() {
            "the end of the line".into()
        } else if next.is_empty() {
            "a blank".into()
        } else {
            format!("`{}`", next.chars().take(SHOWN).collect::<String>())
        }
    }
}
