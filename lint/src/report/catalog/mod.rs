//! Catalogs: what is declared, and how many series it can be.

mod json;
mod markdown;
mod table;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "what can't be printed fails its test")]
mod tests;

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use lowcard_schema::record::Record;

use super::plain::is_obeyed;
use crate::catalog::Catalog;
use crate::counted::counted;

/// The form in which a catalog is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CatalogFormat {
    /// A line for each metric; long lists of label values are cut
    #[default]
    Table,
    /// One object, with everything that is known
    Json,
    /// A table for documentation
    Markdown,
}

/// Prints the catalog. `budget` is what each process is held to, where there is a policy that says so.
pub(crate) fn catalog(
    catalog: &Catalog,
    budget: Option<u64>,
    format: CatalogFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    match format {
        CatalogFormat::Table => table::print(catalog, budget, &mut out),
        CatalogFormat::Json => json::print(catalog, budget, &mut out),
        CatalogFormat::Markdown => markdown::print(catalog, budget, &mut out),
    }?;
    out.flush()
}

/// The worst case in words.
fn series(count: Option<u64>) -> String {
    count.map_or_else(|| "more than 2^64".to_owned(), |count| count.to_string())
}

/// What is known of a process as a whole: `3 metrics, at most 12 of 200000 series`.
fn sum(metrics: usize, count: Option<u64>, budget: Option<u64>) -> String {
    let budget = budget.map(|budget| format!(" of {budget}")).unwrap_or_default();
    format!("{}, at most {}{budget} series", counted(metrics, "metric"), series(count))
}

/// Text that can't do anything but be read, whatever a binary holds.
fn shown(text: &str) -> String {
    let escape = |c: char| if is_obeyed(c) { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(escape).collect()
}

/// The unit as it is shown.
fn unit(record: &Record) -> &str {
    record.unit.as_deref().unwrap_or_default()
}
