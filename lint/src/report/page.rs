//! A page of Markdown, as a terminal shows it.

use std::io::{self, Write};

use super::terminal::unprinted;
use super::{Terminal, View};
use crate::failure::Outcome;

const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

impl Terminal {
    /// Prints a page.
    pub(crate) fn page(&mut self, text: &str) -> Outcome<()> {
        page(text, &self.view, &mut self.out).map_err(unprinted)
    }
}

/// Headings lose their `#`, and blocks of code are indented in place of their fences.
fn page(text: &str, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut in_block = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block && !line.is_empty() {
            write!(out, "    ")?;
            styled(line, CYAN, view, out)?;
        } else if let Some(heading) = line.strip_prefix('#').filter(|_| !in_block) {
            styled(heading.trim_start_matches(['#', ' ']), BOLD, view, out)?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn styled(line: &str, style: &str, view: &View, out: &mut dyn Write) -> io::Result<()> {
    if view.colored { writeln!(out, "{style}{line}{PLAIN}") } else { writeln!(out, "{line}") }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a page that can't be printed fails its test")]
mod tests {
    use super::{View, page};

    const PAGE: &str =
        "# label/denied\n\nA label.\n\n```rust\n#[metric]\n\nstatic A: B;\n```\n\n## What is wrong\n\nIt.\n";

    fn printed(colored: bool) -> String {
        let mut out = Vec::new();
        page(PAGE, &View { colored, ..View::default() }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn headings_and_blocks_are_shown_without_their_signs() {
        let expected = "label/denied\n\nA label.\n\n    #[metric]\n\n    static A: B;\n\nWhat is wrong\n\nIt.\n";
        assert_eq!(printed(false), expected);
    }

    #[test]
    fn colours_change_nothing_else() {
        let colored = printed(true);
        assert!(colored.contains("\x1b[1mWhat is wrong\x1b[0m\n"), "{colored:?}");
        assert_eq!(
            ["\x1b[1m", "\x1b[36m", "\x1b[0m"].iter().fold(colored, |text, s| text.replace(s, "")),
            printed(false)
        );
    }
}
