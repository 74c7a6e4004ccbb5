use lowcard::{Counter, LabelSet, metric};

#[derive(LabelSet)]
pub struct Labels {
    pub outcome: bool,
    pub region: String,
}

/// Jobs done.
#[metric]
pub static JOBS_TOTAL: Counter<Labels>;

fn main() {
    JOBS_TOTAL.with(Labels { outcome: true, region: String::new() }).inc();
}
