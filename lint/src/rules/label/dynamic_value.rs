//! `label/dynamic-value`: a label value that is made where another library's metric is recorded. Whatever makes it can
//! make ever new ones, and each is a series.

use lowcard_schema::Rule;

use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::LabelDynamicValue, needs: Needs::Source, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    for call in subject.source.iter().flat_map(|source| &source.calls) {
        let policy = subject.policy_of(&call.package);
        for value in &call.made_values {
            let of = match value.label.known() {
                Some(label) => format!("the value of label `{label}`"),
                None => "a label value".to_owned(),
            };
            found
                .about_policy(Rule::LabelDynamicValue, policy)
                .metric(call.name.known())
                .label(value.label.known())
                .report(format!("{of} is a text that `{}` makes here: nothing says how many there can be", value.by))
                .at(value.place.clone())
                .help("declare what it can be: an enum with `#[derive(LabelValue)]`, or `#[label(max = …)]` on an `Interned`");
        }
    }
}
