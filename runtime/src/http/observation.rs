//! A request that is being served.

use http::{Request, Uri};
use http_body::Body;

use super::held::Held;
use super::recorder::Exchange;
use super::template::{self, Seen};
use super::waiting::Listening;
use super::{HttpMetrics, Lengths as _};

/// In flight from when it is begun until it is dropped, which records the request: so it is recorded once, whether its
/// body ends, the client goes away or something panics.
pub(super) struct Observation<M: HttpMetrics> {
    recorder: Held<M>,
    exchange: Exchange<M::Lengths>,
    state: State,
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
    /// Begins to observe a request, unless it is one that is skipped. Whatever may panic comes before it counts.
    #[inline]
    pub(super) fn begin<B: Body>(recorder: &Held<M>, request: &Request<B>) -> Option<Self> {
        let route = template::of::<M>(request.extensions());
        if is_skipped::<M>(route, request.uri()) {
            return None;
        }
        let exchange = Exchange {
            method: request.method().into(),
            route,
            begun: recorder.now(),
            lengths: M::Lengths::of(request.body()),
        };
        recorder.metrics.in_flight().inc();
        Some(Self { recorder: recorder.clone(), exchange, state: State::Waiting })
    }

    /// Lets the service work, and hears from the route if it isn't known yet which one it is. Should the service panic, that
    /// is seen when the observation is dropped.
    #[inline]
    pub(super) fn watch<T>(&mut self, work: impl FnOnce() -> T) -> T {
        self.state = State::Working;
        let route = &mut self.exchange.route;
        let listening = if route.is_none() { Some(Listening::to::<M>(route)) } else { None };
        let result = work();
        drop(listening);
        self.state = State::Waiting;
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
        self.exchange.lengths.sent(bytes);
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
        self.recorder.record(&self.exchange, code);
    }
}

/// Whether the route is left out, or the path where there is no route.
#[inline]
fn is_skipped<M: HttpMetrics>(route: Option<Seen>, uri: &Uri) -> bool {
    match route {
        Some(seen) => seen == Seen::Skipped,
        None => template::is_skipped::<M>(uri.path()),
    }
}
