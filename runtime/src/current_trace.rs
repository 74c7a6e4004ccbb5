//! The trace that the current span belongs to.

use opentelemetry::trace::TraceContextExt;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::exemplar::{self, ExemplarLabels};
use crate::storage::ExemplarSource;

/// The trace of the current [`tracing`] span as the labels of an exemplar: `trace_id` and `span_id`.
///
/// It is found through the OpenTelemetry layer of `tracing-opentelemetry`. Outside of a span, without that layer, and in
/// a trace that is not sampled, there is nothing that a link could lead to, and so no exemplar.
///
/// ```
/// use lowcard::{CurrentTrace, Histogram, metric};
///
/// /// Time to answer a question.
/// #[metric]
/// static ANSWER_DURATION_SECONDS: Histogram;
///
/// ANSWER_DURATION_SECONDS.observe_with_exemplar(0.25, CurrentTrace);
/// ```
///
/// Plain updates of a metric with `#[metric(exemplars)]` do the same.
#[derive(Clone, Copy, Debug)]
pub struct CurrentTrace;

/// The source of exemplars that `#[metric(exemplars)]` stands for.
pub const CURRENT_TRACE: ExemplarSource = ExemplarSource(|labels| exemplar::render(CurrentTrace, labels));

impl ExemplarLabels for CurrentTrace {
    fn each(self, label: &mut dyn FnMut(&str, &str)) {
        let context = Span::current().context();
        let span = context.span();
        let span = span.span_context();
        if span.is_valid() && span.is_sampled() {
            label("trace_id", &span.trace_id().to_string());
            label("span_id", &span.span_id().to_string());
        }
    }
}
