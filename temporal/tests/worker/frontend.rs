//! What stands in for a Temporal server, in this process: it answers the SDK's own client, call by call.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use prost::Message;
use temporalio_client::callback_based::{CallbackBasedGrpcService, GrpcRequest, GrpcSuccessResponse};
use temporalio_client::tonic::Status;
use temporalio_common::protos::temporal::api::common::v1::{Payloads, WorkflowType};
use temporalio_common::protos::temporal::api::enums::v1::{TaskQueueKind, WorkflowTaskFailedCause};
use temporalio_common::protos::temporal::api::history::v1::History;
use temporalio_common::protos::temporal::api::namespace::v1::{NamespaceInfo, namespace_info};
use temporalio_common::protos::temporal::api::query::v1::WorkflowQuery;
use temporalio_common::protos::temporal::api::taskqueue::v1::TaskQueue;
use temporalio_common::protos::temporal::api::worker::v1::WorkerHeartbeat;
use temporalio_common::protos::temporal::api::workflowservice::v1::{
    DescribeNamespaceResponse, PollWorkflowTaskQueueRequest, PollWorkflowTaskQueueResponse,
    RecordWorkerHeartbeatRequest, RespondQueryTaskCompletedRequest, RespondWorkflowTaskCompletedRequest,
    RespondWorkflowTaskFailedRequest,
};
use tokio::sync::Notify;

use super::run::{Next, QUEUE, Run, Task};

/// How long a poll waits for a task.
const POLL: Duration = Duration::from_millis(200);
/// How long a test waits for what it wants.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Default)]
pub(crate) struct Frontend {
    state: Arc<Mutex<State>>,
    changed: Arc<Notify>,
}

#[derive(Default)]
struct State {
    runs: Vec<Run>,
    /// Runs that somebody asks something.
    queries: Vec<usize>,
    answered: usize,
    /// How many ends of runs are to be refused.
    refusals: usize,
    refused: usize,
    failed_tasks: usize,
    /// What is to be lost of the next answer to a task.
    losing: Option<Loss>,
    has_lost: bool,
    /// What workers last said of themselves.
    heartbeats: Vec<WorkerHeartbeat>,
}

/// What is lost of a worker's answer to a task, so that the worker waits for ever.
#[derive(Clone, Copy)]
pub(crate) enum Loss {
    /// The server never hears of it.
    Answer,
    /// The server takes it, and the worker never hears that it did.
    Acceptance,
}

impl Frontend {
    pub(crate) fn service(&self) -> CallbackBasedGrpcService {
        let frontend = self.clone();
        CallbackBasedGrpcService {
            callback: Arc::new(move |request| {
                let frontend = frontend.clone();
                Box::pin(async move { frontend.answer(request).await })
            }),
        }
    }

    /// Starts a workflow. Gives the number of its run.
    pub(crate) fn start(&self, workflow_type: &str) -> usize {
        self.start_with(workflow_type, None)
    }

    pub(crate) fn start_with(&self, workflow_type: &str, input: Option<Payloads>) -> usize {
        let mut state = self.state();
        let number = state.runs.len();
        state.runs.push(Run::new(number, workflow_type, input));
        drop(state);
        self.changed.notify_waiters();
        number
    }

    /// Refuses so many of the next ends of runs, as a server does when a signal came meanwhile.
    pub(crate) fn refuse(&self, times: usize) {
        self.state().refusals = times;
    }

    pub(crate) fn cancel(&self, run: usize) {
        self.state().runs[run].cancel();
        self.changed.notify_waiters();
    }

    pub(crate) fn terminate(&self, run: usize) {
        self.state().runs[run].terminate();
    }

    /// Loses this of the next answer to a task, as when a process ends at that moment.
    pub(crate) fn lose(&self, loss: Loss) {
        self.state().losing = Some(loss);
    }

    pub(crate) async fn until_lost(&self) {
        self.until("an answer is lost", |state| state.has_lost).await;
    }

