//! The protobuf format: families of `io.prometheus.client`, each after its length.
//!
//! This decoder shares nothing with an encoder, and refuses what a reader may only put up with: fields that it doesn't
//! know, fields given twice, and values that contradict each other.

mod check;
mod decode;
mod wire;

use std::collections::BTreeMap;

use crate::Exemplar;

/// A metric family.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The name; a counter's ends in `_total` if its samples' names do.
    pub name: String,
    /// The help text.
    pub help: String,
    /// What all its metrics are.
    pub kind: Kind,
    /// The unit, or empty.
    pub unit: String,
    /// One for each label set.
    pub metrics: Vec<Metric>,
}

/// The type of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A sum that only rises.
    Counter,
    /// A value that rises and falls.
    Gauge,
    /// Quantiles that the target computed.
    Summary,
    /// A value of which nothing is known.
    Untyped,
    /// Observations in buckets.
    Histogram,
    /// Observations in buckets, of what may also go away.
    GaugeHistogram,
}

/// What is exposed under one label set.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Every label.
    pub labels: BTreeMap<String, String>,
    /// The time that the target gives for the value, in milliseconds since 1970.
    pub timestamp_ms: Option<i64>,
    /// The value, of the family's kind.
    pub value: Value,
}

/// The value of a metric.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A counter.
    Counter(Counter),
    /// A gauge.
    Gauge(f64),
    /// A summary.
    Summary(Summary),
    /// A value of which nothing is known.
    Untyped(f64),
    /// A histogram, or one of gauges.
    Histogram(Box<Histogram>),
}

/// A sum that only rises.
#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    /// The sum.
    pub value: f64,
    /// Its exemplar.
    pub exemplar: Option<Exemplar>,
    /// Since when it counts, in seconds since 1970.
    pub created: Option<f64>,
}

/// Quantiles that the target computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How many values were observed.
    pub count: u64,
    /// Their sum.
    pub sum: f64,
    /// Each quantile and its value.
    pub quantiles: Vec<(f64, f64)>,
    /// Since when it counts, in seconds since 1970.
    pub created: Option<f64>,
}

/// Observations in buckets: in classic ones, in native ones, or in both.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// How many values were observed.
    pub count: u64,
    /// Their sum.
    pub sum: f64,
    /// The classic buckets, from the lowest.
    pub buckets: Vec<Bucket>,
    /// The native buckets.
    pub native: Option<Native>,
    /// Exemplars that belong to no classic bucket.
    pub exemplars: Vec<Exemplar>,
    /// Since when it counts, in seconds since 1970.
    pub created: Option<f64>,
}

/// A classic bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    /// How many values are not above the bound, those of lower buckets among them.
    pub cumulative_count: u64,
    /// The bound.
    pub upper_bound: f64,
    /// The bucket's exemplar.
    pub exemplar: Option<Exemplar>,
}

/// Native buckets, whose bounds follow from a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Native {
    /// Bucket `index` ends at `2^(index / 2^schema)`.
    pub schema: i32,
    /// How far from zero a value may be to count as zero.
    pub zero_threshold: f64,
    /// How many values count as zero.
    pub zero_count: u64,
    /// The buckets of negative values.
    pub negative: NativeBuckets,
    /// The buckets of positive values.
    pub positive: NativeBuckets,
}

/// The native buckets of one sign.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NativeBuckets {
    /// Which buckets there are.
    pub spans: Vec<Span>,
    /// The first bucket's count, and then how each differs from the one before.
    pub deltas: Vec<i64>,
    /// What the two come to: each bucket's index and count.
    pub counts: Vec<(i64, u64)>,
}

/// Native buckets without a gap between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The index of the first bucket; after another span, the width of the gap.
    pub offset: i32,
    /// How many buckets there are.
    pub length: u32,
}

/// Decodes an exposition. What a reader could not rely on is a panic that says what is wrong, and where.
#[track_caller]
pub fn parse(exposition: &[u8]) -> Vec<Family> {
    match decode(exposition) {
        Ok(families) => families,
        Err(why) => panic!("the exposition is no sound protobuf: {why}"),
    }
}

