//! The configurations on the pages are read as a program reads them.
#![expect(clippy::unwrap_used, reason = "a page that lacks something fails the test")]

use lowcard::Config;
use lowcard_docs::{Block, blocks};
use serde::Deserialize;

/// A program's own configuration, which has the one of its metrics under a key.
#[derive(Deserialize)]
struct Settings {
    monitoring: Config,
}

fn read(block: &Block) -> Result<Config, String> {
    let settings: Settings = serde_yaml_ng::from_str(&block.text).map_err(|error| error.to_string())?;
    settings.monitoring.check().map_err(|error| error.to_string())?;
    Ok(settings.monitoring)
}

/// An error without what the reader of YAML says of where it is.
fn without_place(error: &str) -> &str {
    let error = error.strip_prefix("monitoring: ").unwrap_or(error);
    error.rsplit_once(" at line ").map_or(error, |(error, _)| error)
}

#[test]
fn every_configuration_is_valid() {
    for block in blocks("yaml", &["config"]).filter(|block| !block.has("mistake")) {
        assert_eq!(read(&block).err(), None, "{block}");
    }
}

#[test]
fn every_mistake_leads_to_what_stands_below_it() {
    for block in blocks("yaml", &["config", "mistake"]) {
        let page = lowcard_docs::page(block.file).unwrap();
        let shown = page.text_below(&block).unwrap();
        assert_eq!(shown.text.trim_end(), without_place(&read(&block).unwrap_err()), "{shown}");
    }
}

#[test]
fn the_configuration_that_states_the_defaults_is_the_default() {
    let stated = blocks("yaml", &["config"]).find(|block| block.text.starts_with("# The defaults.")).unwrap();
    assert_eq!(read(&stated), Ok(Config::default()));
}

#[test]
fn the_table_of_keys_has_every_key() {
    let page = lowcard_docs::page("configuration.md").unwrap();
    let rows = page.rows().filter(|row| row.len() >= 4 && row[1].starts_with("`MONITORING_"));
    let in_table = rows.map(|row| row[0].trim_matches('`')).collect::<Vec<_>>();
    let error = serde_yaml_ng::from_str::<Config>("colour: red").unwrap_err().to_string();
    let (_, keys) = without_place(&error).split_once("the keys are: ").unwrap();
    assert_eq!(in_table.join(", "), keys);
}
