//! Where metric families are found by a scrape.

mod error;
mod own;
mod sources;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use lowcard_schema::Definition;

use crate::collector::{AttachError, Attached, Collector, CollectorError, merge};
use crate::declaration::Declaration;
use crate::encode::{Buffer, CHUNK, Encoder, Format, OpenMetrics, Protobuf, Text};
use crate::family::Family;
use crate::gather::Gathered;
use crate::reading::Asked;
use crate::storage::Readings;
use crate::switch;
use own::Own;
use sources::{Answers, Sources};

pub use error::{Difference, RegisterError, RegisterErrors};

/// A set of metric families that is scraped as one.
///
/// Most programs need only [`Registry::global`], where `static` metrics are. Tests, and programs with several tenants,
/// make their own. A clone is the same registry.
///
/// ```
/// use lowcard::Registry;
///
/// assert_eq!(Registry::new().encode_text(), "");
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    state: Arc<Mutex<State>>,
}

struct State {
    /// The families, in the order in which they are exposed.
    families: BTreeMap<&'static str, Arc<Family>>,
    /// Whose each name is that a sample or a family takes up.
    claimed: HashMap<String, &'static Definition>,
    refused: Vec<RegisterError>,
    /// In the order in which they were attached.
    collectors: Vec<Arc<Attached>>,
    /// How much room the next exposition is likely to need as one text.
    text_len: usize,
}

/// What a scrape finds in a registry.
pub(crate) enum Member {
    /// A family of the program, and what the function says that it is read from, if it is.
    Family(Arc<Family>, Option<u64>),
    /// One that says something of the registry itself.
    Own(Own),
    /// One that collectors have described, with all that they said of it.
    Collected(Gathered),
}

impl Default for State {
    fn default() -> Self {
        let mut state = Self {
            families: BTreeMap::new(),
            claimed: HashMap::new(),
            refused: Vec::new(),
            collectors: Vec::new(),
            text_len: 0,
        };
        own::definitions().for_each(|definition| state.claim(definition));
        state
    }
}

impl Registry {
    /// A registry without metrics.
    pub fn new() -> Self {
        Self::default()
    }

