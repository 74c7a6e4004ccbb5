//! What is found in sources, and what is rightly not.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use lowcard_schema::policy::Policy;
use tempfile::TempDir;

use super::{Source, Text, read};
use crate::subject::{Code, Member};

/// What a package of these files does, which depends on these crates.
fn source_of(files: &[(&str, &str)], crates: &[&str]) -> Source {
    let folder = TempDir::new().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let code = Code {
        roots: vec![folder.path().join("src/lib.rs")],
        dependencies: crates.iter().map(|name| (name.replace('-', "_"), (*name).to_owned())).collect(),
        published: false,
    };
    let policy = Arc::new(Policy::default());
    let member = Member { name: "shop".to_owned(), folder: folder.path().to_owned(), policy, code };
    read(&[member], folder.path())
}

/// The names of the metrics that a file makes, in its order; `?` for one that can't be told.
fn made(text: &str, crates: &[&str]) -> Vec<String> {
    names(&source_of(&[("src/lib.rs", text)], crates))
}

fn names(source: &Source) -> Vec<String> {
    let shown = |name: &Text| match name {
        Text::Known(name) => name.clone(),
        Text::Ending(end) => format!("…{end}"),
        Text::Constant(name) => format!("const {name}"),
        Text::Unknown => "?".to_owned(),
    };
    source.calls.iter().filter(|call| call.makes).map(|call| shown(&call.name)).collect()
}

/// What makes label values in a file, each with its label.
fn made_values(text: &str, crates: &[&str]) -> Vec<(String, String)> {
    let source = source_of(&[("src/lib.rs", text)], crates);
    let values = source.calls.iter().flat_map(|call| &call.made_values);
    values.map(|value| (value.label.known().unwrap_or("?").to_owned(), value.by.clone())).collect()
}

/// The values that `counter!` is given here for one label each.
fn made_by(value: &str) -> Vec<String> {
    let text = format!("fn f() {{ metrics::counter!(\"a\", \"label\" => {value}); }}");
    made_values(&text, &["metrics"]).into_iter().map(|(_, by)| by).collect()
}

mod names {
    use super::made;

    #[test]
    fn are_found_however_they_are_imported() {
        let text = r#"
            use prometheus::{register_int_counter_vec as r, IntCounterVec as V, core};
            use prometheus as prom;
            use prom::Opts;
            fn f() {
                r!("a", "A.", &["x"]);
                V::new(Opts::new("b", "B."), &["x"]);
                prom::register_gauge!("c", "C.");
                ::prometheus::Counter::new("d", "D.");
                core::GenericCounter::<core::AtomicU64>::new("e", "E.");
                { use prometheus::*; register_histogram!("f", "F."); }
                register_histogram!("not one: the import ended with its block", "");
            }
        "#;
        assert_eq!(made(text, &["prometheus"]), ["a", "b", "c", "d", "e", "f"]);
    }

    #[test]
    fn are_found_inside_of_macros() {
        let text = r#"
            use metrics::counter;
            lazy_static! { static ref A: prometheus::IntCounter = prometheus::register_int_counter!("a", "A.").unwrap(); }
            macro_rules! count { ($name:literal) => { metrics::counter!($name).increment(1) }; }
            async fn f() {
                tokio::select! { _ = next() => counter!("b").increment(1), else => vec![counter!("c")] }
            }
        "#;
        assert_eq!(made(text, &["prometheus", "metrics"]), ["a", "?", "b", "c"]);
    }

