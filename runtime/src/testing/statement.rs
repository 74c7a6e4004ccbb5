//! What one line says.

use super::lines::Line;
use super::scanner::Scanner;
use super::syntax::Syntax;
use super::{Exemplar, FamilyKind, Invalid, Sample, number};

/// A line, read.
#[derive(Debug, PartialEq)]
pub(super) enum Statement<'a> {
    /// `# TYPE name kind`
    Type(&'a str, FamilyKind),
    /// `# HELP name text`
    Help(&'a str, String),
    /// `# UNIT name unit`
    Unit(&'a str, &'a str),
    Sample(Sample),
    /// `# EOF`
    End,
    /// A blank line, or a comment.
    Nothing,
}

impl<'a> Statement<'a> {
    pub(super) fn read(line: Line<'a>, syntax: Syntax) -> Result<Self, Invalid> {
        let mut scanner = Scanner::new(line, syntax);
        match syntax {
            Syntax::Text => text(&mut scanner),
            Syntax::OpenMetrics => openmetrics(&mut scanner, line),
        }
    }
}

fn text<'a>(scanner: &mut Scanner<'a>) -> Result<Statement<'a>, Invalid> {
    scanner.skip_blanks();
    if !scanner.take('#') {
        return if scanner.next_field()? { sample(scanner) } else { Ok(Statement::Nothing) };
    }
    scanner.skip_blanks();
    match scanner.word() {
        word @ ("TYPE" | "HELP") => metadata(scanner, word),
        _ => Ok(Statement::Nothing),
    }
}

fn openmetrics<'a>(scanner: &mut Scanner<'a>, line: Line<'a>) -> Result<Statement<'a>, Invalid> {
    if line.text.is_empty() {
        return Err(scanner.invalid("the line is blank", "leave it out: OpenMetrics has no blank lines"));
    }
    if line.text == "# EOF" {
        return Ok(Statement::End);
    }
    if !scanner.take('#') {
        return sample(scanner);
    }
    scanner.take(' ');
    match scanner.word() {
        word @ ("TYPE" | "HELP" | "UNIT") if line.text.starts_with("# ") => metadata(scanner, word),
        _ => Err(scanner.invalid(
            "the line is neither TYPE, UNIT, HELP nor EOF",
            "leave it out: OpenMetrics has no other lines that start with `#`, and none of those may start otherwise",
        )),
    }
}

fn metadata<'a>(scanner: &mut Scanner<'a>, word: &str) -> Result<Statement<'a>, Invalid> {
    if !scanner.next_field()? {
        return Err(scanner.invalid(format!("the {word} line has no name"), format!("write `# {word} name …`")));
    }
    let name = scanner.metric_name()?;
    if scanner.is_next('{') {
        return Err(scanner.unexpected("the name of the family"));
    }
    match word {
        "TYPE" => kind(scanner).map(|kind| Statement::Type(name, kind)),
        "UNIT" => unit(scanner).map(|unit| Statement::Unit(name, unit)),
        _ => help(scanner).map(|help| Statement::Help(name, help)),
    }
}

fn kind(scanner: &mut Scanner<'_>) -> Result<FamilyKind, Invalid> {
    scanner.next_field()?;
    let word = scanner.word();
    let Some(kind) = FamilyKind::parse(word, scanner.syntax()) else {
        let kinds = match scanner.syntax() {
            Syntax::Text => "counter, gauge, histogram, summary and untyped",
            Syntax::OpenMetrics => "counter, gauge, histogram, gaugehistogram, summary, info, stateset and unknown",
        };
        return Err(scanner.invalid(format!("`{word}` is not a type of this format"), format!("write one of {kinds}")));
    };
    scanner.end("the type")?;
    Ok(kind)
}

