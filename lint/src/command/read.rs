//! Reads what several commands look at.

use std::path::Path;
use std::sync::Arc;

use super::{Common, Failure, Outcome};
use crate::artifact;
use crate::catalog::Catalog;
use crate::date;
use crate::lock;
use crate::report::Terminal;
use crate::source;
use crate::subject::Subject;
use crate::workspace::{Selection, Workspace};

/// The workspace's policies, its catalog, its lock, the one that `--against` names, and its source.
pub(super) fn subject(
    common: &Common,
    selection: &Selection,
    against: Option<&str>,
    terminal: &mut Terminal,
) -> Outcome<Subject> {
    let workspace = workspace(common, terminal)?;
    // A lock is of the whole workspace: some packages of it would seem to lack the metrics of all others.
    let whole = !selection.is_partial();
    let known = policies(&workspace);
    let source = source::read(&known.members, &workspace.root);
    terminal.unread(&source.unread)?;
    let before = against.map(|against| before(&workspace, selection, against)).transpose()?.flatten();
    if let (Some(against), None) = (against, &before) {
        // The change that brings the first lock has nothing to be held against.
        terminal.say(&format!("note: there was no {} at `{against}` to compare with", lock::FILE_NAME))?;
    }
    Ok(Subject {
        lock: whole.then(|| lock::committed(&workspace.root)).transpose()?,
        before,
        catalog: Some(Catalog::of_workspace(&workspace, selection)?),
        partial: selection.is_partial(),
        options: selection.options(),
        source: Some(source),
        ..known
    })
}

/// The workspace, which places are shown relative to.
pub(super) fn workspace(common: &Common, terminal: &mut Terminal) -> Outcome<Workspace> {
    let workspace = Workspace::find(common.manifest_path.as_deref())?;
    terminal.view.root.clone_from(&workspace.root);
    Ok(workspace)
}

/// What is known without building anything.
pub(super) fn policies(workspace: &Workspace) -> Subject {
    Subject {
        policy: Arc::clone(&workspace.policy),
        members: workspace.members().cloned().collect(),
        today: date::today(),
        ..Subject::default()
    }
}

/// The same outside of any workspace, where the built-in policy holds.
pub(super) fn policies_if_any(common: &Common, terminal: &mut Terminal) -> Outcome<Subject> {
    if common.manifest_path.is_none() && !Workspace::is_around() {
        return Ok(Subject { today: date::today(), ..Subject::default() });
    }
    Ok(policies(&workspace(common, terminal)?))
}

/// What a program, library or archive was built with; there has to be something.
pub(super) fn binary(path: &Path) -> Outcome<Catalog> {
    let records = artifact::read(path)?;
    if records.is_empty() {
        return Err(Failure::new(format!("there are no lowcard metrics in `{}`", path.display()))
            .help("nothing that it is linked from declares any, or its section `.lowcard` was removed"));
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Catalog::new([(name, records)]))
}

/// The lock that `--against` names.
pub(super) fn before(workspace: &Workspace, selection: &Selection, against: &str) -> Outcome<Option<lock::Lock>> {
    whole(selection)?;
    lock::against(&workspace.root, against)
}

/// Refuses a selection of packages where all of them are compared.
pub(super) fn whole(selection: &Selection) -> Outcome<()> {
    if selection.is_partial() {
        return Err(Failure::new(
            "a lock is of the whole workspace, and can't be of the packages of `--package` alone",
        )
        .help("leave `--package` out"));
    }
    Ok(())
}
