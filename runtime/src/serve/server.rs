//! The server's thread, and the handle that ends it.

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::LocalSet;
use tower_service::Service;

use super::ServerLimits;
use super::acceptor;
use super::connections::Connections;
use super::route::Route;

/// How much longer than answers under way the thread is waited for.
const SLACK: Duration = Duration::from_secs(1);

/// A server of metrics, on a thread of its own.
///
/// It serves for as long as this value lives. When that is dropped, the server shuts down in the background: nobody
/// waits for it, and a program that ends then cuts answers short. [`shutdown`](Self::shutdown) waits.
#[derive(Debug)]
#[must_use = "the server shuts down when it is dropped"]
pub struct Server {
    local_addr: SocketAddr,
    limits: ServerLimits,
    /// Never sends anything: that it is dropped is the signal.
    stop: oneshot::Sender<Infallible>,
    /// Whether the thread could start, and that it has ended. Behind a lock that nobody takes, so that the server can be
    /// in a `static`.
    thread: Mutex<Receiver<io::Result<()>>>,
}

impl Server {
    /// Where it listens. If it was started on port 0, this has the port that the system chose.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Stops listening, closes connections that are not being answered, and waits for the answers under way, up to the
    /// limit for that.
    ///
    /// It returns without waiting longer if something that is asked for values in a scrape never returns. The thread
    /// is waited for: in async code, call it where blocking is fine, or drop the server.
    pub fn shutdown(self) {
        let Self { local_addr: _, limits, stop, thread } = self;
        drop(stop);
        let thread = thread.into_inner().unwrap_or_else(PoisonError::into_inner);
        let _late = thread.recv_timeout(limits.shutdown_time.saturating_add(SLACK));
    }
}

/// Serves `service` at `path`, and 404 at every other path.
///
/// # Errors
///
/// The address can't be resolved or listened on, no request can have the path, or the system has no thread left.
pub(super) fn start<S, B>(
    address: impl ToSocketAddrs,
    path: &str,
    service: S,
    limits: ServerLimits,
) -> io::Result<Server>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
    B: Body<Data = Bytes, Error = io::Error> + 'static,
{
    let route = Route::new(path, service)?;
    let listener = bind(address)?;
    let local_addr = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let (report, thread) = mpsc::channel();
    thread::Builder::new()
        .name("lowcard-serve".to_owned())
        .spawn(move || run(listener, route, limits, stopped, &report))?;
    thread.recv().unwrap_or_else(|_| Err(io::Error::other("the thread that serves metrics ended before it began")))?;
    Ok(Server { local_addr, limits, stop, thread: Mutex::new(thread) })
}

fn bind(address: impl ToSocketAddrs) -> io::Result<TcpListener> {
    let explained = |place: &str, error: io::Error| {
        io::Error::new(error.kind(), format!("metrics can't be served{place}: {error}"))
    };
    let addresses: Vec<SocketAddr> = address.to_socket_addrs().map_err(|error| explained("", error))?.collect();
    let places = addresses.iter().map(SocketAddr::to_string).collect::<Vec<_>>().join(" or ");
    TcpListener::bind(&*addresses).map_err(|error| explained(&format!(" on {places}"), error))
}

/// What the thread does. That it has ended shows in `report`, which is dropped last.
fn run(
    listener: TcpListener,
    route: Route,
    limits: ServerLimits,
    stop: oneshot::Receiver<Infallible>,
    report: &Sender<io::Result<()>>,
) {
    match prepare(listener) {
        Ok((runtime, listener)) => {
            // Whoever started the server waits for this.
            let _heard = report.send(Ok(()));
            let connections = Connections::new(route, limits);
            LocalSet::new().block_on(&runtime, acceptor::run(listener, connections, stop));
        }
        Err(error) => {
            let _heard = report.send(Err(error));
        }
    }
}

/// In the thread itself: a runtime can't be dropped just anywhere.
fn prepare(listener: TcpListener) -> io::Result<(Runtime, tokio::net::TcpListener)> {
    listener.set_nonblocking(true)?;
    let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
    let entered = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    drop(entered);
    Ok((runtime, listener))
}
