//! Mends what is safe to mend: the edits that findings carry.

mod exception;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use lowcard_schema::Rule;
use lowcard_schema::policy::is_fetched;

use crate::failure::{Failure, Outcome};
use crate::file;
use crate::finding::{Edit, Finding};

/// The help of a finding on an exception that may go. One that would excuse something if it said less is for people to
/// change.
pub(crate) const REMOVE: &str = "remove it";

/// Adds the edits that only the text of a file tells, which rules don't read: an exception that nothing needs is removed.
pub(crate) fn propose(findings: &mut [Finding], root: &Path) {
    let may_go = |finding: &&mut Finding| {
        finding.rule == Rule::ExceptionUnused && finding.help.as_deref() == Some(REMOVE) && finding.edit.is_none()
    };
    for finding in findings.iter_mut().filter(may_go) {
        finding.edit = without_exception(finding, root);
    }
}

/// Makes the edits in the workspace, and returns the findings that they mend. Of two that overlap, one is left for the next
/// time.
///
/// # Errors
///
/// A file was changed since it was checked, or can't be written.
pub(crate) fn apply<'f>(findings: &'f [Finding], root: &Path) -> Outcome<Vec<&'f Finding>> {
    let mut files: BTreeMap<&Path, Vec<(&Edit, &Finding)>> = BTreeMap::new();
    for finding in findings {
        if let Some(edit) = finding.edit.as_ref().filter(|edit| is_ours(&edit.file, root)) {
            files.entry(&edit.file).or_default().push((edit, finding));
        }
    }
    let mut mended = Vec::new();
    let mut texts = Vec::new();
    for (file, edits) in files {
        let (edits, of_file): (Vec<&Edit>, Vec<&Finding>) = apart(edits).into_iter().unzip();
        texts.push((root.join(file), edited(file, &edits, root)?));
        mended.extend(of_file);
    }
    for (path, text) in texts {
        file::replace(&path, &text)?;
    }
    Ok(mended)
}

fn without_exception(finding: &Finding, root: &Path) -> Option<Edit> {
    let place = finding.place.as_ref()?;
    let text = fs::read_to_string(root.join(&place.file)).ok()?;
    let bytes = exception::block(&text, place.start?.line)?;
    let original = text.get(bytes.clone())?.to_owned();
    Some(Edit { file: place.file.clone(), bytes, original, replacement: String::new() })
}

/// Whether the file is written here: in the workspace, and not in a package that was fetched into it.
fn is_ours(file: &Path, root: &Path) -> bool {
    let inside = file.components().all(|part| matches!(part, Component::Normal(_)));
    inside && !root.join(file).parent().is_some_and(is_fetched)
}

/// The edits that can be made together, in their order; the same one twice is one.
fn apart<'f>(mut edits: Vec<(&'f Edit, &'f Finding)>) -> Vec<(&'f Edit, &'f Finding)> {
    edits.sort_by_key(|(edit, _)| (edit.bytes.start, edit.bytes.end));
    let mut kept: Vec<(&Edit, &Finding)> = Vec::new();
    for (edit, finding) in edits {
        if kept.last().is_none_or(|(last, _)| last.bytes.end <= edit.bytes.start || *last == edit) {
            kept.push((edit, finding));
        }
    }
    kept
}

