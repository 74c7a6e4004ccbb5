//! The metrics libraries that a definition goes round the toolkit by: what makes a metric in each, and where its name
//! and labels stand.

use lowcard_schema::Kind;

/// A library, by its package.
#[derive(Debug)]
pub(super) struct Library {
    /// The package's name.
    pub(super) package: &'static str,
    /// Whether what it exposes has `_` for everything that Prometheus does not know.
    pub(super) sanitizes: bool,
    /// By a macro's name. All of them are at the crate's root.
    pub(super) macros: fn(&str) -> Option<Form>,
    /// By the names of a path that is called, without the crate's.
    pub(super) functions: fn(&[&str]) -> Option<Form>,
    /// By a method's name, whatever it is called on: names that nothing else has.
    pub(super) methods: fn(&str) -> Option<Form>,
    /// A derive whose fields are labels.
    pub(super) label_set: Option<&'static str>,
}

/// What the arguments of a call say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A metric: its name first, or in its options; label names in a list, or pairs.
    Metric(Kind),
    /// The same, behind a type that gives each value of a label a field.
    Static(Kind),
    /// A metric that is handed to a registry: its name, its help, and itself.
    Registration,
    /// Label names and values, as pairs.
    Pairs,
    /// The name of a label, and its value.
    Pair,
    /// What is recorded, and then pairs, each a call.
    Attributes,
    /// A list of values.
    Values,
}

impl Form {
    /// Whether a metric is made, and not just recorded.
    pub(super) fn makes(self) -> bool {
        matches!(self, Self::Metric(_) | Self::Static(_) | Self::Registration)
    }
}

pub(super) const LIBRARIES: &[Library] = &[PROMETHEUS, STATIC_METRIC, METRICS, OPENTELEMETRY, PROMETHEUS_CLIENT];

const PROMETHEUS: Library = Library {
    package: "prometheus",
    sanitizes: false,
    macros: |name| {
        if name == "labels" {
            return Some(Form::Pairs);
        }
        let plain = name.strip_prefix("register_")?.trim_end_matches("_with_registry").trim_end_matches("_vec");
        kind(plain.trim_start_matches("int_")).map(Form::Metric)
    },
    functions: |path| match path {
        // The messages of protobuf have the names of the metrics.
        [.., "proto", _, _] => None,
        [.., owner, "new" | "with_opts"] => {
            let plain = owner.trim_end_matches("Vec");
            let plain =
                ["Int", "Generic", "Pulling"].iter().find_map(|start| plain.strip_prefix(start)).unwrap_or(plain);
            kind(&plain.to_ascii_lowercase()).filter(|_| plain.starts_with(char::is_uppercase)).map(Form::Metric)
        }
        _ => None,
    },
    methods: |name| matches!(name, "with_label_values" | "get_metric_with_label_values").then_some(Form::Values),
    label_set: None,
};

const STATIC_METRIC: Library = Library {
    package: "prometheus-static-metric",
    sanitizes: false,
    macros: |name| {
        let plain = name.strip_prefix("register_static_")?.strip_suffix("_vec")?;
        kind(plain.trim_start_matches("int_")).map(Form::Static)
    },
    functions: |_| None,
    methods: |_| None,
    label_set: None,
};

const METRICS: Library = Library {
    package: "metrics",
    sanitizes: true,
    macros: |name| {
        // `increment_counter!` and its like were there before 0.22.
        let before = ["increment_", "decrement_", "absolute_", "register_"];
        let plain = before.iter().find_map(|start| name.strip_prefix(start)).unwrap_or(name);
        kind(plain).map(Form::Metric)
    },
    functions: |path| matches!(path, [.., "Label", "new" | "from_static_parts"]).then_some(Form::Pair),
    methods: |_| None,
    label_set: None,
};

const OPENTELEMETRY: Library = Library {
    package: "opentelemetry",
    sanitizes: true,
    macros: |_| None,
    functions: |_| None,
    methods: |name| match name {
        "add" | "record" | "observe" => Some(Form::Attributes),
        _ => {
            let (number, instrument) = name.split_once('_')?;
            let known = matches!(number, "u64" | "i64" | "f64");
            let kind = match instrument {
                "counter" | "observable_counter" => Kind::Counter,
                "gauge" | "observable_gauge" | "up_down_counter" | "observable_up_down_counter" => Kind::Gauge,
                "histogram" => Kind::Histogram,
                _ => return None,
            };
            known.then_some(Form::Metric(kind))
        }
    },
    label_set: None,
};

const PROMETHEUS_CLIENT: Library = Library {
    package: "prometheus-client",
    sanitizes: false,
    macros: |_| None,
    functions: |_| None,
    methods: |name| matches!(name, "register" | "register_with_unit").then_some(Form::Registration),
    label_set: Some("EncodeLabelSet"),
};

fn kind(word: &str) -> Option<Kind> {
    [Kind::Counter, Kind::Gauge, Kind::Histogram].into_iter().find(|kind| kind.word() == word)
}
