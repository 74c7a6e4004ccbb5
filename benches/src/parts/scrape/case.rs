//! One way to scrape, which was checked when it was made.

use std::hint::black_box;
use std::sync::{Arc, Mutex};

use lowcard::Format;

use crate::exposition::Exposition;
use crate::subject::Tells;
use crate::tally::Tally;

/// What is timed.
pub(super) struct Case {
    pub(super) name: String,
    /// Scrapes once.
    pub(super) work: Arc<dyn Fn() + Send + Sync>,
    /// How much that is, or what is wrong with it.
    pub(super) sizes: Result<Sizes, String>,
}

/// In bytes.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// Of what the scraper gets to read.
    pub(super) exposition: usize,
    /// Of what is sent, which may be compressed.
    pub(super) sent: usize,
}

impl Case {
    /// Writes the whole exposition into room that the last scrape has left.
    pub(super) fn reusing(
        name: String,
        (expected, format): (&Tally, Format),
        encode: impl Fn(Vec<u8>) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let sizes = check(expected, format, &encode(Vec::new()));
        let room = Mutex::new(Vec::new());
        let work = move || {
            let mut room = room.lock().expect("no scrape has panicked");
            *room = black_box(encode(std::mem::take(&mut *room)));
        };
        Self { name, work: Arc::new(work), sizes }
    }

    /// Writes the whole exposition into memory that is taken for it.
    pub(super) fn handler(
        name: String,
        (expected, format): (&Tally, Format),
        scrape: impl Fn() -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        let sizes = check(expected, format, &scrape());
        Self { name, work: Arc::new(move || drop(black_box(scrape()))), sizes }
    }
}

/// The size of an exposition as it is, if it says what it must.
pub(super) fn check(expected: &Tally, format: Format, exposition: &[u8]) -> Result<Sizes, String> {
    expected.check(&Exposition::read(format, exposition)?, Tells::Everything)?;
    Ok(Sizes { exposition: exposition.len(), sent: exposition.len() })
}
