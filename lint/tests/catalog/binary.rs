//! `--binary`: what was built is enough.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::depot::depot;
use crate::run::{catalog, lowcard, processes, target};

/// Something that was built from the workspace.
fn built(file: &str) -> PathBuf {
    catalog(depot(), &[]);
    target().join("debug").join(file)
}

fn of(path: &Path) -> Value {
    let elsewhere = tempfile::tempdir().unwrap();
    catalog(elsewhere.path(), &["--binary", path.to_str().unwrap()])
}

#[test]
fn a_program_has_the_metrics_that_its_workspace_says() {
    let file = format!("shop{}", std::env::consts::EXE_SUFFIX);
    let alone = of(&built(&file));
    let workspace = catalog(depot(), &["--package=shop"]);
    assert_eq!(alone["metrics"], workspace["metrics"]);
    assert_eq!(processes(&alone)[0].0, file);
    assert_eq!((&alone["processes"][0]["budget"], &workspace["processes"][0]["budget"]), (&Value::Null, &500.into()));
}

#[test]
fn a_library_has_its_own_metrics() {
    let library = of(&built("liborders.rlib"));
    assert_eq!(library["metrics"], catalog(depot(), &["--package=orders"])["metrics"]);
}

#[test]
fn a_program_without_metrics_is_told_from_what_is_no_program() {
    let plain = built(&format!("plain{}", std::env::consts::EXE_SUFFIX));
    let ran = lowcard(depot(), &["catalog", "--binary", plain.to_str().unwrap()]);
    assert_eq!(ran.code, 101);
    assert_eq!(
        ran.err,
        format!(
            "error: there are no lowcard metrics in `{}`\n  help: nothing that it is linked from declares any, or its section \
             `.lowcard` was removed\n",
            plain.display()
        )
    );
    let ran = lowcard(depot(), &["catalog", "--binary", "Cargo.toml"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.starts_with("error: `Cargo.toml` is neither a program nor a library"), "{}", ran.err);
}

#[test]
fn a_program_of_another_release_is_refused() {
    let mut program = fs::read(built("liborders.rlib")).unwrap();
    let records: Vec<usize> =
        (0..program.len() - 6).filter(|&at| program[at..].starts_with(b"LWCD") && program[at + 5] == 0).collect();
    let version = u16::from_le_bytes([program[records[0] + 4], 0]) + 1;
    for at in records {
        program[at + 4..at + 6].copy_from_slice(&version.to_le_bytes());
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("newer.rlib"), program).unwrap();
    let ran = lowcard(folder.path(), &["catalog", "--binary", "newer.rlib"]);
    assert_eq!(ran.code, 101);
    assert!(ran.err.contains(&format!("the records are of version {version}, and this lowcard reads")), "{}", ran.err);
    assert!(ran.err.contains("help: install the cargo-lowcard of the release"), "{}", ran.err);
}

/// A real library, cut off anywhere: it is refused, or what is left of it is read.
#[test]
fn a_library_that_was_cut_off_never_ends_in_a_panic() {
    let library = fs::read(built("liborders.rlib")).unwrap();
    for part in 0..400 {
        let end = library.len() * part / 400;
        let _refused_or_read = cargo_lowcard::artifact::records(std::io::Cursor::new(&library[..end]));
    }
}
