//! What a run says about a server: what it answered, how long that took, and what was wrong.
#![expect(clippy::unwrap_used, reason = "a run that fails where it shouldn't fails the test")]

mod server;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use lowcard_load::{Error, Load, Request};
use server::{Server, say};

const MILLISECOND: Duration = Duration::from_millis(1);
/// Longer than any test may take.
const LONG: Duration = Duration::from_hours(24);

fn one_request() -> Vec<Request> {
    vec![Request::get("/hello/ada", "/hello/{name}", 200)]
}

/// What a run of a few requests on one connection fails with.
fn error(server: &Server) -> String {
    Load::new(server.address, one_request()).unwrap().connections(1).open_loop(MILLISECOND, 5).unwrap_err().to_string()
}

#[test]
fn answers_are_counted_by_method_template_and_status() {
    let server = Server::start(|connection, line, _| match line {
        "GET /hello/ada HTTP/1.1" | "GET /hello/grace?polite=1 HTTP/1.1" => say(connection, 200, "Hello!"),
        "POST /orders HTTP/1.1" => say(connection, 405, ""),
        "HEAD /hello/ada HTTP/1.1" => connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"),
        _ => say(connection, 404, "nothing here"),
    });
    let mix = vec![
        Request::get("/hello/ada", "/hello/{name}", 200),
        Request::get("/hello/grace?polite=1", "/hello/{name}", 200),
        Request::new("POST", "/orders", "/orders", 405),
        Request::new("HEAD", "/hello/ada", "/hello/{name}", 200),
        Request::get("/nowhere", "unmatched", 404),
    ];
    let load = Load::new(server.address, mix).unwrap().connections(3);
    let outcomes = [load.open_loop(MILLISECOND / 2, 101).unwrap(), load.closed_loop(LONG, 101).unwrap()];
    for outcome in outcomes {
        assert_eq!(outcome.count("GET", "/hello/{name}", 200), 41);
        assert_eq!(outcome.count("POST", "/orders", 405), 20);
        assert_eq!(outcome.count("HEAD", "/hello/{name}", 200), 20);
        assert_eq!(outcome.count("GET", "unmatched", 404), 20);
        assert_eq!(outcome.count("GET", "unmatched", 200), 0);
        assert_eq!((outcome.answers(), outcome.counts.len()), (101, 4));
        assert_eq!((outcome.latencies.sorted().len(), outcome.since_sending.sorted().len()), (101, 101));
    }
    assert_eq!(server.connections(), 6, "three for each run, which stay open");
}

#[test]
fn answers_may_come_byte_by_byte_and_in_chunks() {
    let server = Server::start(|connection, line, _| {
        let answer = if line.starts_with("GET /chunks") {
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
        } else {
            "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"
        };
        answer.bytes().try_for_each(|byte| connection.write_all(&[byte]))
    });
    let mix = vec![Request::get("/chunks", "/chunks", 200), Request::get("/", "unmatched", 404)];
    let outcome = Load::new(server.address, mix).unwrap().connections(2).closed_loop(LONG, 20).unwrap();
    assert_eq!([outcome.count("GET", "/chunks", 200), outcome.count("GET", "unmatched", 404)], [10, 10]);
}

#[test]
fn a_server_that_stalls_is_charged_for_the_requests_that_waited() {
    const STALL: Duration = Duration::from_millis(100);
    let server = Server::start(|connection, _, before| {
        if before == 4 {
            thread::sleep(STALL);
        }
        say(connection, 200, "")
    });
    let load = Load::new(server.address, one_request()).unwrap().connections(1);
    let outcome = load.open_loop(MILLISECOND, 50).unwrap();
    // The answer that stalled came 104 ms after the start at the earliest, and the last request was due after 49 ms.
    let waited = 55 * MILLISECOND;
    assert!(outcome.latencies.sorted()[4..].iter().all(|latency| *latency >= waited), "{:?}", outcome.latencies);
    assert!(outcome.latencies.max() >= STALL);
    // Whoever counts from the sending sees one slow answer, and misses what the 45 requests behind it waited.
    let [from_due, from_sending]: [Duration; 2] =
        [&outcome.latencies, &outcome.since_sending].map(|latencies| latencies.sorted().iter().sum());
    assert!(from_due >= from_sending + 45 * waited, "{from_due:?} and {from_sending:?}");
    assert!(outcome.took >= STALL + 4 * MILLISECOND);
}

