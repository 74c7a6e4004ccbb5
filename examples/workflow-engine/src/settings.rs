//! What an operator decides: a file, and variables of the environment, which win.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use lowcard_temporal::Naming;
use serde::Deserialize;

/// The file, unless `ENGINE_CONFIG` names another.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/engine.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where the service listens.
    pub(crate) listen: String,
    pub(crate) temporal: Temporal,
    #[serde(default)]
    pub(crate) monitoring: lowcard::Config,
}

/// The server that keeps the workflows, and the place there where the worker looks for its own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Temporal {
    /// Host and port.
    pub(crate) address: String,
    pub(crate) namespace: String,
    pub(crate) task_queue: String,
    /// What the SDK's own metrics are called, in a word.
    naming: String,
}

impl Temporal {
    pub(crate) fn naming(&self) -> Result<Naming, String> {
        match &*self.naming {
            "bare" => Ok(Naming::Bare),
            "suffixed" => Ok(Naming::Suffixed),
            other => Err(format!("`temporal.naming` is {other:?}\n  help: write `bare` or `suffixed`")),
        }
    }
}

impl Settings {
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let file = env::var_os("ENGINE_CONFIG").map_or_else(|| FILE.into(), PathBuf::from);
        let text = fs::read_to_string(&file).map_err(|error| format!("{} can't be read: {error}", file.display()))?;
        let stated: Self = serde_yaml_ng::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        stated.with_env()
    }

    fn with_env(mut self) -> Result<Self, Box<dyn Error>> {
        let temporal = &mut self.temporal;
        let ours = [
            ("ENGINE_LISTEN", &mut self.listen),
            ("TEMPORAL_ADDRESS", &mut temporal.address),
            ("TEMPORAL_NAMESPACE", &mut temporal.namespace),
            ("TEMPORAL_TASK_QUEUE", &mut temporal.task_queue),
            ("TEMPORAL_NAMING", &mut temporal.naming),
        ];
        for (name, setting) in ours {
            if let Ok(value) = env::var(name) {
                *setting = value;
            }
        }
        Ok(Self { monitoring: self.monitoring.with_env("MONITORING")?, ..self })
    }
}
