//! The numbers of a metric family: rows of cells, one row for each label set.
//!
//! Storage knows neither names nor text. A label set is its index among all that there can be, and [`Rows`] says which
//! row it has. Counters and histograms are owned by threads: each thread has [cells] of its own, which a scrape sums.
//! Gauges are single cells that all threads share.

mod cells;
mod exemplars;
mod home;
mod native;
mod own;
mod readings;
mod rows;
mod shared;
mod spilled;

pub(crate) use cells::{BUCKETS, COUNT, Layout, SUM, Value};
pub use exemplars::ExemplarSource;
pub(crate) use exemplars::{Exemplar, Labelled};
pub(crate) use home::Home;
pub(crate) use native::Exponential;
pub(crate) use own::OwnRow;
pub(crate) use readings::Readings;
pub(crate) use rows::{Place, Shape};
pub(crate) use shared::SharedRow;

use cells::{AtomicU64, CELLS, Exposed, Ordering, Range, process};
use exemplars::Exemplars;
use native::Native;
use rows::Rows;
use spilled::Spilled;

/// The rows of one family.
pub(crate) struct Storage {
    rows: Rows,
    exposed: Exposed,
    cells: Cells,
    exemplars: Exemplars,
}

/// From this number on there are no cells: no thread has memory there, so an update ends where it would be made. The
/// index of any label set can be added to it.
const NOWHERE: u32 = 1 << 30;

enum Cells {
    /// Each thread has its own, under the same numbers.
    Own(Range),
    /// All threads share them, since there were no numbers left, or since each update of a counter may be an exemplar:
    /// theirs start at [`CELLS`], where no thread has memory, so that an update has to ask.
    Spilled(Spilled),
    /// A native histogram's, under numbers that start at [`CELLS`] as well.
    Native(Native),
    /// A gauge's: all threads have the same, one for each row.
    Shared(Box<[AtomicU64]>),
}

impl Storage {
    /// Takes room for all rows of this shape.
    pub(crate) fn new(shape: &Shape) -> Self {
        let rows = Rows::new(shape);
        let count = rows.count();
        let cells = match (shape.layout, shape.native) {
            (Some(layout), Some(native)) => Cells::Native(Native::new(count, layout, native)),
            (Some(layout), None) => {
                let is_asked = shape.exemplars.is_some() && layout.stride() == 1;
                let rows = u32::try_from(count).ok().filter(|_| !is_asked);
                let taken = rows.and_then(|rows| process().take(rows, layout));
                taken.map_or_else(|| Cells::Spilled(Spilled::new(count, layout)), Cells::Own)
            }
            (None, _) => Cells::Shared((0..count).map(|_| AtomicU64::new(0)).collect()),
        };
        Self { rows, exposed: Exposed::new(count), cells, exemplars: Exemplars::new(shape.exemplars) }
    }

    /// The number of the first cell, and the binary logarithm of the stride, if each label set has a row of its own.
    /// Where there are no rows at all, every number leads nowhere.
    fn dense(&self) -> Option<(u32, u32)> {
        if self.rows.count() == 0 {
            return Some((NOWHERE, 0));
        }
        let has_numbers = self.rows.is_dense() && self.cell_count() > 0 && !matches!(self.cells, Cells::Native(_));
        let layout = self.layout().filter(|_| has_numbers)?;
        Some((self.first(), layout.stride().trailing_zeros()))
    }

    /// The number of the first cell of a label set's row; [`NOWHERE`] for an index that no label set has.
    fn number(&self, index: u64) -> u32 {
        let row = u32::try_from(self.rows.of(index)).ok();
        let offset = row.and_then(|row| row.checked_mul(self.layout()?.stride()));
        let within = offset.filter(|offset| (*offset as usize) < self.cell_count());
        within.and_then(|offset| self.first().checked_add(offset)).unwrap_or(NOWHERE)
    }

