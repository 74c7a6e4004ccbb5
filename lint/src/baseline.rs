//! Exceptions for everything that is found today: a workspace starts with lowcard clean, and sees what comes anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use lowcard_schema::Rule;
use lowcard_schema::policy::{self, PolicyError};

use crate::failure::{Failure, Outcome};
use crate::file;
use crate::finding::Finding;
use crate::quoted::quoted;

/// What an exception names: the rule, the metric and the label.
type Handle<'f> = (Rule, Option<&'f str>, Option<&'f str>);

/// Appends an exception for each finding that one can excuse to the policy that governs it, and says how many came into
/// which file. Where the built-in policy holds, a file is made for the workspace.
///
/// # Errors
///
/// A policy can't be read or written, or can't take exceptions in the form in which it states its own.
pub(crate) fn write(findings: &[Finding], root: &Path, today: &str) -> Outcome<Vec<(PathBuf, usize)>> {
    let mut files: BTreeMap<PathBuf, BTreeSet<Handle<'_>>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| is_excusable(finding)) {
        let file = finding.governed_by.clone().unwrap_or_else(|| policy::FILE_NAME.into());
        let handle = (finding.rule, finding.metric.as_deref(), finding.label.as_deref());
        files.entry(file).or_default().insert(handle);
    }
    let mut texts = Vec::new();
    for (file, handles) in &files {
        texts.push((root.join(file), extended(file, handles, root, today)?));
    }
    for (path, text) in texts {
        file::replace(&path, &text)?;
    }
    Ok(files.into_iter().map(|(file, handles)| (file, handles.len())).collect())
}

/// Whether an exception can name what it is about: one for a rule as a whole would excuse what nobody has seen yet. The
/// lock and the exceptions themselves are put right by a command, or by hand.
fn is_excusable(finding: &Finding) -> bool {
    let is_about_metrics = !["lock/", "exception/"].iter().any(|group| finding.rule.id().starts_with(group));
    finding.rule.relaxable() && is_about_metrics && (finding.metric.is_some() || finding.label.is_some())
}

/// The policy's text, and the exceptions after it.
fn extended(file: &Path, handles: &BTreeSet<Handle<'_>>, root: &Path, today: &str) -> Outcome<String> {
    let path = root.join(file);
    let mut text = if path.exists() || file != Path::new(policy::FILE_NAME) {
        let named = format!("the policy {}", file.display());
        fs::read_to_string(&path).map_err(|error| Failure::unread(named, &error))?
    } else {
        String::new()
    };
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
    for &handle in handles {
        if !text.is_empty() {
            text.push_str(newline);
        }
        text.push_str(&block(handle, today).replace('\n', newline));
    }
    match policy::read(&text, &file.to_string_lossy()) {
        Ok(_) => Ok(text),
        Err(errors) => Err(no_room(file, &errors)),
    }
}

fn block((rule, metric, label): Handle<'_>, today: &str) -> String {
    let reason = format!("there on {today}, when the baseline was written; nobody has looked at it since");
    let keys = [("rule", Some(rule.id())), ("metric", metric), ("label", label), ("reason", Some(reason.as_str()))];
    let stated = keys.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", quoted(value?))));
    let lines: Vec<String> = iter::once("[[exception]]\n".to_owned()).chain(stated).collect();
    lines.concat()
}

