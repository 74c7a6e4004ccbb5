//! What may be typed after `cargo xtask overhead`.

use super::effort::Effort;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Options {
    pub(super) effort: Effort,
    pub(super) write: bool,
}

impl Options {
    /// None if it makes no sense. The figures of a quick run are noise, so that they are not for the page.
    pub(crate) fn parse(mut words: &[&str]) -> Option<Self> {
        let (mut rounds, mut quick, mut write) = (None, false, false);
        while let [word, rest @ ..] = words {
            words = rest;
            match (*word, rest) {
                ("--quick", _) => quick = true,
                ("--write", _) => write = true,
                ("--rounds", [number, rest @ ..]) => {
                    rounds = Some(number.parse().ok().filter(|rounds| (1..=1_000).contains(rounds))?);
                    words = rest;
                }
                _ => return None,
            }
        }
        let effort = if quick { Effort::QUICK } else { Effort::FULL };
        let effort = Effort { rounds: rounds.unwrap_or(effort.rounds), ..effort };
        (!(quick && write)).then_some(Self { effort, write })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_in_any_order() {
        assert_eq!(Options::parse(&[]), Some(Options { effort: Effort::FULL, write: false }));
        let twelve = Options { effort: Effort { rounds: 12, ..Effort::FULL }, write: true };
        assert_eq!(Options::parse(&["--rounds", "12", "--write"]), Some(twelve));
        assert_eq!(Options::parse(&["--write", "--rounds", "12"]), Some(twelve));
        let two = Options { effort: Effort { rounds: 2, ..Effort::QUICK }, write: false };
        assert_eq!(Options::parse(&["--rounds", "2", "--quick"]), Some(two));
    }

    #[test]
    fn what_makes_no_sense_is_not_guessed_at() {
        for words in [
            &["--fast"] as &[&str],
            &["3"],
            &["--rounds"],
            &["--rounds", "0"],
            &["--rounds", "1001"],
            &["--rounds", "-1"],
            &["--rounds", "--quick"],
            &["--quick", "--write"],
        ] {
            assert_eq!(Options::parse(words), None, "{words:?}");
        }
    }
}
