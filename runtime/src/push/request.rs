//! What is sent to a Pushgateway.

use std::fmt;

use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Request, Uri};

use crate::credentials::Credentials;
use crate::encode::Format;

/// Protobuf is what a gateway takes from clients in Go, and the only format with native histograms.
const FORMAT: Format = Format::Protobuf;
const OURSELVES: &str = concat!("lowcard/", env!("CARGO_PKG_VERSION"));

/// What a push does to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PushMethod {
    /// Replaces the whole group.
    Put,
    /// Replaces families of the same name, and keeps the others.
    Post,
    /// Removes the group.
    Delete,
}

impl PushMethod {
    /// The method in HTTP.
    fn of_http(self) -> Method {
        match self {
            Self::Put => Method::PUT,
            Self::Post => Method::POST,
            Self::Delete => Method::DELETE,
        }
    }
}

/// As HTTP has it, `PUT`.
impl fmt::Display for PushMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.of_http().as_str())
    }
}

/// A request with this body, which is in [`FORMAT`].
pub(super) fn request(
    method: PushMethod,
    url: &Uri,
    credentials: Option<&Credentials>,
    body: Vec<u8>,
) -> Request<Vec<u8>> {
    let mut request = Request::new(body);
    *request.method_mut() = method.of_http();
    *request.uri_mut() = url.clone();
    request.headers_mut().insert(USER_AGENT, HeaderValue::from_static(OURSELVES));
    request.headers_mut().extend(credentials.and_then(authorization));
    if method != PushMethod::Delete {
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(FORMAT.content_type()));
    }
    request
}

/// Nothing that credentials are made of is refused in a header.
fn authorization(credentials: &Credentials) -> Option<(HeaderName, HeaderValue)> {
    let mut value = HeaderValue::try_from(format!("{} {}", credentials.scheme.word(), credentials.secret)).ok()?;
    value.set_sensitive(true);
    Some((AUTHORIZATION, value))
}
