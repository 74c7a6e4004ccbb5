//! Names that are known without a declaration of this workspace.

/// The first parts of names that collectors expose: the process, tokio and the Temporal SDK under their standard names,
/// lowcard itself, and the client libraries of Go.
const PREFIXES: [&str; 6] = ["process_", "tokio_", "temporal_", "lowcard_", "go_", "promhttp_"];

/// Whether a metric of this name is exposed by a collector, so that nobody has to declare it.
pub(super) fn is_standard(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
