//! The least HTTP that a test needs.

use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use flate2::read::MultiGzDecoder;

const TIMEOUT: Duration = Duration::from_secs(10);

/// What a test asks of a server.
#[derive(Clone, Debug)]
pub struct Request {
    server: SocketAddr,
    method: String,
    path: String,
    headers: String,
}

/// What a server answered.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers as they came, name and value.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

/// Asks `server` for `path`, which may have a query.
#[track_caller]
pub fn get(server: SocketAddr, path: &str) -> Response {
    Request::get(server, path).send()
}

impl Request {
    /// A `GET` of `path`, which may have a query.
    pub fn get(server: SocketAddr, path: &str) -> Self {
        Self::new("GET", server, path)
    }

    /// A request with any method, and without a body.
    pub fn new(method: &str, server: SocketAddr, path: &str) -> Self {
        Self { server, method: method.to_owned(), path: path.to_owned(), headers: String::new() }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.extend([name, ": ", value, "\r\n"]);
        self
    }

    /// Adds a parameter to the query.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.path.push(if self.path.contains('?') { '&' } else { '?' });
        self.path.extend([&percent_encoded(name), "=", &percent_encoded(value)]);
        self
    }

    /// The answer. None, or one that is cut off or not HTTP, is a panic.
    #[track_caller]
    pub fn send(&self) -> Response {
        let answer = match self.exchange() {
            Ok(answer) => answer,
            Err(error) => panic!("{} failed: {error}", self.line()),
        };
        match Response::parse(&answer, &self.method) {
            Ok(response) => response,
            Err(why) => panic!("{} was answered, but {why}:\n{}", self.line(), String::from_utf8_lossy(&answer)),
        }
    }

    /// Without keeping the connection: what comes until it ends is the answer.
    fn exchange(&self) -> io::Result<Vec<u8>> {
        let Self { server, method, path, headers } = self;
        let mut connection = TcpStream::connect_timeout(server, TIMEOUT)?;
        connection.set_read_timeout(Some(TIMEOUT))?;
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n{headers}\r\n");
        connection.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer)?;
        Ok(answer)
    }

    fn line(&self) -> String {
        format!("{} http://{}{}", self.method, self.server, self.path)
    }
}

impl Response {
    /// The first header of this name, in whatever case either is written.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body in UTF-8")
    }

    fn parse(answer: &[u8], method: &str) -> Result<Self, String> {
        let (head, sent) = split_once(answer, b"\r\n\r\n").ok_or("its head has no end")?;
        let head = std::str::from_utf8(head).map_err(|error| format!("its head is not text: {error}"))?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(status).ok_or("its first line has no status of HTTP 1")?;
        let headers = lines.map(|line| header(line).ok_or_else(|| format!("`{line}` is no header")));
        let mut response = Self { status, headers: headers.collect::<Result<_, _>>()?, body: Vec::new() };
        response.body = response.body_of(sent, method)?;
        Ok(response)
    }

    /// The body in what was sent after the head, if all of it is there and nothing else.
    fn body_of(&self, sent: &[u8], method: &str) -> Result<Vec<u8>, String> {
        if self.header("Transfer-Encoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("chunked")) {
            return joined(sent);
        }
        let bodiless = method == "HEAD" || matches!(self.status, 204 | 304);
        let length = if bodiless { Some("0") } else { self.header("Content-Length") };
        match length {
            Some(length) if length != sent.len().to_string() => {
                Err(format!("its body is of {} bytes instead of {length}", sent.len()))
            }
            _ => Ok(sent.to_owned()),
        }
    }
}

fn status(line: &str) -> Option<u16> {
    line.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.to_owned(), value.trim().to_owned()))
}

