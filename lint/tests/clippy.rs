//! The `clippy.toml` that is handed out is one that clippy takes, and it refuses what goes round the toolkit.
#![expect(clippy::unwrap_used, reason = "a package that can't be written or checked fails the test")]

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// Stands for the crate of that name, so that nothing has to be fetched. The other crates of the file are missing.
const METRICS: &str =
    "#[macro_export]\nmacro_rules! counter {\n    ($name:expr) => {\n        str::len($name)\n    };\n}\n";

const SHOP: &str = "pub fn placed() -> usize {\n    metrics::counter!(\"shop_orders_total\")\n}\n";

#[test]
fn clippy_refuses_what_goes_round_the_toolkit() {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"metrics\", \"shop\"]\n");
    write("clippy.toml", cargo_lowcard::source::CLIPPY_CONFIGURATION);
    write("metrics/Cargo.toml", &manifest("metrics", ""));
    write("metrics/src/lib.rs", METRICS);
    write("shop/Cargo.toml", &manifest("shop", "metrics = { path = '../metrics' }"));
    write("shop/src/lib.rs", SHOP);

    let said = clippy(folder.path());
    assert!(said.contains("use of a disallowed macro `metrics::counter`"), "{said}");
    assert!(said.contains("lowcard::Counter"), "{said}");
    assert_eq!(said.matches("warning: ").count(), 2, "one for the macro, one for the sum of them: {said}");
}

fn manifest(name: &str, dependency: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n")
}

/// What clippy says of the workspace.
fn clippy(folder: &Path) -> String {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["clippy", "--offline", "--color=never"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("CLIPPY_CONF_DIR")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}
