//! The least that a counter can be.

use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::labels::{Path, Status};
use crate::subject::{Subject, Tells};
use crate::workload::{Operation, REQUEST_SETS, REQUESTS};

/// One atomic for all operations.
pub struct OneAtomic;

static ONE: AtomicU64 = AtomicU64::new(0);

impl Subject for OneAtomic {
    const NAME: &'static str = "floor: one static AtomicU64, no labels";
    const TELLS: Tells = Tells::Total;
    type Step = ();

    fn new() -> Self {
        Self
    }

    fn step(_: Operation) {}

    #[inline]
    fn record(&self, (): ()) {
        ONE.fetch_add(1, Ordering::Relaxed);
    }

    fn scrape(&self) -> String {
        format!("{REQUESTS} {}\n", ONE.load(Ordering::Relaxed))
    }
}

/// One atomic for each label set, found by arithmetic.
pub struct DenseAtomics;

static DENSE: [AtomicU64; REQUEST_SETS] = [const { AtomicU64::new(0) }; REQUEST_SETS];

impl Subject for DenseAtomics {
    const NAME: &'static str = "floor: dense [AtomicU64; 896]";
    type Step = Request;

    fn new() -> Self {
        Self
    }

    fn step(operation: Operation) -> Request {
        Request::of(operation)
    }

    #[inline]
    fn record(&self, request: Request) {
        DENSE[request.number()].fetch_add(1, Ordering::Relaxed);
    }

    fn scrape(&self) -> String {
        request_lines(|number| DENSE[number].load(Ordering::Relaxed))
    }
}

/// A plain cell for each label set in each thread. What a thread has counted is added up when it settles.
pub struct ThreadCells;

static SETTLED: [AtomicU64; REQUEST_SETS] = [const { AtomicU64::new(0) }; REQUEST_SETS];

thread_local! {
    static CELLS: [Cell<u64>; REQUEST_SETS] = const { [const { Cell::new(0) }; REQUEST_SETS] };
}

impl Subject for ThreadCells {
    const NAME: &'static str = "floor: plain cells of the thread";
    type Step = Request;

    fn new() -> Self {
        Self
    }

    fn step(operation: Operation) -> Request {
        Request::of(operation)
    }

    #[inline]
    fn record(&self, request: Request) {
        CELLS.with(|cells| cells[request.number()].update(|count| count + 1));
    }

    fn settle(&self) {
        CELLS.with(|cells| {
            for (settled, cell) in SETTLED.iter().zip(cells) {
                settled.fetch_add(cell.take(), Ordering::Relaxed);
            }
        });
    }

    fn scrape(&self) -> String {
        request_lines(|number| SETTLED[number].load(Ordering::Relaxed))
    }
}

/// A label set of counters, as enums would be in memory.
#[derive(Clone, Copy)]
pub struct Request {
    method: u8,
    path: u8,
    status: u8,
}

impl Request {
    fn of(operation: Operation) -> Self {
        Self { method: operation.method, path: operation.path, status: operation.status }
    }

    #[inline]
    fn number(self) -> usize {
        (usize::from(self.method) * Path::ALL.len() + usize::from(self.path)) * Status::ALL.len()
            + usize::from(self.status)
    }
}

fn request_lines(count: impl Fn(usize) -> u64) -> String {
    let mut out = String::new();
    for number in 0..REQUEST_SETS {
        let [method, path, status] = Operation::of_request_set(number).texts();
        let count = count(number);
        let line = writeln!(out, "{REQUESTS}{{method=\"{method}\",path=\"{path}\",status=\"{status}\"}} {count}");
        line.expect("a string takes everything");
    }
    out
}
