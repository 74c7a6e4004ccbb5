//! Whatever is declared, recorded or sent: expositions stay valid, and the endpoint goes on.
#![cfg(all(feature = "serve", feature = "testing"))]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::OnceLock;
use std::time::Duration;

use lowcard::__private::{BucketFinder, Declaration, Metric};
use lowcard::testing::Exposition;
use lowcard::{
    Counter, Definition, Domain, Endpoint, Families, Format, Gauge, Histogram, Info, Kind, Label, LabelSet, Native,
    Number, Registry, Server, Site,
};
use lowcard_servers::{http, proto};
use proptest::prelude::*;

const BOUNDS: &[f64] = &[0.5, 1.0, 8.0];
const SITE: Site = Site { package: "p", version: "1", module: "m", file: "f", line: 1, column: 1 };

/// Any text may be a constant label.
#[derive(LabelSet)]
#[labels(constant)]
struct Anything {
    first: String,
    second: String,
}

const LABELS: &[Label] =
    &[Label { name: "first", domain: Domain::Constant }, Label { name: "second", domain: Domain::Constant }];

/// What a program declares and records.
#[derive(Clone, Debug)]
struct Program {
    name: String,
    help: String,
    values: (String, String),
    exemplar: (String, String),
    recorded: Vec<f64>,
}

fn program() -> impl Strategy<Value = Program> {
    let text = || prop_oneof![any::<String>(), "[\\\\\"\n\r#{}=, a]{0,12}"];
    let number = prop_oneof![any::<f64>(), -10.0..10.0, Just(0.0), Just(-0.0), Just(f64::MAX), Just(5e-324)];
    let finite = number.prop_filter("infinite sums are the program's own", |number| number.abs() < 1e300);
    let exemplar = (prop_oneof![any::<String>(), "[a-zA-Z_][a-z0-9_]{0,5}"], text());
    ("[a-z]{1,8}", text(), (text(), text()), exemplar, prop::collection::vec(finite, 0..20))
        .prop_map(|(name, help, values, exemplar, recorded)| Program { name, help, values, exemplar, recorded })
}

/// A declaration that the macros would not let pass, whatever its help is.
fn declared(program: &Program, suffix: &str, kind: Kind) -> Definition {
    let name = format!("{}{suffix}", program.name).leak();
    Definition::new(name, kind, program.help.clone().leak(), SITE)
}

fn declare(definition: Definition) -> &'static Declaration {
    Box::leak(Box::new(Declaration::new(definition, &[]).find_by(const { &BucketFinder::new(BOUNDS) })))
}

/// Declares and records one metric of each kind.
fn run(program: &Program) -> Registry {
    let registry = Registry::new();
    let of = |suffix, kind| declared(program, suffix, kind);
    let counter = Definition { number: Number::F64, ..of("_a_total", Kind::Counter) };
    let counter = Counter::<(), f64>::bound(&registry, declare(counter)).unwrap();
    let gauge = Definition { number: Number::F64, ..of("_b", Kind::Gauge) };
    let gauge = Gauge::<(), f64>::bound(&registry, declare(gauge)).unwrap();
    let classic = Definition { buckets: BOUNDS, unit: Some("seconds"), ..of("_c_seconds", Kind::Histogram) };
    let classic = Histogram::<()>::bound(&registry, declare(classic)).unwrap();
    let native = Definition { native: Some(Native { schema: 8, max_buckets: 8 }), ..classic_and_native(program) };
    let native = Histogram::<()>::bound(&registry, declare(native)).unwrap();
    let info = Definition { labels: LABELS, ..of("_info", Kind::Info) };
    let info = Info::<Anything>::bound(&registry, declare(info)).unwrap();

    let (first, second) = program.values.clone();
    info.set(Anything { first, second });
    for value in &program.recorded {
        let labels = || [(&*program.exemplar.0, &*program.exemplar.1)];
        counter.add_with_exemplar(*value, labels());
        gauge.set(*value);
        classic.observe_with_exemplar(*value, labels());
        native.observe_with_exemplar(*value, labels());
    }
    registry
}

fn classic_and_native(program: &Program) -> Definition {
    Definition { buckets: BOUNDS, ..declared(program, "_d_bytes", Kind::Histogram) }
}

/// One call that a collector makes.
#[derive(Clone, Debug)]
struct Described {
    metric_type: u8,
    name: String,
    help: String,
    unit: String,
    labels: Vec<(String, String)>,
    numbers: Vec<(f64, f64)>,
    count: u64,
    sum: f64,
}

fn described() -> impl Strategy<Value = Described> {
    let text = || prop_oneof![any::<String>(), "[\\\\\"\n\r#{}=, a]{0,12}"];
    let name = || {
        prop_oneof![
            6 => "[ab](_total|_sum|_count|_bucket|_created|_info|_seconds)?",
            1 => "[a-zA-Z_:][a-zA-Z0-9_:]{0,4}",
            1 => text(),
        ]
    };
    let label = prop_oneof![6 => "[xyz]", 1 => Just("le".to_owned()), 1 => Just("quantile".to_owned()), 1 => text()];
    let labels = prop::collection::vec((label, prop_oneof![2 => "[a-c]{0,1}", 1 => text()]), 0..4);
    let number = || prop_oneof![any::<f64>(), -2.0..2.0, Just(f64::INFINITY), Just(f64::NAN)];
    let numbers = prop_oneof![
        prop::collection::vec((number(), number()), 0..4),
        Just(vec![(0.0, 1.0), (0.5, 2.0), (1.0, 3.0)]),
        Just(vec![(-1.0, 1.0), (0.5, 2.0), (f64::INFINITY, 3.0)]),
    ];
    let unit = prop_oneof![Just("seconds".to_owned()), text()];
    (0..6_u8, name(), text(), unit, labels, numbers, 0..5_u64, number()).prop_map(
        |(metric_type, name, help, unit, labels, numbers, count, sum)| Described {
            metric_type,
            name,
            help,
            unit,
            labels,
            numbers,
            count,
            sum,
        },
    )
}

