//! A metric's definition: read from attributes, held to the rules, written as tokens. `#[metric]` has one, and
//! `#[derive(Metrics)]` one for each field.

mod check;
mod emit;
mod help;
mod metric_type;
mod stated;

pub(crate) use check::check;
pub(crate) use emit::Tokens;
pub(crate) use metric_type::MetricType;
pub(crate) use stated::Stated as StatedKeys;

use lowcard_schema::check::{DEFAULT_SECONDS_BUCKETS, WrittenNative, exposed_name, unit_of_name};
use lowcard_schema::{Kind, Native, Rule, Stability};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, Ident};

use crate::attribute::{self, Stated};
use crate::policy::Governing;

/// A metric as it is written, with the tokens that errors point at.
pub(crate) struct Definition {
    /// The field or static.
    pub(crate) ident: Ident,
    pub(crate) metric_type: MetricType,
    /// The name that will be scraped.
    pub(crate) name: String,
    /// The name as it is written, and where.
    written: Stated<String>,
    help: String,
    unit: Option<Stated<String>>,
    buckets: Option<Stated<Vec<Stated<f64>>>>,
    native: Option<Stated<attribute::Native>>,
    /// Where it says that updates become exemplars.
    exemplars: Option<Ident>,
    category: Option<Stated<String>>,
    max_series: Option<Stated<u64>>,
    from: Option<syn::Expr>,
    stability: Option<Stability>,
    pub(crate) deprecated: Option<Stated<attribute::Deprecated>>,
    allowed: Vec<Rule>,
}

impl Definition {
    /// Puts together what the item says, with the prefix and category of the struct around it.
    pub(crate) fn new(
        ident: &Ident,
        attributes: &[Attribute],
        metric_type: MetricType,
        keys: StatedKeys,
        prefix: Option<&str>,
        governing: &Governing,
    ) -> Self {
        let own = Stated { value: ident.unraw().to_string(), tokens: ident.to_token_stream() };
        let name = match &keys.name {
            Some(whole) => whole.value.clone(),
            None => exposed_name(governing.policy.namespace.as_deref(), prefix, &own.value),
        };
        Self {
            ident: ident.clone(),
            metric_type,
            name,
            written: keys.name.unwrap_or(own),
            help: help::of(attributes),
            unit: keys.unit,
            buckets: keys.buckets,
            native: keys.native,
            exemplars: keys.exemplars,
            category: keys.category,
            max_series: keys.max_series,
            from: keys.from,
            stability: keys.stability,
            deprecated: keys.deprecated,
            allowed: keys.allowed,
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.metric_type.kind
    }

    /// The bounds that are written, or those that every histogram of seconds has which is not native.
    fn bounds(&self) -> Option<Vec<f64>> {
        match &self.buckets {
            Some(stated) => Some(stated.value.iter().map(|bound| bound.value).collect()),
            None if self.native.is_some() => None,
            None if self.kind() == Kind::Histogram && unit_of_name(&self.name) == Some("seconds") => {
                Some(DEFAULT_SECONDS_BUCKETS.to_vec())
            }
            None => None,
        }
    }

    /// What makes it native: the numbers that are written, or those that hold without.
    fn native(&self) -> Option<WrittenNative> {
        let Stated { value: attribute::Native { schema, max_buckets }, .. } = self.native.as_ref()?;
        let Native { schema: usual_schema, max_buckets: usual_max } = Native::DEFAULT;
        Some(WrittenNative {
            schema: schema.as_ref().map_or(usual_schema.into(), |stated| stated.value),
            max_buckets: max_buckets.as_ref().map_or(usual_max.into(), |stated| stated.value),
        })
    }

    /// The unit that is stated, or that the name ends with.
    fn unit(&self) -> Option<&str> {
        self.unit.as_ref().map(|stated| stated.value.as_str()).or_else(|| unit_of_name(&self.name))
    }

    fn category(&self) -> Option<&str> {
        self.category.as_ref().map(|stated| stated.value.as_str())
    }

    /// Where errors on the labels point: at the label set, or at the metric where none is written.
    fn labels_tokens(&self) -> TokenStream {
        self.metric_type.labels_tokens().unwrap_or_else(|| self.ident.to_token_stream())
    }
}
