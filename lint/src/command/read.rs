//! Reads everything that the rules look at.

use std::sync::Arc;

use super::{Common, Outcome, unprinted};
use crate::date;
use crate::report::Terminal;
use crate::source;
use crate::subject::{Member, Subject};
use crate::workspace::{Selection, Workspace};

/// The workspace's policies, its catalog, its lock and its source.
pub(super) fn subject(common: &Common, _selection: &Selection, terminal: &mut Terminal) -> Outcome<Subject> {
    let workspace = Workspace::find(common.manifest_path.as_deref())?;
    terminal.view.root.clone_from(&workspace.root);
    let members: Vec<Member> = workspace.members().cloned().collect();
    let source = source::read(&members, &workspace.root);
    terminal.unread(&source.unread).map_err(|error| unprinted(&error))?;
    Ok(Subject {
        policy: Arc::clone(&workspace.policy),
        members,
        source: Some(source),
        today: date::today(),
        ..Subject::default()
    })
}
