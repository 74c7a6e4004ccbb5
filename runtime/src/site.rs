//! Where the crate's own metrics are defined.

use std::panic::Location;

use lowcard_schema::Site;

/// The line that calls this.
#[track_caller]
pub(crate) const fn here() -> Site {
    let location = Location::caller();
    Site {
        package: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        module: env!("CARGO_CRATE_NAME"),
        file: location.file(),
        line: location.line(),
        column: location.column(),
    }
}
