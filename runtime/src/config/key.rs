//! The keys: what each is called, what it may hold, and where that goes.

use lowcard_schema::nearest;

use super::credentials::{self, PASSWORD, PASSWORD_FILE, TOKEN, TOKEN_FILE, USERNAME, USERNAME_FILE};
use super::error::Mistakes;
use super::value::Value;
use super::when_disabled::WhenDisabled;
use super::{Config, duration, path};

/// One thing that can be decided.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// What may be written.
    allowed: &'static str,
    /// Takes the value over, and says whether it is allowed.
    set: fn(&mut Config, &Value) -> bool,
    /// Takes back what the file says in other words, if the environment has the key.
    pub(super) replace: fn(&mut Config),
    is_secret: bool,
}

const FLAG: &str = "`true` or `false`";
const TEXT: &str = "a text, in quotes if it could be taken for something else";
const FILE: &str = "the path of a file";

/// All of them, in the order in which they are documented.
const KEYS: &[Key] = &[
    Key::new("enabled", FLAG, |config, value| put(&mut config.enabled, value.flag())),
    Key::new("path", path::ALLOWED, |config, value| {
        put(&mut config.path, value.text().filter(|path| path::is_routable(path)).map(str::to_owned))
    }),
    Key::new("listen", "an address and a port, such as `127.0.0.1:9464` or `[::]:9464`", |config, value| {
        put_some(&mut config.listen, value.text().and_then(|text| text.parse().ok()))
    }),
    Key::new("when_disabled", "`not_found` or `unavailable`", |config, value| {
        put(&mut config.when_disabled, value.text().and_then(WhenDisabled::from_word))
    }),
    Key::new("max_in_flight", "a whole number above 0", |config, value| {
        let scrapes = value.number().and_then(|number| usize::try_from(number).ok());
        put(&mut config.max_in_flight, scrapes.filter(|scrapes| *scrapes > 0))
    }),
    Key::new("time_limit", "a whole number above 0 and its unit, such as `30s`, `500ms` or `2m`", |config, value| {
        put(&mut config.time_limit, value.text().and_then(duration::parse))
    }),
    Key::new("created", FLAG, |config, value| put(&mut config.created, value.flag())),
    Key::new("gzip_level", "a whole number from 0 to 9", |config, value| {
        let level = value.number().and_then(|number| u32::try_from(number).ok());
        put(&mut config.gzip_level, level.filter(|level| *level <= 9))
    }),
    Key::new(USERNAME, TEXT, |config, value| put_some(&mut config.username, value.text().map(str::to_owned)))
        .replacing(credentials::forget_username),
    Key::new(USERNAME_FILE, FILE, |config, value| put_some(&mut config.username_file, value.text().map(Into::into)))
        .replacing(credentials::forget_username),
    Key::new(PASSWORD, TEXT, |config, value| put_some(&mut config.password, value.text().map(str::to_owned)))
        .replacing(credentials::forget_password)
        .secret(),
    Key::new(PASSWORD_FILE, FILE, |config, value| put_some(&mut config.password_file, value.text().map(Into::into)))
        .replacing(credentials::forget_password),
    Key::new(TOKEN, TEXT, |config, value| put_some(&mut config.token, value.text().map(str::to_owned)))
        .replacing(credentials::forget_all)
        .secret(),
    Key::new(TOKEN_FILE, FILE, |config, value| put_some(&mut config.token_file, value.text().map(Into::into)))
        .replacing(credentials::forget_all),
];

/// What the keys are called.
pub(super) const NAMES: &[&str] = &{
    let mut names = [""; KEYS.len()];
    let mut i = 0;
    while i < KEYS.len() {
        names[i] = KEYS[i].name;
        i += 1;
    }
    names
};

impl Key {
    const fn new(name: &'static str, allowed: &'static str, set: fn(&mut Config, &Value) -> bool) -> Self {
        Self { name, allowed, set, replace: |_| {}, is_secret: false }
    }

    const fn replacing(self, replace: fn(&mut Config)) -> Self {
        Self { replace, ..self }
    }

    const fn secret(self) -> Self {
        Self { is_secret: true, ..self }
    }

    /// The key of this name, or the name that was most likely meant, if any.
    pub(super) fn find(name: &str) -> Result<&'static Self, Option<&'static str>> {
        KEYS.iter().find(|key| key.name == name).ok_or_else(|| nearest(name, NAMES.iter().copied()))
    }

    /// Has the configuration hold this value from now on. A mistake calls it as it is called where it comes from.
    pub(super) fn set(&self, config: &mut Config, value: &Value, called: &str, mistakes: &mut Mistakes) {
        if value.is_nothing() || (self.set)(config, value) {
            return;
        }
        let what = if self.is_secret { value.kind().to_owned() } else { value.to_string() };
        mistakes.add(format_args!("`{called}` is {what}"), format_args!("write {}", self.allowed));
    }
}

fn put<T>(place: &mut T, value: Option<T>) -> bool {
    let is_there = value.is_some();
    if let Some(value) = value {
        *place = value;
    }
    is_there
}

fn put_some<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    put(place, value.map(Some))
}