#[test]
fn a_closed_loop_waits_with_the_server() {
    let server = Server::start(|connection, _, _| {
        thread::sleep(MILLISECOND);
        say(connection, 200, "")
    });
    let load = Load::new(server.address, one_request()).unwrap().connections(2);
    let outcome = load.closed_loop(LONG, 10).unwrap();
    assert_eq!(outcome.latencies.sorted(), outcome.since_sending.sorted());
    assert!(outcome.took >= 5 * MILLISECOND, "two at a time, a millisecond each");
    assert!(outcome.per_second() <= 2_000.0);
    let over = load.closed_loop(Duration::ZERO, 10).unwrap();
    assert_eq!(over.answers(), 2, "one for each connection");
}

#[test]
fn another_status_is_an_error_that_shows_the_body() {
    let server = Server::start(|connection, _, before| {
        let (status, body) = if before < 3 { (200, "") } else { (500, "no \"database\"") };
        say(connection, status, body)
    });
    let address = server.address;
    assert_eq!(
        error(&server),
        format!(
            "GET http://{address}/hello/ada: answered with 500 instead of 200: \"no \\\"database\\\"\"; \
             its connection had 3 right answers before"
        )
    );
}

#[test]
fn a_connection_that_ends_early_is_an_error() {
    let closes = Server::start(
        |connection, _, before| {
            if before == 2 { Err(io::ErrorKind::Other.into()) } else { say(connection, 200, "") }
        },
    );
    let told = error(&closes);
    assert!(told.contains("closed the connection instead of answering; its connection had 2 right"), "{told}");
    let cuts_off = Server::start(|connection, _, _| {
        connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")?;
        Err(io::ErrorKind::Other.into())
    });
    let told = error(&cuts_off);
    assert!(told.contains("closed the connection in the middle of its answer"), "{told}");
}

#[test]
fn more_than_one_answer_is_an_error() {
    let server = Server::start(|connection, _, _| {
        connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n")
    });
    assert!(error(&server).contains("17 bytes more than one answer came"), "{}", error(&server));
}

#[test]
fn patience_has_an_end_even_if_a_byte_comes_now_and_then() {
    let silent = Server::start(|_, _, _| Ok(()));
    let drips = Server::start(|connection, _, _| {
        connection.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            connection.write_all(b"x")?;
            thread::sleep(MILLISECOND);
        }
    });
    for server in [silent, drips] {
        let load = Load::new(server.address, one_request()).unwrap().patience(20 * MILLISECOND);
        let told = load.closed_loop(LONG, u32::MAX).unwrap_err().to_string();
        assert!(told.contains("in the time that it may take"), "{told}");
    }
}

#[test]
fn one_failure_ends_the_run_for_all_connections() {
    let server = Server::start(|connection, line, _| {
        say(connection, if line.starts_with("GET /wrong") { 404 } else { 200 }, "")
    });
    // The request after these two is due in a day.
    let mix = vec![Request::get("/", "/", 200), Request::get("/wrong", "/wrong", 200)];
    let load = Load::new(server.address, mix.clone()).unwrap().connections(2);
    assert!(load.closed_loop(LONG, u32::MAX).is_err());
    let mixed = mix.into_iter().rev().collect();
    let load = Load::new(server.address, mixed).unwrap().connections(2);
    assert!(load.open_loop(LONG, 2).is_err(), "the second connection does not wait for its request");
}

#[test]
fn only_this_machine_is_asked() {
    for elsewhere in ["192.0.2.1:80", "0.0.0.0:80", "[2001:db8::1]:80", "[::]:80", "[::ffff:10.0.0.1]:80"] {
        let refused = Load::new(elsewhere.parse().unwrap(), one_request()).unwrap_err();
        assert!(matches!(refused, Error::NotLoopback(_)), "{elsewhere}");
        assert!(refused.to_string().contains("not on this machine"), "{refused}");
    }
    for here in ["127.0.0.1:80", "127.9.9.9:80", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
        assert!(Load::new(here.parse().unwrap(), one_request()).is_ok(), "{here}");
    }
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    // Nobody but root may listen there, and nothing does these days.
    let closed: SocketAddr = "127.0.0.1:1".parse().unwrap();
    let told = Load::new(closed, one_request()).unwrap().open_loop(MILLISECOND, 1).unwrap_err().to_string();
    assert!(told.contains(&format!("no connection to {closed}: ")), "{told}");
}

#[test]
fn a_run_without_an_end_or_a_beginning_is_refused() {
    let server = Server::start(|connection, _, _| say(connection, 200, ""));
    assert!(matches!(Load::new(server.address, Vec::new()), Err(Error::NothingToSend)));
    let load = Load::new(server.address, one_request()).unwrap();
    assert!(matches!(load.open_loop(MILLISECOND, 0), Err(Error::NothingToSend)));
    assert!(matches!(load.open_loop(Duration::MAX, 2), Err(Error::TooLong)));
    assert!(matches!(load.closed_loop(Duration::MAX, 2), Err(Error::TooLong)));
}
