//! What stands around the code of each workflow.

use std::sync::Arc;
use std::time::SystemTime;

use temporalio_sdk::workflow_interceptors::{
    ExecuteWorkflowInput, ExecuteWorkflowResult, WorkflowInterceptor, WorkflowInterceptorConstructor,
    WorkflowInterceptorContext, WorkflowInterceptorFuture, WorkflowNext,
};
use temporalio_sdk::{WorkflowContextView, WorkflowTermination};

use crate::guard::guarded;
use crate::workflows::{Run, Workflows};

/// Makes one for each run that a worker has in memory.
pub(crate) fn constructor(workflows: &Arc<Workflows>) -> WorkflowInterceptorConstructor {
    let workflows = Arc::clone(workflows);
    WorkflowInterceptorConstructor::new(move |view: &WorkflowContextView| Interceptor {
        run: workflows.run(view.run_id()),
        workflow_type: view.workflow_type().into(),
        started: view.start_time(),
        workflows: Arc::clone(&workflows),
    })
}

/// Notes when the code of one run begins and returns. It changes nothing, so that a replay finds what it did before.
struct Interceptor {
    workflows: Arc<Workflows>,
    run: Run,
    workflow_type: Box<str>,
    /// By the server's clock.
    started: Option<SystemTime>,
}

impl WorkflowInterceptor for Interceptor {
    fn execute<'a>(
        &'a self,
        context: WorkflowInterceptorContext,
        input: ExecuteWorkflowInput,
        next: WorkflowNext<'a, ExecuteWorkflowInput, WorkflowInterceptorFuture<'a, ExecuteWorkflowResult>>,
    ) -> WorkflowInterceptorFuture<'a, ExecuteWorkflowResult> {
        if !context.is_replaying() {
            guarded(|| self.workflows.begun(self.run, &self.workflow_type));
        }
        WorkflowInterceptorFuture::new(async move {
            let result = next.run(input).await;
            if !context.is_replaying() && !matches!(result, Err(WorkflowTermination::Evicted)) {
                guarded(|| self.returned());
            }
            result
        })
    }
}

impl Interceptor {
    /// Clocks of two machines may differ: what ends before it began took no time.
    fn returned(&self) {
        if let Some(started) = self.started {
            let duration = SystemTime::now().duration_since(started).unwrap_or_default();
            self.workflows.returned(self.run, &self.workflow_type, duration);
        }
    }
}

impl Drop for Interceptor {
    fn drop(&mut self) {
        guarded(|| self.workflows.left(self.run, &self.workflow_type));
    }
}
