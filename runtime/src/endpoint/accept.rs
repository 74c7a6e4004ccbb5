//! Which format a request wants, as its `Accept` headers say.

use std::cmp::Reverse;

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

use super::quality::{self, Element, Quality};
use crate::encode::Format;

/// The format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Negotiated {
    /// What to write the families in.
    pub(crate) format: Format,
    /// The format's media type, with its version.
    media_type: &'static str,
    /// How names are escaped that older servers can't read, if the request or the version wants that said.
    escaping: Option<&'static str>,
}

impl Negotiated {
    /// The format that is wanted most. A request that wants none of them gets the oldest, which everyone can read.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let ranges: Vec<_> = quality::elements(headers, ACCEPT).collect();
        // Of offers that one media range allows, the first counts. Backwards, because `max_by_key` takes the last.
        let wanted = OFFERS.into_iter().rev().filter_map(|offer| Wanted::by(&ranges, offer));
        let best = wanted.max_by_key(|wanted| (wanted.quality, Reverse(wanted.position)));
        best.map_or(Self { format: Format::Text, media_type: TEXT_0_0_4, escaping: None }, |wanted| wanted.answer)
    }

    /// The answer's `Content-Type`.
    pub(crate) fn content_type(&self) -> HeaderValue {
        let plain = HeaderValue::from_static(self.media_type);
        let Some(escaping) = self.escaping else { return plain };
        HeaderValue::try_from(format!("{}; escaping={escaping}", self.media_type)).unwrap_or(plain)
    }
}

const TEXT_0_0_4: &str = Format::Text.content_type();
/// What this version adds is names in quotes, which we have no need of: the text is the same.
const TEXT_1_0_0: &str = "text/plain; version=1.0.0; charset=utf-8";

/// What a request can have. One that leaves the choice, such as `*/*`, gets the first that it allows.
const OFFERS: [(Format, &str); 4] = [
    (Format::Text, TEXT_0_0_4),
    (Format::Text, TEXT_1_0_0),
    (Format::OpenMetrics, Format::OpenMetrics.content_type()),
    (Format::Protobuf, Format::Protobuf.content_type()),
];

/// An offer that a request accepts.
struct Wanted {
    quality: Quality,
    /// Of the media range that it is accepted by, in the list of them all.
    position: usize,
    answer: Negotiated,
}

impl Wanted {
    /// Of the media ranges that an offer is in, the closest one decides whether and how much it is wanted.
    fn by(ranges: &[Element<'_>], (format, media_type): (Format, &'static str)) -> Option<Self> {
        let offer = Element::parse(media_type)?;
        let ranges = ranges.iter().enumerate();
        let around = ranges.filter_map(|(position, range)| Some((closeness(range, &offer)?, position, range)));
        let (_, position, range) =
            around.max_by_key(|(closeness, position, range)| (*closeness, range.quality, Reverse(*position)))?;
        let escaping = range.parameter("escaping").map(escaping).or(escaping_of_version(media_type));
        let answer = Negotiated { format, media_type, escaping };
        (range.quality > Quality::NEVER).then_some(Self { quality: range.quality, position, answer })
    }
}

/// How closely a media range describes an offer, if it does: `*/*`, `text/*`, `text/plain`, and then by parameters.
fn closeness(range: &Element<'_>, offer: &Element<'_>) -> Option<usize> {
    if range.name == "*/*" {
        return Some(0);
    }
    let (main_type, _) = offer.name.split_once('/')?;
    if range.name.strip_suffix("/*").is_some_and(|name| name.eq_ignore_ascii_case(main_type)) {
        return Some(1);
    }
    if !range.name.eq_ignore_ascii_case(offer.name) {
        return None;
    }
    Some(2 + matching_parameters(range, offer)?)
}

/// How many parameters of an offer a range asks for, unless it asks for another value. A text without a version is any
/// of them, but protobuf without its message and encoding is not known to be ours.
fn matching_parameters(range: &Element<'_>, offer: &Element<'_>) -> Option<usize> {
    let mut matching = 0;
    for (name, value) in &offer.parameters {
        match range.parameter(name) {
            Some(asked) if asked.eq_ignore_ascii_case(value) => matching += 1,
            None if ["version", "charset"].contains(name) => {}
            Some(_) | None => return None,
        }
    }
    Some(matching)
}

/// Our names need no escaping, so that each of these schemes leaves them as they are and may be the one that was used.
/// `dots` doesn't, it rewrites underscores: those who ask for it, or for what we don't know, are told what they get.
fn escaping(asked: &str) -> &'static str {
    let known = ["allow-utf-8", "underscores", "values"];
    known.into_iter().find(|known| known.eq_ignore_ascii_case(asked)).unwrap_or("underscores")
}

/// Only this version of the text format is not allowed to be silent on it.
fn escaping_of_version(media_type: &str) -> Option<&'static str> {
    (media_type == TEXT_1_0_0).then_some("underscores")
}

#[cfg(test)]
mod tests {
    use http::header::ACCEPT;
    use http::{HeaderMap, HeaderValue};

