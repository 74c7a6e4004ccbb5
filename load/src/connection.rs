//! One connection, which stays open from answer to answer.

use std::io::{self, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::answer::{Answer, Broken};

/// To the server.
pub(crate) struct Connection(BufReader<Socket>);

/// A socket that gives up once its time is over, even where something comes every now and then.
struct Socket {
    stream: TcpStream,
    until: Instant,
}

impl Connection {
    /// Connects. Neither a read nor a write waits longer than `patience`.
    pub(crate) fn open(server: SocketAddr, patience: Duration) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&server, patience)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        Ok(Self(BufReader::new(Socket { stream, until: Instant::now() })))
    }

    /// Sends one request as it is written, and reads its answer, which is to be complete by then.
    pub(crate) fn exchange(&mut self, written: &[u8], method: &str, until: Instant) -> Result<Answer, Broken> {
        let Self(socket) = self;
        socket.get_mut().until = until;
        socket.get_mut().stream.write_all(written)?;
        let answer = Answer::read(socket, method)?;
        match socket.buffer() {
            [] => Ok(answer),
            more => Err(Broken::Malformed(format!("{} bytes more than one answer came", more.len()))),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.stream.read(into)?;
        if Instant::now() <= self.until { Ok(length) } else { Err(io::ErrorKind::TimedOut.into()) }
    }
}
