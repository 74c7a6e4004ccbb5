//! Half-open connections and a crowd of scrapers, while the application goes on with its own work.
#![cfg(all(feature = "axum", feature = "serve", target_os = "linux"))]
#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]
#![expect(clippy::print_stdout, reason = "the figures are worth a look: run it with --nocapture")]

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::get;
use lowcard::{Counter, Endpoint, Interned, LabelSet, LabelValue, Metrics, Registry, ServerLimits};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Clients that connect, send a part of a request, and nothing more.
const HALF_OPEN: usize = 200;
/// Scrapes at the same time, half of them to the application's port, half to the port of the metrics.
const SCRAPES: usize = 50;
/// How long a scrape may take on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_mins(5);
/// How often they come: what one leaves behind, the next may not add to.
const ROUNDS: usize = 3;
/// What the process may grow by: half of what one exposition for each scraper would take, with room for the numbers of
/// the scrapes that are under way, for their compression and for what the allocator keeps.
const MOST_GROWTH: usize = 128 << 20;

#[derive(LabelValue)]
#[label(max = 999)]
struct Item(Interned);

#[derive(Clone, Copy, LabelValue)]
enum Digit {
    Zero,
    One,
    Two,
    Three,
    Four,
    Five,
    Six,
    Seven,
    Eight,
    Nine,
}

const DIGITS: [Digit; 10] = [
    Digit::Zero,
    Digit::One,
    Digit::Two,
    Digit::Three,
    Digit::Four,
    Digit::Five,
    Digit::Six,
    Digit::Seven,
    Digit::Eight,
    Digit::Nine,
];

#[derive(LabelSet)]
struct Key {
    item: Item,
    digit: Digit,
}

macro_rules! counters {
    ($($name:ident)+) => {
        /// Ten times ten thousand series.
        #[derive(Metrics)]
        struct Many {
            $(
                /// Things that were counted.
                $name: Counter<Key>,
            )+
        }

        impl Many {
            fn touch_all(&self) {
                for item in 0..999 {
                    let item = format!("item-{item}");
                    for digit in DIGITS {
                        $( self.$name.with(Key { item: item.as_str().into(), digit }).inc(); )+
                    }
                }
            }
        }
    };
}

counters!(apples_total bees_total cats_total dogs_total eels_total foxes_total geese_total hens_total ibexes_total jays_total);

/// What a scrape came to.
struct Scraped {
    status: u16,
    bytes: usize,
}

#[test]
fn the_application_does_not_notice() {
    let registry = Registry::new();
    Many::register(&registry).expect("a fresh registry").touch_all();
    let endpoint = || Endpoint::new(registry.clone()).time_limit(PATIENCE);
    let limits = ServerLimits::default().head_time(Duration::from_secs(3)).answer_time(PATIENCE);
    let server = endpoint().max_in_flight(SCRAPES).serve_at("127.0.0.1:0", "/metrics", limits).expect("a free port");
    let (_runtime, application) = start(endpoint().max_in_flight(SCRAPES / 5));

    let first = scrape(application, "");
    assert_eq!(first.status, 200);
    println!("one exposition: {} bytes", first.bytes);
    let calm = latencies(application, &AtomicBool::new(false), 300);
    println!("requests of the application: median and 99th of 100, {calm:?} in calm");
    let (files, memory) = (open_files(), resident());

    for _ in 0..ROUNDS {
        let half_open: Vec<_> = (0..HALF_OPEN).map(|_| half_open(server.local_addr())).collect();
        let crowd = Crowd::scrapes(application, server.local_addr());
        println!("beside it: {:?}; {} MiB grew to {} MiB at most", crowd.latencies, memory >> 20, crowd.resident >> 20);
        println!("scrapes: {} answered, {} told to come back", crowd.answered(200), crowd.answered(503));
        assert_eq!(crowd.answered(200) + crowd.answered(503), SCRAPES);
        assert!(crowd.answered(200) > SCRAPES / 2, "all that came to the port of the metrics, and some of the others");
        assert!(crowd.resident < memory + MOST_GROWTH, "{memory} grew to {}", crowd.resident);

        for mut connection in half_open {
            assert!(is_closed(&mut connection), "a half-open connection was kept");
        }
        wait_until("all files are closed", || open_files() <= files);
        wait_until("scrapes find room again", || scrape(application, "").status == 200);
    }
    server.shutdown();
}

