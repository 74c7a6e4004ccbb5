//! The steps of `cargo xtask test`, as data: what runs, in which order.

/// One command.
pub(crate) struct Step {
    /// What it looks at, for its heading.
    pub(crate) name: &'static str,
    /// Set for this step only.
    pub(crate) env: &'static [(&'static str, &'static str)],
    /// The command, with blanks between its words.
    pub(crate) command: &'static str,
}

/// What needs nothing but cargo.
pub(crate) const OFFLINE: &[Step] = &[
    Step { name: "formatting", env: &[], command: "cargo fmt --all --check" },
    Step { name: "lints", env: &[], command: "cargo clippy --workspace --all-targets --all-features -- -D warnings" },
    Step { name: "lints without features", env: &[], command: "cargo clippy -p lowcard -- -D warnings" },
    Step {
        name: "lints with the endpoint alone",
        env: &[],
        command: "cargo clippy -p lowcard --features endpoint -- -D warnings",
    },
    Step {
        name: "lints with the HTTP layer alone",
        env: &[],
        command: "cargo clippy -p lowcard --features http -- -D warnings",
    },
    Step {
        name: "lints with the configuration alone",
        env: &[],
        command: "cargo clippy -p lowcard --features config -- -D warnings",
    },
    Step {
        name: "lints with the prometheus crate alone",
        env: &[],
        command: "cargo clippy -p lowcard --features prometheus -- -D warnings",
    },
    Step {
        name: "lints with the metrics facade alone",
        env: &[],
        command: "cargo clippy -p lowcard --features metrics -- -D warnings",
    },
    Step {
        name: "lints with OpenTelemetry alone",
        env: &[],
        command: "cargo clippy -p lowcard --features opentelemetry -- -D warnings",
    },
    Step {
        name: "lints with pushes alone",
        env: &[],
        command: "cargo clippy -p lowcard --features push -- -D warnings",
    },
    Step {
        name: "lints with the process collector alone",
        env: &[],
        command: "cargo clippy -p lowcard --features process -- -D warnings",
    },
    Step {
        name: "lints with the tokio collectors alone",
        env: &[],
        command: "cargo clippy -p lowcard --features tokio -- -D warnings",
    },
    Step { name: "tests", env: &[], command: "cargo test --workspace --all-features" },
    Step {
        name: "the metrics of this workspace",
        env: &[],
        command: "cargo lowcard check --all-features --deny-warnings",
    },
    // In the workspace, an example turns on its feature `protobuf`, which changes the types that we read and write.
    Step {
        name: "the prometheus crate without its features",
        env: &[],
        command: "cargo test -p lowcard --features endpoint,prometheus,testing --test prometheus",
    },
    Step {
        name: "documentation",
        env: &[("RUSTDOCFLAGS", "-D warnings")],
        command: "cargo doc --workspace --no-deps --all-features",
    },
];

/// What needs the tools. These tests are ignored elsewhere, so that `cargo test` needs no network and no server.
pub(crate) const WITH_SERVERS: &[Step] = &[
    Step {
        name: "the quickstart under a real Prometheus",
        env: &[],
        command: "cargo test -p quickstart --test prometheus -- --ignored",
    },
    Step {
        name: "one endpoint for several libraries under a real Prometheus",
        env: &[],
        command: "cargo test -p adopted --test prometheus -- --ignored --skip prometheus_3",
    },
    Step {
        name: "the exposition under real parsers",
        env: &[],
        command: "cargo test -p lowcard --all-features --test servers -- --ignored --skip prometheus_3",
    },
    Step {
        name: "pushes into a real Pushgateway",
        env: &[],
        command: "cargo test -p lowcard --all-features --test push -- --ignored",
    },
    // These two are asked for by the names of their tests, with the features of all tests: alone, their packages have fewer,
    // and Temporal's SDK would be compiled again for each.
    Step {
        name: "the workflow engine under a real Temporal server, Prometheus and promtool",
        env: &[],
        command: "cargo test --workspace --all-features --test temporal -- --ignored",
    },
    Step {
        name: "the queries on the pages under promtool",
        env: &[],
        command: "cargo test --workspace --all-features --test promql -- --ignored",
    },
    Step {
        name: "what tests ask of real servers",
        env: &[],
        command: "cargo test -p lowcard-servers --test servers -- --ignored --skip prometheus_3",
    },
];

/// What needs a Prometheus 3 besides. These tests have it in their names.
pub(crate) const WITH_PROMETHEUS_3: &[Step] = &[
    Step {
        name: "one endpoint for several libraries under Prometheus 3",
        env: &[],
        command: "cargo test -p adopted --test prometheus -- --ignored prometheus_3",
    },
    Step {
        name: "the exposition under Prometheus 3",
        env: &[],
        command: "cargo test -p lowcard --all-features --test servers -- --ignored prometheus_3",
    },
    Step {
        name: "what tests ask of Prometheus 3",
        env: &[],
        command: "cargo test -p lowcard-servers --test servers -- --ignored prometheus_3",
    },
];

/// The benchmarks, which are a workspace of their own: that they build, that every subject counts the same, and that
/// lowcard allocates nothing for an update.
pub(crate) const BENCHES: &[Step] = &[
    Step {
        name: "formatting of the benchmarks",
        env: &[],
        command: "cargo fmt --manifest-path benches/Cargo.toml --check",
    },
    Step { name: "tests of the benchmarks", env: &[], command: "cargo test --manifest-path benches/Cargo.toml" },
];

/// What needs Linux, which says what CPU time and memory another process takes.
pub(crate) const ON_LINUX: &[Step] =
    &[Step { name: "the overhead, quickly: the figures are noise", env: &[], command: "cargo xtask overhead --quick" }];

/// What needs a nightly toolchain: the tests of the `unsafe` code, in a program that notices each access to memory that
/// is not its own. The target is named so that macros and build scripts are compiled without it.
pub(crate) const SANITIZED: &[Step] = &[
    Step {
        name: "the storage under AddressSanitizer",
        env: &[("RUSTFLAGS", "-Zsanitizer=address")],
        command: "rustup run nightly cargo test -p lowcard --lib --target x86_64-unknown-linux-gnu storage",
    },
    Step {
        name: "threads that come and go under AddressSanitizer",
        env: &[("RUSTFLAGS", "-Zsanitizer=address")],
        command: "rustup run nightly cargo test -p lowcard --test stress --target x86_64-unknown-linux-gnu",
    },
];
