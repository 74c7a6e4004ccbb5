//! Recognises what goes by another name: something is gone, and something like it is new.

use lowcard_schema::nearest;

use super::{Domain, Entry, name_of};

/// A thing by its key, and what is known of it.
type Named<'l, T> = (&'l str, &'l T);

/// What is gone, and what has taken its place.
type Pair<'l, T> = (Named<'l, T>, Named<'l, T>);

/// Whether one metric can be what the other has become.
type Matches = fn(Named<'_, Entry>, Named<'_, Entry>) -> bool;

/// How many names are held against each other. To compare two takes long enough to be felt in millions of pairs, and among
/// hundreds of names each is similar to several, so that nobody could know anyway.
const MOST_NAMES: usize = 200 * 200;

/// The metrics that were renamed. What one says of itself tells more than a similar name, and is asked first.
pub(super) fn metrics<'l>(gone: &[Named<'l, Entry>], new: &[Named<'l, Entry>]) -> Vec<Pair<'l, Entry>> {
    let mut pairs: Vec<Pair<'l, Entry>> = Vec::new();
    let ways: [(Matches, usize); 3] = [(same_help, usize::MAX), (similar_name, MOST_NAMES), (other_unit, usize::MAX)];
    for (matches, most) in ways {
        let free = |all: &[Named<'l, Entry>]| -> Vec<Named<'l, Entry>> {
            let is_free = |&(key, _): &Named<'l, Entry>| !pairs.iter().any(|(was, now)| [was.0, now.0].contains(&key));
            all.iter().copied().filter(is_free).collect()
        };
        let (gone, new) = (free(gone), free(new));
        if gone.len().saturating_mul(new.len()) <= most {
            pairs.extend(only_matches(&gone, &new, matches));
        }
    }
    pairs
}

/// The labels that were renamed: their values are the same.
pub(super) fn labels<'l>(gone: &[Named<'l, Domain>], new: &[Named<'l, Domain>]) -> Vec<Pair<'l, Domain>> {
    only_matches(gone, new, |was, now| was.1 == now.1)
}

/// The pairs in which each is the only match of the other. Where there are two to choose from, nobody can know.
fn only_matches<'l, T>(
    gone: &[Named<'l, T>],
    new: &[Named<'l, T>],
    matches: impl Fn(Named<'l, T>, Named<'l, T>) -> bool,
) -> Vec<Pair<'l, T>> {
    let of = |&was: &Named<'l, T>| {
        let now = only(new.iter().copied().filter(|&now| matches(was, now)))?;
        only(gone.iter().filter(|&&was| matches(was, now)))?;
        Some((was, now))
    };
    gone.iter().filter_map(of).collect()
}

fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn same_help(was: Named<'_, Entry>, now: Named<'_, Entry>) -> bool {
    same_form(was.1, now.1) && was.1.help == now.1.help && !was.1.help.is_empty()
}

fn similar_name(was: Named<'_, Entry>, now: Named<'_, Entry>) -> bool {
    same_form(was.1, now.1) && nearest(stem(was), [stem(now)]).is_some()
}

fn same_form(was: &Entry, now: &Entry) -> bool {
    was.kind == now.kind
        && was.unit == now.unit
        && was.labels == now.labels
        && was.native == now.native
        && was.buckets == now.buckets
}

/// `…_milliseconds` and `…_seconds`: bounds are other numbers then.
fn other_unit(was: Named<'_, Entry>, now: Named<'_, Entry>) -> bool {
    let same = was.1.kind == now.1.kind && was.1.labels == now.1.labels;
    same && was.1.unit.is_some() && now.1.unit.is_some() && was.1.unit != now.1.unit && stem(was) == stem(now)
}

/// The name without its unit and `_total`, which make many names look alike.
fn stem((key, entry): Named<'_, Entry>) -> &str {
    let name = name_of(key);
    let name = name.strip_suffix("_total").unwrap_or(name);
    entry.unit.as_deref().and_then(|unit| name.strip_suffix(unit)).unwrap_or(name)
}
