//! Rules on the committed lock.

pub(super) mod missing;
pub(super) mod stale;

use crate::subject::Subject;

/// The command that writes a lock of what was built here: other features may have other metrics.
fn write_it(subject: &Subject) -> String {
    let options = subject.options.iter().map(String::as_str);
    ["cargo lowcard lock"].into_iter().chain(options).collect::<Vec<_>>().join(" ")
}
