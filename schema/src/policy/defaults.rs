//! What holds without a word in the policy.

use super::{Budget, Labels, Limit, Prometheus, Promises};
use crate::Stability;

impl Default for Labels {
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            deny: Vec::new(),
            alias: Vec::new(),
            max: 10,
            max_name_length: 64,
            listed: Vec::new(),
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            metric: Limit::unstated(10_000),
            krate: Limit::unstated(50_000),
            process: Limit::unstated(200_000),
            label: Limit::unstated(1_000),
            buckets: Limit::unstated(30),
        }
    }
}

impl Default for Promises {
    fn default() -> Self {
        Self { unstated: Stability::Stable, deprecation_window: Limit::unstated(3) }
    }
}

impl Default for Prometheus {
    fn default() -> Self {
        Self { target_labels: vec!["job".into(), "instance".into()], scrape_interval: "15s".into() }
    }
}

impl Limit {
    /// A limit that no policy states.
    const fn unstated(most: u64) -> Self {
        Self { most, line: None }
    }
}
