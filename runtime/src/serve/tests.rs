//! What clients of a server see, well-behaved or not.

#![expect(clippy::expect_used, reason = "a test that can't go on has failed")]

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::future::{Future, Ready, ready};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use lowcard_servers::poll;
use tokio::sync::oneshot;

use super::server::start;
use super::{Server, ServerLimits};

const HOUR: Duration = Duration::from_hours(1);
/// A limit that a test waits for.
const MOMENT: Duration = Duration::from_millis(200);
/// Longer than anything takes that is going to happen.
const PATIENCE: Duration = Duration::from_secs(20);

/// Limits of time that no test reaches, so that what happens has another cause.
fn unhurried() -> ServerLimits {
    ServerLimits::default().head_time(HOUR).answer_time(HOUR).idle_time(HOUR).shutdown_time(HOUR)
}

/// Answers with what a function makes of a request.
#[derive(Clone)]
struct Answering(Arc<dyn Fn() -> Pieces + Send + Sync>);

impl<B> tower_service::Service<Request<B>> for Answering {
    type Response = Response<Pieces>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Pieces>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<B>) -> Self::Future {
        ready(Ok(Response::new((self.0)())))
    }
}

/// A body.
struct Pieces(VecDeque<Piece>);

enum Piece {
    Text(Bytes),
    /// Nothing comes until somebody sends.
    Gate(oneshot::Receiver<()>),
    /// The same again and again, for as long as the body is not dropped.
    Endless(Arc<Bytes>),
    Panic,
}

impl Pieces {
    fn text(text: &'static str) -> Self {
        Self([Piece::Text(text.into())].into())
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            let text = match self.0.pop_front() {
                None => return Poll::Ready(None),
                Some(Piece::Text(text)) => text,
                Some(Piece::Gate(mut gate)) => match Pin::new(&mut gate).poll(cx) {
                    Poll::Ready(_) => continue,
                    Poll::Pending => {
                        self.0.push_front(Piece::Gate(gate));
                        return Poll::Pending;
                    }
                },
                Some(Piece::Endless(text)) => {
                    self.0.push_front(Piece::Endless(Arc::clone(&text)));
                    text.as_ref().clone()
                }
                Some(Piece::Panic) => panic!("a panic that the test asked for"),
            };
            return Poll::Ready(Some(Ok(Frame::data(text))));
        }
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let texts =
            self.0.iter().map(|piece| if let Piece::Text(text) = piece { Some(text.len() as u64) } else { None });
        texts.sum::<Option<u64>>().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

fn serving(limits: ServerLimits, answer: impl Fn() -> Pieces + Send + Sync + 'static) -> Server {
    start("127.0.0.1:0", "/metrics", Answering(Arc::new(answer)), limits).expect("a free port")
}

fn serving_text(limits: ServerLimits) -> Server {
    serving(limits, || Pieces::text("jobs_total 1\n"))
}

/// Serves `jobs_total `, and the rest when the sender says so: the first request gets the first gate.
fn serving_gated<const N: usize>(limits: ServerLimits) -> (Server, [oneshot::Sender<()>; N]) {
    let (senders, gates): (Vec<_>, VecDeque<_>) = (0..N).map(|_| oneshot::channel()).unzip();
    let gates = Mutex::new(gates);
    let server = serving(limits, move || match gates.lock().expect("nobody panics").pop_front() {
        Some(gate) => Pieces([Piece::Text("jobs_total ".into()), Piece::Gate(gate), Piece::Text("1\n".into())].into()),
        None => Pieces::text("jobs_total 1\n"),
    });
    (server, senders.try_into().expect("as many as were made"))
}

fn connect(server: SocketAddr) -> TcpStream {
    let client = TcpStream::connect(server).expect("a server that listens");
    client.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    client.set_write_timeout(Some(PATIENCE)).expect("a time limit");
    client
}

fn connect_and_send(server: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut client = connect(server);
    client.write_all(bytes).expect("room for a request");
    client
}

fn half_open(server: SocketAddr) -> TcpStream {
    connect_and_send(server, b"GET /metrics HTTP/1.1\r\nHost: a")
}

/// Sends a request and reads its answer, which has to be the usual one.
fn ask(client: &mut TcpStream) {
    client.write_all(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n").expect("room for a request");
    let answer = read_until(client, "\r\n\r\njobs_total 1\n");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
}

fn read_until(client: &mut TcpStream, end: &str) -> String {
    let mut read = Vec::new();
    while !read.ends_with(end.as_bytes()) {
        let mut byte = [0];
        client
            .read_exact(&mut byte)
            .unwrap_or_else(|error| panic!("{error} after {:?}", String::from_utf8_lossy(&read)));
        read.extend(byte);
    }
    String::from_utf8(read).expect("text")
}

/// Reads until the server closes the connection, in whichever way.
#[track_caller]
fn rest(client: &mut TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    match client.read_to_end(&mut read) {
        Ok(_) => read,
        Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe) => read,
        Err(error) => panic!("the connection is still open: {error}"),
    }
}

/// The status and the body of what the server has to say about `path`.
#[track_caller]
fn get(server: &Server, path: &str) -> (u16, String) {
    let request = format!("GET {path} HTTP/1.0\r\n\r\n");
    let answer = rest(&mut connect_and_send(server.local_addr(), request.as_bytes()));
    let answer = String::from_utf8(answer).expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("a status"), body.to_owned())
}

