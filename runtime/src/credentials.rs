//! A token, or a user and the password.

use std::{error, fmt};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a request must bring to be answered, by an endpoint or by a Pushgateway. It is not in what `Debug` prints.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) scheme: Scheme,
    /// What follows the scheme in the header.
    pub(crate) secret: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bearer,
    Basic,
}

impl Credentials {
    /// A token, which a Prometheus has as `authorization.credentials`.
    pub fn bearer(token: &str) -> Result<Self, CredentialsError> {
        if token.is_empty() {
            return Err(CredentialsError::EmptyToken);
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(CredentialsError::TokenCharacter);
        }
        Ok(Self { scheme: Scheme::Bearer, secret: token.to_owned() })
    }

    /// A user and the password, which a Prometheus has as `basic_auth`.
    pub fn basic(user: &str, password: &str) -> Result<Self, CredentialsError> {
        if user.contains(':') {
            return Err(CredentialsError::ColonInUser);
        }
        if password.is_empty() {
            return Err(CredentialsError::EmptyPassword);
        }
        if user.contains(char::is_control) || password.contains(char::is_control) {
            return Err(CredentialsError::ControlCharacter);
        }
        Ok(Self { scheme: Scheme::Basic, secret: STANDARD.encode(format!("{user}:{password}")) })
    }
}

/// Without the secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

impl Scheme {
    /// What the header starts with.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Basic => "Basic",
        }
    }
}

/// Why something can't be used as credentials. None of it is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The token is empty.
    EmptyToken,
    /// The token can't be sent in a header.
    TokenCharacter,
    /// The name of the user has a colon.
    ColonInUser,
    /// The password is empty.
    EmptyPassword,
    /// The user or the password has a control character.
    ControlCharacter,
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyToken => {
                "the bearer token is empty, so everyone would know it\n  \
                 help: check where it is read from, or leave it out where none is asked for"
            }
            Self::TokenCharacter => {
                "the bearer token has a character that can't be sent in a header, such as a space or a line break\n  \
                 help: if it is read from a file, trim it; otherwise take one of visible ASCII characters"
            }
            Self::ColonInUser => {
                "the user has a colon, which ends the name of a user in basic authentication\n  \
                 help: take a name without one; the password may have colons"
            }
            Self::EmptyPassword => {
                "the password is empty, so everyone would know it\n  \
                 help: check where it is read from, or leave user and password out where none are asked for"
            }
            Self::ControlCharacter => {
                "the user or the password has a control character, such as a line break, which basic authentication \
                 forbids\n  help: if it is read from a file, trim it"
            }
        })
    }
}

impl error::Error for CredentialsError {}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use super::{Credentials, CredentialsError};

    #[test]
    fn what_could_never_be_brought_is_refused() {
        let cases = [
            (Credentials::bearer(""), CredentialsError::EmptyToken, "the bearer token is empty"),
            (Credentials::bearer("s3cret\n"), CredentialsError::TokenCharacter, "the bearer token has a character"),
            (Credentials::bearer(" s3cret"), CredentialsError::TokenCharacter, "the bearer token has a character"),
            (Credentials::bearer("s3crét"), CredentialsError::TokenCharacter, "the bearer token has a character"),
            (Credentials::basic("a:b", "c"), CredentialsError::ColonInUser, "the user has a colon"),
            (Credentials::basic("a", ""), CredentialsError::EmptyPassword, "the password is empty"),
            (
                Credentials::basic("a", "b\n"),
                CredentialsError::ControlCharacter,
                "the user or the password has a control",
            ),
            (
                Credentials::basic("a\0", "b"),
                CredentialsError::ControlCharacter,
                "the user or the password has a control",
            ),
        ];
        for (credentials, expected, message) in cases {
            let error = credentials.unwrap_err();
            assert_eq!(error, expected);
            assert!(error.to_string().starts_with(message), "{error}");
            assert!(error.to_string().contains("\n  help: "), "{error}");
        }
    }

    #[test]
    fn the_secret_is_not_printed() {
        assert_eq!(format!("{:?}", Credentials::bearer("s3cret").unwrap()), "Credentials { scheme: Bearer, .. }");
        assert_eq!(format!("{:?}", Credentials::basic("a", "s3cret").unwrap()), "Credentials { scheme: Basic, .. }");
    }
}
