//! A server that does what a test wants: one thread for each connection.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

/// It answers until the test's process ends.
pub(crate) struct Server {
    /// Where.
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Calls `answer` for each request with the connection, the request's first line and how many it has had before on
    /// this connection. An error closes the connection.
    pub(crate) fn start(
        answer: impl Fn(&mut TcpStream, &str, usize) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let (counted, answer) = (Arc::clone(&connections), Arc::new(answer));
        thread::spawn(move || {
            for connection in listener.incoming() {
                counted.fetch_add(1, SeqCst);
                let answer = Arc::clone(&answer);
                thread::spawn(move || serve(connection.unwrap(), &*answer));
            }
        });
        Self { address, connections }
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(SeqCst)
    }
}

/// Until either side has had enough.
fn serve(connection: TcpStream, answer: &impl Fn(&mut TcpStream, &str, usize) -> io::Result<()>) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection);
    for before in 0.. {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        answer(reader.get_mut(), head.lines().next().unwrap_or_default(), before)?;
    }
    Ok(())
}

/// A whole answer with a body.
pub(crate) fn say(connection: &mut TcpStream, status: u16, body: &str) -> io::Result<()> {
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", body.len());
    connection.write_all((head + body).as_bytes())
}
