//! The updates that are done in a loop.

use crate::labels::{Method, Path, Status};

/// One update: the ordinals of its label values, and what a histogram observes.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Of [`Method`].
    pub method: u8,
    /// Of [`Path`].
    pub path: u8,
    /// Of [`Status`].
    pub status: u8,
    /// In seconds.
    pub value: f64,
}

#[expect(clippy::cast_possible_truncation, reason = "there are fewer label sets than these integers have values")]
impl Operation {
    /// An operation on the label set with this number among all of method, path and status.
    pub fn of_request_set(number: usize) -> Self {
        Self { status: (number % Status::ALL.len()) as u8, ..Self::of_timing_set(number / Status::ALL.len()) }
    }

    /// An operation on the label set with this number among all of method and path.
    pub fn of_timing_set(number: usize) -> Self {
        let (method, path) = ((number / Path::ALL.len()) as u8, (number % Path::ALL.len()) as u8);
        Self { method, path, status: 0, value: 0.0 }
    }

    /// The number of its method, path and status among all such sets: where a handle is kept.
    pub fn request_handle(self) -> u16 {
        self.timing_handle() * Status::ALL.len() as u16 + u16::from(self.status)
    }

    /// The number of its method and path among all such sets: where a handle is kept.
    pub fn timing_handle(self) -> u16 {
        u16::from(self.method) * Path::ALL.len() as u16 + u16::from(self.path)
    }

    /// The texts of method, path and status.
    pub fn texts(self) -> [&'static str; 3] {
        [
            Method::TEXTS[usize::from(self.method)],
            Path::TEXTS[usize::from(self.path)],
            Status::TEXTS[usize::from(self.status)],
        ]
    }
}

/// Which operations are done, over and over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequence {
    /// The label set is another one at each operation.
    Varying,
    /// It is always the same.
    Hot,
}

impl Sequence {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Varying, Self::Hot];
    /// Operations in a sequence.
    pub const LEN: usize = 16_384;

    /// Its name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Varying => "varying",
            Self::Hot => "hot",
        }
    }

    /// The heading of its table.
    pub fn title(self) -> &'static str {
        match self {
            Self::Varying => "labels that vary",
            Self::Hot => "one hot series",
        }
    }

    /// The operations, the same in every run.
    pub fn operations(self) -> Vec<Operation> {
        let mut random = Random::new();
        (0..Self::LEN)
            .map(|_| {
                let varying = random.operation();
                match self {
                    Self::Varying => varying,
                    Self::Hot => Operation { method: 1, path: 7, status: 1, ..varying },
                }
            })
            .collect()
    }
}

/// xorshift64*: enough to keep the branch predictor from learning the sequence.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    fn operation(&mut self) -> Operation {
        Operation {
            method: self.below(Method::ALL.len()),
            path: self.below(Path::ALL.len()),
            status: self.below(Status::ALL.len()),
            value: self.value(),
        }
    }

    /// From 1 ms to 20 s, even on a logarithmic scale, so that every bucket is met.
    fn value(&mut self) -> f64 {
        0.001 * 20_000_f64.powf(self.next() as f64 / u64::MAX as f64)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a label has fewer than 256 values")]
    pub(super) fn below(&mut self, len: usize) -> u8 {
        (self.next() % len as u64) as u8
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}
