//! What an endpoint says of itself, in the registry that it serves.

use lowcard_schema::{Definition, Domain, Kind, Label};

use crate::declaration::Declaration;
use crate::label::{Column, Derived, LabelSet, LabelValue};
use crate::metric::{BucketFinder, Counter, Gauge, Histogram, Metric};
use crate::registry::{RegisterError, Registry};
use crate::site::here;

/// The metrics of an endpoint.
pub(super) struct OwnMetrics {
    pub(super) scrapes: Counter<Answered>,
    pub(super) aborted: Counter,
    pub(super) duration: Histogram,
    pub(super) sent_bytes: Counter,
    pub(super) series: Gauge,
}

/// How a scrape was answered.
///
/// Written out, as the derives would hold this crate to the policy of whoever builds it.
#[derive(Clone, Copy)]
pub(super) struct Answered {
    pub(super) status: Status,
}

/// The status codes that the endpoint answers with.
#[derive(Clone, Copy)]
pub(super) enum Status {
    Ok,
    BadRequest,
    Unauthorized,
    MethodNotAllowed,
    Unavailable,
}

/// The texts, in the order of the variants.
const TEXTS: &[&str] = &["200", "400", "401", "405", "503"];

impl Derived for Status {}

impl LabelValue for Status {
    const DOMAIN: Domain = Domain::Closed(TEXTS);

    fn ordinal(&self) -> u32 {
        *self as u32
    }

    fn text(ordinal: u32) -> &'static str {
        Self::DOMAIN.text(ordinal)
    }
}

impl Derived for Answered {}

impl LabelSet for Answered {
    const LABELS: &'static [Label] = &[Label { name: "status", domain: Status::DOMAIN }];
    const COLUMNS: &'static [Column] = &[Column::of::<Status>()];
    const CATEGORIES: &'static [&'static str] = &[];

    fn index(&self) -> u64 {
        self.status.ordinal().into()
    }
}

const BOUNDS: &[f64] = &[0.001, 0.005, 0.025, 0.1, 0.5, 1.0, 5.0, 10.0];

static SCRAPES: Declaration = Declaration::new(
    Definition {
        labels: Answered::LABELS,
        ..Definition::new("lowcard_scrapes_total", Kind::Counter, "Scrapes that were answered.", here())
    },
    Answered::COLUMNS,
);

static ABORTED: Declaration = Declaration::new(
    Definition::new(
        "lowcard_scrapes_aborted_total",
        Kind::Counter,
        "Scrapes that ended before their last byte: the client went away, or the time was over.",
        here(),
    ),
    &[],
);

static DURATION: Declaration = Declaration::new(
    Definition {
        unit: Some("seconds"),
        buckets: BOUNDS,
        ..Definition::new(
            "lowcard_scrape_duration_seconds",
            Kind::Histogram,
            "Time from a scrape's request to the last byte of its answer.",
            here(),
        )
    },
    &[],
)
.find_by(const { &BucketFinder::new(BOUNDS) });

static SENT_BYTES: Declaration = Declaration::new(
    Definition {
        unit: Some("bytes"),
        ..Definition::new(
            "lowcard_scrape_sent_bytes_total",
            Kind::Counter,
            "Bytes of expositions that were handed to the server, compressed as they are sent.",
            here(),
        )
    },
    &[],
);

static SERIES: Declaration = Declaration::new(
    Definition::new("lowcard_scrape_series", Kind::Gauge, "Series that the last scrape found.", here()),
    &[],
);

impl OwnMetrics {
    /// Registers them, or finds those of another endpoint of the same registry.
    pub(super) fn register(registry: &Registry) -> Result<Self, RegisterError> {
        Ok(Self {
            scrapes: Counter::bound(registry, &SCRAPES)?,
            aborted: Counter::bound(registry, &ABORTED)?,
            duration: Histogram::bound(registry, &DURATION)?,
            sent_bytes: Counter::bound(registry, &SENT_BYTES)?,
            series: Gauge::bound(registry, &SERIES)?,
        })
    }
}
