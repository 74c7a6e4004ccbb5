//! Takes the endpoint's answers on this thread, as a server would, but for the socket.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use http::{Request, Response};
use http_body::Body;
use lowcard::Endpoint;
use tower_service::Service;

/// From the request to the last byte of the body, each piece of which is handed over.
pub(super) fn answer(
    endpoint: &Endpoint,
    request: Request<()>,
    mut piece: impl FnMut(&[u8]),
) -> Result<Response<()>, String> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut answering = pin!(endpoint.clone().call(request));
    let Ok(answer) = wait(|| answering.as_mut().poll(&mut context));
    let (parts, mut body) = answer.into_parts();
    while let Some(frame) = wait(|| Pin::new(&mut body).poll_frame(&mut context)) {
        let frame = frame.map_err(|error| error.to_string())?;
        frame.data_ref().into_iter().for_each(|data| piece(data));
    }
    Ok(Response::from_parts(parts, ()))
}

fn wait<T>(mut poll: impl FnMut() -> Poll<T>) -> T {
    loop {
        match poll() {
            Poll::Ready(ready) => return ready,
            Poll::Pending => thread::park(),
        }
    }
}

/// Goes on with the thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
