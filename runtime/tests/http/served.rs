//! The layer behind a real server, and clients as they are.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, ServiceExt};
use lowcard::Registry;
use lowcard::testing::value;
use tokio::net::TcpListener;

use crate::site::{HttpMetrics, layer, lines};

/// How long anything may take that does happen.
const PATIENCE: Duration = Duration::from_secs(30);

fn routes() -> Router {
    Router::new()
        .route("/hello/{name}", get(async || "hello"))
        .route("/never", get(std::future::pending::<()>))
        .route("/switch", get(switch))
}

/// What a WebSocket begins with.
async fn switch() -> Response {
    let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
    response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    response
}

/// The layer on the router and around it, each served on a port of its own.
async fn served() -> [(SocketAddr, Registry); 2] {
    let (on, layer_on) = layer();
    let (around, layer_around) = layer();
    let service = layer_around.around(routes().route_layer(HttpMetrics::route()));
    let first = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let second = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let addresses = [&first, &second].map(|listener| listener.local_addr().expect("it is bound"));
    tokio::spawn(axum::serve(first, routes().layer(layer_on)).into_future());
    tokio::spawn(axum::serve(second, ServiceExt::<Request>::into_make_service(service)).into_future());
    [(addresses[0], on), (addresses[1], around)]
}

/// Sends a request and reads until there is as much as `until`, on a thread that may wait.
async fn exchange(address: SocketAddr, request: &'static str, until: &'static str) -> (TcpStream, String) {
    let talk = move || {
        let mut client = TcpStream::connect(address).expect("it listens");
        client.set_read_timeout(Some(PATIENCE)).expect("a time that is not 0");
        client.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        while !until.is_empty() && !String::from_utf8_lossy(&answer).contains(until) {
            let mut piece = [0; 1024];
            let len = client.read(&mut piece).expect("an answer in time");
            assert_ne!(len, 0, "the answer ended early: {}", String::from_utf8_lossy(&answer));
            answer.extend_from_slice(&piece[..len]);
        }
        (client, String::from_utf8_lossy(&answer).into_owned())
    };
    tokio::task::spawn_blocking(talk).await.expect("no panic")
}

async fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn counted(registry: &Registry, path: &str, status: &str) -> Option<f64> {
    value(registry, &format!(r#"app_http_requests_total{{method="GET",path="{path}",status_code="{status}"}}"#))
}

fn in_flight(registry: &Registry) -> Option<f64> {
    value(registry, "app_http_requests_in_flight")
}

#[tokio::test]
async fn requests_of_one_connection_count_one_by_one() {
    for (address, registry) in served().await {
        let request =
            "GET /hello/a HTTP/1.1\r\nHost: a\r\n\r\nGET /hello/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        let (_client, answer) = exchange(address, request, "connection: close").await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        wait_until("both to be counted", || counted(&registry, "/hello/{name}", "200") == Some(2.0)).await;
        assert_eq!(in_flight(&registry), Some(0.0));
    }
}

#[tokio::test]
async fn a_client_that_goes_away_counts_as_499() {
    for (address, registry) in served().await {
        let (client, _) = exchange(address, "GET /never HTTP/1.1\r\nHost: a\r\n\r\n", "").await;
        wait_until("the request to arrive", || in_flight(&registry) == Some(1.0)).await;
        drop(client);
        wait_until("it to be counted", || counted(&registry, "/never", "499") == Some(1.0)).await;
        assert_eq!(in_flight(&registry), Some(0.0));
    }
}

#[tokio::test]
async fn an_upgrade_counts_when_it_is_answered() {
    for (address, registry) in served().await {
        let request = "GET /switch HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
        let (_connection_that_stays_open, answer) = exchange(address, request, "\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        wait_until("it to be counted", || counted(&registry, "/switch", "101") == Some(1.0)).await;
        assert_eq!(in_flight(&registry), Some(0.0));
    }
}

#[tokio::test]
async fn what_is_no_request_is_not_counted() {
    for (address, registry) in served().await {
        let (_client, answer) = exchange(address, "EHLO mail.example.org\r\n\r\n", "\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert_eq!(lines(&registry, "app_http_requests_total"), [] as [&str; 0]);
    }
}
