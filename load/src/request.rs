//! What is sent, and what has to come back.

use std::net::SocketAddr;

/// A request without a body, and the status that is expected.
#[derive(Clone, Debug)]
pub struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) template: String,
    pub(crate) status: u16,
    headers: String,
}

impl Request {
    /// A `GET` of `path`, which may have a query, to be answered with `status` and counted as one of `template`.
    pub fn get(path: &str, template: &str, status: u16) -> Self {
        Self::new("GET", path, template, status)
    }

    /// The same with any method.
    pub fn new(method: &str, path: &str, template: &str, status: u16) -> Self {
        let [method, path, template] = [method, path, template].map(str::to_owned);
        Self { method, path, template, status, headers: String::new() }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.extend([name, ": ", value, "\r\n"]);
        self
    }

    /// As it goes over the wire.
    pub(crate) fn written(&self, server: SocketAddr) -> Vec<u8> {
        let Self { method, path, headers, .. } = self;
        format!("{method} {path} HTTP/1.1\r\nHost: {server}\r\n{headers}\r\n").into_bytes()
    }
}
