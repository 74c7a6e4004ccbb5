//! Which of the SDK's own metrics are exposed.

/// Names that are let in and kept out, as the SDK has them. A `*` at the end stands for the rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// If there are none, everything is let in that is not kept out.
    pub(crate) allowed: Vec<String>,
    pub(crate) denied: Vec<String>,
}

impl Selection {
    pub(crate) fn has(&self, name: &str) -> bool {
        let is_among = |names: &[String]| names.iter().any(|known| matches(known, name));
        (self.allowed.is_empty() || is_among(&self.allowed)) && !is_among(&self.denied)
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::Selection;

    fn selection(allowed: &[&str], denied: &[&str]) -> Selection {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Selection { allowed: owned(allowed), denied: owned(denied) }
    }

    #[test]
    fn everything_is_let_in_if_nothing_is_said() {
        assert!(selection(&[], &[]).has("temporal_request"));
    }

    #[test]
    fn what_is_denied_is_kept_out_even_if_it_is_allowed() {
        let selection = selection(&["temporal_request*"], &["temporal_request_failure"]);
        assert!(selection.has("temporal_request_latency"));
        assert!(!selection.has("temporal_request_failure"));
        assert!(!selection.has("temporal_num_pollers"));
    }

    #[test]
    fn a_name_is_not_the_start_of_another() {
        assert!(selection(&[], &["temporal_request"]).has("temporal_request_latency"));
    }
}
