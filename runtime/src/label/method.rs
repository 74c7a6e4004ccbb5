//! The HTTP method as a label.

use lowcard_schema::Domain;

use super::{Derived, LabelValue};

/// The method of an HTTP request: exposed as it is written in the request, such as `GET`, and as `other` where it is
/// none of the methods that HTTP defines.
///
/// ```
/// use lowcard::Method;
///
/// assert_eq!(Method::from("PATCH"), Method::Patch);
/// assert_eq!(Method::from("patch"), Method::Other); // methods are case-sensitive
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is the method of its name")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
    Head,
    Options,
    Patch,
    Connect,
    Trace,
    /// Any other method.
    Other,
}

/// The texts, in the order of the variants.
const TEXTS: &[&str] = &["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE", "other"];

impl From<&str> for Method {
    fn from(method: &str) -> Self {
        match method {
            "GET" => Self::Get,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "DELETE" => Self::Delete,
            "HEAD" => Self::Head,
            "OPTIONS" => Self::Options,
            "PATCH" => Self::Patch,
            "CONNECT" => Self::Connect,
            "TRACE" => Self::Trace,
            _ => Self::Other,
        }
    }
}

#[cfg(any(feature = "endpoint", feature = "http"))]
impl From<&::http::Method> for Method {
    #[inline]
    fn from(method: &::http::Method) -> Self {
        match *method {
            ::http::Method::GET => Self::Get,
            ::http::Method::POST => Self::Post,
            ::http::Method::PUT => Self::Put,
            ::http::Method::DELETE => Self::Delete,
            ::http::Method::HEAD => Self::Head,
            ::http::Method::OPTIONS => Self::Options,
            ::http::Method::PATCH => Self::Patch,
            ::http::Method::CONNECT => Self::Connect,
            ::http::Method::TRACE => Self::Trace,
            _ => Self::Other,
        }
    }
}

impl Derived for Method {}

#[diagnostic::do_not_recommend]
impl LabelValue for Method {
    const DOMAIN: Domain = Domain::Closed(TEXTS);

    #[inline]
    fn ordinal(&self) -> u32 {
        *self as u32
    }

    fn text(ordinal: u32) -> &'static str {
        Self::DOMAIN.text(ordinal)
    }
}

#[cfg(test)]
mod tests {
    use super::{LabelValue, Method, TEXTS};

    #[test]
    fn every_text_is_read_as_the_method_that_is_exposed_so() {
        for &text in TEXTS {
            assert_eq!(Method::text(Method::from(text).ordinal()), text);
        }
        assert_eq!(Method::from("BREW"), Method::Other);
    }

    #[cfg(any(feature = "endpoint", feature = "http"))]
    #[test]
    fn the_methods_of_http_are_known() {
        for text in TEXTS {
            let method = ::http::Method::from_bytes(text.as_bytes()).unwrap_or_default();
            assert_eq!(Method::from(&method), Method::from(*text));
        }
    }
}
