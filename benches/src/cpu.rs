//! What only the operating system knows: which CPUs there are, and what they spent.
#![expect(unsafe_code, reason = "calls of libc")]

use std::time::Duration;

/// Keeps the calling thread on one CPU: the `number`-th of those that the process may use. Elsewhere than on Linux it
/// stays where the scheduler puts it.
#[cfg(target_os = "linux")]
pub fn pin(number: usize) {
    let Some(cpu) = allowed().get(number % allowed().len().max(1)).copied() else { return };
    // SAFETY: a `cpu_set_t` is a bit set, of which all zeros is the empty one.
    let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    // SAFETY: `allowed` only has CPUs that such a set can hold.
    unsafe { libc::CPU_SET(cpu, &mut set) };
    // SAFETY: the set lives through the call. A refusal leaves the thread unpinned, which only adds noise.
    unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &raw const set) };
}

/// See the one for Linux.
#[cfg(not(target_os = "linux"))]
pub fn pin(_number: usize) {}

/// How many CPUs there are to be used.
pub fn count() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The CPUs that the process may use, as they were when it was first asked.
#[cfg(target_os = "linux")]
fn allowed() -> &'static [usize] {
    static ALLOWED: std::sync::LazyLock<Vec<usize>> = std::sync::LazyLock::new(|| {
        // SAFETY: a `cpu_set_t` is a bit set, of which all zeros is the empty one.
        let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
        // SAFETY: the set lives through the call, which writes no more than its size.
        unsafe { libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut set) };
        // SAFETY: the numbers stay below the size of the set.
        (0..libc::CPU_SETSIZE as usize).filter(|cpu| unsafe { libc::CPU_ISSET(*cpu, &set) }).collect()
    });
    &ALLOWED
}

/// The CPU time of all child processes that have ended, and of theirs.
pub fn time_of_children() -> Duration {
    // SAFETY: `rusage` is made of integers, for all of which zero is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the struct lives through the call.
    unsafe { libc::getrusage(libc::RUSAGE_CHILDREN, &raw mut usage) };
    duration(usage.ru_utime) + duration(usage.ru_stime)
}

fn duration(time: libc::timeval) -> Duration {
    let micros = u64::try_from(time.tv_usec).unwrap_or(0);
    Duration::from_secs(u64::try_from(time.tv_sec).unwrap_or(0)) + Duration::from_micros(micros)
}
