//! What a crate leaves behind is what a reader finds.

use super::{MAGIC, Record, RecordError, VERSION, encode, encoded_len, records};
use crate::{Definition, Deprecation, Domain, Kind, Label, Native, Number, Site, Stability};

const SITE: Site =
    Site { package: "shop", version: "1.2.3", module: "shop::metrics", file: "src/metrics.rs", line: 14, column: 12 };

static PLAIN: Definition = Definition::new("shop_orders_total", Kind::Counter, "", SITE);

static FULL: Definition = Definition {
    name: "shop_latency_seconds",
    kind: Kind::Histogram,
    number: Number::F64,
    unit: Some("seconds"),
    help: "Zeit \"bis\" zur Antwort\\\n– größer als 0 🦀.",
    labels: &[
        Label { name: "method", domain: Domain::Closed(&["get", "post"]) },
        Label { name: "route", domain: Domain::Capped { max: 200, overflow: "other" } },
        Label { name: "version", domain: Domain::Constant },
    ],
    buckets: &[0.1, 1.0, 1e300],
    native: Some(Native { schema: -4, max_buckets: 1_000 }),
    category: Some("http"),
    stability: Some(Stability::Stable),
    deprecated: Some(Deprecation { since: Some("2.0"), replaced_by: None }),
    max_series: Some(1_400),
    site: SITE,
};

static PLAIN_BYTES: [u8; encoded_len(&PLAIN)] = encode(&PLAIN);
static FULL_BYTES: [u8; encoded_len(&FULL)] = encode(&FULL);

#[test]
fn definitions_survive_the_round_trip() {
    let section = [&PLAIN_BYTES[..], &[0; 5], &FULL_BYTES].concat();
    let read: Result<Vec<Record>, _> = records(&section).collect();
    assert_eq!(read, Ok(vec![Record::from(&PLAIN), Record::from(&FULL)]));
}

#[test]
fn a_record_knows_the_worst_case() {
    let read = records(&FULL_BYTES).next().and_then(Result::ok);
    assert_eq!(read.and_then(|record| record.worst_case), Some(1_400));
    assert_eq!(Record::from(&PLAIN).worst_case, Some(1));
}

#[test]
fn an_empty_section_has_no_records() {
    assert_eq!(records(&[]).count(), 0);
    assert_eq!(records(&[0; 64]).count(), 0);
}

#[test]
fn an_unknown_version_is_refused() {
    let mut bytes = PLAIN_BYTES.to_vec();
    bytes[MAGIC.len()..MAGIC.len() + 2].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let read: Vec<_> = records(&bytes).collect();
    assert_eq!(read, [Err(RecordError::UnknownVersion { found: VERSION + 1 })]);
}

#[test]
fn what_is_cut_off_or_damaged_is_an_error_and_never_a_panic() {
    for end in 1..FULL_BYTES.len() {
        assert!(records(&FULL_BYTES[..end]).any(|read| read.is_err()), "cut at {end}");
    }
    for position in 0..FULL_BYTES.len() {
        let mut bytes = FULL_BYTES.to_vec();
        bytes[position] ^= 0xff;
        let read: Vec<_> = records(&bytes).collect();
        assert_ne!(read, [Ok(Record::from(&FULL))], "byte {position}");
    }
    assert_eq!(records(b"something else").next(), Some(Err(RecordError::NoRecord { offset: 0 })));
}
