//! A request that is being served.

use std::sync::Arc;

use http::Request;
use http_body::Body;

use super::recorder::{Exchange, Recorder};
use super::template::{self, Seen};
use super::{HttpMetrics, waiting};

/// In flight from when it is begun until it is dropped, which records the request: so it is recorded once, whether its
/// body ends, the client goes away or something panics.
pub(super) struct Observation<M: HttpMetrics> {
    recorder: Arc<Recorder<M>>,
    exchange: Exchange,
    state: State,
    /// Whether it has turned out that it is not to be observed.
    is_skipped: bool,
}

#[derive(Clone, Copy)]
enum State {
    /// There is no answer yet.
    Waiting,
    /// The service has the thread, and has not given it back.
    Working,
    /// With this code.
    Answered(u16),
}

/// Logged by many servers where the client went away before the answer.
const CANCELLED: u16 = 499;
/// What servers answer where the service fails.
const FAILED: u16 = 500;

impl<M: HttpMetrics> Observation<M> {
    /// Begins to observe a request, unless it is one that is skipped.
    #[inline]
    pub(super) fn begin<B: Body>(recorder: &Arc<Recorder<M>>, request: &Request<B>) -> Option<Self> {
        let path = match template::of::<M>(request.extensions()) {
            Some(Seen::Path(path)) => Some(path),
            Some(Seen::Skipped) => return None,
            None if template::is_skipped::<M>(request.uri().path()) => return None,
            None => None,
        };
        recorder.metrics.in_flight().inc();
        Some(Self {
            recorder: Arc::clone(recorder),
            exchange: Exchange {
                method: request.method().into(),
                path,
                begun: recorder.now(),
                received: request.body().size_hint().exact(),
                sent: 0,
            },
            state: State::Waiting,
            is_skipped: false,
        })
    }

    /// Lets the service work. Should it panic, that is seen when the observation is dropped.
    #[inline]
    pub(super) fn watch<T>(&mut self, work: impl FnOnce() -> T) -> T {
        self.state = State::Working;
        let result = if self.exchange.path.is_some() { work() } else { self.listen(work) };
        self.state = State::Waiting;
        result
    }

    /// The same as long as it isn't known which route the request takes.
    fn listen<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (result, said) = waiting::listen::<M, T>(work);
        match said {
            Some(Seen::Path(path)) => self.exchange.path = Some(path),
            Some(Seen::Skipped) => self.is_skipped = true,
            None => {}
        }
        result
    }

    /// Takes note of the status of the answer.
    #[inline]
    pub(super) fn answered(&mut self, code: u16) {
        self.state = State::Answered(code);
    }

    /// Takes note that there will be no answer.
    pub(super) fn failed(&mut self) {
        self.state = State::Answered(FAILED);
    }

    /// Takes note that so many bytes of the answer's body were taken.
    #[inline]
    pub(super) fn sent(&mut self, bytes: usize) {
        self.exchange.sent = self.exchange.sent.saturating_add(bytes as u64);
    }
}

impl<M: HttpMetrics> Drop for Observation<M> {
    #[inline]
    fn drop(&mut self) {
        self.recorder.metrics.in_flight().dec();
        let code = match self.state {
            State::Answered(code) => code,
            State::Waiting => CANCELLED,
            State::Working => FAILED,
        };
        if !self.is_skipped {
            self.recorder.record(&self.exchange, code);
        }
    }
}
