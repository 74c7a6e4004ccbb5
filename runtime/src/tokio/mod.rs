//! What tokio's runtimes and tasks do. Needs the feature `tokio`.
//!
//! A [`RuntimeCollector`] exposes what a runtime counts of itself, a [`TaskCollector`] what was measured of the tasks that
//! the program has put under a [`TaskMonitor`]. Neither needs `tokio_unstable`, a task of its own or an interval:
//!
//! ```
//! use lowcard::Registry;
//! use lowcard::tokio::{RuntimeCollector, TaskCollector, TaskMonitor};
//! use tokio::runtime::Handle;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let registry = Registry::global();
//! registry.attach("tokio", RuntimeCollector::new(&Handle::current()))?;
//!
//! let orders = TaskMonitor::new();
//! registry.attach("tokio_tasks", TaskCollector::new().monitor("orders", &orders))?;
//! tokio::spawn(orders.instrument(async { /* takes orders */ })).await?;
//!
//! let text = registry.encode_text();
//! assert!(text.contains("\ntokio_workers 1\n"));
//! assert!(text.contains("\ntokio_task_dropped_total{task=\"orders\"} 1\n"));
//! # Ok(())
//! # }
//! ```
//!
//! All numbers are tokio's own, read with each scrape: sums from the beginning, which are the same for whoever reads them,
//! and never go back. A scrape may come from anywhere, inside or outside of a runtime.

mod runtime;
mod tasks;

pub use runtime::RuntimeCollector;
pub use tasks::TaskCollector;
pub use tokio_metrics::TaskMonitor;
