//! Everything that the rules look at, read before they run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lowcard_schema::policy::Policy;
use lowcard_schema::record::{Record, SiteRecord};

use crate::catalog::Catalog;
use crate::finding::Place;
use crate::lock::Lock;
use crate::scrape::Scraped;
use crate::source::Source;

/// What is checked. A stage that did not run is `None`, and the rules about it have nothing to say.
#[derive(Debug, Default)]
pub struct Subject {
    /// The policy of the workspace, which processes and the lock are held to.
    pub policy: Arc<Policy>,
    /// The packages that are written here, and their policies.
    pub members: Vec<Member>,
    /// What the compiler left in the artifacts.
    pub catalog: Option<Catalog>,
    /// Whether only a part of the workspace was built, so that what the catalog lacks may be in the rest.
    pub partial: bool,
    /// The options of the command that decide what is built, such as `--all-features`.
    pub options: Vec<String>,
    /// What was committed.
    pub lock: Option<CommittedLock>,
    /// The lock that breaking changes are looked for against.
    pub before: Option<Lock>,
    /// What the code does.
    pub source: Option<Source>,
    /// What a running program exposes.
    pub scrape: Option<Scraped>,
    /// The day, as `YYYY-MM-DD`.
    pub today: String,
}

/// A package of the workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// The policy that it obeys.
    pub policy: Arc<Policy>,
    /// What cargo says of its code.
    pub code: Code,
}

/// What has to be known of a package to read its code.
#[derive(Clone, Debug, Default)]
pub struct Code {
    /// The files that its libraries and programs start from. Tests, benches and examples are left out.
    pub roots: Vec<PathBuf>,
    /// The packages that this code can name: by which name, and what they are called where they come from.
    pub dependencies: BTreeMap<String, String>,
    /// Whether others may use what it declares: a library that can be published.
    pub published: bool,
}

/// `metrics.lock`, as it is beside the workspace's manifest.
#[derive(Clone, Debug)]
pub struct CommittedLock {
    /// Where it is, or should be.
    pub file: PathBuf,
    /// What it says; nothing if there is none.
    pub lock: Option<Lock>,
}

impl Subject {
    /// The package of this name, if it is written here.
    pub fn member(&self, package: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == package)
    }

    /// Whether the metric is written here, so that it can be changed here.
    pub fn is_own(&self, metric: &Record) -> bool {
        self.member(&metric.site.package).is_some()
    }

    /// The policy that a package's metrics are held to: its own, or for one that was fetched, the workspace's.
    pub fn policy_of(&self, package: &str) -> &Policy {
        self.member(package).map_or(&*self.policy, |member| &*member.policy)
    }

    /// All policies, each once: the workspace's first.
    pub fn policies(&self) -> Vec<&Policy> {
        let mut policies: Vec<&Policy> = vec![&self.policy];
        for member in &self.members {
            if !policies.iter().any(|known| known.path == member.policy.path) {
                policies.push(&member.policy);
            }
        }
        policies
    }
}

/// Where a metric is written.
pub fn place(site: &SiteRecord) -> Place {
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    Place::at(Path::new(&site.file), number(site.line), number(site.column))
}
