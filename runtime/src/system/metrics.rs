//! The macro that declares them.

/// Declares what every program says of itself: which build runs, and for how long.
///
/// It declares a struct of [metrics](derive@crate::Metrics) in your crate, in the namespace of its policy:
///
/// | metric | type | says |
/// |---|---|---|
/// | `<namespace>_build_info{version,commit_hash,rust_version}` | info | which build it is |
/// | `<namespace>_uptime_seconds_total` | counter | how long the process has been running |
///
/// Nothing has to be set: to register the struct, or one that it is flattened into, is all.
///
/// ```
/// use lowcard::{Metrics, Registry};
///
/// lowcard::system_metrics!(pub SystemMetrics);
///
/// #[derive(Metrics)]
/// pub struct AppMetrics {
///     #[metrics(flatten)]
///     pub system: SystemMetrics,
/// }
///
/// let registry = Registry::new();
/// AppMetrics::register(&registry)?;
/// let text = registry.encode_text();
/// assert!(text.contains("\napp_build_info{version=\""));
/// assert!(text.contains("\napp_uptime_seconds_total "));
/// # Ok::<(), lowcard::RegisterError>(())
/// ```
///
/// # The labels
///
/// - `version` is that of the package which the macro stands in.
/// - `commit_hash` is the commit that its sources are at, in full; what was changed since is not in it. It is read from
///   the folder `.git` when the crate is compiled, without running git, and a new commit compiles the crate again. Where
///   there is no such folder, as in a container, the variable `LOWCARD_COMMIT_HASH` of the build says what it is, and it
///   has the last word elsewhere, too. Otherwise it is `unknown`, as it is for a package that cargo fetched from a
///   registry.
/// - `rust_version` is that of the compiler, such as `1.95.0`.
///
/// A policy that lists labels has to list these. They can also be those of a category, or an exception: attributes before
/// the name are those of the struct, but for `#[labels(…)]`. That is for the labels, which are a struct of their own,
/// `SystemMetricsBuild`, and has the keys of [`derive(LabelSet)`](derive@crate::LabelSet).
///
/// ```
/// lowcard::system_metrics!(
///     /// What the worker says of itself.
///     #[metrics(prefix = "worker")]
///     #[labels(allow("label/not-allowed", reason = "the same in each of our services"))]
///     pub(crate) WorkerMetrics
/// );
///
/// assert!(lowcard::definitions().any(|definition| definition.name == "app_worker_build_info"));
/// ```
///
/// # The uptime
///
/// It begins with the process on Linux, which says in `/proc` when that was, and elsewhere when the metrics are registered:
/// no other system tells it without code that is `unsafe`. It never goes back, whatever becomes of the clock. It may leave
/// out time in which the machine was suspended.
///
/// Its rate is 1 as long as the process runs, and `resets()` of it counts the restarts. When the process started is in
/// `process_start_time_seconds`, which the feature `process` has.
#[macro_export]
macro_rules! system_metrics {
    ($($item:tt)*) => {
        $crate::__private::system_metrics! { $crate; $($item)* }
    };
}
