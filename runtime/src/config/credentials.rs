//! Who may scrape, in the words of an operator: a user and the password, or a token, each as it is or in a file.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Config;
use super::environment::Variables;
use super::error::Mistakes;
use super::start::Failure;
use crate::Credentials;

pub(super) const USERNAME: &str = "username";
pub(super) const USERNAME_FILE: &str = "username_file";
pub(super) const PASSWORD: &str = "password";
pub(super) const PASSWORD_FILE: &str = "password_file";
pub(super) const TOKEN: &str = "token";
pub(super) const TOKEN_FILE: &str = "token_file";

/// The most bytes that are read of a file. No secret that fits into a header is longer.
const MOST: u64 = 64 * 1024;

/// What is stated of them.
#[derive(Clone, Copy)]
pub(super) enum Stated<'c> {
    Nothing,
    User { name: Secret<'c>, password: Secret<'c> },
    Token(Secret<'c>),
}

/// One of them, and the key that states it.
#[derive(Clone, Copy)]
pub(super) struct Secret<'c> {
    key: &'static str,
    place: Place<'c>,
}

#[derive(Clone, Copy)]
enum Place<'c> {
    Here(&'c str),
    File(&'c Path),
}

/// Another user is stated, so that neither the one before holds nor a token.
pub(super) fn forget_username(config: &mut Config) {
    (config.username, config.username_file) = (None, None);
    forget_token(config);
}

/// Another password is stated.
pub(super) fn forget_password(config: &mut Config) {
    (config.password, config.password_file) = (None, None);
    forget_token(config);
}

/// Another token is stated.
pub(super) fn forget_all(config: &mut Config) {
    forget_username(config);
    forget_password(config);
}

fn forget_token(config: &mut Config) {
    (config.token, config.token_file) = (None, None);
}

impl<'c> Stated<'c> {
    /// Finds out what is stated. What doesn't go together, or can't be used, is a mistake. Files are not read.
    pub(super) fn find(config: &'c Config, variables: Option<Variables<'_>>, mistakes: &mut Mistakes) -> Self {
        let called = |key: &str| called(key, variables);
        let mut find = |here: (&'static str, &'c Option<String>), file: (&'static str, &'c Option<PathBuf>)| {
            let here = here.1.as_deref().map(|text| Secret { key: here.0, place: Place::Here(text) });
            let file = file.1.as_deref().map(|path| Secret { key: file.0, place: Place::File(path) });
            if let (Some(here), Some(file)) = (here, file) {
                mistakes.add(
                    format_args!("{} and {} are both set", called(here.key), called(file.key)),
                    "keep one of them",
                );
            }
            here.or(file)
        };
        let name = find((USERNAME, &config.username), (USERNAME_FILE, &config.username_file));
        let password = find((PASSWORD, &config.password), (PASSWORD_FILE, &config.password_file));
        let token = find((TOKEN, &config.token), (TOKEN_FILE, &config.token_file));
        match (name, password, token) {
            (Some(name), Some(password), None) => return Self::User { name, password },
            (None, None, Some(token)) => return Self::Token(token),
            (None, None, None) => {}
            (Some(other), _, Some(token)) | (None, Some(other), Some(token)) => mistakes.add(
                format_args!("{} and {} are both set", called(token.key), called(other.key)),
                "keep either the token, or the user and the password",
            ),
            (Some(name), None, None) => mistakes.add(
                format_args!("{} is set without a password", called(name.key)),
                format_args!(
                    "write {} or {} as well, or leave it out if everyone may scrape",
                    called(PASSWORD),
                    called(PASSWORD_FILE)
                ),
            ),
            (None, Some(password), None) => mistakes.add(
                format_args!("{} is set without a user", called(password.key)),
                format_args!(
                    "write {} or {} as well, or leave it out if everyone may scrape",
                    called(USERNAME),
                    called(USERNAME_FILE)
                ),
            ),
        }
        Self::Nothing
    }

    /// What of it can be told to be useless without reading a file.
    pub(super) fn find_mistakes(self, mistakes: &mut Mistakes) {
        if !self.is_in_files()
            && let Err(failure) = self.read()
        {
            mistakes.add_whole(failure.to_string());
        }
    }

    /// What a request must bring. Files are read, and line breaks at their end left out.
    pub(super) fn read(self) -> Result<Option<Credentials>, Failure> {
        let (keys, credentials) = match self {
            Self::Nothing => return Ok(None),
            Self::User { name, password } => {
                (format!("`{}` and `{}`", name.key, password.key), Credentials::basic(&name.read()?, &password.read()?))
            }
            Self::Token(token) => (format!("`{}`", token.key), Credentials::bearer(&token.read()?)),
        };
        credentials.map(Some).map_err(|error| Failure::Credentials { keys, error })
    }

    fn is_in_files(self) -> bool {
        match self {
            Self::Nothing => false,
            Self::User { name, password } => name.is_in_file() || password.is_in_file(),
            Self::Token(token) => token.is_in_file(),
        }
    }
}

impl<'c> Secret<'c> {
    fn is_in_file(self) -> bool {
        matches!(self.place, Place::File(_))
    }

    fn read(self) -> Result<Cow<'c, str>, Failure> {
        match self.place {
            Place::Here(text) => Ok(text.into()),
            Place::File(path) => {
                let secret = read(path);
                let unreadable = |error| Failure::Unreadable { key: self.key, path: path.to_owned(), error };
                secret.map(|text| text.trim_end_matches(['\r', '\n']).to_owned().into()).map_err(unreadable)
            }
        }
    }
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    if File::open(path)?.take(MOST + 1).read_to_string(&mut text)? as u64 > MOST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is longer than any secret"));
    }
    Ok(text)
}

/// The key, and the variable if there are any.
fn called(key: &str, variables: Option<Variables<'_>>) -> String {
    match variables {
        Some(variables) => format!("`{key}` (`{}`)", variables.of(key)),
        None => format!("`{key}`"),
    }
}
