//! What the process takes from its machine. Needs the feature `process`.
//!
//! [`ProcessCollector`] has the metrics that every Prometheus client has of its process, under the names that dashboards and
//! alerts know:
//!
//! ```
//! use lowcard::Registry;
//! use lowcard::process::ProcessCollector;
//!
//! Registry::global().attach("process", ProcessCollector::new())?;
//!
//! let text = Registry::global().encode_text();
//! # #[cfg(target_os = "linux")]
//! assert!(text.contains("\nprocess_open_fds "));
//! # Ok::<(), lowcard::AttachError>(())
//! ```
//!
//! | metric | type | says |
//! |---|---|---|
//! | `process_cpu_seconds_total` | counter | CPU time, of the program and of the system on its behalf |
//! | `process_open_fds` | gauge | file descriptors that are open; on Windows, handles |
//! | `process_max_fds` | gauge | how many may be open: the soft limit |
//! | `process_virtual_memory_bytes` | gauge | addresses that are taken, whether there is memory behind them or not |
//! | `process_virtual_memory_max_bytes` | gauge | how many may be taken: the soft limit |
//! | `process_resident_memory_bytes` | gauge | memory that is in use |
//! | `process_heap_bytes` | gauge | addresses taken for data, which is what other clients call the heap |
//! | `process_start_time_seconds` | gauge | when it started, in seconds since 1970 |
//! | `process_threads` | gauge | threads |
//!
//! - All nine are there on Linux. macOS, FreeBSD, OpenBSD and Windows have no heap, and not all of the rest; other systems
//!   have none of it. What can't be read is left out, and never 0.
//! - A limit that is none is 18446744073709551615, as official clients have it: nothing comes close to it, so that
//!   `process_open_fds / process_max_fds` stays meaningful.
//! - `process_heap_bytes` is `VmData` of `/proc/self/status`: what the allocator has taken, and the stacks of all threads
//!   but the first. Much of it may never have been touched, so that it can be far more than the resident memory. What
//!   exactly was allocated is known to the allocator alone.
//! - The start is found out once. The system works it out from its clock, and would say another time when that is set.

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
use elsewhere::taken;
#[cfg(target_os = "linux")]
use linux::taken;

use crate::{Collector, Families};

/// Says with each scrape what the process takes from its machine: see the [module](self).
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ProcessCollector;

/// What the system says now, as far as it can be read.
#[derive(Default)]
struct Taken {
    cpu_seconds: Option<f64>,
    open_fds: Option<u64>,
    max_fds: Option<u64>,
    virtual_memory: Option<u64>,
    virtual_memory_max: Option<u64>,
    resident_memory: Option<u64>,
    heap: Option<u64>,
    start_time: Option<f64>,
    threads: Option<u64>,
}

/// What a limit is that is none.
const UNLIMITED: u64 = u64::MAX;

impl ProcessCollector {
    /// One for the process that it is in.
    pub fn new() -> Self {
        Self
    }
}

impl Collector for ProcessCollector {
    fn collect(&self, families: &mut Families) {
        let taken = taken();
        if let Some(seconds) = taken.cpu_seconds {
            let help = "CPU time that the process has used, its own and the system's for it, in seconds.";
            families.counter("process_cpu_seconds_total", help).unit("seconds").series(&[], seconds);
        }
        if let Some(time) = taken.start_time {
            let help = "When the process started, in seconds since 1970.";
            families.gauge("process_start_time_seconds", help).unit("seconds").series(&[], time);
        }
        let gauges = [
            ("process_open_fds", "", "File descriptors that the process has open.", taken.open_fds),
            ("process_max_fds", "", "File descriptors that the process may have open.", taken.max_fds),
            ("process_virtual_memory_bytes", "bytes", "Virtual memory of the process, in bytes.", taken.virtual_memory),
            (
                "process_virtual_memory_max_bytes",
                "bytes",
                "Virtual memory that the process may have, in bytes.",
                taken.virtual_memory_max,
            ),
            (
                "process_resident_memory_bytes",
                "bytes",
                "Resident memory of the process, in bytes.",
                taken.resident_memory,
            ),
            ("process_heap_bytes", "bytes", "Virtual memory that the process has for data, in bytes.", taken.heap),
            ("process_threads", "", "Threads of the process.", taken.threads),
        ];
        for (name, unit, help, value) in gauges {
            if let Some(value) = value {
                families.gauge(name, help).unit(unit).series(&[], value);
            }
        }
    }
}
