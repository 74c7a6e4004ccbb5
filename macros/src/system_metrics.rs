//! `system_metrics!`, behind the path of the runtime that `lowcard::system_metrics!` puts before it.

use lowcard_schema::Rule;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Path, Token, Visibility};

use crate::commit::Commit;
use crate::diagnostics::Diagnostics;

/// `$crate; #[…] pub SystemMetrics`.
struct Item {
    runtime: Path,
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let expansion = match syn::parse2::<Item>(item) {
        Ok(item) => declare(&item, &Commit::current()),
        Err(error) => {
            let message = format!("`system_metrics!` takes the name of a struct: {error}");
            let help = "write `lowcard::system_metrics!(pub SystemMetrics);`, with attributes before `pub`";
            diagnostics.plain(error.span(), format!("{message} [{}]\n  help: {help}", Rule::ItemUnsupported));
            TokenStream::new()
        }
    };
    let reports = diagnostics.finish();
    quote!(#reports #expansion)
}

// lowcard::system_metrics!(pub SystemMetrics);      expands to
//
//     #[derive(Metrics)]
//     pub struct SystemMetrics { …both metrics, each read from a function… }
//     #[derive(LabelSet)]
//     pub struct SystemMetricsBuild { …the labels of the build… }
//     const _: () = { impl SystemMetricsBuild { fn current() -> Self { … } } …the repository tracked… };
fn declare(item: &Item, commit: &Commit) -> TokenStream {
    let Item { runtime, attributes, visibility, name } = item;
    let labels = format_ident!("{name}Build");
    let (of_labels, of_metrics): (Vec<_>, Vec<_>) =
        attributes.iter().partition(|attribute| attribute.path().is_ident("labels"));
    let documentation = format!("The labels of the build that [`{name}`] exposes.");
    let (hash, tracking) = (commit.hash(), commit.tracking());
    // What breaks a rule of the policy is shown under the name, which is the user's.
    quote_spanned! {name.span()=>
        #[derive(#runtime::Metrics)]
        #[metrics(crate = #runtime)]
        #(#of_metrics)*
        ///
        /// Which build runs, and for how long.
        #[allow(dead_code)] // functions say what they hold, so that most programs never touch them
        #visibility struct #name {
            /// What was built: the version of the package, the commit, and the compiler.
            #[metric(from = #labels::current, stability = "stable")]
            #visibility build_info: #runtime::Info<#labels>,
            /// Time that the process has been running.
            #[metric(from = #runtime::__private::uptime, stability = "stable")]
            #visibility uptime_seconds_total: #runtime::Counter<(), f64>,
        }

        #[doc = #documentation]
        #[derive(#runtime::LabelSet)]
        #[labels(constant, crate = #runtime)]
        #(#of_labels)*
        #visibility struct #labels {
            version: &'static str,
            commit_hash: &'static str,
            rust_version: &'static str,
        }

        const _: () = {
            #tracking

            impl #labels {
                fn current() -> Self {
                    #runtime::__private::uptime(); // it counts from now, where the system does not say from when
                    Self {
                        version: ::core::env!("CARGO_PKG_VERSION"),
                        commit_hash: #hash,
                        rust_version: #runtime::__private::RUST_VERSION,
                    }
                }
            }
        };
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = input.call(Path::parse_mod_style)?;
        input.parse::<Token![;]>()?;
        let item = Self {
            runtime,
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            name: input.parse()?,
        };
        input.parse::<Option<Token![;]>>()?;
        if input.is_empty() { Ok(item) } else { Err(input.error("nothing comes after the name")) }
    }
}
