//! The macros, with the reference of their attributes.

/// Declares a metric: put it on a `static` without an initialiser.
///
/// The name that is scraped is the policy's namespace and the static's name in lower case; nothing is appended, so a
/// counter is *written* `…_TOTAL`. The doc comment is the HELP text: its first paragraph, with its lines joined. What
/// breaks a rule doesn't compile, and the error ends with the rule's id.
///
/// ```
/// use lowcard::{Counter, Gauge, Histogram, metric};
///
/// /// Orders placed.
/// #[metric]
/// pub static ORDERS_TOTAL: Counter;
///
/// /// Size of what customers upload.
/// #[metric(buckets = [1e3, 1e4, 1e5, 1e6], stability = "beta")]
/// pub static UPLOAD_BYTES: Histogram;
///
/// /// Connections that wait in the pool.
/// #[metric(from = idle)]
/// pub static POOL_IDLE: Gauge;
///
/// fn idle() -> i64 { 3 }
///
/// ORDERS_TOTAL.inc();
/// UPLOAD_BYTES.observe(2_500.0);
/// assert_eq!(POOL_IDLE.get(), 3);
/// ```
///
/// | key | says |
/// |---|---|
/// | `category = "http"` | the category of the policy that it belongs to, which has the budget and the labels |
/// | `buckets = [0.1, 1.0]` | the upper bounds of a histogram, rising; `+Inf` is always added. Seconds have a default |
/// | `native`, `native(schema = 3, max_buckets = 160)` | that the histogram is a native one: a bucket is 2^(2^-schema) times as wide as the last, and a series that needs more than `max_buckets` gets wider ones. With `buckets` it is a classic one too; without, text formats show no bucket but `+Inf` |
/// | `exemplars` | that plain updates of a counter or histogram become exemplars of the [current trace](crate::CurrentTrace), at most one a second for each bucket. It needs the feature `tracing`, and such updates look at the clock and may share cells with other threads |
/// | `unit = "rows"` | the unit, if it is no base unit; the name ends with it |
/// | `max_series = 500` | the most series that it may have at run time, counted as Prometheus does, so with every line of a histogram; for labels that could make more. Label sets that find no room share one, whose labels read `other` |
/// | `from = function` | a function that a counter or gauge without labels is read from at each scrape |
/// | `name = "jobs_total"` | the whole name as it is scraped, for one that is public already |
/// | `stability = "stable"` | what it promises: `alpha`, `beta` or `stable` |
/// | `deprecated(since = "1.4", replaced_by = "…")` | that it will go; recording it is a warning of the compiler's |
/// | `allow("name/type-word", reason = "…")` | that a rule may be broken here, and why |
/// | `crate = path` | where to find `lowcard`, if it is not `::lowcard` |
#[doc(inline)]
pub use lowcard_macros::metric;

/// Declares metrics that belong together, as the fields of a struct.
///
/// A field's name is that of the metric, behind the policy's namespace and the struct's prefix. `register` gives an
/// instance that is bound to one registry, `global` the one of the process. On a struct with a `route`, `router` gives
/// an axum router (feature `axum`).
///
/// ```
/// use lowcard::{Counter, Gauge, Metrics, Registry};
///
/// #[derive(Metrics)]
/// #[metrics(prefix = "queue")]
/// pub struct QueueMetrics {
///     /// Messages taken from the queue.
///     pub messages_total: Counter,
///     /// Messages that wait.
///     pub waiting: Gauge,
/// }
///
/// #[derive(Metrics)]
/// pub struct AppMetrics {
///     #[metrics(flatten)]
///     pub queue: QueueMetrics,
/// }
///
/// let registry = Registry::new();
/// let app = AppMetrics::register(&registry)?;
/// app.queue.messages_total.inc();
/// assert!(registry.encode_text().contains("\napp_queue_messages_total 1\n"));
/// # Ok::<(), lowcard::RegisterError>(())
/// ```
///
/// | key, on the struct | says |
/// |---|---|
/// | `prefix = "queue"` | what stands between namespace and field name; it is not put before the metrics of a flattened struct |
/// | `category = "queue"` | the category of every field that states none |
/// | `route = "/metrics"` | where `router` serves the registry |
/// | `crate = path` | where to find `lowcard`, if it is not `::lowcard` |
///
/// A field has the keys of [`macro@metric`] except `crate`, in `#[metric(…)]`; `#[metrics(flatten)]` takes in the metrics of
/// another struct.
#[doc(inline)]
pub use lowcard_macros::Metrics;

