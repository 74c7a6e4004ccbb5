//! Reads everything that the rules look at.

use std::sync::Arc;

use super::{Common, Outcome};
use crate::catalog::Catalog;
use crate::date;
use crate::report::Terminal;
use crate::subject::Subject;
use crate::workspace::{Selection, Workspace};

/// The workspace's policies, its catalog, its lock and its source.
pub(super) fn subject(common: &Common, selection: &Selection, terminal: &mut Terminal) -> Outcome<Subject> {
    let workspace = Workspace::find(common.manifest_path.as_deref())?;
    terminal.view.root.clone_from(&workspace.root);
    Ok(Subject {
        policy: Arc::clone(&workspace.policy),
        members: workspace.members().cloned().collect(),
        catalog: Some(Catalog::of_workspace(&workspace, selection)?),
        partial: selection.is_partial(),
        today: date::today(),
        ..Subject::default()
    })
}
