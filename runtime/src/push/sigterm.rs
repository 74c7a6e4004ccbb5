//! SIGTERM ends jobs, and then the process.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::{process, thread};

use signal_hook::consts::SIGTERM;
use signal_hook::low_level::{emulate_default_handler, pipe};

use super::job::Run;
use super::job_metrics::Outcome;
use super::watched::Watched;

/// What a shell says of a process that SIGTERM ended.
const STATUS: i32 = 128 + SIGTERM;

static JOBS: Watched = Watched::new();
static IS_WATCHED: Mutex<bool> = Mutex::new(false);

/// The thread that waits for the signal is started by the first job that asks, and stays: from then on, only it can give
/// the signal its effect.
pub(super) fn end_on_sigterm(run: &Arc<Run>) -> io::Result<()> {
    JOBS.add(run);
    let mut is_watched = IS_WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*is_watched {
        watch()?;
        *is_watched = true;
    }
    Ok(())
}

fn watch() -> io::Result<()> {
    let (signals, handler) = UnixStream::pair()?;
    thread::Builder::new().name("lowcard-sigterm".to_owned()).spawn(move || wait(signals))?;
    pipe::register(SIGTERM, handler)?;
    Ok(())
}

fn wait(mut signals: UnixStream) {
    // It ends without a byte if the handler could not be set.
    if signals.read_exact(&mut [0]).is_ok() {
        JOBS.living().iter().for_each(|run| run.end(Outcome::Failed));
        let _returns_only_if_it_can_not = emulate_default_handler(SIGTERM);
        process::exit(STATUS);
    }
}
