//! A label set in bytes, which are hashed and compared in one go.

/// For each label the number of its name, its value, and [`END`].
pub(super) type Key = Box<[u8]>;

/// What no text has.
const END: u8 = 0xff;

/// The longest label set that takes no memory to be looked up.
const SHORT: usize = 256;

/// Hands over the bytes of a label set.
pub(super) fn with_bytes<R>(pairs: &[(u8, &str)], then: impl FnOnce(&[u8]) -> R) -> R {
    let mut short = [0; SHORT];
    match write(pairs, &mut short) {
        Some(len) => then(short.get(..len).unwrap_or_default()),
        None => then(&long(pairs)),
    }
}

/// Says how many bytes there are, if they fit.
fn write(pairs: &[(u8, &str)], bytes: &mut [u8]) -> Option<usize> {
    let mut len = 0;
    for (number, value) in pairs {
        let (first, rest) = bytes.get_mut(len..)?.split_first_mut()?;
        let (text, rest) = rest.split_at_mut_checked(value.len())?;
        let (end, _) = rest.split_first_mut()?;
        (*first, *end) = (*number, END);
        text.copy_from_slice(value.as_bytes());
        len += value.len() + 2;
    }
    Some(len)
}

fn long(pairs: &[(u8, &str)]) -> Vec<u8> {
    pairs.iter().flat_map(|(number, value)| [*number].into_iter().chain(value.bytes()).chain([END])).collect()
}

/// The numbers and values of a label set.
pub(super) fn pairs(key: &Key) -> impl Iterator<Item = (u8, &str)> {
    key.split(|byte| *byte == END).filter_map(|pair| {
        let (number, value) = pair.split_first()?;
        Some((*number, str::from_utf8(value).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::{Key, pairs, with_bytes};

    #[test]
    fn what_is_written_is_read_back_however_long_it_is() {
        for value in ["", "a", "\u{10ffff}é", &"x".repeat(250), &"x".repeat(254), &"x".repeat(255), &"é".repeat(10_000)]
        {
            let set = [(0, value), (3, "b"), (15, value)];
            let key: Key = with_bytes(&set, |bytes| bytes.into());
            assert_eq!(pairs(&key).collect::<Vec<_>>(), set);
        }
        assert_eq!(with_bytes(&[], <[u8]>::len), 0);
    }

    #[test]
    fn different_sets_are_different_bytes() {
        let sets: [&[(u8, &str)]; 6] =
            [&[], &[(0, "")], &[(0, "a")], &[(1, "a")], &[(0, "a"), (1, "b")], &[(0, "a\u{1}b")]];
        let keys: std::collections::HashSet<Key> =
            sets.iter().map(|set| with_bytes(set, |bytes| bytes.into())).collect();
        assert_eq!(keys.len(), sets.len());
    }
}
