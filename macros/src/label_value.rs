//! `#[derive(LabelValue)]` on an enum, whose variants are the values, or on a newtype of `Interned`, whose values are
//! met at run time.

use lowcard_schema::Rule;
use lowcard_schema::check::{self, Part};
use lowcard_schema::label::OTHER;
use lowcard_schema::policy::Policy;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields, Ident, Type, Variant};

use crate::attribute::{Keys, Stated};
use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;
use crate::runtime::Runtime;

/// One value of a closed label.
struct ClosedValue {
    ident: Ident,
    text: Stated<String>,
    /// Whether it stands for every text that is none of the others.
    other: Option<Ident>,
}

/// What `#[label(…)]` on a newtype says.
struct Cap {
    max: u32,
    overflow: String,
}

pub(crate) fn expand(item: &DeriveInput) -> TokenStream {
    let diagnostics = Diagnostics::new();
    let governing = Governing::load(&diagnostics);
    let (runtime, implementation) = match &item.data {
        Data::Enum(data) => closed(&diagnostics, item, data),
        Data::Struct(_) | Data::Union(_) => capped(&diagnostics, item, &governing.policy),
    };
    let is_generic = !item.generics.params.is_empty();
    if is_generic {
        let help = "name the values: their number is known when the program is built";
        let message = "a label value can't have generic parameters";
        diagnostics.error_with_help(&item.generics, Rule::ItemUnsupported, message, help);
    }
    let implementation = (!is_generic).then_some(implementation);
    let tracking = governing.tracking();
    let (name, private) = (&item.ident, runtime.private());
    let (generics, arguments, conditions) = item.generics.split_for_impl();
    let reports = diagnostics.finish();
    quote! {
        #reports
        const _: () = {
            #tracking

            #[automatically_derived]
            impl #generics #private::Derived for #name #arguments #conditions {}

            #implementation
        };
    }
}

/// The values are the variants, under the names that are exposed.
fn closed(diagnostics: &Diagnostics, item: &DeriveInput, data: &DataEnum) -> (Runtime, TokenStream) {
    let mut keys = Keys::of_item(diagnostics, &item.attrs, "label", &["rename_all", "crate"]);
    let runtime = Runtime::at(keys.path("crate"));
    let case = Case::stated(diagnostics, keys.string("rename_all").as_ref());
    let values: Vec<ClosedValue> =
        data.variants.iter().map(|variant| closed_value(diagnostics, variant, case)).collect();
    if values.is_empty() {
        let help = "add the values as variants";
        diagnostics.error_with_help(&item.ident, Rule::ItemUnsupported, "a label without values has no series", help);
    }
    check_values(diagnostics, &values);
    let other = the_other(diagnostics, &values);
    let from_text = other.map(|other| from_text(item, &values, other));
    let implementation = closed_implementation(item, &runtime, &values);
    (runtime, quote!(#implementation #from_text))
}

fn closed_value(diagnostics: &Diagnostics, variant: &Variant, case: Case) -> ClosedValue {
    if !matches!(variant.fields, Fields::Unit) {
        let message = format!("the variant `{}` holds data, and a label value is one text", variant.ident);
        let help = "remove the fields; what they hold belongs in a log line or a span";
        diagnostics.error_with_help(&variant.fields, Rule::ItemUnsupported, message, help);
    }
    let mut keys = Keys::of_item(diagnostics, &variant.attrs, "label", &["rename", "other"]);
    let own =
        || Stated { value: case.apply(&variant.ident.unraw().to_string()), tokens: variant.ident.to_token_stream() };
    ClosedValue {
        ident: variant.ident.clone(),
        text: keys.string("rename").unwrap_or_else(own),
        other: keys.flag("other"),
    }
}

fn check_values(diagnostics: &Diagnostics, values: &[ClosedValue]) {
    let texts: Vec<&str> = values.iter().map(|value| value.text.value.as_str()).collect();
    for violation in check::label_values(&texts) {
        if let Part::Value(position) = violation.part
            && let Some(value) = values.get(position)
        {
            diagnostics.violation(&value.text.tokens, &violation);
        }
    }
}

/// The value that every other text becomes, if one is marked so.
fn the_other<'a>(diagnostics: &Diagnostics, values: &'a [ClosedValue]) -> Option<&'a ClosedValue> {
    let mut marked = values.iter().filter(|value| value.other.is_some());
    let first = marked.next()?;
    for again in marked {
        let message = format!("`{}` is the other value already", first.ident);
        diagnostics.error(&again.other, Rule::AttributeRepeatedKey, message);
    }
    Some(first)
}

