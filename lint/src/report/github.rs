//! Findings as the commands that make GitHub annotate a pull request:
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::io::{self, Write};

use lowcard_schema::Level;

use super::View;
use super::plain::plain;
use crate::finding::{Finding, Place, Position};

/// Prints each finding as a command in a line of its own.
pub(super) fn findings(findings: &[Finding], view: &View, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings {
        writeln!(out, "{}", command(finding, view))?;
    }
    Ok(())
}

fn command(finding: &Finding, view: &View) -> String {
    let name = if finding.level == Level::Deny { "error" } else { "warning" };
    let mut properties = finding.place.as_ref().map(|place| location(place, view)).unwrap_or_default();
    properties.push(format!("title={}", property(finding.rule.id())));
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    format!("::{name} {}::{}", properties.join(","), data(&format!("{}{help}", finding.message)))
}

/// Columns are only understood within one line.
fn location(place: &Place, view: &View) -> Vec<String> {
    let file = view.in_checkout(&place.file);
    let mut properties = vec![format!("file={}", property(&file.to_string_lossy()))];
    let Some(Position { line, column }) = place.start else { return properties };
    properties.push(format!("line={line}"));
    match place.end {
        Some(end) if end.line > line => properties.push(format!("endLine={}", end.line)),
        Some(end) => properties.push(format!("endLine={line},col={column},endColumn={}", end.column)),
        None => properties.push(format!("col={column}")),
    }
    properties
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

fn data(text: &str) -> String {
    plain(&text.replace("\r\n", "\n")).replace('%', "%25").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crate::finding::{Finding, Place};
    use crate::report::{Format, View, samples};

    #[test]
    fn a_finding_is_a_command() {
        assert_eq!(
            samples::printed(&[samples::denied_label()], Format::Github),
            "::error file=src/metrics.rs,line=2,endLine=2,col=6,endColumn=13,title=label/denied\
             ::label `user_id` may not be used: one series per user%0A\
             help: record the user in a span attribute or an exemplar instead\n"
        );
    }

    #[test]
    fn several_lines_have_no_columns_and_no_place_is_no_file() {
        let several = Finding { place: Some(Place::at("a.rs", 3, 7).to(5, 2)), ..samples::bare() };
        assert_eq!(
            samples::printed(&[several, samples::bare()], Format::Github),
            "::warning file=a.rs,line=3,endLine=5,title=metric/unused::nothing records it\n\
             ::warning title=metric/unused::nothing records it\n"
        );
    }

    #[test]
    fn what_would_end_a_property_or_start_a_command_is_escaped() {
        let place = Some(Place::at("odd, 100%:ly\n.rs", 1, 1));
        let hostile = Finding { place, message: "100%\r\n::stop-commands::x\u{1b}[2J".into(), ..samples::bare() };
        assert_eq!(
            samples::printed(&[hostile], Format::Github),
            "::warning file=odd%2C 100%25%3Aly%0A.rs,line=1,col=1,title=metric/unused\
             ::100%25%0A::stop-commands::x\\u{1b}[2J\n"
        );
    }

    #[test]
    fn files_are_relative_to_what_was_checked_out() {
        let view = View {
            root: PathBuf::from("/repository/backend"),
            checkout: Some(PathBuf::from("/repository")),
            ..View::default()
        };
        let printed = samples::printed_in(&view, &[samples::denied_label()], Format::Github);
        assert!(printed.starts_with("::error file=backend/src/metrics.rs,"), "{printed}");
    }
}
