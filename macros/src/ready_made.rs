//! What the macros that write ready-made metrics have in common: what they are given, and how items are made of it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Path, Token, Visibility};

use crate::attribute::Keys;
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;

/// Reads the input and its options, and writes the items; `example` is how the macro is called. What stands in for a label
/// whose name could not be read is excused, as that was said already.
pub(crate) fn expand<Options>(
    example: &str,
    input: TokenStream,
    read: impl FnOnce(&Diagnostics, TokenStream, &Governing) -> Options,
    emit: impl FnOnce(&Input, &Options, Option<&TokenStream>) -> TokenStream,
) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let input = match Input::read(example, input) {
        Ok(input) => input,
        Err(error) => {
            diagnostics.unreadable(&error);
            return diagnostics.finish();
        }
    };
    let governing = Governing::load(&diagnostics);
    let options = read(&diagnostics, input.keys.clone(), &governing);
    let excuse = diagnostics
        .has_errors()
        .then(|| quote!(allow("label/not-allowed", reason = "what is wrong with the labels has been said")));
    let items = emit(&input, &options, excuse.as_ref());
    let reports = diagnostics.finish();
    quote!(#reports #items)
}

/// `buckets = […]` and `native`, as they are stated; the `usual` bounds if neither is. A native histogram has no others than
/// those that are stated.
pub(crate) fn buckets(keys: &mut Keys<'_>, usual: &str) -> TokenStream {
    match (keys.forwarded("buckets"), keys.forwarded("native")) {
        (Some(stated), Some(native)) => quote!(#stated, #native),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => bounds(usual),
    }
}

/// `buckets = […]` of a list of ours.
pub(crate) fn bounds(list: &str) -> TokenStream {
    let bounds: TokenStream = list.parse().unwrap_or_default(); // it is one
    quote!(buckets = #bounds)
}

/// `$crate; #[…] pub HttpMetrics, key = value`.
pub(crate) struct Input {
    /// The crate whose macro it is.
    pub(crate) root: Path,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) keys: TokenStream,
}

impl Input {
    fn read(example: &str, tokens: TokenStream) -> syn::Result<Self> {
        let input = |input: ParseStream<'_>| {
            let root = input.call(Path::parse_mod_style)?;
            input.parse::<Token![;]>()?;
            let attributes = input.call(Attribute::parse_outer)?;
            let visibility = input.parse()?;
            let name = input.parse().map_err(|error| {
                syn::Error::new(error.span(), format!("expected the name of a struct: `{example}`"))
            })?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
            Ok(Self { root, attributes, visibility, name, keys: input.parse()? })
        };
        input.parse2(tokens)
    }
}
