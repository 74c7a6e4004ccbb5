//! The body of an answer.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::State;
use super::scrapes::{Scrape, TimeOver};

/// The body of an endpoint's answer: an exposition that is made while it is sent, or a sentence.
///
/// Its error says that the answer took longer than it may; the server then cuts the connection, so that nobody takes
/// what came for the whole.
pub struct ScrapeBody {
    content: Content,
}

enum Content {
    /// A sentence that says what is wrong; or, once it is sent, nothing.
    Sentence(Option<Bytes>),
    Exposition(Sending),
}

struct Sending {
    scrape: Arc<Scrape>,
    endpoint: Arc<State>,
    /// Whether the last poll gave a piece.
    has_just_given: bool,
    is_whole: bool,
}

impl ScrapeBody {
    pub(super) fn empty() -> Self {
        Self { content: Content::Sentence(None) }
    }

    pub(crate) fn sentence(sentence: String) -> Self {
        Self { content: Content::Sentence(Some(sentence.into())) }
    }

    pub(super) fn exposition(scrape: Arc<Scrape>, endpoint: Arc<State>) -> Self {
        let sending = Sending { scrape, endpoint, has_just_given: false, is_whole: false };
        Self { content: Content::Exposition(sending) }
    }
}

impl Body for ScrapeBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match &mut self.get_mut().content {
            Content::Sentence(sentence) => Poll::Ready(sentence.take().map(|sentence| Ok(Frame::data(sentence)))),
            Content::Exposition(sending) => sending.poll(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.content, Content::Sentence(None))
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Sentence(sentence) => SizeHint::with_exact(sentence.as_ref().map_or(0, |text| text.len() as u64)),
            Content::Exposition(_) => SizeHint::new(),
        }
    }
}

impl Sending {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        // After each piece, other tasks of the same thread have their turn.
        if std::mem::take(&mut self.has_just_given) {
            return later(context);
        }
        if self.is_whole {
            return Poll::Ready(None);
        }
        Poll::Ready(match self.scrape.next() {
            Ok(Some(piece)) if piece.is_empty() => return later(context),
            Ok(Some(piece)) => {
                self.has_just_given = true;
                if let Some(metrics) = &self.endpoint.metrics {
                    metrics.sent_bytes.add(piece.len() as u64);
                }
                Some(Ok(Frame::data(piece)))
            }
            Ok(None) => {
                self.is_whole = true;
                None
            }
            Err(TimeOver) => Some(Err(io::Error::new(io::ErrorKind::TimedOut, "the scrape took longer than it may"))),
        })
    }
}

/// Asks to be polled again, after the others.
fn later<T>(context: &Context<'_>) -> Poll<T> {
    context.waker().wake_by_ref();
    Poll::Pending
}

/// A body that is whole was sent; one that is dropped before was not.
impl Drop for Sending {
    fn drop(&mut self) {
        let Some(metrics) = &self.endpoint.metrics else { return };
        metrics.duration.observe_duration(self.scrape.started.elapsed());
        if !self.is_whole {
            metrics.aborted.inc();
        }
    }
}

impl fmt::Debug for ScrapeBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = match &self.content {
            Content::Sentence(_) => "Sentence",
            Content::Exposition(_) => "Exposition",
        };
        f.debug_tuple("ScrapeBody").field(&format_args!("{content}")).finish()
    }
}
