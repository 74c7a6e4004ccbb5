//! One exemplar, as a parser or a server understood it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::sample;

/// An observation that stands for others of its series.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Exemplar {
    /// What leads to the observation: usually a trace.
    pub labels: BTreeMap<String, String>,
    /// What was observed.
    #[serde(deserialize_with = "sample::written_out")]
    pub value: f64,
    /// When, in seconds since 1970.
    pub timestamp: Option<f64>,
}
