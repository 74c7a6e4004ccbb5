//! Locks that nobody would think of.

use std::collections::{BTreeMap, BTreeSet};

use lowcard_schema::record::DeprecationRecord;
use lowcard_schema::{Kind, Native, Stability};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;

use super::super::{Domain, Entry, Lock, compare, read, write};

/// Any text: quotes, control characters, several lines, what looks like TOML or a conflict.
fn text() -> impl Strategy<Value = String> {
    let awkward =
        ["", "\"", "\\", "'''", "\r\n", "\u{7f}\u{85}\u{0}", "\n=======\n", "# no", "𝄞 é\u{301}\u{202e}", "a.b"];
    prop_oneof![any::<String>(), vec(select(awkward.to_vec()), 0..4).prop_map(|parts| parts.concat())]
}

fn domain() -> impl Strategy<Value = Domain> {
    prop_oneof![
        btree_set(text(), 0..4).prop_map(|values| Domain::Closed(values.into_iter().collect())),
        (any::<u32>(), text()).prop_map(|(max, overflow)| Domain::Capped { max, overflow }),
        Just(Domain::Constant),
    ]
}

fn bounds() -> impl Strategy<Value = Vec<f64>> {
    let awkward = select([-0.0, 0.1, 1.0, 1e16, 1e17, 1e300, 5e-324, f64::MAX, f64::MIN, 0.1 + 0.2].as_slice());
    vec(prop_oneof![any::<f64>(), awkward], 0..6).prop_map(|mut bounds| {
        bounds.retain(|bound| bound.is_finite());
        bounds.sort_by(f64::total_cmp);
        bounds.dedup();
        bounds
    })
}

fn deprecation() -> impl Strategy<Value = DeprecationRecord> {
    (option::of(text()), option::of(text())).prop_map(|(since, replaced_by)| DeprecationRecord { since, replaced_by })
}

fn entry() -> impl Strategy<Value = Entry> {
    let words = (select(Kind::ALL.as_slice()), text(), option::of(text()), option::of(text()));
    let promise = (option::of(select(Stability::ALL.map(|(_, level)| level).to_vec())), option::of(deprecation()));
    let native = (any::<i8>(), any::<u32>()).prop_map(|(schema, max_buckets)| Native { schema, max_buckets });
    let shape = (btree_map(text(), domain(), 0..4), bounds(), option::of(native), option::of(any::<u64>()));
    (words, promise, shape).prop_map(|((kind, help, unit, category), (stability, deprecated), shape)| {
        let (labels, buckets, native, series) = shape;
        Entry { kind, help, unit, category, stability, deprecated, labels, buckets, native, series }
    })
}

fn lock() -> impl Strategy<Value = Lock> {
    let key = prop_oneof![text(), select(["a", "a_b", "a (shop)", "a-b"].as_slice()).prop_map(str::to_owned)];
    btree_map(key.prop_filter("the lock's own key", |key| key != "version"), entry(), 0..4)
        .prop_map(|entries| Lock { entries })
}

/// Locks of a few metrics with little to say, so that two of them often have something in common.
fn small() -> impl Strategy<Value = Lock> {
    let domain = prop_oneof![
        btree_set(select(["x", "y"].as_slice()), 0..2)
            .prop_map(|values| Domain::Closed(values.into_iter().map(str::to_owned).collect())),
        (1_u32..3, select(["other", "x"].as_slice()))
            .prop_map(|(max, other)| Domain::Capped { max, overflow: other.into() }),
        Just(Domain::Constant),
    ];
    let labels = btree_map(select(["l", "m", "n"].as_slice()).prop_map(str::to_owned), domain, 0..3);
    let unit = option::of(select(["seconds", "bytes"].as_slice()).prop_map(str::to_owned));
    let native = option::of((0_i8..2).prop_map(|schema| Native { schema, max_buckets: 160 }));
    let buckets = btree_set(0_u32..3, 0..3).prop_map(|bounds| bounds.into_iter().map(f64::from).collect());
    let kind = select([Kind::Counter, Kind::Histogram].as_slice());
    let entry = (kind, labels, unit, native, buckets, option::of(1_u64..4)).prop_map(
        |(kind, labels, unit, native, buckets, series)| Entry {
            kind,
            help: "A.".to_owned(),
            unit,
            category: None,
            stability: None,
            deprecated: None,
            labels,
            buckets,
            native,
            series,
        },
    );
    let key = select(["a_seconds", "a_bytes", "b", "b (shop)", "c"].as_slice()).prop_map(str::to_owned);
    btree_map(key, entry, 0..4).prop_map(|entries: BTreeMap<_, _>| Lock { entries })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(lock in lock()) {
        let text = write(&lock);
        assert_eq!(read(&text, "metrics.lock").unwrap(), lock, "{text}");
        assert_eq!(write(&read(&text, "metrics.lock").unwrap()), text);
    }

    #[test]
    fn every_line_says_one_thing_of_one_metric(lock in lock()) {
        let text = write(&lock);
        let facts = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let unique: BTreeSet<&str> = facts.clone().collect();
        assert_eq!(unique.len(), facts.count());
    }

    #[test]
    fn nothing_that_is_read_panics(text in any::<String>(), lock in lock(), cut in any::<proptest::sample::Index>()) {
        let _any = read(&text, "metrics.lock");
        let mut mangled: Vec<char> = write(&lock).chars().collect();
        let at = cut.index(mangled.len());
        mangled.splice(at..(at + 3).min(mangled.len()), text.chars().take(3));
        let _any = read(&mangled.into_iter().collect::<String>(), "metrics.lock");
    }

    #[test]
    fn something_has_changed_exactly_if_locks_differ(before in small(), now in small()) {
        assert!(compare(&before, &before).is_empty());
        assert_eq!(compare(&before, &now).is_empty(), before == now);
    }

    #[test]
    fn every_change_has_words(before in lock(), now in lock()) {
        for change in compare(&before, &now) {
            assert!(!change.to_string().is_empty());
        }
    }
}
