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

#[cfg(feature = "endpoint")]
impl From<&::http::Method> for Method {
    fn from(method: &::http::Method) -> Self {
        Self::from(method.as_str())
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

    #[cfg(feature = "endpoint")]
    #[test]
    fn the_methods_of_http_are_known() {
        assert_eq!(Method::from(&::http::Method::DELETE), Method::Delete);
    }
}