    /// The registry of the process, which every `static` metric belongs to.
    pub fn global() -> &'static Self {
        static GLOBAL: LazyLock<Registry> = LazyLock::new(Registry::new);
        &GLOBAL
    }

    /// Why metrics were not admitted, each once. The updates of a `static` that was touched all the same are in no scrape.
    ///
    /// The metric `lowcard_refused_families` has their number.
    pub fn refused(&self) -> Vec<RegisterError> {
        self.state().refused.clone()
    }

    /// Asks this collector with each scrape, and exposes what it says beside what is declared. The name tells it from
    /// others in `lowcard_collector_errors_total`. What it describes may not have the name of a metric that is declared;
    /// two collectors may add series to one family.
    ///
    /// # Errors
    ///
    /// If a collector of this name is attached already.
    pub fn attach(&self, name: impl Into<String>, collector: impl Collector) -> Result<(), AttachError> {
        let attached = Attached::new(name.into(), collector);
        let mut state = self.state();
        if state.collectors.iter().any(|other| other.name() == attached.name()) {
            return Err(AttachError { name: attached.name().to_string() });
        }
        state.collectors.push(Arc::new(attached));
        Ok(())
    }

    /// Asks the collector of this name no more. Says whether there was one.
    pub fn detach(&self, name: &str) -> bool {
        let mut detached = Vec::new(); // dropped last, as what drops with it is not ours, and may use the registry
        let mut state = self.state();
        detached.extend(state.collectors.extract_if(.., |attached| **attached.name() == *name));
        drop(state);
        !detached.is_empty()
    }

    /// What was left out of expositions because of the collectors that are attached: each cause once for each family,
    /// and no more than 32 for each collector. All of it is counted in `lowcard_collector_errors_total`.
    pub fn collector_errors(&self) -> Vec<CollectorError> {
        self.sources().collectors.iter().flat_map(|attached| attached.errors()).collect()
    }

    /// Everything there is, in the Prometheus text format 0.0.4.
    pub fn encode_text(&self) -> String {
        let mut text = String::with_capacity(self.state().text_len);
        let Ok(()) = self.write(Text, |chunk| {
            text.push_str(chunk);
            Ok::<(), Infallible>(())
        });
        self.state().text_len = text.len() + text.len() / 16; // room for some more digits
        text
    }

    /// Writes everything there is, in chunks of about 64 KiB. An error is the writer's.
    ///
    /// No lock is held meanwhile, so a slow writer delays nobody; what is updated during the writing may or may not be
    /// in it. A function that a metric is read from is called here, on this thread; if it panics and panics unwind, its
    /// metric is left out, and counted in `lowcard_collector_errors_total`. The same holds for a
    /// collector.
    pub fn encode(&self, format: Format, writer: &mut impl io::Write) -> io::Result<()> {
        match format {
            Format::Text => self.write(Text, |chunk| writer.write_all(chunk.bytes())),
            Format::OpenMetrics => self.write(OpenMetrics { created: false }, |chunk| writer.write_all(chunk.bytes())),
            Format::Protobuf => self.write(Protobuf::default(), |chunk| writer.write_all(chunk.bytes())),
        }
    }

    /// Hands everything there is to `write`, a chunk at a time.
    fn write<E: Encoder, F>(
        &self,
        mut encoder: E,
        mut write: impl FnMut(&E::Buffer) -> Result<(), F>,
    ) -> Result<(), F> {
        let mut chunk = E::Buffer::for_chunks();
        self.read(|gathered| {
            let mut next = Some(0);
            while let Some(from) = next {
                next = encoder.family(&mut chunk, gathered, from);
                if chunk.len() >= CHUNK {
                    write(&chunk)?;
                    chunk.clear();
                }
            }
            Ok(())
        })?;
        encoder.end(&mut chunk);
        if chunk.len() > 0 { write(&chunk) } else { Ok(()) }
    }

    /// Asks all functions and collectors, on this thread, and then reads each family when it is its turn.
    pub(crate) fn read<F>(&self, mut each: impl FnMut(&Gathered) -> Result<(), F>) -> Result<(), F> {
        let mut readings = Readings::default();
        let sources = self.sources();
        let numbers: Vec<_> = sources.functions.iter().map(|function| function.ask()).collect();
        let families: Vec<_> = sources.collectors.iter().map(|collector| collector.ask()).collect();
        for member in self.members(sources.answered(numbers, families)) {
            let gathered = member.gather(readings);
            each(&gathered)?;
            readings = gathered.into_readings();
        }
        Ok(())
    }

    /// The family of a declaration, which is the same for every handle that it has in this registry.
    pub(crate) fn register(&self, declaration: &'static Declaration) -> Result<Arc<Family>, RegisterError> {
        let registered = self.state().admit(declaration);
        if let Ok(family) = &registered {
            family.ask_for_constants(); // without the lock, as the function is not ours
        }
        registered
    }

    /// The family of a declaration; one that no scrape sees if it is refused.
    pub(crate) fn register_or_detach(&self, declaration: &'static Declaration) -> Arc<Family> {
        self.register(declaration).unwrap_or_else(|_| Arc::new(Family::new(declaration)))
    }

    /// The metrics that are admitted by now.
    #[cfg(feature = "prometheus")]
    pub(crate) fn definitions(&self) -> Vec<&'static Definition> {
        self.state().families.values().map(|family| family.definition()).collect()
    }

    /// What tells it from other registries.
    #[cfg(feature = "prometheus")]
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.state).addr()
    }

    /// Whether the thread is asking one of its collectors, and so is in the middle of reading it.
    #[cfg(feature = "prometheus")]
    pub(crate) fn is_being_read(&self) -> bool {
        self.sources().collectors.iter().any(|attached| attached.is_being_asked())
    }

    /// What has to be asked before the registry can be read; nothing while metrics are off.
    pub(crate) fn sources(&self) -> Sources {
        if switch::is_off() {
            return Sources::default();
        }
        let state = self.state();
        let functions = state.families.values().filter(|family| family.source().is_some());
        Sources { functions: functions.cloned().collect(), collectors: state.collectors.clone() }
    }

    /// The families by name: those of the program, those that collectors have just described, and the registry's own.
    /// There are none while metrics are off.
    pub(crate) fn members(&self, answers: Answers) -> Vec<Member> {
        if switch::is_off() {
            return Vec::new();
        }
        let Answers { numbers, collected } = answers;
        let (families, collectors, refused) = {
            let state = self.state();
            (state.families.values().cloned().collect::<Vec<_>>(), state.collectors.clone(), state.refused.len())
        };
        // Without the lock, which a metric's first update takes: collectors may have much to say. Later than the families
        // above, so that the names of all of them are claimed.
        let collected = merge(collected, |name| self.state().claimed.get(name).copied());
        let own = own::families(&families, &collectors, refused);
        let families = families.into_iter().map(|family| {
            let said = numbers.get(family.definition().name).copied();
            Member::Family(family, said)
        });
        let collected = collected.into_iter().map(Member::Collected);
        let mut members: Vec<Member> = own.map(Member::Own).chain(families).chain(collected).collect();
        members.sort_by(|left, right| left.name().cmp(right.name()));
        members
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing of the user's runs under the lock, and no change to the state can stop halfway.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Member {
    fn name(&self) -> &str {
        match self {
            Self::Family(family, _) => family.definition().name,
            Self::Own(own) => own.definition.name,
            Self::Collected(gathered) => &gathered.metadata.name,
        }
    }

    /// Reads its series into room that is used again.
    pub(crate) fn gather(self, readings: Readings) -> Gathered {
        match self {
            Self::Family(family, said) => Gathered::from_family(&family, said, readings),
            Self::Own(own) => own.gather(readings),
            Self::Collected(gathered) => gathered,
        }
    }
}

