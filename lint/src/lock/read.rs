//! Reads the lock: what it says, or what is wrong with it and where.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lowcard_schema::record::DeprecationRecord;
use lowcard_schema::{Kind, Native, Stability};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Domain, Entry, Lock, VERSION, VERSION_KEY};
use crate::failure::{Failure, Outcome};
use crate::finding::Position;

/// What may be said of a metric.
const KEYS: [&str; 10] =
    ["type", "help", "unit", "category", "stability", "deprecated", "labels", "buckets", "native", "series"];

type Value<'v> = Spanned<DeValue<'v>>;

/// Reads the text of a lock; `file` is the name that failures call it by.
pub fn read(text: &str, file: &str) -> Outcome<Lock> {
    if let Some(line) = text.lines().position(is_conflict_marker) {
        return Err(Failure::new(format!("{file}:{}: the lock has conflict markers", line + 1)));
    }
    let document = DeTable::parse(text).map_err(|error| {
        let place = Place { text, file };
        place.failure(&error.span().unwrap_or_default(), error.message())
    })?;
    let mut keys = document.into_inner();
    let place = Place { text, file };
    let version =
        keys.remove(VERSION_KEY).ok_or_else(|| place.failure(&(0..0), "the lock does not say its version"))?;
    let found: i64 = place.whole(&version)?;
    if found != VERSION {
        let message = format!("the lock is of version {found}, and this cargo-lowcard reads version {VERSION}");
        let failure = place.failure(&version.span(), &message);
        return Err(if found > VERSION { failure.help("update cargo-lowcard") } else { failure });
    }
    let entries = keys.iter().map(|(key, value)| Ok((key.get_ref().to_string(), place.entry(value)?)));
    Ok(Lock { entries: entries.collect::<Outcome<BTreeMap<_, _>>>()? })
}

fn is_conflict_marker(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| line.starts_with(marker))
}

/// The text, to say where in it something is wrong.
#[derive(Clone, Copy)]
struct Place<'t> {
    text: &'t str,
    file: &'t str,
}

