//! `cargo lowcard init`: writes a first policy, and what belongs beside it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use cargo_metadata::Metadata;
use lowcard_schema::policy;

use super::{Common, Outcome};
use crate::catalog::Catalog;
use crate::failure::Failure;
use crate::init::{Facts, Recorded, sets, write};
use crate::report::Terminal;
use crate::source::{self, CLIPPY_CONFIGURATION};
use crate::subject::Member;
use crate::workspace::{LOWCARD, Selection, Workspace};
use crate::{exit, git, lock};

/// The options of `init`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    selection: Selection,
    /// Print the policy, and write nothing
    #[arg(long, visible_alias = "stdout")]
    print: bool,
    /// Write a clippy.toml, too, that points at metrics of other libraries
    #[arg(long, conflicts_with = "print")]
    clippy: bool,
}

pub(super) fn run(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let workspace = Workspace::find(common.manifest_path.as_deref())?;
    let file = workspace.root.join(policy::FILE_NAME);
    if !options.print && file.exists() {
        return Err(exists());
    }
    let text = write(&facts(options, &workspace)?);
    if options.print {
        terminal.text(&text)?;
        return Ok(exit::CLEAN);
    }
    create(&file, &text)?;
    let mut done = vec![format!("wrote {}", policy::FILE_NAME)];
    done.extend(attribute(&workspace.root)?);
    done.extend(if options.clippy { Some(clippy(&workspace.root)?) } else { None });
    done.push("next: `cargo lowcard lock`, to commit what there is, and then `cargo lowcard check`".to_owned());
    for line in done {
        terminal.say(&line)?;
    }
    Ok(exit::CLEAN)
}

/// What the workspace has by now. It is only built if something in it can declare a metric.
fn facts(options: &Options, workspace: &Workspace) -> Outcome<Facts> {
    let metadata = workspace.metadata();
    let catalog =
        if uses_lowcard(metadata) { Catalog::of_workspace(workspace, &options.selection)? } else { Catalog::default() };
    let folder = workspace.root.file_name().unwrap_or_default().to_string_lossy();
    let name = metadata.root_package().map_or(&*folder, |package| package.name.as_str());
    let members: Vec<Member> = workspace.members().cloned().collect();
    let recorded = Recorded::from(&source::read(&members, &workspace.root));
    Ok(Facts::of(name, &catalog, &sets(metadata), &recorded))
}

/// Whether a package that is written here depends on it; what others bring is not governed by the policy.
fn uses_lowcard(metadata: &Metadata) -> bool {
    let mut dependencies = metadata.workspace_packages().into_iter().flat_map(|package| &package.dependencies);
    dependencies.any(|dependency| dependency.name == LOWCARD)
}

/// Writes a file that is not there yet.
fn create(file: &Path, text: &str) -> Outcome<()> {
    let created = OpenOptions::new().write(true).create_new(true).open(file);
    match created.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists()),
        Err(error) => Err(Failure::unwritten(file.display(), &error)),
    }
}

/// Tells git how to merge the lock; nothing where there is no repository, or it knows.
fn attribute(root: &Path) -> Outcome<Option<String>> {
    if git::attribute(root, "merge", lock::FILE_NAME).as_deref() != Some("unspecified") {
        return Ok(None);
    }
    let file = root.join(".gitattributes");
    let unwritten = |error: &io::Error| Failure::unwritten(file.display(), error);
    let before = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(unwritten(&error)),
    };
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let mut attributes = OpenOptions::new().append(true).create(true).open(&file).map_err(|error| unwritten(&error))?;
    writeln!(attributes, "{end}{}", lock::ATTRIBUTE).map_err(|error| unwritten(&error))?;
    Ok(Some(format!(
        "added `{}` to .gitattributes: branches that both add metrics merge by keeping both",
        lock::ATTRIBUTE
    )))
}

fn clippy(root: &Path) -> Outcome<String> {
    if let Some(there) = ["clippy.toml", ".clippy.toml"].into_iter().find(|name| root.join(name).exists()) {
        return Ok(format!("left {there} as it is"));
    }
    create(&root.join("clippy.toml"), CLIPPY_CONFIGURATION)?;
    Ok("wrote clippy.toml".to_owned())
}

fn exists() -> Failure {
    Failure::new(format!("there is a {} already", policy::FILE_NAME))
        .help("change it by hand, or look at what would be written: `cargo lowcard init --print`")
}
