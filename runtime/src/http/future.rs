//! An answer that is waited for.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;

use super::observation::Observation;
use super::{HttpBody, HttpMetrics};

pin_project! {
    /// The future of an [`HttpService`](super::HttpService). One that is dropped before it is ready is a request that was
    /// cancelled.
    pub struct HttpFuture<F, M: HttpMetrics> {
        #[pin]
        inner: F,
        // Nothing if the request isn't observed, or once it is answered.
        observation: Option<Observation<M>>,
    }
}

impl<F, M: HttpMetrics> HttpFuture<F, M> {
    pub(super) fn new(inner: F, observation: Option<Observation<M>>) -> Self {
        Self { inner, observation }
    }
}

impl<F, B, E, M> Future for HttpFuture<F, M>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body,
    M: HttpMetrics,
{
    type Output = Result<Response<HttpBody<B, M>>, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let polled = match this.observation {
            Some(observation) => observation.watch(|| this.inner.poll(context)),
            None => this.inner.poll(context),
        };
        let answer = ready!(polled);
        let mut observation = this.observation.take();
        if let Some(observation) = &mut observation {
            match &answer {
                Ok(response) => observation.answered(response.status().as_u16()),
                Err(_) => observation.failed(),
            }
        }
        Poll::Ready(answer.map(|response| response.map(|body| HttpBody::new(body, observation))))
    }
}

impl<F, M: HttpMetrics> fmt::Debug for HttpFuture<F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpFuture").field("is_observed", &self.observation.is_some()).finish_non_exhaustive()
    }
}
