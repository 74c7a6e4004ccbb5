//! What hands out meters.

use std::fmt;
use std::sync::Arc;

use opentelemetry::metrics::Meter;
use opentelemetry::{InstrumentationScope, global};

use super::callbacks::Callbacks;
use crate::dynamic::{Metrics, Policy};
use crate::{AttachError, Registry};

/// Hands out meters whose instruments record into a store of metrics that are met at run time, and so into a registry.
///
/// A clone is the same provider. See the [module](super) for what becomes of names, attributes and instruments.
#[derive(Clone)]
pub struct MeterProvider {
    pub(super) metrics: Metrics,
    pub(super) callbacks: Callbacks,
    pub(super) has_suffixes: bool,
}

impl MeterProvider {
    /// A provider whose metrics are held to this policy. Nothing is exposed before it is attached or installed.
    pub fn new(policy: Policy) -> Self {
        Self { metrics: Metrics::new(policy), callbacks: Callbacks::default(), has_suffixes: true }
    }

    /// Exposes names as they are written, without the unit and without `_total`.
    #[must_use]
    pub fn without_suffixes(mut self) -> Self {
        self.has_suffixes = false;
        self
    }

    /// Attaches what is recorded to a registry, as the collectors `opentelemetry_callbacks` and `opentelemetry`.
    ///
    /// # Errors
    ///
    /// If the registry has collectors of these names.
    pub fn attach(&self, registry: &Registry) -> Result<(), AttachError> {
        registry.attach("opentelemetry_callbacks", self.callbacks.clone())?; // first, as they fill the other one
        registry.attach("opentelemetry", self.metrics.clone())
    }

    /// Attaches it to the process's registry, and makes it the provider of all meters that are handed out from now on.
    ///
    /// # Errors
    ///
    /// If the registry has collectors of these names, as from an earlier call.
    pub fn install(self) -> Result<(), AttachError> {
        self.attach(Registry::global())?;
        global::set_meter_provider(self);
        Ok(())
    }

    /// What is recorded: see [`Metrics::refusals`] for what the policy did not let through.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}

impl opentelemetry::metrics::MeterProvider for MeterProvider {
    fn meter_with_scope(&self, _scope: InstrumentationScope) -> Meter {
        Meter::new(Arc::new(self.clone()))
    }
}

impl fmt::Debug for MeterProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MeterProvider").field(&self.metrics).finish()
    }
}
