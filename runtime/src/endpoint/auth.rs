//! Who may scrape: those who know a token, or a user's password.

use std::{error, fmt};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use constant_time_eq::constant_time_eq;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

/// What a request must bring to be answered. It is not in what `Debug` prints.
#[derive(Clone)]
pub struct Credentials {
    scheme: Scheme,
    /// What follows the scheme in the header.
    secret: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
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

    /// Whether a request brings them. How long that takes tells the length of the secret, but nothing of what is in it.
    pub(crate) fn admit(&self, headers: &HeaderMap) -> bool {
        let header = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        let brought = header.and_then(|header| header.split_at_checked(self.scheme.word().len()));
        brought.is_some_and(|(scheme, rest)| {
            scheme.eq_ignore_ascii_case(self.scheme.word().as_bytes())
                && rest.starts_with(b" ")
                && constant_time_eq(rest.trim_ascii_start(), self.secret.as_bytes())
        })
    }

    /// What those who are not admitted are told to bring, for the header `WWW-Authenticate`.
    pub(crate) fn challenge(&self) -> HeaderValue {
        HeaderValue::from_static(match self.scheme {
            Scheme::Bearer => r#"Bearer realm="metrics""#,
            Scheme::Basic => r#"Basic realm="metrics", charset="UTF-8""#,
        })
    }
}

/// Without the secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

impl Scheme {
    fn word(self) -> &'static str {
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
                 help: check where it is read from, or leave it out if everyone may scrape"
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
                 help: check where it is read from, or leave user and password out if everyone may scrape"
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

    use http::header::AUTHORIZATION;
    use http::{HeaderMap, HeaderValue};

    use super::{Credentials, CredentialsError};

    fn is_admitted(credentials: &Credentials, header: &[u8]) -> bool {
        credentials.admit(&HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_bytes(header).unwrap())]))
    }

    #[test]
    fn a_token_is_asked_for() {
        let credentials = Credentials::bearer("s3cret==").unwrap();
        let cases: &[(&[u8], bool)] = &[
            (b"Bearer s3cret==", true),
            (b"bearer s3cret==", true),
            (b"BEARER    s3cret==", true),
            (b"Bearers3cret==", false),
            (b"Bearer s3cret=", false),
            (b"Bearer s3cret===", false),
            (b"Bearer S3cret==", false),
            (b"Bearer s3cret== s3cret==", false),
            (b"Bearer ", false),
            (b"Bearer", false),
            (b"Beare", false),
            (b"", false),
            (b"Basic s3cret==", false),
            (b"s3cret==", false),
            (b"Bearer s3cret=\xff", false),
            (b"\xff\xfe\xfd\xfc\xfb\xfa s3cret==", false),
        ];
        for (header, expected) in cases {
            assert_eq!(is_admitted(&credentials, header), *expected, "{}", header.escape_ascii());
        }
        assert!(!is_admitted(&credentials, &b"Bearer ".repeat(100_000)));
        assert!(!credentials.admit(&HeaderMap::new()));
    }

    #[test]
    fn a_password_is_asked_for() {
        // What follows the scheme is what the command `base64` makes of `user:password`.
        let cases: &[(&str, &str, &[u8], bool)] = &[
            ("prometheus", "pass:word", b"Basic cHJvbWV0aGV1czpwYXNzOndvcmQ=", true),
            ("prometheus", "pass:word", b"basic  cHJvbWV0aGV1czpwYXNzOndvcmQ=", true),
            ("prometheus", "pass:word", b"Bearer cHJvbWV0aGV1czpwYXNzOndvcmQ=", false),
            ("prometheus", "password", b"Basic cHJvbWV0aGV1czpwYXNzOndvcmQ=", false),
            ("prometheus", "pass:word", b"Basic prometheus:pass:word", false),
            ("prometheus", "pass:word", b"Basic", false),
            ("J\u{f6}rg", "\u{1f980}", b"Basic SsO2cmc68J+mgA==", true),
            ("", "token", b"Basic OnRva2Vu", true),
        ];
        for (user, password, header, expected) in cases {
            let credentials = Credentials::basic(user, password).unwrap();
            assert_eq!(is_admitted(&credentials, header), *expected, "{user} {}", header.escape_ascii());
        }
    }

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
    fn the_challenge_names_the_scheme() {
        assert_eq!(Credentials::bearer("a").unwrap().challenge(), r#"Bearer realm="metrics""#);
        assert_eq!(Credentials::basic("a", "b").unwrap().challenge(), r#"Basic realm="metrics", charset="UTF-8""#);
    }

    #[test]
    fn the_secret_is_not_printed() {
        assert_eq!(format!("{:?}", Credentials::bearer("s3cret").unwrap()), "Credentials { scheme: Bearer, .. }");
        assert_eq!(format!("{:?}", Credentials::basic("a", "s3cret").unwrap()), "Credentials { scheme: Basic, .. }");
    }
}
