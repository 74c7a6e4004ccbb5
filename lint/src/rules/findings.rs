//! Collects what the rules report, at the level that the policy gives it.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::rc::Rc;

use lowcard_schema::policy::{Exception, Line, Policy};
use lowcard_schema::{Level, Rule};

use super::changes::Changes;
use crate::finding::{Finding, Place};
use crate::subject::Subject;

/// What was found, and which exceptions were needed.
pub(crate) struct Findings<'s> {
    subject: &'s Subject,
    reported: Vec<Finding>,
    /// The exceptions that excused something, by their policy's file and line.
    used: Vec<(Option<String>, Line)>,
    /// Compared when the first rule asks.
    changes: OnceCell<Rc<Changes<'s>>>,
}

/// What a report is about: it decides which policy holds, and which exceptions.
pub(crate) struct About<'f, 's> {
    findings: &'f mut Findings<'s>,
    policy: &'s Policy,
    rule: Rule,
    /// Where the policy has no word of its own.
    level: Level,
    metric: Option<String>,
    label: Option<String>,
}

/// What was just reported, to be completed; nothing if the policy does not want to hear of it.
pub(crate) struct Reported<'f> {
    finding: Option<&'f mut Finding>,
}

impl<'s> Findings<'s> {
    /// Nothing yet.
    pub(crate) fn new(subject: &'s Subject) -> Self {
        Self { subject, reported: Vec::new(), used: Vec::new(), changes: OnceCell::new() }
    }

    /// What became of the metrics since the lock of before.
    pub(super) fn changes(&self) -> Rc<Changes<'s>> {
        Rc::clone(self.changes.get_or_init(|| Rc::new(Changes::of(self.subject))))
    }

    /// Starts a report on a metric of a package.
    pub(crate) fn about_metric(&mut self, rule: Rule, metric: &str, package: &str) -> About<'_, 's> {
        let policy = self.subject.policy_of(package);
        About { metric: Some(metric.to_owned()), ..self.about_policy(rule, policy) }
    }

    /// Starts a report on what a policy governs.
    pub(crate) fn about_policy(&mut self, rule: Rule, policy: &'s Policy) -> About<'_, 's> {
        About { findings: self, policy, rule, level: rule.default_level(), metric: None, label: None }
    }

    /// Whether an exception of this policy has excused something.
    pub(crate) fn has_used(&self, policy: &Policy, line: Line) -> bool {
        self.used.iter().any(|(path, used)| *path == policy.path && *used == line)
    }

    /// Everything that was found, by file and place.
    pub(crate) fn into_sorted(mut self) -> Vec<Finding> {
        let key = |finding: &Finding| (finding.place.clone(), finding.rule, finding.message.clone());
        self.reported.sort_by_cached_key(key);
        self.reported.dedup();
        self.reported
    }
}

impl<'f> About<'f, '_> {
    /// The metric that it is about, if that is known.
    #[must_use]
    pub(crate) fn metric<'n>(mut self, metric: impl Into<Option<&'n str>>) -> Self {
        self.metric = metric.into().map(str::to_owned);
        self
    }

    /// The label that it is about, if it is about one.
    #[must_use]
    pub(crate) fn label<'n>(mut self, label: impl Into<Option<&'n str>>) -> Self {
        self.label = label.into().map(str::to_owned);
        self
    }

    /// How severe it is where the policy has no word of its own, if that is not the rule's level.
    #[must_use]
    pub(crate) fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Says what is wrong, unless the policy or an exception allows it.
    pub(crate) fn report(mut self, message: impl Into<String>) -> Reported<'f> {
        let level = self.judge();
        let Self { findings, policy, rule, metric, label, .. } = self;
        if level == Level::Allow {
            return Reported { finding: None };
        }
        findings.reported.push(Finding {
            rule,
            level,
            message: message.into(),
            place: None,
            related: Vec::new(),
            help: None,
            policy: None,
            governed_by: policy.path.as_ref().map(PathBuf::from),
            metric,
            label,
            edit: None,
        });
        Reported { finding: findings.reported.last_mut() }
    }

    /// The level that holds. Exceptions that apply are noted as needed, expired ones too: they don't excuse, but something
    /// still breaks the rule.
    fn judge(&mut self) -> Level {
        let Self { findings, policy, rule, level, metric, label } = self;
        let applies = |exception: &&Exception| exception.applies(*rule, metric.as_deref(), label.as_deref());
        let applying: Vec<&Exception> = policy.exceptions.iter().filter(applies).collect();
        findings.used.extend(applying.iter().map(|used| (policy.path.clone(), used.line)));
        let excused = applying.iter().any(|exception| !exception.has_expired(&findings.subject.today));
        if rule.relaxable() && excused {
            return Level::Allow;
        }
        policy.levels.iter().find(|(known, _)| known == rule).map_or(*level, |&(_, level)| level)
    }
}

impl Reported<'_> {
    /// Where it is.
    pub(crate) fn at(&mut self, place: Place) -> &mut Self {
        self.change(|finding| finding.place = Some(place))
    }

    /// A line of the policy is what it is about.
    pub(crate) fn at_policy(&mut self, policy: &Policy, line: Line) -> &mut Self {
        let file = PathBuf::from(policy.path.clone().unwrap_or_default());
        self.change(|finding| finding.place = Some(Place::at(file, line, 1)))
    }

    /// A further place, and what is there.
    pub(crate) fn related(&mut self, place: Place, what: impl Into<String>) -> &mut Self {
        self.change(|finding| finding.related.push((place, what.into())))
    }

    /// The line of the policy that forbids it; nothing if it is forbidden without one.
    pub(crate) fn policy(&mut self, policy: &Policy, line: Option<Line>) -> &mut Self {
        self.change(|finding| finding.policy = policy.path.as_ref().map(PathBuf::from).zip(line))
    }

    /// What to write instead.
    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.change(|finding| finding.help = Some(help.into()))
    }

    fn change(&mut self, change: impl FnOnce(&mut Finding)) -> &mut Self {
        if let Some(finding) = &mut self.finding {
            change(finding);
        }
        self
    }
}
