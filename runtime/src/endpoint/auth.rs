//! Who may scrape: those who know a token, or a user's password.

use constant_time_eq::constant_time_eq;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::credentials::{Credentials, Scheme};

impl Credentials {
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use http::header::AUTHORIZATION;
    use http::{HeaderMap, HeaderValue};

    use crate::credentials::Credentials;

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
    fn the_challenge_names_the_scheme() {
        assert_eq!(Credentials::bearer("a").unwrap().challenge(), r#"Bearer realm="metrics""#);
        assert_eq!(Credentials::basic("a", "b").unwrap().challenge(), r#"Basic realm="metrics", charset="UTF-8""#);
    }
}
