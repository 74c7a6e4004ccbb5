//! The commands on the pages name packages, features and commands that there are.
#![expect(clippy::unwrap_used, reason = "a manifest that can't be read fails the test")]

use std::fs;
use std::path::{Path, PathBuf};

use cargo_lowcard::command::Cli;
use clap::Parser;
use lowcard_docs::{Block, blocks};
use serde_yaml_ng::Value;
use toml::Table;

#[test]
fn every_cargo_command_names_what_there_is() {
    let packages = packages();
    for block in blocks("sh", &[]) {
        for line in block.text.lines() {
            check_line(&block, line, &packages);
        }
    }
}

#[test]
fn every_workflow_runs_what_there_is() {
    let packages = packages();
    let mut found = false;
    for block in blocks("yaml", &["workflow"]) {
        let workflow: Value = serde_yaml_ng::from_str(&block.text).unwrap_or_else(|error| panic!("{block}: {error}"));
        for job in workflow["jobs"].as_mapping().unwrap().values() {
            for step in job["steps"].as_sequence().unwrap() {
                assert!(step["uses"].is_string() != step["run"].is_string(), "{block}: {step:?}");
                check_line(&block, step["run"].as_str().unwrap_or_default(), &packages);
                found |= step["run"].as_str().is_some_and(|run| run.starts_with("cargo lowcard check"));
            }
        }
    }
    assert!(found, "no workflow checks anything");
}

fn check_line(block: &Block, line: &str, packages: &[String]) {
    let line = line.replace("${{ github.base_ref }}", "main");
    let words: Vec<_> = line.split(" #").next().unwrap_or_default().split_whitespace().collect();
    if let ["cargo", command, rest @ ..] = &words[..] {
        check(block, command, rest, packages);
    }
}

fn check(block: &Block, command: &str, words: &[&str], packages: &[String]) {
    match command {
        "xtask" => {
            let help = include_str!("../../xtask/src/main.rs");
            assert!(help.contains(&format!("\n  {} ", words[0])), "{block}: xtask has no command {}", words[0]);
        }
        "run" | "test" | "doc" => {
            let package = words.iter().position(|word| *word == "-p").map(|place| words[place + 1]);
            assert!(package.is_none_or(|name| packages.iter().any(|known| known == name)), "{block}: {package:?}");
        }
        "lowcard" => {
            let typed = words.iter().take_while(|word| **word != ">");
            let understood = Cli::try_parse_from(["cargo lowcard"].iter().chain(typed));
            assert!(understood.is_ok(), "{block}: {}", understood.unwrap_err());
        }
        "add" => {
            if words[0] == "lowcard" {
                let features = words.iter().position(|word| *word == "--features").map_or("", |place| words[place + 1]);
                let known =
                    features.split(',').filter(|feature| !feature.is_empty()).find(|feature| !is_feature(feature));
                assert_eq!(known, None, "{block}: lowcard has no such feature");
            }
        }
        "new" | "tree" | "build" | "install" => {}
        other => panic!("{block}: what is `cargo {other}`?"),
    }
}

fn is_feature(name: &str) -> bool {
    manifest(Path::new("../runtime"))["features"].as_table().unwrap().contains_key(name)
}

/// The packages of the workspace.
fn packages() -> Vec<String> {
    let root = manifest(Path::new(".."));
    let members = root["workspace"]["members"].as_array().unwrap().iter().map(|member| member.as_str().unwrap());
    let folders = members.flat_map(|member| match member.strip_suffix("/*") {
        Some(parent) => {
            fs::read_dir(Path::new("..").join(parent)).unwrap().map(|entry| entry.unwrap().path()).collect()
        }
        None => vec![PathBuf::from("..").join(member)],
    });
    folders.map(|folder| manifest(&folder)["package"]["name"].as_str().unwrap().to_owned()).collect()
}

fn manifest(folder: &Path) -> Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("Cargo.toml");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).parse().unwrap()
}
