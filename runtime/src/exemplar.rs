//! Exemplars: observations that stand for others, with labels that are no part of a series.

use crate::encode;
use crate::name;
use crate::storage::Labelled;

/// The most characters that the labels of an exemplar may have together, by the rules of OpenMetrics.
const MOST: usize = 128;

/// The labels of an exemplar: what to look at, such as the id of a trace.
///
/// They are asked for only if the exemplar is kept, which is at most once a second for each bucket. Without labels there
/// is no exemplar. Those of more than 128 characters, names and values counted together, and those whose names are no
/// label names, are left out and counted in `lowcard_exemplars_refused_total`.
///
/// An array of names and values is the simplest. With the feature `tracing`, [`CurrentTrace`](crate::CurrentTrace) finds
/// the trace of the current span.
///
/// ```
/// use lowcard::{Counter, ExemplarLabels, Format, Registry, metric};
///
/// /// Checkouts.
/// #[metric]
/// static CHECKOUTS_TOTAL: Counter;
///
/// struct Order { id: u64 }
///
/// impl ExemplarLabels for &Order {
///     fn each(self, label: &mut dyn FnMut(&str, &str)) {
///         label("order_id", &self.id.to_string());
///     }
/// }
///
/// CHECKOUTS_TOTAL.inc_with_exemplar(&Order { id: 7 });
/// CHECKOUTS_TOTAL.inc_with_exemplar([("order_id", "8")]); // counted; the exemplar of a moment ago stays
///
/// let mut openmetrics = Vec::new();
/// Registry::global().encode(Format::OpenMetrics, &mut openmetrics)?;
/// assert!(String::from_utf8_lossy(&openmetrics).contains("\napp_checkouts_total 2 # {order_id=\"7\"} 1 "));
/// # Ok::<(), std::io::Error>(())
/// ```
pub trait ExemplarLabels {
    /// Hands over each name and value.
    fn each(self, label: &mut dyn FnMut(&str, &str));
}

impl<const N: usize> ExemplarLabels for [(&str, &str); N] {
    fn each(self, label: &mut dyn FnMut(&str, &str)) {
        self.as_slice().each(label);
    }
}

impl ExemplarLabels for &[(&str, &str)] {
    fn each(self, label: &mut dyn FnMut(&str, &str)) {
        for (name, value) in self {
            label(name, value);
        }
    }
}

/// Writes labels as both text formats have them, up to the most that there may be.
pub(crate) fn render(labels: impl ExemplarLabels, out: &mut String) -> Labelled {
    let mut characters = 0;
    let mut is_valid = true;
    let mut names = Vec::new();
    labels.each(&mut |name, value| {
        characters += name.chars().count() + value.chars().count();
        is_valid &= name::is_label(name) && !names.iter().any(|known| known == name);
        if is_valid && characters <= MOST {
            encode::label(out, name, value);
            names.push(name.to_owned());
        }
    });
    match (is_valid && characters <= MOST, out.is_empty()) {
        (false, _) => Labelled::Refused,
        (true, true) => Labelled::Not,
        (true, false) => Labelled::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::{ExemplarLabels, Labelled, render};

    fn rendered(labels: impl ExemplarLabels) -> Option<String> {
        let mut out = String::new();
        match render(labels, &mut out) {
            Labelled::Yes => Some(out),
            Labelled::Not => Some(String::new()),
            Labelled::Refused => None,
        }
    }

    #[test]
    fn values_are_escaped_and_labels_separated() {
        let labels = [("trace_id", "a\"b\\c\nd"), ("x_1", "")];
        assert_eq!(rendered(labels).as_deref(), Some("trace_id=\"a\\\"b\\\\c\\nd\",x_1=\"\""));
        assert_eq!(rendered([]).as_deref(), Some(""));
    }

    #[test]
    fn a_hundred_and_twenty_eight_characters_are_the_most() {
        let value = "é".repeat(126);
        assert!(rendered([("id", &*value)]).is_some());
        assert_eq!(rendered([("id2", &*value)]), None);
        assert_eq!(rendered([("id", &*value), ("a", "")]), None);
        assert_eq!(rendered([("id", &*"x".repeat(1 << 20))]), None);
    }

    #[test]
    fn names_that_no_label_can_have_are_refused() {
        for name in ["", "1a", "_a", "a-b", "a b", "é", "a\"", "a\n"] {
            assert_eq!(rendered([(name, "x")]), None, "{name:?}");
        }
        assert_eq!(rendered([("a", "1"), ("a", "2")]), None);
    }
}
