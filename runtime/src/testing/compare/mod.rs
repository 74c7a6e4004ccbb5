//! Compares an exposition with the lines that it should have.

mod diff;
mod entry;
mod owners;
mod pairs;

use std::collections::HashMap;
use std::{error, fmt};

use super::syntax::Syntax;
use super::{Expose, Invalid, reader};
use diff::Diff;
use entry::Entry;
use owners::Owners;

/// Asserts that an exposition is valid, and that the families which the expected lines name are exactly these lines.
///
/// The first argument is a [`Registry`](crate::Registry), a `&str` or a `String`, or what else implements [`Expose`].
/// The second one is the lines:
///
/// - Only families that it names are compared, each with all its series.
/// - The order of families, series and labels does not matter, nor how a number is written, nor indentation.
/// - `# TYPE`, `# HELP` and `# UNIT` are compared where a line of it is expected.
///
/// ```
/// use lowcard::testing::assert_exposition;
///
/// let scraped = "\
/// ## HELP app_orders_total Orders placed.
/// ## TYPE app_orders_total counter
/// app_orders_total{channel=\"email\",express=\"false\"} 2
/// ## TYPE app_users gauge
/// app_users 7
/// ";
/// assert_exposition!(scraped, r#"
///     ## TYPE app_orders_total counter
///     app_orders_total{express="false",channel="email"} 2
/// "#);
/// ```
///
/// # Panics
///
/// If the exposition is invalid or differs, with the lines that were expected (`-`) and found (`+`):
///
/// ```should_panic
/// # use lowcard::testing::assert_exposition;
/// assert_exposition!("app_users 7\n", "app_users 8");
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __assert_exposition {
    ($found:expr, $expected:expr $(,)?) => {
        if let ::std::result::Result::Err(mismatch) = $crate::testing::compare(&$found, $expected) {
            ::std::panic!("{}", mismatch);
        }
    };
}

/// What [`assert_exposition!`](super::assert_exposition) asserts, as a result.
///
/// ```
/// let mismatch = lowcard::testing::compare("app_users 7\n", "app_users 8").unwrap_err();
/// assert_eq!(mismatch.to_string(), "\
/// the exposition is not what was expected (`-` expected, `+` found):
/// - app_users 8
/// + app_users 7");
/// ```
pub fn compare(found: &(impl Expose + ?Sized), expected: impl AsRef<str>) -> Result<(), Mismatch> {
    let found = found.expose();
    let syntax = Syntax::of(&found);
    let expected = entry::expected(expected.as_ref(), syntax).map_err(|invalid| Mismatch::unreadable(&invalid))?;
    let entries = entry::found(&found, syntax);
    let diff = difference(&entries, &expected, syntax);
    let violation = reader::families(found.as_bytes(), syntax).err();
    if diff.is_empty() && violation.is_none() { Ok(()) } else { Err(Mismatch::new(&diff, violation)) }
}

/// The changes in the families that `expected` names.
fn difference<'a>(found: &'a [Entry<'a>], expected: &'a [Entry<'a>], syntax: Syntax) -> Diff<'a> {
    let owners = Owners::new(found.iter().chain(expected), syntax);
    let found: HashMap<_, _> = owners.group(found).into_iter().collect();
    let mut diff = Diff::default();
    for (family, expected) in owners.group(expected) {
        let found = found.get(family).map_or(&[][..], Vec::as_slice);
        diff.push(pairs::changes(found, &expected));
    }
    diff
}

/// How an exposition differs from what was expected of it, line by line.
#[derive(Clone, PartialEq, Eq)]
pub struct Mismatch {
    report: String,
}

impl Mismatch {
    fn new(diff: &Diff<'_>, violation: Option<Invalid>) -> Self {
        let difference = (!diff.is_empty()).then(|| diff.to_string());
        let violation = violation.map(|violation| format!("the exposition is invalid: {violation}"));
        Self { report: difference.into_iter().chain(violation).collect::<Vec<_>>().join("\n") }
    }

    /// What was expected is not even an exposition.
    fn unreadable(invalid: &Invalid) -> Self {
        Self { report: format!("the expected text can't be read: {invalid}") }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

/// As it is displayed.
impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for Mismatch {}