    /// Gives the task of a run to the next worker, as the last one doesn't answer.
    pub(crate) fn time_out(&self, run: usize) {
        self.state().runs[run].time_out();
        self.changed.notify_waiters();
    }

    /// Has a closed run go on from this task, as another run.
    pub(crate) fn reset(&self, run: usize, to: Task) -> usize {
        let mut state = self.state();
        let number = state.runs.len();
        let new = state.runs[run].reset(number, to);
        state.runs.push(new);
        drop(state);
        self.changed.notify_waiters();
        number
    }

    /// Asks a closed run something, and waits for the answer.
    pub(crate) async fn query(&self, run: usize) {
        let before = self.state().answered;
        self.state().queries.push(run);
        self.changed.notify_waiters();
        self.until("the query is answered", |state| state.answered > before).await;
    }

    pub(crate) async fn until_closed(&self, run: usize) {
        self.until("the run is closed", |state| state.runs.get(run).is_some_and(|run| run.is_closed)).await;
    }

    /// Until the worker has answered the first task of a run, which then waits for something.
    pub(crate) async fn until_waiting(&self, run: usize) {
        self.until("the run waits", |state| state.runs[run].previous_started > 0 && !state.runs[run].is_ready).await;
    }

    pub(crate) fn history(&self, run: usize) -> History {
        self.state().runs[run].history()
    }

    /// Until the worker says of itself what is asked for.
    pub(crate) async fn until_heard(&self, is_it: impl Fn(&WorkerHeartbeat) -> bool) {
        self.until("the worker says so", |state| state.heartbeats.iter().any(&is_it)).await;
    }

    pub(crate) fn refused(&self) -> usize {
        self.state().refused
    }

    pub(crate) fn failed_tasks(&self) -> usize {
        self.state().failed_tasks
    }

