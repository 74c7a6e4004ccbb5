//! What the code does without declaring it, and what it declares without using it. Nothing is built.
//!
//! ```text
//! members' folders ──walk──▶ files ──scan──▶ what stands in each ──gather──▶ Source
//! ```
//!
//! Files are read as tokens, not as items: what stands inside of `tokio::select! { … }` or of a team's own macro has no
//! other form, and a file that the parser is too old for still has tokens. syn parses the pieces that are worth it.
//!
//! - **What is held** are the libraries and programs: the files that `mod` leads to from their roots. Tests, benches,
//!   examples, build scripts and what is under `#[cfg(test)]` may make any metric.
//! - **A crate is known by its package.** A neighbour in the workspace may be called `metrics`, too, and is the team's own.
//! - **What counts as used** is generous: a name that stands anywhere in the sources, tests included.
//! - **What isn't known is not reported**: a name that comes through a re-export, a variable, a macro's parameter.

mod arguments;
mod call;
mod crates;
mod declared;
mod gather;
mod item;
mod libraries;
mod mentions;
mod module;
mod path;
mod scan;
mod scope;
mod text;
mod token;
mod value;
pub(crate) mod walk;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a source that can't be written fails its test")]
mod tests;

pub use gather::read;
pub use text::Text;

use std::collections::BTreeMap;
use std::path::PathBuf;

use lowcard_schema::Kind;
use lowcard_schema::check::exposed_name;
use lowcard_schema::policy::Policy;

use crate::finding::Place;

/// A `clippy.toml` that refuses, while code is compiled, most of what is found here.
pub const CLIPPY_CONFIGURATION: &str = include_str!("../../docs/clippy.toml");

/// What was read from the sources of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Where the macros, types and instruments of other metrics libraries are used, by file and place.
    pub calls: Vec<Call>,
    /// The metrics that are declared, by file and place.
    pub declared: Vec<Declared>,
    /// Files of a library or program that are not Rust as far as can be told, and that nothing is known of.
    pub unread: Vec<PathBuf>,
}

/// A metric that another library makes or records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The package that it stands in.
    pub package: String,
    /// Where.
    pub place: Place,
    /// What is called, as its users know it: `prometheus::IntCounterVec::new`.
    pub callee: String,
    /// Whether a metric is made here, and is not just recorded.
    pub makes: bool,
    /// Its type, as far as the library has the same ones.
    pub kind: Option<Kind>,
    /// Its name.
    pub name: Text,
    /// Whether the library exposes `_` for what Prometheus does not know in a name.
    pub sanitizes: bool,
    /// What makes the name here, if something does: `format!`.
    pub made_name: Option<String>,
    /// The names of its labels.
    pub labels: Vec<Label>,
    /// Values of labels that are made here.
    pub made_values: Vec<MadeValue>,
}

/// The name of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name, as it is exposed.
    pub name: Text,
    /// Where it stands.
    pub place: Place,
}

/// The value of a label that is made where it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeValue {
    /// The label, where its name stands beside the value.
    pub label: Text,
    /// What makes it: `format!`.
    pub by: String,
    /// Where it stands.
    pub place: Place,
}

/// A metric that is declared by `#[metric]` or `#[derive(Metrics)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The package that it stands in.
    pub package: String,
    /// Where its name stands.
    pub place: Place,
    /// The name of the static or field.
    pub written: String,
    /// The prefix that the struct gives it.
    pub prefix: Option<String>,
    /// The exposed name, where it is given whole.
    pub name: Option<String>,
    /// Whether the static or field is `pub`.
    pub public: bool,
    /// Whether its name stands anywhere else in the workspace.
    pub mentioned: bool,
}

impl Declared {
    /// The name that it is exposed by under a policy.
    pub fn exposed(&self, policy: &Policy) -> String {
        let named = || exposed_name(policy.namespace.as_deref(), self.prefix.as_deref(), &self.written);
        self.name.clone().unwrap_or_else(named)
    }
}

impl Call {
    /// With the values of constants.
    fn resolve(&mut self, constants: &BTreeMap<String, Option<String>>) {
        let labels = self.labels.iter_mut().map(|label| &mut label.name);
        let values = self.made_values.iter_mut().map(|value| &mut value.label);
        for text in labels.chain(values).chain([&mut self.name]) {
            text.resolve(constants);
            if self.sanitizes {
                text.sanitize();
            }
        }
    }
}
