//! What a metric is, and which are allowed.
//!
//! The macros, the runtime and `cargo lowcard` share this crate, so that a rule exists once: [`rule`] lists them,
//! [`check`] applies them to what was written, and the `const fn`s of [`series`] and [`label`] apply to what only the
//! compiler knows. [`Definition`] is a metric as the compiler knows it, [`record`] the form it takes in a compiled
//! crate, [`policy`] the team's own word on it. [`denied`] holds without that word, at compile time and at run time.
//!
//! Users depend on `lowcard`, which re-exports what they need.

pub mod category;
#[cfg(feature = "rules")]
pub mod check;
mod definition;
pub mod denied;
mod kind;
pub mod label;
mod native;
mod nearest;
#[cfg(feature = "rules")]
pub mod policy;
pub mod record;
pub mod rule;
pub mod series;
mod stability;
mod text;

pub use definition::{Definition, Site, claimed_names};
pub use kind::{Kind, Number};
pub use label::{Domain, Label};
pub use native::Native;
pub use nearest::nearest;
pub use rule::{Judge, Level, Rule};
pub use series::Series;
pub use stability::{Deprecation, Stability};
pub use text::{Text, refuse};
