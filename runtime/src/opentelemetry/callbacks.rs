//! The callbacks of observable instruments, run with each scrape.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use crate::collector::{Collector, Families};

/// How many observable instruments there may be. What is made beyond is never observed.
const MOST: usize = 10_000;

/// One instrument's callbacks.
type Observe = Arc<dyn Fn() + Send + Sync>;

/// Those of all instruments of a provider.
#[derive(Clone, Default)]
pub(super) struct Callbacks {
    all: Arc<Mutex<Vec<Observe>>>,
    /// Held while they run, as two scrapes at once would count twice what has grown in between.
    running: Arc<Mutex<()>>,
}

impl Callbacks {
    pub(super) fn add(&self, observe: impl Fn() + Send + Sync + 'static) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() < MOST {
            all.push(Arc::new(observe));
        }
    }

    /// Runs all of them, unless another scrape does. Says with what the last one panicked that did.
    fn run(&self) -> Option<Box<dyn Any + Send>> {
        let _running = self.running.try_lock().ok()?; // no panic leaves this function, which would poison it
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner).clone();
        all.into_iter().filter_map(|observe| catch_unwind(AssertUnwindSafe(|| observe())).err()).last()
    }
}

/// It describes nothing: what is observed is in the provider's metrics.
impl Collector for Callbacks {
    fn collect(&self, _families: &mut Families) {
        // Whoever asks collectors counts the panic.
        if let Some(panic) = self.run() {
            resume_unwind(panic);
        }
    }
}
