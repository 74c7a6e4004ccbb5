//! One connection, from its first request until it is closed.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use tokio::net::TcpStream;
use tokio::time::sleep_until;

use super::answer::Answer;
use super::phase::Phase;
use super::route::Route;
use super::socket::Socket;

/// Answers requests until the client or the deadline ends it. What was wrong with it concerns nobody.
pub(super) async fn serve(stream: TcpStream, route: Rc<Route>, phase: Rc<Phase>, head_size: usize) {
    let socket = Socket::new(stream, Rc::clone(&phase));
    let service = service_fn(|request: Request<Incoming>| {
        phase.requested();
        let (route, phase) = (Rc::clone(&route), Rc::clone(&phase));
        async move {
            let answer = route.answer(request).await;
            Ok::<_, Infallible>(answer.map(|contents| Answer::new(contents, phase)))
        }
    });
    let mut exchange = pin!(Builder::new().max_buf_size(head_size).serve_connection(socket, service));
    let mut alarm = pin!(sleep_until(phase.deadline()));
    poll_fn(|cx| {
        if exchange.as_mut().poll(cx).is_ready() || phase.is_over() {
            return Poll::Ready(());
        }
        if alarm.deadline() != phase.deadline() {
            alarm.as_mut().reset(phase.deadline());
        }
        alarm.as_mut().poll(cx)
    })
    .await;
}
