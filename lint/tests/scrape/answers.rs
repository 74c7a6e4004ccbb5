//! What endpoints answer, and what is said of it.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::command::Ran;
use crate::endpoint::{Endpoint, write};
use crate::shop::{GOOD, Shop};

/// That it could not run, and why.
fn refused(said: &Ran, message: &str) {
    assert!(said.err.contains(message), "{message}\n{}", said.err);
    assert_eq!((said.code, said.out.as_str()), (101, ""));
}

#[test]
fn an_endpoint_is_asked_as_prometheus_does() {
    let endpoint = Endpoint::canned("200 OK", "Content-Type: text/plain; version=0.0.4\r\n", GOOD);
    let said =
        Shop::new().scrape(&[&endpoint.url(""), "--header", "Authorization: Bearer s3cret", "--header", "X-Scope: a"]);
    assert!(said.out.contains("shop_orders_total         3          10    30%\n"), "{}{}", said.out, said.err);
    assert_eq!(said.code, 0);
    let asked = endpoint.asked().to_lowercase();
    assert!(asked.starts_with("get /metrics http/1.1\n"), "{asked}");
    assert!(
        asked.contains("\naccept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"),
        "{asked}"
    );
    assert!(asked.contains("\nauthorization: bearer s3cret\n") && asked.contains("\nx-scope: a\n"), "{asked}");
    assert!(!asked.contains("accept-encoding") || asked.contains("accept-encoding: identity"), "{asked}");
}

#[test]
fn chunks_are_put_together() {
    let endpoint = Endpoint::new(|_, stream| {
        let _gone = write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        for piece in GOOD.as_bytes().chunks(7) {
            let _gone = write!(stream, "{:x}\r\n{}\r\n", piece.len(), str::from_utf8(piece).unwrap());
        }
        let _gone = write!(stream, "0\r\n\r\n");
    });
    let said = Shop::new().scrape(&[&endpoint.url("/metrics")]);
    assert!(said.out.contains("shop_orders_total         3          10    30%\n"), "{}{}", said.out, said.err);
}

#[test]
fn an_answer_that_is_no_success_is_shown_by_its_first_line() {
    let overloaded = Endpoint::canned("503 Service Unavailable", "", "\n too many scrapes\u{7}\nsecond line\n");
    let said = Shop::new().scrape(&[&overloaded.url("/metrics")]);
    refused(&said, "/metrics answers 503 Service Unavailable: too many scrapes\u{fffd}\n");
    assert!(!said.err.contains("second line"), "{}", said.err);
    let locked = Endpoint::canned("401 Unauthorized", "", "");
    refused(&Shop::new().scrape(&[&locked.url("/metrics")]), "401 Unauthorized\n  help: send credentials: `--header");
    let elsewhere = Endpoint::canned("404 Not Found", "", "no such page");
    refused(&Shop::new().scrape(&[&elsewhere.url("/")]), "404 Not Found: no such page\n  help: ask for the path");
    let nothing = Endpoint::canned("204 No Content", "", "");
    refused(&Shop::new().scrape(&[&nothing.url("/")]), "answers 204 No Content\n");
}

#[test]
fn redirects_are_followed_and_not_for_ever() {
    let secure = TcpListener::bind("127.0.0.1:0").unwrap();
    let to_secure = format!("Location: https://{}/metrics\r\n", secure.local_addr().unwrap());
    let endpoint = Endpoint::new(move |path, stream| match path {
        "/old" => write(stream, "301 Moved Permanently", "Location: /metrics\r\n", ""),
        "/round" => write(stream, "302 Found", "Location: /round\r\n", ""),
        "/tls" => write(stream, "302 Found", &to_secure, ""),
        _ => write(stream, "200 OK", "", GOOD),
    });
    let said = Shop::new().scrape(&[&endpoint.url("/old")]);
    assert_eq!(said.code, 0, "{}", said.err);
    refused(&Shop::new().scrape(&[&endpoint.url("/round")]), "/round leads to more than 5 other addresses");
    refused(&Shop::new().scrape(&[&endpoint.url("/tls")]), "cargo-lowcard does not speak TLS");
}

#[test]
fn one_that_never_ends_its_answer_is_given_up() {
    let stuck = Endpoint::new(|_, stream| {
        let _gone = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nshop_baskets 1\n");
        // Until the client goes away.
        let _gone = stream.read(&mut [0; 1]);
    });
    refused(
        &Shop::new().scrape(&[&stuck.url("/metrics"), "--timeout", "1"]),
        "/metrics does not end its answer in time",
    );
    let silent = Endpoint::new(|_, stream| {
        let _gone = stream.read(&mut [0; 1]);
    });
    let said = Shop::new().scrape(&[&silent.url("/metrics"), "--timeout", "1"]);
    refused(&said, "/metrics does not answer within 1s\n  help: Prometheus would give up, too");
}

#[test]
fn one_that_never_ends_is_given_up_with_bounded_memory() {
    let endless = Endpoint::new(|_, stream| {
        let _gone = write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        while stream.write_all(&[b'#'; 4096]).is_ok() {}
    });
    let said = Shop::new().scrape(&[&endless.url("/metrics"), "--max-size", "1"]);
    refused(&said, "/metrics has more than 1 MiB\n  help: an exposition of this size is hardly meant");
}

#[test]
fn an_answer_that_is_cut_off_is_not_taken_for_the_whole() {
    let cut = Endpoint::new(|_, stream| {
        let _gone = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nshop_baskets 1\n");
    });
    refused(&Shop::new().scrape(&[&cut.url("/metrics")]), "/metrics can't be read to its end: ");
}

#[test]
fn what_is_not_an_exposition_is_refused() {
    let page = Endpoint::canned("200 OK", "Content-Type: text/html\r\n", "<html>\n<p>metrics are elsewhere\n");
    refused(
        &Shop::new().scrape(&[&page.url("/")]),
        "/ is not an exposition: line 1: `<html>` does not start with a name",
    );
    let zipped = Endpoint::canned("200 OK", "Content-Encoding: gzip\r\n", "\u{1f}");
    refused(&Shop::new().scrape(&[&zipped.url("/")]), "is compressed (gzip), which was not asked for");
    let protobuf = Endpoint::canned("200 OK", "Content-Type: application/vnd.google.protobuf\r\n", "\n");
    refused(&Shop::new().scrape(&[&protobuf.url("/")]), "answers in protobuf, which was not asked for");
}

#[test]
fn what_does_not_speak_http_is_refused() {
    let mail = Endpoint::new(|_, stream| {
        let _gone = stream.write_all(b"220 mail.example ESMTP\r\n");
    });
    refused(&Shop::new().scrape(&[&mail.url("/")]), "can't be asked: ");
    let hangs_up = Endpoint::new(|_, _| {});
    refused(&Shop::new().scrape(&[&hangs_up.url("/")]), "can't be asked: ");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let free = listener.local_addr().unwrap();
    drop(listener);
    refused(&Shop::new().scrape(&[&format!("http://{free}/metrics")]), "can't be asked: nothing listens there");
    refused(&Shop::new().scrape(&["http://"]), "http:///metrics");
}

#[test]
fn options_that_can_not_be_meant_are_refused() {
    let said = |option: &[&str]| Shop::new().scrape(&[&["-"], option].concat());
    for option in [["--header", "Authorization"], ["--header", "a b: c"], ["--timeout", "0"], ["--max-size", "x"]] {
        let said = said(&option);
        assert!(said.err.contains(option[0]), "{}", said.err);
        assert_ne!(said.code, 0);
        assert_eq!(said.out, "");
    }
}
