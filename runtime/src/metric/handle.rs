//! What all metrics are made of: a declaration, and the family that it has in a registry.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::declaration::{Declaration, Source};
use crate::family::Family;
use crate::registry::{RegisterError, Registry};
use crate::storage::Row;

#[derive(Clone)]
pub(super) struct Handle {
    declaration: &'static Declaration,
    family: OnceLock<Arc<Family>>,
}

impl Handle {
    /// Registers with the process's registry when it is first touched.
    pub(super) const fn declared(declaration: &'static Declaration) -> Self {
        Self { declaration, family: OnceLock::new() }
    }

    /// Registers with this registry, now.
    pub(super) fn bound(registry: &Registry, declaration: &'static Declaration) -> Result<Self, RegisterError> {
        let family = registry.register(declaration)?;
        family.start();
        Ok(Self { declaration, family: OnceLock::from(family) })
    }

    /// What [`Static`](crate::linked::Static) asks for.
    pub(super) fn bring_to_life(&self) -> Result<(), RegisterError> {
        let family = Registry::global().register(self.declaration)?;
        self.family.get_or_init(|| family).start();
        Ok(())
    }

    pub(super) fn family(&self) -> &Family {
        self.family.get_or_init(|| Registry::global().register_or_detach(self.declaration))
    }

    pub(super) fn row(&self, index: u64) -> Row<'_> {
        self.family().row(index)
    }

    pub(super) fn source(&self) -> Option<Source> {
        self.declaration.source()
    }

    pub(super) fn buckets(&self) -> &'static [f64] {
        self.declaration.definition().buckets
    }
}

/// The name of the metric: what it holds is a matter of the registry.
impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.declaration.definition().name)
    }
}

/// `Clone` and `Debug`, which a derive would only give where the labels have them, and [`Static`](crate::linked::Static).
macro_rules! shared_traits {
    ($Metric:ident<$($T:ident),+>) => {
        impl<$($T),+> Clone for $Metric<$($T),+> {
            fn clone(&self) -> Self {
                Self { handle: self.handle.clone(), types: PhantomData }
            }
        }

        impl<$($T),+> std::fmt::Debug for $Metric<$($T),+> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($Metric)).field(&self.handle).finish()
            }
        }

        impl<$($T),+> crate::linked::Static for $Metric<$($T),+> {
            fn bring_to_life(&self) -> Result<(), RegisterError> {
                self.handle.bring_to_life()
            }
        }

        impl<$($T),+> $Metric<$($T),+> {
            /// For a `static`: registers with [`Registry::global`] when it is first touched.
            #[doc(hidden)]
            pub const fn declared(declaration: &'static Declaration) -> Self {
                Self { handle: Handle::declared(declaration), types: PhantomData }
            }
        }
    };
}

pub(super) use shared_traits;
