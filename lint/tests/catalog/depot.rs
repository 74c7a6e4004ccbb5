//! A workspace as others have one: programs, libraries that they share, a plugin, and libraries that none of them uses.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

/// The workspace's files. `{lowcard}` is the crate's folder.
const FILES: &[(&str, &str)] = &[
    ("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\nexclude = [\"elsewhere\"]\n"),
    ("lowcard.toml", "namespace = \"depot\"\n\n[budget]\nprocess = 500\n"),
    (
        "crates/orders/Cargo.toml",
        "[package]\nname = \"orders\"\nedition = \"2024\"\n\n[dependencies]\nlowcard = { path = \"{lowcard}\" }\n",
    ),
    ("crates/orders/src/lib.rs", include_str!("depot/orders.rs")),
    ("crates/orders/src/returns.rs", include_str!("depot/returns.rs")),
    (
        "crates/shop/Cargo.toml",
        "[package]\nname = \"shop\"\nedition = \"2024\"\n\n[dependencies]\nlowcard = { path = \"{lowcard}\" }\norders = { path = \"../orders\" }\n",
    ),
    ("crates/shop/src/main.rs", include_str!("depot/shop.rs")),
    ("crates/shop/src/lib.rs", include_str!("depot/doors.rs")),
    (
        "crates/plugin/Cargo.toml",
        "[package]\nname = \"plugin\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n[dependencies]\nlowcard = { path = \"{lowcard}\" }\norders = { path = \"../orders\" }\n",
    ),
    ("crates/plugin/src/lib.rs", include_str!("depot/plugin.rs")),
    ("crates/plain/Cargo.toml", "[package]\nname = \"plain\"\nedition = \"2024\"\n"),
    ("crates/plain/src/main.rs", "fn main() {}\n"),
    (
        "crates/shelf/Cargo.toml",
        "[package]\nname = \"shelf\"\nedition = \"2024\"\n\n[features]\nheavy = []\n\n[dependencies]\nlowcard = { path = \"{lowcard}\" }\n",
    ),
    ("crates/shelf/src/lib.rs", include_str!("depot/shelf.rs")),
    (
        "crates/storage/Cargo.toml",
        "[package]\nname = \"storage\"\nedition = \"2024\"\n\n[dependencies]\nmeter = { path = \"../../elsewhere/meter\" }\nshelf = { path = \"../shelf\" }\n",
    ),
    ("crates/storage/src/lib.rs", "//! Declares nothing itself.\npub use meter::read;\npub use shelf::fill;\n"),
    (
        "elsewhere/meter/Cargo.toml",
        "[package]\nname = \"meter\"\nedition = \"2024\"\n\n[dependencies]\nlowcard = { path = \"{lowcard}\" }\n",
    ),
    ("elsewhere/meter/src/lib.rs", include_str!("depot/meter.rs")),
];

/// The workspace's folder. It is written where it differs, so that cargo has nothing to do in the next run.
pub(crate) fn depot() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| written(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("depot"), FILES))
}

/// Writes a workspace, with what this repository has locked, as nothing is fetched here.
pub(crate) fn written(folder: &Path, files: &[(&str, &str)]) -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let lowcard = repository.join("runtime").display().to_string();
    fs::create_dir_all(folder).unwrap();
    fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    for (path, text) in files {
        let (path, text) = (folder.join(path), text.replace("{lowcard}", &lowcard));
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder.to_owned()
}
