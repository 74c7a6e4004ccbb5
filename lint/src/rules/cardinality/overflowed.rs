//! `cardinality/overflowed`: a cap is a bound, not a plan. Once it is reached, what comes later can't be told apart.

use lowcard_schema::Rule;

use crate::finding::Place;
use crate::lock::{Domain, Entry};
use crate::rules::{Findings, Lint, Needs};
use crate::scrape::{Family, Overflow, OverflowOf, Scraped};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::CardinalityOverflowed, needs: Needs::Scrape, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    let Some(scraped) = &subject.scrape else { return };
    for overflow in scraped.exposition.overflows.iter().filter(|overflow| overflow.count > 0.0) {
        counted(subject, scraped, overflow, found);
    }
    for family in &scraped.exposition.families {
        for (name, entry) in scraped.declarations(family) {
            seen(subject, scraped, family, (name, entry), found);
        }
    }
}

/// lowcard says itself that there was no room.
fn counted<'s>(subject: &'s Subject, scraped: &Scraped, overflow: &Overflow, found: &mut Findings<'s>) {
    let Overflow { of, name, count, line } = overflow;
    let about = found.about_policy(Rule::CardinalityOverflowed, &subject.policy);
    let (about, message, help) = match of {
        OverflowOf::Label => (
            about.label(name.as_str()),
            format!("a value of the label `{name}` found no room under its cap, {count} times"),
            "raise its `max`, if so many values are meant; else the values that were kept show where they come from",
        ),
        OverflowOf::Metric => (
            about.metric(name.as_str()),
            format!("a label set of `{name}` found no room under its `max_series`, {count} times"),
            "raise its `max_series`, if so many series are meant; else drop a label, or use one with fewer values",
        ),
    };
    about.report(message).at(Place::at(&scraped.exposition.origin, *line, 1)).help(help);
}

/// What lowcard says of itself is not there, as where something between left it out: then the value that stands for every
/// other tells it.
fn seen<'s>(
    subject: &'s Subject,
    scraped: &Scraped,
    family: &Family,
    (name, entry): (&str, &Entry),
    found: &mut Findings<'s>,
) {
    for (label, domain) in &entry.labels {
        let Domain::Capped { max, overflow } = domain else { continue };
        let is_counted = scraped.exposition.overflows.iter().any(|known| known.name == *label || known.name == name);
        let Some(seen) = family.labels.get(label).and_then(|label| label.values.get(overflow)) else { continue };
        if is_counted {
            continue;
        }
        let message = format!("`{name}` has series of `{label}=\"{overflow}\"`: `{label}` met more than {max} values");
        found
            .about_policy(Rule::CardinalityOverflowed, &subject.policy)
            .metric(name)
            .label(label.as_str())
            .report(message)
            .at(Place::at(&scraped.exposition.origin, seen.line, 1))
            .help("raise its `max`, if so many values are meant; else the values that were kept show where they come from");
    }
}
