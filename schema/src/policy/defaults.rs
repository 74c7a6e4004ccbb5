//! What holds without a word in the policy.

use super::{Budget, Labels, Prometheus, Promises};
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
        Self { metric: 10_000, krate: 50_000, process: 200_000, label: 1_000, buckets: 30 }
    }
}

impl Default for Promises {
    fn default() -> Self {
        Self { unstated: Stability::Stable, deprecation_window: 3 }
    }
}

impl Default for Prometheus {
    fn default() -> Self {
        Self { target_labels: vec!["job".into(), "instance".into()], scrape_interval: "15s".into() }
    }
}
