//! The messages of [`io.prometheus.client`], each behind its length.
//!
//! A message stands behind its length too, so that each is measured before it is written: a family by writing its
//! series once into room that is used again. That costs time, but no memory for a family as a whole.
//!
//! [`io.prometheus.client`]: https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lowcard_schema::{Definition, Kind, Number};

use super::{Encoder, labels};
use crate::gather::{Gathered, Series};
use crate::storage::{Exemplar, Exponential};

/// Writes them.
#[derive(Default)]
pub(crate) struct Protobuf {
    /// Room for one series.
    metric: Vec<u8>,
    /// Room for a message in it.
    inner: Vec<u8>,
}

impl Encoder for Protobuf {
    type Buffer = Vec<u8>;

    fn start(&mut self, out: &mut Vec<u8>, family: &Gathered) {
        let definition = family.definition;
        let mut head = Vec::new();
        text(&mut head, 1, definition.name);
        text(&mut head, 2, definition.help);
        whole(&mut head, 3, type_number(definition.kind));
        // The order of fields is free: what has to come last, the metrics, is written later.
        if let Some(unit) = definition.unit {
            text(&mut head, 5, unit);
        }
        let metrics: usize = family.series(0).map(|series| self.measure(family, &series)).sum();
        varint(out, (head.len() + metrics) as u64);
        out.extend_from_slice(&head);
    }

    fn series(&mut self, out: &mut Vec<u8>, family: &Gathered, series: &Series<'_>) {
        self.metric(family, series);
        bytes(out, 4, &self.metric);
    }

    fn end(&mut self, _out: &mut Vec<u8>) {}
}

impl Protobuf {
    /// How long a series is with its own length before it.
    fn measure(&mut self, family: &Gathered, series: &Series<'_>) -> usize {
        self.metric(family, series);
        key_len(4) + varint_len(self.metric.len() as u64) + self.metric.len()
    }

    /// Writes a series into the room for one.
    fn metric(&mut self, family: &Gathered, series: &Series<'_>) {
        let definition = family.definition;
        self.metric.clear();
        self.metric.extend_from_slice(family.rendered.message(definition, series.position));
        self.inner.clear();
        let field = match definition.kind {
            Kind::Gauge | Kind::Info => {
                double(&mut self.inner, 1, number(definition, series));
                2
            }
            Kind::Counter => {
                double(&mut self.inner, 1, number(definition, series));
                message(&mut self.inner, 2, series.exemplar(0), exemplar);
                message(&mut self.inner, 3, family.created().as_ref(), timestamp);
                3
            }
            Kind::Histogram => {
                histogram(&mut self.inner, family, series);
                7
            }
        };
        bytes(&mut self.metric, field, &self.inner);
    }
}

fn histogram(out: &mut Vec<u8>, family: &Gathered, series: &Series<'_>) {
    let count = series.buckets().fold(0_u64, u64::wrapping_add);
    whole(out, 1, count);
    double(out, 2, series.sum());
    let bounds = family.definition.buckets;
    if !bounds.is_empty() || series.exponential().is_none() {
        let mut below = 0_u64;
        let bounds = bounds.iter().copied().chain([f64::INFINITY]);
        for (position, (bucket, bound)) in series.buckets().zip(bounds).enumerate() {
            below = below.wrapping_add(bucket);
            message(out, 3, Some(&(below, bound)), |out, &(below, bound)| {
                whole(out, 1, below);
                double(out, 2, bound);
                message(out, 3, series.exemplar(position), exemplar);
            });
        }
    }
    if let Some(native) = series.exponential() {
        exponential(out, native);
        if bounds.is_empty() {
            series.exemplars().for_each(|kept| message(out, 16, Some(kept), exemplar));
        }
    }
    message(out, 15, family.created().as_ref(), timestamp);
}

/// A zero threshold above 0, which it always is, tells a native histogram from a classic one to every reader, even if
/// nothing was observed.
fn exponential(out: &mut Vec<u8>, native: &Exponential) {
    signed(out, 5, native.schema.into());
    double(out, 6, native.zero_threshold);
    whole(out, 7, native.zero);
    buckets(out, 9, 10, &native.negative);
    buckets(out, 12, 13, &native.positive);
}

