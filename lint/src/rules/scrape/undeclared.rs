//! `scrape/undeclared`: whoever declares a metric of the namespace has its labels bounded. One that goes round the toolkit
//! has no bound that anybody has checked.

use lowcard_schema::Rule;

use crate::finding::Place;
use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::ScrapeUndeclared, needs: Needs::Scrape, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(scraped) = &subject.scrape else { return };
    for family in &scraped.exposition.families {
        if !scraped.should_be_declared(family, &subject.policy) || !scraped.declarations(family).is_empty() {
            continue;
        }
        let series = family.series;
        let message = format!("`{}` is exposed, with {series} series, and nobody declared it", family.name);
        found
            .about_policy(Rule::ScrapeUndeclared, &subject.policy)
            .metric(family.name.as_str())
            .report(message)
            .at(Place::at(&scraped.exposition.origin, family.line, 1))
            .help("declare it; or if another library exposes it, except it with the reason; or write the lock again");
    }
}
