//! Reads each policy file once, however many packages it governs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use lowcard_schema::policy::{self, Policy, PolicyError};

use crate::failure::{Failure, Outcome};

/// The policy in a file that was named.
pub(crate) fn read_policy(file: &Path) -> Outcome<Policy> {
    Policies::new(PathBuf::new()).read(file)
}

/// The policies that were read, by their files; where there is none, the built-in one holds.
pub(super) struct Policies {
    root: PathBuf,
    known: BTreeMap<Option<PathBuf>, Arc<Policy>>,
}

impl Policies {
    /// `root` is what the paths that findings show are relative to.
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root, known: BTreeMap::new() }
    }

    /// The policy of the package in `folder`, found as the macros find it.
    pub(super) fn of(&mut self, folder: &Path) -> Outcome<Arc<Policy>> {
        let file = policy::find(folder, self.stated());
        if let Some(policy) = self.known.get(&file) {
            return Ok(Arc::clone(policy));
        }
        let policy = Arc::new(match &file {
            Some(file) => self.read(file)?,
            None => Policy::default(),
        });
        self.known.insert(file, Arc::clone(&policy));
        Ok(policy)
    }

    /// The file that `LOWCARD_POLICY` names, as the macros take it: from the folder that cargo runs the compiler in.
    fn stated(&self) -> Option<PathBuf> {
        let stated = env::var_os("LOWCARD_POLICY").filter(|path| !path.is_empty())?;
        Some(self.root.join(stated))
    }

    fn read(&self, file: &Path) -> Outcome<Policy> {
        let shown = file.strip_prefix(&self.root).unwrap_or(file).display().to_string();
        let text = fs::read_to_string(file).map_err(|error| Failure::unread(format!("the policy {shown}"), &error))?;
        policy::read(&text, &shown).map_err(|errors| {
            let errors: Vec<String> = errors.iter().map(PolicyError::to_string).collect();
            Failure::new(errors.join("\n"))
        })
    }
}
