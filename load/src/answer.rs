//! One answer, read to its last byte and no further.

use std::io::{self, BufRead, Read, Write};
use std::{fmt, str};

/// The longest head, or trailer, or line that says how long a chunk is.
const LONGEST: u64 = 64 * 1024;
/// How much of a body is kept, for an error to show.
const KEPT: usize = 200;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    beginning: Vec<u8>,
}

/// Why nothing did that could be an answer.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The connection was closed before the first byte.
    Closed,
    /// It was closed, but not all had come.
    CutOff,
    /// The operating system says so.
    Io(io::Error),
    /// It is not HTTP/1.1 as it can be read on a connection that stays open.
    Malformed(String),
}

/// How to tell where a body ends.
enum Length {
    Bytes(u64),
    Chunked,
}

impl Answer {
    /// Reads the answer to a request with this method.
    pub(crate) fn read(from: &mut impl BufRead, method: &str) -> Result<Self, Broken> {
        let mut head = from.by_ref().take(LONGEST);
        let line = line(&mut head).map_err(|broken| match broken {
            Broken::CutOff if head.limit() == LONGEST => Broken::Closed,
            broken => broken,
        })?;
        let status = status(&line)?;
        let length = length(&mut head)?;
        let mut beginning = Beginning(Vec::new());
        match length {
            _ if method == "HEAD" || matches!(status, 100..=199 | 204 | 304) => {}
            Some(Length::Bytes(bytes)) => copy(from, bytes, &mut beginning)?,
            Some(Length::Chunked) => copy_chunks(from, &mut beginning)?,
            None => return Err(malformed("it says neither how long it is nor that it comes in chunks", &line)),
        }
        Ok(Self { status, beginning: beginning.0 })
    }

    /// How its body begins, if that is text.
    pub(crate) fn beginning(&self) -> &str {
        self.beginning.utf8_chunks().next().map_or("", |chunk| chunk.valid())
    }
}

/// The next line, without its end.
fn line(from: &mut io::Take<impl BufRead>) -> Result<String, Broken> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    match line.strip_suffix(b"\r\n") {
        Some(line) => Ok(String::from_utf8_lossy(line).into_owned()),
        None if from.limit() == 0 => Err(malformed("a line or all lines are too long", &line)),
        None if line.ends_with(b"\n") => Err(malformed("a line ends without a carriage return", &line)),
        None => Err(Broken::CutOff),
    }
}

fn status(line: &str) -> Result<u16, Broken> {
    let status = line.strip_prefix("HTTP/1.1 ").and_then(|line| line.get(..3)).and_then(|status| status.parse().ok());
    status.ok_or_else(|| malformed("its first line is not one of HTTP/1.1", line))
}

/// Reads the headers, and finds the one that counts.
fn length(head: &mut io::Take<impl BufRead>) -> Result<Option<Length>, Broken> {
    let mut length = None;
    loop {
        let line = line(head)?;
        if line.is_empty() {
            return Ok(length);
        }
        let (name, value) = line.split_once(':').ok_or_else(|| malformed("a line is no header", &line))?;
        let found = match value.trim() {
            value if name.eq_ignore_ascii_case("content-length") => value.parse().ok().map(Length::Bytes),
            "chunked" if name.eq_ignore_ascii_case("transfer-encoding") => Some(Length::Chunked),
            _ if name.eq_ignore_ascii_case("transfer-encoding") => None,
            _ => continue,
        };
        if length.is_some() || found.is_none() {
            return Err(malformed("there is no telling how long it is", &line));
        }
        length = found;
    }
}

fn copy(from: &mut impl BufRead, bytes: u64, into: &mut impl Write) -> Result<(), Broken> {
    if io::copy(&mut from.by_ref().take(bytes), into)? == bytes { Ok(()) } else { Err(Broken::CutOff) }
}

/// Copies what is in the chunks, and reads the trailers after the last.
fn copy_chunks(from: &mut impl BufRead, into: &mut impl Write) -> Result<(), Broken> {
    loop {
        let text = line(&mut from.by_ref().take(LONGEST))?;
        let size = text.split(';').next().map(str::trim).and_then(|size| u64::from_str_radix(size, 16).ok());
        match size.ok_or_else(|| malformed("a chunk does not say how long it is", &text))? {
            0 => break,
            size => copy(from, size, into)?,
        }
        if !line(&mut from.by_ref().take(LONGEST))?.is_empty() {
            return Err(malformed("a chunk is longer than it says", &text));
        }
    }
    let mut trailers = from.by_ref().take(LONGEST);
    while !line(&mut trailers)?.is_empty() {}
    Ok(())
}

fn malformed(why: &str, what: impl AsRef<[u8]>) -> Broken {
    let what = what.as_ref();
    Broken::Malformed(format!("{why}: {:?}", String::from_utf8_lossy(&what[..what.len().min(KEPT)])))
}

