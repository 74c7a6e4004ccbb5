//! A file for `node_exporter`'s textfile collector.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::registry::Registry;
use crate::switch;

/// What the first lines of a family start with in the text format.
const METADATA: [&str; 2] = ["# HELP ", "# TYPE "];

/// Writes registries to a file that `node_exporter` reads, for jobs that end on a machine that has one.
///
/// The file is whole at any time: it is written under another name beside it, and renamed. If that fails, the old one
/// stays and the other is removed. Whoever may enter the folder may read it.
///
/// The format is text, so native histograms show no more than their count and sum. To write once at the end of a job,
/// whatever that end is, use a [`Job`](crate::Job).
///
/// ```
/// use lowcard::{Gauge, Metrics, Registry, Textfile};
///
/// #[derive(Metrics)]
/// struct BackupMetrics {
///     /// Size of the last backup.
///     backup_size_bytes: Gauge,
/// }
///
/// let registry = Registry::new();
/// BackupMetrics::register(&registry)?.backup_size_bytes.set(5_000_000_000);
///
/// let path = std::env::temp_dir().join("backup.prom"); // node_exporter has a folder for them
/// Textfile::new(&path)?.write(&registry)?;
/// assert_eq!(std::fs::read_to_string(&path)?, registry.encode_text());
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is written before `write` or `update`"]
pub struct Textfile {
    path: PathBuf,
}

impl Textfile {
    /// A file in the folder that `--collector.textfile.directory` names.
    ///
    /// # Errors
    ///
    /// If its name does not end in `.prom`: `node_exporter` reads no other.
    pub fn new(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        if path.extension().is_some_and(|extension| extension == "prom") {
            return Ok(Self { path });
        }
        let why = format!(
            "`{}` does not end in `.prom`, and node_exporter's textfile collector reads no other file\n  \
             help: write `{}`",
            path.display(),
            path.with_extension("prom").display()
        );
        Err(io::Error::new(io::ErrorKind::InvalidInput, why))
    }

    /// Replaces the file by what is in the registry. Where metrics are turned off for the process, it does nothing.
    ///
    /// # Errors
    ///
    /// If the folder is not there or can't be written to. The old file stays.
    pub fn write(&self, registry: &Registry) -> io::Result<()> {
        self.replace(&registry.encode_text())
    }

    /// Replaces those metric families of the file that the registry has too, and keeps the others. The file is one that
    /// this type has written.
    ///
    /// # Errors
    ///
    /// If the old file is there and can't be read, or the folder can't be written to. The old file stays.
    pub fn update(&self, registry: &Registry) -> io::Result<()> {
        let old = match fs::read_to_string(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(self.explained(&error)),
            old => old.unwrap_or_default(),
        };
        self.replace(&updated(&old, registry.encode_text()))
    }

    fn replace(&self, text: &str) -> io::Result<()> {
        if switch::is_off() {
            return Ok(()); // what an earlier run has left is worth more than nothing
        }
        let temporary = self.temporary();
        let renamed = write_through(&temporary, text).and_then(|()| fs::rename(&temporary, &self.path));
        renamed.map_err(|error| {
            // It may never have been made.
            let _gone = fs::remove_file(&temporary);
            self.explained(&error)
        })
    }

    /// In the same folder, so that it can be renamed; under a name that the collector passes over, and that nobody else
    /// has, whether in this process or in a container that shares the folder.
    fn temporary(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().display();
        self.path.with_file_name(format!(".{name}.{:016x}", RandomState::new().hash_one(())))
    }

    fn explained(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("metrics can't be written to {}: {error}", self.path.display()))
    }
}

/// Down to the disk, so that a crash does not leave an empty file under the new name.
fn write_through(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    readable_for_all(&file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The collector is another user, and the umask of a job is often a strict one.
#[cfg(unix)]
fn readable_for_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_for_all(_file: &File) -> io::Result<()> {
    Ok(())
}

/// `new`, and what `old` has of other families.
fn updated(old: &str, mut new: String) -> String {
    let kept: String = {
        let names: HashSet<_> = families(&new).map(|(name, _)| name).collect();
        families(old).filter(|(name, _)| !names.contains(name)).map(|(_, lines)| lines).collect()
    };
    new.push_str(&kept);
    new
}

/// Each family's name and lines.
fn families(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut families: Vec<(&str, usize)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(name) = name(line).filter(|name| families.last().is_none_or(|(last, _)| last != name)) {
            families.push((name, start));
        }
        start += line.len();
    }
    let ends: Vec<_> = families.iter().skip(1).map(|(_, start)| *start).chain([text.len()]).collect();
    families.into_iter().zip(ends).filter_map(|((name, start), end)| Some((name, text.get(start..end)?)))
}

/// The name in one of a family's first lines.
fn name(line: &str) -> Option<&str> {
    METADATA.iter().find_map(|start| line.strip_prefix(start)).and_then(|rest| rest.split([' ', '\n']).next())
}

#[cfg(test)]
mod tests {
    use super::updated;

    #[test]
    fn families_are_replaced_by_their_names_whether_they_have_help_or_not() {
        let old = "# HELP a A.\n# TYPE a gauge\na 1\n# TYPE b gauge\nb{x=\"# TYPE c \"} 1\n# TYPE c gauge\nc 1\n";
        let new = "# TYPE a gauge\na 2\n# HELP c C.\n# TYPE c gauge\nc 2\n";
        let expected = format!("{new}# TYPE b gauge\nb{{x=\"# TYPE c \"}} 1\n");
        assert_eq!(updated(old, new.to_owned()), expected);
        assert_eq!(updated("", new.to_owned()), new);
        assert_eq!(updated(old, String::new()), old);
    }
}
