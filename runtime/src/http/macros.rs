//! The macro that declares what requests are recorded into.

/// Declares the metrics of HTTP requests, in your namespace and under your policy, and the [layer](mod@crate::http) that
/// records them.
///
/// It takes a visibility and a name, and makes a struct of that name, as [`derive(Metrics)`](derive@crate::Metrics) knows
/// it; it can be flattened into another. With the namespace `shop`, its metrics are:
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
///
/// The label types are made as well, as `HttpMetricsPath`, `HttpMetricsRequest` and `HttpMetricsRoute`.
#[macro_export]
macro_rules! http_metrics {
    ($($input:tt)*) => {
        $crate::__private::http_metrics! { $crate; $($input)* }
    };
}