    async fn until(&self, what: &str, is_so: impl Fn(&State) -> bool) {
        let wait = async {
            while !is_so(&self.state()) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("waited in vain until {what}"));
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    async fn answer(&self, request: GrpcRequest) -> Result<GrpcSuccessResponse, Status> {
        let proto = match &*request.rpc {
            "PollWorkflowTaskQueue" => self.poll(&decoded(&request)).await.encode_to_vec(),
            "RespondWorkflowTaskCompleted" => self.hear(decoded(&request)).await.map(|()| Vec::new())?,
            "RespondWorkflowTaskFailed" => {
                self.fail(&decoded(&request));
                Vec::new()
            }
            "RespondQueryTaskCompleted" => {
                let _answer: RespondQueryTaskCompletedRequest = decoded(&request);
                self.state().answered += 1;
                Vec::new()
            }
            "PollActivityTaskQueue" | "PollNexusTaskQueue" => {
                tokio::time::sleep(POLL).await;
                Vec::new()
            }
            "DescribeNamespace" => namespace().encode_to_vec(),
            "RecordWorkerHeartbeat" => {
                let request: RecordWorkerHeartbeatRequest = decoded(&request);
                self.state().heartbeats = request.worker_heartbeat;
                Vec::new()
            }
            // An empty message is an answer without anything in it.
            "GetSystemInfo" | "ShutdownWorker" => Vec::new(),
            other => return Err(Status::unimplemented(other.to_owned())),
        };
        Ok(GrpcSuccessResponse { headers: Default::default(), proto })
    }

    /// All tasks are on the queue that workers share, with the whole history, as if each run had just come from elsewhere.
    async fn poll(&self, request: &PollWorkflowTaskQueueRequest) -> PollWorkflowTaskQueueResponse {
        let is_sticky = request.task_queue.as_ref().is_some_and(|queue| queue.kind() == TaskQueueKind::Sticky);
        let wait = async {
            loop {
                let changed = self.changed.notified();
                if let Some(task) = (!is_sticky).then(|| self.task()).flatten() {
                    return task;
                }
                changed.await;
            }
        };
        tokio::time::timeout(POLL, wait).await.unwrap_or_default()
    }

    fn task(&self) -> Option<PollWorkflowTaskQueueResponse> {
        let mut state = self.state();
        if let Some(number) = state.queries.pop() {
            let query = WorkflowQuery { query_type: "status".to_owned(), ..WorkflowQuery::default() };
            let run = &state.runs[number];
            return Some(PollWorkflowTaskQueueResponse { query: Some(query), ..response(number, run) });
        }
        let number = state.runs.iter().position(|run| run.is_ready)?;
        let started_event_id = state.runs[number].begin();
        Some(PollWorkflowTaskQueueResponse { started_event_id, ..response(number, &state.runs[number]) })
    }

    async fn hear(&self, request: RespondWorkflowTaskCompletedRequest) -> Result<(), Status> {
        let loss = self.state().losing.take();
        if !matches!(loss, Some(Loss::Answer)) {
            self.complete(request)?;
        }
        if loss.is_some() {
            self.state().has_lost = true;
            std::future::pending::<()>().await;
        }
        Ok(())
    }

    fn complete(&self, request: RespondWorkflowTaskCompletedRequest) -> Result<(), Status> {
        use temporalio_common::protos::temporal::api::command::v1::command::Attributes as Commands;
        let number = number(&request.task_token);
        let mut state = self.state();
        let is_end = request.commands.iter().any(|command| {
            let goes_on = matches!(
                command.attributes,
                Some(Commands::StartTimerCommandAttributes(_) | Commands::CancelTimerCommandAttributes(_))
            );
            !goes_on
        });
        if state.runs[number].is_closed {
            return Err(Status::not_found("the workflow is closed"));
        }
        if is_end && state.refusals > 0 {
            state.refusals -= 1;
            state.refused += 1;
            state.runs[number].fail(WorkflowTaskFailedCause::UnhandledCommand);
            drop(state);
            self.changed.notify_waiters();
            return Err(Status::invalid_argument("UnhandledCommand"));
        }
        if let Next::ContinuesWith(input) = state.runs[number].complete(request.commands) {
            let new = Run::new(state.runs.len(), &state.runs[number].workflow_type, input);
            state.runs.push(new);
        }
        drop(state);
        self.changed.notify_waiters();
        Ok(())
    }

    fn fail(&self, request: &RespondWorkflowTaskFailedRequest) {
        let mut state = self.state();
        state.failed_tasks += 1;
        state.runs[number(&request.task_token)].fail(WorkflowTaskFailedCause::WorkflowWorkerUnhandledFailure);
        drop(state);
        self.changed.notify_waiters();
    }
}

/// One in which workers say how they are.
fn namespace() -> DescribeNamespaceResponse {
    let capabilities = namespace_info::Capabilities { worker_heartbeats: true, ..Default::default() };
    let info = NamespaceInfo { capabilities: Some(capabilities), ..NamespaceInfo::default() };
    DescribeNamespaceResponse { namespace_info: Some(info), ..DescribeNamespaceResponse::default() }
}

fn response(number: usize, run: &Run) -> PollWorkflowTaskQueueResponse {
    PollWorkflowTaskQueueResponse {
        task_token: number.to_string().into_bytes(),
        workflow_execution: Some(run.execution()),
        workflow_type: Some(WorkflowType { name: run.workflow_type.clone() }),
        workflow_execution_task_queue: Some(TaskQueue { name: QUEUE.to_owned(), ..TaskQueue::default() }),
        previous_started_event_id: run.previous_started,
        attempt: 1,
        history: Some(run.history()),
        scheduled_time: Some(SystemTime::now().into()),
        started_time: Some(SystemTime::now().into()),
        ..PollWorkflowTaskQueueResponse::default()
    }
}

fn number(token: &[u8]) -> usize {
    std::str::from_utf8(token).unwrap().parse().unwrap()
}

fn decoded<M: Message + Default>(request: &GrpcRequest) -> M {
    M::decode(request.proto.clone()).unwrap()
}
