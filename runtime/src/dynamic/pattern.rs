//! Which names a rule of the policy is about.

/// A name, or a part of one where a `*` at the start or the end stands for the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// As names are exposed, so that `http.requests` is also a rule on `http_requests`.
    text: String,
    open_start: bool,
    open_end: bool,
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Self {
        let (open_start, rest) = without(pattern, str::strip_prefix);
        let (open_end, text) = without(rest, str::strip_suffix);
        Self { text: super::name::mapped(text), open_start, open_end }
    }

    pub(super) fn matches(&self, name: &str) -> bool {
        match (self.open_start, self.open_end) {
            (false, false) => name == self.text,
            (false, true) => name.starts_with(&self.text),
            (true, false) => name.ends_with(&self.text),
            (true, true) => name.contains(&self.text),
        }
    }
}

fn without<'p>(pattern: &'p str, strip: fn(&'p str, char) -> Option<&'p str>) -> (bool, &'p str) {
    strip(pattern, '*').map_or((false, pattern), |rest| (true, rest))
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_stands_for_any_start_or_end() {
        let matches = |pattern: &str, name: &str| Pattern::new(pattern).matches(name);
        assert!(matches("http.requests", "http_requests") && !matches("http.requests", "http_requests_total"));
        assert!(matches("http.*", "http_requests") && !matches("http.*", "https_requests"));
        assert!(matches("*_seconds", "wait_seconds") && !matches("*_seconds", "wait_seconds_total"));
        assert!(matches("*tls*", "a_tls_b") && matches("*tls*", "tls") && !matches("*tls*", "t_ls"));
        assert!(matches("*", "anything") && matches("**", "") && matches("", "") && !matches("", "a"));
    }
}
