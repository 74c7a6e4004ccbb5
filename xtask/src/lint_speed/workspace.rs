//! A workspace of a hundred crates that declare two thousand metrics, and of one program that has them all.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

/// How many crates there are beside the program.
const CRATES: usize = 100;
/// How many metrics each declares.
const METRICS: usize = 20;

/// The program's name.
pub(super) const PROGRAM: &str = "all";

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Writes it below `folder`, and returns the path of its manifest. What is there already stays as it is built.
pub(super) fn write(folder: &Path) -> io::Result<String> {
    let members = folder.join("crates");
    let names: Vec<String> = (0..CRATES).map(|number| format!("part{number:03}")).collect();
    let lowcard = format!("lowcard = {{ path = {:?} }}\n", format!("{REPOSITORY}/runtime"));
    for name in &names {
        package(&members.join(name), name, &lowcard, "lib.rs", &library(name))?;
    }
    let all: Vec<String> = names.iter().map(|name| format!("{name} = {{ path = \"../{name}\" }}\n")).collect();
    let calls: Vec<String> = names.iter().map(|name| format!("    {name}::touch();\n")).collect();
    let main = format!("fn main() {{\n{}}}\n", calls.concat());
    package(&members.join(PROGRAM), PROGRAM, &all.concat(), "main.rs", &main)?;
    fs::copy(format!("{REPOSITORY}/Cargo.lock"), folder.join("Cargo.lock"))?;
    put(&folder.join("lowcard.toml"), "namespace = \"speed\"\n")?;
    let manifest = folder.join("Cargo.toml");
    put(&manifest, "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n")?;
    Ok(manifest.display().to_string())
}

fn package(folder: &Path, name: &str, dependencies: &str, root: &str, source: &str) -> io::Result<()> {
    let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}");
    put(&folder.join("Cargo.toml"), &manifest)?;
    put(&folder.join("src").join(root), source)
}

fn library(name: &str) -> String {
    let mut source = String::from(
        "#[derive(Clone, Copy, lowcard::LabelValue)]\npub enum Outcome { Served, Refused, Failed }\n\n\
         #[derive(Clone, Copy, lowcard::LabelSet)]\npub struct Request { pub outcome: Outcome }\n\n",
    );
    let mut updates = String::new();
    for number in 0..METRICS {
        let name = format!("{name}_{number}_total").to_uppercase();
        let _infallible = writeln!(updates, "    {name}.with(Request {{ outcome: Outcome::Served }}).inc();");
        let _infallible = writeln!(
            source,
            "/// Requests of one sort.\n#[lowcard::metric]\npub static {name}: lowcard::Counter<Request>;\n"
        );
    }
    source + &format!("pub fn touch() {{\n{updates}}}\n")
}

/// Writes the file where it is another, so that cargo does not build anew.
fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}
