//! A workspace with a lock, and the command in it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;

use crate::command::{self, Ran};

/// What the shop declares.
const LOCK: &str = r#"version = 1

shop_baskets.type = "gauge"
shop_baskets.help = "Baskets that are not empty."
shop_baskets.series = 1

shop_orders_total.type = "counter"
shop_orders_total.help = "Orders placed."
shop_orders_total.labels.channel = ["app", "web"]
shop_orders_total.labels.country = { max = 4, overflow = "other" }
shop_orders_total.series = 10
"#;

/// What it exposes when all is well.
pub(crate) const GOOD: &str = r#"# HELP shop_orders_total Orders placed.
# TYPE shop_orders_total counter
shop_orders_total{channel="app",country="at"} 2
shop_orders_total{channel="web",country="at"} 2
shop_orders_total{channel="web",country="be"} 1
# HELP go_goroutines Goroutines.
# TYPE go_goroutines gauge
go_goroutines 7
"#;

/// The shop's folder, and the command in it.
pub(crate) struct Shop {
    folder: TempDir,
}

impl Shop {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| fs::write(folder.path().join(file), text).unwrap();
        fs::create_dir(folder.path().join("src")).unwrap();
        write("Cargo.toml", "[package]\nname = \"shop\"\nedition = \"2024\"\n");
        write("src/lib.rs", "");
        write("lowcard.toml", "namespace = \"shop\"\n");
        write("metrics.lock", LOCK);
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `cargo lowcard scrape` with these arguments, in the shop.
    pub(crate) fn scrape(&self, arguments: &[&str]) -> Ran {
        self.scrape_with(arguments, b"")
    }

    /// The same with something at its standard input.
    pub(crate) fn scrape_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        let mut child = command::lowcard(self.path(), &[&["scrape"], arguments].concat())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One that has failed already does not read.
        let _unread = child.stdin.take().unwrap().write_all(stdin);
        child.wait_with_output().unwrap().into()
    }
}
