//! How long the bodies of a request and its answer are.

use http_body::Body;

/// What is known of the lengths of bodies: [nothing](Unmeasured), or [both](Measured).
pub trait Lengths: Send + Sync + 'static {
    /// What a request says of its body.
    fn of<B: Body>(request: &B) -> Self;

    /// Takes note that so many bytes of the answer were taken.
    fn sent(&mut self, bytes: usize);

    /// What was found out, if it is observed.
    fn measured(&self) -> Option<&Measured>;
}

/// Nobody observes them, so that they take no time and no room.
#[derive(Clone, Copy, Debug)]
pub struct Unmeasured;

/// Both are observed.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// How long the request's body is, if it says so beforehand.
    pub(super) received: Option<u64>,
    /// How much of the answer's body was taken.
    pub(super) sent: u64,
}

impl Lengths for Unmeasured {
    #[inline]
    fn of<B: Body>(_request: &B) -> Self {
        Self
    }

    #[inline]
    fn sent(&mut self, _bytes: usize) {}

    #[inline]
    fn measured(&self) -> Option<&Measured> {
        None
    }
}

impl Lengths for Measured {
    fn of<B: Body>(request: &B) -> Self {
        Self { received: request.size_hint().exact(), sent: 0 }
    }

    fn sent(&mut self, bytes: usize) {
        self.sent = self.sent.saturating_add(bytes as u64);
    }

    fn measured(&self) -> Option<&Measured> {
        Some(self)
    }
}
