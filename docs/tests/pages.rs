//! The pages: all of them are compiled, in the table of contents, and reached by links that lead somewhere.
#![expect(clippy::unwrap_used, reason = "a folder that can't be read fails the test")]

use std::fs;
use std::path::Path;

use lowcard_docs::{PAGES, Page, SUMMARY};

const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn every_page_is_compiled() {
    let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let pages = files.filter(|file| file.extension().is_some_and(|extension| extension == "md"));
    let names = pages.map(|file| file.file_name().unwrap().to_string_lossy().into_owned());
    let mut written: Vec<_> = names.filter(|name| name != SUMMARY.file).collect();
    let mut compiled: Vec<_> = PAGES.iter().map(|page| page.file).collect();
    written.sort();
    compiled.sort_unstable();
    assert_eq!(written, compiled, "docs/lib.rs has the pages that are compiled");
}

#[test]
fn every_page_is_in_the_table_of_contents_once() {
    let links = SUMMARY.links();
    for page in PAGES {
        assert_eq!(links.iter().filter(|link| *link == page.file).count(), 1, "{} in SUMMARY.md", page.file);
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut dead = Vec::new();
    for page in PAGES.iter().chain([&SUMMARY]) {
        let links = page.links().into_iter().filter(|link| !link.starts_with("https://"));
        dead.extend(links.filter(|link| !leads_somewhere(page, link)).map(|link| format!("{}: {link}", page.file)));
    }
    assert_eq!(dead, [""; 0]);
}

fn leads_somewhere(page: &Page, link: &str) -> bool {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let file = if file.is_empty() { page.file } else { file };
    match anchor {
        None => Path::new(FOLDER).join(file).exists(),
        Some(anchor) => {
            PAGES.iter().any(|page| page.file == file && page.anchors().iter().any(|known| known == anchor))
        }
    }
}
