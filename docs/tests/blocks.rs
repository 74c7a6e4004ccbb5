//! Every block says what it is in, so that none escapes the tests.

use lowcard_docs::PAGES;

/// The languages, and the sets of marks that blocks in them may have.
const KNOWN: &[(&str, &[&str])] = &[
    ("rust", &["", "no_run", "compile_fail", "standalone_crate"]),
    ("toml", &["", "mistake", "manifest"]),
    ("yaml", &["config", "config,mistake", "kubernetes", "prometheus", "workflow"]),
    ("diff", &[""]),
    ("sh", &[""]),
    ("json", &[""]),
    ("promql", &[""]),
    ("text", &[""]),
    ("console", &[""]),
];

#[test]
fn every_block_is_of_a_kind_that_a_test_reads() {
    for block in PAGES.iter().flat_map(lowcard_docs::Page::blocks) {
        let known = KNOWN.iter().find(|(language, _)| *language == block.language);
        let (_, marks) = known.unwrap_or_else(|| panic!("{block}: `{}` is no language of a block", block.language));
        assert!(marks.contains(&&*block.marks.join(",")), "{block}: {:?} are no marks of {known:?}", block.marks);
        assert!(!block.text.trim().is_empty(), "{block}: it is empty");
    }
}
