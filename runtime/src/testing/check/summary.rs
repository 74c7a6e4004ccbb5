//! Summaries: quantiles.

use super::{Point, spelling};
use crate::testing::draft::Draft;
use crate::testing::lines::Line;
use crate::testing::syntax::Syntax;
use crate::testing::{Invalid, number};

pub(super) fn check(draft: &Draft<'_>, point: Point<'_, '_>) -> Result<(), Invalid> {
    let quantiles = quantiles(draft, point)?;
    for ((below, _), (quantile, line)) in quantiles.iter().zip(quantiles.iter().skip(1)) {
        // OpenMetrics allows any order, and its one spelling of each number makes a repeated one a repeated series.
        if draft.syntax == Syntax::Text && quantile <= below {
            return Err(line.invalid(
                "the quantile is not above the one before it",
                "write the quantiles lowest first, and each once",
            ));
        }
    }
    Ok(())
}

fn quantiles<'a>(draft: &Draft<'_>, point: Point<'_, 'a>) -> Result<Vec<(f64, Line<'a>)>, Invalid> {
    let quantiles = point.iter().filter(|(_, sample)| draft.suffix(sample).is_empty());
    quantiles.map(|(line, sample)| Ok((quantile(draft, sample.labels.get("quantile"), *line)?, *line))).collect()
}

fn quantile(draft: &Draft<'_>, text: Option<&String>, line: Line<'_>) -> Result<f64, Invalid> {
    let Some(text) = text else {
        return Err(line.invalid(
            "the sample of a summary has no label `quantile`",
            "write it as `quantile=\"0.5\"`, or end the name with `_sum` or `_count`",
        ));
    };
    let Some(quantile) = number::parse(text).filter(|quantile| (0.0..=1.0).contains(quantile)) else {
        return Err(line
            .invalid(format!("the quantile `{text}` is not a number from 0 to 1"), "write it as `quantile=\"0.5\"`"));
    };
    spelling::check(draft, text, quantile, line)?;
    Ok(quantile)
}
