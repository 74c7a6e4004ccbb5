//! Series, metrics and their points: which lines belong together, and that they are together.

use std::collections::{HashMap, HashSet};

use super::Point;
use crate::testing::draft::Draft;
use crate::testing::sample::identity;
use crate::testing::syntax::Syntax;
use crate::testing::{FamilyKind, Invalid, Sample};

/// The points of all metrics, in order.
///
/// In the text format a metric has one, since a series has one line there.
pub(super) fn points<'d, 'a>(draft: &'d Draft<'a>) -> Result<Vec<Point<'d, 'a>>, Invalid> {
    unique(draft)?;
    let mut seen = HashSet::new();
    let mut points = Vec::new();
    for metric in draft.samples.chunk_by(|(_, a), (_, b)| key(draft, a) == key(draft, b)) {
        let Some((line, sample)) = metric.first() else { continue };
        if !seen.insert(key(draft, sample)) {
            return Err(line.invalid(
                "the line belongs to a metric that came before, and another metric is between them",
                "write all lines of one metric together: those whose labels are the same but for `le` or `quantile`",
            ));
        }
        match draft.syntax {
            Syntax::Text => points.push(metric),
            Syntax::OpenMetrics => points.extend(moments(metric)?),
        }
    }
    Ok(points)
}

/// What tells metrics apart: the labels but for the one that tells the samples of a metric apart.
fn key<'d>(draft: &'d Draft<'_>, sample: &'d Sample) -> Vec<(&'d str, &'d str)> {
    let within = match (draft.kind(), draft.suffix(sample)) {
        (FamilyKind::Histogram | FamilyKind::GaugeHistogram, "_bucket") => Some("le"),
        (FamilyKind::Summary, "") => Some("quantile"),
        (FamilyKind::StateSet, _) => Some(draft.name.as_str()),
        _ => None,
    };
    identity(&sample.labels, within)
}

/// That no series is there twice; in OpenMetrics, twice at one time.
fn unique(draft: &Draft<'_>) -> Result<(), Invalid> {
    let mut seen = HashMap::new();
    for (line, sample) in &draft.samples {
        let time = match draft.syntax {
            Syntax::Text => None,
            Syntax::OpenMetrics => sample.timestamp.map(|time| (time + 0.0).to_bits()), // -0 is 0
        };
        let series = (&sample.name, identity(&sample.labels, None), time);
        if let Some(first) = seen.insert(series, line.number) {
            return Err(line.invalid(
                format!("the series `{}` is there already, in line {first}", sample.name),
                "write each series once; the order of its labels doesn't tell two apart, and an empty label is none",
            ));
        }
    }
    Ok(())
}

/// The points of one metric: its samples by their timestamps, which rise.
fn moments<'d, 'a>(metric: Point<'d, 'a>) -> Result<impl Iterator<Item = Point<'d, 'a>>, Invalid> {
    for ((_, before), (line, sample)) in metric.iter().zip(metric.iter().skip(1)) {
        match (before.timestamp, sample.timestamp) {
            (Some(before), Some(now)) if now < before => {
                return Err(line.invalid(
                    "the timestamp is before that of the line above, which is of the same metric",
                    "write the lines of each point of a metric together, and the points in the order of time",
                ));
            }
            (Some(_), None) | (None, Some(_)) => {
                return Err(line.invalid(
                    "some lines of the metric have a timestamp, and others have none",
                    "give all lines of a metric a timestamp, or none",
                ));
            }
            _ => {}
        }
    }
    Ok(metric.chunk_by(|(_, a), (_, b)| a.timestamp == b.timestamp))
}
