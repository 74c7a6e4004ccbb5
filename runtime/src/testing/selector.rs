//! The name of one series: `http_requests_total{method="get"}`.

use std::collections::BTreeMap;

use super::lines::Line;
use super::sample::identity;
use super::scanner::Scanner;
use super::syntax::Syntax;
use super::{Invalid, Sample};

pub(super) struct Selector {
    name: String,
    labels: BTreeMap<String, String>,
}

impl Selector {
    pub(super) fn parse(text: &str) -> Result<Self, Invalid> {
        let mut scanner = Scanner::new(Line { number: 1, text }, Syntax::Text);
        scanner.skip_blanks();
        let name = scanner.metric_name()?.to_owned();
        scanner.skip_blanks();
        let labels = scanner.labels()?;
        scanner.end("the selector")?;
        Ok(Self { name, labels })
    }

    /// Whether it is the sample's series: the labels must be all that it has.
    pub(super) fn selects(&self, sample: &Sample) -> bool {
        self.name == sample.name && identity(&self.labels, None) == identity(&sample.labels, None)
    }
}
