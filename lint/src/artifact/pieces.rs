//! A file as the parser asks for it: in many small pieces, out of a buffer, and not without end.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use object::read::ReadCacheOps;

/// How much is read at once.
const BUFFER: usize = 64 * 1024;

/// How often a file may be read, in bytes that are handed out. Honest ones need less than one time their length, and a
/// little for each name; what is kept of a damaged one has its end here.
const MOST_READS: u64 = 8;

/// A file, of which only so much is handed out.
pub(super) struct Pieces<R> {
    file: BufReader<R>,
    len: u64,
    at: u64,
    left: u64,
}

impl<R: Read + Seek> Pieces<R> {
    pub(super) fn new(mut file: R) -> io::Result<Self> {
        let len = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        let at = file.read(&mut [0])? as u64; // a folder can be opened; what is wrong with it is said by reading
        let file = BufReader::with_capacity(BUFFER, file);
        Ok(Self { file, len, at, left: len.saturating_mul(MOST_READS).saturating_add(BUFFER as u64) })
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Does what moves on in the file by the bytes that it returns. After a failure there is nothing left: where the file
    /// stands then, nobody knows.
    fn take(&mut self, wanted: usize, read: impl FnOnce(&mut BufReader<R>) -> io::Result<usize>) -> Result<usize, ()> {
        let left = self.left.checked_sub(wanted as u64).ok_or(());
        self.left = 0;
        let left = left?;
        let count = read(&mut self.file).map_err(drop)?;
        self.at += count as u64;
        self.left = left;
        Ok(count)
    }
}

impl<R: Read + Seek> ReadCacheOps for Pieces<R> {
    fn len(&mut self) -> Result<u64, ()> {
        Ok(self.len)
    }

    fn seek(&mut self, position: u64) -> Result<u64, ()> {
        let distance = i64::try_from(i128::from(position) - i128::from(self.at)).map_err(drop)?;
        self.take(0, |file| file.seek_relative(distance).map(|()| 0))?;
        self.at = position;
        Ok(position)
    }

    fn read(&mut self, into: &mut [u8]) -> Result<usize, ()> {
        self.take(into.len(), |file| Read::read(file, into))
    }

    fn read_exact(&mut self, into: &mut [u8]) -> Result<(), ()> {
        let wanted = into.len();
        self.take(wanted, |file| Read::read_exact(file, into).map(|()| wanted)).map(drop)
    }
}