/// Keeps the first bytes of what is written, and takes the rest.
struct Beginning(Vec<u8>);

impl Write for Beginning {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = KEPT.saturating_sub(self.0.len());
        self.0.extend_from_slice(&bytes[..bytes.len().min(room)]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the server closed the connection instead of answering"),
            Self::CutOff => f.write_str("the server closed the connection in the middle of its answer"),
            Self::Io(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                f.write_str("the answer did not come, or not all of it, in the time that it may take")
            }
            Self::Io(error) => write!(f, "the connection broke: {error}"),
            Self::Malformed(why) => write!(f, "the answer makes no sense: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "an answer that is not read fails the test")]

    use super::*;

    /// Gives one byte at a time.
    struct Dribble<'a>(&'a [u8]);

    impl Read for Dribble<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let length = into.len().min(1);
            self.0.read(&mut into[..length])
        }
    }

    /// What is read of `text`, whole and byte by byte, and how much of it is left.
    fn read(text: &str) -> Result<(u16, String, usize), String> {
        let mut whole = text.as_bytes();
        let answer =
            Answer::read(&mut whole, "GET").map(|answer| (answer.status, answer.beginning().to_owned(), whole.len()));
        let mut dribble = io::BufReader::with_capacity(1, Dribble(text.as_bytes()));
        let again = Answer::read(&mut dribble, "GET").map(|answer| (answer.status, answer.beginning().to_owned()));
        let again = again.map(|(status, beginning)| (status, beginning, dribble.get_ref().0.len()));
        let [answer, again] = [answer, again].map(|answer| answer.map_err(|broken| broken.to_string()));
        assert_eq!(answer, again, "it is the same in pieces");
        answer
    }

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let answer = read("HTTP/1.1 200 OK\r\nx: y\r\ncontent-LENGTH: 2\r\n\r\nhiHTTP/1.1 ").unwrap();
        assert_eq!(answer, (200, "hi".to_owned(), 9));
    }

    #[test]
    fn chunks_are_joined_and_trailers_are_part_of_the_answer() {
        let head = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n";
        let answer = read(&format!("{head}3;x=y\r\na\r\n\r\nA\r\n0123456789\r\n0\r\nx: y\r\n\r\nnext")).unwrap();
        assert_eq!(answer, (404, "a\r\n0123456789".to_owned(), 4));
        assert_eq!(read(&format!("{head}0\r\n\r\n")).unwrap(), (404, String::new(), 0));
    }

    #[test]
    fn some_answers_have_no_body_whatever_they_say() {
        let with_length = "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(read(with_length).unwrap(), (204, String::new(), 3));
        let head = Answer::read(&mut "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n".as_bytes(), "HEAD").unwrap();
        assert_eq!(head.status, 200);
    }

    #[test]
    fn of_a_long_body_only_the_beginning_is_kept() {
        let (_, beginning, left) =
            read(&format!("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{}", "x".repeat(5_000))).unwrap();
        assert_eq!((beginning.len(), left), (KEPT, 0));
    }

    #[test]
    fn an_end_in_the_middle_is_told_from_one_before() {
        assert!(read("").unwrap_err().contains("instead of answering"));
        for cut in [
            "HT",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n",
        ] {
            assert!(read(cut).unwrap_err().contains("in the middle"), "{cut:?}");
        }
    }

    #[test]
    fn what_is_not_http_is_shown() {
        for (wrong, shown) in [
            ("SSH-2.0\r\n\r\n", "not one of HTTP/1.1: \"SSH-2.0\""),
            ("HTTP/1.0 200 OK\r\n\r\n", "not one of HTTP/1.1"),
            ("HTTP/1.1 OK\r\n\r\n", "not one of HTTP/1.1"),
            ("HTTP/1.1 200 OK\n\n", "without a carriage return"),
            ("HTTP/1.1 200 OK\r\nnothing\r\n\r\n", "no header: \"nothing\""),
            ("HTTP/1.1 200 OK\r\n\r\nbody", "neither how long"),
            ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "no telling how long it is: \"Content-Length: x\""),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "no telling"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "no telling"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "does not say how long it is: \"xyz\""),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", "longer than it says: \"1\""),
        ] {
            let told = read(wrong).unwrap_err();
            assert!(told.contains(shown), "{wrong:?}: {told}");
        }
    }

    #[test]
    fn a_head_without_an_end_is_not_read_for_ever() {
        let told = Answer::read(&mut io::BufReader::new(io::repeat(b'x')), "GET").unwrap_err().to_string();
        assert!(told.contains("too long"), "{told}");
        let endless = "HTTP/1.1 200 OK\r\n".bytes().chain("x: y\r\n".bytes().cycle().take(1_000_000));
        let told = Answer::read(&mut &*endless.collect::<Vec<_>>(), "GET").unwrap_err().to_string();
        assert!(told.contains("too long"), "{told}");
    }
}
