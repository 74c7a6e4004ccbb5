//! Compiles the storage with the model checker's primitives, here and nowhere else.

fn main() {
    println!("cargo::rustc-cfg=lowcard_loom");
}