    use super::{Negotiated, OFFERS, TEXT_0_0_4, TEXT_1_0_0};
    use crate::encode::Format;
    use crate::endpoint::quality::Element;

    const OPEN_METRICS: &str = Format::OpenMetrics.content_type();
    const PROTOBUF: &str = Format::Protobuf.content_type();

    fn negotiated(lines: &[&'static str]) -> Negotiated {
        let headers: HeaderMap = lines.iter().map(|line| (ACCEPT, HeaderValue::from_static(line))).collect();
        Negotiated::of(&headers)
    }

    /// Each header is answered with a content type.
    #[track_caller]
    fn answers(cases: &[(&'static str, &str)]) {
        for (accept, content_type) in cases {
            assert_eq!(negotiated(&[accept]).content_type(), content_type, "{accept}");
        }
    }

    fn escaped(media_type: &str, escaping: &str) -> String {
        format!("{media_type}; escaping={escaping}")
    }

    #[test]
    fn the_formats_have_these_content_types() {
        assert_eq!(TEXT_0_0_4, "text/plain; version=0.0.4; charset=utf-8");
        assert_eq!(OPEN_METRICS, "application/openmetrics-text; version=1.0.0; charset=utf-8");
        assert_eq!(
            PROTOBUF,
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
        );
        assert!(OFFERS.iter().all(|(_, media_type)| Element::parse(media_type).is_some()));
    }

    #[test]
    fn a_prometheus_gets_what_it_asks_for_first() {
        answers(&[
            (
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,\
                 text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                OPEN_METRICS,
            ),
            (
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,\
                 application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,\
                 text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                PROTOBUF,
            ),
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,\
                 text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                OPEN_METRICS,
            ),
            (
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.5,\
                 application/openmetrics-text;version=1.0.0;q=0.4,application/openmetrics-text;version=0.0.1;q=0.3,\
                 text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
                PROTOBUF,
            ),
            (
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,\
                 application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,\
                 text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
                &escaped(OPEN_METRICS, "allow-utf-8"),
            ),
            (
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,\
                 application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,\
                 application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,\
                 text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
                PROTOBUF,
            ),
        ]);
    }

    #[test]
    fn others_get_the_oldest_text() {
        answers(&[
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", TEXT_0_0_4),
            ("*/*", TEXT_0_0_4),
            ("text/*", TEXT_0_0_4),
            ("text/plain", TEXT_0_0_4),
            ("application/json", TEXT_0_0_4),
            ("application/*", OPEN_METRICS),
        ]);
        assert_eq!(negotiated(&[]).content_type(), TEXT_0_0_4);
    }

    #[test]
    fn versions_that_we_do_not_have_are_not_answered() {
        answers(&[
            ("application/openmetrics-text", OPEN_METRICS),
            ("application/openmetrics-text;version=1.0.0", OPEN_METRICS),
            ("application/openmetrics-text;version=0.0.1", TEXT_0_0_4),
            ("application/openmetrics-text;version=2.0.0", TEXT_0_0_4),
            (
                "application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=1.0.0;q=0.1",
                OPEN_METRICS,
            ),
            ("application/openmetrics-text;version=2.0.0,*/*;q=0.1", TEXT_0_0_4),
            ("application/openmetrics-text;charset=latin1", TEXT_0_0_4),
            ("text/plain;version=0.0.3", TEXT_0_0_4),
            ("text/plain;version=0.0.3,application/openmetrics-text;q=0.1", OPEN_METRICS),
        ]);
    }

    #[test]
    fn protobuf_must_be_asked_for_by_message_and_encoding() {
        answers(&[
            ("application/vnd.google.protobuf;encoding=delimited;proto=io.prometheus.client.MetricFamily", PROTOBUF),
            ("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily", TEXT_0_0_4),
            ("application/vnd.google.protobuf;encoding=delimited", TEXT_0_0_4),
            ("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text", TEXT_0_0_4),
            (
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=compact-text",
                TEXT_0_0_4,
            ),
            ("application/vnd.google.protobuf;proto=io.prometheus.write.v2.Request;encoding=delimited", TEXT_0_0_4),
            ("application/vnd.google.protobuf", TEXT_0_0_4),
            ("application/vnd.google.protobuf;proto=other;encoding=delimited,application/*;q=0.1", OPEN_METRICS),
        ]);
    }

    #[test]
    fn the_most_wanted_is_answered_and_of_equals_the_first() {
        answers(&[
            ("text/plain;q=0.5,application/openmetrics-text;q=0.501", OPEN_METRICS),
            ("text/plain;q=0.5,application/openmetrics-text;q=0.5", TEXT_0_0_4),
            ("application/openmetrics-text;q=0.5,text/plain;q=0.5", OPEN_METRICS),
            ("application/openmetrics-text,*/*", OPEN_METRICS),
            ("*/*,application/openmetrics-text", TEXT_0_0_4),
            ("text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.5", TEXT_0_0_4),
            ("application/openmetrics-text;version=0.0.1,application/*;q=0.2,text/*;q=0.3", TEXT_0_0_4),
        ]);
        assert_eq!(negotiated(&["text/plain;q=0.5", "application/openmetrics-text"]).content_type(), OPEN_METRICS);
    }

    #[test]
    fn the_closest_range_decides() {
        answers(&[
            ("*/*;q=0.9,text/*;q=0.1", OPEN_METRICS),
            ("application/*,application/openmetrics-text;q=0.1,text/plain;q=0.5", PROTOBUF),
            ("text/*,text/plain;q=0.1,application/openmetrics-text;q=0.5", OPEN_METRICS),
            ("text/plain;q=0.9,text/plain;version=0.0.4;q=0.1", &escaped(TEXT_1_0_0, "underscores")),
            ("text/plain;q=0.1,application/openmetrics-text;q=0.5,text/plain;q=0.9", TEXT_0_0_4),
        ]);
    }

    #[test]
    fn what_is_refused_is_never_answered() {
        answers(&[
            ("application/openmetrics-text;q=0,*/*", TEXT_0_0_4),
            ("application/openmetrics-text;q=0.000,application/*", PROTOBUF),
            ("text/plain;q=0,*/*;q=0.1", OPEN_METRICS),
            ("text/*;q=0,*/*", OPEN_METRICS),
            ("text/plain;version=0.0.4;q=0,text/plain", &escaped(TEXT_1_0_0, "underscores")),
            ("application/openmetrics-text;q=0", TEXT_0_0_4),
            // There is no answer that this allows, and one that can be read is better than none.
            ("*/*;q=0", TEXT_0_0_4),
        ]);
    }

    #[test]
    fn the_answer_says_how_names_are_escaped_if_asked() {
        answers(&[
            ("text/plain;version=0.0.4;escaping=underscores", &escaped(TEXT_0_0_4, "underscores")),
            ("text/plain;version=1.0.0", &escaped(TEXT_1_0_0, "underscores")),
            ("text/plain;version=1.0.0;escaping=allow-utf-8", &escaped(TEXT_1_0_0, "allow-utf-8")),
            ("text/plain;version=1.0.0;escaping=values", &escaped(TEXT_1_0_0, "values")),
            ("text/plain;version=1.0.0;escaping=dots", &escaped(TEXT_1_0_0, "underscores")),
            ("application/openmetrics-text;escaping=dots", &escaped(OPEN_METRICS, "underscores")),
            ("application/openmetrics-text;escaping=\"\"", &escaped(OPEN_METRICS, "underscores")),
            ("application/openmetrics-text;version=1.0.0;Escaping=\"Values\"", &escaped(OPEN_METRICS, "values")),
            (
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;\
                 escaping=values",
                &escaped(PROTOBUF, "values"),
            ),
            // The scheme of a range that is not chosen says nothing.
            ("application/openmetrics-text;q=0.5,text/plain;version=1.0.0;escaping=values;q=0.4", OPEN_METRICS),
            (
                "application/openmetrics-text;escaping=values;q=0.4,application/openmetrics-text;escaping=allow-utf-8",
                &escaped(OPEN_METRICS, "allow-utf-8"),
            ),
        ]);
    }

    #[test]
    fn order_case_and_quotes_do_not_matter() {
        answers(&[
            ("q=0.1 , Application/OpenMetrics-Text ; Charset=UTF-8 ; VERSION=\"1.0.0\"", OPEN_METRICS),
            ("text/plain;q=0.1,application/openmetrics-text;q=0.9;version=1.0.0", OPEN_METRICS),
            ("TEXT/PLAIN;Version=\"1.0.0\"", &escaped(TEXT_1_0_0, "underscores")),
            ("Application/*", OPEN_METRICS),
            (
                "application/VND.Google.Protobuf;Encoding=\"delimited\";Proto=\"io.prometheus.client.MetricFamily\"",
                PROTOBUF,
            ),
            ("application/openmetrics-text;unknown=1", OPEN_METRICS),
        ]);
    }

    #[test]
    fn junk_is_passed_over() {
        answers(&[
            ("", TEXT_0_0_4),
            (",;,=,\"", TEXT_0_0_4),
            ("application/openmetrics-text;q=high", TEXT_0_0_4),
            ("*", TEXT_0_0_4),
            ("*/plain", TEXT_0_0_4),
            ("application/openmetrics-text/extra", TEXT_0_0_4),
            ("application/openmetrics-text;q=7, application/openmetrics-text;q=0.2", OPEN_METRICS),
            ("a b c, application/openmetrics-text, ;;;", OPEN_METRICS),
        ]);
    }

    #[test]
    fn the_format_goes_with_the_content_type() {
        assert_eq!(negotiated(&["text/plain;version=1.0.0"]).format, Format::Text);
        assert_eq!(negotiated(&["application/openmetrics-text"]).format, Format::OpenMetrics);
        assert_eq!(negotiated(&[PROTOBUF]).format, Format::Protobuf);
    }
}
