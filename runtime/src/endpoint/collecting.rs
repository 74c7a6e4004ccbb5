//! Asks code that is not ours, without being at the mercy of any: functions that metrics are read from, and collectors.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use crate::reading::Asked;

/// What part of the time that is left one of them may take, so that the others get their turn.
const SHARE: u32 = 4;

/// What each says; nothing where it panics or does not return in its time.
///
/// They run one after the other on a thread of their own. One that does not return keeps its thread, and is not asked
/// again before it has, so that there are never more such threads than functions and collectors.
pub(super) fn ask_all<A: Asked>(all: &[Arc<A>], deadline: Instant) -> Vec<Option<A::Answer>> {
    let mut said = Vec::with_capacity(all.len());
    while let Some(rest) = all.get(said.len()..).filter(|rest| !rest.is_empty()) {
        let answers = start(rest);
        take(rest, &answers, deadline, &mut said);
    }
    said
}

/// Starts a thread that asks these.
fn start<A: Asked>(asked: &[Arc<A>]) -> Receiver<Option<A::Answer>> {
    let (sender, answers) = channel();
    let asked = asked.to_vec();
    // If there is no thread to be had, the other end is gone, and each counts as late.
    let _ = thread::Builder::new().name("lowcard-collect".to_owned()).spawn(move || {
        // Ends early when nobody listens any more: another thread asks the rest.
        let _ = asked.iter().try_for_each(|one| sender.send(one.ask_once()));
    });
    answers
}

/// Takes the answers as they come, up to one that is late.
fn take<A: Asked>(
    asked: &[Arc<A>],
    answers: &Receiver<Option<A::Answer>>,
    deadline: Instant,
    said: &mut Vec<Option<A::Answer>>,
) {
    for one in asked {
        let patience = deadline.saturating_duration_since(Instant::now()) / SHARE;
        let Ok(answer) = answers.recv_timeout(patience) else {
            one.go_on_without();
            return said.push(None);
        };
        said.push(answer);
    }
}
