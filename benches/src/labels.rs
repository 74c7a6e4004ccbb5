//! The labels of every workload: closed sets of values.
//!
//! Each typed peer has enums of its own with its own derives, made from the one list below. Values are written as they
//! are exposed, because the peers disagree on how a variant's name becomes a text.

/// Declares the label enums with these attributes, such as a peer's derives.
macro_rules! label_enums {
    ($($attribute:tt)*) => {
        $crate::labels::label_enum! { [$($attribute)*] Method { get, post, put, delete, head, options, patch } }
        $crate::labels::label_enum! { [$($attribute)*] Path {
            v1_carts, v1_carts_id, v1_carts_id_items, v1_customers, v1_customers_id, v1_invoices, v1_invoices_id,
            v1_orders, v1_orders_id, v1_orders_id_items, v1_payments, v1_payments_id, v1_products, v1_products_id,
            v1_reviews, v1_search
        } }
        $crate::labels::label_enum! { [$($attribute)*] Status {
            ok, created, no_content, bad_request, unauthorized, not_found, conflict, internal_error
        } }
        $crate::labels::label_enum! { [$($attribute)*] Region { ap_south, eu_central, eu_west, us_east, us_west } }
        $crate::labels::label_enum! { [$($attribute)*] Route {
            accounts, addresses, baskets, campaigns, categories, coupons, deliveries, discounts, events, exports,
            images, imports, labels, messages, notes, pages, profiles, quotes, refunds, reports, returns, sessions,
            stocks, suppliers, tokens
        } }
    };
}

macro_rules! label_enum {
    ([$($attribute:tt)*] $Label:ident { $($value:ident),+ }) => {
        $($attribute)*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(non_camel_case_types, missing_docs)]
        pub enum $Label { $($value),+ }

        #[allow(missing_docs, dead_code)]
        impl $Label {
            pub const ALL: &'static [Self] = &[$(Self::$value),+];
            pub const TEXTS: &'static [&'static str] = &[$(stringify!($value)),+];
        }
    };
}

pub(crate) use {label_enum, label_enums};

label_enums!();
