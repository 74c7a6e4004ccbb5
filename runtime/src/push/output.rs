//! Where a job leaves its metrics.

use std::error::Error;
use std::time::Duration;

use super::error::Cause;
use super::gateway::Pushgateway;
use super::job_metrics::Outcome;
use super::textfile::Textfile;
use super::time_limit::within;
use crate::registry::Registry;

/// How long a file may take: what is read for it may never return, and a network may be below its folder.
const FILE_TIME: Duration = Duration::from_secs(5);

/// Where a [`Job`](crate::Job) leaves its metrics. Both kinds turn into it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum JobOutput {
    /// A group of a Pushgateway.
    Pushgateway(Pushgateway),
    /// A file for the textfile collector.
    Textfile(Textfile),
}

impl JobOutput {
    /// After a success, the metrics take the place of what is there. After a failure, what they don't have stays: the
    /// time of the last success does.
    pub(super) fn take(&self, registry: &Registry, outcome: Outcome) -> Result<(), Box<dyn Error>> {
        match (self, outcome) {
            (Self::Pushgateway(gateway), Outcome::Succeeded) => Ok(gateway.put(registry)?),
            (Self::Pushgateway(gateway), Outcome::Failed) => Ok(gateway.post(registry)?),
            (Self::Textfile(file), outcome) => {
                let (file, registry) = (file.clone(), registry.clone());
                let written = within(FILE_TIME, move || match outcome {
                    Outcome::Succeeded => file.write(&registry),
                    Outcome::Failed => file.update(&registry),
                });
                Ok(written.map_err(|unfinished| Cause::of_unfinished(&unfinished, FILE_TIME).to_string())??)
            }
        }
    }
}

impl From<Pushgateway> for JobOutput {
    fn from(gateway: Pushgateway) -> Self {
        Self::Pushgateway(gateway)
    }
}

impl From<Textfile> for JobOutput {
    fn from(file: Textfile) -> Self {
        Self::Textfile(file)
    }
}
