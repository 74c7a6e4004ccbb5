//! A service whose requests are observed.

use std::fmt;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use super::held::Held;
use super::observation::Observation;
use super::{HttpBody, HttpFuture, HttpMetrics};

/// What an [`HttpLayer`](super::HttpLayer) makes of a service.
pub struct HttpService<S, M: 'static> {
    inner: S,
    /// Nothing where there is nothing to record into.
    recorder: Option<Held<M>>,
}

impl<S, M> HttpService<S, M> {
    pub(super) fn new(inner: S, recorder: Option<Held<M>>) -> Self {
        Self { inner, recorder }
    }
}

impl<S, M, RequestBody, ResponseBody> Service<Request<RequestBody>> for HttpService<S, M>
where
    S: Service<Request<RequestBody>, Response = Response<ResponseBody>>,
    M: HttpMetrics,
    RequestBody: Body,
    ResponseBody: Body,
{
    type Response = Response<HttpBody<ResponseBody, M>>;
    type Error = S::Error;
    type Future = HttpFuture<S::Future, M>;

    #[inline]
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    #[inline]
    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        let mut observation = self.recorder.as_ref().and_then(|recorder| Observation::begin(recorder, &request));
        let future = match &mut observation {
            Some(observation) => observation.watch(|| self.inner.call(request)),
            None => self.inner.call(request),
        };
        HttpFuture::new(future, observation)
    }
}

impl<S: Clone, M> Clone for HttpService<S, M> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), recorder: self.recorder.clone() }
    }
}

impl<S: fmt::Debug, M> fmt::Debug for HttpService<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpService").field("inner", &self.inner).field("records", &self.recorder.is_some()).finish()
    }
}
