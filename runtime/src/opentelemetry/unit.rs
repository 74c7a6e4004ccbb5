//! Units of UCUM as Prometheus spells them.

/// The unit as the words of a name: `s` is `seconds`, `By/s` is `bytes_per_second`. Nothing for what is no unit, such as
/// an annotation, and for the unit 1, which only a gauge shows.
pub(super) fn words(unit: &str, is_gauge: bool) -> Option<String> {
    let unit = without_annotations(unit);
    let unit = unit.trim();
    match unit.split_once('/') {
        None if unit == "1" => is_gauge.then(|| "ratio".to_owned()),
        None => word(unit),
        Some((amount, per)) => match (word(amount), word(per).map(singular)) {
            (Some(amount), Some(per)) => Some(format!("{amount}_per_{per}")),
            (None, Some(per)) => Some(format!("per_{per}")),
            (amount, None) => amount,
        },
    }
}

/// Without what stands in braces.
fn without_annotations(unit: &str) -> String {
    let mut depth = 0_u32;
    let kept = unit.chars().filter(|character| match character {
        '{' => {
            depth += 1;
            false
        }
        '}' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    kept.collect()
}

fn word(unit: &str) -> Option<String> {
    let known = UNITS.iter().find(|(short, _)| *short == unit).map(|(_, word)| *word);
    let word: String = match known {
        Some(word) => word.to_owned(),
        None => unit.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '_' }).collect(),
    };
    let word = word.trim_matches('_').to_owned();
    (!word.is_empty() && word != "1").then_some(word)
}

fn singular(word: String) -> String {
    match &*word {
        "hertz" | "celsius" => word,
        _ => word.strip_suffix('s').map(str::to_owned).unwrap_or(word),
    }
}

/// Those that the specification names, and what they are called in names of Prometheus.
const UNITS: &[(&str, &str)] = &[
    ("d", "days"),
    ("h", "hours"),
    ("min", "minutes"),
    ("s", "seconds"),
    ("ms", "milliseconds"),
    ("us", "microseconds"),
    ("ns", "nanoseconds"),
    ("By", "bytes"),
    ("KiBy", "kibibytes"),
    ("MiBy", "mebibytes"),
    ("GiBy", "gibibytes"),
    ("TiBy", "tebibytes"),
    ("KBy", "kilobytes"),
    ("kBy", "kilobytes"),
    ("MBy", "megabytes"),
    ("GBy", "gigabytes"),
    ("TBy", "terabytes"),
    ("m", "meters"),
    ("V", "volts"),
    ("A", "amperes"),
    ("J", "joules"),
    ("W", "watts"),
    ("g", "grams"),
    ("Cel", "celsius"),
    ("Hz", "hertz"),
    ("%", "percent"),
];

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn units_become_words() {
        for (unit, expected) in [
            ("s", Some("seconds")),
            ("By", Some("bytes")),
            ("By/s", Some("bytes_per_second")),
            ("{request}", None),
            ("{request}/s", Some("per_second")),
            ("m/Hz", Some("meters_per_hertz")),
            ("1", None),
            ("", None),
            ("/", None),
            ("}{", None),
            ("furlong", Some("furlong")),
            ("m²", Some("m")),
            ("{a{b}c}ms", Some("milliseconds")),
        ] {
            assert_eq!(words(unit, false).as_deref(), expected, "{unit}");
        }
        assert_eq!(words("1", true).as_deref(), Some("ratio"));
    }
}
