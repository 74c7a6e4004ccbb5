//! The label sets that the code declares.
//!
//! The catalog knows the category of a metric, and not that of its label set, which the macros hold to the lists by itself:
//! a set without a category may only have labels that are legal in every one. So the source is asked.

use std::fs;
use std::path::PathBuf;

use cargo_metadata::{Metadata, Target};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ExprLit, ItemStruct, Lit, LitStr, Meta, Token};

use crate::source::walk;

/// A struct with `#[derive(LabelSet)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Set {
    /// The categories that it states.
    pub(crate) categories: Vec<String>,
    /// The names of its own labels, without those of sets that it takes in.
    pub(crate) labels: Vec<String>,
}

/// The sets in the workspace's code, as far as it can be read: what the compiler can't read either, it says itself.
///
/// Libraries and programs are read whole, of tests and examples the file that they start from. Beside that may be files
/// that are meant to fail.
pub(crate) fn sets(metadata: &Metadata) -> Vec<Set> {
    let targets = metadata.workspace_packages().into_iter().flat_map(|package| &package.targets);
    let mut files: Vec<PathBuf> = targets.flat_map(files).collect();
    files.sort();
    files.dedup();
    files.iter().filter_map(|file| fs::read_to_string(file).ok()).flat_map(|text| of_source(&text)).collect()
}

fn files(target: &Target) -> Vec<PathBuf> {
    let root = target.src_path.as_std_path();
    match root.parent() {
        Some(folder)
            if !target.is_test() && !target.is_bench() && !target.is_example() && !target.is_custom_build() =>
        {
            walk::files(folder)
        }
        _ => vec![root.to_owned()],
    }
}

/// The sets in a file.
pub(super) fn of_source(text: &str) -> Vec<Set> {
    let mut found = Found::default();
    if let Ok(file) = syn::parse_file(text) {
        found.visit_file(&file);
    }
    found.sets
}

#[derive(Default)]
struct Found {
    sets: Vec<Set>,
}

impl<'f> Visit<'f> for Found {
    fn visit_item_struct(&mut self, item: &'f ItemStruct) {
        if derives_set(&item.attrs) {
            let labels = item.fields.iter().filter(|field| !states(&field.attrs, "labels", "flatten"));
            let name = |field: &syn::Field| {
                let renamed = strings(&field.attrs, "label", "rename").pop();
                renamed.or_else(|| Some(syn::ext::IdentExt::unraw(field.ident.as_ref()?).to_string()))
            };
            self.sets.push(Set {
                categories: strings(&item.attrs, "labels", "category"),
                labels: labels.filter_map(name).collect(),
            });
        }
        visit::visit_item_struct(self, item);
    }
}

/// `#[derive(LabelSet)]`, by whichever path.
fn derives_set(attributes: &[Attribute]) -> bool {
    let mut derives = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _other_form = attribute.parse_nested_meta(|meta| {
            derives |= meta.path.segments.last().is_some_and(|last| last.ident == "LabelSet");
            Ok(())
        });
    }
    derives
}

/// Whether `#[attribute(key)]` is there.
fn states(attributes: &[Attribute], attribute: &str, key: &str) -> bool {
    keys(attributes, attribute).iter().any(|meta| meta.path().is_ident(key))
}

/// The texts of `#[attribute(key = "…")]` or `#[attribute(key = ["…", "…"])]`.
fn strings(attributes: &[Attribute], attribute: &str, key: &str) -> Vec<String> {
    let mut strings = Vec::new();
    for meta in keys(attributes, attribute) {
        let Meta::NameValue(pair) = meta else { continue };
        if pair.path.is_ident(key) {
            let items = match pair.value {
                Expr::Array(array) => array.elems.into_iter().collect(),
                single => vec![single],
            };
            strings.extend(items.iter().filter_map(text).map(LitStr::value));
        }
    }
    strings
}

fn keys(attributes: &[Attribute], name: &str) -> Vec<Meta> {
    type Keys = syn::punctuated::Punctuated<Meta, Token![,]>;
    let own = attributes.iter().filter(|attribute| attribute.path().is_ident(name));
    own.filter_map(|attribute| attribute.parse_args_with(Keys::parse_terminated).ok()).flatten().collect()
}

fn text(item: &Expr) -> Option<&LitStr> {
    match item {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Set, of_source};

    fn set(categories: &[&str], labels: &[&str]) -> Set {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Set { categories: owned(categories), labels: owned(labels) }
    }

    #[test]
    fn sets_are_found_with_what_they_state() {
        let source = r#"
            #[derive(Clone, Copy, LabelSet)]
            struct Plain { outcome: Outcome, r#type: Kind }
            mod inner {
                #[derive(lowcard::LabelSet)]
                #[labels(category = "http", constant)]
                struct One { #[label(rename = "status_code")] status: Status, #[labels(flatten)] more: Plain }
            }
            fn main() {
                #[derive(LabelSet)]
                #[labels(allow("label/denied", reason = "few"), category = ["http", "grpc"])]
                struct Two { user: User }
            }
            #[derive(Clone)]
            struct Other { user_id: String }
        "#;
        let expected =
            [set(&[], &["outcome", "type"]), set(&["http"], &["status_code"]), set(&["http", "grpc"], &["user"])];
        assert_eq!(of_source(source), expected);
    }

    #[test]
    fn what_is_not_rust_has_none() {
        assert_eq!(of_source("#[derive(LabelSet)] struct {"), []);
    }
}
