//! What readers rely on, and the encoding does not ensure.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Bucket, Counter, Family, Histogram, Kind, Metric, Native, Value};

const SCHEMAS: RangeInclusive<i32> = -4..=8;

pub(super) fn families(families: &[Family]) -> Result<(), String> {
    let mut names = BTreeSet::new();
    for family in families {
        let name = &family.name;
        if !names.insert(name) {
            return Err(format!("there are two families `{name}`"));
        }
        self::family(family).map_err(|why| format!("family `{name}`: {why}"))?;
    }
    Ok(())
}

fn family(family: &Family) -> Result<(), String> {
    unit_is_in_the_name(family)?;
    let mut label_sets = BTreeSet::new();
    for metric in &family.metrics {
        let labels = &metric.labels;
        if !label_sets.insert(labels) {
            return Err(format!("there are two metrics {labels:?}"));
        }
        self::metric(family.kind, metric).map_err(|why| format!("metric {labels:?}: {why}"))?;
    }
    Ok(())
}

fn unit_is_in_the_name(Family { name, unit, .. }: &Family) -> Result<(), String> {
    let stem = name.strip_suffix("_total").unwrap_or(name);
    let ends_in_unit = stem.strip_suffix(unit.as_str()).is_some_and(|before| before.ends_with('_'));
    if unit.is_empty() || ends_in_unit { Ok(()) } else { Err(format!("the name does not end in the unit `{unit}`")) }
}

fn metric(kind: Kind, metric: &Metric) -> Result<(), String> {
    match (kind, &metric.value) {
        (Kind::Counter, Value::Counter(counter)) => is_a_sum(counter),
        (Kind::Histogram | Kind::GaugeHistogram, Value::Histogram(histogram)) => self::histogram(histogram),
        (Kind::Gauge, Value::Gauge(_)) | (Kind::Untyped, Value::Untyped(_)) | (Kind::Summary, Value::Summary(_)) => {
            Ok(())
        }
        (_, value) => Err(format!("in a family of type {kind:?}, it is {value:?}")),
    }
}

fn is_a_sum(counter: &Counter) -> Result<(), String> {
    if counter.value >= 0.0 { Ok(()) } else { Err(format!("a counter is {}", counter.value)) }
}

fn histogram(histogram: &Histogram) -> Result<(), String> {
    bounds_rise(&histogram.buckets)?;
    buckets_are_cumulative(histogram)?;
    exemplars_are_in_their_buckets(&histogram.buckets)?;
    exemplars_have_a_time(histogram)?;
    if let Some(native) = &histogram.native {
        schema_is_known(native)?;
        is_seen_to_be_native(native)?;
        native_buckets_add_up(histogram, native)?;
    }
    Ok(())
}

fn bounds_rise(buckets: &[Bucket]) -> Result<(), String> {
    let bounds: Vec<_> = buckets.iter().map(|bucket| bucket.upper_bound).collect();
    let rise = bounds.is_sorted_by(|below, above| below < above) && !bounds.iter().any(|bound| bound.is_nan());
    if rise { Ok(()) } else { Err(format!("the bounds {bounds:?} do not rise")) }
}

fn buckets_are_cumulative(Histogram { count, buckets, .. }: &Histogram) -> Result<(), String> {
    let counts: Vec<_> = buckets.iter().map(|bucket| bucket.cumulative_count).collect();
    if !counts.is_sorted() {
        return Err(format!("the counts {counts:?} fall"));
    }
    match buckets.last() {
        Some(last)
            if last.cumulative_count > *count || last.upper_bound.is_infinite() && last.cumulative_count != *count =>
        {
            Err(format!("of {count} values, the last bucket holds {}", last.cumulative_count))
        }
        _ => Ok(()),
    }
}

/// The upper bound belongs to the bucket, the lower one to the bucket below.
fn exemplars_are_in_their_buckets(buckets: &[Bucket]) -> Result<(), String> {
    let mut lower_bound = None;
    for Bucket { upper_bound, exemplar, .. } in buckets {
        let belongs = |value| value <= *upper_bound && lower_bound.is_none_or(|lower_bound| value > lower_bound);
        if let Some(exemplar) = exemplar
            && !belongs(exemplar.value)
        {
            return Err(format!("the bucket up to {upper_bound} has the exemplar {}", exemplar.value));
        }
        lower_bound = Some(*upper_bound);
    }
    Ok(())
}

/// Readers drop those that have none.
fn exemplars_have_a_time(histogram: &Histogram) -> Result<(), String> {
    match histogram.exemplars.iter().find(|exemplar| exemplar.timestamp.is_none()) {
        Some(exemplar) => Err(format!("{exemplar:?} has no time")),
        None => Ok(()),
    }
}

fn schema_is_known(native: &Native) -> Result<(), String> {
    match native.schema {
        schema if SCHEMAS.contains(&schema) => Ok(()),
        schema => Err(format!("the schema is {schema}, which is not in {SCHEMAS:?}")),
    }
}

/// A reader has nothing else to tell it from a classic histogram by.
fn is_seen_to_be_native(native: &Native) -> Result<(), String> {
    let spans = [&native.negative, &native.positive].map(|side| side.spans.len());
    if native.zero_threshold.is_nan() || native.zero_threshold < 0.0 {
        return Err(format!("the zero threshold is {}", native.zero_threshold));
    }
    let seen = native.zero_threshold > 0.0 || native.zero_count > 0 || spans != [0, 0];
    if seen { Ok(()) } else { Err("without a zero threshold it needs a span, though an empty one".to_owned()) }
}

/// NaN is counted, but is in no bucket.
fn native_buckets_add_up(histogram: &Histogram, native: &Native) -> Result<(), String> {
    let counts = native.negative.counts.iter().chain(&native.positive.counts).map(|(_, count)| u128::from(*count));
    let held = counts.sum::<u128>() + u128::from(native.zero_count);
    let count = u128::from(histogram.count);
    let add_up = if histogram.sum.is_nan() { held <= count } else { held == count };
    if add_up { Ok(()) } else { Err(format!("of {count} values, the native buckets hold {held}")) }
}
