//! `http_metrics!`, behind the path of the runtime that `lowcard::http_metrics!` puts before it: what a layer records
//! requests into, as items that the other macros expand.

use lowcard_schema::Rule;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Path;

use crate::attribute::{Keys, Stated};
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;
use crate::ready_made::{self, Input, bounds};

/// What the keys say, as tokens for the attributes of the items that are written.
struct Options {
    prefix: TokenStream,
    category: TokenStream,
    status: Status,
    /// The names of the three labels, if they are others.
    method: Option<TokenStream>,
    path: Option<TokenStream>,
    status_code: Option<TokenStream>,
    paths: TokenStream,
    skipped: Vec<TokenStream>,
    /// `buckets = […]` and `native`, for the duration.
    buckets: TokenStream,
    /// The cap of each labelled metric, which is also its budget if nothing is said.
    max_series: TokenStream,
    has_body_sizes: bool,
}

/// What the status label tells apart.
#[derive(Clone, Copy)]
enum Status {
    Code,
    Class,
}

/// The names of the items.
struct Names {
    metrics: Ident,
    path: Ident,
    request: Ident,
    route: Ident,
}

/// What keeps templates apart if nothing is said and the policy allows so many.
const PATHS: u64 = 200;
/// From 5 ms to 10 s, as the official clients have them.
const BUCKETS: &str = "[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0]";
/// From 100 bytes to 10 megabytes.
const SIZES: &str = "[100.0, 1000.0, 10000.0, 100000.0, 1000000.0, 10000000.0]";

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    ready_made::expand("http_metrics!(pub HttpMetrics)", input, Options::read, emit)
}

impl Options {
    const KEYS: [&str; 10] =
        ["prefix", "category", "status", "labels", "paths", "skip", "buckets", "native", "body_sizes", "max_series"];

    fn read(diagnostics: &Diagnostics, keys: TokenStream, governing: &Governing) -> Self {
        let mut keys = Keys::of_arguments(diagnostics, keys, "http_metrics!", &Self::KEYS);
        let category = keys.string("category");
        let category_name = category.as_ref().map_or("http", |stated| &stated.value);
        let budget = governing.policy.metric_budget(Some(category_name)).most;
        let renamed =
            "write `labels(method = \"verb\", path = \"route\", status_code = \"status\")`, or those that differ";
        let mut labels = keys.list("labels", renamed, &["method", "path", "status_code"]);
        let mut label = |name| Some(labels.as_mut()?.string(name)?.tokens);
        Self {
            prefix: keys.string("prefix").map_or_else(|| quote!("http"), |stated| stated.tokens),
            category: category.map_or_else(|| quote!("http"), |stated| stated.tokens),
            status: status(diagnostics, keys.string("status")),
            method: label("method"),
            path: label("path"),
            status_code: label("status_code"),
            paths: keys.number("paths").map_or_else(
                || PATHS.min(governing.policy.budget.label.most).to_token_stream(),
                |stated| stated.tokens,
            ),
            skipped: keys.strings("skip").into_iter().map(|stated| stated.tokens).collect(),
            buckets: ready_made::buckets(&mut keys, BUCKETS),
            max_series: keys.number("max_series").map_or_else(|| budget.to_token_stream(), |stated| stated.tokens),
            has_body_sizes: keys.flag("body_sizes").is_some(),
        }
    }
}

fn status(diagnostics: &Diagnostics, stated: Option<Stated<String>>) -> Status {
    match stated {
        None => Status::Code,
        Some(Stated { value, .. }) if value == "code" => Status::Code,
        Some(Stated { value, .. }) if value == "class" => Status::Class,
        Some(Stated { value, tokens }) => {
            let message = format!("`{}` is not what a status can be kept apart by", value.escape_debug());
            let help = "write `\"code\"`, as in 404, or `\"class\"`, as in 4xx";
            diagnostics.error_with_help(tokens, Rule::AttributeInvalidValue, message, help);
            Status::Code
        }
    }
}

