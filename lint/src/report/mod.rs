//! Everything that the command prints. Nothing else does.

mod catalog;
mod terminal;
mod text;

pub use catalog::{CatalogFormat, catalog};
pub use terminal::{ColorChoice, Terminal};

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use crate::finding::Finding;

/// The form in which findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the place in the source.
    #[default]
    Text,
}

/// How results are shown.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What the files of findings are relative to, to show what is written there.
    pub root: PathBuf,
    /// Whether to colour.
    pub colored: bool,
}

/// Prints the findings.
pub fn findings(findings: &[Finding], format: Format, view: &View, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text => text::findings(findings, view, out),
    }
}
