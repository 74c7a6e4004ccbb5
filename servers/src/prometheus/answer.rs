//! What Prometheus's API answers.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Exemplar, Sample, sample};

/// What Prometheus adds to every sample to say where it is from: always the one target, so of no use to a test.
const TARGET_LABELS: [&str; 2] = ["job", "instance"];

/// A native histogram, as a query finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct NativeHistogram {
    /// The metric's name; empty if a query has computed the name away.
    pub name: String,
    /// Every label but the name.
    pub labels: BTreeMap<String, String>,
    /// How many values were observed.
    pub count: f64,
    /// Their sum.
    pub sum: f64,
    /// The buckets that hold something, from the lowest.
    pub buckets: Vec<NativeBucket>,
}

/// One bucket of a native histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct NativeBucket {
    /// The bound below.
    pub lower: f64,
    /// The bound above.
    pub upper: f64,
    /// How many of the observed values it holds; unlike a classic bucket, without those below.
    pub count: f64,
}

/// The exemplars of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesExemplars {
    /// The metric's name.
    pub name: String,
    /// Every label but the name.
    pub labels: BTreeMap<String, String>,
    /// Its exemplars, from the oldest.
    pub exemplars: Vec<Exemplar>,
}

/// What Prometheus keeps of a family besides its samples.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Metadata {
    /// The family's name; that of a counter keeps `_total` in every format but OpenMetrics.
    #[serde(rename = "metric")]
    pub family: String,
    /// `counter`, `gauge`, `histogram`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The HELP text.
    pub help: String,
    /// The UNIT, or empty.
    pub unit: String,
}

/// How the scrapes of the target go.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Target {
    /// How the last one went.
    pub health: Health,
    /// Why it failed, or empty.
    #[serde(rename = "lastError")]
    pub last_error: String,
    /// How many seconds it took.
    #[serde(rename = "lastScrapeDuration")]
    pub last_scrape_duration: f64,
}

/// How a scrape went.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// Prometheus has what the target exposes.
    Up,
    /// Prometheus has nothing of it.
    Down,
    /// There was no scrape yet.
    Unknown,
}

/// The frame of every answer.
#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub(super) enum Answer<T> {
    Success { data: T },
    Error { error: String },
}

/// An instant vector, of which every series has a `Point`.
#[derive(Deserialize)]
pub(super) struct InstantVector<Point> {
    pub(super) result: Vec<Series<Point>>,
}

#[derive(Deserialize)]
pub(super) struct Series<Point> {
    metric: BTreeMap<String, String>,
    #[serde(flatten)]
    point: Point,
}

/// The time comes before what was found.
#[derive(Deserialize)]
pub(super) struct Float {
    value: (f64, Written),
}

/// The same for a native histogram.
#[derive(Deserialize)]
pub(super) struct Native {
    histogram: (f64, Histogram),
}

#[derive(Deserialize)]
struct Histogram {
    count: Written,
    sum: Written,
    #[serde(default)]
    buckets: Vec<Bucket>,
}

/// Which bounds belong to the bucket, the bounds, and the count.
#[derive(Deserialize)]
struct Bucket(#[expect(dead_code, reason = "it follows from the bounds")] u8, Written, Written, Written);

#[derive(Deserialize)]
struct Written(#[serde(deserialize_with = "sample::written_out")] f64);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FoundExemplars {
    series_labels: BTreeMap<String, String>,
    exemplars: Vec<Exemplar>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Targets {
    pub(super) active_targets: Vec<Target>,
}

impl From<Series<Float>> for Sample {
    fn from(Series { metric, point: Float { value: (_, Written(value)) } }: Series<Float>) -> Self {
        let (name, labels) = named(metric);
        Self { name, labels, value, timestamp: None, exemplar: None }
    }
}

impl From<Series<Native>> for NativeHistogram {
    fn from(Series { metric, point: Native { histogram: (_, found) } }: Series<Native>) -> Self {
        let (name, labels) = named(metric);
        let buckets = found.buckets.into_iter();
        let buckets = buckets.map(|Bucket(_, Written(lower), Written(upper), Written(count))| NativeBucket {
            lower,
            upper,
            count,
        });
        Self { name, labels, count: found.count.0, sum: found.sum.0, buckets: buckets.collect() }
    }
}

impl From<FoundExemplars> for SeriesExemplars {
    fn from(found: FoundExemplars) -> Self {
        let (name, labels) = named(found.series_labels);
        Self { name, labels, exemplars: found.exemplars }
    }
}

/// Takes the name from the labels, and drops those that name the target.
fn named(mut labels: BTreeMap<String, String>) -> (String, BTreeMap<String, String>) {
    let name = labels.remove("__name__").unwrap_or_default();
    labels.retain(|label, _| !TARGET_LABELS.contains(&label.as_str()));
    (name, labels)
}
