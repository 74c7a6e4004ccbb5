//! The macros of `lowcard`: tokens become a definition, the definition is held to the rules, and what is left is tokens
//! again. Users find them, with their documentation, in the `lowcard` crate.

mod attribute;
mod case;
mod commit;
mod definition;
mod diagnostics;
mod http_metrics;
mod label_set;
mod label_value;
mod metric;
mod metrics;
mod policy;
mod ready_made;
mod runtime;
mod system_metrics;
mod workflow_metrics;

use proc_macro::TokenStream;

/// Declares a metric: see `lowcard::metric`.
#[proc_macro_attribute]
pub fn metric(arguments: TokenStream, item: TokenStream) -> TokenStream {
    metric::expand(arguments.into(), &item.into()).into()
}

/// Declares a struct of metrics: see `lowcard::Metrics`.
#[proc_macro_derive(Metrics, attributes(metrics, metric))]
pub fn metrics(item: TokenStream) -> TokenStream {
    metrics::expand(&syn::parse_macro_input!(item as syn::DeriveInput)).into()
}

/// Declares a set of labels: see `lowcard::LabelSet`.
#[proc_macro_derive(LabelSet, attributes(labels, label))]
pub fn label_set(item: TokenStream) -> TokenStream {
    label_set::expand(&syn::parse_macro_input!(item as syn::DeriveInput)).into()
}

/// Declares the values of a label: see `lowcard::LabelValue`.
#[proc_macro_derive(LabelValue, attributes(label))]
pub fn label_value(item: TokenStream) -> TokenStream {
    label_value::expand(&syn::parse_macro_input!(item as syn::DeriveInput)).into()
}

/// Declares the metrics of HTTP requests: see `lowcard::http_metrics`.
#[proc_macro]
pub fn http_metrics(input: TokenStream) -> TokenStream {
    http_metrics::expand(input.into()).into()
}

/// Declares what every program says of itself: see `lowcard::system_metrics`.
#[proc_macro]
pub fn system_metrics(item: TokenStream) -> TokenStream {
    system_metrics::expand(item.into()).into()
}

/// Declares the metrics of Temporal's workflows: see `lowcard_temporal::workflow_metrics`.
#[proc_macro]
pub fn workflow_metrics(input: TokenStream) -> TokenStream {
    workflow_metrics::expand(input.into()).into()
}
