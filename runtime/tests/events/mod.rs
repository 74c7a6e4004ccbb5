//! What is logged through `tracing`.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Every event that this thread logs meanwhile: its level, its message, and its other fields.
pub(crate) fn of<T>(act: impl FnOnce() -> T) -> (T, Vec<String>) {
    let log = Log::default();
    let acted = tracing::subscriber::with_default(tracing_subscriber::registry().with(log.clone()), act);
    let events = std::mem::take(&mut *log.0.lock().unwrap_or_else(PoisonError::into_inner));
    (acted, events)
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let event = format!("{} {}{}", event.metadata().level(), fields.message, fields.others);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }
}

#[derive(Default)]
struct Fields {
    message: String,
    others: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _infallible = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.others, " {name}={value:?}"),
        };
    }
}
