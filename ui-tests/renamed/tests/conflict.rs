//! Two crates that declare one name are told so, with both places.

use lowcard_ui_renamed as neighbour;
use toolkit::{Counter, Registry, metric};

/// Reminders, as this crate sees them.
#[metric(crate = toolkit)]
static REMINDERS_TOTAL: Counter;

#[test]
fn two_crates_with_one_name_are_told_both_places() {
    REMINDERS_TOTAL.inc();
    neighbour::REMINDERS_TOTAL
        .with(neighbour::Delivery { channel: neighbour::Channel::Email, queue: "q".into() })
        .inc();

    let Err(errors) = toolkit::register_all() else { panic!("one name for two metrics was not refused") };
    let text = errors.to_string();
    assert_eq!(errors.iter().count(), 1, "{text}");
    let differs = "`reminders_total` is declared twice, with different labels and help [metric/conflict]\n";
    assert!(text.starts_with(differs), "{text}");
    assert!(text.contains("\n  first: ui-tests/renamed/tests/conflict.rs:8:8 (lowcard-ui-renamed "), "{text}");
    assert!(text.contains("\n  again: ui-tests/renamed/lib.rs:"), "{text}");

    let scraped = Registry::global().encode_text();
    assert!(scraped.contains("\nreminders_total 1\n"), "the first stays, the other is not mixed into it\n{scraped}");
    assert!(scraped.contains("lowcard_refused_families 1\n"), "{scraped}");
}
