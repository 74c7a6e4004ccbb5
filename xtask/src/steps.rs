//! The steps of `cargo xtask test`, as data: what runs, in which order.

/// One call of cargo.
pub(crate) struct Step {
    /// What it looks at, for its heading.
    pub(crate) name: &'static str,
    /// Set for this step only.
    pub(crate) env: &'static [(&'static str, &'static str)],
    /// What follows `cargo`.
    pub(crate) arguments: &'static str,
}

/// What needs nothing but cargo.
pub(crate) const OFFLINE: &[Step] = &[
    Step { name: "formatting", env: &[], arguments: "fmt --all --check" },
    Step { name: "lints", env: &[], arguments: "clippy --workspace --all-targets --all-features -- -D warnings" },
    Step { name: "tests", env: &[], arguments: "test --workspace --all-features" },
    Step {
        name: "documentation",
        env: &[("RUSTDOCFLAGS", "-D warnings")],
        arguments: "doc --workspace --no-deps --all-features",
    },
];

/// What needs the tools. These tests are ignored elsewhere, so that `cargo test` needs no network and no server.
pub(crate) const WITH_SERVERS: &[Step] = &[
    Step {
        name: "the quickstart under a real Prometheus",
        env: &[],
        arguments: "test -p quickstart --test prometheus -- --ignored",
    },
    Step {
        name: "the exposition under real parsers",
        env: &[],
        arguments: "test -p lowcard --all-features --test servers -- --ignored",
    },
];
