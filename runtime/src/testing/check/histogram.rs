//! Histograms: buckets that rise, up to all observations.

use std::cmp::Ordering;

use super::{Point, spelling};
use crate::testing::draft::Draft;
use crate::testing::lines::Line;
use crate::testing::syntax::Syntax;
use crate::testing::{FamilyKind, Invalid, Sample, number};

pub(super) fn check(draft: &Draft<'_>, point: Point<'_, '_>) -> Result<(), Invalid> {
    let buckets = buckets(draft, point)?;
    rising(&buckets)?;
    let Some(last) = buckets.last().filter(|bucket| bucket.bound == f64::INFINITY) else {
        return Err(missing(
            draft,
            point,
            "has no bucket `le=\"+Inf\"`",
            "end its buckets with that of all observations",
        ));
    };
    count_is_last_bucket(draft, point, last)?;
    sum_and_count(draft, point)?;
    sum_of_negative(draft, point, &buckets)
}

struct Bucket<'a> {
    bound: f64,
    count: f64,
    line: Line<'a>,
}

fn buckets<'a>(draft: &Draft<'_>, point: Point<'_, 'a>) -> Result<Vec<Bucket<'a>>, Invalid> {
    let buckets = point.iter().filter(|(_, sample)| draft.suffix(sample) == "_bucket");
    let bucket = |(line, sample): &(Line<'a>, Sample)| {
        let bound = bound(draft, sample.labels.get("le"), *line)?;
        Ok(Bucket { bound, count: sample.value, line: *line })
    };
    buckets.map(bucket).collect()
}

fn bound(draft: &Draft<'_>, text: Option<&String>, line: Line<'_>) -> Result<f64, Invalid> {
    let Some(text) = text else {
        return Err(line.invalid("the bucket has no label `le`", "write its upper bound as `le=\"…\"`"));
    };
    let Some(bound) = number::parse(text).filter(|bound| !bound.is_nan()) else {
        return Err(line.invalid(
            format!("the bound `{text}` is not a number"),
            "write the upper bound as `le=\"0.5\"` or `le=\"+Inf\"`",
        ));
    };
    spelling::check(draft, text, bound, line)?;
    Ok(bound)
}

fn rising(buckets: &[Bucket<'_>]) -> Result<(), Invalid> {
    for (below, bucket) in buckets.iter().zip(buckets.iter().skip(1)) {
        if bucket.bound <= below.bound {
            return Err(bucket.line.invalid(
                "the bucket's bound is not above that of the bucket before it",
                "write the buckets by their bounds, lowest first, and each once",
            ));
        }
        if bucket.count < below.count {
            return Err(bucket.line.invalid(
                format!("the bucket counts {}, and the one below it counts {}", bucket.count, below.count),
                "count in each bucket what is in those below it, too",
            ));
        }
    }
    Ok(())
}

fn count_is_last_bucket(draft: &Draft<'_>, point: Point<'_, '_>, last: &Bucket<'_>) -> Result<(), Invalid> {
    let Some((line, count)) = find(draft, point, COUNT) else { return Ok(()) };
    if count.value.partial_cmp(&last.count).is_some_and(Ordering::is_eq) {
        return Ok(());
    }
    Err(line.invalid(
        format!("the count is {}, and the bucket `le=\"+Inf\"` counts {}", count.value, last.count),
        "write the same number in both: it is that of all observations",
    ))
}

/// The text format has the count always; OpenMetrics has it if there is a sum, and only then.
fn sum_and_count(draft: &Draft<'_>, point: Point<'_, '_>) -> Result<(), Invalid> {
    let has_count = find(draft, point, COUNT).is_some();
    let has_sum = find(draft, point, SUM).is_some();
    let prefix = if draft.kind() == FamilyKind::GaugeHistogram { "_g" } else { "_" };
    match draft.syntax {
        Syntax::Text if !has_count => {
            Err(missing(draft, point, "has no `_count`", "write how many observations there were in all"))
        }
        Syntax::OpenMetrics if has_sum && !has_count => {
            Err(missing(draft, point, &format!("has `{prefix}sum`, and no `{prefix}count`"), "write both, or neither"))
        }
        Syntax::OpenMetrics if has_count && !has_sum => {
            Err(missing(draft, point, &format!("has `{prefix}count`, and no `{prefix}sum`"), "write both, or neither"))
        }
        _ => Ok(()),
    }
}

/// A sum that can fall is not the sum of a counter.
fn sum_of_negative(draft: &Draft<'_>, point: Point<'_, '_>, buckets: &[Bucket<'_>]) -> Result<(), Invalid> {
    let Some((line, sum)) = find(draft, point, SUM).filter(|_| draft.syntax == Syntax::OpenMetrics) else {
        return Ok(());
    };
    let is_below_zero = buckets.iter().any(|bucket| bucket.bound < 0.0);
    match draft.kind() {
        FamilyKind::Histogram if is_below_zero => Err(line.invalid(
            "the histogram has a negative bound, and a sum",
            "leave `_sum` and `_count` out: a sum of negative values is no counter",
        )),
        FamilyKind::GaugeHistogram if sum.value < 0.0 && !is_below_zero => Err(line.invalid(
            "the sum is negative, and no bucket has a negative bound",
            "add buckets for negative values, or leave `_gsum` and `_gcount` out",
        )),
        _ => Ok(()),
    }
}

const COUNT: [&str; 2] = ["_count", "_gcount"];
const SUM: [&str; 2] = ["_sum", "_gsum"];

fn find<'d, 'a>(draft: &Draft<'_>, point: Point<'d, 'a>, suffixes: [&str; 2]) -> Option<(Line<'a>, &'d Sample)> {
    point.iter().find(|(_, sample)| suffixes.contains(&draft.suffix(sample))).map(|(line, sample)| (*line, sample))
}

/// An error about what is not there, in the last line that is.
fn missing(draft: &Draft<'_>, point: Point<'_, '_>, what: &str, help: &'static str) -> Invalid {
    let line = point.last().map_or(draft.line, |(line, _)| *line);
    line.invalid(format!("the histogram `{}` that ends here {what}", draft.name), help)
}
