//! From a request to the last byte of the answer.

use std::hint::black_box;
use std::sync::Arc;

use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE};
use http::{HeaderValue, Request, StatusCode};
use lowcard::{Endpoint, Format};

use super::answers::answer;
use super::case::{Case, Sizes, check};
use super::gzip::decompress;
use super::{FORMATS, Filled, Section};
use crate::subject::{Size, World as _};
use crate::subjects::lowcard::{NAME, Program};
use crate::workload::{self, BOUNDS, TIMING_SETS, VISIT_SETS, VISITS};

/// What is turned on.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each can be turned on without the others")]
struct Look {
    format: Format,
    /// 0 if the scraper does not ask for it.
    gzip: u32,
    created: bool,
    /// Whether each counter, and each bucket of a histogram, has one.
    exemplars: bool,
    /// Whether a metric is read from one.
    function: bool,
    /// Whether one family of counters is asked for by its name.
    one_family: bool,
}

const TEXT: Look =
    Look { format: Format::Text, gzip: 0, created: false, exemplars: false, function: false, one_family: false };
const OPEN_METRICS: Look = Look { format: Format::OpenMetrics, ..TEXT };
const PROTOBUF: Look = Look { format: Format::Protobuf, ..TEXT };

const LOOKS: [Look; 19] = [
    TEXT,
    OPEN_METRICS,
    PROTOBUF,
    Look { gzip: 1, ..TEXT },
    Look { gzip: 3, ..TEXT },
    Look { gzip: 6, ..TEXT },
    Look { gzip: 1, ..OPEN_METRICS },
    Look { gzip: 1, ..PROTOBUF },
    Look { function: true, ..TEXT },
    Look { function: true, ..PROTOBUF },
    Look { created: true, ..OPEN_METRICS },
    Look { exemplars: true, ..TEXT },
    Look { exemplars: true, ..OPEN_METRICS },
    Look { exemplars: true, ..PROTOBUF },
    Look { gzip: 1, created: true, exemplars: true, function: true, ..OPEN_METRICS },
    Look { gzip: 1, exemplars: true, function: true, ..PROTOBUF },
    Look { one_family: true, ..TEXT },
    Look { one_family: true, ..PROTOBUF },
    Look { one_family: true, gzip: 1, ..TEXT },
];

/// lowcard's endpoint, and what the others' handlers do: write the whole exposition into memory that is taken for it.
pub(super) fn section(worlds: &[Filled]) -> Section {
    let endpoints = Endpoints::new();
    let expected = workload::world(Size::FULL, 1);
    let handler = |&(name, ref world): &Filled| {
        let (format, word) = FORMATS.into_iter().find(|(format, _)| world.encode(*format, Vec::new()).is_some())?;
        let scraped = Arc::clone(world);
        let scrape = move || scraped.scrape().into_bytes();
        Some(Case::handler(format!("{name}, {word}"), (&expected, format), scrape))
    };
    let floor = worlds[..1].iter().filter_map(handler);
    let lowcard = LOOKS.into_iter().map(|look| case(look, &endpoints));
    let peers = worlds[1..].iter().filter(|(name, _)| *name != NAME).filter_map(handler);
    let cases = floor.chain(lowcard).chain(peers).collect();
    Section { title: "from the request to the last byte", cases }
}

fn case(look: Look, endpoints: &Endpoints) -> Case {
    let endpoint = endpoints.of(look);
    let request = look.request();
    let sizes = look.check(&endpoint, &request);
    let work = move || {
        let answered = answer(&endpoint, request.clone(), |piece| {
            black_box(piece);
        });
        drop(black_box(answered));
    };
    Case { name: look.name(), work: Arc::new(work), sizes }
}

impl Look {
    fn name(self) -> String {
        let word = FORMATS.into_iter().find(|(format, _)| *format == self.format).map_or("", |(_, word)| word);
        let gzip = format!("gzip {}", self.gzip);
        let turned_on = [
            (self.one_family, "`name[]` of one family"),
            (self.created, "created"),
            (self.exemplars, "exemplars"),
            (self.function, "a function"),
            (self.gzip > 0, &gzip),
        ];
        let turned_on = turned_on.into_iter().filter(|(is_on, _)| *is_on).map(|(_, what)| what);
        format!("{NAME}, {}", [word].into_iter().chain(turned_on).collect::<Vec<_>>().join(" + "))
    }

    fn request(self) -> Request<()> {
        let query = if self.one_family { format!("?name[]={}", VISITS[0]) } else { String::new() };
        let encoding = if self.gzip > 0 { "gzip" } else { "identity" };
        let request = Request::builder().uri(format!("/metrics{query}")).header(ACCEPT, self.format.content_type());
        request.header(ACCEPT_ENCODING, encoding).body(()).expect("a valid request")
    }

    fn check(self, endpoint: &Endpoint, request: &Request<()>) -> Result<Sizes, String> {
        let mut sent = Vec::new();
        let answer = answer(endpoint, request.clone(), |piece| sent.extend_from_slice(piece))?;
        let content_type = answer.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        if answer.status() != StatusCode::OK || content_type != Some(self.format.content_type().as_bytes()) {
            return Err(format!("an answer with {} in {content_type:?}", answer.status()));
        }
        let bytes = sent.len();
        let exposition = if self.gzip > 0 { decompress(&sent).map_err(|error| error.to_string())? } else { sent };
        let size = if self.one_family { Size { counters: 1, histograms: 0 } } else { Size::FULL };
        let sizes = check(&workload::world(size, 1), self.format, &exposition)?;
        // The endpoint's own metrics are there, too.
        let lines = || exposition.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"bench_"));
        let having = |what: &[u8]| lines().filter(|line| line.windows(what.len()).any(|window| window == what)).count();
        if self.format == Format::OpenMetrics {
            let (exemplars, created) = (having(b" # {"), having(b"_created{"));
            equal("exemplars", exemplars, if self.exemplars { EXEMPLARS } else { 0 })?;
            equal("times of creation", created, if self.created { SERIES } else { 0 })?;
        }
        if self.format != Format::Protobuf {
            equal("lines of the function", having(b"bench_idle 7"), usize::from(self.function))?;
        }
        Ok(Sizes { sent: bytes, ..sizes })
    }
}

const HISTOGRAMS: usize = workload::WAITS.len() * TIMING_SETS;
const COUNTERS: usize = VISITS.len() * VISIT_SETS;
const SERIES: usize = COUNTERS + HISTOGRAMS;
const EXEMPLARS: usize = COUNTERS + HISTOGRAMS * (BOUNDS.len() + 1);

fn equal(what: &str, found: usize, expected: usize) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{found} {what} instead of {expected}")) }
}

/// Those of registries with and without exemplars, and with and without a function.
struct Endpoints {
    all: Vec<((bool, bool), Endpoint, Program)>,
}

impl Endpoints {
    fn new() -> Self {
        let all = [(false, false), (true, false), (false, true), (true, true)].map(|(exemplars, function)| {
            let program = Program::new(Size::FULL);
            let program = if function { program.with_function() } else { program };
            if exemplars {
                program.fill_with_exemplars(Size::FULL);
            } else {
                program.fill(Size::FULL);
            }
            ((exemplars, function), Endpoint::new(program.registry().clone()), program)
        });
        Self { all: all.into() }
    }

    fn of(&self, look: Look) -> Endpoint {
        let found = self.all.iter().find(|(has, ..)| *has == (look.exemplars, look.function));
        let (_, endpoint, _) = found.expect("all four");
        endpoint.clone().created(look.created).gzip_level(look.gzip)
    }
}
