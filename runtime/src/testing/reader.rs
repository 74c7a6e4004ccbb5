//! Puts lines together to families.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::draft::Draft;
use super::lines::{Line, lines};
use super::statement::Statement;
use super::syntax::Syntax;
use super::{Family, FamilyKind, Invalid, Sample, check};

/// The families of an exposition, in the order in which they are written.
pub(super) fn families(exposition: &[u8], syntax: Syntax) -> Result<Vec<Family>, Invalid> {
    let mut reader = Reader { syntax, open: None, claimed: HashMap::new(), families: Vec::new() };
    let mut ended = false;
    let mut last = 0;
    for line in lines(exposition) {
        let line = line?;
        last = line.number;
        if ended {
            return Err(line.invalid("the line comes after `# EOF`", "end the exposition with `# EOF`"));
        }
        ended = reader.read(line)?;
    }
    reader.close()?;
    if syntax == Syntax::OpenMetrics && !ended {
        let end = Line { number: last + 1, text: "" };
        return Err(
            end.invalid("`# EOF` is missing", "end the exposition with it: without, it could have been cut off")
        );
    }
    Ok(reader.families)
}

struct Reader<'a> {
    syntax: Syntax,
    /// The family that the last line belongs to.
    open: Option<Draft<'a>>,
    /// The names that families use up, with the family and the number of its first line.
    claimed: HashMap<String, (String, usize)>,
    families: Vec<Family>,
}

impl<'a> Reader<'a> {
    /// Takes one line; true if it is the end.
    fn read(&mut self, line: Line<'a>) -> Result<bool, Invalid> {
        match Statement::read(line, self.syntax)? {
            Statement::Type(name, kind) => self.family(name, line)?.set_kind(kind, line)?,
            Statement::Help(name, help) => self.family(name, line)?.set_help(help, line)?,
            Statement::Unit(name, unit) => self.family(name, line)?.set_unit(unit, line)?,
            Statement::Sample(sample) => self.sample(sample, line)?,
            Statement::End => return Ok(true),
            Statement::Nothing => {}
        }
        Ok(false)
    }

    /// The family that a line of metadata is about.
    fn family(&mut self, name: &str, line: Line<'a>) -> Result<&mut Draft<'a>, Invalid> {
        if self.open.as_ref().is_none_or(|open| open.name != name) {
            self.close()?;
            self.unclaimed(name, line)?;
        }
        Ok(self.open.get_or_insert_with(|| Draft::new(self.syntax, name, line)))
    }

    fn sample(&mut self, sample: Sample, line: Line<'a>) -> Result<(), Invalid> {
        if let Some(open) = &self.open
            && !open.has_sample(&sample.name)
        {
            misnamed(open, &sample.name, line)?;
            self.close()?;
        }
        if self.open.is_none() {
            self.unclaimed(&sample.name, line)?;
        }
        let open = self.open.get_or_insert_with(|| Draft::new(self.syntax, &sample.name, line));
        open.samples.push((line, sample));
        Ok(())
    }

    /// That a new family may start here.
    fn unclaimed(&self, name: &str, line: Line<'_>) -> Result<(), Invalid> {
        let Some((family, first)) = self.claimed.get(name) else { return Ok(()) };
        Err(line.invalid(
            format!("`{name}` belongs to the family `{family}`, which starts in line {first} and has ended"),
            "write all lines of a family together, each family once, and other families with other names",
        ))
    }

    /// Ends the family that is being read.
    fn close(&mut self) -> Result<(), Invalid> {
        let Some(draft) = self.open.take() else { return Ok(()) };
        self.claim(&draft)?;
        check::family(&draft)?;
        self.families.push(draft.finish());
        Ok(())
    }

    fn claim(&mut self, draft: &Draft<'_>) -> Result<(), Invalid> {
        for name in draft.claims() {
            match self.claimed.entry(name) {
                Entry::Occupied(taken) => {
                    let (family, first) = taken.get();
                    return Err(draft.line.invalid(
                        format!(
                            "`{}` can't be beside `{family}` of line {first}: both use the name `{}`",
                            draft.name,
                            taken.key()
                        ),
                        "give one of the families another name",
                    ));
                }
                Entry::Vacant(free) => free.insert((draft.name.clone(), draft.line.number)),
            };
        }
        Ok(())
    }
}

/// A sample that has its family's name, which families of this kind don't write.
fn misnamed(open: &Draft<'_>, name: &str, line: Line<'_>) -> Result<(), Invalid> {
    if name != open.name {
        return Ok(());
    }
    let kind = open.kind();
    let samples: Vec<_> = kind.suffixes(open.syntax).iter().map(|suffix| format!("`{name}{suffix}`")).collect();
    let help = match (kind, name.strip_suffix("_total"), name.strip_suffix("_info")) {
        (FamilyKind::Counter, Some(family), _) => {
            format!("write `# TYPE {family} counter`: the suffix is the sample's")
        }
        (FamilyKind::Info, _, Some(family)) => format!("write `# TYPE {family} info`: the suffix is the sample's"),
        _ => format!("write {}", samples.join(", ")),
    };
    Err(line.invalid(format!("`{name}` is {}, which has no sample of its own name", kind.phrase()), help))
}