#[track_caller]
fn is_served(server: &Server) {
    assert_eq!(get(server, "/metrics"), (200, "jobs_total 1\n".to_owned()));
}

#[track_caller]
fn is_refused(server: SocketAddr) {
    poll(PATIENCE, || TcpStream::connect(server).is_err().then_some(())).expect("nobody listens any more");
}

#[test]
fn a_request_is_answered_with_and_without_a_query() {
    let server = serving_text(unhurried());
    is_served(&server);
    assert_eq!(get(&server, "/metrics?name[]=a&b").1, "jobs_total 1\n");
    assert_eq!(get(&server, "http://elsewhere/metrics").1, "jobs_total 1\n");
}

#[test]
fn other_paths_are_told_where_the_metrics_are() {
    let at = |path| start("127.0.0.1:0", path, Answering(Arc::new(|| Pieces::text("up 1\n"))), unhurried());
    let server = at("/internal/metrics").expect("a free port");
    assert_eq!(get(&server, "/internal/metrics").1, "up 1\n");
    for path in ["/", "/metrics", "/internal/metrics/", "//internal/metrics", "/INTERNAL/metrics", "/é"] {
        let told = "Nothing is here; the metrics are at /internal/metrics.\n";
        assert_eq!(get(&server, path), (404, told.to_owned()));
    }
    let refused = at("metrics").expect_err("no request has this path");
    assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    assert_eq!(refused.to_string(), "metrics can't be served at the path `metrics`: write one like `/metrics`");
}

#[test]
fn a_connection_is_kept_for_the_next_request() {
    let server = serving_text(unhurried());
    let mut client = connect(server.local_addr());
    (0..3).for_each(|_| ask(&mut client));
}

#[test]
fn requests_may_come_before_the_answers() {
    let server = serving_text(unhurried());
    let requests = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);
    let mut client = connect_and_send(server.local_addr(), requests.as_bytes());
    (0..100).for_each(|_| assert!(read_until(&mut client, "jobs_total 1\n").starts_with("HTTP/1.1 200 OK\r\n")));
}

#[test]
fn half_open_connections_do_not_keep_a_scraper_out() {
    let server = serving_text(unhurried());
    let mut clients: Vec<_> = (0..200).map(|_| half_open(server.local_addr())).collect();
    is_served(&server);
    // Those that waited longest went: what is above 128 with the scraper's.
    for client in &mut clients[..73] {
        assert_eq!(rest(client), b"");
    }
    clients[199].write_all(b"\r\n\r\n").expect("an open connection");
    read_until(&mut clients[199], "jobs_total 1\n");
}

#[test]
fn a_request_that_is_here_is_read_before_others_displace_it() {
    let (release, held) = mpsc::channel::<()>();
    let held = Mutex::new(held);
    let server = serving(unhurried().connections(4), move || {
        let _released = held.lock().map(|held| held.recv());
        Pieces::text("jobs_total 1\n")
    });
    let request = b"GET /metrics HTTP/1.0\r\n\r\n";
    // While the thread is held, everything else waits to be accepted.
    let mut holding = connect_and_send(server.local_addr(), request);
    let mut scraper = connect_and_send(server.local_addr(), request);
    let _crowd: Vec<_> = (0..50).map(|_| half_open(server.local_addr())).collect();
    drop(release);
    assert!(rest(&mut holding).ends_with(b"jobs_total 1\n"));
    assert!(rest(&mut scraper).ends_with(b"jobs_total 1\n"));
}

