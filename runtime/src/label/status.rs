//! The HTTP status as a label, by code or by class.

use std::fmt;

use lowcard_schema::Domain;

use super::{Derived, LabelValue};

/// The class of an HTTP status: `1xx` to `5xx`, and `other` for numbers that are no status.
///
/// ```
/// use lowcard::StatusClass;
///
/// assert_eq!(StatusClass::from(404), StatusClass::ClientError);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusClass {
    /// `1xx`
    Informational,
    /// `2xx`
    Success,
    /// `3xx`
    Redirection,
    /// `4xx`
    ClientError,
    /// `5xx`
    ServerError,
    /// Numbers that are no status.
    Other,
}

/// The texts of the classes, in the order of the variants.
const CLASSES: &[&str] = &["1xx", "2xx", "3xx", "4xx", "5xx", "other"];

impl From<u16> for StatusClass {
    fn from(code: u16) -> Self {
        match code / 100 {
            1 => Self::Informational,
            2 => Self::Success,
            3 => Self::Redirection,
            4 => Self::ClientError,
            5 => Self::ServerError,
            _ => Self::Other,
        }
    }
}

#[cfg(any(feature = "endpoint", feature = "http"))]
impl From<::http::StatusCode> for StatusClass {
    fn from(code: ::http::StatusCode) -> Self {
        Self::from(code.as_u16())
    }
}

impl Derived for StatusClass {}

#[diagnostic::do_not_recommend]
impl LabelValue for StatusClass {
    const DOMAIN: Domain = Domain::Closed(CLASSES);

    #[inline]
    fn ordinal(&self) -> u32 {
        *self as u32
    }

    fn text(ordinal: u32) -> &'static str {
        Self::DOMAIN.text(ordinal)
    }
}

/// The code of an HTTP status: one that is registered with IANA, such as `404`, or `499`, which servers log where the client
/// went away before the answer; otherwise `other`.
///
/// ```
/// use lowcard::StatusCode;
///
/// assert_ne!(StatusCode::from(200), StatusCode::from(404));
/// assert_eq!(StatusCode::from(299), StatusCode::from(999)); // neither is registered
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusCode(u8);

/// The texts of the codes, by ordinal.
const CODES: &[&str] = &[
    "100", "101", "102", "103", "104", //
    "200", "201", "202", "203", "204", "205", "206", "207", "208", "226", //
    "300", "301", "302", "303", "304", "305", "306", "307", "308", //
    "400", "401", "402", "403", "404", "405", "406", "407", "408", "409", "410", "411", "412", "413", "414", "415",
    "416", "417", "418", "421", "422", "423", "424", "425", "426", "428", "429", "431", "451", "499", //
    "500", "501", "502", "503", "504", "505", "506", "507", "508", "510", "511", //
    "other",
];

/// The ordinal of `other`.
#[expect(clippy::cast_possible_truncation, reason = "there are fewer than 256 codes")]
const OTHER: u8 = CODES.len() as u8 - 1;

/// The ordinals by code.
static ORDINALS: [u8; 600] = {
    let mut ordinals = [OTHER; 600];
    let mut ordinal = 0;
    while ordinal < OTHER {
        let digits = CODES[ordinal as usize].as_bytes();
        let code = (digits[0] - b'0') as usize * 100 + (digits[1] - b'0') as usize * 10 + (digits[2] - b'0') as usize;
        ordinals[code] = ordinal;
        ordinal += 1;
    }
    ordinals
};

impl From<u16> for StatusCode {
    fn from(code: u16) -> Self {
        Self(ORDINALS.get(usize::from(code)).copied().unwrap_or(OTHER))
    }
}

#[cfg(any(feature = "endpoint", feature = "http"))]
impl From<::http::StatusCode> for StatusCode {
    fn from(code: ::http::StatusCode) -> Self {
        Self::from(code.as_u16())
    }
}

impl fmt::Debug for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusCode({})", Self::text(self.ordinal()))
    }
}

impl Derived for StatusCode {}

#[diagnostic::do_not_recommend]
impl LabelValue for StatusCode {
    const DOMAIN: Domain = Domain::Closed(CODES);

    #[inline]
    fn ordinal(&self) -> u32 {
        u32::from(self.0)
    }

    fn text(ordinal: u32) -> &'static str {
        Self::DOMAIN.text(ordinal)
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, LabelValue, StatusClass, StatusCode};

    #[test]
    fn a_code_is_exposed_as_its_digits_if_it_is_registered() {
        for code in 0..=u16::MAX {
            let digits = code.to_string();
            let expected = if CODES.contains(&digits.as_str()) { digits.as_str() } else { "other" };
            assert_eq!(StatusCode::text(StatusCode::from(code).ordinal()), expected);
        }
    }

    #[test]
    fn a_class_is_the_first_digit_of_its_codes() {
        let texts = [99, 100, 204, 399, 404, 599, 600].map(|code| StatusClass::text(StatusClass::from(code).ordinal()));
        assert_eq!(texts, ["other", "1xx", "2xx", "3xx", "4xx", "5xx", "other"]);
    }

    #[test]
    fn a_code_is_debugged_as_it_is_exposed() {
        assert_eq!(format!("{:?}", StatusCode::from(418)), "StatusCode(418)");
    }
}
