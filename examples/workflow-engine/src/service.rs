//! The service: it starts workflows, and hands on what happens to them.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::put;
use serde::Deserialize;
use temporalio_client::errors::{WorkflowInteractionError, WorkflowStartError};
use temporalio_client::{Client, WorkflowCancelOptions, WorkflowHandle, WorkflowSignalOptions, WorkflowStartOptions};

use crate::delivery::{self, DeliverParcel};
use crate::metrics::HttpMetrics;
use crate::order::{Card, FulfilOrder};
use crate::refund::DecideRefund;

/// Whom it asks, and where the worker looks.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) client: Client,
    pub(crate) task_queue: String,
}

#[derive(Deserialize)]
struct Payment {
    #[serde(default)]
    card: Card,
}

#[derive(Deserialize)]
struct Decision {
    approved: bool,
}

#[derive(Deserialize)]
struct Attempts {
    #[serde(default)]
    missed: u32,
}

pub(crate) fn routes(desk: Desk) -> Router {
    Router::new()
        .route("/orders/{id}", put(order))
        .route("/deliveries/{id}", put(deliver))
        .route("/refunds/{id}", put(refund).delete(withdraw))
        .route("/refunds/{id}/decision", put(decide))
        .layer(HttpMetrics::layer())
        .with_state(desk)
}

async fn order(State(desk): State<Desk>, Path(id): Path<String>, Query(payment): Query<Payment>) -> Answer {
    let options = WorkflowStartOptions::new(&desk.task_queue, format!("order-{id}")).build();
    started(desk.client.start_workflow(FulfilOrder::run, payment.card, options).await)
}

async fn deliver(State(desk): State<Desk>, Path(id): Path<String>, Query(attempts): Query<Attempts>) -> Answer {
    let options = WorkflowStartOptions::new(&desk.task_queue, format!("delivery-{id}"));
    let options = options.retry_policy(delivery::attempts()).build();
    started(desk.client.start_workflow(DeliverParcel::run, attempts.missed, options).await)
}

async fn refund(State(desk): State<Desk>, Path(id): Path<String>) -> Answer {
    let options = WorkflowStartOptions::new(&desk.task_queue, refund_id(&id)).build();
    started(desk.client.start_workflow(DecideRefund::run, (), options).await)
}

async fn decide(State(desk): State<Desk>, Path(id): Path<String>, Query(decision): Query<Decision>) -> Answer {
    let refund = desk.client.get_workflow_handle::<DecideRefund>(refund_id(&id));
    told(refund.signal(DecideRefund::decide, decision.approved, WorkflowSignalOptions::default()).await)
}

async fn withdraw(State(desk): State<Desk>, Path(id): Path<String>) -> Answer {
    let refund = desk.client.get_workflow_handle::<DecideRefund>(refund_id(&id));
    told(refund.cancel(WorkflowCancelOptions::default()).await)
}

fn refund_id(id: &str) -> String {
    format!("refund-{id}")
}

/// A status, with a reason if it is a refusal.
type Answer = (StatusCode, String);

fn started<W>(outcome: Result<WorkflowHandle<Client, W>, WorkflowStartError>) -> Answer {
    match outcome {
        Ok(_) => (StatusCode::ACCEPTED, String::new()),
        Err(WorkflowStartError::AlreadyStarted { .. }) => (StatusCode::CONFLICT, "it is there already\n".to_owned()),
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error}\n")),
    }
}

fn told(outcome: Result<(), WorkflowInteractionError>) -> Answer {
    match outcome {
        Ok(()) => (StatusCode::ACCEPTED, String::new()),
        Err(WorkflowInteractionError::NotFound(_)) => (StatusCode::NOT_FOUND, "there is none that runs\n".to_owned()),
        Err(error) => (StatusCode::BAD_GATEWAY, format!("{error}\n")),
    }
}
