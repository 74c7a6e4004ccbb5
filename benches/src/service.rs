//! A service that answers requests, with or without something that observes them. Its type is forgotten, so that all of
//! them stand in one list; its loop is still compiled for it alone.

use std::convert::Infallible;
use std::hint::black_box;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use axum::body::{Body, Bytes};
use http::{Request, Response, StatusCode};
use tower_service::Service;

use crate::crew::Job;
use crate::exposition::Exposition;
use crate::subject::Tells;
use crate::tally::Tally;
use crate::workload::{CALLS, Call, Names, calls};

/// A service that can be set up.
pub struct ServiceEntry {
    /// As the tables call it.
    pub name: &'static str,
    /// Where its requests are observed.
    pub place: Place,
    /// What it exposes: nothing, if it has no names.
    pub names: Option<Names>,
    /// Sets it up.
    pub set_up: fn() -> Box<dyn Answers>,
}

/// Where a request can be observed, which decides what axum itself takes for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is not.
    Nowhere,
    /// In each route and the fallback, by `Router::layer`.
    Layer,
    /// Around the router, whose routes say which they are.
    Around,
    /// In each handler, by `Handler::layer`.
    Handler,
}

/// A service that is set up.
pub trait Answers {
    /// Has a thread answer every call this often.
    fn job(&self, repeats: u64) -> Job;

    /// Answers every call once, and says what is wrong with an answer.
    fn check_answers(&self) -> Result<(), String>;

    /// The exposition of what was observed.
    fn scrape(&self) -> String;
}

/// A service and what it exposes.
pub fn answers<S, B>(service: S, scrape: impl Fn() -> String + 'static) -> Box<dyn Answers>
where
    S: Service<Request<Body>, Response = Response<B>, Error = Infallible> + Clone + Send + Sync + 'static,
    B: http_body::Body + 'static,
{
    let calls = calls().iter().map(Prepared::new).collect();
    Box::new(Answering { service, calls, scrape })
}

struct Answering<S, F> {
    service: S,
    calls: Arc<[Prepared]>,
    scrape: F,
}

impl<S, F, B> Answers for Answering<S, F>
where
    S: Service<Request<Body>, Response = Response<B>, Error = Infallible> + Clone + Send + Sync + 'static,
    F: Fn() -> String,
    B: http_body::Body,
{
    fn job(&self, repeats: u64) -> Job {
        let (service, calls) = (self.service.clone(), Arc::clone(&self.calls));
        Arc::new(move |_| {
            let mut service = service.clone();
            (0..repeats).for_each(|_| answer_all(&mut service, &calls));
        })
    }

    fn check_answers(&self) -> Result<(), String> {
        let mut service = self.service.clone();
        for (call, prepared) in calls().iter().zip(&*self.calls) {
            let status = answer(&mut service, prepared.request());
            if status != call.status {
                return Err(format!("{} {} is answered with {status}", call.method, call.target));
            }
        }
        Ok(())
    }

    fn scrape(&self) -> String {
        (self.scrape)()
    }
}

/// A call as a server has it at hand: its head is read.
struct Prepared {
    head: Request<()>,
    body: Bytes,
}

impl Prepared {
    fn new(call: &Call) -> Self {
        let head = Request::builder().method(call.method).uri(&call.target).body(()).expect("a valid request");
        Self { head, body: Bytes::from_static(call.body.as_bytes()) }
    }

    fn request(&self) -> Request<Body> {
        let body = if self.body.is_empty() { Body::empty() } else { Body::from(self.body.clone()) };
        self.head.clone().map(|()| body)
    }
}

/// The loop that is measured; callgrind knows it by its name.
#[inline(never)]
fn answer_all<S, B>(service: &mut S, calls: &[Prepared])
where
    S: Service<Request<Body>, Response = Response<B>, Error = Infallible>,
    B: http_body::Body,
{
    for call in calls {
        black_box(answer(service, call.request()));
    }
}

/// From the request to the end of the answer's body, on this thread, as a server would but for the socket.
fn answer<S, B>(service: &mut S, request: Request<Body>) -> StatusCode
where
    S: Service<Request<Body>, Response = Response<B>, Error = Infallible>,
    B: http_body::Body,
{
    let mut context = Context::from_waker(Waker::noop());
    let Ok(()) = ready(|| service.poll_ready(&mut context));
    // The future is gone before its answer is sent.
    let answer = {
        let mut answering = pin!(service.call(request));
        let Ok(answer) = ready(|| answering.as_mut().poll(&mut context));
        answer
    };
    let (head, body) = answer.into_parts();
    let mut body = pin!(body);
    while let Some(frame) = ready(|| body.as_mut().poll_frame(&mut context)) {
        drop(black_box(frame));
    }
    head.status
}

/// No handler waits for anything, so that a first poll is the last.
fn ready<T>(mut poll: impl FnMut() -> Poll<T>) -> T {
    loop {
        if let Poll::Ready(ready) = poll() {
            return ready;
        }
    }
}

/// Says what is wrong with an exposition after so many repeats, which took so long.
pub fn check(names: Option<&Names>, text: &str, repeats: u64, took: Duration) -> Result<(), String> {
    let exposition = Exposition::parse(text)?;
    let Some(names) = names else { return Tally::default().check(&exposition, Tells::Nothing) };
    let mut expected = Tally::default();
    expected.include(&names.tally(), repeats);
    expected.check(&exposition, Tells::Everything)?;

    let of = |name: &str| {
        let family = format!("{name}{{");
        exposition.iter().filter(move |(key, _)| key.starts_with(&family)).collect::<Vec<_>>()
    };
    let requests = repeats * CALLS as u64;
    let buckets = of(&format!("{}_bucket", names.duration)).into_iter().filter(|(key, _)| key.contains("le=inf"));
    let observed: f64 = buckets.map(|(_, count)| count).sum();
    if observed.to_bits() != (requests as f64).to_bits() {
        return Err(format!("{observed} requests are in the last buckets instead of {requests}"));
    }
    let seconds: f64 = of(&format!("{}_sum", names.duration)).iter().map(|(_, sum)| sum).sum();
    if seconds <= 0.0 || seconds > took.as_secs_f64() {
        return Err(format!("the requests took {seconds} s in {took:?}"));
    }
    let in_flight = of(names.in_flight);
    if in_flight.is_empty() || in_flight.iter().any(|(_, count)| *count != 0.0) {
        return Err(format!("in flight are {in_flight:?}"));
    }
    Ok(())
}
