//! The service for a Prometheus 2, which can't be told to ask for the text format.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;

use lowcard_servers::http::Request;

/// Answers every request with the service's text, until the test's process ends.
pub(crate) struct TextOnly {
    pub(crate) address: SocketAddr,
}

impl TextOnly {
    pub(crate) fn of(service: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.expect("a connection");
                let head = BufReader::new(&connection).lines();
                head.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
                let answer = Request::get(service, "/metrics").header("Accept", "text/plain;version=0.0.4").send();
                let content_type = answer.header("Content-Type").expect("it says what it is").to_owned();
                assert!(content_type.starts_with("text/plain"), "{content_type}");
                let text = answer.text();
                let length = text.len();
                let head =
                    format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n");
                // A Prometheus that is being stopped does not listen any more.
                let _ = connection.write_all([head.as_str(), text].concat().as_bytes());
            }
        });
        Self { address }
    }
}
