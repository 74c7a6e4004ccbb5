//! What the operating system knows of another process.

use std::fs;
use std::time::Duration;

/// The CPU time that it has taken, in the program and in the kernel, with all of its threads, also those that ended.
#[cfg(target_os = "linux")]
pub(super) fn cpu_time(process: u32) -> Result<Duration, String> {
    use nix::time::{ClockId, clock_gettime};
    use nix::unistd::Pid;

    let number = i32::try_from(process).map_err(|error| error.to_string())?;
    let time = ClockId::pid_cpu_clock_id(Pid::from_raw(number)).and_then(clock_gettime);
    time.map(Duration::from).map_err(|error| format!("the CPU time of the service can't be read: {error}"))
}

/// See the one for Linux.
#[cfg(not(target_os = "linux"))]
pub(super) fn cpu_time(_process: u32) -> Result<Duration, String> {
    Err("only Linux says what CPU time and memory another process takes".to_owned())
}

/// Its memory in bytes, of which it has pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Memory {
    /// Now.
    pub(super) resident: u64,
    /// At most, so far.
    pub(super) peak: u64,
}

impl Memory {
    pub(super) fn of(process: u32) -> Result<Self, String> {
        let status = fs::read_to_string(format!("/proc/{process}/status"));
        let status = status.map_err(|error| format!("the memory of the service can't be read: {error}"))?;
        Self::in_status(&status).ok_or_else(|| "the system does not say what memory the service has".to_owned())
    }

    fn in_status(status: &str) -> Option<Self> {
        let bytes = |name| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().strip_suffix(" kB")?.parse::<u64>().ok()?.checked_mul(1_024)
        };
        Some(Self { resident: bytes("VmRSS:")?, peak: bytes("VmHWM:")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_in_bytes() {
        let status = "Name:\tquickstart\nVmPeak:\t    9000 kB\nVmHWM:\t    4252 kB\nVmRSS:\t    4140 kB\n";
        assert_eq!(Memory::in_status(status), Some(Memory { resident: 4_239_360, peak: 4_354_048 }));
        assert_eq!(Memory::in_status("Name:\tkthreadd\n"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn cpu_time_only_grows_and_that_of_no_process_is_an_error() {
        let before = cpu_time(std::process::id());
        assert!(before.is_ok() && before <= cpu_time(std::process::id()));
        assert!(cpu_time(u32::MAX).is_err());
    }
}
