//! Whether an answer is compressed, as the request's `Accept-Encoding` headers say.

use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

use super::quality::{self, Element, Quality};

/// What is done to the bytes of an answer. zstd is not among it: no scraper of the Prometheus project asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Nothing, and no `Content-Encoding` is sent.
    Identity,
    /// They are compressed by gzip.
    Gzip,
}

impl Encoding {
    /// gzip, if it is allowed and nothing says that plain bytes are wanted more.
    ///
    /// Plain bytes are also the answer to a request that allows neither: most clients can read them all the same.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let codings: Vec<_> = quality::elements(headers, ACCEPT_ENCODING).collect();
        let others = wanted(&codings, &["*"]);
        let gzip = wanted(&codings, &["gzip", "x-gzip"]).or(others).unwrap_or(Quality::NEVER);
        let identity = wanted(&codings, &["identity"]).or(others).unwrap_or(Quality::NEVER);
        if gzip > Quality::NEVER && gzip >= identity { Self::Gzip } else { Self::Identity }
    }
}

/// How much a coding is wanted that is listed by one of these names.
fn wanted(codings: &[Element<'_>], names: &[&str]) -> Option<Quality> {
    let listed = codings.iter().filter(|coding| names.iter().any(|name| coding.name.eq_ignore_ascii_case(name)));
    listed.map(|coding| coding.quality).max()
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT_ENCODING;
    use http::{HeaderMap, HeaderValue};

    use super::Encoding::{self, Gzip, Identity};

    fn encoding(lines: &[&'static str]) -> Encoding {
        let headers: HeaderMap = lines.iter().map(|line| (ACCEPT_ENCODING, HeaderValue::from_static(line))).collect();
        Encoding::of(&headers)
    }

    #[test]
    fn gzip_is_used_where_it_is_allowed_and_not_less_wanted() {
        let cases = [
            ("gzip", Gzip),
            ("identity", Identity),
            ("", Identity),
            ("GZip", Gzip),
            ("x-gzip", Gzip),
            ("gzip, deflate, br, zstd", Gzip),
            ("deflate, br, zstd", Identity),
            ("gzip;q=0.5", Gzip),
            ("gzip;q=0.001", Gzip),
            ("gzip;q=0", Identity),
            ("gzip;q=0, x-gzip;q=0.5", Gzip),
            ("gzip;q=0, *", Identity),
            ("*", Gzip),
            ("*;q=0.3", Gzip),
            ("*;q=0", Identity),
            ("*;q=0, gzip", Gzip),
            ("identity, gzip", Gzip),
            ("gzip, identity", Gzip),
            ("gzip;q=0.5, identity;q=0.8", Identity),
            ("identity;q=0.5, gzip;q=0.8", Gzip),
            ("gzip;q=0.5, *;q=0.8", Identity),
            ("identity;q=0.5, *;q=0.8", Gzip),
            ("identity;q=0.8, *;q=0.5", Identity),
            ("identity;q=0", Identity),
            ("identity;q=0, *", Gzip),
            ("identity;q=0, gzip;q=0.1", Gzip),
            ("gzip;q=high", Identity),
            ("gzip gzip, \"gzip\", gzip", Gzip),
            ("gzip;level=9", Gzip),
        ];
        for (header, expected) in cases {
            assert_eq!(encoding(&[header]), expected, "{header}");
        }
    }

    #[test]
    fn lines_are_one_list() {
        assert_eq!(encoding(&[]), Identity);
        assert_eq!(encoding(&["br", "gzip"]), Gzip);
        assert_eq!(encoding(&["gzip;q=0.1", "identity"]), Identity);
    }
}
