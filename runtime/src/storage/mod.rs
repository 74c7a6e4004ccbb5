//! The numbers of a metric family: rows of cells that all threads share.
//!
//! Storage knows neither names nor text. A label set is its index among all that there can be, and a row is where its
//! numbers are; what the cells of a row mean is up to the metric.

mod row;
mod rows;
mod value;

use std::sync::atomic::AtomicU64;

pub(crate) use row::Row;
use rows::Rows;
pub(crate) use rows::{Place, Shape};
pub(crate) use value::Value;

/// The rows of one family.
pub(crate) struct Storage {
    rows: Rows,
    /// Cells in a row.
    width: usize,
    /// The cells, row by row. The last row is never read: it takes what belongs to no label set.
    cells: Box<[AtomicU64]>,
    /// A bit for each row, set once it has been updated.
    exposed: Box<[AtomicU64]>,
}

impl Storage {
    /// Takes the memory for all rows of this shape.
    pub(crate) fn new(shape: &Shape) -> Self {
        let rows = Rows::new(shape);
        let all = rows.count() + 1;
        Self { rows, width: shape.width, cells: zeros(all * shape.width), exposed: zeros(all.div_ceil(WORD)) }
    }

    /// The row of a label set. An index that no label set has gets a row that is never exposed.
    pub(crate) fn row(&self, index: u64) -> Row<'_> {
        self.at(self.rows.of(index))
    }

    /// Exposes the row of every label set at 0, if each has one of its own.
    pub(crate) fn expose_all(&self) {
        if self.rows.is_dense() {
            (0..self.rows.count()).for_each(|row| self.at(row).expose());
        }
    }

    /// The rows that have been updated, and whose they are.
    pub(crate) fn exposed(&self) -> impl Iterator<Item = (Place, Row<'_>)> {
        let rows = (0..self.rows.count()).map(|row| (row, self.at(row))).filter(|(_, row)| row.is_exposed());
        rows.filter_map(|(number, row)| Some((self.rows.place(number)?, row)))
    }

    /// How often a label set found no room.
    pub(crate) fn overflowed(&self) -> u64 {
        self.rows.overflowed()
    }

    fn at(&self, row: usize) -> Row<'_> {
        let cells = &self.cells[row * self.width..(row + 1) * self.width];
        Row::new(cells, &self.exposed[row / WORD], 1 << (row % WORD))
    }
}

/// Bits in a word of the bitmap.
const WORD: usize = u64::BITS as usize;

fn zeros(count: usize) -> Box<[AtomicU64]> {
    (0..count).map(|_| AtomicU64::new(0)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Place, Row, Shape, Storage};

    const DENSE: Shape = Shape { label_sets: 6, max: 6, overflow: None, width: 1 };
    const CAPPED: Shape = Shape { label_sets: 1_000, max: 5, overflow: Some(999), width: 1 };

    fn read(storage: &Storage) -> Vec<(Place, u64)> {
        storage.exposed().map(|(place, row)| (place, row.get(0))).collect()
    }

    #[test]
    fn a_row_is_exposed_by_its_first_update_even_by_zero() {
        let storage = Storage::new(&DENSE);
        storage.row(1).add(0, 0_u64);
        let _untouched = storage.row(2);
        storage.row(4).add(0, 7_u64);
        assert_eq!(read(&storage), [(Place::Index(1), 0), (Place::Index(4), 7)]);
    }

    #[test]
    fn all_label_sets_can_be_exposed_at_once() {
        let storage = Storage::new(&DENSE);
        storage.expose_all();
        assert_eq!(read(&storage).len(), 6);

        let capped = Storage::new(&CAPPED);
        capped.expose_all();
        assert_eq!(read(&capped), []);
    }

    #[test]
    fn an_index_beyond_the_label_sets_is_never_exposed() {
        for shape in [DENSE, CAPPED] {
            let storage = Storage::new(&shape);
            for index in [shape.label_sets, u64::MAX] {
                storage.row(index).add(0, 1_u64);
            }
            assert_eq!(read(&storage), []);
            assert_eq!(storage.overflowed(), 0);
        }
    }

    #[test]
    fn the_cap_holds_one_row_for_all_that_came_late() {
        let storage = Storage::new(&CAPPED);
        for index in 0..10 {
            storage.row(index).add(0, 1_u64);
        }
        let ordinary = (0..4).map(|index| (Place::Index(index), 1));
        assert_eq!(read(&storage), ordinary.chain([(Place::Overflow, 6)]).collect::<Vec<_>>());
        assert_eq!(storage.overflowed(), 6);
    }

    #[test]
    fn a_label_set_that_reads_as_overflow_shares_its_row_without_being_counted() {
        let storage = Storage::new(&CAPPED);
        storage.row(999).add(0, 1_u64);
        assert_eq!(read(&storage), [(Place::Overflow, 1)]);
        assert_eq!(storage.overflowed(), 0);
    }

    #[test]
    fn the_cap_is_exact_when_threads_race_for_it() {
        let storage = Storage::new(&CAPPED);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let storage = &storage;
                scope.spawn(move || (0..100).for_each(|n| storage.row((n * 8 + thread * 13) % 900).add(0, 1_u64)));
            }
        });
        let rows = read(&storage);
        assert_eq!(rows.len(), 5);
        assert_eq!(rows.iter().map(|(place, _)| *place).collect::<HashSet<_>>().len(), 5);
        assert_eq!(rows.iter().map(|(_, count)| count).sum::<u64>(), 800);
        assert_eq!(rows.last(), Some(&(Place::Overflow, storage.overflowed())));
    }

    #[test]
    fn more_label_sets_than_fit_into_memory_are_capped() {
        let shape = Shape { label_sets: u64::MAX, max: u64::MAX, overflow: None, width: 1 };
        let storage = Storage::new(&shape);
        storage.row(u64::MAX - 1).add(0, 3_u64);
        assert_eq!(read(&storage), [(Place::Index(u64::MAX - 1), 3)]);
    }

    #[test]
    fn a_cap_without_room_keeps_the_overflow_row() {
        let storage = Storage::new(&Shape { max: 0, ..CAPPED });
        storage.row(3).add(0, 1_u64);
        assert_eq!(read(&storage), [(Place::Overflow, 1)]);
    }

    #[test]
    fn a_cell_that_a_row_does_not_have_takes_nothing() {
        let storage = Storage::new(&DENSE);
        let row: Row<'_> = storage.row(0);
        row.add(9, 1_u64);
        assert_eq!(row.get::<u64>(9), 0);
    }

    #[test]
    fn concurrent_additions_are_all_counted() {
        let storage = Storage::new(&Shape { width: 2, ..DENSE });
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..10_000 {
                        storage.row(3).add(0, 1_u64);
                        storage.row(3).add(1, 0.5);
                    }
                });
            }
        });
        assert_eq!(storage.row(3).get::<u64>(0), 80_000);
        assert_eq!(storage.row(3).get::<f64>(1).to_bits(), 40_000_f64.to_bits());
    }
}
