//! One run of a workflow, as a server has it: its history, and what becomes of its tasks.

use std::time::{Duration, SystemTime};

use temporalio_common::protos::temporal::api::command::v1::{Command, command};
use temporalio_common::protos::temporal::api::common::v1::{Payload, Payloads, WorkflowExecution, WorkflowType};
use temporalio_common::protos::temporal::api::enums::v1::{EventType, WorkflowTaskFailedCause};
use temporalio_common::protos::temporal::api::history::v1::history_event::Attributes;
use temporalio_common::protos::temporal::api::history::v1::{
    History, HistoryEvent, TimerCanceledEventAttributes, TimerFiredEventAttributes, TimerStartedEventAttributes,
    WorkflowExecutionCancelRequestedEventAttributes, WorkflowExecutionCanceledEventAttributes,
    WorkflowExecutionCompletedEventAttributes, WorkflowExecutionContinuedAsNewEventAttributes,
    WorkflowExecutionFailedEventAttributes, WorkflowExecutionStartedEventAttributes,
    WorkflowExecutionTerminatedEventAttributes, WorkflowTaskCompletedEventAttributes,
    WorkflowTaskFailedEventAttributes, WorkflowTaskScheduledEventAttributes, WorkflowTaskStartedEventAttributes,
    WorkflowTaskTimedOutEventAttributes,
};
use temporalio_common::protos::temporal::api::taskqueue::v1::TaskQueue;

pub(crate) const QUEUE: &str = "orders";

/// How long ago each run has started, by the server's clock.
pub(crate) const AGE: Duration = Duration::from_secs(1_000);

#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) id: String,
    pub(crate) workflow_type: String,
    events: Vec<HistoryEvent>,
    /// A task is scheduled, and no worker has it.
    pub(crate) is_ready: bool,
    pub(crate) is_closed: bool,
    scheduled: i64,
    started: i64,
    /// The event with which the last task began whose result was accepted.
    pub(crate) previous_started: i64,
}

/// The task that a run is reset to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    First,
    Last,
}

/// The events of each run with which its first task is scheduled and begins.
const FIRST_TASK: (i64, i64) = (2, 3);

/// What a worker's answer to a task makes of a run.
pub(crate) enum Next {
    Goes,
    Closed,
    ContinuesWith(Option<Payloads>),
}

impl Run {
    pub(crate) fn new(number: usize, workflow_type: &str, input: Option<Payloads>) -> Self {
        let id = format!("run-{number}-{workflow_type}");
        let mut run = Self {
            id: id.clone(),
            workflow_type: workflow_type.to_owned(),
            events: Vec::new(),
            is_ready: false,
            is_closed: false,
            scheduled: 0,
            started: 0,
            previous_started: 0,
        };
        run.push(Attributes::WorkflowExecutionStartedEventAttributes(WorkflowExecutionStartedEventAttributes {
            workflow_type: Some(WorkflowType { name: workflow_type.to_owned() }),
            task_queue: Some(TaskQueue { name: QUEUE.to_owned(), ..TaskQueue::default() }),
            input,
            original_execution_run_id: id.clone(),
            first_execution_run_id: id,
            attempt: 1,
            ..WorkflowExecutionStartedEventAttributes::default()
        }));
        run.schedule();
        run
    }

    /// The input of a workflow that takes a number.
    pub(crate) fn number(number: u32) -> Payloads {
        let metadata = [("encoding".to_owned(), b"json/plain".to_vec())].into_iter().collect();
        Payloads { payloads: vec![Payload { metadata, data: number.to_string().into_bytes(), ..Payload::default() }] }
    }

    pub(crate) fn execution(&self) -> WorkflowExecution {
        WorkflowExecution { workflow_id: format!("workflow-of-{}", self.id), run_id: self.id.clone() }
    }

    pub(crate) fn history(&self) -> History {
        History { events: self.events.clone() }
    }

