//! Takes connections until it is told to stop.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::sleep;

use super::connections::Connections;

/// How long nothing is accepted after the system refused a connection: a lack of file descriptors takes time to pass.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until the other end of `stop` is dropped, and lets answers under way finish then.
pub(super) async fn run(listener: TcpListener, mut connections: Connections, stop: oneshot::Receiver<Infallible>) {
    accept_until(stop, listener, &mut connections).await;
    connections.finish().await;
}

async fn accept_until(stop: oneshot::Receiver<Infallible>, listener: TcpListener, connections: &mut Connections) {
    let (mut stop, mut accepting) = (pin!(stop), pin!(accept(listener, connections)));
    poll_fn(|cx| {
        if stop.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        accepting.as_mut().poll(cx).map(|never| match never {})
    })
    .await;
}

async fn accept(listener: TcpListener, connections: &mut Connections) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => connections.admit(stream),
            Err(_) => sleep(PAUSE).await,
        }
        // A request that is here already is read before another connection can displace it.
        yield_now().await;
    }
}
