//! Rows as metrics see them: which there are, how many there may be, and that nothing is lost.
#![expect(clippy::expect_used, reason = "a thread that panics fails the test")]

use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

use super::{Home, Layout, OwnRow, Place, Readings, Shape, Storage};

const DENSE: Shape =
    Shape { label_sets: 6, max: 6, overflow: None, layout: Some(Layout::Whole), native: None, exemplars: None };
const CAPPED: Shape = Shape {
    label_sets: 1_000,
    max: 5,
    overflow: Some(999),
    layout: Some(Layout::Whole),
    native: None,
    exemplars: None,
};

/// A storage, and the way to it.
struct Settled {
    storage: Arc<Storage>,
    home: Home,
}

impl Settled {
    fn new(shape: &Shape) -> Self {
        let (storage, home) = (Arc::new(Storage::new(shape)), Home::new());
        home.settle(&storage);
        Self { storage, home }
    }

    fn with_layout(layout: Layout) -> Self {
        Self::new(&Shape { layout: Some(layout), ..DENSE })
    }

    fn row(&self, index: u64) -> OwnRow<'_> {
        OwnRow::new(&self.home, self.home.look_up(index))
    }

    fn add(&self, index: u64, amount: u64) {
        self.row(index).add(amount);
    }

    fn read(&self) -> Vec<(Place, u64)> {
        let mut readings = Readings::default();
        self.storage.read(&mut readings);
        let stride = self.storage.stride();
        self.storage.exposed_rows().map(|(row, place)| (place, readings.numbers[row * stride])).collect()
    }
}

#[test]
fn a_row_is_exposed_by_its_first_update_even_by_zero() {
    let settled = Settled::new(&DENSE);
    settled.add(1, 0);
    let _untouched = settled.row(2);
    settled.add(4, 7);
    assert_eq!(settled.read(), [(Place::Index(1), 0), (Place::Index(4), 7)]);
}

#[test]
fn arithmetic_and_look_up_lead_to_the_same_row() {
    let counters = Settled::new(&DENSE);
    let histograms = Settled::with_layout(Layout::histogram(5));
    for index in 0..6 {
        counters.home.cell(index, |_| panic!("dense")).add(index + 1);
        assert_eq!(counters.row(index).get::<u64>(), index + 1);
        histograms.home.row(index, |_| panic!("dense")).observe(3, 2.5);
        assert_eq!(histograms.row(index).count_and_sum(), (1, 2.5));
    }
}

#[test]
fn all_label_sets_can_be_exposed_at_once() {
    let settled = Settled::new(&DENSE);
    settled.storage.expose_all();
    assert_eq!(settled.read().len(), 6);

    let capped = Settled::new(&CAPPED);
    capped.storage.expose_all();
    assert_eq!(capped.read(), []);
}

#[test]
fn an_index_beyond_the_label_sets_is_never_exposed() {
    for shape in [DENSE, CAPPED] {
        let settled = Settled::new(&shape);
        for index in [shape.label_sets, u64::MAX] {
            settled.add(index, 1);
        }
        assert_eq!(settled.read(), []);
        assert_eq!(settled.storage.overflowed(), 0);
    }
}

#[test]
fn the_cap_holds_one_row_for_all_that_came_late() {
    let settled = Settled::new(&CAPPED);
    (0..10).for_each(|index| settled.add(index, 1));
    let ordinary = (0..4).map(|index| (Place::Index(index), 1));
    assert_eq!(settled.read(), ordinary.chain([(Place::Overflow, 6)]).collect::<Vec<_>>());
    assert_eq!(settled.storage.overflowed(), 6);
}

#[test]
fn a_label_set_that_reads_as_overflow_shares_its_row_without_being_counted() {
    let settled = Settled::new(&CAPPED);
    settled.add(999, 1);
    assert_eq!(settled.read(), [(Place::Overflow, 1)]);
    assert_eq!(settled.storage.overflowed(), 0);
}

