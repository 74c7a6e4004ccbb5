//! Findings for people, as rustc prints its errors: what is wrong and the rule's id, where, and what to write instead.

use std::collections::BTreeSet;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use lowcard_schema::{Level as Severity, Rule};

use super::View;
use super::excerpt::Files;
use super::plain::plain;
use crate::finding::{Finding, Place, Position};

const FORBIDDEN: &str = "the policy forbids it here";

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
        main = main.element(shown(place, AnnotationKind::Primary, files));
    }
    if let Some(help) = &finding.help {
        main = main.element(Level::HELP.message(plain(help)));
    }
    if explain {
        main = main.element(Level::NOTE.message(format!("`cargo lowcard explain {}` says more", finding.rule)));
    }
    let related = finding.related.iter().map(|(place, what)| (place.clone(), plain(what)));
    let policy = policy_line(finding).map(|place| (place, FORBIDDEN.to_owned()));
    let further = related.chain(policy).map(|(place, what)| {
        let place = shown(&place, AnnotationKind::Context, files);
        Group::with_title(Level::NOTE.secondary_title(what)).element(place)
    });
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
    let (file, line) = finding.policy.as_ref()?;
    let is_shown = |place: &Place| place.file == *file && place.start.is_some_and(|start| start.line == *line);
    let place = Place::at(file, *line, 1);
    (!finding.place.as_ref().is_some_and(is_shown)).then_some(place)
}

/// What is written there, or where it is if that can't be shown.
fn shown(place: &Place, kind: AnnotationKind, files: &mut Files) -> Element<'static> {
    let path = plain(&place.file.display().to_string());
    if let Some(excerpt) = files.excerpt(place) {
        let source = Snippet::source(excerpt.text).line_start(excerpt.line).path(path);
        return source.annotation(kind.span(excerpt.marked)).into();
    }
    match place.start {
        Some(Position { line, column }) => Origin::path(path).line(line).char_column(column).into(),
        None => Origin::path(path).into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::{Finding, Place};
    use crate::report::{Format, samples};

    #[test]
    fn the_source_the_further_places_and_the_policy_are_shown() {
        let second = Finding { policy: None, related: Vec::new(), ..samples::denied_label() };
        let printed = samples::printed(&[samples::denied_label(), second], Format::Text);
        assert_eq!(printed, "X");
    }

    #[test]
    fn what_can_not_be_shown_is_named() {
        let at = |place| Finding { place: Some(place), ..samples::bare() };
        let found = [
            at(Place::at("src/moved.rs", 7, 3)),
            at(Place::at("src/metrics.rs", 99, 1)),
            at(Place::file("metrics.lock")),
            samples::bare(),
        ];
        let printed = samples::printed(&found, Format::Text);
        assert_eq!(printed, "X");
    }

    #[test]
    fn the_end_of_the_file_is_shown() {
        let end = Finding { place: Some(Place::at("lowcard.toml", 3, 1)), ..samples::bare() };
        assert_eq!(samples::printed(&[end], Format::Text), "X");
    }

    #[test]
    fn hostile_words_can_not_reach_the_terminal() {
        let printed = samples::printed(&[samples::hostile()], Format::Text);
        assert_eq!(printed, "X");
    }
}