    #[test]
    fn of_macro_use_hold_in_the_whole_package() {
        let crates = ["prometheus"];
        let root = "#[macro_use] extern crate prometheus; mod a;";
        let module = ("src/a.rs", r#"fn f() { register_int_counter!("a", "A."); opts!("b", "B."); }"#);
        assert_eq!(super::names(&super::source_of(&[("src/lib.rs", root), module], &crates)), ["a"]);
        let without = [("src/lib.rs", "mod a;"), module];
        assert_eq!(super::names(&super::source_of(&without, &crates)), [""; 0]);
        let own = "#[macro_use] extern crate prometheus; macro_rules! register_int_counter { () => {} } mod a;";
        assert_eq!(super::names(&super::source_of(&[("src/lib.rs", own), module], &crates)), [""; 0]);
    }

    #[test]
    fn of_a_renamed_dependency_are_found() {
        let text = r#"fn f() { m::counter!("a"); metrics::counter!("b"); }"#;
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("src")).unwrap();
        std::fs::write(folder.path().join("src/lib.rs"), text).unwrap();
        let code = super::Code {
            roots: vec![folder.path().join("src/lib.rs")],
            dependencies: [("m".to_owned(), "metrics".to_owned())].into(),
            published: false,
        };
        let member = super::Member {
            name: "shop".to_owned(),
            folder: folder.path().to_owned(),
            policy: std::sync::Arc::default(),
            code,
        };
        assert_eq!(super::names(&super::read(&[member], folder.path())), ["a"]);
    }

