//! The page on CI: what its commands print is what it shows.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod git;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use git::Repository;

const PAGE: &str = include_str!("../../docs/ci.md");

#[test]
fn the_commands_of_the_page_print_what_it_shows() {
    let shop = shop();
    for (language, text) in blocks(PAGE) {
        match language {
            "rust" => shop.write("src/main.rs", text),
            "diff" => edit(&shop, text),
            "console" => play(&shop, text),
            _ => {}
        }
    }
}

/// A repository that `cargo lowcard init` has been run in.
fn shop() -> Repository {
    let shop = Repository::new();
    let lowcard = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = format!(
        "[package]\nname = \"shop\"\nversion = \"1.4.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nlowcard = {{ path = '{}' }}\n",
        lowcard.join("runtime").display()
    );
    shop.write("Cargo.toml", &manifest);
    shop.write("lowcard.toml", "namespace = \"shop\"\n");
    shop.write(".gitattributes", "metrics.lock merge=union\n");
    shop.git(&["config", "user.name", "Tester"]);
    shop.git(&["config", "user.email", "tester@example.org"]);
    fs::copy(lowcard.join("Cargo.lock"), shop.file("Cargo.lock")).unwrap();
    shop.commit_all("A shop");
    shop
}

/// The blocks of a page: the language of each, and its text.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let fenced = page.split("\n```").skip(1).step_by(2);
    fenced.map(|block| block.split_once('\n').unwrap())
}

/// Each line that goes is followed by those that come instead.
fn edit(shop: &Repository, diff: &str) {
    let file = shop.file("src/main.rs");
    let mut code = fs::read_to_string(&file).unwrap();
    for change in format!("\n{diff}").split("\n-").skip(1) {
        let (goes, comes) = change.split_once('\n').unwrap();
        let comes: Vec<&str> = comes.lines().filter_map(|line| line.strip_prefix('+')).collect();
        assert!(code.contains(goes), "{goes}");
        code = code.replace(goes, &comes.join("\n"));
    }
    fs::write(file, code).unwrap();
}

/// Runs each command of a transcript, which has to print what follows it.
fn play(shop: &Repository, transcript: &str) {
    let mut last = 0;
    for shown in format!("\n{transcript}\n").split("\n$ ").skip(1) {
        let (command, printed) = shown.split_once('\n').unwrap_or((shown, ""));
        let output = shell(shop, last, command);
        assert_eq!(output.0.trim_end(), printed.trim_end(), "{command}");
        last = output.1;
    }
}

/// What a command prints, and how it ends; `$?` is how the last one ended.
fn shell(shop: &Repository, last: i32, command: &str) -> (String, i32) {
    let commands = Path::new(env!("CARGO_BIN_EXE_cargo-lowcard")).parent().unwrap();
    let path =
        env::join_paths([commands.to_owned()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())));
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; (exit {last}); {command}")])
        .current_dir(shop.path())
        .env("PATH", path.unwrap())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("renamed"))
        .env("CARGO_NET_OFFLINE", "true")
        .env_remove("LOWCARD_POLICY")
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().expect("no signal ended it"))
}
