//! Linux, which has all of it in files.

use std::fs;
use std::sync::OnceLock;

use procfs::process::{LimitValue, Process, Stat};
use procfs::{boot_time_secs, ticks_per_second};

use super::{Taken, UNLIMITED};

pub(super) fn taken() -> Taken {
    let open_fds = open_fds(); // before another file is opened for what follows
    let process = Process::myself().ok();
    let stat = process.as_ref().and_then(|process| process.stat().ok());
    // It is exact where `stat` may be off by some megabytes: those that each CPU has counted by itself.
    let status = process.as_ref().and_then(|process| process.status().ok());
    let limits = process.as_ref().and_then(|process| process.limits().ok());
    Taken {
        cpu_seconds: stat.as_ref().map(|stat| seconds(stat.utime + stat.stime)),
        open_fds,
        max_fds: limits.as_ref().map(|limits| limit(limits.max_open_files.soft_limit)),
        virtual_memory: status.as_ref().and_then(|status| status.vmsize).map(bytes),
        virtual_memory_max: limits.as_ref().map(|limits| limit(limits.max_address_space.soft_limit)),
        resident_memory: status.as_ref().and_then(|status| status.vmrss).map(bytes),
        heap: status.as_ref().and_then(|status| status.vmdata).map(bytes),
        start_time: stat.as_ref().and_then(start_time),
        threads: status.map(|status| status.threads),
    }
}

/// Since 6.2 Linux says how many there are. Before, they are counted, but for the one that counts them.
fn open_fds() -> Option<u64> {
    const FOLDER: &str = "/proc/self/fd";
    match fs::metadata(FOLDER).ok()?.len() {
        0 => (fs::read_dir(FOLDER).ok()?.count() as u64).checked_sub(1),
        count => Some(count),
    }
}

/// When the process started, as it was said first.
fn start_time(stat: &Stat) -> Option<f64> {
    static START: OnceLock<f64> = OnceLock::new();
    if START.get().is_none() {
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
        let booted = boot_time_secs().ok()? as f64;
        START.get_or_init(|| booted + seconds(stat.starttime));
    }
    START.get().copied()
}

#[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
fn seconds(ticks: u64) -> f64 {
    ticks as f64 / ticks_per_second() as f64
}

fn bytes(kibibytes: u64) -> u64 {
    kibibytes * 1024
}

fn limit(soft: LimitValue) -> u64 {
    match soft {
        LimitValue::Unlimited => UNLIMITED,
        LimitValue::Value(limit) => limit,
    }
}
