//! Which requests the service gets, and what the others are told.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body::Body;
use hyper::body::Incoming;
use tower_service::Service;

use super::answer::Contents;
use crate::ScrapeBody;
use crate::path::is_path;

/// A path and the service behind it, whose type ends here.
pub(super) struct Route {
    path: String,
    ask: Box<dyn Fn(Request<Incoming>) -> Asked + Send>,
}

type Asked = Pin<Box<dyn Future<Output = Response<Contents>>>>;

impl Route {
    /// A path is refused that no request can have.
    pub(super) fn new<S, B>(path: &str, service: S) -> io::Result<Self>
    where
        S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible> + Clone + Send + 'static,
        B: Body<Data = Bytes, Error = io::Error> + 'static,
    {
        if !is_path(path) {
            let wrong = format!("metrics can't be served at the path `{path}`: write one like `/metrics`");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, wrong));
        }
        Ok(Self { path: path.to_owned(), ask: Box::new(move |request| Box::pin(ask(service.clone(), request))) })
    }

    /// The service's answer if the request is for its path, with or without a query.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Response<Contents> {
        if request.uri().path() == self.path { (self.ask)(request).await } else { self.elsewhere() }
    }

    fn elsewhere(&self) -> Response<Contents> {
        let sentence = format!("Nothing is here; the metrics are at {}.\n", self.path);
        let mut answer = Response::new(Box::pin(ScrapeBody::sentence(sentence)) as Contents);
        *answer.status_mut() = StatusCode::NOT_FOUND;
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        answer
    }
}

async fn ask<S, B>(mut service: S, request: Request<Incoming>) -> Response<Contents>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    B: Body<Data = Bytes, Error = io::Error> + 'static,
{
    let Ok(()) = poll_fn(|cx| service.poll_ready(cx)).await;
    let Ok(answer) = service.call(request).await;
    answer.map(|body| Box::pin(body) as Contents)
}
