//! Where the code of a `mod` stands.

use std::path::{Component, Path, PathBuf};

/// `mod name;`, or `include!("…")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Module {
    /// The modules around it in the same file.
    pub(super) inside: Vec<String>,
    /// Its name; nothing for an `include!`.
    pub(super) name: Option<String>,
    /// The files that attributes or the `include!` name.
    pub(super) paths: Vec<String>,
}

impl Module {
    /// The files that it can be in, as seen from the file that says so; `is_root` if that is where a program starts.
    pub(super) fn files(&self, file: &Path, is_root: bool) -> Vec<PathBuf> {
        let folder = file.parent().unwrap_or(file);
        let Some(name) = &self.name else { return self.paths.iter().map(|path| normal(&folder.join(path))).collect() };
        let stem = file.file_stem().unwrap_or_default();
        let mut below = if is_root || stem == "mod" { folder.to_owned() } else { folder.join(stem) };
        below.extend(&self.inside);
        let stated_from = if self.inside.is_empty() { folder } else { &below };
        let mut files: Vec<PathBuf> = self.paths.iter().map(|path| normal(&stated_from.join(path))).collect();
        files.push(below.join(format!("{name}.rs")));
        files.push(below.join(name).join("mod.rs"));
        files
    }
}

/// The path without its `.` and `..`.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = normal.pop(),
            part => normal.push(part),
        }
    }
    normal
}
