//! What a scrape found: how much of what was declared is used, and what is not as it was declared.

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::{Value, json};

use super::plain::{one_line, plain};
use super::{Format, View, json};
use crate::counted::counted;
use crate::finding::Finding;
use crate::scrape::{FamilyUsage, LabelUsage, Usage};

/// The form in which a scrape is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScrapeFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
}

/// Prints a scrape.
pub(super) fn scrape(
    usage: &Usage,
    findings: &[Finding],
    format: ScrapeFormat,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ScrapeFormat::Text => {
            table(usage, out)?;
            super::findings(findings, Format::Text, view, out)
        }
        ScrapeFormat::Json => writeln!(out, "{}", json::line(&document(usage, findings))),
    }
}

fn table(usage: &Usage, out: &mut dyn Write) -> io::Result<()> {
    let names = usage.families.iter().map(|family| plain(&family.name).chars().count());
    let width = names.max().unwrap_or_default().max("family".len());
    writeln!(out, "{:width$}  {:>8}  {:>10}  {:>5}", "family", "series", "worst case", "share")?;
    for family in &usage.families {
        let worst_case = family.worst_case.map_or_else(|| "-".to_owned(), |worst| worst.to_string());
        let share = family.percent().map_or_else(|| "-".to_owned(), |percent| format!("{percent}%"));
        writeln!(out, "{:width$}  {:>8}  {worst_case:>10}  {share:>5}", plain(&family.name), family.series)?;
        for label in &family.labels {
            writeln!(out, "  {}", line(label))?;
        }
    }
    let (others, series) = usage.others;
    if others > 0 {
        writeln!(out, "{:width$}  {series:>8}  {:>10}  {:>5}", format!("{others} more"), "-", "-")?;
    }
    for note in &usage.notes {
        writeln!(out, "note: {}", one_line(note))?;
    }
    Ok(())
}

/// `channel: 2 values, most of them app (3), web (1)`
fn line(label: &LabelUsage) -> String {
    let top: Vec<String> = label.top.iter().map(|(value, series)| format!("{} ({series})", plain(value))).collect();
    let most = if label.values > label.top.len() { "; most series have" } else { ":" };
    format!("{}, {}{most} {}", plain(&label.name), counted(label.values, "value"), top.join(", "))
}

fn document(usage: &Usage, findings: &[Finding]) -> Value {
    let (others, series) = usage.others;
    json!({
        "families": usage.families.iter().map(family).collect::<Vec<_>>(),
        "others": { "families": others, "series": series },
        "notes": usage.notes,
        "findings": findings.iter().map(json::object).collect::<Vec<_>>(),
    })
}

fn family(family: &FamilyUsage) -> Value {
    let values = |label: &LabelUsage| -> Vec<Value> {
        label.top.iter().map(|(value, series)| json!({ "value": value, "series": series })).collect()
    };
    let label = |label: &LabelUsage| json!({ "name": label.name, "values": label.values, "top": values(label) });
    json!({
        "name": family.name,
        "series": family.series,
        "worst_case": family.worst_case,
        "labels": family.labels.iter().map(label).collect::<Vec<_>>(),
    })
}
