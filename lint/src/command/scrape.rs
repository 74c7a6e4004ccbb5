//! `cargo lowcard scrape`: holds what a running program exposes against what was declared.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ureq::http::header::{HeaderName, HeaderValue};

use super::{Common, Outcome, read, verdict};
use crate::catalog::Catalog;
use crate::exit;
use crate::failure::Failure;
use crate::lock::{self, Lock};
use crate::report::{ScrapeFormat, Terminal};
use crate::rules::{self, Needs};
use crate::scrape::{self, Origin, Request, Scraped, Usage};
use crate::subject::Subject;
use crate::workspace::{Selection, Workspace};

/// The options of `scrape`.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(super) struct Options {
    /// An `http://` URL, the file of a saved exposition, or `-` for standard input
    #[arg(value_name = "URL|FILE|-")]
    target: String,
    /// Hold it against what this program was built with; else it is `metrics.lock`, or without one, the built workspace
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
    /// Report undeclared metrics outside of the policy's namespace, too
    #[arg(long)]
    all: bool,
    /// Send this header, such as `Authorization: Bearer …`; can be repeated
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(HeaderName, HeaderValue)>,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// Give up after so many MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..=65_536))]
    max_size: u64,
    /// The form of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: ScrapeFormat,
}

pub(super) fn run(common: &Common, options: &Options, terminal: &mut Terminal) -> Outcome<u8> {
    let origin = Origin::parse(&options.target)?;
    let (declared, known) = if let Some(binary) = &options.binary {
        (Lock::from(&read::binary(binary)?), read::policies_if_any(common, terminal)?)
    } else {
        let workspace = read::workspace(common, terminal)?;
        (of_workspace(&workspace)?, read::policies(&workspace))
    };
    let scrape = scraped(&origin, &terminal.view.root, options, declared)?;
    let subject = Subject { scrape: Some(scrape), ..known };
    let findings = rules::check_stage(&subject, Needs::Scrape);
    let usage = subject.scrape.as_ref().map(|scraped| Usage::of(scraped, &subject.policy)).unwrap_or_default();
    terminal.scrape(&usage, &findings, options.format)?;
    Ok(verdict(&findings))
}

fn scraped(origin: &Origin, root: &Path, options: &Options, declared: Lock) -> Outcome<Scraped> {
    let request = Request { headers: options.headers.clone(), timeout: Duration::from_secs(options.timeout) };
    let shown = match origin {
        Origin::File(path) => {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
            path.strip_prefix(root).unwrap_or(&path).display().to_string()
        }
        Origin::Url(_) | Origin::Stdin => origin.shown(),
    };
    let mut stdin = io::stdin().lock();
    let exposition = scrape::read(origin.open(&request, &mut stdin)?, &shown, options.max_size << 20)?;
    if exposition.families.is_empty() {
        return Err(Failure::new(format!("{shown} has no metrics: there is nothing to hold to what was declared"))
            .help("see whether what was to bring them has failed, or whether the program has turned them off"));
    }
    Ok(Scraped { exposition, declared, all: options.all })
}

/// What was committed, so that nothing has to be built; or where that is not done, what the code says.
fn of_workspace(workspace: &Workspace) -> Outcome<Lock> {
    match lock::committed(&workspace.root)?.lock {
        Some(lock) => Ok(lock),
        None => Ok(Lock::from(&Catalog::of_workspace(workspace, &Selection::default())?)),
    }
}

/// `Name: value`.
fn header(written: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = written.split_once(':').ok_or("write it as `Name: value`")?;
    let name = name.trim().parse().map_err(|_| format!("`{}` is not the name of a header", name.trim()))?;
    let mut value: HeaderValue = value.trim().parse().map_err(|_| "this value can't be sent in a header".to_owned())?;
    value.set_sensitive(true);
    Ok((name, value))
}
