//! What an expansion would write, for tests: definitions, labels and label sets.

use lowcard_schema::{Domain, Label, Site};

pub(crate) use lowcard_schema::{Definition, Kind};

pub(crate) use crate::declaration::Declaration;
use crate::label::{Column, Derived, LabelSet, LabelValue, Method};

/// A definition without labels.
pub(crate) const fn definition(name: &'static str, kind: Kind) -> Definition {
    Definition::new(name, kind, "Help.", site("shop", "0.1.0", "src/a.rs", 3))
}

/// A definition with the labels of `L`.
pub(crate) const fn labelled<L: LabelSet>(name: &'static str, kind: Kind) -> Definition {
    Definition { labels: L::LABELS, ..definition(name, kind) }
}

/// A place in a package.
pub(crate) const fn site(package: &'static str, version: &'static str, file: &'static str, line: u32) -> Site {
    Site { package, version, module: "shop", file, line, column: 12 }
}

/// A closed label set.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) cached: bool,
}

impl Derived for Call {}

impl LabelSet for Call {
    const LABELS: &'static [Label] =
        &[Label { name: "method", domain: Method::DOMAIN }, Label { name: "cached", domain: bool::DOMAIN }];
    const COLUMNS: &'static [Column] = &[Column::of::<Method>(), Column::of::<bool>()];
    const CATEGORIES: &'static [&'static str] = &[];

    fn index(&self) -> u64 {
        let index = lowcard_schema::series::index(0, Method::DOMAIN.len(), u64::from(self.method.ordinal()));
        lowcard_schema::series::index(index, bool::DOMAIN.len(), u64::from(self.cached.ordinal()))
    }
}

/// A capped label, and the label set of it alone. Each test has its own, since its values are the process's.
macro_rules! capped {
    ($Name:ident, $label:literal, $max:literal) => {
        #[derive(Clone, Copy)]
        struct $Name($crate::label::Interned);

        impl $Name {
            fn interner() -> &'static $crate::label::Interner {
                static INTERNER: $crate::label::Interner = $crate::label::Interner::new($max, "other");
                &INTERNER
            }
        }

        impl From<&str> for $Name {
            fn from(value: &str) -> Self {
                Self(Self::interner().intern(value))
            }
        }

        impl $crate::label::Derived for $Name {}

        impl $crate::label::LabelValue for $Name {
            const DOMAIN: lowcard_schema::Domain = $crate::fixtures::capped_domain($max);

            fn ordinal(&self) -> u32 {
                self.0.ordinal($max)
            }

            fn text(ordinal: u32) -> &'static str {
                Self::interner().text(ordinal)
            }

            fn overflowed() -> u64 {
                Self::interner().overflowed()
            }
        }

        impl $crate::label::LabelSet for $Name {
            const LABELS: &'static [lowcard_schema::Label] =
                &[lowcard_schema::Label { name: $label, domain: $crate::fixtures::capped_domain($max) }];
            const COLUMNS: &'static [$crate::label::Column] = &[$crate::label::Column::of::<Self>()];
            const CATEGORIES: &'static [&'static str] = &[];

            fn index(&self) -> u64 {
                u64::from($crate::label::LabelValue::ordinal(self))
            }
        }
    };
}

pub(crate) use capped;

pub(crate) const fn capped_domain(max: u32) -> Domain {
    Domain::Capped { max, overflow: "other" }
}
