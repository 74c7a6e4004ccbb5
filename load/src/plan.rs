//! Which request is whose turn, and when.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// How a run goes on from request to request. They are numbered in the order in which they are to be sent.
pub(crate) enum Plan {
    /// Each has its time and its connection, whatever the server does.
    Open { start: Instant, every: Duration, requests: u32, connections: u32 },
    /// A connection takes the next one as soon as it is free.
    Closed { end: Instant, requests: u32, next: AtomicU32 },
}

/// A request that is to be sent.
pub(crate) struct Due {
    pub(crate) number: u32,
    /// When; none is as soon as possible.
    pub(crate) at: Option<Instant>,
}

impl Plan {
    /// What a connection sends next, after it has had `turns` answers. None if it is done.
    pub(crate) fn due(&self, connection: u32, turns: u32) -> Option<Due> {
        match self {
            Self::Open { start, every, requests, connections } => {
                let number = turns.checked_mul(*connections)?.checked_add(connection)?;
                let at = || start.checked_add(every.checked_mul(number)?);
                (number < *requests).then(at)?.map(|at| Due { number, at: Some(at) })
            }
            // Each connection has one turn at least, so that no run is without an answer.
            Self::Closed { end, .. } if turns > 0 && Instant::now() >= *end => None,
            Self::Closed { requests, next, .. } => {
                let number = next.fetch_update(Relaxed, Relaxed, |next| (next < *requests).then_some(next + 1));
                number.ok().map(|number| Due { number, at: None })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(plan: &Plan, connection: u32) -> Vec<u32> {
        (0..).map_while(|turns| plan.due(connection, turns)).map(|due| due.number).collect()
    }

    #[test]
    fn an_open_plan_gives_each_request_a_time_and_a_connection() {
        let (start, every) = (Instant::now(), Duration::from_millis(3));
        let plan = Plan::Open { start, every, requests: 7, connections: 3 };
        assert_eq!([0, 1, 2].map(|connection| numbers(&plan, connection)), [vec![0, 3, 6], vec![1, 4], vec![2, 5]]);
        assert_eq!(plan.due(1, 1).and_then(|due| due.at), Some(start + every * 4));
    }

    #[test]
    fn a_closed_plan_ends_with_its_requests() {
        let end = Instant::now() + Duration::from_hours(1);
        let plan = Plan::Closed { end, requests: 3, next: AtomicU32::new(0) };
        assert_eq!(plan.due(1, 0).map(|due| due.number), Some(0));
        assert_eq!(numbers(&plan, 0), [1, 2]);
        assert!(plan.due(1, 1).is_none());
    }

    #[test]
    fn a_closed_plan_whose_time_is_over_has_one_turn_for_each() {
        let plan = Plan::Closed { end: Instant::now(), requests: 100, next: AtomicU32::new(0) };
        assert_eq!([numbers(&plan, 0), numbers(&plan, 1)], [[0], [1]]);
    }
}