    /// A worker takes the task. Gives the number of the event.
    pub(crate) fn begin(&mut self) -> i64 {
        self.is_ready = false;
        let scheduled_event_id = self.scheduled;
        self.started = self.push(Attributes::WorkflowTaskStartedEventAttributes(WorkflowTaskStartedEventAttributes {
            scheduled_event_id,
            ..WorkflowTaskStartedEventAttributes::default()
        }));
        self.started
    }

    /// The task has failed, or its result was refused: it comes again.
    pub(crate) fn fail(&mut self, cause: WorkflowTaskFailedCause) {
        self.push(Attributes::WorkflowTaskFailedEventAttributes(WorkflowTaskFailedEventAttributes {
            scheduled_event_id: self.scheduled,
            started_event_id: self.started,
            cause: cause.into(),
            ..WorkflowTaskFailedEventAttributes::default()
        }));
        self.schedule();
    }

    /// Nobody has answered the task in time: it comes again.
    pub(crate) fn time_out(&mut self) {
        self.push(Attributes::WorkflowTaskTimedOutEventAttributes(WorkflowTaskTimedOutEventAttributes {
            scheduled_event_id: self.scheduled,
            started_event_id: self.started,
            ..WorkflowTaskTimedOutEventAttributes::default()
        }));
        self.schedule();
    }

    /// The task's result is accepted.
    pub(crate) fn complete(&mut self, commands: Vec<Command>) -> Next {
        self.previous_started = self.started;
        self.push(Attributes::WorkflowTaskCompletedEventAttributes(WorkflowTaskCompletedEventAttributes {
            scheduled_event_id: self.scheduled,
            started_event_id: self.started,
            ..WorkflowTaskCompletedEventAttributes::default()
        }));
        let mut next = Next::Goes;
        for command in commands.into_iter().filter_map(|command| command.attributes) {
            match self.obey(command) {
                Next::Goes => {}
                other => next = other,
            }
        }
        self.is_closed = !matches!(next, Next::Goes);
        next
    }

    fn obey(&mut self, command: command::Attributes) -> Next {
        use command::Attributes as Commands;
        match command {
            Commands::StartTimerCommandAttributes(timer) => {
                let is_short = timer.start_to_fire_timeout.as_ref().is_none_or(|time| time.seconds < 3_600);
                let started_event_id =
                    self.push(Attributes::TimerStartedEventAttributes(TimerStartedEventAttributes {
                        timer_id: timer.timer_id.clone(),
                        start_to_fire_timeout: timer.start_to_fire_timeout,
                        workflow_task_completed_event_id: self.last(),
                    }));
                if is_short {
                    let fired = TimerFiredEventAttributes { timer_id: timer.timer_id, started_event_id };
                    self.push(Attributes::TimerFiredEventAttributes(fired));
                    self.schedule();
                }
                return Next::Goes;
            }
            Commands::CancelTimerCommandAttributes(timer) => {
                let started = self.events.iter().rev().find(|event| event.event_type() == EventType::TimerStarted);
                self.push(Attributes::TimerCanceledEventAttributes(TimerCanceledEventAttributes {
                    timer_id: timer.timer_id,
                    started_event_id: started.map_or(0, |event| event.event_id),
                    workflow_task_completed_event_id: self.last(),
                    ..TimerCanceledEventAttributes::default()
                }));
                return Next::Goes;
            }
            Commands::CompleteWorkflowExecutionCommandAttributes(_) => {
                self.push(Attributes::WorkflowExecutionCompletedEventAttributes(
                    WorkflowExecutionCompletedEventAttributes::default(),
                ));
            }
            Commands::FailWorkflowExecutionCommandAttributes(_) => {
                self.push(Attributes::WorkflowExecutionFailedEventAttributes(
                    WorkflowExecutionFailedEventAttributes::default(),
                ));
            }
            Commands::CancelWorkflowExecutionCommandAttributes(_) => {
                self.push(Attributes::WorkflowExecutionCanceledEventAttributes(
                    WorkflowExecutionCanceledEventAttributes::default(),
                ));
            }
            Commands::ContinueAsNewWorkflowExecutionCommandAttributes(new) => {
                self.push(Attributes::WorkflowExecutionContinuedAsNewEventAttributes(
                    WorkflowExecutionContinuedAsNewEventAttributes::default(),
                ));
                return Next::ContinuesWith(new.input);
            }
            other => panic!("the frontend knows no {other:?}"),
        }
        Next::Closed
    }

