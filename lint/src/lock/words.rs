//! Changes in words, which name the metric: for findings, for what a stale lock says, and for `diff`.

use core::fmt;

use lowcard_schema::record::DeprecationRecord;
use lowcard_schema::{Native, Stability};

use super::{Change, Domain, What};

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let metric = &self.key;
        match &self.what {
            What::Added => write!(f, "`{metric}` is new"),
            What::Removed { .. } => write!(f, "`{metric}` is gone"),
            What::Renamed { .. } => write!(f, "`{metric}` is called `{}` now", self.now_key()),
            What::Type { was, now } => {
                write!(f, "`{metric}` is {} {} now, not {} {}", now.article(), now.word(), was.article(), was.word())
            }
            What::Unit { was, now } => self.unit(f, was.as_deref(), now.as_deref()),
            What::LabelRemoved { label } => write!(f, "`{metric}` has no label `{label}` any more"),
            What::LabelRenamed { label, to } => write!(f, "the label `{label}` of `{metric}` is called `{to}` now"),
            What::LabelAdded { label } => write!(f, "`{metric}` has a new label `{label}`"),
            What::ValuesRemoved { label, values } => {
                write!(f, "the label `{label}` of `{metric}` can't be {} any more", listed(values, "or"))
            }
            What::ValuesAdded { label, values } => {
                write!(f, "the label `{label}` of `{metric}` can be {}, too", listed(values, "or"))
            }
            What::Closed { label, values } => {
                write!(f, "the label `{label}` of `{metric}` can be nothing but {} now", listed(values, "or"))
            }
            What::Bound { label, was, now } => {
                write!(f, "the label `{label}` of `{metric}` takes {} now, not {}", taken(now), taken(was))
            }
            What::BucketsRemoved { bounds } => write!(f, "`{metric}` has lost {}", buckets("the", bounds)),
            What::BucketsAdded { bounds } => write!(f, "`{metric}` has got {}", buckets("the new", bounds)),
            What::FormRemoved { native: true } => write!(f, "`{metric}` is no native histogram any more"),
            What::FormRemoved { native: false } => {
                write!(f, "`{metric}` is nothing but a native histogram now, without buckets")
            }
            What::FormAdded { native: true } => write!(f, "`{metric}` is a native histogram now, too"),
            What::FormAdded { native: false } => write!(f, "`{metric}` has buckets now, too"),
            What::Resolution { now: Native { schema, max_buckets } } => {
                write!(f, "`{metric}` is of schema {schema} now, with up to {max_buckets} buckets")
            }
            What::Series { was, now } => {
                write!(f, "`{metric}` can have {} series now; it could have {}", count(*now), count(*was))
            }
            What::Promise { now } => self.promise(f, *now),
            What::Deprecation { now } => deprecation(f, metric, now.as_ref()),
            What::Category { now: Some(now) } => write!(f, "`{metric}` is of the category `{now}` now"),
            What::Category { now: None } => write!(f, "`{metric}` is of no category any more"),
            What::Help => write!(f, "`{metric}` is described in other words"),
        }
    }
}

impl Change {
    fn now_key(&self) -> &str {
        self.now.as_deref().unwrap_or(&self.key)
    }

    fn unit(&self, f: &mut fmt::Formatter<'_>, was: Option<&str>, now: Option<&str>) -> fmt::Result {
        match self.now_key() {
            now if now == self.key => write!(f, "`{now}` is ")?,
            now => write!(f, "`{}` is called `{now}` now and is ", self.key)?,
        }
        match (was, now) {
            (Some(was), Some(now)) => write!(f, "in {now}, not in {was}"),
            (None, Some(now)) => write!(f, "in {now}, not without a unit"),
            (_, None) => write!(f, "without a unit, not in {}", was.unwrap_or_default()),
        }
    }

    fn promise(&self, f: &mut fmt::Formatter<'_>, now: Option<Stability>) -> fmt::Result {
        match (self.stability, now) {
            (Some(was), Some(now)) => write!(f, "`{}` is {} now; it was {}", self.key, now.word(), was.word()),
            (None, Some(now)) => write!(f, "`{}` says that it is {} now", self.key, now.word()),
            (was, None) => {
                let was = was.map(Stability::word).unwrap_or_default();
                write!(f, "`{}` does not say any more how stable it is; it was {was}", self.key)
            }
        }
    }
}

fn deprecation(f: &mut fmt::Formatter<'_>, metric: &str, now: Option<&DeprecationRecord>) -> fmt::Result {
    let Some(DeprecationRecord { since, replaced_by }) = now else {
        return write!(f, "`{metric}` is not deprecated any more");
    };
    write!(f, "`{metric}` is deprecated")?;
    if let Some(since) = since {
        write!(f, " since {since}")?;
    }
    replaced_by.as_ref().map_or(Ok(()), |name| write!(f, ": use `{name}`"))
}

fn taken(domain: &Domain) -> String {
    match domain {
        Domain::Closed(values) => format!("nothing but {}", listed(values, "or")),
        Domain::Capped { max, overflow } => format!("up to {max} values and `{overflow}`"),
        Domain::Constant => "one value".to_owned(),
    }
}

fn buckets(which: &str, bounds: &[f64]) -> String {
    let shown: Vec<String> = bounds.iter().map(|bound| format!("{bound:?}")).collect();
    format!("{which} {} {}", if bounds.len() == 1 { "bucket" } else { "buckets" }, listed(&shown, "and"))
}

fn count(count: Option<u64>) -> String {
    count.map_or_else(|| "countless".to_owned(), |count| count.to_string())
}

/// `a`, `b` or `c`.
fn listed(items: &[String], last: &str) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("`{item}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}
