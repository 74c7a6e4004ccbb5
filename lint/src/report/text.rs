//! Findings for people, as rustc prints its errors: what is wrong and the rule's id, where, and what to write instead.

use std::collections::BTreeSet;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use lowcard_schema::{Level as Severity, Rule};

use super::excerpt::Files;
use super::plain::plain;
use super::{FORBIDDEN, View};
use crate::finding::{Finding, Place, Position};

/// Prints each finding, and at the first one of a rule, where to read about it.
pub(super) fn findings(findings: &[Finding], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if view.colored { Renderer::styled() } else { Renderer::plain() };
    let mut files = Files::new(&view.root);
    let mut explained: BTreeSet<Rule> = BTreeSet::new();
    for finding in findings {
        let report = groups(finding, explained.insert(finding.rule), &mut files);
        writeln!(out, "{}\n", renderer.render(&report))?;
    }
    Ok(())
}

/// The finding itself, and one group for each further place.
fn groups(finding: &Finding, explain: bool, files: &mut Files) -> Vec<Group<'static>> {
    let severity = if finding.level == Severity::Deny { Level::ERROR } else { Level::WARNING };
    let mut main = Group::with_title(severity.primary_title(title(finding)));
    if let Some(place) = &finding.place {
        main = main.element(shown(place, files));
    }
    if let Some(help) = &finding.help {
        main = main.element(Level::HELP.message(plain(help)));
    }
    if explain {
        main = main.element(Level::NOTE.message(format!("`cargo lowcard explain {}` says more", finding.rule)));
    }
    let related = finding.related.iter().map(|(place, what)| (place.clone(), plain(what)));
    let policy = policy_line(finding).map(|place| (place, FORBIDDEN.to_owned()));
    let further = related
        .chain(policy)
        .map(|(place, what)| Group::with_title(Level::NOTE.secondary_title(what)).element(shown(&place, files)));
    std::iter::once(main).chain(further).collect()
}

/// The message, whose first line ends with the rule's id.
fn title(finding: &Finding) -> String {
    let message = plain(&finding.message);
    let (first, rest) = message.split_at(message.find('\n').unwrap_or(message.len()));
    format!("{first} [{}]{rest}", finding.rule)
}

/// The line of the policy that forbids it, unless the finding is about that line anyway.
fn policy_line(finding: &Finding) -> Option<Place> {
    let line = |place: &Place| place.start.map(|start| start.line);
    let is_about = |forbids: &Place, place: &Place| place.file == forbids.file && line(place) == line(forbids);
    finding.policy_place().filter(|forbids| !finding.place.as_ref().is_some_and(|place| is_about(forbids, place)))
}

