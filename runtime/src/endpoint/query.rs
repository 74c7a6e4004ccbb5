//! Which families a request asks for: `?name[]=app_requests_total&name[]=app_queue_length`.

use std::collections::HashSet;
use std::fmt;

/// The families that an answer has.
#[derive(Debug)]
pub(crate) struct Filter {
    /// Names of families or of their samples; all families, if there are none.
    names: HashSet<String>,
}

impl Filter {
    /// What a request's query asks for. Parameters other than `name[]` are not ours.
    pub(crate) fn parse(query: &str) -> Result<Self, QueryError> {
        if query.len() > MAX_BYTES {
            return Err(QueryError::Bytes);
        }
        if form_urlencoded::parse(query.as_bytes()).nth(MAX_PARAMETERS).is_some() {
            return Err(QueryError::Parameters);
        }
        let parameters = form_urlencoded::parse(query.as_bytes());
        let names = parameters.filter(|(key, _)| key == "name[]").map(|(_, name)| name.into_owned());
        Ok(Self { names: names.collect() })
    }

    /// Whether all families are asked for.
    pub(crate) fn admits_all(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether a family is asked for by any of the names that it has, so that a sample's name finds its family.
    pub(crate) fn admits(&self, claimed_names: &[impl AsRef<str>]) -> bool {
        self.admits_all() || claimed_names.iter().any(|name| self.names.contains(name.as_ref()))
    }
}

const MAX_BYTES: usize = 65_536;
const MAX_PARAMETERS: usize = 1024;

/// Why a query is not answered. Displayed, it is the text of a response with status 400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryError {
    /// It is too long.
    Bytes,
    /// It has too many parameters.
    Parameters,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes => write!(f, "The query is longer than {MAX_BYTES} bytes")?,
            Self::Parameters => write!(f, "The query has more than {MAX_PARAMETERS} parameters")?,
        }
        f.write_str(": ask for fewer names, or for none to get every metric.")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a query that is refused here fails the test")]

    use super::{Filter, QueryError};
    use crate::fixtures::{Kind, definition};

    #[test]
    fn families_are_admitted_by_name() {
        let cases: &[(&str, &[&str])] = &[
            ("", &["a", "b", "c.d"]),
            ("debug=1", &["a", "b", "c.d"]),
            ("name=a", &["a", "b", "c.d"]),
            ("&&&", &["a", "b", "c.d"]),
            ("name[]=a", &["a"]),
            ("name[]=a&name[]=b", &["a", "b"]),
            ("name[]=a&name[]=a", &["a"]),
            ("name%5B%5D=a", &["a"]),
            ("%6eame[]=%62", &["b"]),
            ("name[]=c%2Ed", &["c.d"]),
            ("x=1&name[]=b&y=a", &["b"]),
            ("name[]=A", &[]),
            ("name[]=other", &[]),
            ("name[]=", &[]),
            ("name[]", &[]),
            ("name[]=a%", &[]),
            ("name[]=%ff", &[]),
            ("name[]=a+b", &[]),
        ];
        for (query, expected) in cases {
            let filter = Filter::parse(query).unwrap();
            let admitted: Vec<_> = ["a", "b", "c.d"].into_iter().filter(|name| filter.admits(&[name])).collect();
            assert_eq!(admitted, *expected, "{query}");
        }
    }

    #[test]
    fn a_family_is_found_by_the_names_of_its_samples() {
        let requests = definition("app_requests_total", Kind::Counter).claimed_names();
        let sizes = definition("app_sizes_bytes", Kind::Histogram).claimed_names();
        let cases = [
            ("app_requests_total", true, false),
            ("app_requests", true, false),
            ("app_sizes_bytes", false, true),
            ("app_sizes_bytes_bucket", false, true),
            ("app_sizes_bytes_sum", false, true),
            ("app_sizes_bytes_count", false, true),
            ("app_sizes", false, false),
        ];
        for (name, is_requests, is_sizes) in cases {
            let filter = Filter::parse(&format!("name[]={name}")).unwrap();
            assert_eq!(filter.admits(&requests), is_requests, "{name}");
            assert_eq!(filter.admits(&sizes), is_sizes, "{name}");
        }
    }

    #[test]
    fn a_query_has_an_end() {
        let long = |bytes: usize| "a".repeat(bytes);
        assert!(Filter::parse(&long(65_536)).is_ok());
        assert_eq!(Filter::parse(&long(65_537)).unwrap_err(), QueryError::Bytes);
        let many = |parameters: usize| "name[]=a&".repeat(parameters);
        assert!(Filter::parse(&many(1024)).is_ok());
        assert_eq!(Filter::parse(&many(1025)).unwrap_err(), QueryError::Parameters);
        assert_eq!(Filter::parse(&"b&".repeat(1025)).unwrap_err(), QueryError::Parameters);
    }

    #[test]
    fn the_errors_say_what_to_do() {
        assert_eq!(
            QueryError::Bytes.to_string(),
            "The query is longer than 65536 bytes: ask for fewer names, or for none to get every metric."
        );
        assert_eq!(
            QueryError::Parameters.to_string(),
            "The query has more than 1024 parameters: ask for fewer names, or for none to get every metric."
        );
    }
}
