//! The policy that governs the crate being compiled.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs};

use lowcard_schema::policy::{self, Policy};
use lowcard_schema::{Level, Rule};
use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::diagnostics::Diagnostics;

/// The variable that names the policy where the sources have been moved away from it.
const VARIABLE: &str = "LOWCARD_POLICY";

/// The policy, and the file that it was read from.
pub(crate) struct Governing {
    pub(crate) policy: Policy,
    file: Option<String>,
}

/// A policy with mistakes is reported by the first item of a crate; the others would only repeat it.
static REPORTED: AtomicBool = AtomicBool::new(false);

impl Governing {
    /// Looks the policy up and reads it; without one, or with a broken one, the built-in policy governs.
    pub(crate) fn load(diagnostics: &Diagnostics) -> Self {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        let stated = env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let Some(file) = policy::find(&package, stated) else {
            return Self { policy: Policy::default(), file: None };
        };
        let file = std::path::absolute(&file).unwrap_or(file);
        match fs::read_to_string(&file) {
            Ok(text) => Self { policy: read(diagnostics, &text, &file), file: Some(file.display().to_string()) },
            Err(error) => {
                report(diagnostics, [format!("{} can't be read: {error} [{}]", file.display(), Rule::PolicyInvalid)]);
                Self { policy: Policy::default(), file: None }
            }
        }
    }

    /// Tokens that make cargo compile the crate again when the policy changes.
    pub(crate) fn tracking(&self) -> TokenStream {
        let file = self.file.as_ref().map(|file| {
            quote!(
                const _: &[u8] = ::core::include_bytes!(#file);
            )
        });
        quote! {
            const _: ::core::option::Option<&str> = ::core::option_env!(#VARIABLE);
            #file
        }
    }

    /// Whether the compiler, which alone can decide this rule, is to hold the metric to it. It can only refuse: a
    /// warning is left to the lint.
    pub(crate) fn denies(&self, rule: Rule, metric: Option<&str>, allowed: &[Rule]) -> bool {
        lowcard_schema::check::level(rule, &self.policy, metric, None, allowed) == Level::Deny
    }
}

fn read(diagnostics: &Diagnostics, text: &str, file: &Path) -> Policy {
    match policy::read(text, &shown(file)) {
        Ok(policy) => policy,
        Err(errors) => {
            report(diagnostics, errors.iter().map(ToString::to_string));
            Policy::default()
        }
    }
}

/// The file as the compiler shows others: relative to where it runs.
fn shown(file: &Path) -> String {
    let folder = env::current_dir().unwrap_or_default();
    file.strip_prefix(&folder).unwrap_or(file).display().to_string()
}

fn report(diagnostics: &Diagnostics, messages: impl IntoIterator<Item = String>) {
    if !REPORTED.swap(true, Ordering::Relaxed) {
        for message in messages {
            diagnostics.plain(Span::call_site(), message);
        }
    }
}
