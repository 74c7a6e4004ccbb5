//! Systems other than Linux. macOS, FreeBSD, OpenBSD and Windows have some of it, each in its own way.

use super::Taken;

#[cfg(any(target_os = "freebsd", target_os = "macos", target_os = "openbsd", target_os = "windows"))]
pub(super) fn taken() -> Taken {
    let metrics = metrics_process::collector::collect();
    Taken {
        cpu_seconds: metrics.cpu_seconds_total,
        open_fds: metrics.open_fds,
        max_fds: metrics.max_fds.map(limit),
        virtual_memory: metrics.virtual_memory_bytes,
        virtual_memory_max: metrics.virtual_memory_max_bytes.map(limit),
        resident_memory: metrics.resident_memory_bytes,
        heap: None,
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
        start_time: metrics.start_time_seconds.map(|seconds| seconds as f64),
        threads: metrics.threads,
    }
}

/// A limit that is none is 0 there, or what macOS has for it.
#[cfg(any(target_os = "freebsd", target_os = "macos", target_os = "openbsd", target_os = "windows"))]
fn limit(limit: u64) -> u64 {
    if limit == 0 || limit == i64::MAX as u64 { super::UNLIMITED } else { limit }
}

#[cfg(not(any(target_os = "freebsd", target_os = "macos", target_os = "openbsd", target_os = "windows")))]
pub(super) fn taken() -> Taken {
    Taken::default()
}
