//! Holds a definition to the rules, and points at the part that breaks one.

use lowcard_schema::check::{self, Metric, Part};
use lowcard_schema::{Deprecation, Kind, Rule, series};
use proc_macro2::TokenStream;
use quote::ToTokens;

use super::Definition;
use crate::diagnostics::Diagnostics;
use crate::policy::Governing;

/// Reports every rule that the definition breaks, as far as its tokens decide.
pub(crate) fn check(diagnostics: &Diagnostics, definition: &Definition, governing: &Governing) {
    shared_rules(diagnostics, definition, governing);
    buckets_are_of_a_histogram(diagnostics, definition);
    buckets_fit_a_row(diagnostics, definition);
    exemplars_are_of_updates(diagnostics, definition);
    function_says_what_it_can(diagnostics, definition);
    cap_has_room(diagnostics, definition);
}

/// The rules of the schema, which a lint applies as well.
fn shared_rules(diagnostics: &Diagnostics, definition: &Definition, governing: &Governing) {
    let bounds = definition.bounds();
    let metric = Metric {
        name: &definition.name,
        written: &definition.written.value,
        kind: definition.kind(),
        help: &definition.help,
        unit: definition.unit.as_ref().map(|stated| stated.value.as_str()),
        buckets: bounds.as_deref(),
        native: definition.native(),
        category: definition.category(),
        stability: definition.stability,
        deprecated: definition
            .deprecated
            .as_ref()
            .map(|stated| Deprecation { since: None, replaced_by: stated.value.replaced_by.as_ref().map(|_| "") }),
    };
    for violation in check::metric(&metric, &governing.policy, &definition.allowed) {
        diagnostics.violation(tokens(definition, violation.part), &violation);
    }
}

/// The tokens that say a part of the definition.
fn tokens(definition: &Definition, part: Part) -> TokenStream {
    let native = definition.native.as_ref().map(|stated| &stated.value);
    let stated = match part {
        Part::Unit => definition.unit.as_ref().map(|stated| &stated.tokens),
        Part::Category(_) => definition.category.as_ref().map(|stated| &stated.tokens),
        Part::Deprecation => definition.deprecated.as_ref().map(|stated| &stated.tokens),
        Part::Buckets => definition.buckets.as_ref().map(|stated| &stated.tokens),
        Part::Bucket(position) => {
            let bounds = definition.buckets.as_ref().map(|stated| &stated.value);
            bounds.and_then(|bounds| bounds.get(position)).map(|bound| &bound.tokens)
        }
        Part::Schema => native.and_then(|native| native.schema.as_ref()).map(|schema| &schema.tokens),
        Part::MaxBuckets => native.and_then(|native| native.max_buckets.as_ref()).map(|max| &max.tokens),
        Part::Name | Part::Label(_) | Part::Set | Part::Value(_) | Part::Bound => None,
    };
    stated.unwrap_or(&definition.written.tokens).clone()
}

fn buckets_are_of_a_histogram(diagnostics: &Diagnostics, definition: &Definition) {
    let kind = definition.kind();
    if kind == Kind::Histogram {
        return;
    }
    let buckets = definition.buckets.as_ref().map(|stated| ("buckets", &stated.tokens));
    let native = definition.native.as_ref().map(|stated| ("native", &stated.tokens));
    for (key, tokens) in buckets.into_iter().chain(native) {
        let message = format!("{} {} has no buckets", kind.article(), kind.word());
        let help = format!("remove `{key}`, or make it a `Histogram`");
        diagnostics.error_with_help(tokens, Rule::AttributeInvalidValue, message, help);
    }
}

/// A histogram's row lies within one chunk of the storage, whatever the policy allows.
fn buckets_fit_a_row(diagnostics: &Diagnostics, definition: &Definition) {
    const MOST: usize = 250;
    if let Some(buckets) = &definition.buckets
        && buckets.value.len() > MOST
    {
        let message = format!("no histogram can have more than {MOST} buckets");
        diagnostics.error(&buckets.tokens, Rule::BucketsTooMany, message);
    }
}

/// No format has a place for one anywhere else.
fn exemplars_are_of_updates(diagnostics: &Diagnostics, definition: &Definition) {
    let Some(key) = &definition.exemplars else { return };
    if matches!(definition.kind(), Kind::Gauge | Kind::Info) {
        let message = format!("{} {} has no exemplars", definition.kind().article(), definition.kind().word());
        let help = "remove `exemplars`, or make it a `Counter` or a `Histogram`";
        diagnostics.error_with_help(key, Rule::AttributeInvalidValue, message, help);
    } else if definition.from.is_some() {
        let message = "a metric that is read from a function has no updates that could be exemplars";
        diagnostics.error_with_help(key, Rule::AttributeInvalidValue, message, "remove `exemplars`");
    }
}

/// One value, or the labels of an info.
fn function_says_what_it_can(diagnostics: &Diagnostics, definition: &Definition) {
    let Some(from) = &definition.from else { return };
    let kind = definition.kind();
    if kind == Kind::Histogram {
        let message = "a histogram can't be read from a function";
        let help = "`from` gives a counter or a gauge its value when it is scraped, and an info its labels";
        diagnostics.error_with_help(from, Rule::AttributeInvalidValue, message, help);
    } else if kind != Kind::Info && definition.metric_type.is_labelled() {
        let message = "a function gives one value, and this metric has labels";
        let help = "remove the labels, or implement a collector";
        diagnostics.error_with_help(from, Rule::AttributeInvalidValue, message, help);
    }
}

/// The overflow series takes one label set's room, so that a cap below two leaves none for a value.
fn cap_has_room(diagnostics: &Diagnostics, definition: &Definition) {
    let Some(cap) = &definition.max_series else { return };
    let buckets = definition.bounds().map_or(0, |bounds| bounds.len());
    let lines = series::lines(definition.kind(), buckets, definition.native.is_some());
    if cap.value < 2 * lines {
        let message = format!("`max_series = {}` has no room for two label sets", cap.value);
        let help =
            format!("write {} or more: each label set takes {lines}, and one is kept for the overflow", 2 * lines);
        diagnostics.error_with_help(cap.tokens.to_token_stream(), Rule::AttributeInvalidValue, message, help);
    }
}
