//! Each message of the format, from its fields.

use std::collections::BTreeMap;

use super::wire::{self, Value as Field};
use super::{Bucket, Counter, Exemplar, Family, Histogram, Kind, Metric, Native, NativeBuckets, Span, Summary, Value};

/// Of an exemplar's and a start's time, which are in whole seconds and nanoseconds.
const NANOS: u32 = 1_000_000_000;

pub(super) fn family(message: &[u8]) -> Result<Family, String> {
    let (mut name, mut help, mut kind, mut unit, mut metrics) = (None, None, None, None, Vec::new());
    wire::read("MetricFamily", message, |number, field| match number {
        1 => set(&mut name, field.text()?),
        2 => set(&mut help, field.text()?),
        3 => set(&mut kind, self::kind(field.uint64()?)?),
        4 => add(&mut metrics, metric(field.message()?)?),
        5 => set(&mut unit, field.text()?),
        _ => unknown(),
    })?;
    Ok(Family {
        name: name.ok_or("it has no name")?,
        help: help.unwrap_or_default(),
        kind: kind.unwrap_or(Kind::Counter), // the number 0, which need not be written
        unit: unit.unwrap_or_default(),
        metrics,
    })
}

fn kind(number: u64) -> Result<Kind, String> {
    let kinds = [Kind::Counter, Kind::Gauge, Kind::Summary, Kind::Untyped, Kind::Histogram, Kind::GaugeHistogram];
    let found = usize::try_from(number).ok().and_then(|number| kinds.get(number));
    found.copied().ok_or_else(|| format!("there is no type {number}"))
}

fn metric(message: &[u8]) -> Result<Metric, String> {
    let (mut labels, mut timestamp_ms, mut value) = (BTreeMap::new(), None, None);
    wire::read("Metric", message, |number, field| match number {
        1 => add_label(&mut labels, field.message()?),
        2 => set(&mut value, Value::Gauge(only_value("Gauge", field.message()?)?)),
        3 => set(&mut value, Value::Counter(counter(field.message()?)?)),
        4 => set(&mut value, Value::Summary(summary(field.message()?)?)),
        5 => set(&mut value, Value::Untyped(only_value("Untyped", field.message()?)?)),
        6 => set(&mut timestamp_ms, field.int64()?),
        7 => set(&mut value, Value::Histogram(Box::new(histogram(field.message()?)?))),
        _ => unknown(),
    })?;
    Ok(Metric { labels, timestamp_ms, value: value.ok_or("a metric has no value")? })
}

/// A name once, and in whatever order.
fn add_label(labels: &mut BTreeMap<String, String>, message: &[u8]) -> Result<(), String> {
    let (mut name, mut value) = (None, None);
    wire::read("LabelPair", message, |number, field| match number {
        1 => set(&mut name, field.text()?),
        2 => set(&mut value, field.text()?),
        _ => unknown(),
    })?;
    let name = name.filter(|name| !name.is_empty()).ok_or("a label has no name")?;
    match labels.insert(name.clone(), value.unwrap_or_default()) {
        None => Ok(()),
        Some(_) => Err(format!("the label `{name}` is there twice")),
    }
}

fn only_value(name: &str, message: &[u8]) -> Result<f64, String> {
    let mut value = None;
    wire::read(name, message, |number, field| match number {
        1 => set(&mut value, field.double()?),
        _ => unknown(),
    })?;
    Ok(value.unwrap_or_default())
}

fn counter(message: &[u8]) -> Result<Counter, String> {
    let (mut value, mut exemplar, mut created) = (None, None, None);
    wire::read("Counter", message, |number, field| match number {
        1 => set(&mut value, field.double()?),
        2 => set(&mut exemplar, self::exemplar(field.message()?)?),
        3 => set(&mut created, timestamp(field.message()?)?),
        _ => unknown(),
    })?;
    Ok(Counter { value: value.unwrap_or_default(), exemplar, created })
}

fn summary(message: &[u8]) -> Result<Summary, String> {
    let (mut count, mut sum, mut quantiles, mut created) = (None, None, Vec::new(), None);
    wire::read("Summary", message, |number, field| match number {
        1 => set(&mut count, field.uint64()?),
        2 => set(&mut sum, field.double()?),
        3 => add(&mut quantiles, quantile(field.message()?)?),
        4 => set(&mut created, timestamp(field.message()?)?),
        _ => unknown(),
    })?;
    Ok(Summary { count: count.unwrap_or_default(), sum: sum.unwrap_or_default(), quantiles, created })
}

fn quantile(message: &[u8]) -> Result<(f64, f64), String> {
    let (mut quantile, mut value) = (None, None);
    wire::read("Quantile", message, |number, field| match number {
        1 => set(&mut quantile, field.double()?),
        2 => set(&mut value, field.double()?),
        _ => unknown(),
    })?;
    Ok((quantile.unwrap_or_default(), value.unwrap_or_default()))
}

