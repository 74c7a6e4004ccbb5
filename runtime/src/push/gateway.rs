//! A group of a Pushgateway.

use std::time::{Duration, Instant};

use http::uri::Scheme;
use http::{Request, Uri};

use super::address::Address;
use super::attempt::attempt;
use super::error::{Cause, PushError};
use super::grouping::Grouping;
use super::invalid::PushgatewayError;
use super::request::{PushMethod, request};
use super::time_limit::{LONGEST, within};
use super::tries::tries;
use crate::credentials::Credentials;
use crate::encode::{Encoder, Protobuf, label_pairs};
use crate::gather::{Gathered, Series};
use crate::registry::Registry;
use crate::switch;

/// Pushes registries to one group of a [Pushgateway], for jobs that end before anybody scrapes them.
///
/// A group is named by a job and by the labels of [`grouping`](Self::grouping), which all of its metrics get. There is
/// no `instance` among them unless it is stated: a run of a job is no machine. A gateway never forgets a group;
/// [`delete`](Self::delete) it when the job is given up.
///
/// - Each method tries again what may pass: no connection, or a status of 5xx or 429. All of it happens within the time
///   limit, name resolution and functions that metrics are [read from](macro@crate::metric) included. What is not done
///   then is left to itself on the thread that it runs on.
/// - Where metrics are turned off for the process, `put` and `post` do nothing.
/// - They wait: in async code, call them where blocking is fine.
/// - The body is delimited protobuf, so that native histograms arrive. An empty registry is fine; `put` then empties the
///   group.
/// - Redirects are not followed, and no proxy is used.
/// - TLS is not built in. With a url of `https`, the methods that push fail at once; [`request`](Self::request) is there
///   for a client that has TLS.
///
/// To push once at the end of a job, whatever that end is, use a [`Job`](crate::Job).
///
/// ```no_run
/// use std::time::Duration;
///
/// use lowcard::{Credentials, Pushgateway, Registry};
///
/// let gateway = Pushgateway::new("http://pushgateway:9091", "nightly_import")?
///     .grouping("region", "eu")?
///     .credentials(Credentials::basic("importer", "secret")?)
///     .time_limit(Duration::from_secs(3))
///     .retries(1);
/// gateway.put(Registry::global())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [Pushgateway]: https://github.com/prometheus/pushgateway
#[derive(Clone, Debug)]
#[must_use = "nothing is pushed before `put`, `post` or `delete`"]
pub struct Pushgateway {
    address: Address,
    grouping: Grouping,
    /// The group's, which follows from the two.
    url: Uri,
    credentials: Option<Credentials>,
    time_limit: Duration,
    retries: u32,
}

impl Pushgateway {
    /// The group of a job, with no other labels. The url is that of the gateway, as `http://pushgateway:9091`; it may
    /// have a path.
    ///
    /// # Errors
    ///
    /// If the url is none of a gateway, or has credentials in it, or the name of the job is empty.
    pub fn new(url: &str, job: &str) -> Result<Self, PushgatewayError> {
        let (address, grouping) = (Address::parse(url)?, Grouping::new(job)?);
        let url = address.of_group(&grouping)?;
        Ok(Self { address, grouping, url, credentials: None, time_limit: Duration::from_secs(5), retries: 2 })
    }

    /// Adds a label to what the group is named by. The value may be any text, also an empty one.
    ///
    /// # Errors
    ///
    /// If no label can have this name, or the group has it already.
    pub fn grouping(mut self, label: &str, value: &str) -> Result<Self, PushgatewayError> {
        self.grouping.add(label, value)?;
        self.url = self.address.of_group(&self.grouping)?;
        Ok(self)
    }

