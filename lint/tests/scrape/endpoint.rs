//! A server that answers as it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Something that listens, and what it was asked.
pub(crate) struct Endpoint {
    address: String,
    asked: Receiver<String>,
}

impl Endpoint {
    /// Answers each request by `answer`, which is given the path. It lives as long as the test does.
    pub(crate) fn new(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, asked) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let head = head(&stream);
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                if sender.send(head).is_err() {
                    return;
                }
                answer(&path, &mut stream);
            }
        });
        Self { address, asked }
    }

    /// Answers with this status line and these headers, and this body.
    pub(crate) fn canned(status: &'static str, headers: &'static str, body: &'static str) -> Self {
        Self::new(move |_, stream| write(stream, status, headers, body))
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The head of the next request that it got.
    pub(crate) fn asked(&self) -> String {
        self.asked.recv().unwrap()
    }
}

/// Writes an answer; a client that went away is none of its business.
pub(crate) fn write(stream: &mut TcpStream, status: &str, headers: &str, body: &str) {
    let length = body.len();
    let _gone =
        write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}Connection: close\r\n\r\n{body}");
}

fn head(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.take_while(|line| !line.is_empty()).map(|line| line + "\n").collect()
}
