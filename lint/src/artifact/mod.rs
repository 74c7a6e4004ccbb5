//! The records that the compiler left in what it built.
