//! What expansions of the macros use. Nothing here is meant to be written by hand, and any of it may change.

#[cfg(feature = "tracing")]
pub use crate::current_trace::CURRENT_TRACE;
pub use crate::declaration::{Declaration, Source};
pub use crate::label::{Column, Derived, Interner};
pub use crate::linked::{ENTRIES, Entry, Static};
pub use crate::metric::{BucketFinder, Metric};
pub use crate::storage::ExemplarSource;
pub use crate::system::{RUST_VERSION, uptime};

use lowcard_schema::{Domain, Label};

/// What fills the array that [`concat`] writes to before anything is written.
pub const NO_LABEL: Label = Label { name: "", domain: Domain::Constant };

/// The same for columns.
pub const NO_COLUMN: Column = Column::of::<bool>();

/// Whether metrics are off in this process: crates that build on this one leave out what would lead nowhere.
pub fn is_off() -> bool {
    crate::switch::is_off()
}

/// How many items there are in all parts: the `N` for [`concat`].
pub const fn count<T>(parts: &[&[T]]) -> usize {
    let mut count = 0;
    let mut i = 0;
    while i < parts.len() {
        count += parts[i].len();
        i += 1;
    }
    count
}

/// The items of all parts, one after the other: the labels of a set that takes in others.
pub const fn concat<T: Copy, const N: usize>(parts: &[&[T]], fill: T) -> [T; N] {
    let mut items = [fill; N];
    let mut next = 0;
    let mut i = 0;
    while i < parts.len() {
        let mut j = 0;
        while j < parts[i].len() {
            items[next] = parts[i][j];
            next += 1;
            j += 1;
        }
        i += 1;
    }
    items
}

#[cfg(feature = "http")]
pub use lowcard_macros::http_metrics;
pub use lowcard_macros::{system_metrics, workflow_metrics};
pub use {linkme, lowcard_schema as schema, once_cell};
