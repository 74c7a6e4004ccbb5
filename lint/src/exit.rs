//! What the command's exit code says, the same for every command that checks something.

/// Nothing that the policy denies was found.
pub(crate) const CLEAN: u8 = 0;
/// At least one finding is denied.
pub(crate) const FINDINGS: u8 = 100;
/// The check could not run.
pub(crate) const COULD_NOT_RUN: u8 = 101;

/// The same, for the end of a command's help.
pub(crate) const HELP: &str = "\
Exit codes:
  0    nothing that the policy denies was found
  100  at least one finding is denied
  101  the check could not run";

#[cfg(test)]
mod tests {
    use super::{CLEAN, COULD_NOT_RUN, FINDINGS, HELP};

    #[test]
    fn the_help_names_every_code() {
        let named: Vec<&str> = HELP.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(named, [CLEAN, FINDINGS, COULD_NOT_RUN].map(|code| code.to_string()));
    }
}
