//! Rules on the committed lock.

pub(super) mod missing;
pub(super) mod stale;

use crate::subject::Subject;

/// The command that writes a lock of what was built here: other features may have other metrics.
fn write_it(subject: &Subject) -> String {
    let options: String = subject.options.iter().map(|option| format!(" {option}")).collect();
    format!("cargo lowcard lock{options}")
}
