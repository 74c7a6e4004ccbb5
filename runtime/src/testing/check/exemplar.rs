//! Exemplars.

use crate::testing::draft::Draft;
use crate::testing::lines::Line;
use crate::testing::{Exemplar, FamilyKind, Invalid, Sample, number};

/// How many characters the names and values of an exemplar's labels may have together.
const MOST_CHARACTERS: usize = 128;

pub(super) fn check(draft: &Draft<'_>, sample: &Sample, line: Line<'_>) -> Result<(), Invalid> {
    let Some(exemplar) = &sample.exemplar else { return Ok(()) };
    allowed(draft, sample, line)?;
    short(exemplar, line)?;
    if draft.suffix(sample) == "_bucket" { inside(exemplar, sample, line) } else { Ok(()) }
}

fn allowed(draft: &Draft<'_>, sample: &Sample, line: Line<'_>) -> Result<(), Invalid> {
    use FamilyKind::{Counter, GaugeHistogram, Histogram};
    if matches!((draft.kind(), draft.suffix(sample)), (Counter, "_total") | (Histogram | GaugeHistogram, "_bucket")) {
        return Ok(());
    }
    Err(line.invalid(
        format!("`{}` can't have an exemplar", sample.name),
        "leave it out: only the totals of counters, and buckets, have exemplars",
    ))
}

fn short(exemplar: &Exemplar, line: Line<'_>) -> Result<(), Invalid> {
    let texts = exemplar.labels.iter().flat_map(|(name, value)| [name, value]);
    let characters: usize = texts.map(|text| text.chars().count()).sum();
    if characters <= MOST_CHARACTERS {
        return Ok(());
    }
    Err(line.invalid(
        format!("the exemplar's labels have {characters} characters"),
        format!("write {MOST_CHARACTERS} of them at most, in all names and values"),
    ))
}

/// That the bucket counts the value. Whether one below it does, too, doesn't matter.
fn inside(exemplar: &Exemplar, sample: &Sample, line: Line<'_>) -> Result<(), Invalid> {
    let Some(bound) = sample.labels.get("le") else { return Ok(()) };
    if number::parse(bound).is_none_or(|limit| exemplar.value <= limit) {
        return Ok(());
    }
    Err(line.invalid(
        format!("the exemplar's value, {}, is not in the bucket up to {bound}", exemplar.value),
        "write it in a bucket that counts it",
    ))
}
