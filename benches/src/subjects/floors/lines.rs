//! Lines whose text is written ahead, all but the number.

use std::fmt::Write as _;

use crate::workload::BOUNDS;

/// What stands in front of each number of a histogram.
pub(super) struct HistogramLines {
    buckets: [String; BOUNDS.len() + 1],
    sum: String,
    count: String,
}

impl HistogramLines {
    pub(super) fn new(name: &str, method: &str, path: &str) -> Self {
        let labels = format!("method=\"{method}\",path=\"{path}\"");
        let bound = |bucket: usize| BOUNDS.get(bucket).map_or("+Inf".to_owned(), |bound| format!("{bound:?}"));
        Self {
            buckets: std::array::from_fn(|bucket| format!("{name}_bucket{{{labels},le=\"{}\"}} ", bound(bucket))),
            sum: format!("{name}_sum{{{labels}}} "),
            count: format!("{name}_count{{{labels}}} "),
        }
    }

    pub(super) fn write(&self, out: &mut String, buckets: [u64; BOUNDS.len() + 1], sum: f64) {
        let mut count = 0;
        for (lead, bucket) in self.buckets.iter().zip(buckets) {
            count += bucket;
            out.push_str(lead);
            integer(out, count);
        }
        writeln!(out, "{}{sum}", self.sum).expect("a string takes everything");
        out.push_str(&self.count);
        integer(out, count);
    }
}

/// An integer, and the end of the line.
pub(super) fn integer(out: &mut String, value: u64) {
    out.push_str(itoa::Buffer::new().format(value));
    out.push('\n');
}