// #[derive(LabelValue)]
// enum Channel { Email, Push }                                                                 expands to
//
//     impl LabelValue for Channel {
//         const DOMAIN: Domain = Domain::Closed(&["email", "push"]);
//         fn ordinal(&self) -> u32 { match self { Self::Email => 0, Self::Push => 1 } }
//         fn text(ordinal: u32) -> &'static str { DOMAIN.text(ordinal) }
//     }
fn closed_implementation(item: &DeriveInput, runtime: &Runtime, values: &[ClosedValue]) -> TokenStream {
    let name = &item.ident;
    let (generics, arguments, conditions) = item.generics.split_for_impl();
    let texts = values.iter().map(|value| &value.text.value);
    let arms = values.iter().zip(0_u32..).map(|(value, ordinal)| {
        let ident = &value.ident;
        quote!(Self::#ident { .. } => #ordinal)
    });
    // An enum without variants is refused, and its match must still compile.
    let ordinal = if values.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#arms),* }) };
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #generics #runtime::LabelValue for #name #arguments #conditions {
            const DOMAIN: #runtime::Domain = #runtime::Domain::Closed(&[#(#texts),*]);

            #[inline]
            fn ordinal(&self) -> u32 {
                #ordinal
            }

            fn text(ordinal: u32) -> &'static str {
                <Self as #runtime::LabelValue>::DOMAIN.text(ordinal)
            }
        }
    }
}

/// With a value for every other text, any text can be turned into a value.
fn from_text(item: &DeriveInput, values: &[ClosedValue], other: &ClosedValue) -> TokenStream {
    let (name, fallback) = (&item.ident, &other.ident);
    let (generics, arguments, conditions) = item.generics.split_for_impl();
    let arms = values.iter().filter(|value| value.ident != other.ident).map(|value| {
        let (text, ident) = (&value.text.value, &value.ident);
        quote!(#text => Self::#ident)
    });
    quote! {
        #[automatically_derived]
        impl #generics ::core::convert::From<&str> for #name #arguments #conditions {
            fn from(text: &str) -> Self {
                match text {
                    #(#arms,)*
                    _ => Self::#fallback,
                }
            }
        }
    }
}

/// The values are met at run time, and at most `max` of them are kept apart.
fn capped(diagnostics: &Diagnostics, item: &DeriveInput, policy: &Policy) -> (Runtime, TokenStream) {
    let known = ["max", "overflow", "allow", "crate"];
    let mut keys = Keys::of_item(diagnostics, &item.attrs, "label", &known);
    let runtime = Runtime::at(keys.path("crate"));
    let (max, overflow, allowed) = (keys.number("max"), keys.string("overflow"), keys.allowed());
    let holds_interned = wraps_interned(diagnostics, item);
    if max.is_none() && holds_interned && !diagnostics.has_errors() {
        let message = format!("`{}` does not say how many values it may have", item.ident);
        let help = "write `#[label(max = 200)]`: the 201st value and all after it become `other`";
        diagnostics.error_with_help(&item.ident, Rule::LabelBoundUndeclared, message, help);
    }
    let cap = Cap {
        max: bound(diagnostics, max.as_ref(), policy, &allowed),
        overflow: overflow_text(diagnostics, overflow.as_ref()),
    };
    let implementation =
        if holds_interned { capped_implementation(item, &runtime, &cap) } else { stub(item, &runtime) };
    (runtime, implementation)
}