impl Described {
    fn collect(&self, families: &mut Families) {
        let Self { metric_type, name, help, unit, count, sum, .. } = self;
        let labels: Vec<_> = self.labels.iter().map(|(name, value)| (&**name, &**value)).collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "any number will do")]
        let buckets: Vec<_> = self.numbers.iter().map(|&(bound, below)| (bound, below as u64)).collect();
        match metric_type {
            0 => drop(families.counter(name, help).unit(unit).series(&labels, *sum)),
            1 => drop(families.gauge(name, help).unit(unit).series(&labels, *sum)),
            2 => drop(families.unknown(name, help).unit(unit).series(&labels, *count)),
            3 => drop(families.histogram(name, help).unit(unit).series(&labels, &buckets, *count, *sum)),
            4 => drop(families.summary(name, help).unit(unit).series(&labels, &self.numbers, *count, *sum)),
            _ => families.info(name, help, &labels),
        }
    }
}

/// How many samples an exposition has of what collectors describe.
fn sample_count(exposition: &Exposition) -> usize {
    let families = exposition.families().iter().filter(|family| !family.name.starts_with("lowcard_"));
    families.map(|family| family.samples.len()).sum()
}

fn encoded(registry: &Registry, format: Format) -> Vec<u8> {
    let mut encoded = Vec::new();
    registry.encode(format, &mut encoded).unwrap();
    encoded
}

/// A server that all cases share.
fn server() -> SocketAddr {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Endpoint::new(Registry::new()).serve("127.0.0.1:0").unwrap()).local_addr()
}

/// Requests, from nearly right ones to noise.
fn request() -> impl Strategy<Value = Vec<u8>> {
    let word = || prop_oneof!["[ -~]{0,40}", "[a-z/;=,.*0-9 ]{0,60}", Just("text/plain;q=0.5".to_owned())];
    let header =
        (prop_oneof![Just("Accept"), Just("Accept-Encoding"), Just("Host"), Just("Transfer-Encoding")], word());
    let headers = prop::collection::vec(header, 0..6);
    let method = prop_oneof![Just("GET"), Just("HEAD"), Just("POST"), Just("OPTIONS"), Just("gEt"), Just("")];
    let nearly = (method, word(), headers, any::<Vec<u8>>()).prop_map(|(method, query, headers, body)| {
        let line = format!("{method} /metrics?{} HTTP/1.1", query.replace(' ', "%20"));
        let headers = headers.into_iter().map(|(name, value)| format!("{name}: {value}"));
        let head: Vec<_> = [line].into_iter().chain(headers).chain([String::new(), String::new()]).collect();
        [head.join("\r\n").into_bytes(), body].concat()
    });
    prop_oneof![3 => nearly, 1 => any::<Vec<u8>>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_is_valid_and_holds_the_same_labels(program in program()) {
        let registry = run(&program);
        let text = Exposition::from_text(registry.encode_text()).unwrap();
        let openmetrics = Exposition::from_openmetrics(encoded(&registry, Format::OpenMetrics)).unwrap();
        let protobuf = proto::parse(&encoded(&registry, Format::Protobuf));

        let name = format!("{}_info", program.name);
        for exposition in [&text, &openmetrics] {
            let mut samples = exposition.families().iter().flat_map(|family| &family.samples);
            let info = samples.find(|sample| sample.name == name).unwrap();
            prop_assert_eq!(&info.labels["first"], &program.values.0);
            prop_assert_eq!(&info.labels["second"], &program.values.1);
        }
        let info = protobuf.iter().find(|family| family.name == name).unwrap();
        prop_assert_eq!(&info.help, &program.help);
        prop_assert_eq!(&info.metrics[0].labels["first"], &program.values.0);
    }

    #[test]
    fn whatever_collectors_describe_is_valid(
        first in prop::collection::vec(described(), 0..12),
        second in prop::collection::vec(described(), 0..12),
    ) {
        let registry = Registry::new();
        for (name, all) in [("first", first), ("second", second)] {
            registry.attach(name, move |families: &mut Families| all.iter().for_each(|one| one.collect(families))).unwrap();
        }
        let text = Exposition::from_text(registry.encode_text()).unwrap();
        let openmetrics = Exposition::from_openmetrics(encoded(&registry, Format::OpenMetrics)).unwrap();
        let protobuf = proto::parse(&encoded(&registry, Format::Protobuf));
        // OpenMetrics may lack a sum and a count.
        prop_assert!(sample_count(&openmetrics) <= sample_count(&text));
        let families = |exposition: &Exposition| exposition.families().len();
        prop_assert_eq!(families(&text), families(&openmetrics));
        prop_assert_eq!(families(&text), protobuf.len());
    }

    #[test]
    fn whatever_is_sent_the_next_scrape_is_answered(request in request()) {
        let mut connection = TcpStream::connect(server()).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // The server may have closed it at the first word.
        let _sent = connection.write_all(&request);
        let _sent = connection.shutdown(Shutdown::Write);
        let _answered = connection.read_to_end(&mut Vec::new());
        let scrape = http::get(server(), "/metrics");
        prop_assert_eq!(scrape.status, 200);
        prop_assert!(Exposition::from_text(&scrape.body).is_ok());
    }
}