/// What came of many scrapes at once.
struct Crowd {
    scrapes: Vec<Scraped>,
    /// Of the application's own requests meanwhile: the median, and the 99th of 100.
    latencies: (Duration, Duration),
    /// The most memory that the process had.
    resident: usize,
}

impl Crowd {
    fn scrapes(application: SocketAddr, metrics: SocketAddr) -> Self {
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            let busy = scope.spawn(|| latencies(application, &is_over, usize::MAX));
            let most = scope.spawn(|| highest(resident, &is_over));
            let ports = [application, metrics].into_iter().cycle().take(SCRAPES);
            let crowd: Vec<_> =
                ports.map(|port| scope.spawn(move || scrape(port, "Accept-Encoding: gzip\r\n"))).collect();
            let scrapes = crowd.into_iter().map(|scraper| scraper.join().expect("a scrape ends")).collect();
            is_over.store(true, Ordering::Relaxed);
            let latencies = busy.join().expect("the application answers");
            Self { scrapes, latencies, resident: most.join().expect("/proc is there") }
        })
    }

    fn answered(&self, status: u16) -> usize {
        self.scrapes.iter().filter(|scrape| scrape.status == status).count()
    }
}

/// The application: it has work of its own, and the metrics beside it.
fn start(endpoint: Endpoint) -> (Runtime, SocketAddr) {
    let runtime = Runtime::new().expect("threads");
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    let router = Router::new().route("/work", get(async || "done")).route_service("/metrics", endpoint);
    runtime.spawn(async { axum::serve(listener, router).await });
    (runtime, address)
}

fn half_open(address: SocketAddr) -> TcpStream {
    let mut connection = TcpStream::connect(address).expect("it listens");
    connection.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ").expect("it reads");
    connection
}

/// Whether the other side has closed it, within the time that a request's head may take and some more.
fn is_closed(connection: &mut TcpStream) -> bool {
    connection.set_read_timeout(Some(Duration::from_secs(20))).expect("not 0");
    let mut answer = Vec::new();
    match connection.read_to_end(&mut answer) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

/// Median and 99th percentile of the times that requests of the application take, one after the other.
fn latencies(application: SocketAddr, is_over: &AtomicBool, most: usize) -> (Duration, Duration) {
    let mut times = Vec::new();
    while times.is_empty() || times.len() < most && !is_over.load(Ordering::Relaxed) {
        let start = Instant::now();
        let answer = exchange(application, "GET /work HTTP/1.0\r\n\r\n");
        times.push(start.elapsed());
        assert!(answer.ends_with(b"done"), "{}", String::from_utf8_lossy(&answer));
    }
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}

fn scrape(address: SocketAddr, headers: &str) -> Scraped {
    let answer = exchange(address, &format!("GET /metrics HTTP/1.0\r\n{headers}\r\n"));
    let status = answer.get(9..12).and_then(|status| str::from_utf8(status).ok()?.parse().ok());
    Scraped { status: status.expect("an answer in HTTP"), bytes: answer.len() }
}

fn exchange(address: SocketAddr, request: &str) -> Vec<u8> {
    let mut connection = TcpStream::connect(address).expect("it listens");
    connection.write_all(request.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).expect("it answers");
    answer
}

fn highest(measure: impl Fn() -> usize, is_over: &AtomicBool) -> usize {
    let mut highest = measure();
    while !is_over.load(Ordering::Relaxed) {
        highest = highest.max(measure());
        thread::sleep(Duration::from_millis(5));
    }
    highest
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let held = lowcard_servers::poll(Duration::from_secs(30), || holds().then_some(()));
    assert!(held.is_some(), "{what}: not after 30 s");
}

/// How much memory the process has, in bytes.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("Linux says it");
    line.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
}

/// How many files and sockets the process has open.
fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").expect("Linux has it").count()
}