    /// Somebody asks for the run to be cancelled.
    pub(crate) fn cancel(&mut self) {
        self.push(Attributes::WorkflowExecutionCancelRequestedEventAttributes(
            WorkflowExecutionCancelRequestedEventAttributes::default(),
        ));
        self.schedule();
    }

    /// Somebody ends the run without asking its worker.
    pub(crate) fn terminate(&mut self) {
        self.is_ready = false;
        self.is_closed = true;
        self.push(Attributes::WorkflowExecutionTerminatedEventAttributes(
            WorkflowExecutionTerminatedEventAttributes::default(),
        ));
    }

    /// A new run that goes on from where a task of this one began.
    pub(crate) fn reset(&self, number: usize, to: Task) -> Self {
        let mut new = self.clone();
        new.id = format!("run-{number}-{}", self.workflow_type);
        new.previous_started = if to == Task::First { 0 } else { FIRST_TASK.1 };
        if to == Task::First {
            (new.scheduled, new.started) = FIRST_TASK;
        }
        while new.last() > new.started {
            new.events.pop();
        }
        new.is_closed = false;
        new.fail(WorkflowTaskFailedCause::ResetWorkflow);
        new
    }

    fn schedule(&mut self) {
        self.is_ready = true;
        self.scheduled =
            self.push(Attributes::WorkflowTaskScheduledEventAttributes(WorkflowTaskScheduledEventAttributes {
                attempt: 1,
                ..WorkflowTaskScheduledEventAttributes::default()
            }));
    }

    fn last(&self) -> i64 {
        i64::try_from(self.events.len()).unwrap()
    }

    fn push(&mut self, attributes: Attributes) -> i64 {
        let event_id = self.last() + 1;
        self.events.push(HistoryEvent {
            event_id,
            event_time: Some((SystemTime::now() - AGE).into()),
            event_type: event_type(&attributes).into(),
            attributes: Some(attributes),
            ..HistoryEvent::default()
        });
        event_id
    }
}

fn event_type(attributes: &Attributes) -> EventType {
    match attributes {
        Attributes::WorkflowExecutionStartedEventAttributes(_) => EventType::WorkflowExecutionStarted,
        Attributes::WorkflowTaskScheduledEventAttributes(_) => EventType::WorkflowTaskScheduled,
        Attributes::WorkflowTaskStartedEventAttributes(_) => EventType::WorkflowTaskStarted,
        Attributes::WorkflowTaskCompletedEventAttributes(_) => EventType::WorkflowTaskCompleted,
        Attributes::WorkflowTaskFailedEventAttributes(_) => EventType::WorkflowTaskFailed,
        Attributes::WorkflowTaskTimedOutEventAttributes(_) => EventType::WorkflowTaskTimedOut,
        Attributes::TimerStartedEventAttributes(_) => EventType::TimerStarted,
        Attributes::TimerFiredEventAttributes(_) => EventType::TimerFired,
        Attributes::TimerCanceledEventAttributes(_) => EventType::TimerCanceled,
        Attributes::WorkflowExecutionCancelRequestedEventAttributes(_) => EventType::WorkflowExecutionCancelRequested,
        Attributes::WorkflowExecutionCompletedEventAttributes(_) => EventType::WorkflowExecutionCompleted,
        Attributes::WorkflowExecutionFailedEventAttributes(_) => EventType::WorkflowExecutionFailed,
        Attributes::WorkflowExecutionCanceledEventAttributes(_) => EventType::WorkflowExecutionCanceled,
        Attributes::WorkflowExecutionContinuedAsNewEventAttributes(_) => EventType::WorkflowExecutionContinuedAsNew,
        Attributes::WorkflowExecutionTerminatedEventAttributes(_) => EventType::WorkflowExecutionTerminated,
        other => panic!("the frontend writes no {other:?}"),
    }
}
