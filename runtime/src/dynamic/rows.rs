//! The rows of a family, taken from the process as series come.

use std::ops::Range;
use std::sync::Arc;

use crate::storage::{Home, Layout, OwnRow, Shape, Storage};

/// The most rows that are taken at once.
const BLOCK: u32 = 64;

/// Gives each series its row. As many rows are taken as there are, so that few are taken in vain, and that the process
/// need not keep track of each alone.
pub(crate) struct Rows {
    layout: Layout,
    block: Home,
    free: Range<u32>,
}

/// One row of a counter or a histogram.
pub(crate) struct Row {
    home: Home,
    index: u32,
}

impl Rows {
    pub(super) fn new(layout: Layout) -> Self {
        Self { layout, block: Home::new(), free: 0..0 }
    }

    pub(super) fn next(&mut self) -> Row {
        let index = self.free.next().unwrap_or_else(|| {
            let rows = (2 * self.free.end).clamp(1, BLOCK);
            self.block = block(self.layout, rows);
            self.free = 1..rows;
            0
        });
        Row { home: self.block.clone(), index }
    }
}

fn block(layout: Layout, rows: u32) -> Home {
    let shape = Shape {
        label_sets: rows.into(),
        max: rows.into(),
        overflow: None,
        layout: Some(layout),
        native: None,
        exemplars: None,
    };
    let home = Home::new();
    home.settle(&Arc::new(Storage::new(&shape)));
    home
}

impl Row {
    /// The row of a counter.
    #[inline]
    pub(super) fn counter(&self) -> OwnRow<'_> {
        self.home.cell(self.index.into(), |index| self.home.look_up(index))
    }

    /// The row of a histogram.
    #[inline]
    pub(super) fn histogram(&self) -> OwnRow<'_> {
        self.home.row(self.index.into(), |index| self.home.look_up(index))
    }
}
