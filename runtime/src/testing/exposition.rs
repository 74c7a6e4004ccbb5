//! Whole expositions.

use super::selector::Selector;
use super::syntax::Syntax;
use super::{Family, Invalid, reader};
use crate::Registry;

/// What a scrape reads: metric families in one of the two text formats, read and found to break no rule.
///
/// Nothing is corrected or left out: an exposition that breaks a rule is refused as a whole, with its first fault.
/// Parsers let much of that pass, and then show or store something else than what was meant: the same series twice,
/// lines of two families that alternate, buckets that fall.
///
/// ```
/// use lowcard::testing::{Exposition, FamilyKind};
///
/// # fn main() -> Result<(), lowcard::testing::Invalid> {
/// let exposition = Exposition::from_openmetrics("\
/// ## TYPE app_orders counter
/// ## HELP app_orders Orders placed.
/// app_orders_total{channel=\"email\",express=\"true\"} 2 # {trace_id=\"4bf92f35\"} 1
/// ## EOF
/// ")?;
/// assert_eq!(exposition.value(r#"app_orders_total{express="true", channel="email"}"#), Some(2.0));
///
/// let family = &exposition.families()[0];
/// assert_eq!(family.kind, FamilyKind::Counter);
/// assert_eq!(family.help.as_deref(), Some("Orders placed."));
/// assert_eq!(family.samples[0].labels["channel"], "email");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exposition {
    families: Vec<Family>,
}

impl Exposition {
    /// Reads the Prometheus text format 0.0.4. Empty text is an exposition without families.
    ///
    /// It is stricter than the format where what the format allows is a mistake all the same: a counter must not be
    /// negative or `NaN`, and all lines of one histogram or summary must be together, as in OpenMetrics. Names are of
    /// the characters that every Prometheus knows; quoted names are refused.
    pub fn from_text(exposition: impl AsRef<[u8]>) -> Result<Self, Invalid> {
        reader::families(exposition.as_ref(), Syntax::Text).map(|families| Self { families })
    }

    /// Reads OpenMetrics 1.0.
    ///
    /// It asks for what an exposer must write, which is more than what a parser must accept: `# EOF` ends with a line
    /// feed, escape sequences are those that the format defines, and `le` and `quantile` are in the canonical spelling,
    /// so that a series is the same in every format. Points of one series whose timestamps are one double are the same.
    pub fn from_openmetrics(exposition: impl AsRef<[u8]>) -> Result<Self, Invalid> {
        reader::families(exposition.as_ref(), Syntax::OpenMetrics).map(|families| Self { families })
    }

    /// The families, in the order in which they are written.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// The value of a series, such as `app_orders_total{channel="email"}`: the last one, if it has several with
    /// timestamps.
    ///
    /// The labels are all that the series has, in any order; one with an empty value may be left out. None if there is no
    /// such series, or if `series` is not written like one.
    pub fn value(&self, series: &str) -> Option<f64> {
        let selector = Selector::parse(series).ok()?;
        let mut samples = self.families.iter().rev().flat_map(|family| family.samples.iter().rev());
        samples.find(|sample| selector.selects(sample)).map(|sample| sample.value)
    }
}

/// The value of a series in a registry, as a scrape would read it; see [`Exposition::value`]. No series is created.
///
/// ```
/// use lowcard::testing::value;
/// use lowcard::{Gauge, Metrics, Registry};
///
/// #[derive(Metrics)]
/// struct QueueMetrics {
///     /// Messages that wait.
///     waiting: Gauge,
/// }
///
/// # fn main() -> Result<(), lowcard::RegisterError> {
/// let registry = Registry::new();
/// QueueMetrics::register(&registry)?.waiting.set(3);
/// assert_eq!(value(&registry, "app_waiting"), Some(3.0));
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// If the registry's exposition is invalid, as with a counter that is read from a function and is negative.
#[track_caller]
pub fn value(registry: &Registry, series: &str) -> Option<f64> {
    match Exposition::from_text(registry.encode_text()) {
        Ok(exposition) => exposition.value(series),
        Err(invalid) => panic!("the registry's exposition is invalid: {invalid}"),
    }
}