fn unit<'a>(scanner: &mut Scanner<'a>) -> Result<&'a str, Invalid> {
    separator(scanner, "UNIT")?;
    let unit = scanner.word();
    if unit.contains(|character: char| !character.is_ascii_alphanumeric() && character != '_' && character != ':') {
        return Err(scanner.invalid(
            format!("`{unit}` is not a unit"),
            "write a word that the family's name ends with, such as `seconds`",
        ));
    }
    scanner.end("the unit")?;
    Ok(unit)
}

fn help(scanner: &mut Scanner<'_>) -> Result<String, Invalid> {
    separator(scanner, "HELP")?;
    scanner.help()
}

/// Goes beyond what separates the name from a text that may be empty.
fn separator(scanner: &mut Scanner<'_>, word: &str) -> Result<(), Invalid> {
    scanner.skip_blanks();
    if scanner.syntax() == Syntax::OpenMetrics && !scanner.take(' ') {
        return Err(scanner.invalid(
            format!("no space follows the name in the {word} line"),
            "write one, even if nothing follows it, or leave the line out",
        ));
    }
    Ok(())
}

fn sample<'a>(scanner: &mut Scanner<'a>) -> Result<Statement<'a>, Invalid> {
    let name = scanner.metric_name()?.to_owned();
    scanner.skip_blanks();
    let labels = scanner.labels()?;
    let value = value(scanner)?;
    let mut has_more = scanner.next_field()?;
    let mut timestamp = None;
    if has_more && !scanner.is_next('#') {
        timestamp = Some(self::timestamp(scanner)?);
        has_more = scanner.next_field()?;
    }
    let exemplar = if has_more { Some(exemplar(scanner)?) } else { None };
    Ok(Statement::Sample(Sample { name, labels, value, timestamp, exemplar }))
}

fn value(scanner: &mut Scanner<'_>) -> Result<f64, Invalid> {
    if !scanner.next_field()? {
        return Err(scanner.invalid("there is no value", "write a number after the name and the labels"));
    }
    let word = scanner.word();
    number::parse(word).ok_or_else(|| {
        scanner.invalid(
            format!("`{word}` is not a number"),
            "write a decimal number that a double can hold, `+Inf`, `-Inf` or `NaN`",
        )
    })
}

/// In seconds, whatever the format has.
fn timestamp(scanner: &mut Scanner<'_>) -> Result<f64, Invalid> {
    let word = scanner.word();
    let (seconds, help) = match scanner.syntax() {
        #[expect(clippy::cast_precision_loss, reason = "the double has microseconds left in any year that matters")]
        Syntax::Text => (
            word.parse::<i64>().ok().map(|milliseconds| milliseconds as f64 / 1000.0),
            "write whole milliseconds since the Unix epoch",
        ),
        Syntax::OpenMetrics => {
            (number::parse(word).filter(|seconds| seconds.is_finite()), "write seconds since the Unix epoch")
        }
    };
    seconds.ok_or_else(|| scanner.invalid(format!("`{word}` is not a timestamp"), help))
}

/// `# {trace_id="…"} 0.3 1520879607.789`, to the end of the line.
fn exemplar(scanner: &mut Scanner<'_>) -> Result<Exemplar, Invalid> {
    if !scanner.take('#') {
        return Err(scanner.unexpected("the timestamp"));
    }
    if scanner.syntax() == Syntax::Text {
        return Err(scanner.invalid("the text format has no exemplars", "leave it out, or expose it in OpenMetrics"));
    }
    scanner.next_field()?;
    if !scanner.is_next('{') {
        return Err(scanner.invalid("the exemplar has no labels", "write `# {trace_id=\"…\"} value`, or `# {} value`"));
    }
    let labels = scanner.labels()?;
    let value = value(scanner)?;
    let mut timestamp = None;
    if scanner.next_field()? {
        if scanner.is_next('#') {
            return Err(scanner.invalid("the sample has two exemplars", "write one of them"));
        }
        timestamp = Some(self::timestamp(scanner)?);
    }
    scanner.end("the exemplar")?;
    Ok(Exemplar { labels, value, timestamp })
}
