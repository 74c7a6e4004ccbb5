//! Labels without a value: what the program is.

use std::marker::PhantomData;

use lowcard_schema::{Kind, Label, Number};

use super::Metric;
use super::handle::{Handle, shared_traits};
use crate::declaration::Declaration;
use crate::label::{Column, ConstantLabels};
use crate::registry::{RegisterError, Registry};

/// Says what the program is: labels that are known when it is built or starts, with the value 1.
///
/// ```
/// use lowcard::{Info, LabelSet, Registry, metric};
///
/// #[derive(LabelSet)]
/// #[labels(constant)]
/// struct Build { version: &'static str }
///
/// /// The program's build.
/// #[metric]
/// static BUILD_INFO: Info<Build>;
///
/// BUILD_INFO.set(Build { version: "1.2.3" });
/// assert!(Registry::global().encode_text().contains("app_build_info{version=\"1.2.3\"} 1\n"));
/// ```
///
/// Nothing has to be set where a [function](macro@crate::metric#read-from-a-function) says the labels:
/// `#[metric(from = build)]`. [`system_metrics!`](crate::system_metrics) has such an info of the build.
pub struct Info<L = ()> {
    handle: Handle,
    types: PhantomData<fn(L)>,
}

shared_traits!(Info<L>);

impl<L: ConstantLabels> Info<L> {
    /// Sets the labels, which exposes the metric. The first call wins; the result says whether this was it. It never is
    /// where a function says the labels.
    pub fn set(&self, labels: L) -> bool {
        self.handle.family().set_constants(labels.values())
    }
}

impl<L: ConstantLabels> Metric for Info<L> {
    const KIND: Kind = Kind::Info;
    const NUMBER: Number = Number::U64;
    const LABELS: &'static [Label] = L::LABELS;
    const COLUMNS: &'static [Column] = &[];
    const CATEGORIES: &'static [&'static str] = L::CATEGORIES;

    type Constants = L;

    fn bound(registry: &Registry, declaration: &'static Declaration) -> Result<Self, RegisterError> {
        Ok(Self { handle: Handle::bound(registry, declaration)?, types: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a metric that is refused here fails the test")]

    use lowcard_schema::Domain;

    use super::{ConstantLabels, Info, Label, Metric, Registry};
    use crate::fixtures::{Declaration, Definition, Kind, definition};
    use crate::label::Derived;

    struct Build(&'static str);

    impl Derived for Build {}

    impl ConstantLabels for Build {
        const LABELS: &'static [Label] = &[Label { name: "version", domain: Domain::Constant }];
        const CATEGORIES: &'static [&'static str] = &[];

        fn values(self) -> Vec<String> {
            vec![self.0.to_owned()]
        }
    }

    static BUILD: Declaration =
        Declaration::new(Definition { labels: Build::LABELS, ..definition("app_build_info", Kind::Info) }, &[]);

    #[test]
    fn the_first_labels_stay_and_there_is_nothing_before_them() {
        let registry = Registry::new();
        let build = Info::<Build>::bound(&registry, &BUILD).expect("a fresh registry");
        assert_eq!(registry.encode_text(), "");
        assert!(build.set(Build("1.2.3")));
        assert!(!build.set(Build("9.9.9")));
        let expected =
            "# HELP app_build_info Help.\n# TYPE app_build_info gauge\napp_build_info{version=\"1.2.3\"} 1\n";
        assert_eq!(registry.encode_text(), expected);
    }

    #[test]
    fn it_can_do_without_labels() {
        static MARKER: Declaration = Declaration::new(definition("app_marker_info", Kind::Info), &[]);
        let registry = Registry::new();
        let marker = Info::<()>::bound(&registry, &MARKER).expect("a fresh registry");
        assert_eq!(registry.encode_text(), "");
        assert!(marker.set(()));
        assert!(registry.encode_text().ends_with("\napp_marker_info 1\n"));
    }
}
