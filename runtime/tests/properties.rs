//! Any sequence of updates gives what a naive model gives.
#![expect(clippy::unwrap_used, reason = "a metric that is refused here fails the test")]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use lowcard::{Counter, Gauge, Histogram, Interned, LabelSet, LabelValue, Metrics, Registry};
use proptest::prelude::*;

/// How many values the label keeps apart.
const VALUES: usize = 3;
const BOUNDS: [f64; 3] = [0.5, 1.0, 8.0];

#[derive(Clone, Copy, Debug)]
enum Update {
    Count(u64),
    CountFraction(f64),
    Observe(f64),
    Set(i64),
    Add(i64),
}

/// An update of the series that these two values name.
#[derive(Clone, Debug)]
struct Step {
    flag: bool,
    text: String,
    update: Update,
    /// Whether a thread of its own does it.
    elsewhere: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let update = prop_oneof![
        (0..4_u64).prop_map(Update::Count),
        prop_oneof![Just(u64::MAX / 4), Just(1 << 53)].prop_map(Update::Count),
        (0..8_u32).prop_map(|eighths| Update::CountFraction(f64::from(eighths) / 8.0)),
        prop_oneof![Just(-1.5), Just(0.0), Just(0.5), Just(0.75), Just(1.0), Just(7.0), Just(1e9)]
            .prop_map(Update::Observe),
        any::<i32>().prop_map(|value| Update::Set(value.into())),
        any::<i32>().prop_map(|value| Update::Add(value.into())),
    ];
    let text = prop_oneof![Just("a"), Just("b\"\\\n"), Just("other"), Just("é🦀"), Just("e")];
    (any::<bool>(), text, update, prop::bool::weighted(0.2)).prop_map(|(flag, text, update, elsewhere)| Step {
        flag,
        text: text.into(),
        update,
        elsewhere,
    })
}

/// The naive model: a map from series to numbers.
#[derive(Default)]
struct Model {
    counts: BTreeMap<(bool, String), u64>,
    fractions: BTreeMap<(bool, String), f64>,
    gauges: BTreeMap<(bool, String), i64>,
    observed: BTreeMap<(bool, String), Vec<f64>>,
}

impl Model {
    fn apply(&mut self, step: &Step) {
        let key = (step.flag, intern(&step.text));
        match step.update {
            Update::Count(amount) => {
                let count = self.counts.entry(key).or_default();
                *count = count.wrapping_add(amount);
            }
            Update::CountFraction(amount) => *self.fractions.entry(key).or_default() += amount,
            Update::Set(value) => *self.gauges.entry(key).or_default() = value,
            Update::Add(amount) => *self.gauges.entry(key).or_default() += amount,
            Update::Observe(value) => self.observed.entry(key).or_default().push(value),
        }
    }

    /// The lines of the exposition that are samples, in no order.
    fn samples(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.counts.iter().map(|(key, value)| format!("app_counts_total{{{}}} {value}", labels(key))));
        lines.extend(
            self.fractions.iter().map(|(key, value)| format!("app_fractions_total{{{}}} {value}", labels(key))),
        );
        lines.extend(self.gauges.iter().map(|(key, value)| format!("app_level{{{}}} {value}", labels(key))));
        for (key, values) in &self.observed {
            let labels = labels(key);
            for (bound, text) in BOUNDS.into_iter().zip(["0.5", "1.0", "8.0"]) {
                let below = values.iter().filter(|value| **value <= bound).count();
                lines.push(format!("app_sizes_bytes_bucket{{{labels},le=\"{text}\"}} {below}"));
            }
            lines.push(format!("app_sizes_bytes_bucket{{{labels},le=\"+Inf\"}} {}", values.len()));
            lines.push(format!("app_sizes_bytes_count{{{labels}}} {}", values.len()));
        }
        lines.sort();
        lines
    }
}

/// The value that a text becomes. Which are kept apart is a matter of the process, so that cases share it.
fn intern(text: &str) -> String {
    static KEPT: Mutex<Vec<String>> = Mutex::new(Vec::new());
    let mut kept = KEPT.lock().unwrap();
    if !kept.iter().any(|known| known == text) && text != "other" {
        if kept.len() == VALUES {
            return "other".into();
        }
        kept.push(text.into());
    }
    text.into()
}

fn labels((flag, text): &(bool, String)) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("flag=\"{flag}\",text=\"{escaped}\"")
}

#[derive(LabelValue)]
#[label(max = 3)]
struct Text(Interned);

#[derive(LabelSet)]
struct Key {
    flag: bool,
    text: Text,
}

#[derive(Metrics)]
struct Everything {
    /// Whole numbers.
    counts_total: Counter<Key>,
    /// Fractions.
    fractions_total: Counter<Key, f64>,
    /// Ups and downs.
    level: Gauge<Key>,
    /// Sizes.
    #[metric(buckets = [0.5, 1.0, 8.0])]
    sizes_bytes: Histogram<Key>,
}

impl Everything {
    fn apply(&self, step: &Step) {
        let key = Key { flag: step.flag, text: step.text.as_str().into() };
        match step.update {
            Update::Count(amount) => self.counts_total.with(key).add(amount),
            Update::CountFraction(amount) => self.fractions_total.with(key).add(amount),
            Update::Observe(value) => self.sizes_bytes.with(key).observe(value),
            Update::Set(value) => self.level.with(key).set(value),
            Update::Add(amount) => self.level.with(key).add(amount),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_updates_are_exposed_as_the_model_has_them(steps in prop::collection::vec(step(), 0..60)) {
        let registry = Registry::new();
        let metrics = Everything::register(&registry).unwrap();
        let mut model = Model::default();
        for step in &steps {
            model.apply(step);
            if step.elsewhere {
                thread::scope(|scope| scope.spawn(|| metrics.apply(step)).join()).unwrap();
            } else {
                metrics.apply(step);
            }
        }
        let text = registry.encode_text();
        let is_compared = |line: &&str| line.starts_with("app_") && !line.starts_with("app_sizes_bytes_sum");
        let mut samples: Vec<&str> = text.lines().filter(is_compared).collect();
        samples.sort_unstable();
        prop_assert_eq!(samples, model.samples());
    }
}
