//! Runs the command as a user would.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::command::{self, Ran};

/// `cargo lowcard …` in a folder. Everything is built into the target folder of the tests; one after
/// the other, as a build with other features puts its library where the last one did.
pub(crate) fn lowcard(folder: &Path, arguments: &[&str]) -> Ran {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut command = command::lowcard(folder, arguments);
    command.env("CARGO_TARGET_DIR", target()).env("CARGO_PROFILE_DEV_DEBUG", "0");
    command.output().unwrap().into()
}

/// The catalog, which is all that was printed.
pub(crate) fn catalog(folder: &Path, arguments: &[&str]) -> Value {
    let ran = lowcard(folder, &[&["catalog", "--format=json"], arguments].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

/// The names of each process's metrics, by the process.
pub(crate) fn processes(catalog: &Value) -> Vec<(String, Vec<String>)> {
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let metric = |place: &Value| name(&catalog["metrics"][usize::try_from(place.as_u64().unwrap()).unwrap()]);
    let mut processes: Vec<(String, Vec<String>)> = catalog["processes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|process| (name(process), process["metrics"].as_array().unwrap().iter().map(metric).collect()))
        .collect();
    processes.sort();
    processes
}

/// Where everything is built: once for all runs of the tests.
pub(crate) fn target() -> &'static Path {
    Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/catalog"))
}
