//! Where a Pushgateway is.

use http::Uri;

use super::grouping::Grouping;
use super::invalid::PushgatewayError;

/// The url of a gateway, which the paths of its groups are put behind.
#[derive(Clone, Debug)]
pub(super) struct Address {
    base: String,
}

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self, PushgatewayError> {
        // First of all, so that no other error quotes a password.
        if url.contains('@') {
            return Err(PushgatewayError::CredentialsInUrl);
        }
        if url.contains(['?', '#']) {
            return Err(PushgatewayError::QueryInUrl);
        }
        let base = url.trim_end_matches('/');
        if !is_http(base) {
            return Err(PushgatewayError::Scheme { url: url.to_owned() });
        }
        if base.ends_with("/metrics") || base.contains("/metrics/job") {
            return Err(PushgatewayError::GroupInUrl { url: url.to_owned() });
        }
        if !Uri::try_from(base).is_ok_and(|uri| has_host(&uri)) {
            return Err(PushgatewayError::Url { url: url.to_owned() });
        }
        Ok(Self { base: base.to_owned() })
    }

    /// The url of a group.
    pub(super) fn of_group(&self, grouping: &Grouping) -> Result<Uri, PushgatewayError> {
        // Each part is valid in itself, and only their length together may not be.
        Uri::try_from(format!("{}{}", self.base, grouping.path())).map_err(|_| PushgatewayError::TooLong)
    }
}

fn is_http(url: &str) -> bool {
    url.split_once("://")
        .is_some_and(|(scheme, _)| ["http", "https"].iter().any(|http| scheme.eq_ignore_ascii_case(http)))
}

/// A port that is there and is none would be passed over, and 80 taken in its place.
fn has_host(uri: &Uri) -> bool {
    let (host, port) = (uri.host().unwrap_or_default(), uri.port_u16());
    let written = uri.authority().map_or("", |authority| authority.as_str());
    !host.is_empty() && (port.is_some() || written == host)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use super::{Address, Grouping, PushgatewayError};

    fn group(url: &str) -> String {
        Address::parse(url).unwrap().of_group(&Grouping::new("import").unwrap()).unwrap().to_string()
    }

    #[test]
    fn a_group_is_below_the_gateway() {
        assert_eq!(group("http://gateway:9091"), "http://gateway:9091/metrics/job/import");
        assert_eq!(group("http://gateway:9091//"), "http://gateway:9091/metrics/job/import");
        assert_eq!(group("HTTPS://gateway/push/"), "https://gateway/push/metrics/job/import");
        assert_eq!(group("http://[::1]:9091"), "http://[::1]:9091/metrics/job/import");
        assert_eq!(group("http://127.0.0.1"), "http://127.0.0.1/metrics/job/import");
    }

    #[test]
    fn what_is_no_url_of_a_gateway_is_refused() {
        let scheme = |url: &str| PushgatewayError::Scheme { url: url.to_owned() };
        let invalid = |url: &str| PushgatewayError::Url { url: url.to_owned() };
        let group = |url: &str| PushgatewayError::GroupInUrl { url: url.to_owned() };
        let cases = [
            ("", scheme("")),
            ("gateway:9091", scheme("gateway:9091")),
            ("ftp://gateway:9091", scheme("ftp://gateway:9091")),
            ("unix:///run/gateway", scheme("unix:///run/gateway")),
            ("http://", scheme("http://")),
            ("http://:9091", invalid("http://:9091")),
            ("http://gateway:99999", invalid("http://gateway:99999")),
            ("http://gateway:port", invalid("http://gateway:port")),
            ("http://gate way:9091", invalid("http://gate way:9091")),
            ("http://gateway:9091\n", invalid("http://gateway:9091\n")),
            ("http://gäteway:9091", invalid("http://gäteway:9091")),
            ("http://gateway:9091/metrics", group("http://gateway:9091/metrics")),
            ("http://gateway/metrics/job/a", group("http://gateway/metrics/job/a")),
            ("http://gateway:9091/?a=b", PushgatewayError::QueryInUrl),
            ("http://gateway:9091/#a", PushgatewayError::QueryInUrl),
            ("http://ada:s3cret@gateway:9091", PushgatewayError::CredentialsInUrl),
            ("ada:s3cret@gateway:9091", PushgatewayError::CredentialsInUrl),
        ];
        for (url, expected) in cases {
            let error = Address::parse(url).unwrap_err();
            assert_eq!(error, expected, "{url}");
            assert!(error.to_string().contains("\n  help: "), "{error}");
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn a_path_that_no_request_can_have_is_refused() {
        let grouping = Grouping::new(&"a".repeat(70_000)).unwrap();
        assert_eq!(Address::parse("http://gateway").unwrap().of_group(&grouping), Err(PushgatewayError::TooLong));
    }
}
