//! Each mistake in a lock, and where it is.

use super::super::read;

/// Checks what is said of a lock with these lines after its version.
fn assert_wrong(lines: &str, expected: &str) {
    let failure = read(&format!("version = 1\n{lines}"), "metrics.lock").unwrap_err();
    assert_eq!(failure.message, expected, "{lines}");
}

#[test]
fn a_version_that_is_not_known_is_refused_before_anything_else() {
    let said = |text| read(text, "metrics.lock").unwrap_err().message;
    assert_eq!(
        said("# later\nversion = 2\na.kind = 7\n"),
        "metrics.lock:2:11: the lock is of version 2, and this cargo-lowcard reads version 1"
    );
    let later = read("version = 2\n", "metrics.lock").unwrap_err();
    assert_eq!(later.help.as_deref(), Some("update cargo-lowcard"), "to write over it is no advice");
    assert_eq!(said(""), "metrics.lock:1:1: the lock does not say its version");
    assert_eq!(said("a.type = \"gauge\"\n"), "metrics.lock:1:1: the lock does not say its version");
    assert_eq!(
        said("version = \"1\"\n"),
        "metrics.lock:1:11: a whole number that is not too large should stand here, not this string"
    );
}

#[test]
fn conflict_markers_are_called_so() {
    for marker in ["<<<<<<< HEAD", "||||||| 1f2e3d4", "=======", ">>>>>>> branch"] {
        assert_wrong(&format!("\n{marker}\n"), "metrics.lock:3: the lock has conflict markers");
    }
}

#[test]
fn a_key_that_two_branches_have_set_is_named() {
    assert_wrong("a.type = \"gauge\"\na.help = \"One.\"\na.help = \"Other.\"\n", "metrics.lock:4:3: duplicate key");
}

#[test]
fn what_is_no_toml_is_shown_where_it_ends_to_be() {
    assert_wrong("a.type = \n", "metrics.lock:2:10: string values must be quoted, expected literal string");
    assert_wrong("a.type = \"gauge\n", "metrics.lock:2:16: invalid basic string, expected `\"`");
}

#[test]
fn a_metric_says_its_type_and_help() {
    assert_wrong("a = 1\n", "metrics.lock:2:5: what is said of a metric should stand here, not this integer");
    assert_wrong("a.help = \"A.\"\n", "metrics.lock:2:1: `type` is missing here");
    assert_wrong("b.type = \"gauge\"\n", "metrics.lock:2:1: `help` is missing here");
    assert_wrong("a.type = \"summary\"\n", "metrics.lock:2:10: there is no type `summary`");
    assert_wrong("a.type = 1\n", "metrics.lock:2:10: a text should stand here, not this integer");
    assert_wrong("a.tpye = \"gauge\"\n", "metrics.lock:2:3: `tpye` is nothing that a lock says of a metric");
}

#[test]
fn values_are_of_their_form() {
    let gauge = |line: &str| format!("a.type = \"gauge\"\na.help = \"Ä.\"\na.{line}\n");
    let assert_wrong = |line: &str, expected: &str| assert_wrong(&gauge(line), &format!("metrics.lock:4:{expected}"));
    assert_wrong("unit = 1", "10: a text should stand here, not this integer");
    assert_wrong("stability = \"firm\"", "15: `firm` is not a stability");
    assert_wrong("deprecated = true", "16: `{ since, replaced_by }` should stand here, not this boolean");
    assert_wrong("deprecated = { since = 1 }", "26: a text should stand here, not this integer");
    assert_wrong("labels = []", "12: labels by their names should stand here, not this array");
    assert_wrong("series = -1", "12: a whole number that is not too large should stand here, not this integer");
    assert_wrong("series = 0x10", "12: a whole number that is not too large should stand here, not this integer");
    assert_wrong("series = 1.5", "12: a whole number that is not too large should stand here, not this float");
    assert_wrong(
        "series = 18446744073709551616",
        "12: a whole number that is not too large should stand here, not this integer",
    );
    assert_wrong("native = { schema = 3 }", "12: `max_buckets` is missing here");
    assert_wrong(
        "native = { schema = 300, max_buckets = 160 }",
        "23: a whole number that is not too large should stand here, not this integer",
    );
}

#[test]
fn labels_take_a_list_a_cap_or_one_value() {
    let assert_wrong = |domain: &str, expected: &str| {
        let lines = format!("a.type = \"gauge\"\na.help = \"A.\"\na.labels.path = {domain}\n");
        assert_wrong(&lines, &format!("metrics.lock:4:{expected}"));
    };
    let form = "a list of values, `{ max, overflow }` or `\"constant\"`";
    assert_wrong("\"some\"", &format!("17: {form} should stand here, not this string"));
    assert_wrong("7", &format!("17: {form} should stand here, not this integer"));
    assert_wrong("[\"a\", 1]", "23: a text should stand here, not this integer");
    assert_wrong("{ max = 200 }", "17: `overflow` is missing here");
    assert_wrong("{ overflow = \"other\" }", "17: `max` is missing here");
    assert_wrong(
        "{ max = 4294967296, overflow = \"other\" }",
        "25: a whole number that is not too large should stand here, not this integer",
    );
}

#[test]
fn bounds_are_finite_and_rise() {
    let assert_wrong = |bounds: &str, expected: &str| {
        let lines = format!("a.type = \"histogram\"\na.help = \"A.\"\na.buckets = {bounds}\n");
        assert_wrong(&lines, &format!("metrics.lock:4:{expected}"));
    };
    assert_wrong("1", "13: a list of bounds should stand here, not this integer");
    assert_wrong("[0.1, \"1\"]", "19: a finite number should stand here, not this string");
    assert_wrong("[0.1, inf]", "19: a finite number should stand here, not this float");
    assert_wrong("[nan]", "14: a finite number should stand here, not this float");
    assert_wrong("[1e999]", "14: a finite number should stand here, not this float");
    assert_wrong("[1, 1.0]", "17: bounds rise, each once, and this one does not");
}

#[test]
fn hostile_depth_is_an_error_and_no_overflow_of_the_stack() {
    for open in ["[", "{ a = ", "{a."] {
        let text = format!("version = 1\na.labels.b = {}", open.repeat(100_000));
        read(&text, "metrics.lock").unwrap_err();
    }
    read(&format!("version = 1\n{}type = 1\n", "a.".repeat(100_000)), "metrics.lock").unwrap_err();
}