fn no_room(file: &Path, errors: &[PolicyError]) -> Failure {
    let why = errors.first().map(ToString::to_string).unwrap_or_default();
    Failure::new(format!("no exceptions can be added to {}: {why}", file.display()))
        .help("state its exceptions as `[[exception]]`, each in lines of its own")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a policy that can't be prepared fails its test")]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Arc;

    use lowcard_schema::policy::{self, Policy};
    use lowcard_schema::{Level, Rule};

    use super::write;
    use crate::finding::{Finding, Place};
    use crate::rules::Findings;
    use crate::subject::Subject;

    const TODAY: &str = "2026-11-28";

    /// What breaks rules in a workspace, as its policy has it.
    fn found(policy: Policy) -> Vec<Finding> {
        let subject = Subject { policy: Arc::new(policy), today: TODAY.into(), ..Subject::default() };
        let mut found = Findings::new(&subject);
        let mut report = |rule, metric: &str, label: Option<&str>| {
            found.about_metric(rule, metric, "shop").label(label).report("wrong").at(Place::at("src/lib.rs", 1, 1));
        };
        report(Rule::LabelDenied, "shop_orders_total", Some("user_id"));
        report(Rule::LabelDenied, "shop_orders_total", Some("user_id"));
        report(Rule::MetricUndeclared, "a \"strange\"\nname\\\u{7f}", None);
        report(Rule::MetricDuplicate, "shop_orders_total", None);
        report(Rule::LockStale, "shop_orders_total", None);
        found.about_policy(Rule::CardinalityProcessOverBudget, &subject.policy).report("too many");
        found.into_sorted()
    }

    fn read(text: &str) -> Policy {
        policy::read(text, policy::FILE_NAME).unwrap()
    }

    #[test]
    fn the_next_check_is_silent_about_what_can_be_excused() {
        let folder = tempfile::tempdir().unwrap();
        let written = write(&found(Policy::default()), folder.path(), TODAY).unwrap();
        assert_eq!(written, [(PathBuf::from("lowcard.toml"), 2)]);
        let policy = read(&fs::read_to_string(folder.path().join("lowcard.toml")).unwrap());
        let left: Vec<Rule> = found(policy).iter().map(|finding| finding.rule).collect();
        assert_eq!(left.len(), 3);
        for rule in [Rule::MetricDuplicate, Rule::LockStale, Rule::CardinalityProcessOverBudget] {
            assert!(left.contains(&rule), "{left:?}");
        }
    }

    #[test]
    fn every_exception_is_needed() {
        let folder = tempfile::tempdir().unwrap();
        write(&found(Policy::default()), folder.path(), TODAY).unwrap();
        let policy = read(&fs::read_to_string(folder.path().join("lowcard.toml")).unwrap());
        let subject = Subject { policy: Arc::new(policy), today: TODAY.into(), ..Subject::default() };
        let mut found = Findings::new(&subject);
        found.about_metric(Rule::LabelDenied, "shop_orders_total", "shop").label("user_id").report("wrong");
        found.about_metric(Rule::MetricUndeclared, "a \"strange\"\nname\\\u{7f}", "shop").report("wrong");
        for exception in &subject.policy.exceptions {
            assert!(found.has_used(&subject.policy, exception.line), "{exception:?}");
        }
    }

    #[test]
    fn what_was_written_before_stays_byte_for_byte() {
        for before in
            ["namespace = \"shop\"   # ours\n\n\n", "namespace = \"shop\"", "[lints]\r\n\"help/style\" = 'warn'\r\n"]
        {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("lowcard.toml"), before).unwrap();
            write(&found(read(before)), folder.path(), TODAY).unwrap();
            let after = fs::read_to_string(folder.path().join("lowcard.toml")).unwrap();
            assert!(after.starts_with(before), "{after:?}");
            assert_eq!(after.contains("\r\n"), before.contains("\r\n"), "{after:?}");
        }
    }

    #[test]
    fn the_exceptions_name_what_was_found_and_say_why() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lowcard.toml"), "namespace = \"shop\"").unwrap();
        let finding = found(Policy::default()).into_iter().find(|finding| finding.rule == Rule::LabelDenied).unwrap();
        write(&[finding], folder.path(), TODAY).unwrap();
        let expected = "namespace = \"shop\"

[[exception]]
rule = \"label/denied\"
metric = \"shop_orders_total\"
label = \"user_id\"
reason = \"there on 2026-11-28, when the baseline was written; nobody has looked at it since\"
";
        assert_eq!(fs::read_to_string(folder.path().join("lowcard.toml")).unwrap(), expected);
    }

    #[test]
    fn each_policy_takes_what_it_governs() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("worker")).unwrap();
        let own = PathBuf::from("worker/lowcard.toml");
        fs::write(folder.path().join(&own), "").unwrap();
        let mut found = found(Policy::default());
        found.retain(|finding| finding.rule == Rule::LabelDenied);
        found.push(Finding { governed_by: Some(own.clone()), ..found[0].clone() });
        let written = write(&found, folder.path(), TODAY).unwrap();
        assert_eq!(written, [("lowcard.toml".into(), 1), (own, 1)]);
    }

    #[test]
    fn a_policy_that_can_not_take_them_is_left_alone() {
        let before = "exception = [{ rule = \"name/colon\", reason = \"a public name\" }]\n";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lowcard.toml");
        fs::write(&path, before).unwrap();
        let failure = write(&found(read(before)), folder.path(), TODAY).unwrap_err();
        assert!(failure.message.starts_with("no exceptions can be added to lowcard.toml: "), "{failure:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
    }

    #[test]
    fn nothing_to_excuse_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut found = found(Policy::default());
        found.retain(|finding| finding.rule == Rule::MetricDuplicate);
        assert_eq!(found[0].level, Level::Deny);
        assert_eq!(write(&found, folder.path(), TODAY).unwrap(), []);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
