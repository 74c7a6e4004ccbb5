//! An axum service with metrics: it drives a little traffic at itself, and shows what a scrape returns.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is here to show something")]
use std::{env, io};

use axum::extract::{MatchedPath, Path, Request};
use axum::middleware::{Next, from_fn};
use axum::{Router, http::StatusCode, response::Response, routing::get};
use quickstart::HttpMetrics;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Where it listens, unless `QUICKSTART_ADDR` says otherwise.
const ADDRESS: &str = "127.0.0.1:9464";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let metrics = HttpMetrics::global()?;
    let service = Router::new()
        .route("/hello/{name}", get(|Path(name): Path<String>| async move { format!("Hello, {name}!\n") }))
        .route("/orders/{id}", get(|Path(id): Path<u64>| async move { format!("order {id}\n") }))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(from_fn(move |request: Request, next: Next| observe(metrics, request, next)))
        .merge(HttpMetrics::router());

    let listener = listen(&env::var("QUICKSTART_ADDR").unwrap_or_else(|_| ADDRESS.into())).await?;
    let address = listener.local_addr()?.to_string();
    let server = tokio::spawn(axum::serve(listener, service).into_future());
    println!("serving http://{address}/metrics");
    for path in ["/hello/ada", "/hello/grace", "/orders/7", "/orders/seven", "/nowhere"] {
        fetch(&address, path).await?;
    }
    for line in fetch(&address, "/metrics").await?.lines().take(25) {
        println!("    {line}");
    }
    println!("Next: curl http://{address}/hello/you, and look at http://{address}/metrics again.");
    println!(
        "Then add `pub user_id: String` to `Request` in examples/quickstart/src/lib.rs, and build. Ctrl-C ends this."
    );
    Ok(server.await??)
}

/// Counts one request: its label values are the method, the route's template and the class of its status.
async fn observe(metrics: &'static HttpMetrics, request: Request, next: Next) -> Response {
    let _in_flight = metrics.requests_in_flight.track();
    let _timer = metrics.request_duration_seconds.start_timer();
    let method = request.method().into();
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).into();
    let response = next.run(request).await;
    let labels = quickstart::Request { method, route, status: response.status().into() };
    metrics.requests_total.with(labels).inc();
    response
}

/// Listens there, or on a free port if another process does already.
async fn listen(address: &str) -> io::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    if !matches!(&bound, Err(error) if error.kind() == io::ErrorKind::AddrInUse) {
        return bound;
    }
    eprintln!("{address} is taken by another process: taking a free port instead");
    TcpListener::bind("127.0.0.1:0").await
}

/// The body of what the service answers.
async fn fetch(address: &str, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.split("\r\n\r\n").skip(1).collect())
}
