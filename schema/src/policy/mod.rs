//! The team's own word on its metrics: `lowcard.toml`, resolved.
//!
//! [`read`] turns the file's text into a [`Policy`] or into every mistake in it; [`find`] looks the file up. Without a file [`Policy::default`] holds.

mod defaults;
mod fetched;
mod find;
mod read;
mod table;

pub use fetched::{is_fetched, own_folders};
pub use find::find;
pub use read::{PolicyError, read};

use crate::{Level, Rule, Stability};

/// The file's name.
pub const FILE_NAME: &str = "lowcard.toml";

/// A line of the policy file, from 1.
pub type Line = usize;

/// What the workspace allows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// The first part of every metric name.
    pub namespace: Option<String>,
    /// Which labels there may be.
    pub labels: Labels,
    /// The categories, in the order of the file.
    pub categories: Vec<Category>,
    /// How many series there may be.
    pub budget: Budget,
    /// What a metric promises to those who query it.
    pub promises: Promises,
    /// What is known of the Prometheus that scrapes.
    pub prometheus: Prometheus,
    /// Files that query the metrics.
    pub sources: Sources,
    /// Levels that differ from the default.
    pub levels: Vec<(Rule, Level)>,
    /// What may break a rule, and why.
    pub exceptions: Vec<Exception>,
    /// The path of the file that says all this.
    pub path: Option<String>,
}

/// `[labels]`: what holds for the labels of every category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Labels that are legal in every category.
    pub allow: Vec<Named>,
    /// Labels that are legal nowhere.
    pub deny: Vec<Deny>,
    /// Other names of labels.
    pub alias: Vec<Alias>,
    /// The most labels in a set.
    pub max: usize,
    /// The most bytes in a label name.
    pub max_name_length: usize,
    /// Every label that any list allows, to know what the team has decided on.
    listed: Vec<String>,
}

/// A name, and the line that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where the policy states it.
    pub line: Line,
}

/// `[[labels.deny]]`: a label that no metric may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deny {
    /// The label.
    pub name: String,
    /// Why not.
    pub reason: String,
    /// What to do instead.
    pub instead: Option<String>,
    /// Where the policy states it.
    pub line: Line,
}

/// `[labels.alias]`: a label that goes by another name here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name that is not used.
    pub name: String,
    /// The name that is.
    pub canonical: String,
    /// Where the policy states it.
    pub line: Line,
}

/// `[category.<name>]`: what holds for the metrics of one part of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// The labels that are legal in it, beside those of `[labels] allow`.
    pub labels: Vec<Named>,
    /// The labels that every set of it has.
    pub required: Vec<Named>,
    /// The budget of each of its metrics, where it differs from `[budget] metric`.
    pub max_series: Option<Limit>,
    /// Where the policy states it.
    pub line: Line,
}

/// `[budget]`: the most series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Of one metric.
    pub metric: Limit,
    /// Of one crate.
    pub krate: Limit,
    /// Of one process.
    pub process: Limit,
    /// The most values of one label that are met at run time.
    pub label: Limit,
    /// The most buckets of one histogram.
    pub buckets: Limit,
}

/// How many of something there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The most.
    pub most: u64,
    /// Where the policy states it; nothing if it is the default.
    pub line: Option<Line>,
}

/// `[stability]`: what a metric promises to those who query it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promises {
    /// What a metric promises that does not say.
    pub unstated: Stability,
    /// For how many minor releases a deprecated metric is kept; the next major release ends it, too.
    pub deprecation_window: Limit,
}

/// `[prometheus]`: what may be assumed of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prometheus {
    /// Labels that the scrape adds.
    pub target_labels: Vec<String>,
    /// The time between two scrapes, as Prometheus writes it: `15s`.
    pub scrape_interval: String,
}

/// `[sources]`: files that query the metrics, as patterns relative to the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Recording and alerting rules.
    pub rules: Vec<String>,
    /// Grafana dashboards.
    pub dashboards: Vec<String>,
}

/// `[[exception]]`: a metric or label that may break a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The rule.
    pub rule: Rule,
    /// The exposed name of the metric that may break it; any if neither is stated.
    pub metric: Option<String>,
    /// The label that may break it.
    pub label: Option<String>,
    /// Why.
    pub reason: String,
    /// Until when, as `YYYY-MM-DD`.
    pub expires: Option<String>,
    /// Where the policy states it.
    pub line: Line,
}

impl Exception {
    /// Whether it lets this metric or label break the rule, as long as it has not expired.
    pub fn applies(&self, rule: Rule, metric: Option<&str>, label: Option<&str>) -> bool {
        self.rule == rule
            && self.metric.as_deref().is_none_or(|name| metric == Some(name))
            && self.label.as_deref().is_none_or(|name| label == Some(name))
    }

    /// Whether its last day is before this one, as `YYYY-MM-DD`.
    pub fn has_expired(&self, today: &str) -> bool {
        self.expires.as_deref().is_some_and(|last| last < today)
    }
}

impl Policy {
    /// The category of that name.
    pub fn category(&self, name: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.name == name)
    }

    /// Whether a label must stand in a list: so it is as soon as one list is stated.
    pub fn closes_labels(&self) -> bool {
        !self.labels.listed.is_empty()
    }

    /// The most series that a metric of this category may have.
    pub fn metric_budget(&self, category: Option<&str>) -> Limit {
        category
            .and_then(|category| self.category(category))
            .and_then(|category| category.max_series)
            .unwrap_or(self.budget.metric)
    }

    /// The same for whoever wants to hear of everything that breaks a rule: each is denied, and nothing is excused.
    #[must_use]
    pub fn strict(&self) -> Self {
        let levels = Rule::ALL.iter().map(|&rule| (rule, Level::Deny)).collect();
        Self { levels, exceptions: Vec::new(), ..self.clone() }
    }

    /// The level of a rule, without its exceptions.
    pub fn level(&self, rule: Rule) -> Level {
        self.levels.iter().find(|(known, _)| *known == rule).map_or(rule.default_level(), |&(_, level)| level)
    }

    /// Whether an exception lets this metric or label break the rule.
    pub fn excuses(&self, rule: Rule, metric: Option<&str>, label: Option<&str>) -> bool {
        self.exceptions.iter().any(|exception| exception.applies(rule, metric, label))
    }

    /// The name of the file that says all this, without its folders.
    pub(crate) fn file_name(&self) -> Option<String> {
        let path = self.path.as_deref()?;
        Some(path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned())
    }
}

impl Labels {
    /// Whether a label is legal in every category.
    pub(crate) fn allows(&self, name: &str) -> bool {
        self.allow.iter().any(|allowed| allowed.name == name)
    }

    /// Whether any list names the label.
    pub(crate) fn lists(&self, name: &str) -> bool {
        self.listed.iter().any(|listed| listed == name)
    }
}
