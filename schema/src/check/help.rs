//! The HELP text.

use super::{Findings, Metric, Part};
use crate::Rule;

/// The rules on the HELP text.
pub(super) fn check(metric: &Metric<'_>, found: &mut Findings<'_>) {
    let help = metric.help.trim();
    if help.is_empty() {
        found
            .report(Rule::HelpMissing, Part::Name, format!("`{}` does not say what it counts", metric.name))
            .help("write a doc comment above it: it becomes the HELP text of the scrape");
    } else if !help.starts_with(|c: char| !c.is_lowercase()) || !help.ends_with('.') {
        found
            .report(Rule::HelpStyle, Part::Name, format!("the help of `{}` is not a sentence", metric.name))
            .help("start it with a capital and end it with a full stop");
    }
}
