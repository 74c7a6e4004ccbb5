//! Who keeps a recorder.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use super::recorder::Recorder;
use super::{HttpLayer, HttpMetrics};
use crate::switch;

/// A recorder, which is there for as long as somebody records into it.
pub(super) enum Held<M: 'static> {
    /// That of the process's registry. Nobody has to count who records into it, which four times a request would cost more
    /// than the counting itself.
    Process(&'static Recorder<M>),
    /// That of another registry, or one with a clock of its own.
    Shared(Arc<Recorder<M>>),
}

impl<M> Deref for Held<M> {
    type Target = Recorder<M>;

    #[inline]
    fn deref(&self) -> &Recorder<M> {
        match self {
            Self::Process(recorder) => recorder,
            Self::Shared(recorder) => recorder,
        }
    }
}

impl<M> Clone for Held<M> {
    #[inline]
    fn clone(&self) -> Self {
        match self {
            Self::Process(recorder) => Self::Process(recorder),
            Self::Shared(recorder) => Self::Shared(Arc::clone(recorder)),
        }
    }
}

/// The one recorder that metrics have for the process's registry.
#[doc(hidden)]
pub struct ProcessRecorder<M>(OnceLock<Recorder<M>>);

impl<M: HttpMetrics> ProcessRecorder<M> {
    /// None yet: metrics may turn out to be off.
    #[expect(clippy::new_without_default, reason = "it stands in a static")]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// A layer that records into it, unless metrics are off.
    pub fn layer(&'static self, metrics: &M) -> HttpLayer<M> {
        let recorder = || self.0.get_or_init(|| Recorder::new(metrics.clone(), Instant::now));
        HttpLayer::of((!switch::is_off()).then(|| Held::Process(recorder())))
    }
}
