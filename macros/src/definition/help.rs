//! The HELP text, from doc comments.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The first paragraph of the doc comment, its lines joined by spaces.
///
/// What follows an empty line is documentation for those who read the code. A line break within one `#[doc = "…"]` is
/// kept: whoever writes it that way means it.
pub(crate) fn of(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(doc_line);
    let trimmed = lines.map(|line| line.trim().to_owned());
    let paragraph = trimmed.skip_while(String::is_empty).take_while(|line| !line.is_empty());
    paragraph.collect::<Vec<_>>().join(" ")
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::of;

    #[test]
    fn the_first_paragraph_is_the_help() {
        let item: syn::DeriveInput = parse_quote! {
            /// Requests answered,
            ///   by route.
            ///
            /// More for readers of the code.
            #[allow(unused)]
            struct Documented;
        };
        assert_eq!(of(&item.attrs), "Requests answered, by route.");
    }

    #[test]
    fn a_block_comment_counts_line_by_line_as_one() {
        let item: syn::DeriveInput = parse_quote! {
            #[doc = " first\nsecond"]
            struct Documented;
        };
        assert_eq!(of(&item.attrs), "first\nsecond");
    }
}