/// What is written there, or where it is if that can't be shown.
fn shown(place: &Place, files: &mut Files) -> Element<'static> {
    let path = plain(&place.file.display().to_string());
    if let Some(excerpt) = files.excerpt(place) {
        let source = Snippet::source(excerpt.text).line_start(excerpt.line).path(path);
        return source.annotation(AnnotationKind::Primary.span(excerpt.marked)).into();
    }
    match place.start {
        Some(Position { line, column }) => Origin::path(path).line(line).char_column(column).into(),
        None => Origin::path(path).into(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a file that can't be written fails its test")]
mod tests {
    use std::{fs, iter};

    use crate::finding::{Finding, Place};
    use crate::report::samples::{self, printed};
    use crate::report::{Format, View};

    #[test]
    fn the_source_the_further_places_and_the_policy_are_shown() {
        let expected = "\
error: label `user_id` may not be used: one series per user [label/denied]
 --> src/metrics.rs:2:6
  |
2 |     pub user_id: UserId, // größe
  |         ^^^^^^^
  |
  = help: record the user in a span attribute or an exemplar instead
  = note: `cargo lowcard explain label/denied` says more
note: and here
 --> src/größe.rs:1:14
  |
1 | /* größe */ \u{fffd}user_id_größe
  |              ^^^^^^^^^^^^^
note: the policy forbids it here
 --> lowcard.toml:2:1
  |
2 | name = \"user_id\"
  | ^^^^

";
        assert_eq!(printed(&[samples::denied_label()], Format::Text), expected);
    }

    #[test]
    fn what_can_not_be_shown_is_named() {
        let at = |place| Finding { place: Some(place), ..samples::bare() };
        let found = [
            samples::bare(),
            at(Place::at("src/moved.rs", 7, 3)),
            at(Place::at("src/metrics.rs", 99, 1)),
            at(Place::file("metrics.lock")),
        ];
        let expected = "\
warning: nothing records it [metric/unused]
 |
 = note: `cargo lowcard explain metric/unused` says more

warning: nothing records it [metric/unused]
--> src/moved.rs:7:3

warning: nothing records it [metric/unused]
--> src/metrics.rs:99:1

warning: nothing records it [metric/unused]
--> metrics.lock

";
        assert_eq!(printed(&found, Format::Text), expected);
    }

    #[test]
    fn a_line_of_the_policy_that_the_finding_is_about_is_shown_once() {
        let place = Some(Place::at("lowcard.toml", 2, 1));
        let found = Finding { place, policy: Some(("lowcard.toml".into(), 2)), ..samples::bare() };
        assert_eq!(printed(&[found], Format::Text).matches("lowcard.toml").count(), 1);
    }

    #[test]
    fn the_end_of_the_file_is_a_place() {
        let end = Finding { place: Some(Place::at("lowcard.toml", 3, 1)), ..samples::bare() };
        assert!(printed(&[end], Format::Text).contains(" --> lowcard.toml:3:1\n  |\n3 |\n  | ^\n"));
    }

    #[test]
    fn a_rule_is_explained_once() {
        let found: Vec<Finding> = iter::repeat_with(samples::bare).take(3).collect();
        assert_eq!(printed(&found, Format::Text).matches("cargo lowcard explain").count(), 1);
    }

    #[test]
    fn hostile_words_do_not_reach_the_terminal() {
        let expected = r"warning: `a\u{1b}[31m\u{9b}2J\u{7}\u{202e}` [metric/unused]
         error: all is well
 --> src/\u{1b}[2J.rs:1:1
  = help: `a\u{1b}[31m\u{9b}2J\u{7}\u{202e}`
          error: all is well
  = note: `cargo lowcard explain metric/unused` says more
note: `a\u{1b}[31m\u{9b}2J\u{7}\u{202e}`
      error: all is well
 --> src/größe.rs:1:1
  |
1 | /* größe */ �user_id_größe
  | ^^

";
        assert_eq!(printed(&[samples::hostile()], Format::Text), expected);
    }

    #[test]
    fn whatever_the_source_holds_any_place_in_it_can_be_shown() {
        let lines =
            ["", "\t\t", "größe 🛒\u{200d}\u{301}x", "\u{1b}\u{9b}\r", &"long ".repeat(200), "e\u{301}\u{301} 家"];
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lib.rs"), lines.join("\n")).unwrap();
        let view = View { root: folder.path().to_owned(), ..View::default() };
        let positions = (0..8).flat_map(|line| [0, 1, 2, 7, 9, 400, usize::MAX].map(|column| (line, column)));
        for (line, column) in positions.clone() {
            let start = Place::at("lib.rs", line, column);
            let ends = positions.clone().map(|(line, column)| start.clone().to(line, column));
            let found: Vec<Finding> = iter::once(start.clone())
                .chain(ends)
                .map(|place| Finding { place: Some(place), ..samples::bare() })
                .collect();
            let printed = samples::printed_in(&view, &found, Format::Text);
            assert_eq!(printed.matches("--> lib.rs:").count(), found.len(), "{line}:{column}");
        }
    }

    #[test]
    fn colours_are_the_only_escapes() {
        let view = View { colored: true, ..View::default() };
        let colored = samples::printed_in(&view, &[samples::denied_label()], Format::Text);
        assert!(colored.contains("\u{1b}[1m"), "{colored:?}");
        assert!(!printed(&[samples::denied_label()], Format::Text).contains('\u{1b}'));
    }
}