/// Histograms with counts that are floats, which no instrument makes, are not known here.
fn histogram(message: &[u8]) -> Result<Histogram, String> {
    let (mut count, mut sum, mut buckets, mut exemplars, mut created) = (None, None, Vec::new(), Vec::new(), None);
    let (mut schema, mut zero_threshold, mut zero_count) = (None, None, None);
    let (mut negative, mut positive) = (NativeBuckets::default(), NativeBuckets::default());
    wire::read("Histogram", message, |number, field| match number {
        1 => set(&mut count, field.uint64()?),
        2 => set(&mut sum, field.double()?),
        3 => add(&mut buckets, bucket(field.message()?)?),
        5 => set(&mut schema, field.sint32()?),
        6 => set(&mut zero_threshold, field.double()?),
        7 => set(&mut zero_count, field.uint64()?),
        9 => add(&mut negative.spans, span(field.message()?)?),
        10 => extend(&mut negative.deltas, field),
        12 => add(&mut positive.spans, span(field.message()?)?),
        13 => extend(&mut positive.deltas, field),
        15 => set(&mut created, timestamp(field.message()?)?),
        16 => add(&mut exemplars, exemplar(field.message()?)?),
        _ => unknown(),
    })?;
    let classic = schema.is_none() && zero_threshold.is_none() && zero_count.is_none();
    let classic = classic && [&negative, &positive].iter().all(|side| side.spans.is_empty() && side.deltas.is_empty());
    let native = || -> Result<Native, String> {
        Ok(Native {
            schema: schema.unwrap_or_default(),
            zero_threshold: zero_threshold.unwrap_or_default(),
            zero_count: zero_count.unwrap_or_default(),
            negative: counted(negative).map_err(|why| format!("the negative buckets: {why}"))?,
            positive: counted(positive).map_err(|why| format!("the positive buckets: {why}"))?,
        })
    };
    Ok(Histogram {
        count: count.unwrap_or_default(),
        sum: sum.unwrap_or_default(),
        buckets,
        native: if classic { None } else { Some(native()?) },
        exemplars,
        created,
    })
}

fn bucket(message: &[u8]) -> Result<Bucket, String> {
    let (mut cumulative_count, mut upper_bound, mut exemplar) = (None, None, None);
    wire::read("Bucket", message, |number, field| match number {
        1 => set(&mut cumulative_count, field.uint64()?),
        2 => set(&mut upper_bound, field.double()?),
        3 => set(&mut exemplar, self::exemplar(field.message()?)?),
        _ => unknown(),
    })?;
    Ok(Bucket {
        cumulative_count: cumulative_count.unwrap_or_default(),
        upper_bound: upper_bound.unwrap_or_default(),
        exemplar,
    })
}

fn span(message: &[u8]) -> Result<Span, String> {
    let (mut offset, mut length) = (None, None);
    wire::read("BucketSpan", message, |number, field| match number {
        1 => set(&mut offset, field.sint32()?),
        2 => set(&mut length, field.uint32()?),
        _ => unknown(),
    })?;
    Ok(Span { offset: offset.unwrap_or_default(), length: length.unwrap_or_default() })
}

/// The same buckets, with their counts.
fn counted(mut buckets: NativeBuckets) -> Result<NativeBuckets, String> {
    let NativeBuckets { spans, deltas, counts } = &mut buckets;
    let announced: u64 = spans.iter().map(|span| u64::from(span.length)).sum();
    if usize::try_from(announced) != Ok(deltas.len()) {
        return Err(format!("the spans are of {announced} buckets, but there are {} deltas", deltas.len()));
    }
    if let Some(span) = spans.iter().skip(1).find(|span| span.offset < 0) {
        return Err(format!("{span:?} goes back to buckets of the span before"));
    }
    let (mut index, mut count, mut deltas) = (0, 0_i64, deltas.iter());
    for span in spans {
        index += i64::from(span.offset);
        for delta in deltas.by_ref().take(span.length as usize) {
            count = count.checked_add(*delta).ok_or("a count is longer than 64 bits")?;
            counts.push((index, u64::try_from(count).map_err(|_| format!("bucket {index} holds {count} values"))?));
            index += 1;
        }
    }
    Ok(buckets)
}

fn exemplar(message: &[u8]) -> Result<Exemplar, String> {
    let (mut labels, mut value, mut timestamp) = (BTreeMap::new(), None, None);
    wire::read("Exemplar", message, |number, field| match number {
        1 => add_label(&mut labels, field.message()?),
        2 => set(&mut value, field.double()?),
        3 => set(&mut timestamp, self::timestamp(field.message()?)?),
        _ => unknown(),
    })?;
    Ok(Exemplar { labels, value: value.unwrap_or_default(), timestamp })
}

/// In seconds, as the other formats have it.
#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^52")]
fn timestamp(message: &[u8]) -> Result<f64, String> {
    let (mut seconds, mut nanos) = (None, None);
    wire::read("Timestamp", message, |number, field| match number {
        1 => set(&mut seconds, field.int64()?),
        2 => set(&mut nanos, field.uint32()?),
        _ => unknown(),
    })?;
    match nanos.unwrap_or_default() {
        nanos if nanos >= NANOS => Err(format!("{nanos} nanoseconds are more than a second")),
        nanos => Ok(seconds.unwrap_or_default() as f64 + f64::from(nanos) / f64::from(NANOS)),
    }
}

fn set<T>(slot: &mut Option<T>, value: T) -> Result<(), String> {
    if slot.replace(value).is_some() { Err("this is given twice".to_owned()) } else { Ok(()) }
}

#[expect(clippy::unnecessary_wraps, reason = "an arm of a match whose other arms can fail")]
fn add<T>(list: &mut Vec<T>, value: T) -> Result<(), String> {
    list.push(value);
    Ok(())
}

fn extend(deltas: &mut Vec<i64>, field: Field<'_>) -> Result<(), String> {
    deltas.extend(field.sint64s()?);
    Ok(())
}

fn unknown() -> Result<(), String> {
    Err("this field is not known".to_owned())
}
