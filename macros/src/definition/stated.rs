//! What `#[metric(…)]` says.

use lowcard_schema::{Rule, Stability, nearest};

use syn::Ident;

use crate::attribute::{self, Keys};
use crate::diagnostics::Diagnostics;

/// The keys of one `#[metric(…)]`, by name.
pub(crate) struct Stated {
    pub(crate) name: Option<attribute::Stated<String>>,
    pub(crate) unit: Option<attribute::Stated<String>>,
    pub(crate) buckets: Option<attribute::Stated<Vec<attribute::Stated<f64>>>>,
    pub(crate) native: Option<attribute::Stated<attribute::Native>>,
    pub(crate) exemplars: Option<Ident>,
    pub(crate) category: Option<attribute::Stated<String>>,
    pub(crate) max_series: Option<attribute::Stated<u64>>,
    pub(crate) from: Option<syn::Expr>,
    pub(crate) stability: Option<Stability>,
    pub(crate) deprecated: Option<attribute::Stated<attribute::Deprecated>>,
    pub(crate) allowed: Vec<Rule>,
}

impl Stated {
    /// The keys that a metric may have; a static may also have `crate`.
    pub(crate) const KEYS: [&str; 11] = [
        "name",
        "unit",
        "buckets",
        "native",
        "exemplars",
        "category",
        "max_series",
        "from",
        "stability",
        "deprecated",
        "allow",
    ];

    /// Takes them, and reports those whose values can't be read.
    pub(crate) fn take(diagnostics: &Diagnostics, keys: &mut Keys<'_>) -> Self {
        Self {
            name: keys.string("name"),
            unit: keys.string("unit"),
            buckets: keys.numbers("buckets"),
            native: keys.native(),
            exemplars: keys.flag("exemplars"),
            category: keys.string("category"),
            max_series: keys.number("max_series"),
            from: keys.expression("from"),
            stability: stability(diagnostics, keys.string("stability")),
            deprecated: keys.deprecated(),
            allowed: keys.allowed(),
        }
    }
}

fn stability(diagnostics: &Diagnostics, stated: Option<attribute::Stated<String>>) -> Option<Stability> {
    let attribute::Stated { value, tokens } = stated?;
    let found = Stability::from_word(&value);
    if found.is_none() {
        let words = Stability::ALL.iter().map(|&(word, _)| word);
        let help = match nearest(&value, words) {
            Some(word) => format!("did you mean `{word}`?"),
            None => "write `alpha`, `beta` or `stable`".to_owned(),
        };
        let message = format!("`{value}` is not a stability");
        diagnostics.error_with_help(tokens, Rule::AttributeInvalidValue, message, help);
    }
    found
}
