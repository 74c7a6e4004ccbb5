//! The labels that no metric should have, unless somebody has thought about it.

/// A label that no metric should have, why, and what to use instead.
#[derive(Clone, Copy, Debug)]
pub struct Denied {
    /// Its names.
    names: &'static [&'static str],
    /// Why, in a few words.
    pub reason: &'static str,
    /// What to use instead.
    pub instead: &'static str,
}

/// Says why a label of this name is denied without a word in a policy, if it is.
pub fn label(name: &str) -> Option<&'static Denied> {
    DENIED.iter().find(|denied| denied.names.contains(&name))
}

const DENIED: &[Denied] = &[
    Denied {
        names: &["user_id", "user", "user_name", "username", "uid", "account_id", "customer_id", "member_id"],
        reason: "one series per user",
        instead: "record the user in a span attribute or an exemplar",
    },
    Denied {
        names: &["email", "email_address", "phone", "phone_number"],
        reason: "one series per person, and personal data in every query",
        instead: "log it, or record it in a span attribute",
    },
    Denied {
        names: &["ip", "ip_address", "client_ip", "remote_addr", "remote_address", "peer_ip", "user_agent"],
        reason: "one series per client",
        instead: "record the client in a span attribute or the access log",
    },
    Denied {
        names: &[
            "trace_id",
            "span_id",
            "request_id",
            "correlation_id",
            "run_id",
            "workflow_id",
            "message_id",
            "event_id",
        ],
        reason: "one series per request",
        instead: "attach it as an exemplar or a span attribute",
    },
    Denied {
        names: &["session_id", "session", "token", "api_key", "device_id"],
        reason: "one series per session",
        instead: "record it in a span attribute",
    },
    Denied {
        names: &["uuid", "guid", "id", "hash", "timestamp", "query", "sql"],
        reason: "one series per value, and there is no end to them",
        instead: "use the kind of the thing as a closed set of values, and log the thing itself",
    },
    Denied {
        names: &["url", "uri", "raw_path", "full_path"],
        reason: "one series per address that anyone asks for",
        instead: "use the route template, as a capped label such as `route`",
    },
    Denied {
        names: &["error_message", "message", "exception_message", "stack_trace", "stacktrace"],
        reason: "one series per wording",
        instead: "use the kind of the error as a closed set of values, and log the message",
    },
];
