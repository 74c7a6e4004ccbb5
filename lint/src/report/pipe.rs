//! A stream whose reader may leave.

use std::io::{self, ErrorKind, Write};

/// Whoever reads the stream has seen enough when they close it, as `head` does: that is no error, and what is written
/// afterwards is for nobody.
pub(super) struct Pipe<W>(pub(super) W);

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        unless_left(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        unless_left(self.0.flush(), ())
    }
}

fn unless_left<T>(result: io::Result<T>, done: T) -> io::Result<T> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(done),
        result => result,
    }
}
