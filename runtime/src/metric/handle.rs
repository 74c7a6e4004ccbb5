//! What all metrics are made of: a declaration, and the family that it has in a registry.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::declaration::{Declaration, Source};
use crate::family::Family;
use crate::registry::{RegisterError, Registry};
use crate::storage::{Home, OwnRow, SharedRow};
use crate::switch;

#[derive(Clone)]
pub(super) struct Handle {
    declaration: &'static Declaration,
    /// The way to the numbers of a counter or histogram.
    home: Home,
    family: OnceLock<Arc<Family>>,
}

impl Handle {
    /// Registers with the process's registry when it is first touched.
    pub(super) const fn declared(declaration: &'static Declaration) -> Self {
        Self { declaration, home: Home::new(), family: OnceLock::new() }
    }

    /// Registers with this registry, now.
    pub(super) fn bound(registry: &Registry, declaration: &'static Declaration) -> Result<Self, RegisterError> {
        let handle = Self::declared(declaration);
        handle.live_in(registry.register(declaration)?).start();
        Ok(handle)
    }

    /// What [`Static`](crate::linked::Static) asks for.
    pub(super) fn bring_to_life(&self) -> Result<(), RegisterError> {
        self.live_in(Registry::global().register(self.declaration)?).start();
        Ok(())
    }

    /// The row of a label set of a counter.
    #[inline]
    pub(super) fn counter_row(&self, index: u64) -> OwnRow<'_> {
        self.home.cell(index, |index| self.look_up(index))
    }

    /// The row of a label set of a histogram.
    #[inline]
    pub(super) fn histogram_row(&self, index: u64) -> OwnRow<'_> {
        self.home.row(index, |index| self.look_up(index))
    }

    /// The row that has this number.
    #[cfg(feature = "http")]
    #[inline]
    pub(super) fn row_at(&self, number: u32) -> OwnRow<'_> {
        self.home.at(number)
    }

    /// The row of a label set of a gauge.
    #[inline]
    pub(super) fn gauge_row(&self, index: u64) -> SharedRow<'_> {
        self.family().storage().shared_row(index)
    }

    #[inline]
    pub(super) fn family(&self) -> &Family {
        match self.family.get() {
            Some(family) => family,
            None => self.live_somewhere(),
        }
    }

    /// Registers with the process's registry, on first touch.
    #[cold]
    fn live_somewhere(&self) -> &Family {
        self.live_in(Registry::global().register_or_detach(self.declaration))
    }

    /// The number of the first cell of a label set's row.
    #[cold] // if not rare, it costs so much more than a jump that the common case gets the straight way
    #[inline(never)]
    fn look_up(&self, index: u64) -> u32 {
        self.family();
        self.home.look_up(index)
    }

    /// Has its numbers in this family from now on, unless another thread was faster.
    fn live_in(&self, family: Arc<Family>) -> &Family {
        let family = self.family.get_or_init(|| family);
        self.home.settle(family.storage());
        family
    }

    /// The function that the metric is read from, if it is, and metrics are on.
    pub(super) fn source(&self) -> Option<Source> {
        self.declaration.source().filter(|_| !switch::is_off())
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
    ($Metric:ident<$($T:ident),+> $(, $field:ident: $of:expr)?) => {
        impl<$($T),+> Clone for $Metric<$($T),+> {
            fn clone(&self) -> Self {
                Self { handle: self.handle.clone(), $($field: self.$field,)? types: PhantomData }
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
                Self { handle: Handle::declared(declaration), $($field: $of(declaration),)? types: PhantomData }
            }
        }
    };
}

pub(super) use shared_traits;
