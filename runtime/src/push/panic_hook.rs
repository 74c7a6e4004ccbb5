//! A panic ends jobs.

use std::sync::{Arc, Once};
use std::{panic, thread};

use super::job::Run;
use super::job_metrics::Outcome;
use super::watched::Watched;

static JOBS: Watched = Watched::new();
static HOOK: Once = Once::new();

/// The hook is set by the first job that asks, and stays.
pub(super) fn end_on_panic(run: &Arc<Run>) {
    JOBS.add(run);
    // A thread that panics can't set a hook, and will drop its job.
    if !thread::panicking() {
        HOOK.call_once(set_hook);
    }
}

fn set_hook() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        before(panic);
        // The panic may be one of a function that is read for a push, which is waited for.
        JOBS.living().iter().for_each(|run| run.end_or_leave(Outcome::Failed));
    }));
}
