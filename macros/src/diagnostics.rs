//! Collects every mistake of an item, so that one compile shows them all.

use core::cell::RefCell;
use core::fmt::Display;

use lowcard_schema::check::Violation;
use lowcard_schema::{Level, Rule};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// What was found so far. It must be [finished](Self::finish): a mistake that is not shown would be a trap.
pub(crate) struct Diagnostics {
    reports: RefCell<Option<Vec<Report>>>,
}

struct Report {
    level: Level,
    error: syn::Error,
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self { reports: RefCell::new(Some(Vec::new())) }
    }

    /// Reports a broken rule under `tokens`.
    pub(crate) fn error(&self, tokens: impl ToTokens, rule: Rule, message: impl Display) {
        self.push(Level::Deny, syn::Error::new_spanned(tokens, format_args!("{message} [{rule}]")));
    }

    /// Reports a broken rule under `tokens`, and says what to write instead.
    pub(crate) fn error_with_help(&self, tokens: impl ToTokens, rule: Rule, message: impl Display, help: impl Display) {
        self.push(Level::Deny, syn::Error::new_spanned(tokens, format_args!("{message} [{rule}]\n  help: {help}")));
    }

    /// Reports what the rules found, under `tokens`.
    pub(crate) fn violation(&self, tokens: impl ToTokens, violation: &Violation) {
        self.push(violation.level, syn::Error::new_spanned(tokens, violation));
    }

    /// Reports that tokens could not be read.
    pub(crate) fn unreadable(&self, error: &syn::Error) {
        for error in error.clone() {
            let message = format!("{error} [{}]", Rule::AttributeInvalidValue);
            self.push(Level::Deny, syn::Error::new(error.span(), message));
        }
    }

    /// Reports a mistake that is not in the item's tokens.
    pub(crate) fn plain(&self, span: Span, message: impl Display) {
        self.push(Level::Deny, syn::Error::new(span, message));
    }

    /// Whether the item can't be compiled as it is.
    pub(crate) fn has_errors(&self) -> bool {
        self.reports.borrow().iter().flatten().any(|report| report.level == Level::Deny)
    }

    /// The mistakes as tokens that make the compiler show them.
    pub(crate) fn finish(self) -> TokenStream {
        let reports = self.reports.take().unwrap_or_default();
        reports.iter().map(Report::to_tokens).collect()
    }

    fn push(&self, level: Level, error: syn::Error) {
        if let Some(reports) = &mut *self.reports.borrow_mut() {
            reports.push(Report { level, error });
        }
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        debug_assert!(std::thread::panicking() || self.reports.borrow().is_none(), "diagnostics were never finished");
    }
}

impl Report {
    fn to_tokens(&self) -> TokenStream {
        match self.level {
            Level::Deny => self.error.to_compile_error(),
            Level::Warn => warning(&self.error),
            Level::Allow => TokenStream::new(),
        }
    }
}

/// A macro can't warn on stable Rust; the use of a deprecated constant can, and shows the constant's note.
fn warning(error: &syn::Error) -> TokenStream {
    let note = error.to_string();
    let used = quote_spanned!(error.span()=> LOWCARD);
    quote! {
        const _: () = {
            #[deprecated(note = #note)]
            const LOWCARD: () = ();
            #used
        };
    }
}
