//! Everything that the command prints. Nothing else does.

mod catalog;
mod excerpt;
mod github;
mod json;
mod page;
mod pipe;
mod plain;
mod rules;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a sample that can't be printed fails its test")]
mod samples;
mod sarif;
mod scrape;
mod summary;
mod terminal;
mod text;
mod uri;

pub(crate) use catalog::{CatalogFormat, catalog};
pub(crate) use rules::RulesFormat;
#[cfg(test)]
pub(crate) use rules::rules;
pub(crate) use scrape::ScrapeFormat;
pub(crate) use terminal::{ColorChoice, Terminal};

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::finding::Finding;

/// What is said of the line of the policy.
const FORBIDDEN: &str = "the policy forbids it here";

/// The form in which findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the place in the source
    #[default]
    Text,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, which code scanning reads
    Sarif,
    /// Commands that make GitHub annotate a pull request
    Github,
}

/// How results are shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// What the files of findings are relative to, to show what is written there.
    pub(crate) root: PathBuf,
    /// The folder of the repository, where whoever reads the findings knows files from there.
    pub(crate) checkout: Option<PathBuf>,
    /// Whether to colour.
    pub(crate) colored: bool,
}

/// Prints the findings.
pub(crate) fn findings(findings: &[Finding], format: Format, view: &View, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text => text::findings(findings, view, out),
        Format::Json => json::findings(findings, out),
        Format::Sarif => sarif::findings(findings, view, out),
        Format::Github => github::findings(findings, view, out),
    }
}

impl View {
    /// The file as it is called in the repository: the workspace need not be its top.
    fn in_checkout(&self, file: &Path) -> PathBuf {
        let above = self.checkout.as_deref().and_then(|checkout| self.root.strip_prefix(checkout).ok());
        above.unwrap_or(Path::new("")).join(file)
    }
}
