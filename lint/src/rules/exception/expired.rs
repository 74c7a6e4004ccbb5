//! `exception/expired`: an exception whose date has passed no longer excuses; it says that somebody meant to act by then.

use lowcard_schema::Rule;

use crate::rules::{Findings, Lint, Needs};
use crate::subject::Subject;

pub(in crate::rules) const LINT: Lint = Lint { rule: Rule::ExceptionExpired, needs: Needs::Policy, check };

fn check<'s>(subject: &'s Subject, found: &mut Findings<'s>) {
    for policy in subject.policies() {
        for exception in &policy.exceptions {
            let Some(expires) = exception.expires.as_deref().filter(|_| exception.has_expired(&subject.today)) else {
                continue;
            };
            let message = format!("the exception from `{}` expired on {expires}: {}", exception.rule, exception.reason);
            found
                .about_policy(Rule::ExceptionExpired, policy)
                .report(message)
                .at_policy(policy, exception.line)
                .help("mend what it excuses and remove it, or agree on another date");
        }
    }
}