impl Place<'_> {
    fn failure(self, span: &Range<usize>, message: &str) -> Failure {
        let Position { line, column } = Position::of(self.text, span.start);
        Failure::new(format!("{}:{line}:{column}: {}", self.file, message.trim()))
    }

    fn wrong(self, value: &Value<'_>, wanted: &str) -> Failure {
        self.failure(&value.span(), &format!("{wanted} should stand here, not this {}", value.get_ref().type_str()))
    }

    fn entry(self, value: &Value<'_>) -> Outcome<Entry> {
        let metric = self.table(value, "what is said of a metric")?;
        if let Some((key, _)) = metric.iter().find(|(key, _)| !KEYS.contains(&key.get_ref().as_ref())) {
            return Err(
                self.failure(&key.span(), &format!("`{}` is nothing that a lock says of a metric", key.get_ref()))
            );
        }
        let word = self.required(metric, value, "type")?;
        let word_text = self.string(word)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word_text);
        Ok(Entry {
            kind: kind.ok_or_else(|| self.failure(&word.span(), &format!("there is no type `{word_text}`")))?,
            help: self.string(self.required(metric, value, "help")?)?,
            unit: self.optional(metric, "unit", Self::string)?,
            category: self.optional(metric, "category", Self::string)?,
            stability: self.optional(metric, "stability", Self::stability)?,
            deprecated: self.optional(metric, "deprecated", Self::deprecation)?,
            labels: self.optional(metric, "labels", Self::labels)?.unwrap_or_default(),
            buckets: self.optional(metric, "buckets", Self::buckets)?.unwrap_or_default(),
            native: self.optional(metric, "native", Self::native)?,
            series: self.optional(metric, "series", Self::whole)?,
        })
    }

    fn stability(self, value: &Value<'_>) -> Outcome<Stability> {
        let word = self.string(value)?;
        Stability::from_word(&word).ok_or_else(|| self.failure(&value.span(), &format!("`{word}` is not a stability")))
    }

    fn deprecation(self, value: &Value<'_>) -> Outcome<DeprecationRecord> {
        let table = self.table(value, "`{ since, replaced_by }`")?;
        Ok(DeprecationRecord {
            since: self.optional(table, "since", Self::string)?,
            replaced_by: self.optional(table, "replaced_by", Self::string)?,
        })
    }

    fn labels(self, value: &Value<'_>) -> Outcome<BTreeMap<String, Domain>> {
        let labels = self.table(value, "labels by their names")?.iter();
        labels.map(|(name, domain)| Ok((name.get_ref().to_string(), self.domain(domain)?))).collect()
    }

    fn domain(self, value: &Value<'_>) -> Outcome<Domain> {
        match value.get_ref() {
            DeValue::Array(values) => {
                let values = values.iter().map(|value| self.string(value)).collect::<Outcome<BTreeSet<_>>>()?;
                Ok(Domain::Closed(values.into_iter().collect()))
            }
            DeValue::Table(table) => {
                let max = self.required(table, value, "max")?;
                let overflow = self.string(self.required(table, value, "overflow")?)?;
                Ok(Domain::Capped { max: self.whole(max)?, overflow })
            }
            DeValue::String(word) if word == "constant" => Ok(Domain::Constant),
            _ => Err(self.wrong(value, "a list of values, `{ max, overflow }` or `\"constant\"`")),
        }
    }

    fn buckets(self, value: &Value<'_>) -> Outcome<Vec<f64>> {
        let bounds: &DeArray<'_> = value.get_ref().as_array().ok_or_else(|| self.wrong(value, "a list of bounds"))?;
        let found = bounds.iter().map(|bound| self.float(bound)).collect::<Outcome<Vec<f64>>>()?;
        let misplaced = found.windows(2).position(|pair| pair[0] >= pair[1]).and_then(|index| bounds.get(index + 1));
        match misplaced {
            Some(bound) => Err(self.failure(&bound.span(), "bounds rise, each once, and this one does not")),
            None => Ok(found),
        }
    }

    fn native(self, value: &Value<'_>) -> Outcome<Native> {
        let table = self.table(value, "`{ schema, max_buckets }`")?;
        Ok(Native {
            schema: self.whole(self.required(table, value, "schema")?)?,
            max_buckets: self.whole(self.required(table, value, "max_buckets")?)?,
        })
    }

    fn float(self, value: &Value<'_>) -> Outcome<f64> {
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            _ => None,
        };
        number.filter(|number: &f64| number.is_finite()).ok_or_else(|| self.wrong(value, "a finite number"))
    }

    fn whole<N: core::str::FromStr>(self, value: &Value<'_>) -> Outcome<N> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
            _ => None,
        };
        number.ok_or_else(|| self.wrong(value, "a whole number that is not too large"))
    }

    fn string(self, value: &Value<'_>) -> Outcome<String> {
        value.get_ref().as_str().map(str::to_owned).ok_or_else(|| self.wrong(value, "a text"))
    }

    fn table<'v>(self, value: &'v Value<'v>, wanted: &str) -> Outcome<&'v DeTable<'v>> {
        value.get_ref().as_table().ok_or_else(|| self.wrong(value, wanted))
    }

    fn required<'v>(self, table: &'v DeTable<'v>, around: &Value<'_>, key: &str) -> Outcome<&'v Value<'v>> {
        table.get(key).ok_or_else(|| self.failure(&around.span(), &format!("`{key}` is missing here")))
    }

    fn optional<T>(
        self,
        table: &DeTable<'_>,
        key: &str,
        read: impl Fn(Self, &Value<'_>) -> Outcome<T>,
    ) -> Outcome<Option<T>> {
        table.get(key).map(|value| read(self, value)).transpose()
    }
}
