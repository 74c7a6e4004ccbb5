//! The workspace: its packages, and the policy of each.

mod build;
mod code;
mod dependencies;
mod policies;

pub(crate) use build::{Artifact, ArtifactKind, Selection, build};
pub(crate) use dependencies::Dependencies;
pub(crate) use policies::read_policy;

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cargo_metadata::{Metadata, MetadataCommand, Package, PackageId};
use lowcard_schema::policy::Policy;

use crate::failure::{Failure, Outcome};
use crate::subject::Member;
use policies::Policies;

/// The package whose macros declare metrics. Whoever has any depends on it, if only through others.
pub(crate) const LOWCARD: &str = "lowcard";

/// A cargo workspace, as `cargo metadata` describes it.
#[derive(Debug)]
pub struct Workspace {
    /// The folder of its manifest, which the lock is in and places are relative to.
    pub root: PathBuf,
    /// The policy that processes and the lock are held to.
    pub policy: Arc<Policy>,
    metadata: Metadata,
    members: Vec<(PackageId, Member)>,
}

impl Workspace {
    /// The workspace of the manifest, or of the folder that the command runs in. Nothing is fetched or built: what is
    /// written here is all that is looked at.
    pub fn find(manifest: Option<&Path>) -> Outcome<Self> {
        let mut command = MetadataCommand::new();
        command.no_deps();
        if let Some(manifest) = manifest {
            command.manifest_path(manifest);
        }
        let metadata = command.exec().map_err(|error| match manifest {
            None if !Self::is_around() => no_workspace(&error),
            _ => Failure::new(said(&error)),
        })?;
        let root = metadata.workspace_root.clone().into_std_path_buf();
        let mut policies = Policies::new(root.clone());
        let policy = policies.of(&root)?;
        let mut members = Vec::new();
        for package in metadata.workspace_packages() {
            let folder = folder(package);
            let policy = policies.of(&folder)?;
            let member = Member { name: package.name.to_string(), policy, folder, code: code::of(package) };
            members.push((package.id.clone(), member));
        }
        Ok(Self { root, policy, metadata, members })
    }

    /// Whether the folder that the command runs in is part of one.
    pub fn is_around() -> bool {
        let folder = env::current_dir().unwrap_or_default();
        folder.ancestors().any(|folder| folder.join("Cargo.toml").is_file())
    }

    /// The packages that are written here.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().map(|(_, member)| member)
    }

    /// Whether the package is written here.
    pub(crate) fn has(&self, package: &PackageId) -> bool {
        self.members.iter().any(|(id, _)| id == package)
    }

    /// What cargo says of the packages that are written here.
    pub(crate) fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The path as it is shown: relative to the workspace where it is inside of it.
    pub(crate) fn shown<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

fn folder(package: &Package) -> PathBuf {
    let manifest = package.manifest_path.as_std_path();
    manifest.parent().unwrap_or(manifest).to_owned()
}

fn no_workspace(error: &cargo_metadata::Error) -> Failure {
    Failure::new(said(error)).help("run it inside of a cargo workspace, or name one: `--manifest-path …/Cargo.toml`")
}

/// What cargo says of its failure.
fn said(error: &cargo_metadata::Error) -> String {
    match error {
        cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim().trim_start_matches("error: ").to_owned(),
        other => format!("`cargo metadata` could not be run: {other}"),
    }
}
