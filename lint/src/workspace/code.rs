//! What cargo says of a package's code.

use cargo_metadata::{Dependency, DependencyKind, Package, Target, TargetKind};

use super::LOWCARD;
use crate::subject::Code;

pub(super) fn of(package: &Package) -> Code {
    let library = package.targets.iter().any(is_library);
    let publishable = package.publish.as_ref().is_none_or(|registries| !registries.is_empty());
    Code {
        roots: package
            .targets
            .iter()
            .filter(|target| is_held(target))
            .map(|target| target.src_path.clone().into())
            .collect(),
        dependencies: package.dependencies.iter().filter(|dependency| is_fetched(dependency)).map(names).collect(),
        published: library && publishable,
    }
}

/// What runs in production. A test may make any metric that it likes, and so may an example.
fn is_held(target: &Target) -> bool {
    let spared =
        [TargetKind::Test, TargetKind::Bench, TargetKind::Example, TargetKind::CustomBuild, TargetKind::ProcMacro];
    !target.kind.iter().any(|kind| spared.contains(kind))
}

fn is_library(target: &Target) -> bool {
    target.kind.iter().any(|kind| matches!(kind, TargetKind::Lib | TargetKind::RLib))
}

/// A package of the workspace may be called like one that the whole world knows, and is not that one. `lowcard` itself
/// may be a neighbour, though.
fn is_fetched(dependency: &Dependency) -> bool {
    dependency.kind == DependencyKind::Normal && (dependency.path.is_none() || dependency.name == LOWCARD)
}

/// The name that the code uses, and the package's own.
fn names(dependency: &Dependency) -> (String, String) {
    let used = dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_");
    (used, dependency.name.clone())
}