#[test]
fn the_cap_is_exact_when_threads_race_for_it() {
    let settled = Settled::new(&CAPPED);
    thread::scope(|scope| {
        for thread in 0..8 {
            let settled = &settled;
            scope.spawn(move || (0..100).for_each(|n| settled.add((n * 8 + thread * 13) % 900, 1)));
        }
    });
    let rows = settled.read();
    assert_eq!(rows.len(), 5);
    assert_eq!(rows.iter().map(|(place, _)| *place).collect::<HashSet<_>>().len(), 5);
    assert_eq!(rows.iter().map(|(_, count)| count).sum::<u64>(), 800);
    assert_eq!(rows.last(), Some(&(Place::Overflow, settled.storage.overflowed())));
}

#[test]
fn more_label_sets_than_fit_into_memory_are_capped() {
    let settled = Settled::new(&Shape { label_sets: u64::MAX, max: u64::MAX, ..DENSE });
    settled.add(u64::MAX - 1, 3);
    assert_eq!(settled.read(), [(Place::Index(u64::MAX - 1), 3)]);
}

#[test]
fn a_cap_without_room_keeps_the_overflow_row() {
    let settled = Settled::new(&Shape { max: 0, ..CAPPED });
    settled.add(3, 1);
    assert_eq!(settled.read(), [(Place::Overflow, 1)]);
}

#[test]
fn concurrent_updates_are_all_counted() {
    let whole = Settled::new(&DENSE);
    let fractions = Settled::with_layout(Layout::Fractions);
    let histogram = Settled::with_layout(Layout::histogram(2));
    let gauge = Storage::new(&Shape { layout: None, ..DENSE });
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for n in 0..10_000 {
                    whole.add(3, 1);
                    fractions.row(3).add(0.5);
                    histogram.row(3).observe(n % 3, 0.25);
                    gauge.shared_row(3).add(-1_i64);
                }
            });
        }
    });
    assert_eq!(whole.row(3).get::<u64>(), 80_000);
    assert_eq!(fractions.row(3).get::<f64>().to_bits(), 40_000_f64.to_bits());
    assert_eq!(histogram.row(3).count_and_sum(), (80_000, 20_000.0));
    assert_eq!(histogram.row(2).count_and_sum(), (0, 0.0));
    assert_eq!(gauge.shared_row(3).get::<i64>(), -80_000);
}

#[test]
fn cells_that_are_used_again_start_at_zero() {
    for _ in 0..1_000 {
        let settled = Settled::with_layout(Layout::histogram(3));
        let row = settled.row(5);
        assert_eq!(row.count_and_sum(), (0, 0.0));
        row.observe(1, 4.0);
        thread::scope(|scope| scope.spawn(|| row.observe(2, 5.0)).join()).expect("no panic");
        assert_eq!(row.count_and_sum(), (2, 9.0));
    }
}

#[test]
fn where_there_are_no_rows_every_way_leads_nowhere_without_being_looked_up() {
    let settled = Settled::new(&Shape::EMPTY);
    for index in [0, 1, 1_000_000, (1 << 30) - 1] {
        settled.home.cell(index, |_| unreachable!("it is settled")).add(1_u64);
        settled.home.row(index, |_| unreachable!("it is settled")).observe(3, 0.5);
    }
    for index in [1 << 30, (1 << 31) - 1] {
        let counter = settled.home.cell(index, |index| settled.home.look_up(index));
        let histogram = settled.home.row(index, |index| settled.home.look_up(index));
        counter.add(1_u64);
        counter.add(0_u64);
        histogram.observe(3, 0.5);
        histogram.keep_exemplar(3, 0.5, |_| unreachable!("there is nothing that it could be an example of"));
        assert_eq!((counter.get::<u64>(), histogram.count_and_sum()), (0, (0, 0.0)));
    }
    assert_eq!(settled.read(), []);
}
