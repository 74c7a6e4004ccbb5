//! Where the command prints to: results to standard output, what it says beside them to standard error.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::pipe::Pipe;
use super::plain::{one_line, plain};
use super::{CatalogFormat, Format, ScrapeFormat, View, summary};
use crate::catalog::Catalog;
use crate::counted::counted;
use crate::failure::{Failure, Outcome};
use crate::finding::Finding;
use crate::scrape::Usage;

/// When to colour what is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorChoice {
    /// `NO_COLOR` counts where it holds something: <https://no-color.org>.
    fn colors(self, is_terminal: bool, no_color: Option<&OsStr>) -> bool {
        match self {
            Self::Auto => is_terminal && no_color.is_none_or(OsStr::is_empty),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// The two streams, and how results are shown.
pub(crate) struct Terminal {
    /// Where results go.
    pub(crate) out: Box<dyn Write>,
    /// Where everything else goes.
    pub(crate) err: Box<dyn Write>,
    /// How results are shown.
    pub(crate) view: View,
}

impl Terminal {
    /// The process's own streams.
    pub(crate) fn of_process(choice: ColorChoice) -> Self {
        let stdout = io::stdout();
        let colored = choice.colors(stdout.is_terminal(), env::var_os("NO_COLOR").as_deref());
        let checkout = env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
        let view = View { checkout, colored, ..View::default() };
        Self { out: Box::new(Pipe(stdout)), err: Box::new(Pipe(io::stderr())), view }
    }

    /// Prints findings in one of the forms.
    pub(crate) fn findings(&mut self, findings: &[Finding], format: Format) -> Outcome<()> {
        super::findings(findings, format, &self.view, &mut self.out).map_err(unprinted)
    }

    /// Prints what has changed: what breaks a rule, and as notes what does not. The forms for machines have findings alone,
    /// so that the notes go beside them.
    pub(crate) fn changes(&mut self, findings: &[Finding], notes: &[String], format: Format) -> Outcome<()> {
        self.findings(findings, format)?;
        let notes_to = if format == Format::Text { &mut self.out } else { &mut self.err };
        notes.iter().try_for_each(|note| writeln!(notes_to, "note: {}", one_line(note))).map_err(unprinted)
    }

    /// Prints what a scrape found.
    pub(crate) fn scrape(&mut self, usage: &Usage, findings: &[Finding], format: ScrapeFormat) -> Outcome<()> {
        super::scrape::scrape(usage, findings, format, &self.view, &mut self.out).map_err(unprinted)
    }

    /// Prints a text as it is.
    pub(crate) fn text(&mut self, text: &str) -> Outcome<()> {
        write!(self.out, "{text}").map_err(unprinted)
    }

    /// Says what was done.
    pub(crate) fn say(&mut self, line: &str) -> Outcome<()> {
        writeln!(self.err, "{}", plain(line)).map_err(unprinted)
    }

    /// Prints for people how much was looked at, and how much was found.
    pub(crate) fn summary(&mut self, findings: &[Finding], catalog: Option<&Catalog>, format: Format) -> Outcome<()> {
        match format {
            Format::Text => writeln!(self.out, "{}", summary::line(findings, catalog)).map_err(unprinted),
            Format::Json | Format::Sarif | Format::Github => Ok(()),
        }
    }

    /// Says what was mended, where it was.
    pub(crate) fn mended(&mut self, finding: &Finding) -> Outcome<()> {
        let file = finding.edit.as_ref().map(|edit| format!("{}: ", edit.file.display())).unwrap_or_default();
        self.say(&format!("fixed {}", one_line(&format!("{file}{} [{}]", finding.message, finding.rule))))
    }

    /// Says how many exceptions were written into a policy.
    pub(crate) fn excused(&mut self, policy: &Path, exceptions: usize) -> Outcome<()> {
        let file = one_line(&policy.display().to_string());
        self.say(&format!("wrote {} to {file}", counted(exceptions, "exception")))
    }

    /// Says which sources nothing is known of.
    pub(crate) fn unread(&mut self, files: &[PathBuf]) -> Outcome<()> {
        for file in files {
            let file = one_line(&file.display().to_string());
            self.say(&format!("note: {file} could not be read as Rust: it is left out"))?;
        }
        Ok(())
    }

    /// Says why some findings are not in the baseline.
    pub(crate) fn left(&mut self, findings: &[Finding]) -> Outcome<()> {
        match findings.len() {
            0 => Ok(()),
            left => self.say(&format!(
                "left {} out: no metric or label to name in an exception, or no exceptions from the rule",
                counted(left, "finding")
            )),
        }
    }

    /// Prints a catalog, beside the budget that its processes are held to.
    pub(crate) fn catalog(&mut self, catalog: &Catalog, budget: Option<u64>, format: CatalogFormat) -> Outcome<()> {
        super::catalog(catalog, budget, format, &mut self.out).map_err(unprinted)
    }

    /// Says why the command could not do what it was asked to.
    pub(crate) fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        writeln!(self.err, "error: {}", plain(&failure.message))?;
        if let Some(help) = &failure.help {
            writeln!(self.err, "  help: {}", plain(help))?;
        }
        Ok(())
    }
}

/// The disk is full, or standard output is closed. A reader who has left is no failure: that is [`Pipe`]'s business.
#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
pub(super) fn unprinted(error: io::Error) -> Failure {
    Failure::new(format!("the result can't be printed: {error}"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::ColorChoice;

    #[test]
    fn colours_are_for_terminals_unless_somebody_decides() {
        let [set, empty] = ["1", ""].map(|value| Some(OsStr::new(value)));
        assert!(ColorChoice::Auto.colors(true, None));
        assert!(ColorChoice::Auto.colors(true, empty));
        assert!(!ColorChoice::Auto.colors(true, set));
        assert!(!ColorChoice::Auto.colors(false, None));
        assert!(ColorChoice::Always.colors(false, set));
        assert!(!ColorChoice::Never.colors(true, None));
    }
}
