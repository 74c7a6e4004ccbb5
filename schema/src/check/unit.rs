//! Units: the base units that names end with, and the words that stand for others.

use super::{Findings, Metric, Part};
use crate::{Kind, Rule};

/// The base units, as in <https://prometheus.io/docs/practices/naming/#base-units>.
const BASE: &[&str] =
    &["seconds", "bytes", "ratio", "celsius", "meters", "volts", "amperes", "joules", "grams", "moles", "kelvin"];

/// Words for other units, and the base unit to use instead.
const NOT_BASE: &[(&[&str], &str)] = &[
    (&["minute", "minutes", "hour", "hours", "day", "days", "week", "weeks"], "seconds"),
    (&["bit", "bits"], "bytes"),
    (&["percent", "percentage"], "ratio"),
    (&["fahrenheit", "rankine"], "celsius"),
    (&["inch", "inches", "foot", "feet", "yard", "yards", "mile", "miles", "metres"], "meters"),
    (&["calorie", "calories"], "joules"),
    (&["pound", "pounds", "ounce", "ounces"], "grams"),
];

/// Prefixes that make another unit of a base unit: `milliseconds`, `kilobytes`.
const PREFIXES: &[&str] = &[
    "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi", "mega", "mebi", "mibi", "giga",
    "gibi", "tera", "tebi", "peta", "pebi",
];

/// Abbreviations, and the base unit that they shorten or are a part of.
const ABBREVIATED: &[(&[&str], &str)] = &[
    (&["s", "sec", "secs", "ms", "msec", "us", "usec", "ns", "nsec", "h", "hr", "hrs", "d"], "seconds"),
    (&["b", "kb", "mb", "gb", "tb", "pb", "kib", "mib", "gib", "tib"], "bytes"),
    (&["pct"], "ratio"),
    (&["m"], "meters` or `seconds"),
];

/// The base unit that a metric name ends with, before `_total`.
pub fn of_name(name: &str) -> Option<&'static str> {
    BASE.iter().copied().find(|unit| *unit == last_word(name))
}

fn last_word(name: &str) -> &str {
    let name = name.strip_suffix("_total").unwrap_or(name);
    name.rsplit('_').next().unwrap_or(name)
}

/// The rules on the units in a name.
pub(super) fn check(metric: &Metric<'_>, found: &mut Findings<'_>) {
    if metric.kind == Kind::Info {
        return;
    }
    base_units(metric, found);
    stated_unit(metric, found);
}

fn base_units(metric: &Metric<'_>, found: &mut Findings<'_>) {
    let before = found.len();
    for (position, word) in metric.name.split('_').enumerate() {
        if let Some(base) = base_of(word) {
            found
                .report(Rule::NameUnitNotBase, Part::Name, format!("`{word}` in `{}` is not a base unit", metric.name))
                .help(format!("write `{base}`, and convert where you record"));
        } else if position > 0
            && let Some(base) = shortened(word)
        {
            found
                .report(
                    Rule::NameUnitAbbreviated,
                    Part::Name,
                    format!("`{word}` in `{}` is an abbreviation", metric.name),
                )
                .help(format!("write `{base}`, and convert where you record"));
        }
    }
    // A unit at the end that an exception allows is not missed.
    let ends_with_unit = of_name(metric.name).is_some() || is_misnamed(last_word(metric.name));
    let unit_is_named = found.len() > before || metric.unit.is_some() || ends_with_unit;
    if metric.kind == Kind::Histogram && !unit_is_named {
        found
            .report(Rule::NameUnitMissing, Part::Name, format!("the histogram `{}` does not say its unit", metric.name))
            .help("end the name with a base unit such as `_seconds` or `_bytes`, or state one: `unit = \"rows\"`");
    }
}

fn stated_unit(metric: &Metric<'_>, found: &mut Findings<'_>) {
    let Some(unit) = metric.unit else { return };
    let bare = metric.name.strip_suffix("_total").unwrap_or(metric.name);
    if bare.strip_suffix(unit).is_none_or(|rest| !rest.ends_with('_')) {
        found
            .report(
                Rule::NameUnitMismatch,
                Part::Unit,
                format!("`{}` does not end with its unit `{unit}`", metric.name),
            )
            .help("end the name with the unit, before `_total`: Prometheus refuses a unit that is not there");
    }
}

/// Whether a word of the name is the unit's, and not as it should be.
pub(super) fn is_misnamed(name: &str) -> bool {
    name.split('_').any(|word| base_of(word).is_some() || shortened(word).is_some())
}

fn base_of(word: &str) -> Option<&'static str> {
    let whole = |word: &str| {
        let other = NOT_BASE.iter().find(|(words, _)| words.contains(&word)).map(|&(_, base)| base);
        other.or_else(|| BASE.iter().copied().find(|unit| *unit == word && *unit != "ratio"))
    };
    let other = NOT_BASE.iter().find(|(words, _)| words.contains(&word)).map(|&(_, base)| base);
    other.or_else(|| PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix).and_then(whole)))
}

fn shortened(word: &str) -> Option<&'static str> {
    ABBREVIATED.iter().find(|(words, _)| words.contains(&word)).map(|&(_, base)| base)
}

#[cfg(test)]
mod tests {
    use super::{base_of, of_name};
    use crate::check::{Metric, metric};
    use crate::policy::Policy;
    use crate::{Kind, Rule};

    #[test]
    fn the_unit_stands_last_or_before_total() {
        assert_eq!(of_name("http_request_duration_seconds"), Some("seconds"));
        assert_eq!(of_name("network_received_bytes_total"), Some("bytes"));
        assert_eq!(of_name("seconds_behind"), None);
        assert_eq!(of_name("requests_total"), None);
    }

    #[test]
    fn other_units_lead_to_their_base() {
        assert_eq!(base_of("milliseconds"), Some("seconds"));
        assert_eq!(base_of("kilobits"), Some("bytes"));
        assert_eq!(base_of("seconds"), None);
        assert_eq!(base_of("kilometers"), Some("meters"));
        assert_eq!(base_of("gigantic"), None);
    }

    #[test]
    fn a_unit_that_an_exception_allows_is_not_missed() {
        let histogram = |name| Metric {
            name,
            written: name,
            kind: Kind::Histogram,
            help: "Time to pick an order.",
            unit: None,
            buckets: Some(&[1.0, 10.0]),
            native: None,
            category: None,
            stability: None,
            deprecated: None,
        };
        let broken = |name, allowed: &[Rule]| {
            let violations = metric(&histogram(name), &Policy::default(), allowed);
            violations.iter().map(|violation| violation.rule).collect::<Vec<_>>()
        };
        assert_eq!(broken("pick_minutes", &[]), [Rule::NameUnitNotBase]);
        assert_eq!(broken("pick_minutes", &[Rule::NameUnitNotBase]), []);
        assert_eq!(broken("pick_ms", &[Rule::NameUnitAbbreviated]), []);
        assert_eq!(broken("minutes_of_picking", &[]), [Rule::NameUnitNotBase]);
        assert_eq!(broken("minutes_of_picking", &[Rule::NameUnitNotBase]), [Rule::NameUnitMissing]);
    }
}
