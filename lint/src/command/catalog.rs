//! `cargo lowcard catalog`: the metrics of a workspace, or of a program that is all there is.

use std::path::PathBuf;

use super::{Common, Outcome, read};
use crate::catalog::Catalog;
use crate::exit;
use crate::report::{CatalogFormat, Terminal};
use crate::workspace::{Selection, Workspace};

/// The options of `catalog`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    selection: Selection,
    /// Read this program, library or archive, of any target; no workspace or source is needed
    #[arg(long, value_name = "PATH", conflicts_with = "Selection")]
    binary: Option<PathBuf>,
    /// The form of the catalog
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: CatalogFormat,
}

pub(super) fn run(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let (catalog, budget) = if let Some(path) = &options.binary {
        (read::binary(path)?, None)
    } else {
        let workspace = Workspace::find(common.manifest_path.as_deref())?;
        let catalog = Catalog::of_workspace(&workspace, &options.selection)?;
        (catalog, Some(workspace.policy.budget.process.most))
    };
    terminal.catalog(&catalog, budget, options.format)?;
    Ok(exit::CLEAN)
}
