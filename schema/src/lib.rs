//! What a metric is, and which are allowed.
//!
//! The macros, the runtime and `cargo lowcard` share this crate, so that a rule exists once: [`rule`] lists them,
//! [`check`] applies them to what was written, and the `const fn`s of [`series`] and [`label`] apply to what only the
//! compiler knows. [`Definition`] is a metric as the compiler knows it, [`record`] the form it takes in a compiled
//! crate, [`policy`] the team's own word on it.
//!
//! Users depend on `lowcard`, which re-exports what they need.

mod buckets;
pub mod category;
pub mod check;
mod definition;
mod help;
mod kind;
pub mod label;
mod name;
mod nearest;
pub mod policy;
pub mod record;
pub mod rule;
pub mod series;
mod stability;
mod text;
mod unit;

pub use buckets::DEFAULT_SECONDS_BUCKETS;
pub use definition::{Definition, Site};
pub use kind::{Kind, Number};
pub use label::{Domain, Label};
pub use name::exposed as exposed_name;
pub use nearest::nearest;
pub use policy::Policy;
pub use rule::{Level, Rule};
pub use series::Series;
pub use stability::{Deprecation, Stability};
pub use text::{Text, refuse};
pub use unit::of_name as unit_of_name;
