//! The least HTTP that a test needs.

use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(10);

/// What a server answered.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The body, byte for byte.
    pub body: String,
}

/// Asks `server` for `path`, which may have a query.
#[track_caller]
pub fn get(server: SocketAddr, path: &str) -> Response {
    let answer = exchange(server, path).unwrap_or_else(|error| panic!("GET http://{server}{path} failed: {error}"));
    parse(&answer).unwrap_or_else(|| panic!("GET http://{server}{path} was not answered in HTTP: {answer:?}"))
}

/// In HTTP 1.0, whose answers come in one piece and end with the connection.
fn exchange(server: SocketAddr, path: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect_timeout(&server, TIMEOUT)?;
    connection.set_read_timeout(Some(TIMEOUT))?;
    write!(connection, "GET {path} HTTP/1.0\r\nHost: {server}\r\n\r\n")?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    Ok(answer)
}

fn parse(answer: &str) -> Option<Response> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Response { status, body: body.to_owned() })
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
    use super::*;

    #[test]
    fn everything_but_unreserved_characters_is_encoded() {
        assert_eq!(percent_encoded("a_b{c=\"é\"}"), "a_b%7Bc%3D%22%C3%A9%22%7D");
    }
}
