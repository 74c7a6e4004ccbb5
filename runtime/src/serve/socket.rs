//! The stream of a connection, which tells when an answer has left.

use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::phase::Phase;

/// A body that is made is not sent: the last of it may still be in hyper's buffers. hyper flushes the stream when they
/// are empty.
pub(super) struct Socket {
    stream: TokioIo<TcpStream>,
    phase: Rc<Phase>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, phase: Rc<Phase>) -> Self {
        // The end of an answer is a small segment, which is not to wait until the client acknowledges those before. A
        // system that can't do it sends it later.
        let _late = stream.set_nodelay(true);
        Self { stream: TokioIo::new(stream), phase }
    }

    fn stream(&mut self) -> Pin<&mut TokioIo<TcpStream>> {
        Pin::new(&mut self.stream)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // An answer that was cut short must not look whole to a client that takes the end of the stream for the end of
        // the answer, and the system is not to keep what nobody reads. A reset does both; without it, only that is lost.
        if !self.phase.is_waiting() {
            let _lingering = self.stream.inner().set_zero_linger();
        }
    }
}

impl Read for Socket {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_read(cx, buf)
    }
}

impl Write for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.stream().poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream().poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.stream().poll_flush(cx))?;
        self.phase.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(cx)
    }
}
