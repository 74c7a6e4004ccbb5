//! The catalog of a workspace: each program with the metrics that are linked into it, and each library that nothing else
//! has with those that it would bring into a program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::PackageId;
use lowcard_schema::record::Record;

use super::Catalog;
use crate::artifact;
use crate::failure::Outcome;
use crate::workspace::{Artifact, ArtifactKind, Dependencies, Selection, Workspace, build};

impl Catalog {
    /// Builds what is selected, and reads it.
    pub(crate) fn of_workspace(workspace: &Workspace, selection: &Selection) -> Outcome<Self> {
        let built = Built { workspace, artifacts: build(workspace, selection)? };
        let mut processes = built.programs()?;
        let libraries = built.libraries_outside_of(&processes)?;
        if !libraries.is_empty() {
            let dependencies = Dependencies::of(workspace, selection)?;
            let alone = built.closures(&libraries, &dependencies)?;
            let alone = alone.into_iter().filter(|(_, records)| !records.is_empty() && !is_within(records, &processes));
            processes.extend(alone.collect::<Vec<_>>());
        }
        // Cargo tells of programs in the order in which they happened to be built.
        processes.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(Self::new(processes))
    }
}

/// What there is to read.
struct Built<'w> {
    workspace: &'w Workspace,
    artifacts: Vec<Artifact>,
}

/// The name of a program or library, and its metrics.
type Found = (String, Vec<Record>);

impl Built<'_> {
    fn programs(&self) -> Outcome<Vec<Found>> {
        let programs = self.artifacts.iter().filter(|artifact| artifact.kind == ArtifactKind::Binary);
        programs.map(|program| Ok((program.name.clone(), self.read(program)?))).collect()
    }

    /// The libraries that are written here and whose own metrics no program has, or that have none.
    fn libraries_outside_of(&self, programs: &[Found]) -> Outcome<Vec<&Artifact>> {
        let mut outside: Vec<&Artifact> = Vec::new();
        for library in self.libraries().filter(|library| self.workspace.has(&library.package)) {
            let own = self.read(library)?;
            if own.is_empty() || !is_within(&own, programs) {
                outside.push(library);
            }
        }
        Ok(outside)
    }

    /// Each library that is no dependency of another one, with the metrics of everything that it is made of.
    fn closures(&self, libraries: &[&Artifact], dependencies: &Dependencies) -> Outcome<Vec<Found>> {
        let mut closures: BTreeMap<&PackageId, (&str, BTreeSet<&PackageId>)> = BTreeMap::new();
        for library in libraries {
            closures.insert(&library.package, (&library.name, dependencies.closure(&library.package)));
        }
        let packages: Vec<&PackageId> = closures.keys().copied().collect();
        for package in packages {
            if closures.iter().any(|(other, (_, closure))| *other != package && closure.contains(package)) {
                closures.remove(package);
            }
        }
        let parts: BTreeSet<&PackageId> = closures.values().flat_map(|(_, closure)| closure).copied().collect();
        let mut declared: BTreeMap<&PackageId, Vec<Record>> = BTreeMap::new();
        for part in
            self.libraries().filter(|part| parts.contains(&part.package) && dependencies.declares(&part.package))
        {
            declared.entry(&part.package).or_default().extend(self.read(part)?);
        }
        let records = |closure: BTreeSet<&PackageId>| {
            each_once(closure.iter().filter_map(|package| declared.get(package)).flatten().cloned())
        };
        Ok(closures.into_values().map(|(name, closure)| (name.to_owned(), records(closure))).collect())
    }

    fn libraries(&self) -> impl Iterator<Item = &Artifact> {
        self.artifacts.iter().filter(|artifact| artifact.kind == ArtifactKind::Library)
    }

    /// Files are relative to the workspace, as the compiler names those of its members.
    fn read(&self, artifact: &Artifact) -> Outcome<Vec<Record>> {
        let mut records = artifact::read(&artifact.path)?;
        for Record { site, .. } in &mut records {
            site.file = self.workspace.shown(Path::new(&site.file)).display().to_string();
        }
        Ok(records)
    }
}

/// Whether a single one of the processes has all of them.
fn is_within(records: &[Record], processes: &[Found]) -> bool {
    processes.iter().any(|(_, process)| records.iter().all(|record| process.contains(record)))
}

/// A library may have been built twice, for programs and for macros, with other features.
fn each_once(records: impl Iterator<Item = Record>) -> Vec<Record> {
    let mut known = BTreeSet::new();
    let key = |Record { name, site, .. }: &Record| {
        (name.clone(), site.module.clone(), site.file.clone(), site.line, site.column)
    };
    records.filter(|record| known.insert(key(record))).collect()
}
