//! The least that observing a request can be: static atomics, found by arithmetic.

use std::cell::Cell;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::Body;
use axum::extract::MatchedPath;
use axum::handler::Handler as _;
use http::{Request, StatusCode};
use tower_layer::Layer;
use tower_service::Service;

use super::observing::{Observer, Observing};
use super::routes::{missing, routes};
use super::silent;
use crate::service::{Answers, answers};
use crate::subjects::floors::{RequestAtomics, method_number};
use crate::workload::Template;

/// `Router::layer`, which finds the template in the request.
pub(super) fn by_layer() -> Box<dyn Answers> {
    answers(routes!().layer(Observing(Matched)).with_state(()), || MATCHED_REQUESTS.scrape())
}

/// Around the router, whose routes say which they are.
pub(super) fn around() -> Box<dyn Answers> {
    let routes = routes!(|handler, TEMPLATE| handler.layer(Mark::<{ TEMPLATE as usize }>));
    answers(Observing(Marked).layer(routes.with_state(())), || MARKED_REQUESTS.scrape())
}

/// `Handler::layer`, which is told the template.
pub(super) fn in_handlers() -> Box<dyn Answers> {
    let routes = routes!(|handler, TEMPLATE| handler.layer(Observing(Stated::<{ TEMPLATE as usize }>)));
    let routes = routes.fallback(missing.layer(Observing(Stated::<{ Template::Unmatched as usize }>)));
    answers(routes.with_state(()), || STATED_REQUESTS.scrape())
}

/// `Router::layer`, which observes nothing.
pub(super) fn passing_through() -> Box<dyn Answers> {
    answers(routes!().layer(Observing(Nothing)).with_state(()), silent)
}

/// A request that is being answered.
struct Answered {
    method: usize,
    template: Template,
    started: Instant,
}

impl Answered {
    fn begin<B>(atomics: &RequestAtomics, request: &Request<B>, template: Template) -> Self {
        atomics.begin();
        Self { method: method_number(request.method()), template, started: Instant::now() }
    }

    fn end(&self, atomics: &RequestAtomics, status: StatusCode) {
        atomics.end((self.method, self.template, status), self.started.elapsed());
    }
}

/// axum has put the template into the request.
#[derive(Clone, Copy)]
struct Matched;

static MATCHED_REQUESTS: RequestAtomics = RequestAtomics::new();

impl Observer for Matched {
    type Request = Answered;

    fn begin<B>(&self, request: &Request<B>) -> Answered {
        let path = request.extensions().get::<MatchedPath>();
        let template = path.map_or(Template::Unmatched, |path| Template::of(path.as_str()));
        Answered::begin(&MATCHED_REQUESTS, request, template)
    }

    fn end(&self, request: &Answered, status: StatusCode) {
        request.end(&MATCHED_REQUESTS, status);
    }
}

/// A route says which it is while it is polled.
#[derive(Clone, Copy)]
struct Marked;

static MARKED_REQUESTS: RequestAtomics = RequestAtomics::new();

impl Observer for Marked {
    type Request = Answered;

    fn begin<B>(&self, request: &Request<B>) -> Answered {
        Answered::begin(&MARKED_REQUESTS, request, Template::Unmatched)
    }

    fn polled(&self, request: &mut Answered) {
        if let Some(template) = MARKED.take() {
            request.template = template;
        }
    }

    fn end(&self, request: &Answered, status: StatusCode) {
        request.end(&MARKED_REQUESTS, status);
    }
}

thread_local! {
    static MARKED: Cell<Option<Template>> = const { Cell::new(None) };
}

/// Says the template of a route. It takes no memory, so that axum needs none to have it.
#[derive(Clone, Copy)]
struct Mark<const TEMPLATE: usize>;

impl<S, const TEMPLATE: usize> Layer<S> for Mark<TEMPLATE> {
    type Service = Marking<S, TEMPLATE>;

    fn layer(&self, service: S) -> Self::Service {
        Marking(service)
    }
}

#[derive(Clone)]
struct Marking<S, const TEMPLATE: usize>(S);

impl<S: Service<Request<Body>>, const TEMPLATE: usize> Service<Request<Body>> for Marking<S, TEMPLATE> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> S::Future {
        MARKED.set(Some(Template::ALL[TEMPLATE]));
        self.0.call(request)
    }
}

/// Each handler's layer was told its template, in the same way.
#[derive(Clone, Copy)]
struct Stated<const TEMPLATE: usize>;

static STATED_REQUESTS: RequestAtomics = RequestAtomics::new();

impl<const TEMPLATE: usize> Observer for Stated<TEMPLATE> {
    type Request = Answered;

    fn begin<B>(&self, request: &Request<B>) -> Answered {
        Answered::begin(&STATED_REQUESTS, request, Template::ALL[TEMPLATE])
    }

    fn end(&self, request: &Answered, status: StatusCode) {
        request.end(&STATED_REQUESTS, status);
    }
}

/// Only passes on what comes, in the same wrappers.
#[derive(Clone, Copy)]
struct Nothing;

impl Observer for Nothing {
    type Request = ();

    fn begin<B>(&self, _: &Request<B>) {}

    fn end(&self, (): &(), _: StatusCode) {}
}
