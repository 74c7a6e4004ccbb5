//! Lines that can be compared.

use crate::testing::lines::Line;
use crate::testing::sample::identity;
use crate::testing::statement::Statement;
use crate::testing::syntax::Syntax;
use crate::testing::{FamilyKind, Invalid, Sample};

/// A line of a family.
pub(super) struct Entry<'a> {
    /// The line as it is written, without indentation.
    pub(super) text: &'a str,
    /// What the line is about: its series, or which kind of metadata it is.
    pub(super) subject: String,
    /// All that it says, in a form of which there is one.
    pub(super) content: String,
    /// The name of the family in metadata, and of the sample in a sample.
    pub(super) name: String,
    /// What a `# TYPE` line says.
    pub(super) kind: Option<FamilyKind>,
    pub(super) is_sample: bool,
}

/// The lines of an exposition that may be invalid. Those that can't be read are left out.
pub(super) fn found(text: &str, syntax: Syntax) -> Vec<Entry<'_>> {
    numbered(text).filter_map(|line| Entry::read(line, syntax).ok().flatten()).collect()
}

/// The lines that a test expects.
pub(super) fn expected(text: &str, syntax: Syntax) -> Result<Vec<Entry<'_>>, Invalid> {
    let lines = numbered(text).map(|line| Line { text: line.text.trim_start(), ..line });
    lines.filter(|line| !line.text.is_empty()).filter_map(|line| Entry::read(line, syntax).transpose()).collect()
}

fn numbered(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.split('\n').zip(1..).map(|(text, number)| Line { number, text })
}

impl<'a> Entry<'a> {
    /// None if the line belongs to no family.
    fn read(line: Line<'a>, syntax: Syntax) -> Result<Option<Self>, Invalid> {
        let metadata = |name: &str, word: &str, says: &str, kind| Self {
            text: line.text,
            subject: format!("# {word} {name}"),
            content: format!("# {word} {name} {says}"),
            name: name.to_owned(),
            kind,
            is_sample: false,
        };
        Ok(match Statement::read(line, syntax)? {
            Statement::Type(name, kind) => Some(metadata(name, "TYPE", kind.phrase(), Some(kind))),
            Statement::Help(name, help) => Some(metadata(name, "HELP", &help, None)),
            Statement::Unit(name, unit) => Some(metadata(name, "UNIT", unit, None)),
            Statement::Sample(sample) => Some(Self::sample(line.text, sample)),
            Statement::End | Statement::Nothing => None,
        })
    }

    fn sample(text: &'a str, sample: Sample) -> Self {
        let subject = format!("{}{:?} {:?}", sample.name, identity(&sample.labels, None), sample.timestamp);
        Self {
            text,
            content: format!("{subject} {:?} {:?}", sample.value, sample.exemplar),
            subject,
            name: sample.name,
            kind: None,
            is_sample: true,
        }
    }
}
