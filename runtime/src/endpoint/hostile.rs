//! Whatever a request has in its headers and its query, it gets a valid answer.
#![expect(clippy::unwrap_used, reason = "a header or a secret that is refused here fails the test")]

use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::collection::vec;
use proptest::prelude::*;

use super::accept::Negotiated;
use super::encoding::Encoding;
use super::query::Filter;
use super::time_limit::time_limit;
use crate::credentials::Credentials;
use crate::encode::Format;

/// What lines that are nearly right are made of.
const WORDS: &str = "text/plain application/openmetrics-text application/vnd.google.protobuf version=1.0.0 \
    encoding=delimited proto=io.prometheus.client.MetricFamily escaping=dots q=0.5 q=0 */* * gzip identity Bearer \
    Basic 1 e9 . - ü , , ; ; = \" \\";

/// Any line that a server lets through, and lines that are nearly right.
fn line() -> impl Strategy<Value = HeaderValue> {
    let any = vec(prop_oneof![Just(b'\t'), 0x20..=0x7e_u8, 0x80..=0xff_u8], 0..200);
    let words: Vec<&str> = WORDS.split_whitespace().chain([" "]).collect();
    let nearly_right = vec(prop::sample::select(words), 0..40).prop_map(|words| words.concat().into_bytes());
    prop_oneof![any, nearly_right].prop_map(|line| HeaderValue::from_bytes(&line).unwrap())
}

fn headers(name: &HeaderName, lines: Vec<HeaderValue>) -> HeaderMap {
    lines.into_iter().map(|line| (name.clone(), line)).collect()
}

proptest! {
    #[test]
    fn any_accept_has_one_of_the_content_types(lines in vec(line(), 0..4)) {
        let negotiated = Negotiated::of(&headers(&ACCEPT, lines));
        let content_type = negotiated.content_type();
        let content_type = content_type.to_str().unwrap();
        let (media_type, escaping) = content_type.split_once("; escaping=").unwrap_or((content_type, "underscores"));
        let media_type = media_type.replace("text/plain; version=1.0.0", "text/plain; version=0.0.4");
        prop_assert_eq!(media_type, negotiated.format.content_type());
        prop_assert!(["allow-utf-8", "underscores", "values"].contains(&escaping), "{content_type}");
    }

    #[test]
    fn gzip_is_only_for_those_who_may_read_it(lines in vec(line(), 0..4)) {
        let text: String = lines.iter().map(|line| line.as_bytes().escape_ascii().to_string().to_lowercase()).collect();
        let is_identity = Encoding::of(&headers(&ACCEPT_ENCODING, lines)) == Encoding::Identity;
        prop_assert!(is_identity || text.contains("gzip") || text.contains('*'));
    }

    #[test]
    fn nobody_is_admitted_by_chance(lines in vec(line(), 0..4)) {
        let headers = headers(&AUTHORIZATION, lines);
        prop_assert!(!Credentials::bearer("correct-horse-battery-staple").unwrap().admit(&headers));
        prop_assert!(!Credentials::basic("prometheus", "correct horse").unwrap().admit(&headers));
    }

    #[test]
    fn a_time_limit_is_never_zero_and_never_above_the_configured_one(lines in vec(line(), 0..4), seconds: f64) {
        let name = HeaderName::from_static("x-prometheus-scrape-timeout-seconds");
        let configured = Duration::from_secs(10);
        for lines in [lines, vec![HeaderValue::from_str(&seconds.to_string()).unwrap()]] {
            let limit = time_limit(configured, &headers(&name, lines));
            prop_assert!(!limit.is_zero() && limit <= configured, "{limit:?}");
        }
    }

    #[test]
    fn any_query_is_a_filter_that_admits_what_it_asks_for(query: String, name: String) {
        prop_assert!(Filter::parse(&query).is_ok());
        let asked = form_urlencoded::Serializer::new(query).append_pair("name[]", &name).finish();
        prop_assert!(Filter::parse(&asked).unwrap().admits(&[&name]));
    }
}

#[test]
fn huge_lines_come_to_an_end() {
    for repeated in
        [",", ";", "\"", "\\", "\"\\", "a,", "a;b=c;", "a;b=\"c,", "*/*,", "text/plain;version=0.0.4,", "q=", " "]
    {
        let line = HeaderValue::from_str(&repeated.repeat(20_000)).unwrap();
        let headers: HeaderMap =
            [ACCEPT, ACCEPT_ENCODING, AUTHORIZATION].map(|name| (name, line.clone())).into_iter().collect();
        assert_eq!(Negotiated::of(&headers).format, Format::Text, "{repeated}");
        assert_eq!(Encoding::of(&headers), Encoding::Identity, "{repeated}");
        assert!(!Credentials::bearer("s3cret").unwrap().admit(&headers), "{repeated}");
    }
}