// http_metrics!(pub HttpMetrics);                                                              expands to
//
//     #[derive(Metrics)] pub struct HttpMetrics { pub requests_total: Counter<HttpMetricsRequest>, … }
//     #[derive(LabelValue)] #[label(max = 200)] pub struct HttpMetricsPath(Interned);
//     #[derive(LabelSet)] pub struct HttpMetricsRequest { method: Method, path: HttpMetricsPath, status_code: StatusCode }
//     #[derive(LabelSet)] pub struct HttpMetricsRoute { method: Method, path: HttpMetricsPath }
//     impl HttpMetrics { pub fn layer() pub fn route() }
//     impl http::HttpMetrics for HttpMetrics { … }
fn emit(input: &Input, options: &Options, excuse: Option<&TokenStream>) -> TokenStream {
    let names = Names {
        metrics: input.name.clone(),
        path: format_ident!("{}Path", input.name),
        request: format_ident!("{}Request", input.name),
        route: format_ident!("{}Route", input.name),
    };
    let metrics = metrics(input, options, &names);
    let labels = labels(input, options, &names, excuse);
    let constructors = constructors(input, &names);
    let implementation = implementation(input, options, &names);
    quote!(#metrics #labels #constructors #implementation)
}

fn metrics(input: &Input, options: &Options, names: &Names) -> TokenStream {
    let Input { root: runtime, attributes, visibility, .. } = input;
    let Options { prefix, category, buckets, max_series, has_body_sizes, .. } = options;
    let Names { metrics, request, route, .. } = names;
    let documentation = attributes.is_empty().then(|| quote!(#[doc = "The metrics of HTTP requests."]));
    let sizes = has_body_sizes.then(|| {
        let bounds = bounds(SIZES);
        quote! {
            /// Length of HTTP requests' bodies, where it was known beforehand.
            #[metric(#bounds, max_series = #max_series)]
            #visibility request_size_bytes: #runtime::Histogram<#route>,
            /// Length of what was sent of HTTP answers' bodies.
            #[metric(#bounds, max_series = #max_series)]
            #visibility response_size_bytes: #runtime::Histogram<#route>,
        }
    });
    quote_spanned! {input.name.span()=>
        #documentation
        #(#attributes)*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, #runtime::Metrics)]
        #[metrics(prefix = #prefix, category = #category, crate = #runtime)]
        #visibility struct #metrics {
            /// HTTP requests by the status of the answer; 499 where the client did not wait for one.
            #[metric(max_series = #max_series)]
            #visibility requests_total: #runtime::Counter<#request>,
            /// Time from the arrival of an HTTP request to the end of its answer.
            #[metric(#buckets, max_series = #max_series)]
            #visibility request_duration_seconds: #runtime::Histogram<#route>,
            /// HTTP requests being served.
            #visibility requests_in_flight: #runtime::Gauge,
            #sizes
        }
    }
}

fn labels(input: &Input, options: &Options, names: &Names, excuse: Option<&TokenStream>) -> TokenStream {
    let Input { root: runtime, visibility, name, .. } = input;
    let Options { category, status, paths, .. } = options;
    let Names { path, request, route, .. } = names;
    let status = status.label_type(runtime);
    let rename = |name: &Option<TokenStream>| name.as_ref().map(|name| quote!(#[label(rename = #name)]));
    let (method_name, path_name) = (rename(&options.method), rename(&options.path));
    let status_name = rename(&options.status_code);
    let excuse = excuse.into_iter();
    let keys = quote!(#[labels(category = #category, crate = #runtime #(, #excuse)*)]);
    quote_spanned! {name.span()=>
        /// The templates of routes, and `unmatched` for what has none.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, #runtime::LabelValue)]
        #[label(max = #paths, crate = #runtime)]
        #visibility struct #path(#runtime::Interned);

        /// The labels of a request that was answered.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, #runtime::LabelSet)]
        #keys
        #visibility struct #request {
            /// Its method.
            #method_name
            #visibility method: #runtime::Method,
            /// The template of its route.
            #path_name
            #visibility path: #path,
            /// The status of the answer.
            #status_name
            #visibility status_code: #status,
        }

        /// The labels of a request that was timed.
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, #runtime::LabelSet)]
        #keys
        #visibility struct #route {
            /// Its method.
            #method_name
            #visibility method: #runtime::Method,
            /// The template of its route.
            #path_name
            #visibility path: #path,
        }
    }
}

impl Status {
    fn label_type(self, runtime: &Path) -> TokenStream {
        match self {
            Self::Code => quote!(#runtime::StatusCode),
            Self::Class => quote!(#runtime::StatusClass),
        }
    }
}

fn constructors(input: &Input, names: &Names) -> TokenStream {
    let (Input { root: runtime, visibility, .. }, metrics) = (input, &names.metrics);
    quote! {
        #[allow(dead_code)] // most programs need one of them
        impl #metrics {
            /// A layer that records requests with the process's registry.
            ///
            /// Where metrics are off, or the registry refuses one of these, it passes requests on, and does nothing else;
            /// the registry keeps the reason.
            #visibility fn layer() -> #runtime::http::HttpLayer<Self> {
                static RECORDER: #runtime::http::ProcessRecorder<#metrics> = #runtime::http::ProcessRecorder::new();
                match Self::global() {
                    ::core::result::Result::Ok(metrics) => RECORDER.layer(metrics),
                    ::core::result::Result::Err(_) => #runtime::http::HttpLayer::pass_through(),
                }
            }

            /// What a route says which one it is with, to a layer that stands around the router.
            #visibility fn route() -> #runtime::http::RouteLayer<Self> {
                #runtime::http::RouteLayer::new()
            }
        }
    }
}

fn implementation(input: &Input, options: &Options, names: &Names) -> TokenStream {
    let runtime = &input.root;
    let Options { status, skipped, has_body_sizes, .. } = options;
    let Names { metrics, path, request, route } = names;
    let status = status.label_type(runtime);
    let lengths = if *has_body_sizes { quote!(Measured) } else { quote!(Unmeasured) };
    let sizes = if *has_body_sizes {
        quote! {
            ::core::option::Option::Some(#runtime::http::Sizes {
                request: &self.request_size_bytes,
                response: &self.response_size_bytes,
            })
        }
    } else {
        quote!(::core::option::Option::None)
    };
    quote! {
        impl #runtime::http::HttpMetrics for #metrics {
            type Request = #request;
            type Route = #route;
            type Lengths = #runtime::http::#lengths;

            const PATHS: u64 = <#path as #runtime::LabelValue>::DOMAIN.len();
            const STATUSES: u64 = <#status as #runtime::LabelValue>::DOMAIN.len();
            const SKIPPED: &'static [&'static str] = &[#(#skipped),*];

            #[inline]
            fn templates() -> &'static #runtime::http::Templates {
                static TEMPLATES: #runtime::http::Templates = #runtime::http::Templates::new();
                &TEMPLATES
            }

            fn path(template: &str) -> #runtime::Interned {
                #path::from(template).0
            }

            #[inline]
            fn status(code: u16) -> u32 {
                #runtime::LabelValue::ordinal(&#status::from(code))
            }

            fn request(method: #runtime::Method, path: #runtime::Interned, code: u16) -> #request {
                #request { method, path: #path(path), status_code: #status::from(code) }
            }

            fn route_labels(method: #runtime::Method, path: #runtime::Interned) -> #route {
                #route { method, path: #path(path) }
            }

            #[inline]
            fn requests(&self) -> &#runtime::Counter<#request> {
                &self.requests_total
            }

            #[inline]
            fn durations(&self) -> &#runtime::Histogram<#route> {
                &self.request_duration_seconds
            }

            #[inline]
            fn in_flight(&self) -> &#runtime::Gauge {
                &self.requests_in_flight
            }

            #[inline]
            fn sizes(&self) -> ::core::option::Option<#runtime::http::Sizes<&#runtime::Histogram<#route>>> {
                #sizes
            }
        }
    }
}
