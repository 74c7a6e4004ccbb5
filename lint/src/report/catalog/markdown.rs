//! A catalog for documentation: a table that names every label value.

use std::io::{self, Write};

use lowcard_schema::record::{DomainRecord, LabelRecord, Record};

use super::{series, shown, sum, unit};
use crate::catalog::Catalog;

pub(super) fn print(catalog: &Catalog, budget: Option<u64>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| metric | type | unit | labels | series | help | package |")?;
    writeln!(out, "|---|---|---|---|--:|---|---|")?;
    for record in &catalog.metrics {
        writeln!(out, "{}", row(record))?;
    }
    writeln!(out, "\n| process | metrics and series |\n|---|---|")?;
    for process in &catalog.processes {
        let sum = sum(process.metrics.len(), catalog.series(process), budget);
        writeln!(out, "| {} | {sum} |", code(&process.name))?;
    }
    Ok(())
}

fn row(record: &Record) -> String {
    let labels: Vec<String> = record.labels.iter().map(label).collect();
    let deprecated = record.deprecated.as_ref().map(|deprecated| match &deprecated.replaced_by {
        Some(name) => format!(" Deprecated: use {}.", code(name)),
        None => " Deprecated.".to_owned(),
    });
    format!(
        "| {} | {} | {} | {} | {} | {}{} | {} |",
        code(&record.name),
        record.kind.word(),
        text(unit(record)),
        labels.join("<br>"),
        series(record.worst_case),
        text(&record.help),
        deprecated.unwrap_or_default(),
        code(&record.site.package),
    )
}

fn label(label: &LabelRecord) -> String {
    let name = code(&label.name);
    match &label.domain {
        DomainRecord::Closed(values) => {
            format!("{name}: {}", values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", "))
        }
        DomainRecord::Capped { max, overflow } => format!("{name}: at most {max} values, then {}", code(overflow)),
        DomainRecord::Constant => format!("{name}: one value"),
    }
}

/// What stands in a cell as it is written; it may hold what ends a cell, or code.
fn code(text: &str) -> String {
    let text = shown(text).replace('|', "\\|");
    match text.as_str() {
        "" => "`\"\"`".to_owned(),
        text if text.contains('`') => format!("`` {text} ``"),
        text => format!("`{text}`"),
    }
}

/// What is read in a cell: a line, in which nothing is markup.
fn text(text: &str) -> String {
    let mut escaped = String::new();
    for c in shown(&text.replace('\n', " ")).chars() {
        if matches!(c, '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
