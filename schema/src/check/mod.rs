//! Applies the rules to what was written, and says which part of it each finding is about.
//!
//! Whoever calls knows where the parts stand: the macros point at tokens, a lint at lines.

mod buckets;
mod category;
mod help;
mod label;
mod name;
mod native;
mod record;
mod unit;

use core::fmt;

use crate::policy::{Line, Policy};
use crate::{Deprecation, Kind, Level, Rule, Stability};

pub use buckets::DEFAULT_SECONDS_BUCKETS;
pub use name::{exposed as exposed_name, is_prefix};
pub use native::WrittenNative;
pub use record::record;
pub use unit::of_name as unit_of_name;

/// A metric as it was written.
#[derive(Clone, Copy, Debug)]
pub struct Metric<'a> {
    /// The name as it will be scraped.
    pub name: &'a str,
    /// The name as it was written: a field, a static, or the value of `name = "…"`.
    pub written: &'a str,
    /// Counter, gauge, histogram or info.
    pub kind: Kind,
    /// The HELP text; empty if there is none.
    pub help: &'a str,
    /// The unit, where one is stated.
    pub unit: Option<&'a str>,
    /// The bounds of a histogram's buckets, stated or by default.
    pub buckets: Option<&'a [f64]>,
    /// What makes a histogram native; it then needs no buckets.
    pub native: Option<WrittenNative>,
    /// The category.
    pub category: Option<&'a str>,
    /// What it promises.
    pub stability: Option<Stability>,
    /// Whether it will go.
    pub deprecated: Option<Deprecation>,
}

/// The label names of one set, and the categories that the set belongs to.
#[derive(Clone, Copy, Debug)]
pub struct LabelNames<'a> {
    /// The names as they will be scraped.
    pub labels: &'a [&'a str],
    /// The categories; none if the set may be used in any.
    pub categories: &'a [&'a str],
    /// Whether other sets are part of this one, with labels that are not known here.
    pub flattens: bool,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The metric's name.
    Name,
    /// Its unit.
    Unit,
    /// All of its buckets.
    Buckets,
    /// One of its buckets, from 0.
    Bucket(usize),
    /// The schema of a native histogram.
    Schema,
    /// How many buckets a native histogram may keep.
    MaxBuckets,
    /// Its category, or the first of a label set's.
    Category(usize),
    /// Its deprecation.
    Deprecation,
    /// One of a set's labels, from 0.
    Label(usize),
    /// The label set as a whole.
    Set,
    /// One of a label's values, from 0.
    Value(usize),
    /// How many values a label may take.
    Bound,
}

/// A broken rule, in words for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// How severe it is here, which the policy may have changed.
    pub level: Level,
    /// What it is about.
    pub part: Part,
    /// What is wrong, and why.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The line of the policy that forbids it, and the policy's file.
    pub policy: Option<(String, Line)>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}]", self.message, self.rule)?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        if let Some((file, line)) = &self.policy {
            write!(f, "\n  policy: {file}:{line}")?;
        }
        Ok(())
    }
}

/// Every rule on a metric that its words alone decide.
pub fn metric(metric: &Metric<'_>, policy: &Policy, allowed: &[Rule]) -> Vec<Violation> {
    let mut found = Findings::new(policy, allowed);
    found.metric = Some(metric.name.to_owned());
    name::check(metric, &mut found);
    unit::check(metric, &mut found);
    help::check(metric, &mut found);
    buckets::check(metric, &mut found);
    native::check(metric, &mut found);
    if let Some(category) = metric.category {
        category::check(category, Part::Category(0), &mut found);
    }
    stability(metric, &mut found);
    deprecation(metric, &mut found);
    found.violations
}

/// Every rule on the label names of a set.
pub fn label_names(set: &LabelNames<'_>, policy: &Policy, allowed: &[Rule]) -> Vec<Violation> {
    let mut found = Findings::new(policy, allowed);
    for (position, category) in set.categories.iter().enumerate() {
        category::check(category, Part::Category(position), &mut found);
    }
    label::check_names(set, &mut found);
    found.violations
}

/// Every rule on the values of a closed label.
pub fn label_values(values: &[&str]) -> Vec<Violation> {
    let policy = Policy::default(); // what breaks these rules can't be scraped, so no policy may relax them
    let mut found = Findings::new(&policy, &[]);
    label::check_values(values, &mut found);
    found.violations
}

/// Every rule on the cap of a label whose values are met at run time.
pub fn label_cap(max: u64, policy: &Policy, allowed: &[Rule]) -> Vec<Violation> {
    let mut found = Findings::new(policy, allowed);
    label::check_cap(max, &mut found);
    found.violations
}

/// How severe a rule is for a metric or a label: `allow` beside it, an exception, or the policy's level.
pub fn level(rule: Rule, policy: &Policy, metric: Option<&str>, label: Option<&str>, allowed: &[Rule]) -> Level {
    let excused = allowed.contains(&rule) || policy.excuses(rule, metric, label);
    if rule.relaxable() && excused { Level::Allow } else { policy.level(rule) }
}

fn stability(metric: &Metric<'_>, found: &mut Findings<'_>) {
    if metric.stability.is_none() {
        found
            .report(Rule::StabilityMissing, Part::Name, format!("`{}` does not say how stable it is", metric.name))
            .help("add `stability = \"alpha\"`, `\"beta\"` or `\"stable\"`");
    }
}

fn deprecation(metric: &Metric<'_>, found: &mut Findings<'_>) {
    if metric.deprecated.is_some_and(|deprecation| deprecation.replaced_by.is_none()) {
        found
            .report(
                Rule::DeprecatedNoReplacement,
                Part::Deprecation,
                format!("`{}` is deprecated, and nothing is named to take its place", metric.name),
            )
            .help("name the metric to use instead: `deprecated(since = \"…\", replaced_by = \"…\")`");
    }
}

/// Collects violations, at the level that the policy gives them.
struct Findings<'p> {
    policy: &'p Policy,
    label: Option<String>,
    metric: Option<String>,
    allowed: &'p [Rule],
    violations: Vec<Violation>,
}

impl<'p> Findings<'p> {
    fn new(policy: &'p Policy, allowed: &'p [Rule]) -> Self {
        Self { policy, label: None, metric: None, allowed, violations: Vec::new() }
    }

    fn len(&self) -> usize {
        self.violations.len()
    }

    fn report(&mut self, rule: Rule, part: Part, message: String) -> Reported<'_> {
        let level = level(rule, self.policy, self.metric.as_deref(), self.label.as_deref(), self.allowed);
        let file = self.policy.file_name();
        if level == Level::Allow {
            return Reported { violation: None, file };
        }
        self.violations.push(Violation { rule, level, part, message, help: None, policy: None });
        Reported { violation: self.violations.last_mut(), file }
    }
}

/// What was just reported, to be completed; nothing if the policy does not want to hear of it.
struct Reported<'f> {
    violation: Option<&'f mut Violation>,
    file: Option<String>,
}

impl Reported<'_> {
    fn help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        if let Some(violation) = &mut self.violation
            && !help.is_empty()
        {
            violation.help = Some(help);
        }
        self
    }

    fn policy(mut self, line: Line) {
        if let (Some(violation), Some(file)) = (&mut self.violation, self.file) {
            violation.policy = Some((file, line));
        }
    }
}
