//! `workflow_metrics!`, behind the path that `lowcard_temporal::workflow_metrics!` puts before it: what a worker of Temporal
//! records its workflows into, as items that the other macros expand.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use crate::attribute::Keys;
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;
use crate::ready_made::{self, Input};

/// What the keys say, as tokens for the attributes of the items that are written.
struct Options {
    prefix: TokenStream,
    category: TokenStream,
    /// Another name for the label.
    workflow_type: Option<TokenStream>,
    types: TokenStream,
    /// `buckets = […]` and `native`, for the duration.
    buckets: TokenStream,
    /// `max_series = …`, if it is stated.
    max_series: Option<TokenStream>,
}

/// The names of the items.
struct Names {
    metrics: Ident,
    workflow: Ident,
    workflow_type: Ident,
}

/// How many workflow types are kept apart if nothing is said and the policy allows so many.
const TYPES: u64 = 100;
/// From a tenth of a second to a day.
const BUCKETS: &str = "[0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0, 21600.0, 86400.0]";

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    ready_made::expand("workflow_metrics!(pub TemporalMetrics)", input, Options::read, emit)
}

impl Options {
    const KEYS: [&str; 7] = ["prefix", "category", "labels", "types", "buckets", "native", "max_series"];

    fn read(diagnostics: &Diagnostics, keys: TokenStream, governing: &Governing) -> Self {
        let mut keys = Keys::of_arguments(diagnostics, keys, "workflow_metrics!", &Self::KEYS);
        let renamed = "write `labels(workflow_type = \"workflow\")`";
        let mut labels = keys.list("labels", renamed, &["workflow_type"]);
        let category = keys.string("category");
        let types = keys.number("types");
        let most = governing.policy.budget.label.most;
        // More types than a label may have are an error, and their product with the buckets is no second one.
        let capped = types.as_ref().is_some_and(|types| types.value > most).then(|| {
            let category = category.as_ref().map_or("temporal", |stated| &stated.value);
            let budget = governing.policy.metric_budget(Some(category)).most;
            quote!(max_series = #budget)
        });
        Self {
            prefix: keys.string("prefix").map_or_else(|| quote!("temporal"), |stated| stated.tokens),
            category: category.map_or_else(|| quote!("temporal"), |stated| stated.tokens),
            workflow_type: labels.as_mut().and_then(|labels| Some(labels.string("workflow_type")?.tokens)),
            types: types.map_or_else(|| TYPES.min(most).to_token_stream(), |stated| stated.tokens),
            buckets: ready_made::buckets(&mut keys, BUCKETS),
            max_series: keys.forwarded("max_series").or(capped),
        }
    }
}

// workflow_metrics!(pub TemporalMetrics);                                                       expands to
//
//     #[derive(Metrics)] pub struct TemporalMetrics { pub workflow_started_total: Counter<TemporalMetricsWorkflow>, … }
//     #[derive(LabelValue)] #[label(max = 100)] pub struct TemporalMetricsWorkflowType(Interned);
//     #[derive(LabelSet)] pub struct TemporalMetricsWorkflow { workflow_type: TemporalMetricsWorkflowType }
//     impl WorkflowMetrics for TemporalMetrics { … }
fn emit(input: &Input, options: &Options, excuse: Option<&TokenStream>) -> TokenStream {
    let names = Names {
        metrics: input.name.clone(),
        workflow: format_ident!("{}Workflow", input.name),
        workflow_type: format_ident!("{}WorkflowType", input.name),
    };
    let root = &input.root;
    let runtime = quote!(#root::__private::lowcard);
    let metrics = metrics(input, options, &names, &runtime);
    let labels = labels(input, options, &names, &runtime, excuse);
    let implementation = implementation(input, &names);
    quote!(#metrics #labels #implementation)
}

fn metrics(input: &Input, options: &Options, names: &Names, runtime: &TokenStream) -> TokenStream {
    let Input { attributes, visibility, .. } = input;
    let Options { prefix, category, buckets, max_series, .. } = options;
    let Names { metrics, workflow, .. } = names;
    let capped = max_series.as_ref().map(|stated| quote!(#[metric(#stated)]));
    let documentation = attributes.is_empty().then(|| quote!(#[doc = "The metrics of Temporal's workflows."]));
    let reason = "it counts workers that there are now, under the name that dashboards of Temporal know";
    quote_spanned! {input.name.span()=>
        #documentation
        #(#attributes)*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, #runtime::Metrics)]
        #[metrics(prefix = #prefix, category = #category, crate = #runtime)]
        #visibility struct #metrics {
            /// Runs of workflows that began in this process.
            #capped
            #visibility workflow_started_total: #runtime::Counter<#workflow>,
            /// Runs of workflows that completed, as the server has accepted it.
            #capped
            #visibility workflow_completed_total: #runtime::Counter<#workflow>,
            /// Runs of workflows that failed, as the server has accepted it.
            #capped
            #visibility workflow_failed_total: #runtime::Counter<#workflow>,
            /// Time from the start of a workflow's run to its end, however it ended.
            #[metric(#buckets, #max_series)]
            #visibility workflow_duration_seconds: #runtime::Histogram<#workflow>,
            /// Workers that are running in this process.
            #[metric(allow("name/counter-total", reason = #reason))]
            #visibility workers_running_total: #runtime::Gauge,
            /// Workers that this process has configured.
            #[metric(allow("name/counter-total", reason = #reason))]
            #visibility workers_configured_total: #runtime::Gauge,
        }
    }
}

fn labels(
    input: &Input,
    options: &Options,
    names: &Names,
    runtime: &TokenStream,
    excuse: Option<&TokenStream>,
) -> TokenStream {
    let Input { visibility, name, .. } = input;
    let Options { category, types, workflow_type: renamed, .. } = options;
    let Names { workflow, workflow_type, .. } = names;
    let rename = renamed.as_ref().map(|name| quote!(#[label(rename = #name)]));
    let excuse = excuse.into_iter();
    quote_spanned! {name.span()=>
        /// The names of workflows, as they are registered with workers.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, #runtime::LabelValue)]
        #[label(max = #types, crate = #runtime)]
        #visibility struct #workflow_type(#runtime::Interned);

        /// The labels of a workflow's run.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, #runtime::LabelSet)]
        #[labels(category = #category, crate = #runtime #(, #excuse)*)]
        #visibility struct #workflow {
            /// The name of the workflow.
            #rename
            #visibility workflow_type: #workflow_type,
        }
    }
}

fn implementation(input: &Input, names: &Names) -> TokenStream {
    let root = &input.root;
    let Names { metrics, workflow, workflow_type } = names;
    let labels = quote!(#workflow { workflow_type: #workflow_type::from(workflow_type) });
    quote! {
        impl #root::WorkflowMetrics for #metrics {
            fn started(&self, workflow_type: &str) {
                self.workflow_started_total.with(#labels).inc();
            }

            fn completed(&self, workflow_type: &str) {
                self.workflow_completed_total.with(#labels).inc();
            }

            fn failed(&self, workflow_type: &str) {
                self.workflow_failed_total.with(#labels).inc();
            }

            fn took(&self, workflow_type: &str, duration: ::core::time::Duration) {
                self.workflow_duration_seconds.with(#labels).observe(duration.as_secs_f64());
            }

            fn configured(&self) {
                self.workers_configured_total.inc();
            }

            fn running(&self) {
                self.workers_running_total.inc();
            }

            fn stopped(&self) {
                self.workers_running_total.dec();
            }
        }
    }
}
