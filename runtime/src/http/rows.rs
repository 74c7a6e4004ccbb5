//! The series of one method and path, found once.

use std::sync::atomic::{AtomicU32, Ordering};

use super::HttpMetrics;
use super::metrics::Sizes;
use crate::label::{Interned, Method};

/// The numbers of the rows that requests with one method and path are recorded in, so that no label set has to be looked
/// up a second time.
pub(super) struct Rows {
    method: Method,
    path: Interned,
    pub(super) duration: u32,
    pub(super) sizes: Option<Sizes<u32>>,
    /// By status; [`UNKNOWN`] until one is met.
    requests: Box<[AtomicU32]>,
}

/// No row has this number.
const UNKNOWN: u32 = u32::MAX;

impl Rows {
    pub(super) fn find<M: HttpMetrics>(metrics: &M, method: Method, path: Interned) -> Self {
        let labels = || M::route_labels(method, path);
        let sizes = metrics.sizes().map(|sizes| Sizes {
            request: sizes.request.number_of(labels()),
            response: sizes.response.number_of(labels()),
        });
        let statuses = 0..M::STATUSES;
        Self {
            method,
            path,
            duration: metrics.durations().number_of(labels()),
            sizes,
            requests: statuses.map(|_| AtomicU32::new(UNKNOWN)).collect(),
        }
    }

    /// The row of the answers with this status.
    #[inline]
    pub(super) fn request<M: HttpMetrics>(&self, metrics: &M, code: u16) -> u32 {
        let find = || metrics.requests().number_of(M::request(self.method, self.path, code));
        let Some(known) = self.requests.get(M::status(code) as usize) else { return find() };
        match known.load(Ordering::Relaxed) {
            UNKNOWN => {
                let number = find();
                known.store(number, Ordering::Relaxed); // whoever else looks finds the same one
                number
            }
            number => number,
        }
    }
}
