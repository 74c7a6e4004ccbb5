//! A gateway that does what a test tells it to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// How long anything may take that does happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Listens, and hands over what it is asked.
pub(crate) struct Fake {
    address: SocketAddr,
    requests: Receiver<Request>,
}

/// A request, of which all has come.
#[derive(Debug)]
pub(crate) struct Request {
    /// Method and path.
    pub(crate) line: String,
    pub(crate) headers: Vec<String>,
    pub(crate) body: Vec<u8>,
}

/// What a gateway does with a request.
pub(crate) enum Reaction {
    /// It sends this, and closes the connection.
    Send(&'static str),
    /// It closes the connection halfway through the request, when the first line has come.
    Close,
    /// It reads, and keeps the connection without a word.
    Hang,
}

pub(crate) const OK: Reaction = Reaction::Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

impl Fake {
    /// Reacts to the first requests in turn, and to all others as to the last of them.
    pub(crate) fn reacting(reactions: Vec<Reaction>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            let mut hanging = Vec::new();
            let last = reactions.len() - 1;
            for (number, connection) in listener.incoming().flatten().enumerate() {
                let reaction = &reactions[number.min(last)];
                let request = read(&connection, matches!(reaction, Reaction::Close));
                // The test may have seen enough.
                let _ = sender.send(request);
                match reaction {
                    Reaction::Send(answer) => drop((&connection).write_all(answer.as_bytes())),
                    Reaction::Close => {}
                    Reaction::Hang => hanging.push(connection),
                }
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next request, which is waited for.
    #[track_caller]
    pub(crate) fn request(&self) -> Request {
        self.requests.recv_timeout(PATIENCE).expect("a request")
    }

    /// How many more requests have come.
    pub(crate) fn more(&self) -> usize {
        self.requests.try_iter().count()
    }
}

impl Request {
    /// The value of a header whose name is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|header| {
            let (found, value) = header.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The names of the families in the body.
    pub(crate) fn families(&self) -> Vec<String> {
        lowcard_servers::proto::parse(&self.body).into_iter().map(|family| family.name).collect()
    }
}

fn read(connection: &TcpStream, halfway: bool) -> Request {
    let mut reader = BufReader::new(connection);
    let mut lines = (&mut reader).lines().map(Result::unwrap_or_default);
    let line = lines.next().unwrap_or_default();
    let line = line.trim_end_matches(" HTTP/1.1").to_owned();
    let mut request = Request { line, headers: Vec::new(), body: Vec::new() };
    if !halfway {
        request.headers = lines.take_while(|line| !line.is_empty()).collect();
        let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        request.body = vec![0; length];
        reader.read_exact(&mut request.body).expect("a whole body");
    }
    request
}
