//! What is counted: the requests, the workflows and the build.

lowcard::http_metrics!(pub(crate) HttpMetrics);
lowcard::system_metrics!(pub(crate) SystemMetrics);
lowcard_temporal::workflow_metrics!(pub(crate) TemporalMetrics);