/// Whether the item is a newtype of `Interned`; reports anything else.
fn wraps_interned(diagnostics: &Diagnostics, item: &DeriveInput) -> bool {
    let Data::Struct(data) = &item.data else {
        let message = "a label value is an enum, or a newtype of `lowcard::Interned`";
        diagnostics.error(&item.ident, Rule::ItemUnsupported, message);
        return false;
    };
    let Fields::Unnamed(fields) = &data.fields else {
        let message = "a label value is an enum, or a newtype of `lowcard::Interned`";
        let help = "for several labels at once, derive `LabelSet`";
        diagnostics.error_with_help(&item.ident, Rule::ItemUnsupported, message, help);
        return false;
    };
    match fields.unnamed.first() {
        Some(field) if fields.unnamed.len() == 1 && is_interned(&field.ty) => true,
        Some(field) if fields.unnamed.len() == 1 => {
            let message = format!("`{}` wraps a type that has no bound", item.ident);
            let help = format!(
                "wrap `lowcard::Interned`, and say how many values there may be: `#[label(max = 200)] struct {}(lowcard::Interned);`",
                item.ident
            );
            diagnostics.error_with_help(&field.ty, Rule::LabelUnbounded, message, help);
            false
        }
        _ => {
            let message = "a label value of one text wraps one `lowcard::Interned`";
            diagnostics.error(&data.fields, Rule::ItemUnsupported, message);
            false
        }
    }
}

fn is_interned(written: &Type) -> bool {
    matches!(written, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Interned"))
}

fn bound(diagnostics: &Diagnostics, max: Option<&Stated<u64>>, policy: &Policy, allowed: &[Rule]) -> u32 {
    let Some(Stated { value, tokens }) = max else { return 1 };
    for violation in check::label_cap(*value, policy, allowed) {
        diagnostics.violation(tokens, &violation);
    }
    let bound = u32::try_from(*value).ok().filter(|&bound| bound <= MOST_VALUES);
    if bound.is_none() {
        let message = format!("no label may have more than {MOST_VALUES} values");
        diagnostics.error(tokens, Rule::LabelBoundTooLarge, message);
    }
    bound.unwrap_or(1)
}

/// The most values that any policy may allow: there are no more numbers for them.
const MOST_VALUES: u32 = 1 << 20;

fn overflow_text(diagnostics: &Diagnostics, stated: Option<&Stated<String>>) -> String {
    let Some(Stated { value, tokens }) = stated else { return OTHER.to_owned() };
    let texts = [value.as_str()];
    for violation in check::label_values(&texts) {
        diagnostics.violation(tokens, &violation);
    }
    value.clone()
}

// #[derive(LabelValue)]
// #[label(max = 200)]
// struct Route(Interned);                                                                      expands to
//
//     static VALUES: Interner = Interner::new(200, "other");
//     impl LabelValue for Route { … }
//     impl From<&str> for Route { fn from(text: &str) -> Self { Self(VALUES.intern(text)) } }
fn capped_implementation(item: &DeriveInput, runtime: &Runtime, cap: &Cap) -> TokenStream {
    let (name, private) = (&item.ident, runtime.private());
    let (generics, arguments, conditions) = item.generics.split_for_impl();
    let Cap { max, overflow } = cap;
    quote! {
        static VALUES: #private::Interner = #private::Interner::new(#max, #overflow);

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #generics #runtime::LabelValue for #name #arguments #conditions {
            const DOMAIN: #runtime::Domain = #runtime::Domain::Capped { max: #max, overflow: #overflow };

            #[inline]
            fn ordinal(&self) -> u32 {
                self.0.ordinal(#max)
            }

            fn text(ordinal: u32) -> &'static str {
                VALUES.text(ordinal)
            }

            fn overflowed() -> u64 {
                VALUES.overflowed()
            }
        }

        #[automatically_derived]
        impl #generics ::core::convert::From<&str> for #name #arguments #conditions {
            fn from(text: &str) -> Self {
                Self(VALUES.intern(text))
            }
        }
    }
}

/// What stands in for a label value with a mistake, so that its label sets cause no second error.
fn stub(item: &DeriveInput, runtime: &Runtime) -> TokenStream {
    let name = &item.ident;
    let (generics, arguments, conditions) = item.generics.split_for_impl();
    quote! {
        #[diagnostic::do_not_recommend]
        impl #generics #runtime::LabelValue for #name #arguments #conditions {
            const DOMAIN: #runtime::Domain = #runtime::Domain::Constant;

            fn ordinal(&self) -> u32 {
                0
            }

            fn text(ordinal: u32) -> &'static str {
                <Self as #runtime::LabelValue>::DOMAIN.text(ordinal)
            }
        }
    }
}