    /// Shows these to the gateway, or to the proxy before it. Without TLS, whoever is on the way can read them.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// How long a push may take, all tries together: 5 seconds if nothing is said, and a day at most.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit.min(LONGEST);
        self
    }

    /// How often a push that failed is tried again, 2 times if nothing is said. There is a pause of 200 ms before the
    /// first retry, and twice as long a one before each next.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Replaces the group by what is in the registry.
    ///
    /// # Errors
    ///
    /// If the gateway could not be reached in time, or did not take it.
    pub fn put(&self, registry: &Registry) -> Result<(), PushError> {
        self.push(PushMethod::Put, registry)
    }

    /// Replaces those metric families of the group that the registry has too, and keeps the others.
    ///
    /// # Errors
    ///
    /// If the gateway could not be reached in time, or did not take it.
    pub fn post(&self, registry: &Registry) -> Result<(), PushError> {
        self.push(PushMethod::Post, registry)
    }

    /// Removes the group. It is no error if there is none.
    ///
    /// # Errors
    ///
    /// If the gateway could not be reached in time, or did not do it.
    pub fn delete(&self) -> Result<(), PushError> {
        self.push(PushMethod::Delete, &Registry::new())
    }

    /// The request that a push sends, for a client of your own that has TLS, a proxy or an async runtime. Functions that
    /// metrics are [read from](macro@crate::metric) are called here, on this thread.
    ///
    /// # Errors
    ///
    /// If a metric has a label that the group has too.
    ///
    /// ```
    /// use lowcard::{PushMethod, Pushgateway, Registry};
    ///
    /// let gateway = Pushgateway::new("https://push.example", "nightly_import")?.grouping("path", "/srv")?;
    /// let request = gateway.request(PushMethod::Put, Registry::global())?;
    /// assert_eq!(request.uri(), "https://push.example/metrics/job/nightly_import/path@base64/L3Nydg");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn request(&self, method: PushMethod, registry: &Registry) -> Result<Request<Vec<u8>>, PushError> {
        let body = match method {
            PushMethod::Put | PushMethod::Post => self.body(registry).map_err(|cause| self.error(method, cause))?,
            PushMethod::Delete => Vec::new(),
        };
        Ok(request(method, &self.url, self.credentials.as_ref(), body))
    }

    fn push(&self, method: PushMethod, registry: &Registry) -> Result<(), PushError> {
        if switch::is_off() && method != PushMethod::Delete {
            return Ok(()); // what an earlier run has pushed is worth more than nothing
        }
        if self.url.scheme() == Some(&Scheme::HTTPS) {
            return Err(self.error(method, Cause::Tls));
        }
        let (gateway, registry) = (self.clone(), registry.clone());
        let deadline = Instant::now() + self.time_limit;
        within(self.time_limit, move || gateway.send(method, &registry, deadline))
            .unwrap_or_else(|unfinished| Err(self.error(method, Cause::of_unfinished(&unfinished, self.time_limit))))
    }

    fn send(&self, method: PushMethod, registry: &Registry, deadline: Instant) -> Result<(), PushError> {
        let request = self.request(method, registry)?;
        tries(self.retries, deadline, |left| attempt(&request, left))
            .map_err(|failed| self.error(method, Cause::of_failed(failed, self.time_limit)))
    }

    fn body(&self, registry: &Registry) -> Result<Vec<u8>, Cause> {
        let mut body = Vec::new();
        let mut encoder = Protobuf::default();
        registry.read(|gathered| {
            self.keeps_labels_apart(gathered)?;
            let mut next = Some(0);
            while let Some(from) = next {
                next = encoder.family(&mut body, gathered, from);
            }
            Ok(())
        })?;
        Ok(body)
    }

    /// A gateway makes one series of those that differ in a label of the group alone, and does not say so.
    fn keeps_labels_apart(&self, gathered: &Gathered) -> Result<(), Cause> {
        let label_of_group = |series: Series<'_>| {
            let mut labels = label_pairs(&gathered.metadata, series.head).map(|(name, _)| name);
            labels.find(|name| self.grouping.has(name)).map(str::to_owned)
        };
        let taken = gathered.series(0).find_map(label_of_group);
        let metric = &gathered.metadata.name;
        taken.map_or(Ok(()), |label| Err(Cause::LabelOfGroup { metric: metric.to_string(), label }))
    }

    fn error(&self, method: PushMethod, cause: Cause) -> PushError {
        PushError::new(method, &self.url, cause)
    }
}