fn decode(mut exposition: &[u8]) -> Result<Vec<Family>, String> {
    let mut families: Vec<Family> = Vec::new();
    while !exposition.is_empty() {
        let at = |why| format!("family {}: {why}", families.len() + 1);
        let (message, rest) = wire::delimited(exposition).map_err(at)?;
        let family = decode::family(message).map_err(at)?;
        families.push(family);
        exposition = rest;
    }
    check::families(&families)?;
    Ok(families)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least of an encoder: a message is its fields, one after the other.
    type Message = Vec<u8>;

    fn varint(mut value: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while value >= 0x80 {
            bytes.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        bytes.push(value.to_le_bytes()[0]);
        bytes
    }

    fn number(field: u64, value: u64) -> Message {
        [varint(field << 3), varint(value)].concat()
    }

    /// With the sign in the lowest bit.
    fn signed(field: u64, value: i64) -> Message {
        number(field, ((value << 1) ^ (value >> 63)).cast_unsigned())
    }

    fn double(field: u64, value: f64) -> Message {
        [varint(field << 3 | 1), value.to_le_bytes().to_vec()].concat()
    }

    fn text(field: u64, value: &str) -> Message {
        [varint(field << 3 | 2), varint(value.len() as u64), value.as_bytes().to_vec()].concat()
    }

    fn message(field: u64, fields: &[Message]) -> Message {
        let fields = fields.concat();
        [varint(field << 3 | 2), varint(fields.len() as u64), fields].concat()
    }

    fn label(name: &str, value: &str) -> Message {
        message(1, &[text(1, name), text(2, value)])
    }

    /// An exposition of one family `a` of one metric.
    fn exposition(kind: u64, metric: &[Message]) -> Vec<u8> {
        delimited(&[text(1, "a"), number(3, kind), message(4, metric)])
    }

    fn delimited(family: &[Message]) -> Vec<u8> {
        let family = family.concat();
        [varint(family.len() as u64), family].concat()
    }

    fn a_counter(fields: &[Message]) -> Vec<u8> {
        exposition(0, &[message(3, fields)])
    }

    fn a_histogram(fields: &[Message]) -> Vec<u8> {
        exposition(4, &[message(7, fields)])
    }

    /// The one histogram in an exposition.
    #[track_caller]
    fn histogram_of(exposition: &[u8]) -> Histogram {
        match parse(exposition).swap_remove(0).metrics.swap_remove(0).value {
            Value::Histogram(histogram) => *histogram,
            value => panic!("{value:?} is no histogram"),
        }
    }

    #[track_caller]
    fn assert_refused(exposition: &[u8], why: &str) {
        let refusal = decode(exposition).expect_err("this is refused");
        assert!(refusal.contains(why), "refused, but because: {refusal}");
    }

    #[test]
    fn nothing_is_no_family() {
        assert_eq!(parse(b""), []);
    }

    #[test]
    fn a_counter_is_read_with_everything_it_can_have() {
        let time = |field| message(field, &[number(1, 1_600_000_000), number(2, 500_000_000)]);
        let exemplar = message(2, &[label("trace_id", "abc"), double(2, 1.0), time(3)]);
        let counter = message(3, &[double(1, 3.0), exemplar, time(3)]);
        let metric = message(4, &[label("b", "x\n\"é"), label("a", ""), counter, number(6, 1_600_000_000_000)]);
        let exposition =
            delimited(&[text(1, "jobs_seconds_total"), text(2, "Jobs."), number(3, 0), metric, text(5, "seconds")]);

        let exemplar = Exemplar {
            labels: [("trace_id".to_owned(), "abc".to_owned())].into(),
            value: 1.0,
            timestamp: Some(1_600_000_000.5),
        };
        let counter = Counter { value: 3.0, exemplar: Some(exemplar), created: Some(1_600_000_000.5) };
        let metric = Metric {
            labels: [("a".to_owned(), String::new()), ("b".to_owned(), "x\n\"é".to_owned())].into(),
            timestamp_ms: Some(1_600_000_000_000),
            value: Value::Counter(counter),
        };
        let family = Family {
            name: "jobs_seconds_total".to_owned(),
            help: "Jobs.".to_owned(),
            kind: Kind::Counter,
            unit: "seconds".to_owned(),
            metrics: vec![metric],
        };
        assert_eq!(parse(&exposition), [family]);
    }

    #[test]
    fn gauges_summaries_and_untyped_values_are_read() {
        let family = |name, kind, metric| delimited(&[text(1, name), number(3, kind), message(4, &[metric])]);
        let exposition = [
            family("a", 1, message(2, &[double(1, f64::NEG_INFINITY)])),
            family("b", 2, message(4, &[number(1, 2), double(2, 3.0), message(3, &[double(1, 0.5), double(2, 1.5)])])),
            family("c", 3, message(5, &[])),
        ];
        let values: Vec<_> =
            parse(&exposition.concat()).into_iter().map(|family| family.metrics[0].value.clone()).collect();
        let summary = Summary { count: 2, sum: 3.0, quantiles: vec![(0.5, 1.5)], created: None };
        assert_eq!(values, [Value::Gauge(f64::NEG_INFINITY), Value::Summary(summary), Value::Untyped(0.0)]);
    }

    #[test]
    fn deltas_come_to_the_same_packed_or_not() {
        let spans = [message(12, &[signed(1, -2), number(2, 2)]), message(12, &[signed(1, 3), number(2, 1)])];
        let rest = [number(1, 7), double(2, 6.0), signed(5, -1), double(6, 0.5), number(7, 1), spans.concat()].concat();
        let packed = text(13, "\u{4}\u{1}\u{2}"); // 2, -1, 1
        let apart = [signed(13, 2), signed(13, -1), signed(13, 1)].concat();
        let negative = [message(9, &[number(2, 1)]), signed(10, 1)].concat();
        for deltas in [packed, apart] {
            let native =
                histogram_of(&a_histogram(&[rest.clone(), deltas, negative.clone()])).native.expect("native buckets");
            assert_eq!((native.schema, native.zero_count), (-1, 1));
            assert_eq!(native.positive.deltas, [2, -1, 1]);
            assert_eq!(native.positive.counts, [(-2, 2), (-1, 1), (3, 2)]);
            assert_eq!(native.negative.counts, [(0, 1)]);
        }
    }

    #[test]
    fn an_empty_native_histogram_is_told_from_a_classic_one() {
        assert_eq!(histogram_of(&a_histogram(&[])).native, None);
        assert!(histogram_of(&a_histogram(&[signed(5, 0), double(6, 1e-10)])).native.is_some());
        assert!(
            histogram_of(&a_histogram(&[signed(5, 0), message(12, &[signed(1, 0), number(2, 0)])])).native.is_some()
        );
        assert_refused(&a_histogram(&[signed(5, 0)]), "needs a span");
    }

    #[test]
    fn native_buckets_that_contradict_themselves_are_refused() {
        let native = |fields: &[Message]| a_histogram(&[number(1, 2), signed(5, 0), fields.concat()]);
        let span = |offset, length| message(12, &[signed(1, offset), number(2, length)]);
        let deltas = [signed(13, 1), signed(13, 0)].concat();
        assert_eq!(histogram_of(&native(&[span(0, 2), deltas.clone()])).count, 2);

        assert_refused(&native(&[span(0, 2)]), "2 buckets, but there are 0 deltas");
        assert_refused(&native(&[span(0, 1), deltas.clone()]), "1 buckets, but there are 2 deltas");
        assert_refused(&native(&[span(0, u64::from(u32::MAX)), deltas.clone()]), "but there are 2 deltas");
        assert_refused(&native(&[span(0, 1), span(-1, 1), deltas.clone()]), "goes back");
        assert_refused(&native(&[span(0, 2), signed(13, 1), signed(13, -2)]), "bucket 1 holds -1 values");
        assert_refused(&native(&[span(0, 2), signed(13, i64::MAX), signed(13, 1)]), "longer than 64 bits");
        assert_refused(&native(&[span(0, 2), deltas.clone(), number(7, 1)]), "the native buckets hold 3");
        assert_refused(&native(&[double(6, 0.1)]), "the native buckets hold 0");
        assert_refused(&native(&[double(6, -0.1), number(7, 2)]), "zero threshold");
        assert_refused(&a_histogram(&[signed(5, 9), double(6, 0.1)]), "schema is 9");
    }

    #[test]
    fn observations_of_nan_are_in_no_native_bucket() {
        let observed = |sum| a_histogram(&[number(1, 2), double(2, sum), double(6, 0.1), number(7, 1)]);
        assert!(histogram_of(&observed(f64::NAN)).sum.is_nan());
        assert_refused(&observed(1.0), "of 2 values, the native buckets hold 1");
    }

    #[test]
    fn classic_buckets_are_held_to_their_order_and_sums() {
        let bucket = |count, bound| message(3, &[number(1, count), double(2, bound)]);
        let classic = |count, buckets: &[Message]| a_histogram(&[number(1, count), buckets.concat()]);
        let read = histogram_of(&classic(3, &[bucket(1, 0.5), bucket(3, f64::INFINITY)]));
        assert_eq!(read.buckets.iter().map(|bucket| bucket.cumulative_count).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(histogram_of(&classic(3, &[bucket(1, 0.5)])).buckets.len(), 1);

        assert_refused(&classic(3, &[bucket(1, 0.5), bucket(2, f64::INFINITY)]), "the last bucket holds 2");
        assert_refused(&classic(1, &[bucket(2, 0.5)]), "the last bucket holds 2");
        assert_refused(&classic(3, &[bucket(2, 0.5), bucket(1, 1.0)]), "fall");
        assert_refused(&classic(3, &[bucket(1, 0.5), bucket(1, 0.5)]), "do not rise");
        assert_refused(&classic(3, &[bucket(1, f64::NAN)]), "do not rise");
    }

    #[test]
    fn exemplars_are_held_to_their_buckets_and_have_a_time() {
        let bucket = |bound, value| message(3, &[double(2, bound), message(3, &[double(2, value)])]);
        assert_eq!(histogram_of(&a_histogram(&[bucket(0.5, 0.5), bucket(1.0, 0.75)])).buckets.len(), 2);
        assert_refused(&a_histogram(&[bucket(0.5, 0.75)]), "the exemplar 0.75");
        assert_refused(&a_histogram(&[bucket(0.5, 0.5), bucket(1.0, 0.5)]), "the exemplar 0.5");
        assert_refused(&a_histogram(&[bucket(0.5, f64::NAN)]), "the exemplar NaN");
        assert_refused(&a_histogram(&[message(16, &[double(2, 1.0)])]), "has no time");
    }

    #[test]
    fn bytes_that_are_no_message_are_refused() {
        assert_refused(b"\x05\x0a", "5 bytes are announced, but 1 are there");
        assert_refused(b"\x80", "cut off");
        assert_refused(&[0xff; 20], "longer than 64 bits");
        assert_refused(&a_counter(&[vec![0x09, 0, 0]]), "field 1 is cut off");
        assert_refused(&a_counter(&[vec![0x0d, 0, 0, 0, 0]]), "wire type 5");
        assert_refused(&a_counter(&[vec![0x0b]]), "wire type 3");
        assert_refused(&delimited(&[vec![0x0a, 1, 0xff]]), "MetricFamily.1: invalid utf-8");
    }

    #[test]
    fn an_exposition_that_is_cut_off_is_refused() {
        let whole = a_histogram(&[number(1, 1), double(6, 0.1), number(7, 1)]);
        for length in 1..whole.len() {
            assert!(decode(&whole[..length]).is_err(), "the first {length} bytes");
        }
    }

    #[test]
    fn fields_that_are_unknown_given_twice_or_of_another_type_are_refused() {
        assert_refused(&a_counter(&[number(4, 1)]), "MetricFamily.4: Metric.3: Counter.4: this field is not known");
        assert_refused(&a_histogram(&[double(4, 1.0)]), "Histogram.4: this field is not known");
        assert_refused(&a_counter(&[double(1, 1.0), double(1, 1.0)]), "Counter.1: this is given twice");
        assert_refused(&a_counter(&[number(1, 1)]), "Counter.1: this field is a double");
        assert_refused(&a_histogram(&[double(1, 1.0)]), "Histogram.1: this field is a varint");
        assert_refused(&exposition(0, &[number(3, 1)]), "Metric.3: this field is a message");
        assert_refused(&exposition(0, &[message(3, &[]), message(2, &[])]), "Metric.2: this is given twice");
        assert_refused(&exposition(9, &[]), "there is no type 9");
    }

    #[test]
    fn families_that_contradict_themselves_are_refused() {
        let a = a_counter(&[]);
        assert_refused(&[a.clone(), a].concat(), "two families `a`");
        assert_refused(&delimited(&[text(2, "Help.")]), "no name");
        assert_refused(&exposition(0, &[]), "no value");
        assert_refused(&exposition(1, &[message(3, &[])]), "in a family of type Gauge");
        assert_refused(&a_counter(&[double(1, -1.0)]), "a counter is -1");
        assert_refused(&a_counter(&[double(1, f64::NAN)]), "a counter is NaN");
        assert_refused(&exposition(0, &[label("x", "1"), label("x", "2"), message(3, &[])]), "`x` is there twice");
        assert_refused(&exposition(0, &[label("", "1"), message(3, &[])]), "a label has no name");
        let twice = message(4, &[label("x", "1"), message(3, &[])]);
        assert_refused(&delimited(&[text(1, "a"), twice.clone(), twice]), "two metrics");
        assert_refused(&delimited(&[text(1, "a_seconds_total"), text(5, "bytes")]), "the unit `bytes`");
        assert_refused(&delimited(&[text(1, "aseconds"), text(5, "seconds")]), "the unit `seconds`");
        let late = message(3, &[message(3, &[number(2, 1_000_000_000)])]);
        assert_refused(&exposition(0, &[late]), "more than a second");
    }
}
