//! A port of their own for metrics, in programs that are compiled with the feature `serve`.

use std::net::SocketAddr;

use super::Config;
use super::start::Failure;
use crate::Endpoint;

#[cfg(feature = "serve")]
pub(super) type Port = crate::Server;

/// There is none.
#[cfg(not(feature = "serve"))]
#[derive(Debug)]
pub(super) enum Port {}

#[cfg(not(feature = "serve"))]
impl Port {
    pub(super) fn local_addr(&self) -> SocketAddr {
        match *self {}
    }
}

/// Opens it, if there is to be one.
pub(super) fn open(config: &Config, endpoint: &Endpoint) -> Result<Option<Port>, Failure> {
    config.listen.map(|address| serve(config, address, endpoint)).transpose().map_err(Failure::Port)
}

#[cfg(feature = "serve")]
fn serve(config: &Config, address: SocketAddr, endpoint: &Endpoint) -> std::io::Result<Port> {
    let limits = crate::ServerLimits::default().answer_time(config.time_limit);
    endpoint.clone().serve_at(address, &config.path, limits)
}

#[cfg(not(feature = "serve"))]
fn serve(_: &Config, address: SocketAddr, _: &Endpoint) -> std::io::Result<Port> {
    let wrong = format!(
        "`listen` is {address}, and this program is compiled without the feature `serve` of lowcard\n  \
         help: turn it on, or leave `listen` out"
    );
    Err(std::io::Error::new(std::io::ErrorKind::Unsupported, wrong))
}
