//! Drives requests at a server on this machine, and counts exactly what comes back.
//!
//! A [`Load`] sends a mix of requests over connections that stay open, in a fixed order that repeats. In an **open
//! loop** each request has a time at which it is to be sent, whatever the server does, and its latency is counted from
//! that time: a server that stalls is charged for the requests that had to wait. In a **closed loop** each connection
//! sends as soon as it has an answer, which is as much as the server can take.
//!
//! A run either gets every answer that it expects, or is an error: so its counts can be held against the server's own.
//!
//! ```
//! # use std::io::{BufRead, BufReader, Write};
//! # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
//! # let server = listener.local_addr()?;
//! # std::thread::spawn(move || {
//! #     let mut connection = BufReader::new(listener.accept().unwrap().0);
//! #     let mut line = String::new();
//! #     while connection.read_line(&mut line).unwrap() > 0 {
//! #         if line.ends_with("\r\n\r\n") {
//! #             let status = if line.starts_with("GET /hello") { "200 OK" } else { "404 Not Found" };
//! #             write!(connection.get_mut(), "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").unwrap();
//! #             line.clear();
//! #         }
//! #     }
//! # });
//! use std::time::Duration;
//! use lowcard_load::{Load, Request};
//!
//! let mix = vec![Request::get("/hello/ada", "/hello/{name}", 200), Request::get("/nowhere", "unmatched", 404)];
//! let load = Load::new(server, mix)?.connections(1);
//!
//! let outcome = load.open_loop(Duration::from_millis(1), 11)?;    // 1,000 requests a second
//! assert_eq!(outcome.count("GET", "/hello/{name}", 200), 6);
//! assert_eq!(outcome.count("GET", "unmatched", 404), 5);
//! println!("p95 {:?}, {:.0} a second", outcome.latencies.percentile(95), outcome.per_second());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod connection;
mod error;
mod latencies;
mod load;
mod outcome;
mod pace;
mod plan;
mod request;

pub use error::Error;
pub use latencies::Latencies;
pub use load::Load;
pub use outcome::{Answered, Outcome};
pub use request::Request;
