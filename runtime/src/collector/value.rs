//! The number of a sample.

use lowcard_schema::Number;

use crate::storage::Value as _;

/// The value of a counter or a gauge, whole or not. Every number of Rust becomes one, but for those of 128 bits.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum SampleValue {
    /// Whole, and not negative.
    U64(u64),
    /// Whole.
    I64(i64),
    /// Anything a double can hold.
    F64(f64),
}

macro_rules! from {
    ($($number:ty => $Variant:ident,)+) => {
        $(
            impl From<$number> for SampleValue {
                fn from(number: $number) -> Self {
                    Self::$Variant(number.into())
                }
            }
        )+
    };
}

from! {
    u8 => U64,
    u16 => U64,
    u32 => U64,
    u64 => U64,
    i8 => I64,
    i16 => I64,
    i32 => I64,
    i64 => I64,
    f32 => F64,
    f64 => F64,
}

impl From<usize> for SampleValue {
    fn from(number: usize) -> Self {
        Self::U64(number as u64)
    }
}

impl SampleValue {
    pub(super) fn number(self) -> Number {
        match self {
            Self::U64(_) => Number::U64,
            Self::I64(_) => Number::I64,
            Self::F64(_) => Number::F64,
        }
    }

    pub(super) fn into_bits(self) -> u64 {
        match self {
            Self::U64(number) => number.into_bits(),
            Self::I64(number) => number.into_bits(),
            Self::F64(number) => number.into_bits(),
        }
    }

    /// Whether a counter can have it.
    pub(super) fn is_sum(self) -> bool {
        match self {
            Self::U64(_) => true,
            Self::I64(number) => number >= 0,
            Self::F64(number) => number >= 0.0,
        }
    }
}
