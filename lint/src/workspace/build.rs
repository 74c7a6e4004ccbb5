//! Builds what has to be looked at, as `cargo build` would.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::{Message, TargetKind};

use super::Workspace;
use crate::failure::{Failure, Outcome};

/// Which packages, and how: the options of `cargo build`, which are handed on to it.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Selection {
    /// Only this package, and what it depends on; can be repeated
    #[arg(short, long = "package", value_name = "SPEC")]
    packages: Vec<String>,
    /// Build with these features
    #[arg(short = 'F', long, value_name = "FEATURES")]
    features: Vec<String>,
    /// Build with all features
    #[arg(long)]
    all_features: bool,
    /// Build without the default features
    #[arg(long)]
    no_default_features: bool,
    /// Build for this target
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// Build with this profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

/// Something that the build made, or had made before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// The target's name: of a binary, or of a library as its crate is called.
    pub name: String,
    /// The package that it belongs to.
    pub package: cargo_metadata::PackageId,
    /// What it is.
    pub kind: ArtifactKind,
    /// Where it is.
    pub path: PathBuf,
}

/// What an artifact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArtifactKind {
    /// A library, as an archive of object files.
    Library,
    /// A program, or a library that is linked like one.
    Binary,
}

/// Builds the workspace, or the packages that are selected. What the compiler has to say goes to standard error.
pub fn build(workspace: &Workspace, selection: &Selection) -> Outcome<Vec<Artifact>> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .arg("build")
        .arg("--message-format=json-render-diagnostics")
        .arg("--manifest-path")
        .arg(workspace.root.join("Cargo.toml"))
        .args(selection.arguments())
        .stdout(Stdio::piped());
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Failure::new(format!("`cargo build` could not be started: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("the workspace does not build, so that its metrics are not known")
            .help("mend what the compiler reports above"));
    }
    let messages = Message::parse_stream(output.stdout.as_slice());
    Ok(messages.filter_map(Result::ok).flat_map(artifacts).collect())
}

impl Selection {
    /// Whether packages of the workspace are left out.
    pub fn is_partial(&self) -> bool {
        !self.packages.is_empty()
    }

    fn arguments(&self) -> Vec<String> {
        let mut arguments = Vec::new();
        if self.packages.is_empty() {
            arguments.push("--workspace".to_owned());
        }
        arguments.extend(self.packages.iter().map(|package| format!("--package={package}")));
        arguments.extend(self.features.iter().map(|features| format!("--features={features}")));
        arguments.extend(self.all_features.then(|| "--all-features".to_owned()));
        arguments.extend(self.no_default_features.then(|| "--no-default-features".to_owned()));
        arguments.extend(self.target.iter().map(|target| format!("--target={target}")));
        arguments.extend(self.profile.iter().map(|profile| format!("--profile={profile}")));
        arguments
    }
}

/// The libraries and programs that a message of cargo is about; build scripts and procedural macros are neither.
fn artifacts(message: Message) -> Vec<Artifact> {
    let Message::CompilerArtifact(made) = message else { return Vec::new() };
    let linked = made.target.kind.iter().any(|kind| matches!(kind, TargetKind::Bin | TargetKind::CDyLib));
    let is_library =
        made.target.kind.iter().any(|kind| matches!(kind, TargetKind::Lib | TargetKind::RLib | TargetKind::StaticLib));
    let executable = made.executable.clone();
    let libraries = made.filenames.iter().filter(|file| is_library && file.extension() == Some("rlib")).cloned();
    let of = |kind, path: cargo_metadata::camino::Utf8PathBuf| Artifact {
        name: made.target.name.clone(),
        package: made.package_id.clone(),
        kind,
        path: path.into_std_path_buf(),
    };
    let mut found: Vec<Artifact> = libraries.map(|path| of(ArtifactKind::Library, path)).collect();
    found.extend(executable.filter(|_| linked).map(|path| of(ArtifactKind::Binary, path)));
    found
}
