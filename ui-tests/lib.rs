//! Every compile error of lowcard, one file a mistake: `cases/<class>/<mistake>.rs`, with the compiler's words beside
//! it. The policy of a case is the nearest `lowcard.toml` above it.
