//! From a request to an answer.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::header::{ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER, VARY, WWW_AUTHENTICATE};
use http::{HeaderValue, Method, Request, Response, StatusCode, request};
use tower_service::Service;

use super::accept::Negotiated;
use super::body::ScrapeBody;
use super::encoding::Encoding;
use super::exposition::{Exposition, Look};
use super::gathers::NotGathered;
use super::own::{Answered, Status};
use super::query::Filter;
use super::{Endpoint, Options, time_limit};

type Answer = Response<ScrapeBody>;

/// The answer to a scrape, once the registry has been read.
#[must_use = "futures do nothing unless polled"]
pub struct ScrapeFuture {
    answer: Pin<Box<dyn Future<Output = Answer> + Send>>,
}

impl<B> Service<Request<B>> for Endpoint {
    type Response = Answer;
    type Error = Infallible;
    type Future = ScrapeFuture;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(())) // a scrape that finds no room is told so, and does not wait
    }

    fn call(&mut self, request: Request<B>) -> ScrapeFuture {
        let (request, _body) = request.into_parts();
        let endpoint = self.clone();
        ScrapeFuture { answer: Box::pin(async move { endpoint.answer(&request).await }) }
    }
}

impl Endpoint {
    async fn answer(&self, request: &request::Parts) -> Answer {
        if let Some(disabled) = self.options.disabled {
            return disabled.answer();
        }
        let (status, answer) = match self.scrape(request).await {
            Ok(answer) => (Status::Ok, answer),
            Err(refusal) => (refusal.status(), self.refuse(&refusal)),
        };
        if let Some(metrics) = &self.state.metrics {
            metrics.scrapes.with(Answered { status }).inc();
        }
        answer
    }

    async fn scrape(&self, request: &request::Parts) -> Result<Answer, Refusal> {
        if self.options.credentials.as_ref().is_some_and(|credentials| !credentials.admit(&request.headers)) {
            return Err(Refusal::Unauthorized);
        }
        if ![Method::GET, Method::HEAD].contains(&request.method) {
            return Err(Refusal::MethodNotAllowed);
        }
        let filter = Filter::parse(request.uri.query().unwrap_or_default());
        let filter = filter.map_err(|error| Refusal::BadRequest(error.to_string()))?;
        let negotiated = Negotiated::of(&request.headers);
        let encoding = match self.options.gzip_level {
            0 => Encoding::Identity,
            _ => Encoding::of(&request.headers),
        };
        let body = if request.method == Method::HEAD {
            ScrapeBody::empty()
        } else {
            self.body(request, &filter, &negotiated, encoding).await?
        };
        let mut answer = Response::new(body);
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, negotiated.content_type());
        headers.insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if encoding == Encoding::Gzip {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        Ok(answer)
    }

    async fn body(
        &self,
        request: &request::Parts,
        filter: &Filter,
        negotiated: &Negotiated,
        encoding: Encoding,
    ) -> Result<ScrapeBody, Refusal> {
        let limit = time_limit::time_limit(self.options.time_limit, &request.headers);
        let max = self.options.max_in_flight;
        let scrape = self.state.scrapes.admit(max, limit).ok_or(Refusal::TooMany(max))?;
        let snapshot = self.state.gathers.join(scrape.gather_deadline()).await.map_err(Refusal::NotGathered)?;
        if let Some(metrics) = &self.state.metrics {
            metrics.series.set(i64::try_from(snapshot.series_count()).unwrap_or(i64::MAX));
        }
        let Options { created, gzip_level, .. } = self.options;
        let look = Look { format: negotiated.format, created, encoding, gzip_level };
        scrape.send(Exposition::new(snapshot, filter, &look));
        Ok(ScrapeBody::exposition(scrape, self.state.clone()))
    }

    fn refuse(&self, refusal: &Refusal) -> Answer {
        let mut answer = Response::new(ScrapeBody::sentence(refusal.sentence()));
        *answer.status_mut() = refusal.code();
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        match refusal {
            Refusal::BadRequest(_) => {}
            Refusal::Unauthorized => {
                let challenge = self.options.credentials.as_ref().map(|credentials| credentials.challenge());
                headers.extend(challenge.map(|challenge| (WWW_AUTHENTICATE, challenge)));
            }
            Refusal::MethodNotAllowed => {
                headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            Refusal::TooMany(_) | Refusal::NotGathered(_) => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            }
        }
        answer
    }
}

/// Why a request gets no exposition.
enum Refusal {
    BadRequest(String),
    Unauthorized,
    MethodNotAllowed,
    TooMany(usize),
    NotGathered(NotGathered),
}

impl Refusal {
    fn status(&self) -> Status {
        match self {
            Self::BadRequest(_) => Status::BadRequest,
            Self::Unauthorized => Status::Unauthorized,
            Self::MethodNotAllowed => Status::MethodNotAllowed,
            Self::TooMany(_) | Self::NotGathered(_) => Status::Unavailable,
        }
    }

    fn code(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooMany(_) | Self::NotGathered(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::BadRequest(what) => format!("{what}\n"),
            Self::Unauthorized => "These metrics need credentials.\n".to_owned(),
            Self::MethodNotAllowed => "Metrics are read with GET or HEAD.\n".to_owned(),
            Self::TooMany(max) => format!("{max} scrapes are under way, which is the most. Try again in a second.\n"),
            Self::NotGathered(NotGathered) => "The metrics could not be read. Try again in a second.\n".to_owned(),
        }
    }
}

impl Future for ScrapeFuture {
    type Output = Result<Answer, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer.as_mut().poll(context).map(Ok)
    }
}

impl std::fmt::Debug for ScrapeFuture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScrapeFuture")
    }
}
