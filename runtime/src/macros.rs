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
/// | `from = function` | a function that [says its value](#read-from-a-function): that of a counter or gauge without labels, at each scrape, or the labels of an info, once |
/// | `name = "jobs_total"` | the whole name as it is scraped, for one that is public already |
/// | `stability = "stable"` | what it promises: `alpha`, `beta` or `stable` |
/// | `deprecated(since = "1.4", replaced_by = "…")` | that it will go; recording it is a warning of the compiler's |
/// | `allow("name/type-word", reason = "…")` | that a rule may be broken here, and why |
/// | `crate = path` | where to find `lowcard`, if it is not `::lowcard` |
///
/// # Read from a function
///
/// What somebody counts already needs no updates: `from` names the function that knows it. It is called with each scrape,
/// and not at all while metrics are disabled. If it panics, or does not return in time where an endpoint asks, its metric
/// is left out of that scrape and counted in `lowcard_collector_errors_total`. A counter's function must never return less
/// than before.
///
/// A pool of database connections, such as sqlx's:
///
/// ```
/// use std::sync::OnceLock;
///
/// use lowcard::{Gauge, Metrics, Registry};
/// # struct PgPool;
/// # impl PgPool { fn size(&self) -> u32 { 5 } fn num_idle(&self) -> usize { 3 } }
///
/// /// Set once the program has connected.
/// static POOL: OnceLock<PgPool> = OnceLock::new();
///
/// #[derive(Metrics)]
/// #[metrics(prefix = "pool")]
/// pub struct PoolMetrics {
///     /// Connections of the pool.
///     #[metric(from = connections)]
///     pub connections: Gauge,
///     /// Connections that nobody uses.
///     #[metric(from = idle_connections)]
///     pub idle_connections: Gauge,
/// }
///
/// fn connections() -> i64 { POOL.get().map_or(0, |pool| pool.size().into()) }
/// fn idle_connections() -> i64 { POOL.get().map_or(0, |pool| pool.num_idle() as i64) }
///
/// let registry = Registry::new();
/// PoolMetrics::register(&registry)?;
/// POOL.set(PgPool).ok();
/// assert!(registry.encode_text().contains("\napp_pool_idle_connections 3\n"));
/// # Ok::<(), lowcard::RegisterError>(())
/// ```
///
/// The depth of a queue, which a channel knows as its `len()`. Nobody touches a static that is read from a function, so that
/// [`register_all`](crate::register_all) brings it to life:
///
/// ```
/// use std::sync::OnceLock;
///
/// use lowcard::{Gauge, Registry, metric};
/// use tokio::sync::mpsc;
///
/// static QUEUE: OnceLock<mpsc::Sender<String>> = OnceLock::new();
///
/// /// Uploads that wait in the queue.
/// #[metric(from = waiting)]
/// pub static UPLOADS_WAITING: Gauge;
///
/// fn waiting() -> i64 {
///     QUEUE.get().map_or(0, |queue| (queue.max_capacity() - queue.capacity()) as i64)
/// }
///
/// lowcard::register_all()?;
/// let (sender, receiver) = mpsc::channel(100);
/// sender.try_send("resize a picture".to_owned())?;
/// assert_eq!(receiver.len(), 1); // what the receiver knows, the sender has to work out
/// QUEUE.set(sender).ok();
/// assert!(Registry::global().encode_text().contains("\napp_uploads_waiting 1\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An info's function says its labels. It is called once, when the info is registered:
///
/// ```
/// use lowcard::{Info, LabelSet, Registry, metric};
///
/// #[derive(LabelSet)]
/// #[labels(constant)]
/// pub struct Host { pub region: String }
///
/// /// Where the program runs.
/// #[metric(from = host)]
/// pub static HOST_INFO: Info<Host>;
///
/// fn host() -> Host {
///     Host { region: std::env::var("REGION").unwrap_or_else(|_| "unknown".to_owned()) }
/// }
///
/// lowcard::register_all()?;
/// assert!(Registry::global().encode_text().contains("\napp_host_info{region=\"unknown\"} 1\n"));
/// # Ok::<(), lowcard::RegisterErrors>(())
/// ```
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
