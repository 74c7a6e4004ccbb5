//! The requests that a router answers, and the names under which they must be found afterwards.

use super::operation::Random;
use crate::tally::Tally;

/// One request, and what must come of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// As it is written in the request.
    pub method: &'static str,
    /// Whose path no other call may have.
    pub target: String,
    /// What is sent with it.
    pub body: &'static str,
    /// The route that it must be observed under.
    pub template: Template,
    /// What must be answered.
    pub status: u16,
}

/// Calls in a round of them.
pub const CALLS: usize = 256;

/// The templates of the routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// `GET`
    Hello,
    /// `GET`
    Order,
    /// `POST`
    Orders,
    /// None of them.
    Unmatched,
}

impl Template {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Hello, Self::Order, Self::Orders, Self::Unmatched];

    /// As axum takes it, and as it is exposed.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Hello => "/hello/{name}",
            Self::Order => "/orders/{id}",
            Self::Orders => "/orders",
            Self::Unmatched => "unmatched",
        }
    }

    /// The one with this text.
    pub fn of(text: &str) -> Self {
        match text {
            "/hello/{name}" => Self::Hello,
            "/orders/{id}" => Self::Order,
            "/orders" => Self::Orders,
            _ => Self::Unmatched,
        }
    }
}

/// The only path that no route has: one subject makes a series of each.
pub const UNMATCHED: &str = "/missing";

/// The calls, the same in every run: of sixteen about eight for an order, four for a greeting, three that make an order,
/// and one that finds nothing.
pub fn calls() -> Vec<Call> {
    let mut random = Random::new();
    (0..CALLS).map(|_| call(random.below(16), random.below(200))).collect()
}

fn call(kind: u8, number: u8) -> Call {
    let get = |target: String, template, status| Call { method: "GET", target, body: "", template, status };
    match kind {
        0..8 => get(format!("/orders/{number}"), Template::Order, if number.is_multiple_of(10) { 404 } else { 200 }),
        8..12 => get(format!("/hello/{}", NAMES[usize::from(number) % NAMES.len()]), Template::Hello, 200),
        12..15 => Call { method: "POST", body: "socks", status: 201, ..get("/orders".to_owned(), Template::Orders, 0) },
        _ => get(UNMATCHED.to_owned(), Template::Unmatched, 404),
    }
}

const NAMES: [&str; 5] = ["ada", "barbara", "grace", "hedy", "katherine"];

/// The names under which a subject exposes what it has observed.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Counters of requests.
    pub requests: &'static str,
    /// Histograms of the time to answer.
    pub duration: &'static str,
    /// Gauges of requests that are not answered yet.
    pub in_flight: &'static str,
    /// The labels of method, route and status.
    pub labels: [&'static str; 3],
    /// The route of what no route has answered.
    pub unmatched: &'static str,
    /// Whether there is a histogram for each status, too.
    pub durations_by_status: bool,
}

impl Names {
    /// Those of lowcard, and of what is made by hand.
    pub const OURS: Self = Self {
        requests: "bench_http_requests_total",
        duration: "bench_http_request_duration_seconds",
        in_flight: "bench_http_requests_in_flight",
        labels: ["method", "path", "status_code"],
        unmatched: Template::Unmatched.text(),
        durations_by_status: false,
    };

    /// How many requests and durations a scrape must show once all calls were answered.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        let count = format!("{}_count", self.duration);
        for call in calls() {
            let status = call.status.to_string();
            let route = if call.template == Template::Unmatched { self.unmatched } else { call.template.text() };
            let [method, path, code] = self.labels;
            let labels = [(method, call.method), (path, route), (code, status.as_str())];
            tally.count(self.requests, &labels, 1);
            tally.count(&count, if self.durations_by_status { &labels } else { &labels[..2] }, 1);
        }
        tally
    }
}
