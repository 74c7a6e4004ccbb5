//! What a registry does not know by itself: it has to be asked for with each scrape.

use std::collections::HashMap;
use std::sync::Arc;

use crate::collector::{Attached, Collected, Families};
use crate::family::Family;

/// Who is to be asked.
#[derive(Default)]
pub(crate) struct Sources {
    /// The families that are read from functions.
    pub(crate) functions: Vec<Arc<Family>>,
    /// The collectors, in the order in which they were attached.
    pub(crate) collectors: Vec<Arc<Attached>>,
}

/// What they said.
pub(crate) struct Answers {
    /// By the names of the families.
    pub(super) numbers: HashMap<&'static str, u64>,
    pub(super) collected: Vec<Collected>,
}

impl Sources {
    /// `numbers` and `families` are what each function and each collector said, in the same order.
    pub(crate) fn answered(
        self,
        numbers: impl IntoIterator<Item = Option<u64>>,
        families: impl IntoIterator<Item = Option<Families>>,
    ) -> Answers {
        let numbers = self.functions.iter().zip(numbers);
        let collected = self.collectors.iter().zip(families);
        Answers {
            numbers: numbers.filter_map(|(family, said)| Some((family.definition().name, said?))).collect(),
            collected: collected
                .filter_map(|(attached, said)| Some(Collected { attached: Arc::clone(attached), families: said? }))
                .collect(),
        }
    }
}
