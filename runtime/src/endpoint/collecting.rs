//! Asks the functions that metrics are read from, without being at the mercy of any.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use crate::declaration::Source;
use crate::family::Family;
use crate::registry::Member;

/// What part of the time that is left one function may take, so that the others get their turn.
const SHARE: u32 = 4;

/// What the functions say, for each member; nothing where there is no function, and where it panics or does not return
/// in its time.
///
/// They run one after the other on a thread of their own. One that does not return keeps its thread, and is not asked
/// again before it has, so that there are never more such threads than functions.
pub(super) fn read(members: &[Member], deadline: Instant) -> Vec<Option<u64>> {
    let mut read = vec![None; members.len()];
    let functions = members.iter().enumerate().filter_map(|(position, member)| match member {
        Member::Family(family) => Some(Function { position, source: family.source()?, family: Arc::clone(family) }),
        Member::Own(_) => None,
    });
    let functions: Vec<_> = functions.collect();
    let mut rest = functions.as_slice();
    while !rest.is_empty() {
        let answers = ask(rest);
        rest = rest.get(take(rest, &answers, deadline, &mut read)..).unwrap_or_default();
    }
    read
}

/// A function, and whose it is.
#[derive(Clone)]
struct Function {
    /// The position of its family among the members.
    position: usize,
    family: Arc<Family>,
    source: Source,
}

/// Starts a thread that asks these functions.
fn ask(functions: &[Function]) -> Receiver<Option<u64>> {
    let (sender, answers) = channel();
    let functions = functions.to_vec();
    // If there is no thread to be had, the other end is gone, and each function counts as late.
    let _ = thread::Builder::new().name("lowcard-collect".to_owned()).spawn(move || {
        // Ends early when nobody listens any more: another thread asks the rest.
        let ask = |function: &Function| function.family.reading().ask_once(function.source);
        let _ = functions.iter().try_for_each(|function| sender.send(ask(function)));
    });
    answers
}

/// Takes the answers as they come, up to one that is late. Says how many functions are done with.
fn take(functions: &[Function], answers: &Receiver<Option<u64>>, deadline: Instant, read: &mut [Option<u64>]) -> usize {
    for (done, function) in functions.iter().enumerate() {
        let patience = deadline.saturating_duration_since(Instant::now()) / SHARE;
        let Ok(answer) = answers.recv_timeout(patience) else {
            function.family.reading().go_on_without();
            return done + 1;
        };
        if let Some(place) = read.get_mut(function.position) {
            *place = answer;
        }
    }
    functions.len()
}
