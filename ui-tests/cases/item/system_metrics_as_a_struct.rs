lowcard::system_metrics! {
    pub struct SystemMetrics;
}

fn main() {}