/// The chunks as one, if the last is there.
fn joined(mut chunks: &[u8]) -> Result<Vec<u8>, String> {
    const CUT_OFF: &str = "its last chunk is missing or cut off";
    let mut body = Vec::new();
    loop {
        let (line, rest) = split_once(chunks, b"\r\n").ok_or(CUT_OFF)?;
        let size = std::str::from_utf8(line).ok().and_then(|line| line.split(';').next());
        let size = size.and_then(|size| usize::from_str_radix(size.trim(), 16).ok()).ok_or("a chunk has no size")?;
        if size == 0 {
            // Trailers may follow, and an empty line.
            return if chunks.ends_with(b"\r\n\r\n") { Ok(body) } else { Err(CUT_OFF.to_owned()) };
        }
        let (chunk, rest) = rest.split_at_checked(size).ok_or(CUT_OFF)?;
        body.extend_from_slice(chunk);
        chunks = rest.strip_prefix(b"\r\n").ok_or("a chunk is longer than it says")?;
    }
}

fn split_once<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).position(|window| window == separator)?;
    Some((&bytes[..at], &bytes[at + separator.len()..]))
}

/// What was compressed. Anything but whole gzip members is a panic.
#[track_caller]
pub fn gunzip(compressed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match MultiGzDecoder::new(compressed).read_to_end(&mut plain) {
        Ok(_) => plain,
        Err(error) => panic!("not gzip, or not all of it: {error}"),
    }
}

/// `text` as it may stand in a path or a query.
pub fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("a String takes everything");
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn everything_but_unreserved_characters_is_encoded() {
        assert_eq!(percent_encoded("a_b{c=\"é\"}"), "a_b%7Bc%3D%22%C3%A9%22%7D");
    }

    #[test]
    fn a_request_is_sent_as_it_was_put_together() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let server = thread::spawn(move || {
            let (mut connection, _) = listener.accept().expect("a connection");
            let mut asked = [0; 1000];
            let length = connection.read(&mut asked).expect("a request");
            connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").expect("a reader");
            String::from_utf8_lossy(&asked[..length]).into_owned()
        });
        let request = Request::new("PUT", address, "/metrics").query("name[]", "a b").query("q", "");
        assert_eq!(request.header("Accept", "text/plain").send().text(), "hi");
        let expected = format!(
            "PUT /metrics?name%5B%5D=a%20b&q= HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAccept: text/plain\r\n\r\n"
        );
        assert_eq!(server.join().ok(), Some(expected));
    }

    #[test]
    fn the_case_of_a_header_does_not_matter() {
        let response = Response::parse(b"HTTP/1.1 404 Not Found\r\ncontent-TYPE:  text/plain \r\nx:\r\n\r\nno", "GET");
        let response = response.expect("this is HTTP");
        assert_eq!(response.status, 404);
        assert_eq!(response.header("Content-Type"), Some("text/plain"));
        assert_eq!(response.header("X"), Some(""));
        assert_eq!(response.header("Content"), None);
        assert_eq!(response.text(), "no");
    }

    #[test]
    fn chunks_are_joined() {
        let chunked =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\na\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(Response::parse(chunked, "GET").expect("this is HTTP").text(), "a\r\n0123456789");
    }

    #[test]
    fn an_answer_that_is_not_whole_is_refused() {
        for answer in [
            "",
            "HTTP/1.1 200 OK\r\n",
            "SSH-2.0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
            "HTTP/1.1 204 No Content\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab\r\n0\r\n\r\n",
        ] {
            assert!(Response::parse(answer.as_bytes(), "GET").is_err(), "{answer:?}");
        }
    }

    #[test]
    fn an_answer_to_head_has_a_length_but_no_body() {
        let response = Response::parse(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "HEAD").expect("this is HTTP");
        assert_eq!((response.header("content-length"), response.body.len()), (Some("3"), 0));
    }

    #[test]
    fn gunzip_undoes_gzip_of_one_member_and_of_two() {
        let member = |text: &[u8]| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(text).expect("a Vec takes everything");
            encoder.finish().expect("a Vec takes everything")
        };
        assert_eq!(gunzip(&member(b"a")), b"a");
        assert_eq!(gunzip(&[member(b"a"), member(b"b")].concat()), b"ab");
    }

    #[test]
    #[should_panic(expected = "not all of it")]
    fn gunzip_refuses_a_stream_that_is_cut_off() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(b"metrics").expect("a Vec takes everything");
        let whole = encoder.finish().expect("a Vec takes everything");
        gunzip(&whole[..whole.len() - 1]);
    }
}
