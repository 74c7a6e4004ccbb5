//! The connections that are open, and which of them goes when there are too many.

use std::rc::Rc;

use tokio::net::TcpStream;
use tokio::task::{JoinHandle, spawn_local};
use tokio::time::timeout;

use super::ServerLimits;
use super::connection;
use super::phase::Phase;
use super::route::Route;

/// The connections that are open.
pub(super) struct Connections {
    limits: ServerLimits,
    route: Rc<Route>,
    open: Vec<Open>,
}

/// A connection's task, which ends the connection when it is aborted. A panic in it ends that connection only.
struct Open {
    phase: Rc<Phase>,
    task: JoinHandle<()>,
}

impl Connections {
    pub(super) fn new(route: Route, limits: ServerLimits) -> Self {
        Self { limits, route: Rc::new(route), open: Vec::new() }
    }

    /// Serves one more, if there is room or can be made.
    pub(super) fn admit(&mut self, stream: TcpStream) {
        self.open.retain(|connection| !connection.task.is_finished());
        if self.open.len() < self.limits.connections || self.displace() {
            let phase = Rc::new(Phase::new(self.limits));
            let serving = connection::serve(stream, Rc::clone(&self.route), Rc::clone(&phase), self.limits.head_size);
            self.open.push(Open { phase, task: spawn_local(serving) });
        }
    }

    /// Closes the one that has been waiting longest for a request. False if all are being answered.
    fn displace(&mut self) -> bool {
        let waiting = self.open.iter().enumerate().filter(|(_, connection)| connection.phase.is_waiting());
        let longest = waiting.min_by_key(|(_, connection)| connection.phase.since()).map(|(position, _)| position);
        longest.map(|position| self.open.swap_remove(position).task.abort()).is_some()
    }

    /// Closes those that wait for a request, and the others when they are answered or their time is up.
    pub(super) async fn finish(self) {
        for connection in &self.open {
            if connection.phase.is_waiting() {
                connection.task.abort();
            } else {
                connection.phase.make_last();
            }
        }
        let ended = async {
            for connection in self.open {
                let _panicked = connection.task.await;
            }
        };
        let _late = timeout(self.limits.shutdown_time, ended).await;
    }
}