/// Declares the labels of a metric, as the fields of a struct.
///
/// Each field's type implements [`LabelValue`](trait@crate::LabelValue). A struct is written in full at each use, so a
/// label that is missing or misspelt is the compiler's own error.
///
/// ```
/// use lowcard::{LabelSet, LabelValue, Method};
///
/// #[derive(LabelValue)]
/// pub enum Cache { Hit, Miss }
///
/// #[derive(LabelSet)]
/// pub struct Lookup { pub cache: Cache }
///
/// #[derive(LabelSet)]
/// pub struct Request {
///     #[label(rename = "verb")]
///     pub method: Method,
///     #[labels(flatten)]
///     pub lookup: Lookup,
/// }
/// ```
///
/// | key | on | says |
/// |---|---|---|
/// | `labels(category = "http")` | the struct | which categories it is for, one or a list; without, any may use it |
/// | `labels(constant)` | the struct | that it holds the labels of an [`Info`](crate::Info): any type that can be displayed |
/// | `labels(allow("…", reason = "…"))` | the struct | that a rule may be broken here, and why |
/// | `labels(crate = path)` | the struct | where to find `lowcard`, if it is not `::lowcard` |
/// | `labels(flatten)` | a field | that it is another set, whose labels are taken in |
/// | `label(rename = "…")` | a field | the label's name, if it is not the field's |
#[doc(inline)]
pub use lowcard_macros::LabelSet;

/// Declares the values of a label: an enum, or a struct around [`Interned`](crate::Interned).
///
/// The variants of an enum are exposed in snake case. With a variant marked `other`, any text can be turned into a value.
///
/// ```
/// use lowcard::{Interned, LabelValue};
///
/// #[derive(Debug, PartialEq, LabelValue)]
/// #[label(rename_all = "kebab-case")]
/// pub enum Channel {
///     Email,
///     WebPush,
///     #[label(other)]
///     Unknown,
/// }
///
/// #[derive(LabelValue)]
/// #[label(max = 200)]
/// pub struct Route(Interned);
///
/// assert_eq!(Channel::from("web-push"), Channel::WebPush);
/// assert_eq!(Channel::from("pigeon"), Channel::Unknown);
/// let route = Route::from("/users/{id}");
/// ```
///
/// | key | on | says |
/// |---|---|---|
/// | `rename_all = "kebab-case"` | an enum | how variants are written |
/// | `rename = "…"` | a variant | how it is exposed |
/// | `other` | a variant | that it stands for every text that is none of the others |
/// | `max = 200` | a struct | how many values are kept apart; the next ones become `other`, and are counted in `lowcard_label_overflow_total` |
/// | `overflow = "…"` | a struct | what they become instead of `other` |
/// | `allow("…", reason = "…")` | a struct | that a rule may be broken here, and why |
/// | `crate = path` | either | where to find `lowcard`, if it is not `::lowcard` |
#[doc(inline)]
pub use lowcard_macros::LabelValue;

/// Declares the metrics of HTTP requests, in your namespace and under your policy, and the [layer](mod@crate::http) that
/// records them.
///
/// It takes a visibility and a name, and makes a struct of that name, as [`derive@Metrics`] knows it; it can be flattened
/// into another. With the namespace `shop`, its metrics are:
///
/// | metric | labels |
/// |---|---|
/// | `shop_http_requests_total` | `method`, `path`, `status_code` |
/// | `shop_http_request_duration_seconds` | `method`, `path` |
/// | `shop_http_requests_in_flight` | |
/// | with `body_sizes`: `shop_http_request_size_bytes`, `shop_http_response_size_bytes` | `method`, `path` |
///
/// ```
/// lowcard::http_metrics!(pub HttpMetrics);
///
/// let layer = HttpMetrics::layer(); // for axum's `Router::layer`, and any other tower service
/// ```
///
/// With all that can be said:
///
/// ```
/// lowcard::http_metrics!(
///     /// What the shop answers.
///     pub ShopMetrics,
///     prefix = "shop_http",
///     status = "class",
///     buckets = [0.01, 0.1, 1.0],
///     native(schema = 3),
///     body_sizes,
///     skip = ["/healthz", "/metrics"],
///     paths = 50,
///     labels(method = "verb", path = "route", status_code = "status"),
///     max_series = 5_000,
/// );
/// ```
///
/// | key | says | otherwise |
/// |---|---|---|
/// | `prefix = "http"` | what stands between the namespace and the names | `http` |
/// | `category = "http"` | the category of the policy that the metrics and labels belong to | `http` |
/// | `status = "class"` | whether statuses are kept apart by `"code"`, as in 404, or by `"class"`, as in 4xx | `"code"` |
/// | `labels(method = "…", path = "…", status_code = "…")` | other names for the labels | these |
/// | `paths = 50` | how many templates are kept apart; the next ones become `other` | 200, or what the policy allows if that is less |
/// | `skip = ["/healthz"]` | which templates are not recorded, and which paths where there is no template | none |
/// | `buckets = [0.1, 1.0]` | the bounds of the duration, in seconds | from 0.005 to 10 |
/// | `native`, `native(schema = 3, max_buckets = 160)` | that the duration is a native histogram, with the stated `buckets` beside if there are any | |
/// | `body_sizes` | that the lengths of bodies are observed. A request's is what it says beforehand: one in chunks has none; an answer's is what the server took of it | |
/// | `max_series = 5_000` | the most series that each metric may have | the policy's budget |
/// | `crate = path` | where to find `lowcard`, if it is not `::lowcard` | |
///
/// The label types are made as well, as `HttpMetricsPath`, `HttpMetricsRequest` and `HttpMetricsRoute`.
#[cfg(feature = "http")]
#[doc(inline)]
pub use lowcard_macros::http_metrics;
