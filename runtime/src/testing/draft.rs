//! A family while its lines are read.

use super::lines::Line;
use super::syntax::Syntax;
use super::{Family, FamilyKind, Invalid, Sample};

/// A family, with the lines that it is made of.
pub(super) struct Draft<'a> {
    pub(super) syntax: Syntax,
    pub(super) name: String,
    /// Where the family starts.
    pub(super) line: Line<'a>,
    pub(super) kind: Option<FamilyKind>,
    pub(super) unit: Option<(Line<'a>, String)>,
    help: Option<String>,
    pub(super) samples: Vec<(Line<'a>, Sample)>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(syntax: Syntax, name: &str, line: Line<'a>) -> Self {
        Self { syntax, name: name.to_owned(), line, kind: None, unit: None, help: None, samples: Vec::new() }
    }

    pub(super) fn kind(&self) -> FamilyKind {
        self.kind.unwrap_or_default()
    }

    /// The names that no other family may use.
    pub(super) fn claims(&self) -> impl Iterator<Item = String> {
        let samples = self.kind().suffixes(self.syntax).iter().filter(|suffix| !suffix.is_empty());
        [&""].into_iter().chain(samples).map(|suffix| format!("{}{suffix}", self.name))
    }

    /// Whether a sample of this name belongs to the family.
    pub(super) fn has_sample(&self, name: &str) -> bool {
        name.strip_prefix(self.name.as_str()).is_some_and(|suffix| self.kind().suffixes(self.syntax).contains(&suffix))
    }

    /// What follows the family's name in the name of one of its samples.
    pub(super) fn suffix<'s>(&self, sample: &'s Sample) -> &'s str {
        sample.name.get(self.name.len()..).unwrap_or_default()
    }

    pub(super) fn set_kind(&mut self, kind: FamilyKind, line: Line<'_>) -> Result<(), Invalid> {
        self.metadata_first("TYPE", self.kind.is_some(), line)?;
        self.kind = Some(kind);
        Ok(())
    }

    pub(super) fn set_help(&mut self, help: String, line: Line<'_>) -> Result<(), Invalid> {
        self.metadata_first("HELP", self.help.is_some(), line)?;
        self.help = Some(help);
        Ok(())
    }

    pub(super) fn set_unit(&mut self, unit: &str, line: Line<'a>) -> Result<(), Invalid> {
        self.metadata_first("UNIT", self.unit.is_some(), line)?;
        self.unit = Some((line, unit.to_owned()));
        Ok(())
    }

    fn metadata_first(&self, word: &str, is_set: bool, line: Line<'_>) -> Result<(), Invalid> {
        if is_set {
            return Err(line.invalid(format!("`{}` has a {word} line already", self.name), "write one of them"));
        }
        if let Some((first, _)) = self.samples.first() {
            return Err(line.invalid(
                format!("the {word} line comes after a sample of `{}`, in line {}", self.name, first.number),
                "write TYPE, UNIT and HELP before the samples",
            ));
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Family {
        Family {
            kind: self.kind(),
            name: self.name,
            unit: self.unit.map(|(_, unit)| unit).filter(|unit| !unit.is_empty()),
            help: self.help.filter(|help| !help.is_empty()),
            samples: self.samples.into_iter().map(|(_, sample)| sample).collect(),
        }
    }
}
