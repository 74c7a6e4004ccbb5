//! How much of what was declared is used.

use lowcard_schema::policy::Policy;

use super::exposition::{Family, Seen};
use super::scraped::Scraped;

/// How many of the values of a label are shown.
const TOP: usize = 3;

/// What the report shows beside the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The families that are declared, or should be: those with the most series first.
    pub families: Vec<FamilyUsage>,
    /// How many other families there are, and how many series they have.
    pub others: (usize, u64),
    /// What is worth knowing, and breaks no rule.
    pub notes: Vec<String>,
}

/// How many series a family has, and could have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyUsage {
    /// Its name.
    pub name: String,
    /// The series that there are now.
    pub series: u64,
    /// The most that there can be; none if it is not declared, or they are beyond `u64`.
    pub worst_case: Option<u64>,
    /// Its labels.
    pub labels: Vec<LabelUsage>,
}

/// Which values a label has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelUsage {
    /// Its name.
    pub name: String,
    /// How many distinct values there are.
    pub values: usize,
    /// The values that most series have, and how many.
    pub top: Vec<(String, u64)>,
}

impl Usage {
    /// Of what was scraped.
    pub fn of(scraped: &Scraped, policy: &Policy) -> Self {
        let all = &scraped.exposition.families;
        let (ours, others): (Vec<&Family>, Vec<&Family>) = all
            .iter()
            .partition(|family| scraped.should_be_declared(family, policy) || !scraped.declarations(family).is_empty());
        let mut families: Vec<FamilyUsage> = ours.iter().map(|family| self::family(scraped, family)).collect();
        families.sort_by(|one, other| other.series.cmp(&one.series).then_with(|| one.name.cmp(&other.name)));
        let others = (others.len(), others.iter().map(|family| family.series).sum());
        Self { families, others, notes: notes(scraped, policy) }
    }
}

impl FamilyUsage {
    /// The share of the worst case that is there, in percent.
    pub fn percent(&self) -> Option<u64> {
        let worst = self.worst_case.filter(|worst| *worst > 0)?;
        Some(self.series.saturating_mul(100) / worst)
    }
}

fn family(scraped: &Scraped, family: &Family) -> FamilyUsage {
    let declared = scraped.declarations(family);
    let worst_cases: Option<Vec<u64>> = declared.iter().map(|(_, entry)| entry.series).collect();
    let labels = family.labels.iter().map(|(name, label)| {
        let mut values: Vec<(&String, &Seen)> = label.values.iter().collect();
        values.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.series));
        let top = values.iter().take(TOP).map(|(value, seen)| ((*value).clone(), seen.series)).collect();
        LabelUsage { name: name.clone(), values: values.len(), top }
    });
    FamilyUsage {
        name: declared.first().map_or_else(|| family.name.clone(), |(name, _)| (*name).to_owned()),
        series: family.series,
        worst_case: worst_cases.and_then(|cases| cases.into_iter().max()),
        labels: labels.collect(),
    }
}

fn notes(scraped: &Scraped, policy: &Policy) -> Vec<String> {
    let mut notes = Vec::new();
    if policy.namespace.is_none() && !scraped.all {
        notes.push("the policy has no namespace: undeclared metrics are only looked for with `--all`".to_owned());
    }
    for family in &scraped.exposition.families {
        let declared = scraped.declarations(family);
        let help = family.help.as_deref().filter(|help| !help.is_empty());
        let is_other = !declared.is_empty() && !declared.iter().any(|(_, entry)| help == Some(entry.help.trim()));
        if let Some(help) = help.filter(|_| is_other) {
            notes.push(format!("the HELP text of `{}` is another one than the declared: {help}", family.name));
        }
    }
    let absent = scraped.absent();
    if !absent.is_empty() {
        notes.push(format!("declared and not exposed: {}", absent.join(", ")));
    }
    notes
}
