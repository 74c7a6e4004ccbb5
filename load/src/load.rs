//! A load: who is asked for what, and the two ways to ask.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::panic;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use crate::answer::Answer;
use crate::connection::Connection;
use crate::pace::wait_until;
use crate::plan::{Due, Plan};
use crate::{Answered, Error, Latencies, Outcome, Request};

/// From the last connection to the first request, so that every thread is there in time.
const LEAD: Duration = Duration::from_millis(10);
/// The most connections, each of which is a thread.
const MOST: u32 = 1_000;

/// Requests for a server on this machine.
#[derive(Clone, Debug)]
pub struct Load {
    server: SocketAddr,
    mix: Vec<Written>,
    connections: u32,
    patience: Duration,
}

/// A request, and its bytes.
#[derive(Clone, Debug)]
struct Written {
    request: Request,
    bytes: Vec<u8>,
}

/// What one connection has seen.
#[derive(Default)]
struct Seen {
    /// By the place of the request in the mix.
    counts: BTreeMap<usize, u64>,
    latencies: Vec<Duration>,
    since_sending: Vec<Duration>,
    last: Option<Instant>,
}

impl Load {
    /// The requests in the order in which they are sent, again and again. An address that is not loopback is refused.
    pub fn new(server: SocketAddr, mix: Vec<Request>) -> Result<Self, Error> {
        if !server.ip().to_canonical().is_loopback() {
            return Err(Error::NotLoopback(server));
        }
        if mix.is_empty() {
            return Err(Error::NothingToSend);
        }
        let written = |request: Request| Written { bytes: request.written(server), request };
        let mix = mix.into_iter().map(written).collect();
        Ok(Self { server, mix, connections: 8, patience: Duration::from_secs(10) })
    }

    /// How many connections there are, from 1 to 1,000: 8 unless stated.
    #[must_use]
    pub fn connections(mut self, connections: u32) -> Self {
        self.connections = connections.clamp(1, MOST);
        self
    }

    /// How long a request may take, from when it is to be sent to the last byte of its answer: 10 seconds unless
    /// stated. A run ends by then after its last request.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience.max(Duration::from_millis(1));
        self
    }

    /// Sends a request every so often, through the connections in turn. One whose connection is still waiting for an
    /// answer is sent late, and its latency counts from when it was to be sent.
    ///
    /// A thread sleeps until just before that moment and spins through the last 200 µs, as it would be woken up too
    /// late by about as much as a fast answer takes. That costs CPU time: keep the server on another CPU.
    pub fn open_loop(&self, every: Duration, requests: u32) -> Result<Outcome, Error> {
        self.run(requests, |start| {
            start.checked_add(every.checked_mul(requests)?)?.checked_add(self.patience)?;
            Some(Plan::Open { start, every, requests, connections: self.connections })
        })
    }

    /// Sends on each connection as soon as it has its answer, for so long, and no more than so many.
    pub fn closed_loop(&self, time: Duration, requests: u32) -> Result<Outcome, Error> {
        self.run(requests, |start| {
            let end = start.checked_add(time)?;
            end.checked_add(self.patience)?;
            Some(Plan::Closed { end, requests, next: AtomicU32::new(0) })
        })
    }

    fn run(&self, requests: u32, plan: impl FnOnce(Instant) -> Option<Plan>) -> Result<Outcome, Error> {
        if requests == 0 {
            return Err(Error::NothingToSend);
        }
        let failed = |error| Error::Start { server: self.server, error };
        let connections = (0..self.connections).map(|_| Connection::open(self.server, self.patience));
        let connections = connections.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let start = Instant::now() + LEAD;
        let plan = plan(start).ok_or(Error::TooLong)?;
        let failure = OnceLock::new();
        let seen = thread::scope(|scope| {
            let work = |(number, connection)| {
                let (plan, failure) = (&plan, &failure);
                thread::Builder::new().spawn_scoped(scope, move || {
                    wait_until(start, || failure.get().is_some());
                    self.work(number, connection, plan, failure)
                })
            };
            let workers = (0..).zip(connections).map(work).collect::<Result<Vec<_>, _>>();
            // A thread that did not come is a failure, which those that did are to see.
            let workers = workers.map_err(|error| _ = failure.set(failed(error))).unwrap_or_default();
            workers.into_iter().map(joined).collect::<Vec<_>>()
        });
        match failure.into_inner() {
            Some(error) => Err(error),
            None => Ok(self.outcome(seen, start)),
        }
    }

    /// What the thread of a connection does. The first failure of any of them ends the run.
    fn work(&self, number: u32, mut connection: Connection, plan: &Plan, failure: &OnceLock<Error>) -> Seen {
        let mut seen = Seen::default();
        for turns in 0.. {
            let Some(due) = plan.due(number, turns) else { break };
            if let Some(at) = due.at {
                wait_until(at, || failure.get().is_some());
            }
            if failure.get().is_some() {
                break;
            }
            if let Err((request, why)) = self.exchange(&mut connection, &due, &mut seen) {
                let request = format!("{} http://{}{}", request.method, self.server, request.path);
                // Of several failures, the first is the one to tell.
                let _ = failure.set(Error::Answer { request, before: turns, why });
                break;
            }
        }
        seen
    }

    /// One request and its answer.
    fn exchange(&self, connection: &mut Connection, due: &Due, seen: &mut Seen) -> Result<(), (&Request, String)> {
        let place = due.number as usize % self.mix.len();
        let Written { request, bytes } = &self.mix[place];
        let sent = Instant::now();
        let intended = due.at.unwrap_or(sent);
        let answer = connection.exchange(bytes, &request.method, intended + self.patience);
        let now = Instant::now();
        let answer = answer.map_err(|broken| (request, broken.to_string()))?;
        expected(request, &answer).map_err(|why| (request, why))?;
        *seen.counts.entry(place).or_default() += 1;
        seen.latencies.push(now - intended);
        seen.since_sending.push(now - sent);
        seen.last = Some(now);
        Ok(())
    }

    fn outcome(&self, seen: Vec<Seen>, start: Instant) -> Outcome {
        let mut counts = BTreeMap::new();
        for (place, count) in seen.iter().flat_map(|seen| &seen.counts) {
            let Request { method, template, status, .. } = &self.mix[*place].request;
            let answered = Answered { method: method.clone(), template: template.clone(), status: *status };
            *counts.entry(answered).or_default() += count;
        }
        let took = seen.iter().filter_map(|seen| seen.last).max().map_or(Duration::ZERO, |last| last - start);
        let (latencies, since_sending): (Vec<_>, Vec<_>) =
            seen.into_iter().map(|seen| (seen.latencies, seen.since_sending)).unzip();
        let [latencies, since_sending] = [latencies, since_sending].map(|each| Latencies::new(each.concat()));
        Outcome { counts, latencies, since_sending, took }
    }
}

/// What a thread has seen. Its panic would be a mistake of ours, and not an outcome.
fn joined(worker: ScopedJoinHandle<'_, Seen>) -> Seen {
    worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
}

/// Whether the answer is the one that was expected.
fn expected(request: &Request, answer: &Answer) -> Result<(), String> {
    if answer.status == request.status {
        return Ok(());
    }
    Err(format!("answered with {} instead of {}: {:?}", answer.status, request.status, answer.beginning()))
}
