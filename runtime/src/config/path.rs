//! Where metrics are.

use crate::path::is_path;

/// Where every scraper looks first.
pub(super) const DEFAULT: &str = "/metrics";

/// What may be written.
pub(super) const ALLOWED: &str = "a path like `/metrics`, without a query, and without `{`, `}`, `*` and `:`";

/// Whether a request can have the path, and a router takes it as it is: these characters stand for others there.
pub(super) fn is_routable(path: &str) -> bool {
    is_path(path) && !path.contains(['{', '}', '*', ':'])
}

#[cfg(test)]
mod tests {
    use super::is_routable;

    #[test]
    fn what_a_router_would_take_for_a_pattern_is_no_path() {
        assert!(["/metrics", "/", "/internal/metrics", "/a//b", "/m%20"].into_iter().all(is_routable));
        let others = ["", "metrics", "/metrics?all", "/{path}", "/{*path}", "/a/{{", "/:path", "/*", "/a/}"];
        assert_eq!(others.into_iter().find(|path| is_routable(path)), None);
    }
}