    #[test]
    fn that_are_the_teams_own_are_not_taken_for_a_crates() {
        assert_eq!(made(r#"fn f() { metrics::counter!("a"); }"#, &[]), [""; 0]);
        assert_eq!(made(r#"mod metrics; fn f() { metrics::counter!("a"); }"#, &["metrics"]), [""; 0]);
        assert_eq!(made(r#"use crate::metrics; fn f() { metrics::counter!("a"); }"#, &["metrics"]), [""; 0]);
        assert_eq!(made(r#"fn f() { crate::metrics::counter!("a"); counter!("b"); }"#, &["metrics"]), [""; 0]);
        assert_eq!(made("use prometheus::*; struct Counter; fn f() { Counter::new(1, 2); }", &["prometheus"]), [""; 0]);
        assert_eq!(made("fn f() { prometheus::proto::Counter::new(); }", &["prometheus"]), [""; 0]);
        assert_eq!(made(r#"fn f() { router.register("a", "b", c); }"#, &["prometheus-client"]), [""; 0]);
        assert_eq!(made("fn f() { registry.register(source, TOKEN, READABLE); }", &["prometheus-client"]), [""; 0]);
    }

    #[test]
    fn that_import_each_other_end() {
        let text = "use a::b; use b::a; use a::*; use b::*; use c::*; use c as c; fn f() { a::f(); b!(); c::d!(1); }";
        assert_eq!(made(text, &["metrics", "c"]), [""; 0]);
    }

    #[test]
    fn come_from_literals_options_and_constants() {
        let text = r##"
            mod names;
            use prometheus::{Counter, HistogramOpts, Opts, opts, register_counter, register_histogram};
            const ORDERS: &str = "b_total";
            fn f(options: Opts, i: usize) {
                register_counter!(r#"a"#, "A.");
                register_counter!(ORDERS, "B.");
                register_counter!(opts!("c", "C."));
                register_histogram!(HistogramOpts::new("d", "D.").namespace("shop").subsystem("till"));
                Counter::with_opts(Opts::new("e", "E.").namespace(NAMESPACE));
                Counter::with_opts(options);
                register_counter!(names::ELSEWHERE, "F.");
                register_counter!(format!("g_{i}"), "G.");
            }
        "##;
        let expected = ["a", "b_total", "c", "shop_till_d", "…e", "?", "const ELSEWHERE", "?"];
        assert_eq!(made(text, &["prometheus"]), expected);
    }

    #[test]
    fn of_instruments_and_registries_are_found_by_their_methods() {
        let text = r#"
            fn f() {
                meter.u64_counter("shop.orders").build();
                self.meters.checkout.i64_up_down_counter("carts").init();
                self.registry.lock().register("orders", "Orders.", orders.clone());
            }
        "#;
        let crates = ["opentelemetry", "prometheus-client"];
        assert_eq!(made(text, &crates), ["shop_orders", "carts", "orders"]);
        assert_eq!(made(text, &["axum"]), [""; 0]);
    }

    #[test]
    fn of_the_facade_come_after_its_target() {
        let text = r#"fn f() { metrics::counter!(target: "t", level: metrics::Level::INFO, "a", "x" => "y"); }"#;
        assert_eq!(made(text, &["metrics"]), ["a"]);
    }
}

mod files {
    use super::{Path, names, source_of};

    const COUNT: &str = r#"fn f() { metrics::counter!("a"); }"#;

    #[test]
    fn are_those_that_modules_lead_to() {
        let root = r#"mod a; mod b { mod c; #[path = "elsewhere.rs"] mod d; } include!("included.rs");"#;
        let found = |file| names(&source_of(&[("src/lib.rs", root), (file, COUNT)], &["metrics"])).len();
        let held =
            ["src/a.rs", "src/a/mod.rs", "src/b/c.rs", "src/b/c/mod.rs", "src/b/elsewhere.rs", "src/included.rs"];
        assert_eq!(held.map(found), [1; 6]);
        assert_eq!(["src/template.rs", "tests/a.rs", "src/lib/a.rs", "benches/a.rs"].map(found), [0; 4]);
    }

    #[test]
    fn of_tests_may_make_any_metric() {
        let found = |text: &str| names(&source_of(&[("src/lib.rs", text), ("src/a.rs", COUNT)], &["metrics"])).len();
        let spared = [
            "#[cfg(test)] mod a;",
            "#[cfg(all(test, unix))] mod a;",
            "#![cfg(test)] mod a;",
            r#"#[cfg(test)] mod b { fn f() { metrics::counter!("a"); } }"#,
            r#"#[tokio::test] async fn f() { metrics::counter!("a"); }"#,
            r#"#[cfg(test)] use b::{c, d}; #[test] #[ignore] fn f() { metrics::counter!("a"); }"#,
        ];
        assert_eq!(spared.map(found), [0; 6]);
        let held = [
            "#[cfg(not(test))] mod a;",
            r#"#[cfg(any(test, feature = "x"))] mod a;"#,
            "#[cfg(test)] mod b; mod a;",
            r#"#[cfg(test)] fn b() {} fn f() { metrics::counter!("a"); }"#,
        ];
        assert_eq!(held.map(found), [1; 4]);
    }

    #[test]
    fn of_other_packages_and_build_folders_are_not_read() {
        let declaration = "use lowcard::metric; #[metric] static SHOP_A: Counter;";
        let used = |file| {
            let mark = format!("{}/{}", file, if file == "target" { "CACHEDIR.TAG" } else { "Cargo.toml" });
            let file = format!("{file}/a.rs");
            let files = [("src/lib.rs", declaration), (&*file, "fn f() { SHOP_A.inc(); }"), (&*mark, "")];
            source_of(&files, &["lowcard"]).declared[0].mentioned
        };
        assert_eq!(["target", ".git", "other"].map(used), [false; 3]);
    }

    #[test]
    fn that_are_no_rust_are_named_and_nothing_else_is_said_of_them() {
        let files = [
            ("src/lib.rs", "use lowcard::metric; mod broken; mod newer; #[metric] static SHOP_A: Counter;"),
            ("src/broken.rs", "fn f() { metrics::counter!(\"a); SHOP_A.inc() }"),
            ("src/newer.rs", "gen fn ==> f() <- { metrics::counter!(\"b\"); }"),
            ("src/template.rs", "'not even reachable"),
        ];
        let source = source_of(&files, &["metrics", "lowcard"]);
        assert_eq!(source.unread, [Path::new("src/broken.rs")]);
        assert_eq!(names(&source), ["b"]);
        assert!(source.declared[0].mentioned, "the file that can't be read may record it");
    }

    #[test]
    fn may_be_empty_have_marks_at_their_start_or_be_nested_beyond_reason() {
        let deep = format!("use {}{};", "{".repeat(20_000), "}".repeat(20_000));
        let files = [
            ("src/lib.rs", "\u{feff}#!/usr/bin/env \"\nmod empty; mod deep; fn f() { metrics::counter!(\"a\"); }"),
            ("src/empty.rs", ""),
            ("src/deep.rs", &deep),
        ];
        let source = source_of(&files, &["metrics"]);
        assert_eq!(names(&source), ["a"]);
        let place = source.calls[0].place.start.unwrap();
        assert_eq!((place.line, place.column), (2, 31));
        assert_eq!(source.unread, [Path::new("src/deep.rs")]);
    }

    #[test]
    fn are_counted_in_characters() {
        let source = source_of(&[("src/lib.rs", "fn f() {\r\n /* é→ */ metrics::counter!(\"a\"); }")], &["metrics"]);
        let place = &source.calls[0].place;
        let (start, end) = (place.start.unwrap(), place.end.unwrap());
        assert_eq!((start.line, start.column, end.line, end.column), (2, 11, 2, 27));
    }
}

#[test]
fn label_names_stand_in_lists_pairs_and_structs() {
    let text = r#"
        use opentelemetry::KeyValue;
        use prometheus_client::encoding::EncodeLabelSet;
        const STATUS: &str = "status";
        fn f() {
            prometheus::register_int_counter_vec!("a", "A.", &["one", STATUS]);
            prometheus::register_histogram_vec!("b", "B.", &vec!["two"], vec![0.1, 1.0]);
            metrics::counter!("c", "three-a" => x, crate::STATUS => y);
            metrics::gauge!("d", &[("four", x)]);
            prometheus::labels! { "five" => x };
            size.record(1, &[KeyValue::new("http.six", x)]);
            span.set_attributes([KeyValue::new("not.one", x)]);
        }
        #[derive(Clone, EncodeLabelSet)]
        struct Labels { seven: String, r#type: Type, #[prometheus(flatten)] others: Others }
    "#;
    let crates = ["metrics", "opentelemetry", "prometheus", "prometheus-client"];
    let source = source_of(&[("src/lib.rs", text)], &crates);
    let labels: Vec<&str> =
        source.calls.iter().flat_map(|call| &call.labels).filter_map(|label| label.name.known()).collect();
    assert_eq!(labels, ["one", "status", "two", "three_a", "status", "four", "five", "http_six", "seven", "type"]);
}

#[test]
fn a_value_that_is_made_where_it_is_recorded_is_told_by_what_makes_it() {
    let unbounded = [
        ("format!(\"{status}\")", "format!"),
        ("std::format!(\"{}\", status)", "format!"),
        ("&*format!(\"{status}\").into_boxed_str()", "format!"),
        ("status.as_u16().to_string()", ".to_string()"),
        ("user.id.to_string().as_str()", ".to_string()"),
        ("String::from(user.name())", "String::from"),
        ("std::string::String::from(format!(\"{a}\"))", "format!"),
        ("request.uri().path()", ".path()"),
        ("request.uri().path().to_owned()", ".path()"),
        ("request.uri().to_string()", ".uri()"),
    ];
    for (value, by) in unbounded {
        assert_eq!(made_by(value), [by], "{value}");
    }
    let silent = [
        "route",
        "self.route.clone()",
        "\"web\"",
        "\"web\".to_string()",
        "String::from(\"web\")",
        "VERSION.to_string()",
        "format!(\"web\")",
        "format!(\"{{}}\")",
        "is_paid.then(f)",
        "request.is_paid().to_string()",
        "true.to_string()",
        "(!self.armed).to_string()",
        "(a == b).to_string()",
        "class(&status.to_string())",
        "env!(\"CARGO\").to_string()",
        "path.starts_with(\"/api\").to_string()",
        "uri.path().len()",
        "match a { _ => b.to_string() }",
    ];
    for value in silent {
        assert_eq!(made_by(value), [""; 0], "{value}");
    }
}

#[test]
fn values_are_told_by_their_label_where_it_stands_beside_them() {
    let text = r#"
        use opentelemetry::KeyValue;
        fn f() {
            orders.with_label_values(&["web", &id.to_string()]).inc();
            retries.add(1, &[KeyValue::new("attempt", n.to_string())]);
            retries.add(1, &[KeyValue::new("attempt", n)]);
        }
    "#;
    let found = made_values(text, &["opentelemetry", "prometheus"]);
    let to_string = ".to_string()".to_owned();
    assert_eq!(found, [("?".to_owned(), to_string.clone()), ("attempt".to_owned(), to_string)]);
    assert_eq!(made_values(text, &["tracing"]), []);
}

mod declared {
    use super::{Path, source_of};

    fn unused(files: &[(&str, &str)]) -> Vec<String> {
        let declared = source_of(files, &["lowcard"]).declared;
        declared.into_iter().filter(|declared| !declared.mentioned).map(|declared| declared.written).collect()
    }

    #[test]
    fn metrics_are_used_wherever_their_name_stands() {
        let declarations = r#"
            use lowcard::{Counter, Gauge, Metrics, metric};
            #[metric(category = "orders")] pub(crate) static A: Counter;
            #[lowcard::metric] static B: Counter;
            #[metric(from = pool::idle)] static READ: Gauge;
            #[derive(Clone, Metrics)] #[metrics(prefix = "till")]
            pub struct Till { opened: Gauge, closed: Gauge, #[metrics(flatten)] rest: Rest, #[metric(from = f)] read: Gauge }
        "#;
        assert_eq!(unused(&[("src/lib.rs", declarations)]), ["A", "B", "opened", "closed"]);
        let uses = "fn f() { shop::A.inc(); my_macro!(B); let Till { r#opened, .. } = till; }";
        let files = [("src/lib.rs", declarations), ("tests/a.rs", uses)];
        assert_eq!(unused(&files), ["closed"]);
    }

    #[test]
    fn two_of_one_name_do_not_use_each_other() {
        let text = "use lowcard::metric; mod a { use super::*; #[metric] static A: C; } #[metric] static A: C;";
        assert_eq!(unused(&[("src/lib.rs", text)]), ["A", "A"]);
    }

    #[test]
    fn what_only_looks_like_a_declaration_is_none() {
        let text = r"
            use metrics_derive::Metrics;
            #[derive(Metrics)] struct A { a: Counter }
            #[other::metric] static B: Counter;
            macro_rules! m { () => { #[lowcard::metric] static C: Counter; } }
            fn f(name: &'static str, metric: fn()) {}
            #[metric] static D: Counter;
        ";
        assert_eq!(unused(&[("src/lib.rs", text)]), [""; 0]);
    }

    #[test]
    fn metrics_are_placed_at_their_names() {
        let text = "#[lowcard::metric]\npub static A: Counter;";
        let source = source_of(&[("src/lib.rs", text)], &["lowcard"]);
        let declared = &source.declared[0];
        assert!(declared.public);
        assert_eq!(declared.place.file, Path::new("src/lib.rs"));
        assert_eq!(declared.place.start.map(|start| (start.line, start.column)), Some((2, 12)));
    }
}

#[test]
fn clippy_refuses_macros_and_methods_that_are_found_here() {
    let (macros, methods) = super::CLIPPY_CONFIGURATION.split_once("disallowed-methods").unwrap();
    let paths = |lines: &str| -> Vec<Vec<String>> {
        let paths = lines.lines().filter_map(|line| line.split_once("path = \"")?.1.split_once('"'));
        paths.map(|(path, _)| path.split("::").map(str::to_owned).collect()).collect()
    };
    let packages = super::libraries::LIBRARIES.iter().map(|library| library.package.to_owned());
    let crates = packages.map(|package| (package.replace('-', "_"), package)).collect();
    let crates = super::crates::Crates(&crates);
    for path in paths(macros) {
        assert!(crates.called(&path, true).is_some(), "{path:?}");
    }
    for path in paths(methods) {
        // `MetricVec` is what all types whose names end in `Vec` are aliases of.
        let known = crates.called(&path, false).is_some() || !crates.with_method(path.last().unwrap()).is_empty();
        assert!(known || path.iter().any(|name| name == "MetricVec"), "{path:?}");
    }
}
