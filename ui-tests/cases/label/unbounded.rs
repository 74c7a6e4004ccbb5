use lowcard::LabelSet;

#[derive(LabelSet)]
pub struct Labels {
    pub region: String,
    pub channel: &'static str,
    pub method: u64,
    pub route: std::net::IpAddr,
}

fn main() {}
