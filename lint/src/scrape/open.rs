//! Opens an exposition: asks for it over HTTP, or reads what was saved.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::time::Duration;

use ureq::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use ureq::http::{Request as HttpRequest, Response};
use ureq::{Agent, Body};

use super::origin::{Origin, without_tls};
use crate::failure::{Failure, Outcome};

/// Both text formats, OpenMetrics first, as Prometheus asks for them.
const FORMATS: &str = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
/// How many redirects are followed.
const REDIRECTS: u32 = 5;
/// How much of an answer is read that is not an exposition.
const REFUSAL: u64 = 4096;

/// How an address is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Headers to send beside those that a scrape has.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// How long it may take, from the look-up of the name to the last byte.
    pub timeout: Duration,
}

impl Origin {
    /// Opens it. `stdin` is read if that is where it comes from.
    pub fn open<'r>(&self, request: &Request, stdin: &'r mut dyn Read) -> Outcome<Box<dyn BufRead + 'r>> {
        let mut opened: Box<dyn BufRead + 'r> = match self {
            Self::Url(url) => Box::new(BufReader::new(get(url, request)?.into_reader())),
            Self::File(path) => {
                let file = File::open(path).map_err(|error| unopened(&self.shown(), &error))?;
                Box::new(BufReader::new(file))
            }
            Self::Stdin => Box::new(BufReader::new(stdin)),
        };
        // An error is met again by whoever reads.
        if opened.fill_buf().is_ok_and(|start| start.starts_with(b"\x1f\x8b")) {
            return Err(compressed(&self.shown(), "gzip"));
        }
        Ok(opened)
    }
}

/// Asks an address. A proxy of the environment is not for what is in the cluster.
fn get(url: &str, request: &Request) -> Outcome<Body> {
    let mut asked = HttpRequest::get(url).header(ACCEPT, FORMATS);
    for (name, value) in &request.headers {
        asked = asked.header(name, value);
    }
    let asked = asked.body(()).map_err(|error| Failure::new(format!("{url} is not an URL: {error}")))?;
    let agent = Agent::config_builder()
        .timeout_global(Some(request.timeout))
        .http_status_as_error(false)
        .max_redirects(REDIRECTS)
        .proxy(None)
        .user_agent(concat!("cargo-lowcard/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent();
    let response = agent.run(asked).map_err(|error| unanswered(url, &error, request.timeout))?;
    exposition(url, response)
}

/// The body, if it can be an exposition.
fn exposition(url: &str, response: Response<Body>) -> Outcome<Body> {
    let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if response.status() != 200 {
        return Err(refused(url, response));
    }
    if let Some(encoding) = header(CONTENT_ENCODING).filter(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
        return Err(compressed(url, encoding));
    }
    if let Some(format) = header(CONTENT_TYPE).filter(|format| format.contains("protobuf")) {
        return Err(Failure::new(format!("{url} answers in protobuf, which was not asked for ({format})"))
            .help("ask it for the text format, or let what is between leave the header `Accept` as it is"));
    }
    Ok(response.into_body())
}

fn refused(url: &str, response: Response<Body>) -> Failure {
    let status = response.status();
    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    // What came before an error is worth showing all the same.
    let _whole = response.into_body().into_reader().take(REFUSAL).read_to_end(&mut body);
    let body = String::from_utf8_lossy(&body);
    let first = body.lines().map(str::trim).find(|line| !line.is_empty());
    let said = first.map(|line| format!(": {}", printable(line))).unwrap_or_default();
    let failure = Failure::new(format!("{url} answers {status}{said}"));
    match (status.as_u16(), location) {
        (401 | 403, _) => failure.help("send credentials: `--header 'Authorization: Bearer …'`"),
        (404, _) => failure.help("ask for the path that Prometheus scrapes, most often `/metrics`"),
        (300..=399, Some(location)) => failure.help(format!("it leads to {}: ask there", printable(&location))),
        _ => failure,
    }
}

fn unanswered(url: &str, error: &ureq::Error, timeout: Duration) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::new(format!("{url} does not answer within {timeout:?}"))
            .help("Prometheus would give up, too, after its `scrape_timeout`; `--timeout` waits longer"),
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            Failure::new(format!("{url} can't be asked: nothing listens there")).help("start the program first")
        }
        ureq::Error::TooManyRedirects => Failure::new(format!("{url} leads to more than {REDIRECTS} other addresses")),
        ureq::Error::TlsRequired | ureq::Error::Tls(_) => without_tls(url),
        ureq::Error::Io(error) => Failure::new(format!("{url} can't be asked: {error}")),
        error => Failure::new(format!("{url} can't be asked: {error}")),
    }
}

fn unopened(path: &str, error: &io::Error) -> Failure {
    let failure = Failure::unread(path, error);
    if error.kind() != io::ErrorKind::NotFound {
        return failure;
    }
    failure.help(format!("if it is an address, write `http://{path}`"))
}

fn compressed(origin: &str, encoding: &str) -> Failure {
    Failure::new(format!("{origin} is compressed ({}), which was not asked for", printable(encoding)))
        .help("decompress it first: `curl -fsSL --compressed … | cargo lowcard scrape -`, or `gunzip -c …`")
}

/// Without what would move the cursor of a terminal, and not too long for a line.
fn printable(text: &str) -> String {
    text.chars().take(200).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
