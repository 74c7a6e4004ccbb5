//! An axum service with metrics: it drives a little traffic at itself, and shows what a scrape returns.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is here to show something")]
use std::{env, io};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use lowcard::process::ProcessCollector;
use lowcard::{Config, Registry};
use quickstart::{Channel, HttpMetrics, Order, OrderMetrics, SystemMetrics};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Where it listens, unless `QUICKSTART_ADDR` says otherwise.
const ADDRESS: &str = "127.0.0.1:9464";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let monitoring = Config::default().with_env("MONITORING")?.start(); // MONITORING_ENABLED=false turns them off
    Registry::global().attach("process", ProcessCollector::new())?;
    SystemMetrics::global()?;
    let service = monitoring.router().merge(shop(OrderMetrics::global()?));

    let listener = listen(&env::var("QUICKSTART_ADDR").unwrap_or_else(|_| ADDRESS.into())).await?;
    let address = listener.local_addr()?.to_string();
    let server = tokio::spawn(axum::serve(listener, service).into_future());
    println!("serving http://{address}{}", monitoring.path());
    show(&address, monitoring.path()).await?;
    println!(
        "Then add `pub user_id: String` to `Order` in examples/quickstart/src/lib.rs, and build. Ctrl-C ends this."
    );
    Ok(server.await??)
}

/// The service: what it does, and the layer that counts its requests.
fn shop(metrics: &'static OrderMetrics) -> Router {
    Router::new()
        .route("/hello/{name}", get(async |Path(name): Path<String>| format!("Hello, {name}!\n")))
        .route("/orders/{id}", get(order))
        .route("/orders", post(place))
        .layer(HttpMetrics::layer())
        .with_state(metrics)
}

async fn place(State(metrics): State<&'static OrderMetrics>) -> StatusCode {
    metrics.orders_total.with(Order { channel: Channel::Web, warehouse: "hamburg".into() }).inc();
    StatusCode::CREATED
}

async fn order(State(metrics): State<&'static OrderMetrics>, Path(id): Path<u64>) -> String {
    let _timer = metrics.order_lookup_seconds.start_timer();
    format!("order {id}\n")
}

/// Drives some traffic at the service, and shows what a scrape has of it.
async fn show(address: &str, path: &str) -> io::Result<()> {
    for request in ["GET /hello/ada", "GET /orders/7", "GET /orders/seven", "POST /orders", "GET /nowhere"] {
        fetch(address, request).await?;
    }
    for line in fetch(address, &format!("GET {path}")).await?.lines().filter(|line| line.starts_with("demo_")) {
        if !line.contains("_bucket{") {
            println!("    {line}");
        }
    }
    println!("Next: curl http://{address}/hello/you, and look at http://{address}{path} again.");
    Ok(())
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
async fn fetch(address: &str, request: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("{request} HTTP/1.0\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.split("\r\n\r\n").skip(1).collect())
}
