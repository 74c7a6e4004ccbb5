//! The messages of [`io.prometheus.client`], each behind its length.
//!
//! A message stands behind its length, too. That of a family is added up before it is written, by the same code that
//! writes it, so that a family as a whole takes no memory. All others are moved for their lengths, if at all.
//!
//! [`io.prometheus.client`]: https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto

use std::iter;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::wire::{Length, Out, bytes, double, signed, signed_varint, text, varint, whole};
use super::{Encoder, labels};
use crate::gather::{Gathered, Series};
use crate::metadata::MetricType;
use crate::storage::{Exemplar, Exponential};

/// Writes them.
#[derive(Default)]
pub(crate) struct Protobuf {
    /// When the family that is being written began to count, which each of its series says; empty if nobody knows.
    created: Vec<u8>,
}

impl Encoder for Protobuf {
    type Buffer = Vec<u8>;

    fn start(&mut self, out: &mut Vec<u8>, family: &Gathered) {
        let metadata = &family.metadata;
        let mut head = Vec::new();
        text(&mut head, 1, &metadata.name);
        if !metadata.help.is_empty() {
            text(&mut head, 2, &metadata.help);
        }
        whole(&mut head, 3, type_number(metadata.metric_type));
        // The order of fields is free: what has to come last, the metrics, is written later.
        if let Some(unit) = &metadata.unit {
            text(&mut head, 5, unit);
        }
        self.created.clear();
        if let Some(created) = family.created() {
            timestamp(&mut self.created, created);
        }
        let mut metrics = Length(0);
        family.series(0).for_each(|series| self.metric(&mut metrics, family, &series));
        varint(out, (head.len() + metrics.0) as u64);
        out.extend_from_slice(&head);
    }

    fn series(&mut self, out: &mut Vec<u8>, family: &Gathered, series: &Series<'_>) {
        self.metric(out, family, series);
    }

    fn end(&mut self, _out: &mut Vec<u8>) {}
}

impl Protobuf {
    fn metric(&self, out: &mut impl Out, family: &Gathered, series: &Series<'_>) {
        let metadata = &family.metadata;
        out.message(4, |out| {
            out.raw(family.rendered.message(metadata, series.position));
            match metadata.metric_type {
                MetricType::Gauge | MetricType::Info => out.message(2, |out| double(out, 1, series.double())),
                MetricType::Unknown => out.message(5, |out| double(out, 1, series.double())),
                MetricType::Summary => out.message(4, |out| summary(out, series)),
                MetricType::Counter => out.message(3, |out| {
                    double(out, 1, series.double());
                    series.exemplar(0).into_iter().for_each(|kept| exemplar(out, 2, kept));
                    self.created(out, 3);
                }),
                MetricType::Histogram => out.message(7, |out| {
                    histogram(out, series);
                    self.created(out, 15);
                }),
            }
        });
    }

    fn created(&self, out: &mut impl Out, field: u32) {
        if !self.created.is_empty() {
            bytes(out, field, &self.created);
        }
    }
}

fn summary(out: &mut impl Out, series: &Series<'_>) {
    whole(out, 1, series.count());
    double(out, 2, series.sum());
    for (value, &quantile) in series.quantiles().zip(series.bounds().values()) {
        out.message(3, |out| {
            double(out, 1, quantile);
            double(out, 2, value);
        });
    }
}

fn histogram(out: &mut impl Out, series: &Series<'_>) {
    let count = series.buckets().fold(0_u64, u64::wrapping_add);
    whole(out, 1, count);
    double(out, 2, series.sum());
    let bounds = series.bounds().values();
    if !bounds.is_empty() || series.exponential().is_none() {
        let mut below = 0_u64;
        let bounds = bounds.iter().copied().chain([f64::INFINITY]);
        for (position, (bucket, bound)) in series.buckets().zip(bounds).enumerate() {
            below = below.wrapping_add(bucket);
            out.message(3, |out| {
                whole(out, 1, below);
                double(out, 2, bound);
                series.exemplar(position).into_iter().for_each(|kept| exemplar(out, 3, kept));
            });
        }
    }
    if let Some(native) = series.exponential() {
        exponential(out, native);
        if bounds.is_empty() {
            series.exemplars().for_each(|kept| exemplar(out, 16, kept));
        }
    }
}

