//! `cargo lowcard init`, as it is run.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod command;

use std::fs;
use std::path::Path;
use std::process::Command;

use command::Ran;
use lowcard_schema::policy;
use tempfile::TempDir;

/// A package that declares nothing, in a folder of its own.
fn shop() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[package]\nname = \"web-shop\"\nedition = \"2024\"\n").unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    folder
}

fn lowcard(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = command::lowcard(folder, arguments);
    command.env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap()).output().unwrap().into()
}

fn repository(folder: &Path) {
    assert!(Command::new("git").args(["init", "--quiet"]).current_dir(folder).status().unwrap().success());
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn a_policy_is_written_that_check_reads() {
    let shop = shop();
    let Ran { code, out, err } = lowcard(shop.path(), &["init"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.starts_with("wrote lowcard.toml\nnext: "), "{err}");
    let text = read(shop.path(), "lowcard.toml");
    policy::read(&text, "lowcard.toml").unwrap();
    for line in ["# namespace = \"web_shop\"", "metric = 10_000", "crate = 50_000", "process = 200_000"] {
        assert!(text.contains(&format!("\n{line}\n")), "{line}\n{text}");
    }
    assert!(!shop.path().join(".gitattributes").exists(), "it is no repository");
    assert!(!shop.path().join("clippy.toml").exists(), "nobody asked for it");
}

#[test]
fn labels_of_sets_in_the_code_are_allowed() {
    let shop = shop();
    let source = "#[derive(LabelSet)]\n#[labels(category = \"http\")]\nstruct Request { method: Method }\n";
    fs::create_dir(shop.path().join("src/web")).unwrap();
    fs::write(shop.path().join("src/web/mod.rs"), source).unwrap();
    fs::create_dir_all(shop.path().join("tests/ui")).unwrap();
    fs::write(shop.path().join("tests/ui.rs"), "#[derive(LabelSet)]\nstruct Case { case: Case }\n").unwrap();
    fs::write(shop.path().join("tests/ui/fails.rs"), "#[derive(LabelSet)]\nstruct Bad { user_id: u64 }\n").unwrap();
    let Ran { out, err, .. } = lowcard(shop.path(), &["init", "--print"]);
    let policy = policy::read(&out, "lowcard.toml").unwrap();
    let allowed: Vec<&str> = policy.labels.allow.iter().map(|label| label.name.as_str()).collect();
    assert_eq!(allowed, ["case"], "{err}");
    assert_eq!(policy.category("http").unwrap().labels[0].name, "method");
}

#[test]
fn what_is_there_already_is_left_as_it_is() {
    let shop = shop();
    fs::write(shop.path().join("lowcard.toml"), "namespace = \"shop\"\n").unwrap();
    let Ran { code, out, err } = lowcard(shop.path(), &["init"]);
    assert_eq!((code, out.as_str()), (101, ""));
    assert!(err.starts_with("error: there is a lowcard.toml already\n  help: change it by hand"), "{err}");
    assert_eq!(read(shop.path(), "lowcard.toml"), "namespace = \"shop\"\n");
}

#[test]
fn it_can_be_printed_instead() {
    let shop = shop();
    repository(shop.path());
    for option in ["--print", "--stdout"] {
        let Ran { code, out, err } = lowcard(shop.path(), &["init", option]);
        assert_eq!((code, err.as_str()), (0, ""));
        policy::read(&out, "lowcard.toml").unwrap();
    }
    assert!(!shop.path().join("lowcard.toml").exists());
    assert!(!shop.path().join(".gitattributes").exists());
}

#[test]
fn git_is_told_how_to_merge_the_lock_once() {
    let shop = shop();
    repository(shop.path());
    fs::write(shop.path().join(".gitattributes"), "*.png binary").unwrap();
    let Ran { err, .. } = lowcard(shop.path(), &["init"]);
    assert!(err.contains("\nadded `metrics.lock merge=union` to .gitattributes: "), "{err}");
    assert_eq!(read(shop.path(), ".gitattributes"), "*.png binary\nmetrics.lock merge=union\n");
    fs::remove_file(shop.path().join("lowcard.toml")).unwrap();
    let Ran { err, .. } = lowcard(shop.path(), &["init"]);
    assert!(!err.contains(".gitattributes"), "{err}");
    assert_eq!(read(shop.path(), ".gitattributes"), "*.png binary\nmetrics.lock merge=union\n");
}

#[test]
fn clippy_is_told_what_to_point_at_unless_it_has_a_configuration() {
    let one = shop();
    let Ran { err, .. } = lowcard(one.path(), &["init", "--clippy"]);
    assert!(err.contains("\nwrote clippy.toml\n"), "{err}");
    assert!(read(one.path(), "clippy.toml").contains("disallowed-"));
    let other = shop();
    fs::write(other.path().join(".clippy.toml"), "").unwrap();
    let Ran { code, err, .. } = lowcard(other.path(), &["init", "--clippy"]);
    assert!(err.contains("\nleft .clippy.toml as it is\n"), "{err}");
    assert_eq!(code, 0);
    assert!(!other.path().join("clippy.toml").exists());
}

#[test]
fn without_a_workspace_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let Ran { code, err, .. } = lowcard(folder.path(), &["init"]);
    assert_eq!(code, 101);
    assert!(err.contains("Cargo.toml"), "{err}");
    assert!(!folder.path().join("lowcard.toml").exists());
}