/// The file's text after the edits, the last of which is made first: so none moves another.
fn edited(file: &Path, edits: &[&Edit], root: &Path) -> Outcome<String> {
    let path: PathBuf = root.join(file);
    let changed = || {
        Failure::new(format!("{} was changed while it was checked; nothing is fixed", file.display()))
            .help("run it again")
    };
    let mut text = fs::read_to_string(&path).map_err(|_| changed())?;
    let mut edits = edits.to_vec();
    edits.dedup();
    for edit in edits.iter().rev() {
        if text.get(edit.bytes.clone()) != Some(&edit.original) {
            return Err(changed());
        }
        text.replace_range(edit.bytes.clone(), &edit.replacement);
    }
    Ok(text)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a file that can't be prepared fails its test")]
mod tests {
    use std::fs;
    use std::path::Path;

    use lowcard_schema::policy;
    use lowcard_schema::{Level, Rule};
    use tempfile::TempDir;

    use super::{REMOVE, apply, propose};
    use crate::finding::{Edit, Finding, Place};

    fn workspace(files: &[(&str, &str)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn text(folder: &TempDir, file: &str) -> String {
        fs::read_to_string(folder.path().join(file)).unwrap()
    }

    fn finding(rule: Rule, place: Place, edit: Option<Edit>) -> Finding {
        Finding {
            rule,
            level: Level::Warn,
            message: "nothing needs it".into(),
            place: Some(place),
            related: Vec::new(),
            help: Some(REMOVE.into()),
            policy: None,
            governed_by: None,
            metric: None,
            label: None,
            edit,
        }
    }

    /// A finding that replaces the first of these words in a file.
    fn replacing(folder: &Path, file: &str, original: &str, replacement: &str) -> Finding {
        let start = fs::read_to_string(folder.join(file)).unwrap().find(original).unwrap();
        let bytes = start..start + original.len();
        let edit = Edit { file: file.into(), bytes, original: original.into(), replacement: replacement.into() };
        finding(Rule::LabelAlias, Place::file(file), Some(edit))
    }

    #[test]
    fn an_unused_exception_is_removed() {
        let exception = "[[exception]]\nrule = \"name/colon\"\nreason = \"a public name\"\n";
        let policy = format!("namespace = \"shop\"\n\n{exception}\n{}", exception.replace("colon", "camel-case"));
        let folder = workspace(&[("lowcard.toml", &policy)]);
        let unused = [3, 7].map(|line| finding(Rule::ExceptionUnused, Place::at("lowcard.toml", line, 1), None));
        let mut found = Vec::from(unused);
        propose(&mut found, folder.path());
        assert_eq!(apply(&found, folder.path()).unwrap().len(), 2);
        assert_eq!(text(&folder, "lowcard.toml"), "namespace = \"shop\"\n");
        policy::read(&text(&folder, "lowcard.toml"), "lowcard.toml").unwrap();
    }

    #[test]
    fn exceptions_that_people_have_to_decide_on_are_left() {
        let folder = workspace(&[("lowcard.toml", "[[exception]]\nrule = \"name/colon\"\nreason = \"old\"\n")]);
        let place = Place::at("lowcard.toml", 1, 1);
        let expired = finding(Rule::ExceptionExpired, place.clone(), None);
        let says_too_much =
            Finding { help: Some("drop `metric`".into()), ..finding(Rule::ExceptionUnused, place, None) };
        let mut found = [expired, says_too_much];
        propose(&mut found, folder.path());
        assert_eq!(found.map(|finding| finding.edit), [None, None]);
    }

    #[test]
    fn several_edits_of_a_file_do_not_move_each_other() {
        let folder = workspace(&[("src/lib.rs", "größe one two three")]);
        let edit = |original, replacement| replacing(folder.path(), "src/lib.rs", original, replacement);
        let found = [edit("three", "3"), edit("one", "eins und"), edit("one", "eins und"), edit("größe", "size")];
        assert_eq!(apply(&found, folder.path()).unwrap().len(), 4);
        assert_eq!(text(&folder, "src/lib.rs"), "size eins und two 3");
    }

    #[test]
    fn of_two_that_overlap_one_is_left() {
        let folder = workspace(&[("src/lib.rs", "one two three")]);
        let edit = |original, replacement| replacing(folder.path(), "src/lib.rs", original, replacement);
        let found = [edit("two three", "3"), edit("one two", "2")];
        let mended = apply(&found, folder.path()).unwrap();
        assert_eq!(mended, [&found[1]]);
        assert_eq!(text(&folder, "src/lib.rs"), "2 three");
    }

    #[test]
    fn a_file_that_was_changed_is_left_alone_and_so_are_all_others() {
        let folder = workspace(&[("a.rs", "one"), ("b.rs", "one")]);
        let found = ["a.rs", "b.rs"].map(|file| replacing(folder.path(), file, "one", "two"));
        fs::write(folder.path().join("b.rs"), "(one)").unwrap();
        let failure = apply(&found, folder.path()).unwrap_err();
        assert_eq!(failure.message, "b.rs was changed while it was checked; nothing is fixed");
        assert_eq!((text(&folder, "a.rs"), text(&folder, "b.rs")), ("one".into(), "(one)".into()));
        fs::remove_file(folder.path().join("b.rs")).unwrap();
        assert_eq!(apply(&found, folder.path()).unwrap_err(), failure);
    }

    #[test]
    fn what_is_not_written_here_is_left_alone() {
        let folder = workspace(&[
            ("vendor/other/.cargo-checksum.json", "{}"),
            ("vendor/other/src/lib.rs", "one"),
            ("workspace/lib.rs", "one"),
            ("outside.rs", "one"),
        ]);
        let absolute = folder.path().join("outside.rs").to_string_lossy().into_owned();
        let root = folder.path().join("workspace");
        let outside = ["../outside.rs", absolute.as_str()].map(|file| replacing(&root, file, "one", "two"));
        assert_eq!(apply(&outside, &root).unwrap(), [&outside[0]; 0]);
        let vendored = [replacing(folder.path(), "vendor/other/src/lib.rs", "one", "two")];
        assert_eq!(apply(&vendored, folder.path()).unwrap(), [&vendored[0]; 0]);
    }
}