/// A zero threshold above 0, which it always is, tells a native histogram from a classic one to every reader, even if
/// nothing was observed.
fn exponential(out: &mut impl Out, native: &Exponential) {
    signed(out, 5, native.schema.into());
    double(out, 6, native.zero_threshold);
    whole(out, 7, native.zero);
    buckets(out, 9, 10, &native.negative);
    buckets(out, 12, 13, &native.positive);
}

/// Runs of buckets, and then the difference of each bucket's number to the one before.
fn buckets(out: &mut impl Out, spans: u32, deltas: u32, buckets: &[(i32, u64)]) {
    if buckets.is_empty() {
        return;
    }
    let mut next = 0;
    for run in runs(buckets) {
        let (Some(&(first, _)), Some(&(last, _))) = (run.first(), run.last()) else { continue };
        let (first, end) = (i64::from(first), i64::from(last) + 1);
        out.message(spans, |out| {
            signed(out, 1, first - next);
            whole(out, 2, (end - first).unsigned_abs());
        });
        next = end;
    }
    out.message(deltas, |out| {
        let mut before = 0;
        for count in runs(buckets).flat_map(counts) {
            signed_varint(out, count.wrapping_sub(before).cast_signed());
            before = count;
        }
    });
}

/// Buckets that are next to each other, or have up to two empty ones between them: those are shorter than a new run.
fn runs(buckets: &[(i32, u64)]) -> impl Iterator<Item = &[(i32, u64)]> {
    buckets.chunk_by(|(left, _), (right, _)| right.checked_sub(*left).is_some_and(|step| step <= 3))
}

/// How much each bucket of a run holds, with the empty ones.
fn counts(run: &[(i32, u64)]) -> impl Iterator<Item = u64> {
    let mut next = run.first().map_or(0, |&(first, _)| first);
    run.iter().flat_map(move |&(index, count)| {
        let empty = usize::try_from(index.saturating_sub(next)).unwrap_or(0);
        next = index.saturating_add(1);
        iter::repeat_n(0, empty).chain([count])
    })
}

fn exemplar(out: &mut impl Out, field: u32, kept: &Exemplar) {
    out.message(field, |out| {
        labels(out, &kept.labels);
        double(out, 2, kept.value);
        out.message(3, |out| timestamp(out, kept.at));
    });
}

/// Writes labels that were rendered as text.
pub(super) fn labels(out: &mut impl Out, rendered: &str) {
    for (name, value) in labels::pairs(rendered) {
        out.message(1, |out| {
            text(out, 1, name);
            text(out, 2, &value);
        });
    }
}

fn timestamp(out: &mut impl Out, at: SystemTime) {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    whole(out, 1, since.as_secs());
    whole(out, 2, since.subsec_nanos().into());
}

/// The format has no infos: one is a gauge that is always 1.
fn type_number(metric_type: MetricType) -> u64 {
    match metric_type {
        MetricType::Counter => 0,
        MetricType::Gauge | MetricType::Info => 1,
        MetricType::Summary => 2,
        MetricType::Unknown => 3,
        MetricType::Histogram => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::{buckets, counts, runs};

    fn written(of: &[(i32, u64)]) -> Vec<u8> {
        let mut out = Vec::new();
        buckets(&mut out, 12, 13, of);
        out
    }

    #[test]
    fn no_buckets_are_no_fields() {
        assert!(written(&[]).is_empty());
    }

    #[test]
    fn up_to_two_empty_buckets_are_written_and_more_are_left_out() {
        let of = [(-1, 3), (0, 1), (3, 2), (7, 5)];
        let found: Vec<Vec<u64>> = runs(&of).map(|run| counts(run).collect()).collect();
        assert_eq!(found, [vec![3, 1, 0, 0, 2], vec![5]]);
        let spans = [98, 4, 8, 1, 16, 5, 98, 4, 8, 6, 16, 1];
        let deltas = [106, 6, 6, 3, 1, 0, 4, 6];
        assert_eq!(written(&of), [&spans[..], &deltas].concat());
    }

    #[test]
    fn buckets_at_both_ends_of_the_indexes_are_runs_of_their_own() {
        let of = [(i32::MIN, 1), (i32::MAX, 2)];
        let found: Vec<Vec<u64>> = runs(&of).map(|run| counts(run).collect()).collect();
        assert_eq!(found, [vec![1], vec![2]]);
    }
}
