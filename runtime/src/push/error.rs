//! Why a push failed.

use std::time::Duration;
use std::{error, fmt};

use http::{StatusCode, Uri};

use super::attempt::{Answer, Failure};
use super::request::PushMethod;
use super::time_limit::Unfinished;
use super::tries::Failed;

/// Why a push failed: what was asked of whom, what came back, and what to do.
///
/// ```
/// use lowcard::{Pushgateway, Registry};
///
/// let gateway = Pushgateway::new("https://pushgateway", "nightly_import")?;
/// let error = gateway.put(&Registry::new()).unwrap_err();
/// assert!(error.to_string().starts_with("PUT https://pushgateway/metrics/job/nightly_import failed: "));
/// assert_eq!(error.status(), None);
/// # Ok::<(), lowcard::PushgatewayError>(())
/// ```
pub struct PushError {
    method: PushMethod,
    url: Uri,
    cause: Box<Cause>,
}

#[derive(Debug)]
pub(super) enum Cause {
    /// The url asks for TLS.
    Tls,
    /// A metric has a label that the group has.
    LabelOfGroup { metric: String, label: String },
    /// It was tried, in vain.
    Failed(Failed),
    /// The time was over before there was anything to send, or while it was sent.
    Late(Duration),
    /// The thread that should have pushed could not.
    Thread(String),
}

impl Cause {
    pub(super) fn of_failed(failed: Failed, limit: Duration) -> Self {
        if matches!(failed.last, Failure::Late) { Self::Late(limit) } else { Self::Failed(failed) }
    }

    pub(super) fn of_unfinished(unfinished: &Unfinished, limit: Duration) -> Self {
        match unfinished {
            Unfinished::Late => Self::Late(limit),
            Unfinished::Panicked => Self::Thread("the thread that pushes panicked".to_owned()),
            Unfinished::NoThread(error) => Self::Thread(format!("there is no thread to push on: {error}")),
        }
    }
}

impl PushError {
    pub(super) fn new(method: PushMethod, url: &Uri, cause: Cause) -> Self {
        Self { method, url: url.clone(), cause: Box::new(cause) }
    }

    /// The status that the gateway answered with, if it answered.
    pub fn status(&self) -> Option<u16> {
        match &*self.cause {
            Cause::Failed(Failed { last: Failure::Answered(answer), .. }) => Some(answer.status.as_u16()),
            _ => None,
        }
    }
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} failed: {}", self.method, self.url, self.cause)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tls => f.write_str(
                "TLS is not built in\n  \
                 help: give the `http://` url of a proxy beside the job that speaks TLS to the gateway, or send \
                 `Pushgateway::request` with a client that has TLS",
            ),
            Self::LabelOfGroup { metric, label } => write!(
                f,
                "`{metric}` has the label `{label}`, whose values the gateway would replace by that of the group\n  \
                 help: leave `{label}` out of the grouping, or give the metric's label another name"
            ),
            Self::Failed(Failed { last, tries }) => {
                write!(f, "{last}")?;
                if *tries > 1 {
                    write!(f, "\n  tried: {tries} times")?;
                }
                if let Failure::Answered(answer) = last {
                    answer.lines.iter().try_for_each(|line| write!(f, "\n  answer: {line}"))?;
                }
                write!(f, "\n  help: {}", last.help())
            }
            Self::Late(limit) => write!(
                f,
                "it was not done within {limit:?}\n  \
                 help: see whether the gateway is overloaded or a firewall drops what is sent to it; if it is merely slow, \
                 raise `.time_limit`"
            ),
            Self::Thread(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(Answer { status, location: Some(location), .. }) if status.is_redirection() => {
                write!(f, "the answer is {status}, to {location}")
            }
            Self::Answered(answer) => write!(f, "the answer is {}", answer.status),
            Self::Unanswered(why) => write!(f, "there was no answer ({why})"),
            Self::Late => f.write_str("the time was over"),
        }
    }
}

impl Failure {
    fn help(&self) -> &'static str {
        match self {
            Self::Answered(answer) => help(answer.status),
            Self::Unanswered(_) => "see whether the gateway runs, and listens at this host and port",
            Self::Late => "raise `.time_limit`",
        }
    }
}

fn help(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => {
            "a gateway wants one type and one HELP for a metric in all of its groups; delete the groups that hold an older \
             definition, or give the metric another name"
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "add the `.credentials(…)` that the gateway asks for",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            "see whether a Pushgateway is at this url; one that runs with `--web.route-prefix` has that as its path"
        }
        status if status.is_redirection() => "give the url that it leads to; redirects are not followed",
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            "see what the gateway or the proxy before it has in its log"
        }
        _ => "see whether a Pushgateway is at this url",
    }
}

/// As it is displayed: this is what a `main` that returns the error prints.
impl fmt::Debug for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for PushError {}
