//! What a file says.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::Config;
use super::error::Mistakes;
use super::key::{Key, NAMES};
use super::value::Value;

/// By hand, so that an error names the key and what is allowed whatever the format is, and has all mistakes.
impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("Config", NAMES, Table)
    }
}

struct Table;

impl<'de> Visitor<'de> for Table {
    type Value = Config;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a table of what is decided about metrics, with the keys {}", NAMES.join(", "))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Config, A::Error> {
        let (mut config, mut mistakes) = (Config::default(), Mistakes::default());
        let mut known = HashSet::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            match Key::find(&name) {
                Ok(key) if known.insert(key.name) => key.set(&mut config, &value, key.name, &mut mistakes),
                Ok(key) => mistakes.add(format_args!("`{}` is there twice", key.name), "keep one of them"),
                Err(meant) => unknown(&name, meant, &mut mistakes),
            }
        }
        mistakes.finish(config).map_err(A::Error::custom)
    }
}

fn unknown(name: &str, meant: Option<&str>, mistakes: &mut Mistakes) {
    let name = name.escape_debug();
    match meant {
        Some(meant) => mistakes.add(format_args!("unknown key `{name}`"), format_args!("did you mean `{meant}`?")),
        None => mistakes.add(format_args!("unknown key `{name}`"), format_args!("the keys are: {}", NAMES.join(", "))),
    }
}