    /// The shared row of a label set.
    #[inline]
    pub(crate) fn shared_row(&self, index: u64) -> SharedRow<'_> {
        let row = self.rows.of(index);
        let cell = match &self.cells {
            Cells::Shared(cells) => cells.get(row),
            Cells::Own(_) | Cells::Spilled(_) | Cells::Native(_) => None,
        };
        SharedRow::new(self, row, cell)
    }

    /// Exposes the row of every label set at 0, if each has one of its own.
    pub(crate) fn expose_all(&self) {
        if self.rows.is_dense() {
            (0..self.rows.count()).for_each(|row| self.exposed.expose(row));
        }
    }

    /// How many rows are exposed.
    pub(crate) fn exposed_count(&self) -> usize {
        self.exposed.count()
    }

    /// The rows that are exposed, and whose they are.
    pub(crate) fn exposed_rows(&self) -> impl Iterator<Item = (usize, Place)> {
        self.exposed.rows().filter_map(|row| Some((row, self.rows.place(row)?)))
    }

    /// Reads every row: their numbers stand one after the other, [`stride`](Self::stride) cells each.
    pub(crate) fn read(&self, readings: &mut Readings) {
        readings.clear();
        self.exemplars.read(&mut readings.exemplars); // first: what it shows is counted by the time the rows are read
        let numbers = &mut readings.numbers;
        match &self.cells {
            Cells::Own(range) => {
                numbers.resize(range.len as usize, 0);
                process().sum(range, numbers);
                self.expose_counted(numbers);
            }
            Cells::Spilled(spilled) => {
                numbers.resize(spilled.len(), 0);
                spilled.read(0, numbers);
                self.expose_counted(numbers);
            }
            Cells::Native(native) => {
                numbers.resize(native.len(), 0);
                let rows = numbers.chunks_mut(self.stride()).enumerate();
                readings.exponentials.extend(rows.map(|(row, cells)| native.read(row * self.stride(), cells)));
                self.expose_counted(numbers);
            }
            Cells::Shared(cells) => numbers.extend(cells.iter().map(|cell| cell.load(Ordering::Relaxed))),
        }
    }

    /// Exposes the rows that hold something. Updates leave it to the scrape, so that they need not ask each time.
    fn expose_counted(&self, numbers: &[u64]) {
        for (row, cells) in numbers.chunks(self.stride()).enumerate() {
            if cells.iter().any(|&cell| cell != 0) {
                self.exposed.expose(row);
            }
        }
    }

    /// The distance from row to row in what is read.
    pub(crate) fn stride(&self) -> usize {
        self.layout().map_or(1, |layout| layout.stride() as usize)
    }

    /// How often a label set found no room.
    pub(crate) fn overflowed(&self) -> u64 {
        self.rows.overflowed()
    }

    /// Reads the cells from this number on.
    fn read_cells(&self, number: u32, cells: &mut [u64]) {
        match &self.cells {
            Cells::Own(range) => {
                let len = u32::try_from(cells.len()).unwrap_or(u32::MAX);
                process().sum(&Range { first: number, len, layout: range.layout }, cells);
            }
            Cells::Spilled(spilled) => spilled.read(number - CELLS, cells),
            Cells::Native(native) => {
                native.read((number - CELLS) as usize, cells);
            }
            Cells::Shared(_) => {}
        }
    }

    fn layout(&self) -> Option<Layout> {
        match &self.cells {
            Cells::Own(range) => Some(range.layout),
            Cells::Spilled(spilled) => Some(spilled.layout()),
            Cells::Native(native) => Some(native.layout()),
            Cells::Shared(_) => None,
        }
    }

    /// The number of the first cell.
    fn first(&self) -> u32 {
        match &self.cells {
            Cells::Own(range) => range.first,
            Cells::Spilled(_) | Cells::Native(_) => CELLS,
            Cells::Shared(_) => NOWHERE,
        }
    }

    fn cell_count(&self) -> usize {
        match &self.cells {
            Cells::Own(range) => range.len as usize,
            Cells::Spilled(spilled) => spilled.len(),
            Cells::Native(native) => native.len(),
            Cells::Shared(cells) => cells.len(),
        }
    }

    /// The row that a cell's number is in.
    fn row_of_number(&self, number: u32) -> Option<usize> {
        let offset = number.checked_sub(self.first()).filter(|offset| (*offset as usize) < self.cell_count())?;
        Some(offset as usize / self.stride())
    }

    /// Adds to a cell that no thread has; does nothing if some thread might.
    fn add_elsewhere<V: Value>(&self, number: u32, amount: V) -> bool {
        match (&self.cells, number.checked_sub(CELLS)) {
            (Cells::Spilled(spilled), Some(offset)) => spilled.add(offset, amount),
            _ => return false,
        }
        self.keep_own_exemplar(number, 0, amount.as_f64());
        true
    }

    /// Observes a value so many times in a row that no thread has; does nothing if some thread might.
    fn observe_elsewhere(&self, number: u32, bucket: u32, value: f64, times: u64) -> bool {
        match (&self.cells, number.checked_sub(CELLS)) {
            (Cells::Spilled(spilled), Some(offset)) => spilled.observe(offset, bucket, value, times),
            (Cells::Native(native), Some(offset)) => (0..times).for_each(|_| native.observe(offset, bucket, value)),
            _ => return false,
        }
        true
    }

    /// Keeps an exemplar of what was added to a cell, or observed in this bucket of a row.
    fn keep_exemplar(&self, number: u32, bucket: u32, value: f64, labels: impl FnOnce(&mut String) -> Labelled) {
        let Some(row) = self.row_of_number(number) else { return };
        let slot = match (&self.cells, self.buckets()) {
            (Cells::Native(_), 1) => native::exemplar_slot(value),
            (_, buckets) => (bucket as usize, buckets),
        };
        self.exemplars.keep((row, self.rows.count()), slot, value, labels);
    }

    /// The same, if the family takes exemplars of its own accord.
    fn keep_own_exemplar(&self, number: u32, bucket: u32, value: f64) {
        if let Some(ExemplarSource(labels)) = self.exemplars.source() {
            self.keep_exemplar(number, bucket, value, labels);
        }
    }

    /// How many exemplars may not be shown.
    pub(crate) fn refused_exemplars(&self) -> u64 {
        self.exemplars.refused()
    }

    /// How many buckets a row has; a counter counts as one.
    fn buckets(&self) -> usize {
        match self.layout() {
            Some(Layout::Histogram { buckets, .. }) => buckets as usize,
            Some(Layout::Whole | Layout::Fractions) | None => 1,
        }
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        if let Cells::Own(range) = &self.cells {
            process().give_back(range);
        }
    }
}

#[cfg(test)]
mod tests;
