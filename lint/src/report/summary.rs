//! The last line: how much was looked at, and what came of it.

use std::collections::BTreeSet;

use lowcard_schema::Level;

use crate::catalog::Catalog;
use crate::counted::counted;
use crate::finding::Finding;

/// One line without its end.
pub(super) fn line(findings: &[Finding], catalog: Option<&Catalog>) -> String {
    let found = found(findings);
    let Some(catalog) = catalog else { return found };
    let crates: BTreeSet<&str> = catalog.metrics.iter().map(|metric| metric.site.package.as_str()).collect();
    format!("checked {} in {}: {found}", counted(catalog.metrics.len(), "metric"), counted(crates.len(), "crate"))
}

fn found(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.level == Level::Deny).count();
    let warnings = findings.len() - errors;
    match (errors, warnings) {
        (0, 0) => "nothing found".to_owned(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
    }
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::catalog::Catalog;
    use crate::report::samples::{bare, denied_label};

    #[test]
    fn it_counts_what_was_found() {
        assert_eq!(line(&[], None), "nothing found");
        assert_eq!(line(&[bare()], None), "1 warning");
        assert_eq!(line(&[denied_label(), denied_label(), bare()], None), "2 errors, 1 warning");
        assert_eq!(line(&[], Some(&Catalog::default())), "checked 0 metrics in 0 crates: nothing found");
    }
}
