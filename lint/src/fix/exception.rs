//! The text of an exception in the policy.

use std::ops::Range;

use lowcard_schema::policy::{self, Line};
use toml::de::{DeTable, DeValue};

/// The bytes of the `[[exception]]` that starts in this line, with the comment directly above it and the empty line above
/// both. Nothing if there is none, or if what would be left is no policy.
pub(super) fn block(text: &str, line: Line) -> Option<Range<usize>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let start_of = |index: usize| lines.iter().take(index).map(|line| line.len()).sum::<usize>();
    let header = line.checked_sub(1)?;
    if !lines.get(header)?.trim_start().starts_with("[[") {
        return None;
    }
    let above = lines.get(..header)?.iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let end = end_of_values(text, start_of(header))?;
    let below = text.get(..end)?.matches('\n').count() + 1;
    let first = header - above;
    let is_apart = first > 0 && lines.get(first - 1)?.trim().is_empty();
    let bytes = start_of(first - usize::from(is_apart))..start_of(below);
    let rest = format!("{}{}", text.get(..bytes.start)?, text.get(bytes.end..)?);
    policy::read(&rest, policy::FILE_NAME).is_ok().then_some(bytes)
}

/// Where the last value ends of the exception whose header starts at this byte.
fn end_of_values(text: &str, header: usize) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let exceptions = document.get_ref().get("exception")?.get_ref().as_array()?;
    let exception = exceptions.iter().find(|exception| exception.span().contains(&header))?;
    let DeValue::Table(entries) = exception.get_ref() else { return None };
    entries.values().map(|value| value.span().end).max()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a block that is not found fails its test")]
mod tests {
    use super::block;

    /// What is left without the exception in this line.
    fn without(text: &str, line: usize) -> Option<String> {
        let bytes = block(text, line)?;
        Some(format!("{}{}", &text[..bytes.start], &text[bytes.end..]))
    }

    fn exception(rule: &str) -> String {
        format!("[[exception]]\nrule = \"{rule}\"\nreason = \"a public name\"\n")
    }

    #[test]
    fn the_rest_of_the_policy_stays_as_it_is() {
        let (one, two) = (exception("name/colon"), exception("name/camel-case"));
        let text = format!("namespace = \"shop\" # ours\n\n{one}\n# Until June.\n{two}\n[labels]\nmax = 4\n");
        let first = format!("namespace = \"shop\" # ours\n\n# Until June.\n{two}\n[labels]\nmax = 4\n");
        let second = format!("namespace = \"shop\" # ours\n\n{one}\n[labels]\nmax = 4\n");
        assert_eq!(without(&text, 3).unwrap(), first);
        assert_eq!(without(&text, 8).unwrap(), second);
    }

    #[test]
    fn the_last_one_leaves_no_empty_line() {
        assert_eq!(
            without(&format!("namespace = \"shop\"\n\n{}", exception("name/colon")), 3).unwrap(),
            "namespace = \"shop\"\n"
        );
        assert_eq!(without(exception("name/colon").trim_end(), 1).unwrap(), "");
        assert_eq!(without(&exception("name/colon").replace('\n', "\r\n"), 1).unwrap(), "");
    }

    #[test]
    fn values_of_several_lines_and_comments_in_between_go_with_it() {
        let text = "[[exception]]\nrule = \"name/colon\"\n# who: the platform team\nreason = '''\n[[exception]]\n# no comment\n''' # end\n[labels]\n";
        assert_eq!(without(text, 1).unwrap(), "[labels]\n");
    }

    #[test]
    fn a_comment_above_that_is_text_is_not_taken_apart() {
        let text = format!("[[labels.deny]]\nname = \"x\"\nreason = '''\n# one'''\n{}", exception("name/colon"));
        assert_eq!(block(&text, 5), None);
    }

    #[test]
    fn what_is_no_block_is_left_alone() {
        assert_eq!(block("exception = [{ rule = \"name/colon\", reason = \"old\" }]\n", 1), None);
        assert_eq!(block(&exception("name/colon"), 2), None);
        assert_eq!(block(&exception("name/colon"), 9), None);
        assert_eq!(block("[[exception]\n", 1), None);
    }
}
