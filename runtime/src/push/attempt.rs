//! One request, and what came back.

use std::io::Read;
use std::time::Duration;

use http::header::LOCATION;
use http::{Request, Response, StatusCode};
use ureq::{Agent, Body};

/// How much of an answer is read. A gateway says in its first line what it does not like.
const READ: u64 = 1024;
/// How much of it is shown.
const LINES: usize = 3;

/// Why a request did not do what it should.
#[derive(Debug)]
pub(super) enum Failure {
    /// The gateway said no, or somebody in its place.
    Answered(Answer),
    /// There was no connection, or it broke.
    Unanswered(String),
    /// The time was over.
    Late,
}

/// An answer that is no success.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Where it leads to, if it does.
    pub(super) location: Option<String>,
    /// The start of its body, fit to be printed.
    pub(super) lines: Vec<String>,
}

impl Failure {
    /// Whether another attempt may do better.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Answered(answer) => answer.status.is_server_error() || answer.status == StatusCode::TOO_MANY_REQUESTS,
            Self::Unanswered(_) => true,
            Self::Late => false,
        }
    }
}

/// Sends the request once. `limit` covers everything from the look-up of the name to the answer's last byte.
pub(super) fn attempt(request: &Request<Vec<u8>>, limit: Duration) -> Result<(), Failure> {
    match agent(limit).run(request.clone()) {
        Ok(response) if response.status().is_success() => Ok(()),
        Ok(response) => Err(Failure::Answered(answer(response))),
        Err(ureq::Error::Timeout(_)) => Err(Failure::Late),
        Err(ureq::Error::Io(error)) => Err(Failure::Unanswered(error.to_string())),
        Err(error) => Err(Failure::Unanswered(error.to_string())),
    }
}

/// A redirect is not followed: a client that does asks for the other url with another method, and takes its answer for
/// a success. A proxy of the environment is not for what is in the cluster.
fn agent(limit: Duration) -> Agent {
    Agent::config_builder()
        .timeout_global(Some(limit))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .new_agent()
}

fn answer(response: Response<Body>) -> Answer {
    let location =
        response.headers().get(LOCATION).map(|location| printable(&location.as_bytes().escape_ascii().to_string()));
    let status = response.status();
    let mut body = Vec::new();
    // What came before an error is worth showing all the same.
    let _whole = response.into_body().into_reader().take(READ).read_to_end(&mut body);
    let body = String::from_utf8_lossy(&body);
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES).map(printable).collect();
    Answer { status, location, lines }
}

/// Without what would move the cursor of a terminal, or make two lines of one.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
