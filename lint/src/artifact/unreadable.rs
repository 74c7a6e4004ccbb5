//! Why a file's records could not be read.

use std::io;
use std::path::Path;

use lowcard_schema::record::RecordError;

use crate::failure::Failure;

/// What is in the way of the records of a file.
#[derive(Debug)]
pub enum Unreadable {
    /// The file can't be opened or read.
    File(io::Error),
    /// It is neither a program nor a library nor an object file.
    NoArtifact,
    /// It starts like one, and then does not hold what it says.
    Damaged {
        /// The member of an archive, or the architecture, in which it is.
        part: Option<String>,
        /// What does not fit.
        why: String,
    },
    /// The section is there, and holds something else than records that this release can read.
    Record {
        /// The member of an archive, or the architecture, in which it is.
        part: Option<String>,
        /// What it holds, and where.
        error: RecordError,
    },
}

impl Unreadable {
    /// The same in words, with what to do about it.
    pub fn failure(&self, path: &Path) -> Failure {
        let path = path.display();
        let part = match self {
            Self::Damaged { part: Some(part), .. } | Self::Record { part: Some(part), .. } => format!(" ({part})"),
            _ => String::new(),
        };
        match self {
            Self::File(error) => Failure::unread(format_args!("`{path}`"), error),
            Self::NoArtifact => Failure::new(format!(
                "`{path}` is neither a program nor a library: it is no ELF, Mach-O or PE file and no archive of such"
            ))
            .help("name what `cargo build` made, such as `target/release/shop`"),
            Self::Damaged { why, .. } => {
                Failure::new(format!("`{path}`{part} is damaged: {}", decapitalized(why))).help(AGAIN)
            }
            Self::Record { error: error @ RecordError::UnknownVersion { .. }, .. } => {
                Failure::new(format!("`{path}`{part} can't be read: {error}"))
                    .help("install the cargo-lowcard of the release of lowcard that it was built with")
            }
            Self::Record { error, .. } => Failure::new(format!("`{path}`{part} can't be read: {error}")).help(AGAIN),
        }
    }
}

const AGAIN: &str = "build it again: it was cut off, or changed after it was linked";

/// The parser's sentences start with a capital letter, and stand in the middle of ours.
fn decapitalized(why: &str) -> String {
    let mut chars = why.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
