//! One sample, as a parser or a server understood it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de};

use crate::Exemplar;

/// A value, and what names it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Sample {
    /// The metric's name with every suffix; empty if a query has computed the name away.
    pub name: String,
    /// Every label but the name.
    pub labels: BTreeMap<String, String>,
    /// The value.
    #[serde(deserialize_with = "written_out")]
    pub value: f64,
    /// The time that the exposition gives for the value, in seconds since 1970. A query leaves it out.
    pub timestamp: Option<f64>,
    /// The exemplar at the end of the sample's line. A query leaves it out.
    pub exemplar: Option<Exemplar>,
}

/// JSON has no number for NaN and the infinities, so values come as strings.
pub(crate) fn written_out<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    String::deserialize(from)?.parse().map_err(de::Error::custom)
}
