//! A catalog for people: a line for each metric, and one for each process.

use std::io::{self, Write};

use lowcard_schema::record::{DomainRecord, LabelRecord, Record};

use super::{series, shown, sum, unit};
use crate::catalog::Catalog;

const HEADING: [&str; COLUMNS] = ["METRIC", "TYPE", "UNIT", "LABELS", "SERIES", "PACKAGE"];
const COLUMNS: usize = 6;
/// The column of numbers, which stand below each other by their last digit.
const NUMBERS: usize = 4;

/// How many values of a label are shown.
const SHOWN_VALUES: usize = 4;

pub(super) fn print(catalog: &Catalog, budget: Option<u64>, out: &mut dyn Write) -> io::Result<()> {
    if catalog.metrics.is_empty() {
        return writeln!(out, "No metrics are declared.");
    }
    let mut rows = vec![HEADING.map(str::to_owned)];
    rows.extend(catalog.metrics.iter().map(row));
    let widths: [usize; COLUMNS] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default());
    for row in &rows {
        writeln!(out, "{}", line(row, &widths).trim_end())?;
    }
    writeln!(out)?;
    for process in &catalog.processes {
        let sum = sum(process.metrics.len(), catalog.series(process), budget);
        writeln!(out, "{}: {sum}", shown(&process.name))?;
    }
    Ok(())
}

fn row(record: &Record) -> [String; COLUMNS] {
    let labels: Vec<String> = record.labels.iter().map(label).collect();
    [
        shown(&record.name),
        record.kind.word().to_owned(),
        shown(unit(record)),
        labels.join(" "),
        series(record.worst_case),
        shown(&record.site.package),
    ]
}

fn line(row: &[String; COLUMNS], widths: &[usize; COLUMNS]) -> String {
    let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, &width))| match column {
        NUMBERS => format!("{cell:>width$}"),
        _ => format!("{cell:width$}"),
    });
    cells.collect::<Vec<_>>().join("  ")
}

/// `outcome{delivered,failed}`, `route{200+other}`, and the name alone for what has one value.
fn label(label: &LabelRecord) -> String {
    let name = shown(&label.name);
    match &label.domain {
        DomainRecord::Closed(values) if values.len() > SHOWN_VALUES + 1 => {
            let first: Vec<String> = values.iter().take(SHOWN_VALUES).map(|value| shown(value)).collect();
            format!("{name}{{{},…{} more}}", first.join(","), values.len() - SHOWN_VALUES)
        }
        DomainRecord::Closed(values) => {
            format!("{name}{{{}}}", values.iter().map(|value| shown(value)).collect::<Vec<_>>().join(","))
        }
        DomainRecord::Capped { max, overflow } => format!("{name}{{{max}+{}}}", shown(overflow)),
        DomainRecord::Constant => name,
    }
}
