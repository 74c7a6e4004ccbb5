//! The templates of routes, and which paths they are.

#[cfg(feature = "axum")]
mod table;

use http::Extensions;

use super::{HttpMetrics, UNMATCHED};
use crate::label::Interned;

#[cfg(feature = "axum")]
pub use table::Templates;

/// The templates that were met. Only axum leaves templates in requests.
#[cfg(not(feature = "axum"))]
#[derive(Debug)]
pub struct Templates;

#[cfg(not(feature = "axum"))]
impl Templates {
    /// None.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self
    }
}

/// What a route is to the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// One with this path.
    Path(Interned),
    /// One that is not observed.
    Skipped,
}

/// What a route with this name is.
pub(super) fn look_up<M: HttpMetrics>(name: &str) -> Seen {
    if is_skipped::<M>(name) { Seen::Skipped } else { Seen::Path(M::path(name)) }
}

/// Whether the metrics leave out what has this template, or this path if it has no template.
#[inline]
pub(super) fn is_skipped<M: HttpMetrics>(path: &str) -> bool {
    M::SKIPPED.contains(&path)
}

/// What stands for all that has no template.
pub(super) fn unmatched<M: HttpMetrics>() -> Interned {
    M::path(UNMATCHED)
}

/// What the route is that axum has chosen, if it has chosen by now.
#[cfg(feature = "axum")]
#[inline]
pub(super) fn of<M: HttpMetrics>(request: &Extensions) -> Option<Seen> {
    Some(M::templates().seen::<M>(request.get()?))
}

/// Without axum there is no telling.
#[cfg(not(feature = "axum"))]
#[inline]
pub(super) fn of<M: HttpMetrics>(_request: &Extensions) -> Option<Seen> {
    let Templates = M::templates();
    None
}
