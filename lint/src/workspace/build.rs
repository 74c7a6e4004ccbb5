//! Builds what has to be looked at, as `cargo build` would.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use cargo_metadata::camino::Utf8Path;
use cargo_metadata::{Message, TargetKind};

use super::Workspace;
use crate::failure::{Failure, Outcome};

/// Which packages, and how: the options of `cargo build`, which are handed on to it.
#[derive(Clone, Debug, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of cargo's")]
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
    /// Build with the profile `release`
    #[arg(short, long, conflicts_with = "profile")]
    release: bool,
    /// Build with this profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Fail where `Cargo.lock` would have to change
    #[arg(long)]
    locked: bool,
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
    /// A program, or a library that holds everything it needs as a program does.
    Binary,
}

/// Builds the workspace, or the packages that are selected. What the compiler has to say goes to standard error; what cargo
/// is doing as well, where somebody watches.
pub fn build(workspace: &Workspace, selection: &Selection) -> Outcome<Vec<Artifact>> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .arg("build")
        .arg("--message-format=json-render-diagnostics")
        .arg("--manifest-path")
        .arg(workspace.root.join("Cargo.toml"))
        .args(selection.arguments())
        .args((!io::stderr().is_terminal()).then_some("--quiet"))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let output =
        command.output().map_err(|error| Failure::new(format!("`cargo build` could not be started: {error}")))?;
    if !output.status.success() {
        return Err(Failure::new("the workspace does not build, so that its metrics are not known")
            .help("mend what is reported above"));
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
        arguments.extend(self.options());
        arguments.extend(self.locked());
        arguments
    }

    /// How the packages are built, whichever they are.
    pub fn options(&self) -> Vec<String> {
        let target = self.target.iter().map(|target| format!("--target={target}"));
        let release = self.release.then(|| "--release".to_owned());
        let profile = self.profile.iter().map(|profile| format!("--profile={profile}"));
        self.features().chain(target).chain(release).chain(profile).collect()
    }

    fn locked(&self) -> Option<String> {
        self.locked.then(|| "--locked".to_owned())
    }

    fn features(&self) -> impl Iterator<Item = String> {
        let some = self.features.iter().map(|features| format!("--features={features}"));
        let all = self.all_features.then(|| "--all-features".to_owned());
        some.chain(all).chain(self.no_default_features.then(|| "--no-default-features".to_owned()))
    }

    /// The same choice for `cargo metadata`, which knows nothing of packages and profiles.
    pub(super) fn resolving(&self) -> Vec<String> {
        let platform = self.target.as_deref().unwrap_or("host-tuple");
        self.features().chain([format!("--filter-platform={platform}")]).chain(self.locked()).collect()
    }
}

/// The libraries and programs that a message of cargo is about; build scripts and procedural macros are neither.
fn artifacts(message: Message) -> Vec<Artifact> {
    let Message::CompilerArtifact(made) = message else { return Vec::new() };
    let is = |kinds: &[TargetKind]| made.target.kind.iter().any(|kind| kinds.contains(kind));
    let linked = is(&[TargetKind::CDyLib, TargetKind::DyLib, TargetKind::StaticLib]);
    let library = linked || is(&[TargetKind::Lib, TargetKind::RLib]);
    let executable = made.executable.iter().filter(|_| is(&[TargetKind::Bin])).map(|path| (ArtifactKind::Binary, path));
    let libraries = made.filenames.iter().filter(|_| library).filter_map(|path| Some((library_kind(path)?, path)));
    executable
        .chain(libraries)
        .map(|(kind, path)| Artifact {
            name: made.target.name.clone(),
            package: made.package_id.clone(),
            kind,
            path: path.clone().into_std_path_buf(),
        })
        .collect()
}

/// What a library's file is, beside which there may be debug information, metadata and the import library of a DLL.
fn library_kind(path: &Utf8Path) -> Option<ArtifactKind> {
    match path.extension()? {
        "rlib" => Some(ArtifactKind::Library),
        "so" | "dylib" | "dll" | "a" => Some(ArtifactKind::Binary),
        "lib" if !path.as_str().ends_with(".dll.lib") => Some(ArtifactKind::Binary),
        _ => None,
    }
}
