//! Expositions, read strictly: for the tests of a program's metrics. Needs the feature `testing`.
//!
//! What a test recorded is read back from the registry, or compared with the lines that it should expose:
//!
//! ```
//! use lowcard::testing::{assert_exposition, value};
//! use lowcard::{Counter, LabelSet, LabelValue, Metrics, Registry};
//!
//! #[derive(Clone, Copy, LabelValue)]
//! enum Channel { Email, Push }
//!
//! #[derive(Clone, Copy, LabelSet)]
//! struct Order { channel: Channel }
//!
//! #[derive(Metrics)]
//! struct ShopMetrics {
//!     /// Orders placed.
//!     orders_total: Counter<Order>,
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let registry = Registry::new();
//! let metrics = ShopMetrics::register(&registry)?;
//! metrics.orders_total.with(Order { channel: Channel::Email }).add(2);
//!
//! assert_eq!(value(&registry, r#"app_orders_total{channel="email"}"#), Some(2.0));
//! assert_exposition!(registry, r#"
//!     ## TYPE app_orders_total counter
//!     app_orders_total{channel="email"} 2
//!     app_orders_total{channel="push"} 0
//! "#);
//! # Ok(())
//! # }
//! ```
//!
//! | to | use |
//! |---|---|
//! | know what one series is | [`value`] |
//! | compare whole families | [`assert_exposition!`] |
//! | validate what another program exposes, and look into it | [`Exposition`] |

mod check;
mod compare;
mod draft;
mod expose;
mod exposition;
mod family;
mod invalid;
mod kind;
mod lines;
mod number;
mod reader;
mod sample;
mod scanner;
mod selector;
mod shown;
mod statement;
mod syntax;
#[cfg(test)]
mod tests;

pub use compare::{Mismatch, compare};
pub use expose::Expose;
pub use exposition::{Exposition, value};
pub use family::Family;
pub use invalid::Invalid;
pub use kind::FamilyKind;
pub use sample::{Exemplar, Sample};

#[doc(inline)]
pub use crate::__assert_exposition as assert_exposition;
