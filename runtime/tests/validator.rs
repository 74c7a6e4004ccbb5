//! The validator reads anything without a panic, and reads back what a registry exposes.
#![cfg(feature = "testing")]
#![expect(clippy::unwrap_used, reason = "a metric that is refused here fails the test")]

use std::collections::BTreeSet;

use lowcard::testing::{Exposition, FamilyKind, assert_exposition, compare, value};
use lowcard::{Counter, Gauge, Histogram, Interned, LabelSet, LabelValue, Metrics, Registry};
use proptest::prelude::*;

/// The same as the doc comment of the gauge.
const HELP: &str = "Gauge \"quoted\", with \\ and \\n and \\\\,\nover {two} lines # and 🦀.";

/// Valid, with all that the format has.
const TEXT: &str = "\
# A comment.
# HELP a_total Things, \\\\ and \\n.
# TYPE a_total counter
a_total{b=\"c\",d=\"\\\"\\\\\\n\"} 1 1600000000000
a_total 2

# TYPE e histogram
e_bucket{le=\"0.5\"} 1
e_bucket{le=\"+Inf\"} 2
e_sum 1.5
e_count 2
# TYPE f summary
f{quantile=\"0.5\"} NaN
f_sum -1e-3
f_count 2
\tg { h = \"i\" , } 5 \t
";

/// The same for OpenMetrics.
const OPENMETRICS: &str = "\
# TYPE a_seconds counter
# UNIT a_seconds seconds
# HELP a_seconds Things, \\\\ and \\n and \\\".
a_seconds_total{b=\"c\",d=\"\\\"\\\\\\n\"} 1 1.5 # {t=\"u\"} 0.5 1.25
a_seconds_created{b=\"c\",d=\"\\\"\\\\\\n\"} 0.5 1.5
# TYPE e histogram
e_bucket{le=\"0.5\"} 1 # {} 0.25
e_bucket{le=\"+Inf\"} 2
e_count 2
e_sum 1.5
e_created 1
# TYPE f gaugehistogram
f_bucket{le=\"-1.0\"} 1
f_bucket{le=\"+Inf\"} 2
f_gcount 2
f_gsum -1.5
# TYPE g summary
g{quantile=\"0.5\"} NaN
# TYPE h info
h_info{i=\"j\"} 1
# TYPE k stateset
k{k=\"on\"} 1
k{k=\"off\"} 0
# TYPE l unknown
l 1 1
l 2 2
# EOF
";

/// What means something in one of the formats.
const PIECES: [&str; 26] = [
    "\n",
    " ",
    "\t",
    "\r",
    "\"",
    "\\",
    "{",
    "}",
    ",",
    "=",
    "#",
    "# TYPE ",
    "# HELP ",
    "# UNIT ",
    "# EOF\n",
    "_total",
    "_bucket",
    "_created",
    "le=\"1.0\"",
    "quantile=\"0.5\"",
    "NaN",
    "+Inf",
    "-1",
    " # {} 1",
    "a",
    "é",
];

#[derive(Clone, Copy, LabelValue)]
#[label(max = 800)]
struct Payload(Interned);

#[derive(Clone, Copy, LabelSet)]
struct Hostile {
    payload: Payload,
    flag: bool,
}

#[derive(Metrics)]
struct HostileMetrics {
    /// Payloads counted.
    payloads_total: Counter<Hostile>,
    #[doc = "Gauge \"quoted\", with \\ and \\n and \\\\,\nover {two} lines # and 🦀."]
    level: Gauge<Hostile>,
    /// Fractions.
    part: Gauge<(), f64>,
    /// Sizes.
    #[metric(buckets = [-1.0, 0.5, 1e6])]
    sizes_bytes: Histogram<Hostile>,
}

/// Any text, and such as one of the formats could take for its own.
fn payload() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(any::<char>(), 0..12).prop_map(String::from_iter),
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..6).prop_map(|pieces| pieces.concat()),
    ]
}

/// One change to a text.
#[derive(Clone, Debug)]
enum Mutation {
    Insert(&'static str),
    InsertByte(u8),
    Delete(usize),
    Repeat(usize),
    SwapLines,
    RepeatLine,
}

fn mutation() -> impl Strategy<Value = (prop::sample::Index, Mutation)> {
    let mutation = prop_oneof![
        prop::sample::select(&PIECES[..]).prop_map(Mutation::Insert),
        any::<u8>().prop_map(Mutation::InsertByte),
        (1..8_usize).prop_map(Mutation::Delete),
        (1..40_usize).prop_map(Mutation::Repeat),
        Just(Mutation::SwapLines),
        Just(Mutation::RepeatLine),
    ];
    (any::<prop::sample::Index>(), mutation)
}

impl Mutation {
    fn apply(&self, bytes: &mut Vec<u8>, place: prop::sample::Index) {
        let at = place.index(bytes.len() + 1);
        let up_to = |len: usize| at..bytes.len().min(at + len);
        match self {
            Self::Insert(piece) => drop(bytes.splice(at..at, piece.bytes())),
            Self::InsertByte(byte) => bytes.insert(at, *byte),
            Self::Delete(len) => drop(bytes.drain(up_to(*len))),
            Self::Repeat(len) => bytes.extend_from_within(up_to(*len)),
            Self::SwapLines | Self::RepeatLine => {
                let mut lines: Vec<_> = bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
                let line = place.index(lines.len().max(1));
                match self {
                    Self::SwapLines if line + 1 < lines.len() => lines.swap(line, line + 1),
                    _ => lines.extend(lines.get(line).cloned()),
                }
                *bytes = lines.concat();
            }
        }
    }
}

/// Reads it in every way, and looks at what is read.
fn read(bytes: &[u8]) {
    for read in [Exposition::from_text(bytes), Exposition::from_openmetrics(bytes)] {
        match read {
            Ok(exposition) => {
                let samples = exposition.families().iter().flat_map(|family| &family.samples);
                for sample in samples.filter(|sample| sample.labels.is_empty()) {
                    assert!(exposition.value(&sample.name).is_some());
                }
            }
            Err(invalid) => {
                assert!(invalid.line() > 0);
                assert!(invalid.to_string().contains(invalid.help()));
            }
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let is_openmetrics = text.trim_end().lines().next_back() == Some("# EOF");
    let exposition = if is_openmetrics { Exposition::from_openmetrics(&*text) } else { Exposition::from_text(&*text) };
    assert_eq!(compare(&*text, &*text).is_ok(), exposition.is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&bytes);
    }

    #[test]
    fn any_pieces_are_read_without_a_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        read(pieces.concat().as_bytes());
    }

    #[test]
    fn mutated_expositions_are_read_without_a_panic(
        valid in prop_oneof![Just(TEXT), Just(OPENMETRICS)],
        mutations in prop::collection::vec(mutation(), 1..6),
    ) {
        let mut bytes = valid.as_bytes().to_vec();
        for (place, mutation) in &mutations {
            mutation.apply(&mut bytes, *place);
        }
        read(&bytes);
    }
}

proptest! {
    // The process has room for 800 payloads, whatever registry they are in.
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_a_registry_exposes_is_valid_and_reads_back(
        payloads in prop::collection::btree_set(payload(), 1..6),
        level in any::<i32>(),
        part in any::<f64>(),
        sizes in prop::collection::vec(any::<f64>(), 0..4),
    ) {
        let registry = Registry::new();
        let metrics = HostileMetrics::register(&registry).unwrap();
        for payload in &payloads {
            let hostile = Hostile { payload: payload.as_str().into(), flag: true };
            metrics.payloads_total.with(hostile).add(2);
            metrics.level.with(hostile).set(level.into());
            for size in &sizes {
                metrics.sizes_bytes.with(hostile).observe(*size);
            }
        }
        metrics.part.set(part);
        let exposition = Exposition::from_text(registry.encode_text())?;
        let family = |name: &str| exposition.families().iter().find(|family| family.name == name);
        let gauge = family("app_level").unwrap();
        prop_assert_eq!(gauge.kind, FamilyKind::Gauge);
        prop_assert_eq!(gauge.help.as_deref(), Some(HELP));
        let counted = &family("app_payloads_total").unwrap().samples;
        prop_assert!(counted.iter().all(|sample| sample.value.total_cmp(&2.0).is_eq()));
        let read: BTreeSet<_> = counted.iter().map(|sample| sample.labels["payload"].clone()).collect();
        prop_assert_eq!(read, payloads);
        let read = exposition.value("app_part").unwrap();
        prop_assert!(read.total_cmp(&part).is_eq() || read.is_nan() && part.is_nan());
    }
}

#[test]
fn the_expositions_to_mutate_are_valid() {
    assert_eq!(Exposition::from_text(TEXT).map(|read| read.families().len()), Ok(4));
    assert_eq!(Exposition::from_openmetrics(OPENMETRICS).map(|read| read.families().len()), Ok(7));
}

#[test]
fn a_registry_is_read_without_a_change() {
    let registry = Registry::new();
    let metrics = HostileMetrics::register(&registry).unwrap();
    let before = registry.encode_text();
    assert_eq!(value(&registry, "app_level{payload=\"a\",flag=\"false\"}"), None);
    assert_eq!(registry.encode_text(), before);
    metrics.level.with(Hostile { payload: "b\"\\\n".into(), flag: false }).set(-3);
    assert_eq!(value(&registry, r#"app_level{payload="b\"\\\n",flag="false"}"#), Some(-3.0));
    assert_exposition!(registry, r#"app_level{flag="false",payload="b\"\\\n"} -3"#);
    assert_exposition!(&registry, "# TYPE app_part gauge\napp_part 0");
    let mismatch = compare(&registry, r#"app_level{flag="true",payload="c"} 1"#).unwrap_err().to_string();
    assert!(
        mismatch.ends_with(
            "\n+ app_level{payload=\"b\\\"\\\\\\n\",flag=\"false\"} -3\n- app_level{flag=\"true\",payload=\"c\"} 1"
        ),
        "{mismatch}"
    );
}
