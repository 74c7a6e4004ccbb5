//! What the pages call a mistake is refused with the words that stand below it, and what is to be written instead compiles.
//!
//! This is for the rules that the compiler decides. On their pages, a block of TOML is the policy for what comes below it,
//! a block of Rust is a crate, and a block of text is what the compiler says of it. A policy without a crate is one that is
//! wrong in itself.
#![expect(clippy::unwrap_used, reason = "an example that can't be written or built fails the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use cargo_metadata::Message;
use cargo_metadata::diagnostic::Diagnostic;
use lowcard_schema::{Judge, Rule};

#[test]
fn mistakes_are_refused_as_shown_and_the_rest_compiles() {
    let rules = Rule::ALL.iter().filter(|rule| rule.judge() == Judge::Compiler);
    let examples: Vec<Example> = rules.flat_map(|&rule| Example::of(rule)).collect();
    let said = Packages::write(&examples).check();
    let mut different = Vec::new();
    for Example { package, says, .. } in &examples {
        let said = said.get(package).map(|heads| heads.join("\n")).unwrap_or_default();
        if said != *says {
            different.push(format!("{package}: the page has\n{says}\nand the compiler says\n{said}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n\n"));
}

/// What is compiled under a policy that is wrong.
const ANY_METRIC: &str = "/// Orders placed.\n#[lowcard::metric]\npub static ORDERS_TOTAL: lowcard::Counter;\n";

/// A crate on a page.
struct Example {
    /// What it is called here: by its rule, and its place on the page.
    package: String,
    policy: String,
    code: String,
    /// What the compiler is said to say; nothing if it compiles.
    says: String,
}

impl Example {
    /// The examples on the page of a rule: one mistake, and at least one that does without.
    fn of(rule: Rule) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let mut policy = String::new();
        let blocks = blocks(cargo_lowcard::pages::page(rule));
        for (position, (language, text)) in blocks.iter().enumerate() {
            match *language {
                "toml" => {
                    policy.clone_from(text);
                    if blocks.get(position + 1).is_none_or(|(next, _)| *next != "rust") {
                        found.push(Self::new(rule, found.len() + 1, &policy, ANY_METRIC));
                    }
                }
                "rust" => found.push(Self::new(rule, found.len() + 1, &policy, text)),
                "text" => text.trim_end().clone_into(&mut found.last_mut().unwrap().says),
                other => panic!("{rule}: what is a block of `{other}`?"),
            }
        }
        let mistakes = found.iter().filter(|example| !example.says.is_empty()).count();
        assert!(mistakes == 1 && found.len() > 1, "{rule}: {mistakes} of {} examples are mistakes", found.len());
        found
    }

    fn new(rule: Rule, number: usize, policy: &str, code: &str) -> Self {
        Self {
            package: format!("{}-{number}", rule.id().replace('/', "-")),
            policy: policy.to_owned(),
            code: code.to_owned(),
            says: String::new(),
        }
    }
}

/// The blocks of code on a page, with the language of each.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((language, text.join("\n") + "\n"));
        }
    }
    blocks
}

/// A package for each example, in a workspace of their own.
struct Packages(PathBuf);

impl Packages {
    fn write(examples: &[Example]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let runtime = repository.join("runtime");
        let packages = folder.join("packages");
        if packages.exists() {
            fs::remove_dir_all(&packages).unwrap();
        }
        for Example { package, policy, code, .. } in examples {
            let folder = packages.join(package);
            fs::create_dir_all(folder.join("src")).unwrap();
            let manifest = format!(
                "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\nlowcard = {{ path = '{}' }}\n",
                runtime.display()
            );
            fs::write(folder.join("Cargo.toml"), manifest).unwrap();
            fs::write(folder.join("lowcard.toml"), policy).unwrap();
            fs::write(folder.join("src/lib.rs"), code).unwrap();
        }
        fs::write(packages.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n").unwrap();
        fs::copy(repository.join("Cargo.lock"), packages.join("Cargo.lock")).unwrap();
        Self(folder)
    }

    /// What the compiler says of each package, once.
    fn check(&self) -> BTreeMap<String, Vec<String>> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args(["check", "--workspace", "--keep-going", "--offline", "--message-format=json"])
            .current_dir(self.0.join("packages"))
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env_remove("LOWCARD_POLICY")
            .stderr(Stdio::null());
        let output = cargo.output().unwrap();
        let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for message in Message::parse_stream(output.stdout.as_slice()).map(Result::unwrap) {
            let Message::CompilerMessage(message) = message else { continue };
            let package = message.target.name.replace('_', "-");
            let head = head(&message.message).replace(&format!("{package}/lowcard.toml"), "lowcard.toml");
            let heads = said.entry(package).or_default();
            if !message.message.spans.is_empty() && !heads.contains(&head) {
                heads.push(head);
            }
        }
        said
    }
}

/// What stands above the place: the level, what is wrong, and the help.
fn head(diagnostic: &Diagnostic) -> String {
    let rendered = diagnostic.rendered.as_deref().unwrap_or_default();
    let lines = rendered.lines().take_while(|line| !line.trim_start().starts_with("-->"));
    lines.map(str::trim_end).collect::<Vec<_>>().join("\n")
}
