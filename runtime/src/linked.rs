//! Every metric of the program, as the linker brings them together.

use linkme::distributed_slice;
use lowcard_schema::Definition;

use crate::declaration::Declaration;
use crate::registry::{RegisterError, RegisterErrors};

/// Each metric that any crate of the program declares.
#[distributed_slice]
pub static ENTRIES: [Entry];

/// A metric in the program.
pub struct Entry {
    declaration: &'static Declaration,
    metric: Option<&'static dyn Static>,
}

impl Entry {
    /// A metric that is a `static`.
    pub const fn of_static(declaration: &'static Declaration, metric: &'static dyn Static) -> Self {
        Self { declaration, metric: Some(metric) }
    }

    /// A metric that is a field: it comes to life with an instance of its struct.
    pub const fn of_field(declaration: &'static Declaration) -> Self {
        Self { declaration, metric: None }
    }
}

/// A metric that can stand in a `static`.
pub trait Static: Sync {
    /// Registers it with the process's registry, and starts its series at 0 if all are known.
    fn bring_to_life(&self) -> Result<(), RegisterError>;
}

/// The definition of each metric in the program, whether it is in use or not, by name.
///
/// ```
/// use lowcard::{Counter, metric};
///
/// /// Jobs that were run.
/// #[metric]
/// static JOBS_TOTAL: Counter;
///
/// assert!(lowcard::definitions().any(|definition| definition.name == "app_jobs_total"));
/// ```
pub fn definitions() -> impl Iterator<Item = &'static Definition> {
    let mut definitions: Vec<_> = ENTRIES.iter().map(|entry| entry.declaration.definition()).collect();
    definitions.sort_by_key(|definition| {
        let site = definition.site;
        (definition.name, site.package, site.file, site.line, site.column)
    });
    definitions.into_iter()
}

/// Registers every `static` metric of the program with [`Registry::global`](crate::Registry::global), and starts the
/// series of those whose labels are all known to the compiler at 0.
///
/// Without it, a `static` registers when it is first touched. A metric that is refused doesn't keep the others from
/// being registered.
///
/// ```
/// use lowcard::{Counter, Registry, metric};
///
/// /// Tasks that were done.
/// #[metric]
/// static TASKS_TOTAL: Counter;
///
/// lowcard::register_all()?;
/// assert!(Registry::global().encode_text().contains("\napp_tasks_total 0\n"));
/// # Ok::<(), lowcard::RegisterErrors>(())
/// ```
pub fn register_all() -> Result<(), RegisterErrors> {
    let metrics = ENTRIES.iter().filter_map(|entry| entry.metric);
    RegisterErrors::check(metrics.filter_map(|metric| metric.bring_to_life().err()).collect())
}
