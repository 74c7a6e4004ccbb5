//! A label is renamed: `lock --check` and `diff` say so of the program that was built, and are content when the metric is
//! deprecated instead.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod command;
mod git;

use std::fs;
use std::path::Path;

use command::Ran;
use git::Repository;

const ORDERS: &str = "\
use lowcard::{Counter, LabelSet, metric};

#[derive(Clone, Copy, LabelSet)]
pub struct Order {
    pub paid: bool,
}

/// Orders taken.
#[metric]
pub static ORDERS_TAKEN_TOTAL: Counter<Order>;
";

const RECEIVED: &str = "
#[derive(Clone, Copy, LabelSet)]
pub struct Received {
    pub settled: bool,
}

/// Orders that came in, wherever from.
#[metric]
pub static ORDERS_RECEIVED_TOTAL: Counter<Received>;
";

/// A workspace of one library, with these metrics.
fn workspace(code: &str) -> Repository {
    let repository = Repository::new();
    let lowcard = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = format!(
        "[package]\nname = \"orders\"\nversion = \"1.4.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nlowcard = {{ path = '{}' }}\n",
        lowcard.join("runtime").display()
    );
    repository.write("Cargo.toml", &manifest);
    repository.write("src/lib.rs", code);
    fs::copy(lowcard.join("Cargo.lock"), repository.file("Cargo.lock")).unwrap();
    repository
}

/// What `cargo lowcard` prints to standard output, and its exit code.
fn lowcard(repository: &Repository, arguments: &[&str]) -> (String, i32) {
    let mut command = command::lowcard(repository.path(), arguments);
    command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("renamed"));
    let Ran { code, out, err } = command.output().unwrap().into();
    assert!(!err.contains("panicked"), "{err}");
    (out, code)
}

#[test]
fn a_renamed_label_is_named_until_both_names_are_there() {
    let repository = workspace(ORDERS);
    assert_eq!(lowcard(&repository, &["lock"]), (String::new(), 0));
    repository.commit_all("with a lock");
    assert_eq!(lowcard(&repository, &["diff", "--against", "HEAD"]), (String::new(), 0));

    repository.write("src/lib.rs", &ORDERS.replace("paid", "settled"));
    let renamed = "the label `paid` of `orders_taken_total` is called `settled` now";
    let (stale, code) = lowcard(&repository, &["lock", "--check"]);
    assert!(stale.contains(renamed), "{stale}");
    assert_eq!(code, 100);
    assert_eq!(lowcard(&repository, &["lock"]), (String::new(), 0));
    for command in ["diff", "check"] {
        let (broken, code) = lowcard(&repository, &[command, "--against", "HEAD"]);
        assert!(broken.starts_with(&format!("error: {renamed}: ")), "{broken}");
        assert!(broken.contains("[breaking/label-renamed]") && broken.contains("src/lib.rs:10:"), "{broken}");
        assert_eq!(code, 100);
    }

    let deprecated = "#[metric(deprecated(since = \"1.4.0\", replaced_by = \"orders_received_total\"))]";
    repository.write("src/lib.rs", &(ORDERS.replace("#[metric]", deprecated) + RECEIVED));
    let notes = "note: `orders_taken_total` is deprecated since 1.4.0: use `orders_received_total`\n\
                 note: `orders_received_total` is new\n";
    assert_eq!(lowcard(&repository, &["diff", "--against", "HEAD"]), (notes.to_owned(), 0));
}
