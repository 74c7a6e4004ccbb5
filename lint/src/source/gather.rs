//! Reads all files, and puts together what stands in them.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use proc_macro2::TokenStream;

use super::mentions::Mentions;
use super::module::normal;
use super::scan::{Context, Scanned, scan};
use super::{Source, walk};
use crate::subject::Member;

/// How deep groups may be in each other: deeper than anybody writes, and not so deep that a stack ends.
const MAX_DEPTH: usize = 500;

/// A file of a package.
struct File<'m> {
    member: &'m Member,
    path: PathBuf,
}

/// What was read: each file that could be, and how often which names stand in all of them.
#[derive(Default)]
struct Read {
    files: BTreeMap<PathBuf, Option<Scanned>>,
    mentions: Mentions,
}

/// Reads the sources of all members; `root` is what the paths that findings show are relative to.
pub fn read(members: &[Member], root: &Path) -> Source {
    let files: Vec<File<'_>> = members
        .iter()
        .flat_map(|member| walk::files(&member.folder).into_iter().map(move |path| File { member, path }))
        .collect();
    let mut read = in_parallel(&files, root);
    let mut source = Source::default();
    for member in members {
        gather(member, root, &mut read, &mut source);
    }
    let mut declarations: BTreeMap<String, usize> = BTreeMap::new();
    for declared in &source.declared {
        *declarations.entry(declared.written.clone()).or_default() += 1;
    }
    for declared in &mut source.declared {
        declared.mentioned = read.mentions.of(&declared.written) > declarations[&declared.written];
    }
    source.calls.sort_by(|one, other| one.place.cmp(&other.place));
    source.declared.sort_by(|one, other| one.place.cmp(&other.place));
    source
}

/// Threads take the next file until there is none.
fn in_parallel(files: &[File<'_>], root: &Path) -> Read {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut read = Read::default();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            read.file(file, root);
        }
        read
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let started: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut read = work();
        for other in started.into_iter().filter_map(|thread| thread.join().ok()) {
            read.files.extend(other.files);
            read.mentions.merge(other.mentions);
        }
        read
    })
}

impl Read {
    fn file(&mut self, file: &File<'_>, root: &Path) {
        let Ok(bytes) = fs::read(&file.path) else {
            self.files.insert(file.path.clone(), None);
            return;
        };
        let text = String::from_utf8_lossy(&bytes);
        let Ok(tokens) = without_shebang(&text).parse::<TokenStream>() else {
            self.mentions.words(&text);
            self.files.insert(file.path.clone(), None);
            return;
        };
        if self.mentions.tokens(tokens.clone()) > MAX_DEPTH {
            self.files.insert(file.path.clone(), None);
            return;
        }
        let context = Context {
            package: &file.member.name,
            shown: file.path.strip_prefix(root).unwrap_or(&file.path),
            crates: &file.member.code.dependencies,
        };
        self.files.insert(file.path.clone(), Some(scan(tokens, context)));
        // Places are known by a table of all texts that this thread has read.
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}

/// `#!/usr/bin/env …` is not Rust, and `#![…]` is. The end of the line stays, so that places are right.
fn without_shebang(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    match text.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => text.find('\n').map_or("", |end| &text[end..]),
        _ => text,
    }
}

/// Adds what stands in the files that the package's libraries and programs are made of.
fn gather(member: &Member, root: &Path, read: &mut Read, source: &mut Source) {
    let mut reached = Vec::new();
    for file in reachable(member, &read.files) {
        match read.files.get_mut(&file) {
            Some(Some(scanned)) => reached.push(std::mem::take(scanned)),
            Some(None) => source.unread.push(file.strip_prefix(root).unwrap_or(&file).to_owned()),
            None => {}
        }
    }
    let constants = constants(&reached);
    let macro_use: BTreeSet<String> = reached.iter_mut().flat_map(|file| file.macro_use.drain(..)).collect();
    let own_macros: BTreeSet<String> = reached.iter_mut().flat_map(|file| file.own_macros.drain(..)).collect();
    for file in reached {
        let bare = file.if_macro_use.into_iter().filter(|(alias, call)| {
            macro_use.contains(alias) && !own_macros.iter().any(|own| call.callee.ends_with(&format!("::{own}!`")))
        });
        for mut call in file.calls.into_iter().chain(bare.map(|(_, call)| call)) {
            call.resolve(&constants);
            source.calls.push(call);
        }
        source.declared.extend(file.declared);
    }
}

/// The files that `mod` and `include!` lead to from the package's roots.
fn reachable(member: &Member, files: &BTreeMap<PathBuf, Option<Scanned>>) -> BTreeSet<PathBuf> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<(PathBuf, bool)> = member.code.roots.iter().map(|root| (normal(root), true)).collect();
    while let Some((file, is_root)) = next.pop() {
        let Some(scanned) = files.get(&file).filter(|_| reached.insert(file.clone())) else { continue };
        for module in scanned.iter().flat_map(|scanned| &scanned.modules) {
            next.extend(module.files(&file, is_root).into_iter().map(|path| (path, module.name.is_none() && is_root)));
        }
    }
    reached
}

/// The constants that are texts; nothing for a name that two have.
fn constants(files: &[Scanned]) -> BTreeMap<String, Option<String>> {
    let mut constants: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (name, value) in files.iter().flat_map(|file| &file.constants) {
        let known = constants.entry(name.clone()).or_insert_with(|| Some(value.clone()));
        if known.as_ref() != Some(value) {
            *known = None;
        }
    }
    constants
}
