//! Writing in chunks, so that an exposition is never in memory as a whole.

/// How much is collected before it is written, in bytes.
const SIZE: usize = 64 * 1024;

/// Collects text, and hands it on when there is enough.
pub(super) struct Chunks<W> {
    buffer: String,
    write: W,
}

impl<E, W: FnMut(&str) -> Result<(), E>> Chunks<W> {
    pub(super) fn new(write: W) -> Self {
        Self { buffer: String::with_capacity(SIZE + SIZE / 8), write }
    }

    /// Where to append the next piece.
    pub(super) fn buffer(&mut self) -> &mut String {
        &mut self.buffer
    }

    /// Hands the text on if it is enough; to be called after each piece.
    pub(super) fn flush_if_full(&mut self) -> Result<(), E> {
        if self.buffer.len() < SIZE { Ok(()) } else { self.flush() }
    }

    /// Hands the rest on.
    pub(super) fn finish(mut self) -> Result<(), E> {
        if self.buffer.is_empty() { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), E> {
        (self.write)(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Chunks, SIZE};

    #[test]
    fn text_is_written_in_chunks_and_whole() {
        let mut written = Vec::new();
        let mut chunks = Chunks::new(|chunk: &str| {
            written.push(chunk.len());
            Ok::<(), ()>(())
        });
        for _ in 0..200 {
            chunks.buffer().push_str(&"x".repeat(1_000));
            assert_eq!(chunks.flush_if_full(), Ok(()));
        }
        assert_eq!(chunks.finish(), Ok(()));
        assert_eq!(written.iter().sum::<usize>(), 200_000);
        assert!(written.iter().all(|&len| len < SIZE + 1_000));
        assert_eq!(written.len(), 4);
    }

    #[test]
    fn nothing_is_written_for_nothing_and_nothing_after_an_error() {
        assert_eq!(Chunks::new(|_: &str| Err(())).finish(), Ok(()));
        let mut chunks = Chunks::new(|_: &str| Err("full"));
        chunks.buffer().push_str(&"x".repeat(SIZE));
        assert_eq!(chunks.flush_if_full(), Err("full"));
    }
}
