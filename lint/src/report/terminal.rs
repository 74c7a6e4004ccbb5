//! Where the command prints to: results to standard output, what it says beside them to standard error.

use std::env;
use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;

use super::{CatalogFormat, Format, View};
use crate::catalog::Catalog;
use crate::failure::Failure;
use crate::finding::Finding;

/// When to colour what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The two streams, and how results are shown.
pub struct Terminal {
    /// Where results go.
    pub out: Box<dyn Write>,
    /// Where everything else goes.
    pub err: Box<dyn Write>,
    /// How results are shown.
    pub view: View,
}

impl Terminal {
    /// The process's own streams.
    pub fn of_process(choice: ColorChoice) -> Self {
        let stdout = io::stdout();
        let colored = match choice {
            ColorChoice::Auto => stdout.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        let view = View { colored, ..View::default() };
        Self { out: Box::new(stdout), err: Box::new(io::stderr()), view }
    }

    /// Prints findings in one of the forms.
    pub fn findings(&mut self, findings: &[Finding], format: Format) -> io::Result<()> {
        super::findings(findings, format, &self.view, &mut self.out)
    }

    /// Prints a catalog, beside the budget that its processes are held to.
    pub fn catalog(&mut self, catalog: &Catalog, budget: Option<u64>, format: CatalogFormat) -> io::Result<()> {
        super::catalog(catalog, budget, format, &mut self.out)
    }

    /// Says why the command could not do what it was asked to.
    pub fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        writeln!(self.err, "error: {}", failure.message)?;
        if let Some(help) = &failure.help {
            writeln!(self.err, "  help: {help}")?;
        }
        Ok(())
    }
}
