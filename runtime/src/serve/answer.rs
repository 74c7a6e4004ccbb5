//! The body of an answer, which tells when it is made.

use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::phase::Phase;

/// A body of whichever type the service makes.
pub(super) type Contents = Pin<Box<dyn Body<Data = Bytes, Error = io::Error>>>;

/// Contents on their way to the client. hyper drops them when it has all of them, or when it gives the connection up.
pub(super) struct Answer {
    contents: Contents,
    phase: Rc<Phase>,
}

impl Answer {
    pub(super) fn new(contents: Contents, phase: Rc<Phase>) -> Self {
        Self { contents, phase }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.phase.made();
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.contents.as_mut().poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.contents.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.contents.size_hint()
    }
}
