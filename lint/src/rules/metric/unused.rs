//! `metric/unused`: a metric that nothing mentions but its own declaration, so that it is 0 or absent for ever.

use lowcard_schema::Rule;

use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::MetricUnused, needs: Needs::Source, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let declared = subject.source.iter().flat_map(|source| &source.declared);
    for declared in declared.filter(|declared| !declared.mentioned) {
        // Who uses the library may record it.
        let published = subject.member(&declared.package).is_some_and(|member| member.code.published);
        if published && declared.public {
            continue;
        }
        let name = declared.exposed(subject.policy_of(&declared.package));
        found
            .about_metric(Rule::MetricUnused, &name, &declared.package)
            .report(format!("`{}` is declared and never recorded", declared.written))
            .at(declared.place.clone())
            .help("record it where what it counts happens, or remove it");
    }
}
