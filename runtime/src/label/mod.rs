//! Labels: the values that one may take, and the sets that metrics have.

mod interned;
mod method;
mod status;

use std::any::TypeId;

use lowcard_schema::{Domain, Label};

pub use interned::{Interned, Interner};
pub use method::Method;
pub use status::{StatusClass, StatusCode};

/// What only the derives implement, so that every label has a bound.
pub trait Derived {}

/// A value that a label can have, from a set with a bound.
///
/// Only `#[derive(LabelValue)]` implements it: for an enum without fields, whose values the compiler knows, and for a
/// struct around [`Interned`], whose values are met at run time and capped.
///
/// `bool`, [`Method`], [`StatusClass`] and [`StatusCode`] are ready-made.
///
/// ```
/// use lowcard::{Interned, LabelValue};
///
/// #[derive(Clone, Copy, LabelValue)]
/// pub enum Channel { Email, Push }
///
/// /// Route templates: 200 of them, and `other` for every further one.
/// #[derive(Clone, Copy, LabelValue)]
/// #[label(max = 200)]
/// pub struct Route(Interned);
///
/// let route = Route::from("/users/{id}");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no bound, so it can't be a label value [label/unbounded]",
    label = "any number of series could come from this type",
    note = "help: for a fixed set of values, write an enum: `#[derive(LabelValue)] enum …`",
    note = "help: for values met at run time, cap them: `#[derive(LabelValue)] #[label(max = 200)] struct …(lowcard::Interned);`"
)]
pub trait LabelValue: Derived + 'static {
    /// The values that there can be.
    const DOMAIN: Domain;

    /// What the type knows of its values, for where the type is not known.
    #[doc(hidden)]
    const COLUMN: Column = Column::of::<Self>();

    /// Which value of the domain this is, from 0.
    fn ordinal(&self) -> u32;

    /// The text that a value is exposed as.
    fn text(ordinal: u32) -> &'static str;

    /// How often a value found no room under the cap.
    fn overflowed() -> u64 {
        0
    }
}

/// The labels of a metric, as a struct with a field for each.
///
/// Only `#[derive(LabelSet)]` implements it, and `()` is the set without labels.
///
/// ```
/// use lowcard::{LabelSet, LabelValue, Method};
///
/// #[derive(Clone, Copy, LabelValue)]
/// pub enum Outcome { Delivered, Failed }
///
/// #[derive(Clone, Copy, LabelSet)]
/// pub struct Request { pub method: Method, pub outcome: Outcome }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a label set [item/unsupported]",
    label = "a metric's labels are a struct that derives `LabelSet`",
    note = "help: write `#[derive(LabelSet)]` above the struct, which has a field for each label"
)]
pub trait LabelSet: Derived {
    /// The labels, in the order of the fields.
    const LABELS: &'static [Label];
    /// What each label's type knows of its values, in the same order.
    const COLUMNS: &'static [Column];
    /// The categories of the policy that the set may be used in; any if there are none.
    const CATEGORIES: &'static [&'static str];

    /// The number of this label set among all that there can be; the first label is the most significant.
    fn index(&self) -> u64;
}

/// The labels of an [`Info`](crate::Info): text that is known when the program is built or starts.
///
/// Only `#[derive(LabelSet)]` with `#[labels(constant)]` implements it, and `()` is the set without labels.
///
/// ```
/// use lowcard::LabelSet;
///
/// #[derive(LabelSet)]
/// #[labels(constant)]
/// pub struct Build { pub version: &'static str, pub revision: String }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of constant labels [item/unsupported]",
    label = "the labels of an `Info` are a struct that derives `LabelSet` as constant",
    note = "help: write `#[derive(LabelSet)] #[labels(constant)]` above the struct, which has a field for each label"
)]
pub trait ConstantLabels: Derived {
    /// The labels, in the order of the fields.
    const LABELS: &'static [Label];
    /// The categories of the policy that the set may be used in; any if there are none.
    const CATEGORIES: &'static [&'static str];

    /// The values, in the order of the labels.
    fn values(self) -> Vec<String>;
}

/// What the type of a label knows of its values, kept apart from the type.
#[derive(Clone, Copy)]
pub struct Column {
    /// Tells label types apart, so that the overflow of each is summed once.
    pub(crate) of: TypeId,
    pub(crate) text: fn(u32) -> &'static str,
    pub(crate) overflowed: fn() -> u64,
}

impl Column {
    /// What `T` knows.
    pub const fn of<T: LabelValue + ?Sized>() -> Self {
        Self { of: TypeId::of::<T>(), text: T::text, overflowed: T::overflowed }
    }
}

impl Derived for () {}

#[diagnostic::do_not_recommend]
impl LabelSet for () {
    const LABELS: &'static [Label] = &[];
    const COLUMNS: &'static [Column] = &[];
    const CATEGORIES: &'static [&'static str] = &[];

    #[inline]
    fn index(&self) -> u64 {
        0
    }
}

#[diagnostic::do_not_recommend]
impl ConstantLabels for () {
    const LABELS: &'static [Label] = &[];
    const CATEGORIES: &'static [&'static str] = &[];

    fn values(self) -> Vec<String> {
        Vec::new()
    }
}

/// The values of `bool`, by ordinal.
const BOOLS: &[&str] = &["false", "true"];

impl Derived for bool {}

#[diagnostic::do_not_recommend]
impl LabelValue for bool {
    const DOMAIN: Domain = Domain::Closed(BOOLS);

    #[inline]
    fn ordinal(&self) -> u32 {
        u32::from(*self)
    }

    fn text(ordinal: u32) -> &'static str {
        Self::DOMAIN.text(ordinal)
    }
}

#[cfg(test)]
mod tests {
    use super::LabelValue;

    #[test]
    fn booleans_are_exposed_as_words() {
        assert_eq!(bool::text(false.ordinal()), "false");
        assert_eq!(bool::text(true.ordinal()), "true");
        assert_eq!(bool::text(u32::MAX), "other");
    }
}