#[test]
fn half_open_connections_are_gone_when_their_time_is_up() {
    let server = serving_text(unhurried().head_time(MOMENT).connections(1_000));
    let silent = (0..100).map(|_| connect(server.local_addr()));
    let half_open = (0..100).map(|_| half_open(server.local_addr()));
    for mut client in silent.chain(half_open).collect::<Vec<_>>() {
        assert_eq!(rest(&mut client), b"");
    }
    is_served(&server);
}

#[test]
fn a_head_that_trickles_in_has_no_more_time() {
    let server = serving_text(unhurried().head_time(MOMENT));
    let mut client = half_open(server.local_addr());
    while client.write_all(b"a").is_ok() {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(rest(&mut client), b"");
}

#[test]
fn an_idle_connection_is_closed_when_its_time_is_up() {
    let server = serving_text(unhurried().idle_time(MOMENT));
    let mut client = connect(server.local_addr());
    ask(&mut client);
    assert_eq!(rest(&mut client), b"");
}

#[test]
fn an_answer_that_nobody_reads_is_cut_off() {
    let endless = Arc::new(Bytes::from(vec![b'a'; 65_536]));
    let text = Arc::clone(&endless);
    let server = serving(unhurried().answer_time(MOMENT), move || Pieces([Piece::Endless(Arc::clone(&text))].into()));
    let mut client = connect_and_send(server.local_addr(), b"GET /metrics HTTP/1.0\r\n\r\n");
    let is_held = || Arc::strong_count(&endless) > 2;
    poll(PATIENCE, || is_held().then_some(())).expect("it is being sent");
    poll(PATIENCE, || (!is_held()).then_some(())).expect("the body is dropped");
    // In HTTP 1.0, an answer that ends with the connection would look whole.
    let cut = client.read_to_end(&mut Vec::new()).expect_err("an answer that was cut");
    assert_eq!(cut.kind(), ErrorKind::ConnectionReset);
}

#[test]
fn an_answer_that_is_read_too_slowly_is_cut_off_even_if_all_of_it_is_made() {
    struct Huge(#[expect(dead_code, reason = "it is counted")] Arc<()>, Vec<u8>);
    impl AsRef<[u8]> for Huge {
        fn as_ref(&self) -> &[u8] {
            &self.1
        }
    }
    let held = Arc::new(());
    let huge = Bytes::from_owner(Huge(Arc::clone(&held), vec![b'a'; 64 << 20]));
    let once = Mutex::new(Some(huge));
    let server = serving(unhurried().answer_time(MOMENT), move || {
        let huge = once.lock().expect("nobody panics").take();
        huge.map_or_else(|| Pieces::text("jobs_total 1\n"), |huge| Pieces([Piece::Text(huge)].into()))
    });
    let mut client = connect_and_send(server.local_addr(), b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
    client.read_exact(&mut [0; 100]).expect("the beginning");
    poll(PATIENCE, || (Arc::strong_count(&held) == 1).then_some(())).expect("the bytes are dropped");
    is_served(&server);
}

#[test]
fn one_connection_too_many_displaces_the_one_that_waits_longest() {
    let server = serving_text(unhurried().connections(2));
    let mut first = half_open(server.local_addr());
    let mut second = connect(server.local_addr());
    ask(&mut second);
    let mut third = connect(server.local_addr());
    ask(&mut third);
    assert_eq!(rest(&mut first), b"");
    ask(&mut second);
    let mut fourth = connect(server.local_addr());
    ask(&mut fourth);
    assert_eq!(rest(&mut third), b"");
    ask(&mut second);
}

#[test]
fn connections_that_are_being_answered_are_not_displaced() {
    let (server, [first_gate, second_gate]) = serving_gated(unhurried().connections(2));
    let request = b"GET /metrics HTTP/1.0\r\n\r\n";
    let mut clients = [(); 2].map(|()| {
        let mut client = connect_and_send(server.local_addr(), request);
        read_until(&mut client, "jobs_total ");
        client
    });
    assert_eq!(rest(&mut connect(server.local_addr())), b"");
    first_gate.send(()).expect("an answer under way");
    second_gate.send(()).expect("an answer under way");
    for client in &mut clients {
        assert_eq!(rest(client), b"1\n");
    }
    is_served(&server);
}

#[test]
fn without_room_for_connections_none_is_served() {
    let server = serving_text(unhurried().connections(0));
    assert_eq!(rest(&mut connect(server.local_addr())), b"");
}

#[test]
fn junk_ends_its_connection_and_nothing_else() {
    let server = serving_text(unhurried().head_size(0));
    let mut many_headers = "GET /metrics HTTP/1.1\r\n".to_owned();
    (0..500).for_each(|n| write!(many_headers, "h{n}: a\r\n").expect("a String takes everything"));
    let noise = (0..4_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    let mut junk = vec![
        b"\0".to_vec(),
        b"\xff\xfe\xfd\r\n\r\n".to_vec(),
        b"\r\n\r\n\r\n \r\n".to_vec(),
        b"jobs_total 1\n".to_vec(),
        b"GET /metrics HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n".to_vec(),
        b"GET /metrics HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".to_vec(),
        b"GET /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(100_000)).into_bytes(),
        format!("GET /metrics HTTP/1.1\r\nA: {}", "a".repeat(100_000)).into_bytes(),
        many_headers.into_bytes(),
        noise.collect(),
    ];
    let good = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
    junk.extend(junk.clone().into_iter().map(|bytes| [good, &*bytes].concat()));
    for bytes in junk {
        let mut client = connect(server.local_addr());
        // The server may have closed the connection before it has seen everything.
        let _refused = client.write_all(&bytes);
        let _refused = client.write_all(b"\r\n\r\n \r\n\r\n");
        rest(&mut client);
        is_served(&server);
    }
}

#[test]
fn a_head_that_is_too_large_is_refused() {
    let server = serving_text(unhurried().head_size(10_000));
    let request = |len| format!("GET /metrics HTTP/1.1\r\nHost: a\r\nA: {}\r\n\r\n", "a".repeat(len));
    let mut client = connect_and_send(server.local_addr(), request(9_900).as_bytes());
    assert!(read_until(&mut client, "jobs_total 1\n").starts_with("HTTP/1.1 200 OK\r\n"));
    let mut client = connect_and_send(server.local_addr(), &request(10_100).as_bytes()[..10_000]);
    assert!(rest(&mut client).starts_with(b"HTTP/1.1 431 "));
}

#[test]
fn bodies_of_requests_are_ignored() {
    let server = serving_text(unhurried());
    let whole = b"POST /metrics HTTP/1.0\r\nContent-Length: 5\r\n\r\nabcde";
    assert!(rest(&mut connect_and_send(server.local_addr(), whole)).ends_with(b"jobs_total 1\n"));
    let never_whole = b"POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n";
    assert!(rest(&mut connect_and_send(server.local_addr(), never_whole)).ends_with(b"jobs_total 1\n"));
}

#[test]
fn a_panic_ends_its_connection_and_nothing_else() {
    let (ask_for, wanted) = mpsc::channel::<fn() -> Pieces>();
    let wanted = Mutex::new(wanted);
    let server = serving(unhurried(), move || {
        let make = wanted.lock().ok().and_then(|wanted| wanted.try_recv().ok());
        make.unwrap_or(|| Pieces::text("jobs_total 1\n"))()
    });
    let mut other = connect(server.local_addr());
    ask(&mut other);
    let panics: [fn() -> Pieces; 2] = [
        || panic!("a panic that the test asked for"),
        || Pieces([Piece::Text("jobs_total ".into()), Piece::Panic].into()),
    ];
    for panic in panics {
        ask_for.send(panic).expect("a server");
        let mut client = connect_and_send(server.local_addr(), b"GET /metrics HTTP/1.0\r\n\r\n");
        assert!(!rest(&mut client).ends_with(b"1\n"));
        ask(&mut other);
        is_served(&server);
    }
}

#[test]
fn a_shutdown_waits_for_the_answer_under_way_and_for_nothing_else() {
    let (server, [gate]) = serving_gated(unhurried());
    let address = server.local_addr();
    let mut answered = connect_and_send(address, b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n");
    read_until(&mut answered, "jobs_total ");
    let mut idle = connect(address);
    ask(&mut idle);
    let mut half_open = half_open(address);
    let shutdown = thread::spawn(|| server.shutdown());
    assert_eq!(rest(&mut idle), b"");
    assert_eq!(rest(&mut half_open), b"");
    is_refused(address);
    assert!(!shutdown.is_finished(), "an answer is under way");
    gate.send(()).expect("an answer under way");
    assert!(rest(&mut answered).ends_with(b"1\n\r\n0\r\n\r\n"));
    shutdown.join().expect("no panic");
}

#[test]
fn a_shutdown_waits_no_longer_than_its_limit() {
    let (server, [_gate]) = serving_gated(unhurried().shutdown_time(MOMENT));
    let mut client = connect_and_send(server.local_addr(), b"GET /metrics HTTP/1.0\r\n\r\n");
    read_until(&mut client, "jobs_total ");
    server.shutdown();
    assert_eq!(client.read_to_end(&mut Vec::new()).expect_err("cut").kind(), ErrorKind::ConnectionReset);
}

#[test]
fn a_shutdown_does_not_wait_for_a_service_that_never_returns() {
    let (_never, block) = mpsc::channel::<()>();
    let (blocked, is_blocked) = mpsc::channel();
    let (block, blocked) = (Mutex::new(block), Mutex::new(blocked));
    let server = serving(unhurried().shutdown_time(MOMENT), move || {
        let _heard = blocked.lock().map(|blocked| blocked.send(()));
        let _never = block.lock().map(|block| block.recv());
        Pieces::text("jobs_total 1\n")
    });
    let _client = connect_and_send(server.local_addr(), b"GET /metrics HTTP/1.0\r\n\r\n");
    is_blocked.recv().expect("a request");
    server.shutdown();
}

#[test]
fn a_server_that_is_dropped_shuts_down_behind_it() {
    let (server, [gate]) = serving_gated(unhurried());
    let address = server.local_addr();
    let mut answered = connect_and_send(address, b"GET /metrics HTTP/1.0\r\n\r\n");
    read_until(&mut answered, "jobs_total ");
    let mut half_open = half_open(address);
    drop(server);
    assert_eq!(rest(&mut half_open), b"");
    is_refused(address);
    gate.send(()).expect("an answer under way");
    assert_eq!(rest(&mut answered), b"1\n");
}

#[test]
fn a_port_that_was_shut_down_is_free() {
    let server = serving_text(unhurried());
    let address = server.local_addr();
    let mut client = connect(address);
    ask(&mut client);
    server.shutdown();
    let again = start(address, "/metrics", Answering(Arc::new(|| Pieces::text("jobs_total 1\n"))), unhurried());
    is_served(&again.expect("a free port"));
}

#[test]
fn a_port_that_is_taken_is_an_error_that_names_it() {
    let server = serving_text(unhurried());
    let address = server.local_addr();
    let start = |address: &str| start(address, "/metrics", Answering(Arc::new(|| Pieces::text(""))), unhurried());
    let taken = start(&address.to_string()).expect_err("a taken port");
    assert_eq!(taken.kind(), ErrorKind::AddrInUse);
    assert!(taken.to_string().starts_with(&format!("metrics can't be served on {address}: ")), "{taken}");
    let unknown = start("127.0.0.1:port").expect_err("no address");
    assert!(unknown.to_string().starts_with("metrics can't be served: "), "{unknown}");
    is_served(&server);
}

#[tokio::test]
async fn a_server_starts_and_ends_in_a_runtime_with_one_thread() {
    let server = serving_text(unhurried());
    is_served(&server);
    server.shutdown();
    drop(serving_text(unhurried()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_starts_and_ends_in_a_runtime_with_many_threads() {
    let server = serving_text(unhurried());
    is_served(&server);
    server.shutdown();
    drop(serving_text(unhurried()));
}

#[test]
fn a_server_can_be_in_a_static() {
    fn is_shared<T: Send + Sync + 'static>() {}
    is_shared::<Server>();
}
