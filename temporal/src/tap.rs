//! A counter of the SDK that says when runs of workflows end.

use std::error::Error;
use std::sync::Arc;

use temporalio_common::telemetry::metrics::{CounterBase, MetricAttributable, MetricAttributes};

use crate::end::End;
use crate::guard::guarded;
use crate::instrument::Instrument;
use crate::labels;
use crate::workflows::Workflows;

/// Passes on what is counted, whether the counter is exposed or not.
pub(crate) struct Tap {
    pub(crate) counter: Instrument,
    pub(crate) end: End,
    pub(crate) workflows: Arc<Workflows>,
}

/// The same for one workflow type.
struct Tapped {
    counter: Box<dyn CounterBase>,
    end: End,
    workflows: Arc<Workflows>,
    workflow_type: Box<str>,
}

impl MetricAttributable<Box<dyn CounterBase>> for Tap {
    fn with_attributes(&self, attributes: &MetricAttributes) -> Result<Box<dyn CounterBase>, Box<dyn Error>> {
        let workflow_type = labels::of(attributes).and_then(|labels| labels.get("workflow_type"));
        Ok(Box::new(Tapped {
            counter: self.counter.with_attributes(attributes)?,
            end: self.end,
            workflows: Arc::clone(&self.workflows),
            workflow_type: workflow_type.map(String::as_str).unwrap_or_default().into(),
        }))
    }
}

impl CounterBase for Tapped {
    fn adds(&self, number: u64) {
        self.counter.adds(number);
        for _ in 0..number {
            guarded(|| self.workflows.ended(&self.workflow_type, self.end));
        }
    }
}
