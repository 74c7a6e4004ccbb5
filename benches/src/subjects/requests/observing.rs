//! The layer of the floors and of what is made by hand: observes a request once, when its body has ended.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

/// What is done with a request.
pub(super) trait Observer: Clone + Send + Sync + 'static {
    /// What is known of it meanwhile.
    type Request: Send + 'static;

    /// It has come.
    fn begin<B>(&self, request: &Request<B>) -> Self::Request;

    /// Its future was polled.
    fn polled(&self, _request: &mut Self::Request) {}

    /// The last of it is gone.
    fn end(&self, request: &Self::Request, status: StatusCode);
}

/// Has requests observed.
#[derive(Clone)]
pub(super) struct Observing<O>(pub(super) O);

impl<O: Observer, S> Layer<S> for Observing<O> {
    type Service = Observed<O, S>;

    fn layer(&self, service: S) -> Self::Service {
        Observed { observer: self.0.clone(), service }
    }
}

/// A service whose requests are observed.
#[derive(Clone)]
pub(super) struct Observed<O, S> {
    observer: O,
    service: S,
}

impl<O, S, Q, A> Service<Request<Q>> for Observed<O, S>
where
    O: Observer,
    S: Service<Request<Q>, Response = Response<A>>,
{
    type Response = Response<ObservedBody<O, A>>;
    type Error = S::Error;
    type Future = ObservedFuture<O, S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<Q>) -> Self::Future {
        let running = Running::begin(self.observer.clone(), &request);
        ObservedFuture { inner: self.service.call(request), running: Some(running) }
    }
}

/// A request that is being answered; observed when this is dropped.
pub(super) struct Running<O: Observer> {
    observer: O,
    request: O::Request,
    status: StatusCode,
}

/// Of a request that nobody waits for any more.
const CANCELLED: u16 = 499;

impl<O: Observer> Running<O> {
    fn begin<Q>(observer: O, request: &Request<Q>) -> Self {
        let request = observer.begin(request);
        let status = StatusCode::from_u16(CANCELLED).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { observer, request, status }
    }
}

impl<O: Observer> Drop for Running<O> {
    fn drop(&mut self) {
        self.observer.end(&self.request, self.status);
    }
}

pin_project! {
    /// An answer to come.
    pub(super) struct ObservedFuture<O: Observer, F> {
        #[pin]
        inner: F,
        running: Option<Running<O>>,
    }
}

impl<O, F, A, E> Future for ObservedFuture<O, F>
where
    O: Observer,
    F: Future<Output = Result<Response<A>, E>>,
{
    type Output = Result<Response<ObservedBody<O, A>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let polled = this.inner.poll(context);
        if let Some(running) = this.running {
            running.observer.polled(&mut running.request);
        }
        let answer = ready!(polled)?;
        let mut running = this.running.take();
        if let Some(running) = &mut running {
            running.status = answer.status();
        }
        Poll::Ready(Ok(answer.map(|inner| ObservedBody { inner, _running: running })))
    }
}

pin_project! {
    /// The body of an answer.
    pub(super) struct ObservedBody<O: Observer, A> {
        #[pin]
        inner: A,
        _running: Option<Running<O>>,
    }
}

impl<O: Observer, A: Body> Body for ObservedBody<O, A> {
    type Data = A::Data;
    type Error = A::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        self.project().inner.poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
