//! What `cargo lowcard explain` and `cargo lowcard rules` print, and how they end.
#![expect(clippy::unwrap_used, reason = "a command that can't be run fails the test")]

mod command;

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use command::Ran;

fn lowcard(arguments: &[&str]) -> Command {
    command::lowcard(&std::env::temp_dir(), arguments)
}

fn ran(arguments: &[&str]) -> Ran {
    lowcard(arguments).output().unwrap().into()
}

#[test]
fn a_page_is_plain_text_where_there_is_no_terminal() {
    let Ran { code, out: page, err: said } = ran(&["explain", "[label/denied]"]);
    assert_eq!((code, said.as_str()), (0, ""));
    assert!(page.starts_with("label/denied\n\nA label that makes one series"), "{page}");
    assert!(page.contains("\nWhat to write instead\n"), "{page}");
    assert!(page.contains("\n    error: label `user_id` may not be used"), "{page}");
    assert!(!page.contains("```") && !page.contains('\x1b'), "{page}");
}

#[test]
fn colours_come_where_they_are_asked_for() {
    let Ran { out: page, .. } = ran(&["explain", "label/denied", "--color", "always"]);
    assert!(page.starts_with("\x1b[1mlabel/denied\x1b[0m\n"), "{page}");
}

#[test]
fn an_id_that_does_not_exist_leads_to_one_that_does() {
    let Ran { code, out: page, err: said } = ran(&["explain", "label/denyed"]);
    assert_eq!((code, page.as_str()), (101, ""));
    assert_eq!(said, "error: there is no rule `label/denyed`\n  help: did you mean `label/denied`?\n");
}

#[test]
fn rules_have_the_levels_of_the_policy_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lowcard.toml");
    fs::write(&file, "[lints]\n\"help/style\" = \"deny\"\n").unwrap();
    let arguments = ["rules", "--format", "json", "--policy", file.to_str().unwrap()];
    let Ran { code, out: rules, .. } = ran(&arguments);
    assert_eq!(code, 0);
    let row = rules.lines().find(|row| row.contains("\"help/style\"")).unwrap();
    assert!(row.contains("\"level\":\"deny\""), "{row}");

    fs::write(&file, "[lint]\n").unwrap();
    let Ran { code, out: rules, err: said } = ran(&arguments);
    assert_eq!((code, rules.as_str()), (101, ""));
    assert!(said.contains("lowcard.toml:1:2: unknown key `lint`") && said.contains("did you mean `lints`?"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let mut child = lowcard(&["rules"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    child.wait().unwrap();
    assert!(!said.contains("panicked"), "{said}");
}
