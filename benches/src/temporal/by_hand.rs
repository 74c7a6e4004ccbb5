//! What a trace must have counted, kept by hand.

use std::collections::BTreeMap;

use temporalio_common::telemetry::METRIC_PREFIX;
use temporalio_common::telemetry::metrics::default_buckets_for;

use super::trace::{Call, Number, Trace};
use crate::tally::Tally;

#[derive(Default)]
struct ByHand<'t> {
    names: Vec<&'t str>,
    labels: Vec<BTreeMap<&'t str, String>>,
    /// The metric and the labels of each.
    series: Vec<(usize, Option<usize>)>,
    tally: Tally,
}

impl Trace {
    /// The exposition after so many repeats of the tasks.
    pub fn tally(&self, repeats: u64) -> Tally {
        let mut hand = ByHand::default();
        self.before.iter().for_each(|call| hand.note(call));
        let (labels, series) = (hand.labels.len(), hand.series.len());
        for _ in 0..repeats {
            self.tasks.iter().for_each(|call| hand.note(call));
            hand.labels.truncate(labels);
            hand.series.truncate(series);
        }
        hand.tally
    }
}

impl<'t> ByHand<'t> {
    fn note(&mut self, call: &'t Call) {
        match call {
            Call::Instrument(_, parameters) => self.names.push(&parameters.name),
            Call::Labels(known, added) => {
                let mut labels = known.map(|known| self.labels[known].clone()).unwrap_or_default();
                labels.extend(added.attributes.iter().map(|label| (&*label.key, label.value.to_string())));
                self.labels.push(labels);
            }
            Call::Series(instrument, labels) => self.series.push((*instrument, *labels)),
            Call::Update(series, number) => self.update(self.series[*series], *number),
        }
    }

    fn update(&mut self, (instrument, labels): (usize, Option<usize>), number: Number) {
        let name = self.names[instrument];
        let labels = labels.into_iter().flat_map(|labels| &self.labels[labels]);
        let labels: Vec<_> = labels.map(|(name, value)| (*name, value.as_str())).collect();
        match number {
            Number::Add(number) => self.tally.count(name, &labels, number),
            Number::Set(number) => self.tally.set(name, &labels, number as f64),
            Number::Took(duration) => {
                let bounds = default_buckets_for(name.trim_start_matches(METRIC_PREFIX), true);
                self.tally.observe_within(bounds, name, &labels, duration.as_secs_f64(), 1);
            }
        }
    }
}
