//! Why something can't be a Pushgateway or a group of one.

use std::{error, fmt};

/// Why a [`Pushgateway`](crate::Pushgateway) can't be what was asked for.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PushgatewayError {
    /// The url starts with neither `http://` nor `https://`.
    Scheme {
        /// As it was given.
        url: String,
    },
    /// The url is none.
    Url {
        /// As it was given.
        url: String,
    },
    /// The url has credentials in it. It is not quoted.
    CredentialsInUrl,
    /// The url has a query or a fragment. It is not quoted.
    QueryInUrl,
    /// The url is that of metrics or of a group, and not of the gateway.
    GroupInUrl {
        /// As it was given.
        url: String,
    },
    /// The name of the job is empty.
    EmptyJob,
    /// No label can have this name.
    Label {
        /// As it was given.
        label: String,
    },
    /// The group has this label already.
    LabelTwice {
        /// As it was given.
        label: String,
    },
    /// The group's labels make a longer url than a request can have.
    TooLong,
}

impl fmt::Display for PushgatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme { url } => write!(
                f,
                "`{}` is not the url of a Pushgateway: it starts with neither `http://` nor `https://`\n  \
                 help: write `http://pushgateway:9091`",
                url.escape_debug()
            ),
            Self::Url { url } => write!(
                f,
                "`{}` is not a url with a host and perhaps a port\n  \
                 help: write `http://pushgateway:9091`; if it is read from a file, trim it",
                url.escape_debug()
            ),
            Self::CredentialsInUrl => f.write_str(
                "the url of the Pushgateway has an `@`, and so credentials, which would be in every error that quotes it\n  \
                 help: leave them out, and add `.credentials(Credentials::basic(user, password)?)`",
            ),
            Self::QueryInUrl => f.write_str(
                "the url of the Pushgateway has a query or a fragment, which a gateway has no use for\n  \
                 help: end it before the `?` or `#`",
            ),
            Self::GroupInUrl { url } => write!(
                f,
                "`{}` is the url of metrics, and not of a Pushgateway\n  \
                 help: end it before `/metrics`; job and grouping make the rest of the path",
                url.escape_debug()
            ),
            Self::EmptyJob => f.write_str(
                "the name of the job is empty, and every group of a Pushgateway has one\n  \
                 help: name what the program does, as in `nightly_import`",
            ),
            Self::Label { label } => write!(
                f,
                "`{}` can't be a label of a group\n  \
                 help: use ASCII letters, digits and `_`, without a digit or `__` at its start",
                label.escape_debug()
            ),
            Self::LabelTwice { label } => write!(
                f,
                "the group has the label `{label}` already, and a Pushgateway would keep one of the two\n  \
                 help: say it once; `job` is the name that the gateway was made with"
            ),
            Self::TooLong => f.write_str(
                "job and grouping make a longer url than a request can have\n  \
                 help: group by what tells runs of the job apart for ever, such as a region, and not by what they work on",
            ),
        }
    }
}

/// As it is displayed: this is what a `main` that returns the error prints.
impl fmt::Debug for PushgatewayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for PushgatewayError {}
