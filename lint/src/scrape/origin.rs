//! Where an exposition comes from.

use std::path::PathBuf;

use crate::failure::{Failure, Outcome};

/// A running program, or what one exposed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An address that is asked over HTTP.
    Url(String),
    /// A file that an exposition was saved to.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Origin {
    /// What was written on the command line: `-`, an URL or a path.
    pub fn parse(written: &str) -> Outcome<Self> {
        match written.split_once("://") {
            _ if written == "-" => Ok(Self::Stdin),
            Some(("http", rest)) => Ok(Self::Url(format!("http://{}", with_path(rest)))),
            Some(("https", _)) => Err(without_tls(written)),
            Some((scheme, _)) => Err(Failure::new(format!("`{scheme}` is not a scheme that can be scraped"))
                .help("write an URL with `http://`, the path of a saved exposition, or `-`")),
            None => Ok(Self::File(written.into())),
        }
    }

    /// As findings show it.
    pub fn shown(&self) -> String {
        match self {
            Self::Url(url) => url.clone(),
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "<stdin>".to_owned(),
        }
    }
}

/// `/metrics`, where no path is given: as Prometheus does.
fn with_path(rest: &str) -> String {
    let (authority, path) = rest.split_once('/').unwrap_or((rest, "metrics"));
    format!("{authority}/{path}")
}

/// TLS would more than double what this command is built from.
pub(super) fn without_tls(url: &str) -> Failure {
    Failure::new(format!("{url} can't be asked: cargo-lowcard does not speak TLS"))
        .help(format!("let another client ask: `curl -fsSL {url} | cargo lowcard scrape -`"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failure fails its test")]
mod tests {
    use super::Origin;

    #[test]
    fn urls_paths_and_standard_input_are_told_apart() {
        let shown = |written| Origin::parse(written).unwrap().shown();
        assert_eq!(shown("http://localhost:9090"), "http://localhost:9090/metrics");
        assert_eq!(shown("http://localhost:9090/"), "http://localhost:9090/");
        assert_eq!(shown("http://[::1]:9090/a?b=c"), "http://[::1]:9090/a?b=c");
        assert_eq!(shown("saved/metrics.txt"), "saved/metrics.txt");
        assert_eq!(shown("-"), "<stdin>");
    }

    #[test]
    fn what_can_not_be_asked_is_refused_with_what_to_do() {
        let tls = Origin::parse("https://shop.example/metrics").unwrap_err();
        assert_eq!(tls.message, "https://shop.example/metrics can't be asked: cargo-lowcard does not speak TLS");
        assert!(tls.help.unwrap().contains("`curl -fsSL https://shop.example/metrics | cargo lowcard scrape -`"));
        assert!(Origin::parse("ftp://shop.example/metrics").is_err());
    }
}
