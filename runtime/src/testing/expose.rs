//! What can be asserted on.

use std::borrow::Cow;

use crate::Registry;

/// What has an exposition: a [`Registry`], or a text that a program sent.
///
/// ```
/// use std::borrow::Cow;
///
/// use lowcard::testing::{Expose, assert_exposition};
///
/// struct Answer { body: String }
///
/// impl Expose for Answer {
///     fn expose(&self) -> Cow<'_, str> {
///         Cow::from(&self.body)
///     }
/// }
///
/// assert_exposition!(Answer { body: "app_users 1\n".into() }, "app_users 1");
/// ```
pub trait Expose {
    /// The text, in one of the two formats. It is read as OpenMetrics if its last line is `# EOF`.
    fn expose(&self) -> Cow<'_, str>;
}

impl Expose for Registry {
    fn expose(&self) -> Cow<'_, str> {
        self.encode_text().into()
    }
}

impl Expose for str {
    fn expose(&self) -> Cow<'_, str> {
        self.into()
    }
}

impl Expose for String {
    fn expose(&self) -> Cow<'_, str> {
        self.into()
    }
}

impl<T: Expose + ?Sized> Expose for &T {
    fn expose(&self) -> Cow<'_, str> {
        (**self).expose()
    }
}
