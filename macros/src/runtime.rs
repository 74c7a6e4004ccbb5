//! The paths that expansions use: nothing in them may depend on what the user has imported.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

/// The path of the `lowcard` crate, `::lowcard` unless `crate = …` says otherwise.
pub(crate) struct Runtime(Option<Path>);

impl Runtime {
    pub(crate) fn at(path: Option<Path>) -> Self {
        Self(path)
    }

    /// A constant that can't be evaluated if `refusal`, a call of the schema's, gives a message. The error points at
    /// `span`: for that the path of the called function must stand there too.
    pub(crate) fn refuse(&self, span: Span, refusal: &TokenStream) -> TokenStream {
        let root = self.0.as_ref().map_or_else(|| quote_spanned!(span=> ::lowcard), Path::to_token_stream);
        quote_spanned!(span=> const _: () = #root::__private::schema::refuse(#refusal);)
    }

    /// What expansions need and users do not.
    pub(crate) fn private(&self) -> TokenStream {
        quote!(#self::__private)
    }

    /// The rules and types that macros and runtime share.
    pub(crate) fn schema(&self) -> TokenStream {
        quote!(#self::__private::schema)
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.0 {
            Some(path) => path.to_tokens(tokens),
            None => tokens.extend(quote!(::lowcard)),
        }
    }
}
