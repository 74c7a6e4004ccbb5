//! Which packages a package is made of, where that can't be read from a finished program.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

use super::{LOWCARD, Selection, Workspace, said};
use crate::failure::{Failure, Outcome};

/// For each package, what it is compiled with.
#[derive(Debug)]
pub(crate) struct Dependencies {
    direct: BTreeMap<PackageId, Vec<PackageId>>,
    declaring: BTreeSet<PackageId>,
}

impl Dependencies {
    /// What cargo resolves for this selection. What the build has fetched is enough, unless tests need more, which cargo then
    /// fetches, too.
    pub(crate) fn of(workspace: &Workspace, selection: &Selection) -> Outcome<Self> {
        let mut command = MetadataCommand::new();
        command.manifest_path(workspace.root.join("Cargo.toml"));
        let mut resolved = |options: Vec<String>| command.other_options(options).exec();
        let offline = [selection.resolving(), vec!["--offline".to_owned()]].concat();
        let metadata =
            resolved(offline).or_else(|_| resolved(selection.resolving())).map_err(|error| unknown(&error))?;
        Ok(Self::from(&metadata))
    }

    /// The package, and everything that it is compiled with, directly or not.
    pub(crate) fn closure<'d>(&'d self, package: &'d PackageId) -> BTreeSet<&'d PackageId> {
        let mut known = BTreeSet::from([package]);
        let mut next = vec![package];
        while let Some(package) = next.pop() {
            next.extend(self.direct.get(package).into_iter().flatten().filter(|dependency| known.insert(dependency)));
        }
        known
    }

    /// Whether the package can declare metrics.
    pub(crate) fn declares(&self, package: &PackageId) -> bool {
        self.declaring.contains(package)
    }
}

impl From<&Metadata> for Dependencies {
    fn from(metadata: &Metadata) -> Self {
        // A macro runs in the compiler: what it is made of is not part of the program.
        let macros: BTreeSet<&PackageId> =
            metadata.packages.iter().filter(|package| is_macro(package)).map(|package| &package.id).collect();
        let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
        let normal = |dependency: &&cargo_metadata::NodeDep| {
            let linked = dependency.dep_kinds.iter().any(|info| info.kind == DependencyKind::Normal);
            linked && !macros.contains(&dependency.pkg)
        };
        let direct = nodes
            .map(|node| {
                (node.id.clone(), node.deps.iter().filter(normal).map(|dependency| dependency.pkg.clone()).collect())
            })
            .collect();
        let mut dependencies = Self { direct, declaring: BTreeSet::new() };
        let lowcard: Vec<&PackageId> =
            metadata.packages.iter().filter(|package| package.name == LOWCARD).map(|package| &package.id).collect();
        let declares = |package: &PackageId| {
            let closure = dependencies.closure(package);
            lowcard.iter().any(|lowcard| closure.contains(lowcard))
        };
        dependencies.declaring = dependencies.direct.keys().filter(|package| declares(package)).cloned().collect();
        dependencies
    }
}

fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(cargo_metadata::Target::is_proc_macro)
}

fn unknown(error: &cargo_metadata::Error) -> Failure {
    Failure::new(format!("the dependencies of a library are not known: {}", said(error)))
        .help("run `cargo fetch` once where there is a network")
}
