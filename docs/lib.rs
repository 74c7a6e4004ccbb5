//! The pages of this folder. Each block of Rust in them is a doc test; the tests beside this file hold every other block,
//! and every link, to what it is about.

mod block;
mod page;

pub use block::Block;
pub use page::Page;

/// A module for each page, so that its blocks of Rust are compiled and run, and the list of all pages.
macro_rules! pages {
    ($($name:ident: $file:literal,)+) => {
        $(
            #[cfg(doctest)]
            #[doc = include_str!($file)]
            pub mod $name {}
        )+

        /// Every page but the table of contents.
        pub const PAGES: &[Page] = &[$(Page { file: $file, text: include_str!($file) },)+];
    };
}

pages! {
    getting_started: "getting-started.md",
    labels: "labels.md",
    policy: "policy.md",
    ci: "ci.md",
    findings: "findings.md",
    http: "http.md",
    sources: "sources.md",
    temporal: "temporal.md",
    configuration: "configuration.md",
    kubernetes: "kubernetes.md",
    troubleshooting: "troubleshooting.md",
    migration: "migration.md",
    overhead: "overhead.md",
}

/// The table of contents.
pub const SUMMARY: Page = Page { file: "SUMMARY.md", text: include_str!("SUMMARY.md") };

/// The page in this file.
pub fn page(file: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.file == file)
}

/// The blocks of all pages that are in one language and have all of these marks.
pub fn blocks(language: &str, marks: &[&str]) -> impl Iterator<Item = Block> {
    let all = PAGES.iter().flat_map(Page::blocks);
    all.filter(move |block| block.language == language && marks.iter().all(|mark| block.has(mark)))
}
