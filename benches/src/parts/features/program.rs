//! The program whose updates `features` counts: three metrics of one label.

use std::env;
use std::hint::black_box;

use lowcard::{Counter, Gauge, Histogram, LabelSet, LabelValue, Registry, metric};

#[derive(Clone, Copy, LabelValue)]
enum Queue {
    Mail,
    Push,
}

#[derive(Clone, Copy, LabelSet)]
struct Labels {
    queue: Queue,
}

/// Jobs that were run.
#[metric]
static JOBS_TOTAL: Counter<Labels>;

/// Jobs that wait.
#[metric]
static JOBS_WAITING: Gauge<Labels>;

/// Time to run a job.
#[metric]
static JOB_DURATION_SECONDS: Histogram<Labels>;

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let times = words[1].parse().expect("how often");
    match words[0].as_str() {
        "counter" => update_counter(times),
        "gauge" => update_gauge(times),
        _ => update_histogram(times),
    }
    print!("{}", Registry::global().encode_text());
}

/// callgrind knows these three by their names.
#[inline(never)]
fn update_counter(times: u64) {
    (0..times).for_each(|_| JOBS_TOTAL.with(labels()).inc());
}

#[inline(never)]
fn update_gauge(times: u64) {
    (0..times).for_each(|_| JOBS_WAITING.with(labels()).inc());
}

#[inline(never)]
fn update_histogram(times: u64) {
    (0..times).for_each(|_| JOB_DURATION_SECONDS.with(labels()).observe(black_box(0.03)));
}

fn labels() -> Labels {
    Labels { queue: if black_box(true) { Queue::Mail } else { Queue::Push } }
}
