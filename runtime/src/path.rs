//! Where metrics can be served.

use http::uri::PathAndQuery;

/// Whether it is a path that a request can have.
pub(crate) fn is_path(text: &str) -> bool {
    text.starts_with('/') && text.parse::<PathAndQuery>().is_ok_and(|parsed| parsed.path() == text)
}

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn a_path_is_what_a_request_can_have() {
        assert!(["/metrics", "/", "/internal/metrics", "/m%20"].into_iter().all(is_path));
        let others = ["", "metrics", "/metrics?all", "/#", "/a b", "/a\r\nb", "http://host/metrics", "*"];
        assert_eq!(others.into_iter().find(|text| is_path(text)), None);
    }
}
