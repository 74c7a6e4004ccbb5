//! How a run of a workflow ends, as far as its worker has a say in it.

/// How a run ended. One that the server terminates, or whose time is up, ends without its worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Completed,
    Failed,
    Cancelled,
    ContinuedAsNew,
}

impl End {
    /// What a counter of the SDK counts, if that is ends of runs. It does so once the server has accepted them.
    pub(crate) fn of_counter(name: &str) -> Option<Self> {
        match name {
            "temporal_workflow_completed" => Some(Self::Completed),
            "temporal_workflow_failed" => Some(Self::Failed),
            "temporal_workflow_canceled" => Some(Self::Cancelled),
            "temporal_workflow_continue_as_new" => Some(Self::ContinuedAsNew),
            _ => None,
        }
    }
}
