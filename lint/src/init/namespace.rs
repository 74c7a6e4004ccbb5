//! The first part of every name.

use lowcard_schema::check::is_prefix;

/// What can be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// Every name that other libraries record starts with it.
    Recorded(String),
    /// Every declared name starts with it, without a policy that says so.
    Declared(String),
    /// It is what the workspace is called.
    Proposed(String),
}

impl Namespace {
    /// Of these metric names, in a workspace that is called so.
    pub(super) fn of<'n>(
        declared: impl Iterator<Item = &'n str>,
        recorded: impl Iterator<Item = &'n str>,
        workspace: &str,
    ) -> Self {
        let mut declared = declared.peekable();
        let namespace = if declared.peek().is_some() {
            first_part(declared).map(Self::Declared)
        } else {
            first_part(recorded).map(Self::Recorded)
        };
        namespace.unwrap_or_else(|| Self::Proposed(word(workspace)))
    }
}

/// What stands before the first `_` of each of the names, if that is one word.
fn first_part<'n>(mut names: impl Iterator<Item = &'n str>) -> Option<String> {
    let first = |name: &'n str| name.split_once('_').map(|(first, _)| first);
    let common = names.next().and_then(first)?;
    (is_prefix(common) && names.all(|name| first(name) == Some(common))).then(|| common.to_owned())
}

/// A name as metrics write it: `web-shop` is `web_shop`.
fn word(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let word = parts.join("_");
    if word.starts_with(|c: char| c.is_ascii_lowercase()) { word } else { "app".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::Namespace;

    fn of(declared: &[&str], recorded: &[&str]) -> Namespace {
        Namespace::of(declared.iter().copied(), recorded.iter().copied(), "Web-shop 2")
    }

    #[test]
    fn it_is_what_every_name_starts_with() {
        assert_eq!(of(&["shop_a", "shop_b_total"], &["other_x"]), Namespace::Declared("shop".into()));
        assert_eq!(of(&[], &["shop_a", "shop_b_total"]), Namespace::Recorded("shop".into()));
    }

    #[test]
    fn where_names_have_nothing_in_common_it_is_the_name_of_the_workspace() {
        let proposed = Namespace::Proposed("web_shop_2".into());
        for names in [&["shop_a", "shopping_b"][..], &["up", "up"], &["Shop_a"], &["_a"], &["a:b_c"], &[]] {
            assert_eq!(of(names, &[]), proposed, "{names:?}");
            assert_eq!(of(&[], names), proposed, "{names:?}");
        }
        let nothing = std::iter::empty;
        assert_eq!(Namespace::of(nothing(), nothing(), "42"), Namespace::Proposed("app".into()));
    }
}
