//! A Pushgateway of the test's own.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;

use serde::Deserialize;

use crate::http::{Request, Response};
use crate::server::Server;
use crate::{proto, tool};

/// The one user of a gateway that asks for credentials.
const USER: &str = "ada";
const PASSWORD: &str = "s3cret: with a colon";
/// The password as bcrypt has it, for the user.
const USERS: &str = "basic_auth_users:\n  ada: '$2b$04$uHjJLV4Y0/Dk98NwUy7X9OLyegJjP/9qKbIKVzNEIaGgg6l0v/.jG'\n";

/// The two as a client sends them. A gateway without users passes them over.
const AUTHORIZATION: &str = "Basic YWRhOnMzY3JldDogd2l0aCBhIGNvbG9u";

const PROTOBUF: &str = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

/// A running Pushgateway, which keeps what is pushed in memory. It is gone when this is dropped.
pub struct Pushgateway {
    server: Server,
    address: SocketAddr,
}

/// A group, as the gateway's API tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Group {
    /// What it is grouped by, `job` included.
    pub labels: BTreeMap<String, String>,
    /// Whether the last push into it was taken.
    pub last_push_successful: bool,
}

#[derive(Deserialize)]
struct Groups {
    data: Vec<Group>,
}

impl Pushgateway {
    /// Starts one that takes everything from everybody.
    #[track_caller]
    pub fn start() -> Self {
        Self::with("")
    }

    /// Starts one that asks for the credentials of [`user_and_password`](Self::user_and_password).
    #[track_caller]
    pub fn with_a_user() -> Self {
        Self::with(USERS)
    }

    #[track_caller]
    fn with(configuration: &str) -> Self {
        let flags = ["--web.config.file=web.yml", "--persistence.file="].map(str::to_owned);
        let mut server = Server::start("the Pushgateway", tool::PUSHGATEWAY, &flags, ("web.yml", configuration));
        let address = server.ready();
        Self { server, address }
    }

    /// Whom one that was started with a user lets in.
    pub fn user_and_password() -> (&'static str, &'static str) {
        (USER, PASSWORD)
    }

    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it answers, as a url.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What a Prometheus would scrape, as text.
    #[track_caller]
    pub fn metrics(&self) -> String {
        self.ask("/metrics").text().to_owned()
    }

    /// The same in protobuf, which has native histograms.
    #[track_caller]
    pub fn families(&self) -> Vec<proto::Family> {
        let request = Request::get(self.address, "/metrics").header("Authorization", AUTHORIZATION);
        proto::parse(&request.header("Accept", PROTOBUF).send().body)
    }

    /// The groups that it has, in order.
    #[track_caller]
    pub fn groups(&self) -> Vec<Group> {
        let response = self.ask("/api/v1/metrics");
        match serde_json::from_slice(&response.body) {
            Ok(Groups { mut data }) => {
                data.sort();
                data
            }
            Err(error) => panic!("the groups are not told as expected ({error}): {}", response.text()),
        }
    }

    #[track_caller]
    fn ask(&self, path: &str) -> Response {
        Request::get(self.address, path).header("Authorization", AUTHORIZATION).send()
    }

    /// Stops it as it is: it takes connections, and never answers.
    #[track_caller]
    pub fn freeze(&self) {
        let frozen = Command::new("sh").args(["-c", &format!("kill -STOP {}", self.server.id())]).status();
        assert!(frozen.is_ok_and(|status| status.success()), "the Pushgateway can't be stopped");
    }
}