/// The names of the families.
impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registry")?;
        f.debug_set().entries(self.state().families.keys()).finish()
    }
}

impl State {
    /// Registers it, and keeps the error for those who do not get it.
    fn admit(&mut self, declaration: &'static Declaration) -> Result<Arc<Family>, RegisterError> {
        let registered = self.register(declaration);
        if let Err(error) = &registered
            && !self.refused.iter().any(|known| std::ptr::eq(known.again(), error.again()))
        {
            self.refused.push(error.clone());
        }
        registered
    }

    fn register(&mut self, declaration: &'static Declaration) -> Result<Arc<Family>, RegisterError> {
        let definition = declaration.definition();
        if let Some(family) = self.families.get(definition.name)
            && std::ptr::eq(family.declaration(), declaration)
        {
            return Ok(Arc::clone(family));
        }
        if let Some(error) = self.clash(definition) {
            return Err(error);
        }
        self.claim(definition);
        let family = Arc::new(Family::new(declaration));
        self.families.insert(definition.name, Arc::clone(&family));
        Ok(family)
    }

    fn claim(&mut self, definition: &'static Definition) {
        self.claimed.extend(definition.claimed_names().into_iter().map(|name| (name, definition)));
    }

    /// What is in the way of a definition: one of the same name before one that merely shares a sample's name.
    fn clash(&self, again: &'static Definition) -> Option<RegisterError> {
        let owner = |name: &str| self.claimed.get(name).copied();
        if let Some(first) = owner(again.name).filter(|first| first.name == again.name) {
            return Some(RegisterError::declared_twice(first, again));
        }
        let shared = again.claimed_names().into_iter().find_map(|name| owner(&name).map(|first| (name, first)));
        shared.map(|(name, first)| RegisterError::Overlap { first, again, name })
    }
}
