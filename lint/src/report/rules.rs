//! The table of all rules.

use std::io::{self, Write};

use clap::ValueEnum;
use lowcard_schema::policy::Policy;
use lowcard_schema::{Judge, Rule};
use serde_json::json;

use super::Terminal;
use super::terminal::unprinted;
use crate::failure::Outcome;

/// The form in which the rules are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// Columns, for people
    #[default]
    Text,
    /// One JSON object a line
    Json,
    /// A table in Markdown
    Markdown,
}

impl Terminal {
    /// Prints all rules, at the levels that the policy gives them.
    pub(crate) fn rules(&mut self, policy: &Policy, format: RulesFormat) -> Outcome<()> {
        rules(policy, format, &mut self.out).map_err(unprinted)
    }
}

/// Prints all rules, at the levels that the policy gives them.
pub(crate) fn rules(policy: &Policy, format: RulesFormat, out: &mut dyn Write) -> io::Result<()> {
    let rows = Rule::ALL.iter().map(|&rule| Row::new(rule, policy));
    match format {
        RulesFormat::Text => text(rows.collect(), out),
        RulesFormat::Json => json_lines(rows, out),
        RulesFormat::Markdown => markdown(rows, out),
    }
}

/// What is said of a rule, each as a word.
struct Row {
    id: &'static str,
    level: &'static str,
    relaxable: bool,
    decided_by: &'static str,
    summary: &'static str,
}

impl Row {
    fn new(rule: Rule, policy: &Policy) -> Self {
        let decided_by = match rule.judge() {
            Judge::Compiler => "compiler",
            Judge::Registry => "registry",
            Judge::Lint => "lint",
        };
        let level = policy.level(rule).word();
        Self { id: rule.id(), level, relaxable: rule.relaxable(), decided_by, summary: rule.summary() }
    }

    fn may_be_relaxed(&self) -> &'static str {
        if self.relaxable { "yes" } else { "no" }
    }
}

fn text(rows: Vec<Row>, out: &mut dyn Write) -> io::Result<()> {
    let width = rows.iter().map(|row| row.id.len()).max().unwrap_or_default();
    writeln!(out, "{:width$}  LEVEL  RELAXABLE  DECIDED BY  SUMMARY", "RULE")?;
    for row in rows {
        let relaxable = row.may_be_relaxed();
        writeln!(out, "{:width$}  {:5}  {relaxable:9}  {:10}  {}", row.id, row.level, row.decided_by, row.summary)?;
    }
    Ok(())
}

fn json_lines(rows: impl Iterator<Item = Row>, out: &mut dyn Write) -> io::Result<()> {
    for Row { id, level, relaxable, decided_by, summary } in rows {
        let row =
            json!({"id": id, "level": level, "relaxable": relaxable, "decided_by": decided_by, "summary": summary});
        writeln!(out, "{row}")?;
    }
    Ok(())
}

fn markdown(rows: impl Iterator<Item = Row>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | level | may be relaxed | decided by | |")?;
    writeln!(out, "|---|---|---|---|---|")?;
    for row in rows {
        writeln!(
            out,
            "| `{}` | {} | {} | {} | {} |",
            row.id,
            row.level,
            row.may_be_relaxed(),
            row.decided_by,
            row.summary
        )?;
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a table that can't be printed fails its test")]
mod tests {
    use lowcard_schema::Rule;
    use lowcard_schema::policy::{self, Policy};

    use super::{RulesFormat, rules};

    fn printed(policy: &Policy, format: RulesFormat) -> String {
        let mut out = Vec::new();
        rules(policy, format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_form_has_every_rule_on_a_line() {
        for (format, before) in [(RulesFormat::Text, 1), (RulesFormat::Json, 0), (RulesFormat::Markdown, 2)] {
            let table = printed(&Policy::default(), format);
            let lines: Vec<&str> = table.lines().skip(before).collect();
            assert_eq!(lines.len(), Rule::ALL.len(), "{format:?}");
            for (line, rule) in lines.iter().zip(Rule::ALL) {
                assert!(line.contains(rule.id()) && line.contains(rule.default_level().word()), "{format:?}: {line}");
            }
        }
    }

    #[test]
    fn summaries_stand_below_each_other() {
        let table = printed(&Policy::default(), RulesFormat::Text);
        let column = table.find("SUMMARY").unwrap();
        for (line, rule) in table.lines().skip(1).zip(Rule::ALL) {
            assert_eq!(line.get(column..), Some(rule.summary()));
        }
    }

    #[test]
    fn an_object_says_all_that_is_known() {
        let table = printed(&Policy::default(), RulesFormat::Json);
        let expected = r#"{"decided_by":"compiler","id":"name/camel-case","level":"deny","relaxable":true,"summary":"Names are written in `snake_case`."}"#;
        assert_eq!(table.lines().nth(1), Some(expected));
    }

    #[test]
    fn the_levels_are_those_of_the_policy() {
        let policy = policy::read("[lints]\n\"name/camel-case\" = \"allow\"\n", policy::FILE_NAME).unwrap();
        let table = printed(&policy, RulesFormat::Markdown);
        assert!(
            table.contains("| `name/camel-case` | allow | yes | compiler | Names are written in `snake_case`. |\n")
        );
    }
}
