//! What a macro that writes ready-made metrics is given.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Path, Token, Visibility};

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
    /// Reads it; `example` is how the macro is called.
    pub(crate) fn read(example: &str, tokens: TokenStream) -> syn::Result<Self> {
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
