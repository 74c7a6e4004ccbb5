//! This program, run again for one row alone.

use std::env;
use std::io;
use std::process::{Command, Output};

use super::requests::Switch;
#[cfg(feature = "temporal")]
use super::temporal;
use super::updates::Kind;
use super::{instructions, memory};
use crate::workload::Sequence;

/// The arguments of such a run. Some peers have a registry of the process, and callgrind counts a process.
#[derive(Clone, Copy)]
pub(super) enum Row {
    /// Bytes for a series of this world.
    Memory { world: usize, threads: usize },
    /// Only do the work.
    Update { kind: Kind, subject: usize, sequence: Sequence, repeats: u64 },
    /// Only answer requests.
    Requests { switch: Switch, subject: usize, repeats: u64 },
    /// Only do what Temporal's SDK asks.
    #[cfg(feature = "temporal")]
    Temporal { meter: usize },
}

impl Row {
    /// The command that runs it.
    pub(super) fn command(self) -> io::Result<Command> {
        let mut command = Command::new(env::current_exe()?);
        command.arg("row");
        match self {
            Self::Memory { world, threads } => command.args(["memory", &world.to_string(), &threads.to_string()]),
            Self::Requests { switch, subject, repeats } => {
                command.args([switch.word(), &subject.to_string(), &repeats.to_string()])
            }
            #[cfg(feature = "temporal")]
            Self::Temporal { meter } => command.args(["temporal", &meter.to_string()]),
            Self::Update { kind, subject, sequence, repeats } => {
                command.args([kind.word(), &subject.to_string(), sequence.word(), &repeats.to_string()])
            }
        };
        Ok(command)
    }

    fn parse(arguments: &[&str]) -> Option<Self> {
        match *arguments {
            ["memory", world, threads] => {
                Some(Self::Memory { world: world.parse().ok()?, threads: threads.parse().ok()? })
            }
            #[cfg(feature = "temporal")]
            ["temporal", meter] => Some(Self::Temporal { meter: meter.parse().ok()? }),
            [switch, subject, repeats] => Some(Self::Requests {
                switch: Switch::ALL.into_iter().find(|known| known.word() == switch)?,
                subject: subject.parse().ok()?,
                repeats: repeats.parse().ok()?,
            }),
            [kind, subject, sequence, repeats] => Some(Self::Update {
                kind: Kind::ALL.into_iter().find(|known| known.word() == kind)?,
                subject: subject.parse().ok()?,
                sequence: Sequence::ALL.into_iter().find(|known| known.word() == sequence)?,
                repeats: repeats.parse().ok()?,
            }),
            _ => None,
        }
    }

    fn run(self) -> Result<String, String> {
        match self {
            Self::Memory { world, threads } => memory::row(world, threads),
            Self::Update { kind, subject, sequence, repeats } => instructions::row(kind, subject, sequence, repeats),
            Self::Requests { switch, subject, repeats } => instructions::answers(switch, subject, repeats),
            #[cfg(feature = "temporal")]
            Self::Temporal { meter } => temporal::row(meter),
        }
    }
}

/// Runs what follows `row` on the command line, and says what is to be printed; nothing if it is no row.
pub fn answer(arguments: &[&str]) -> Option<Result<String, String>> {
    Row::parse(arguments).map(Row::run)
}

/// What a command has said, if it succeeded.
pub(super) fn output(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() { Ok(output) } else { Err(last_line(&output.stderr)) }
}

fn last_line(stderr: &[u8]) -> String {
    String::from_utf8_lossy(stderr).trim().lines().next_back().unwrap_or("failed without a word").to_owned()
}
