//! The types that the prometheus crate has for metrics: one of two sets, which differ in their methods.
//!
//! Its feature `protobuf` decides, and any crate of a program may turn that on, so that this has to compile with both.
//! Where a method is only in one of them, a trait of ours has it for the other: a type's own methods come before a
//! trait's.

use ::prometheus::proto::{Counter, Gauge, Histogram, Metric, MetricType, Summary};

/// The number of a counter or a gauge, which is `value` with the feature, and `get_value` without.
#[allow(dead_code, reason = "one of them is the type's own")]
trait Single {
    fn value(&self) -> f64;
    fn get_value(&self) -> f64;
}

/// Whether a metric has this one of its values. Without the feature it has all, and those that nobody has set are
/// empty.
#[allow(dead_code, reason = "with the feature, the field that the value is in has this method")]
trait Part {
    fn is_some(&self) -> bool;
}

macro_rules! single {
    ($($Single:ident)+) => {
        $(
            impl Single for $Single {
                fn value(&self) -> f64 {
                    self.get_value()
                }

                fn get_value(&self) -> f64 {
                    self.value()
                }
            }
        )+
    };
}

macro_rules! part {
    ($($Part:ident)+) => {
        $(
            impl Part for $Part {
                fn is_some(&self) -> bool {
                    *self != Self::default()
                }
            }
        )+
    };
}

single!(Counter Gauge);
part!(Counter Gauge Histogram Summary);

/// The value of a counter.
pub(super) fn counter(metric: &Metric) -> f64 {
    metric.get_counter().value()
}

/// The value of a gauge.
pub(super) fn gauge(metric: &Metric) -> f64 {
    metric.get_gauge().value()
}

/// Whether a metric can be in a family of this type: it has such a value, or none at all, which stands for 0.
pub(super) fn is_of_type(metric: &Metric, metric_type: MetricType) -> bool {
    let parts = [
        (MetricType::COUNTER, metric.get_counter().is_some()),
        (MetricType::GAUGE, metric.get_gauge().is_some()),
        (MetricType::HISTOGRAM, metric.get_histogram().is_some()),
        (MetricType::SUMMARY, metric.get_summary().is_some()),
    ];
    let mut present = parts.iter().filter(|(_, is_present)| *is_present).peekable();
    present.peek().is_none() || present.any(|(part, _)| *part == metric_type)
}

/// The value of an untyped metric. Both sets of types have nothing in common for it but what they print for debugging.
pub(super) fn untyped(metric: &Metric) -> f64 {
    printed_untyped(&format!("{metric:?}")).unwrap_or(0.0)
}

/// Labels, which have text of somebody else's, come before the field; `histogram` is the one after it.
fn printed_untyped(metric: &str) -> Option<f64> {
    let (_, after) = metric.rsplit_once("untyped: ")?;
    let (field, _) = after.split_once("histogram: ")?;
    let (_, value) = field.split_once("value: ")?;
    value.trim_start_matches("Some(").split([')', ' ', ',']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use ::prometheus::proto::{LabelPair, Metric};

    use super::{printed_untyped, untyped};

    #[test]
    fn untyped_values_are_found_in_both_printed_forms() {
        for (value, expected) in [("1.5", 1.5), ("-0.0", -0.0), ("inf", f64::INFINITY), ("1e300", 1e300)] {
            let plain = format!(
                "Metric {{ label: [LabelPair {{ name: \"untyped: value: 7, histogram: \" }}], counter: Counter {{ \
                 value: 2.0 }}, untyped: Untyped {{ value: {value} }}, histogram: Histogram {{ bucket: [] }} }}"
            );
            let message = format!(
                "Metric {{ label: [], counter: MessageField(Some(Counter {{ value: Some(2.0) }})), untyped: \
                 MessageField(Some(Untyped {{ value: Some({value}), special_fields: SpecialFields {{ }} }})), \
                 histogram: MessageField(None) }}"
            );
            assert_eq!(printed_untyped(&plain).map(f64::to_bits), Some(expected.to_bits()), "{plain}");
            assert_eq!(printed_untyped(&message).map(f64::to_bits), Some(expected.to_bits()), "{message}");
        }
        assert!(printed_untyped("untyped: Untyped { value: NaN }, histogram: ").is_some_and(f64::is_nan));
        assert_eq!(printed_untyped("untyped: MessageField(None), histogram: MessageField(Some(value: 1)"), None);
    }

    #[test]
    fn a_metric_without_a_value_is_0_whatever_its_labels_say() {
        let mut label = LabelPair::default();
        label.set_name("k".to_owned());
        label.set_value("untyped: Untyped { value: 7.0 }, histogram: ".to_owned());
        assert_eq!(untyped(&Metric::from_label(vec![label])).to_bits(), 0);
    }
}
