//! The body of an answer that is being sent.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Buf;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::HttpMetrics;
use super::observation::Observation;

pin_project! {
    /// The body of an answer of an [`HttpService`](super::HttpService). When it ends or is dropped, the request is over.
    pub struct HttpBody<B, M: HttpMetrics> {
        #[pin]
        inner: B,
        // Nothing if the request isn't observed, or is over.
        observation: Option<Observation<M>>,
    }
}

impl<B: Body, M: HttpMetrics> HttpBody<B, M> {
    /// A body that has nothing in it has ended already.
    #[inline]
    pub(super) fn new(inner: B, observation: Option<Observation<M>>) -> Self {
        let observation = observation.filter(|_| !inner.is_end_stream());
        Self { inner, observation }
    }

    /// What is in it, if nobody has to know when it ends.
    #[cfg(feature = "axum")]
    pub(super) fn unobserved(self) -> Result<B, Self> {
        if self.observation.is_none() { Ok(self.inner) } else { Err(self) }
    }
}

impl<B: Body, M: HttpMetrics> Body for HttpBody<B, M> {
    type Data = B::Data;
    type Error = B::Error;

    #[inline]
    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let mut this = self.project();
        let frame = ready!(this.inner.as_mut().poll_frame(context));
        if let (Some(observation), Some(Ok(frame))) = (&mut *this.observation, &frame) {
            observation.sent(frame.data_ref().map_or(0, Buf::remaining));
        }
        // A server takes the end from the size, and doesn't ask again.
        if !matches!(frame, Some(Ok(_))) || this.inner.is_end_stream() {
            *this.observation = None;
        }
        Poll::Ready(frame)
    }

    #[inline]
    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    #[inline]
    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl<B, M: HttpMetrics> fmt::Debug for HttpBody<B, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpBody").field("is_observed", &self.observation.is_some()).finish_non_exhaustive()
    }
}
