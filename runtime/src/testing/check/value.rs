//! The values that the samples of each kind may have.

use crate::testing::draft::Draft;
use crate::testing::lines::Line;
use crate::testing::syntax::Syntax;
use crate::testing::{FamilyKind, Invalid, Sample, number};

pub(super) fn check(draft: &Draft<'_>, sample: &Sample, line: Line<'_>) -> Result<(), Invalid> {
    use FamilyKind::{Counter, GaugeHistogram, Histogram, Info, StateSet, Summary};
    let is_openmetrics = draft.syntax == Syntax::OpenMetrics;
    let value = sample.value;
    let broken = match (draft.kind(), draft.suffix(sample)) {
        (_, "_created") => (!value.is_finite()).then_some(("a creation time is a finite number", SECONDS)),
        (Counter, _) => (!is_sum(value)).then_some(("a counter is neither negative nor NaN", FROM_ZERO)),
        (Histogram | GaugeHistogram | Summary, "_bucket" | "_count" | "_gcount") => {
            (!number::is_count(value)).then_some(("a count is a whole number from 0", WHOLE))
        }
        (Histogram | Summary, "_sum") if is_openmetrics => {
            (!is_sum(value)).then_some(("a sum is neither negative nor NaN in OpenMetrics", NO_SUM))
        }
        (GaugeHistogram, "_gsum") => value.is_nan().then_some(("a sum is not NaN in OpenMetrics", NO_SUM)),
        (Summary, "") if is_openmetrics => (value < 0.0).then_some(("a quantile's value is not negative", QUANTILE)),
        (Info, _) => (value.to_bits() != 1.0_f64.to_bits()).then_some(("an info's value is 1", "write 1")),
        (StateSet, _) => return state(draft, sample, line),
        _ => None,
    };
    broken.map_or(Ok(()), |(message, help)| Err(line.invalid(message, help)))
}

const SECONDS: &str = "write seconds since the Unix epoch";
const FROM_ZERO: &str = "count up from 0, or make it a gauge";
const WHOLE: &str = "write how many observations there were";
const NO_SUM: &str = "leave the sum and the count out if observations can be negative or NaN";
const QUANTILE: &str = "write NaN if there was no observation";

/// What a counter can reach.
fn is_sum(value: f64) -> bool {
    value >= 0.0
}

fn state(draft: &Draft<'_>, sample: &Sample, line: Line<'_>) -> Result<(), Invalid> {
    let name = &draft.name;
    if !sample.labels.contains_key(name) {
        return Err(line.invalid(
            format!("the state set's label `{name}` is missing"),
            format!("name the state: `{name}{{{name}=\"…\"}}`"),
        ));
    }
    if !matches!(sample.value, 0.0 | 1.0) {
        return Err(line.invalid("a state's value is 0 or 1", "write 1 if the state holds, and 0 if it doesn't"));
    }
    Ok(())
}
