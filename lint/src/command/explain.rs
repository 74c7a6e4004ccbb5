//! `cargo lowcard explain`: the page of a rule.

use lowcard_schema::{Rule, nearest};

use super::Outcome;
use crate::exit;
use crate::failure::Failure;
use crate::pages;
use crate::report::Terminal;

/// The options of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The id of the rule, such as label/denied: with or without the brackets that an error ends with
    #[arg(value_name = "RULE")]
    id: String,
}

pub(super) fn run(options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let rule = rule(&options.id)?;
    terminal.page(pages::page(rule))?;
    Ok(exit::CLEAN)
}

/// The rule with this id, which may stand between brackets as in an error.
fn rule(id: &str) -> Outcome<Rule> {
    let id = id.trim_matches(|c: char| c.is_whitespace() || ['[', ']', '`', '"'].contains(&c));
    Rule::from_id(id).ok_or_else(|| {
        let help = match similar(id) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "`cargo lowcard rules` lists all of them".to_owned(),
        };
        Failure::new(format!("there is no rule `{}`", id.escape_debug())).help(help)
    })
}

/// The id that was most likely meant: with a slip in it, or without its group.
fn similar(id: &str) -> Option<&'static str> {
    let mut ids = Rule::ALL.iter().map(|rule| rule.id());
    nearest(id, ids.clone()).or_else(|| ids.find(|known| known.split_once('/').is_some_and(|(_, fact)| fact == id)))
}

#[cfg(test)]
mod tests {
    use lowcard_schema::Rule;

    use super::rule;

    fn help(id: &str) -> Option<String> {
        rule(id).err().and_then(|failure| failure.help)
    }

    #[test]
    fn an_id_may_be_copied_with_what_stands_around_it() {
        for id in ["label/denied", "[label/denied]", "`label/denied`", " [label/denied]\n"] {
            assert_eq!(rule(id), Ok(Rule::LabelDenied), "{id:?}");
        }
    }

    #[test]
    fn a_slip_leads_to_the_id_that_was_meant() {
        assert_eq!(help("label/denyed"), Some("did you mean `label/denied`?".to_owned()));
        assert_eq!(help("labels/denied"), Some("did you mean `label/denied`?".to_owned()));
        assert_eq!(help("over-budget"), Some("did you mean `cardinality/over-budget`?".to_owned()));
        assert_eq!(help("E0277"), Some("`cargo lowcard rules` lists all of them".to_owned()));
        assert_eq!(help(""), Some("`cargo lowcard rules` lists all of them".to_owned()));
    }
}
