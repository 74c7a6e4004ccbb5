//! The template of a route, and which path that is.

use std::sync::OnceLock;

use http::Extensions;

use super::{HttpMetrics, UNMATCHED};
use crate::label::Interned;

/// What a route is to the metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// One with this path.
    Path(Interned),
    /// One that is not observed.
    Skipped,
}

/// The template that a service met first, which is most often the only one: axum makes a service for each route.
#[derive(Debug, Default)]
pub(super) struct Template(OnceLock<(Box<str>, Seen)>);

impl Template {
    /// The one that is met has this name, whatever axum calls it.
    pub(super) fn named<M: HttpMetrics>(name: &str) -> Self {
        Self(OnceLock::from((name.into(), look_up::<M>(name))))
    }

    /// What the route with this template is. The one that was met first is found by comparing two texts; another one costs
    /// a look into the table of all.
    #[inline]
    pub(super) fn seen<M: HttpMetrics>(&self, template: &str) -> Seen {
        let (first, seen) = self.0.get_or_init(|| (template.into(), look_up::<M>(template)));
        if **first == *template { *seen } else { look_up::<M>(template) }
    }

    /// What the one that was met first is.
    pub(super) fn first(&self) -> Option<Seen> {
        self.0.get().map(|&(_, seen)| seen)
    }
}

fn look_up<M: HttpMetrics>(template: &str) -> Seen {
    if is_skipped::<M>(template) { Seen::Skipped } else { Seen::Path(M::path(template)) }
}

/// Whether the metrics leave out what has this template, or this path if it has no template.
pub(super) fn is_skipped<M: HttpMetrics>(path: &str) -> bool {
    M::SKIPPED.contains(&path)
}

/// What stands for all that has no template.
pub(super) fn unmatched<M: HttpMetrics>() -> Interned {
    M::path(UNMATCHED)
}

/// The template that axum has left in a request, if it has been routed.
#[cfg(feature = "axum")]
#[inline]
pub(super) fn of(request: &Extensions) -> Option<&str> {
    request.get::<::axum::extract::MatchedPath>().map(::axum::extract::MatchedPath::as_str)
}

/// Only axum leaves templates in requests.
#[cfg(not(feature = "axum"))]
#[inline]
pub(super) fn of(_request: &Extensions) -> Option<&str> {
    None
}
