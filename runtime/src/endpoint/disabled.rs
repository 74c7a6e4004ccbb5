//! What is answered where there are no metrics.
#![cfg_attr(not(feature = "config"), expect(dead_code, reason = "only a configuration turns metrics off"))]

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};

use super::body::ScrapeBody;

/// One answer for every request.
///
/// It asks nobody for credentials: there is nothing to protect, and whoever turns metrics off, or finds that a mounted
/// secret is missing, has none to compare with. So the sentence tells strangers nothing but that.
#[derive(Clone, Copy)]
pub(crate) struct Disabled {
    code: StatusCode,
    sentence: &'static str,
}

/// Why, where an operator wants it so.
const STATED: &str = "Metrics are disabled: the configuration of this application says so.\n";

impl Disabled {
    /// There is nothing here, as an operator wants it.
    pub(crate) const NOT_FOUND: Self = Self { code: StatusCode::NOT_FOUND, sentence: STATED };

    /// There would be something here, if the operator wanted it.
    pub(crate) const UNAVAILABLE: Self = Self { code: StatusCode::SERVICE_UNAVAILABLE, sentence: STATED };

    /// There should be something here. What is wrong is for the log alone.
    pub(crate) const NOT_STARTED: Self = Self {
        code: StatusCode::SERVICE_UNAVAILABLE,
        sentence: "Metrics are disabled: they could not be started, and the log of this application says why.\n",
    };

    pub(super) fn answer(self) -> Response<ScrapeBody> {
        let mut answer = Response::new(ScrapeBody::sentence(self.sentence.to_owned()));
        *answer.status_mut() = self.code;
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        // There may be metrics after a restart, and a cache may keep a 404 if nobody says otherwise.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }
}