/// Runs of buckets that follow on each other, and then the difference of each bucket's number to the one before.
fn buckets(out: &mut Vec<u8>, spans: u32, deltas: u32, buckets: &[(i32, u64)]) {
    let mut next = 0;
    for run in buckets.chunk_by(|(left, _), (right, _)| left.checked_add(1) == Some(*right)) {
        let Some(&(first, _)) = run.first() else { continue };
        message(out, spans, Some(&run), |out, run| {
            signed(out, 1, i64::from(first) - next);
            whole(out, 2, run.len() as u64);
        });
        next = i64::from(first) + i64::try_from(run.len()).unwrap_or(0);
    }
    if buckets.is_empty() {
        return;
    }
    message(out, deltas, Some(&buckets), |out, buckets| {
        let mut before = 0;
        for &(_, count) in *buckets {
            varint(out, zigzag(count.wrapping_sub(before).cast_signed()));
            before = count;
        }
    });
}

fn exemplar(out: &mut Vec<u8>, kept: &Exemplar) {
    labels(out, &kept.labels);
    double(out, 2, kept.value);
    message(out, 3, Some(&kept.at), timestamp);
}

/// Writes labels that were rendered as text.
pub(super) fn labels(out: &mut Vec<u8>, rendered: &str) {
    for pair in labels::pairs(rendered) {
        message(out, 1, Some(&pair), |out, (name, value)| {
            text(out, 1, name);
            text(out, 2, value);
        });
    }
}

fn timestamp(out: &mut Vec<u8>, at: &SystemTime) {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    whole(out, 1, since.as_secs());
    whole(out, 2, since.subsec_nanos().into());
}

/// The format has one number for all: a double, which is exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "it is what the format has")]
fn number(definition: &Definition, series: &Series<'_>) -> f64 {
    match definition.number {
        Number::U64 => series.number::<u64>() as f64,
        Number::I64 => series.number::<i64>() as f64,
        Number::F64 => series.number(),
    }
}

/// The format has no infos: one is a gauge that is always 1.
fn type_number(kind: Kind) -> u64 {
    match kind {
        Kind::Counter => 0,
        Kind::Gauge | Kind::Info => 1,
        Kind::Histogram => 4,
    }
}

/// How a field's value is written, which stands beside its number.
#[derive(Clone, Copy)]
enum Wire {
    Varint = 0,
    Double = 1,
    Bytes = 2,
}

fn key(out: &mut Vec<u8>, field: u32, wire: Wire) {
    varint(out, u64::from(field << 3 | wire as u32));
}

fn key_len(field: u32) -> usize {
    varint_len(u64::from(field << 3))
}

fn whole(out: &mut Vec<u8>, field: u32, value: u64) {
    key(out, field, Wire::Varint);
    varint(out, value);
}

fn signed(out: &mut Vec<u8>, field: u32, value: i64) {
    whole(out, field, zigzag(value));
}

fn double(out: &mut Vec<u8>, field: u32, value: f64) {
    key(out, field, Wire::Double);
    out.extend_from_slice(&value.to_le_bytes());
}

fn text(out: &mut Vec<u8>, field: u32, value: &str) {
    bytes(out, field, value.as_bytes());
}

fn bytes(out: &mut Vec<u8>, field: u32, value: &[u8]) {
    key(out, field, Wire::Bytes);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

/// Writes a message, if there is one. Its length, which is known afterwards, is moved to before it.
fn message<T>(out: &mut Vec<u8>, field: u32, value: Option<&T>, write: impl FnOnce(&mut Vec<u8>, &T)) {
    let Some(value) = value else { return };
    key(out, field, Wire::Bytes);
    let start = out.len();
    write(out, value);
    let end = out.len();
    varint(out, (end - start) as u64);
    let length = out.len() - end;
    if let Some(written) = out.get_mut(start..) {
        written.rotate_right(length);
    }
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

fn varint_len(value: u64) -> usize {
    (u64::BITS - (value | 1).leading_zeros()).div_ceil(7) as usize
}

/// Numbers near 0 are short, whatever their sign.
fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}
