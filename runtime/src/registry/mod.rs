//! Where metric families are found by a scrape.

mod error;
mod own;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::{fmt, io};

use lowcard_schema::Definition;

use crate::declaration::Declaration;
use crate::encode::{Buffer, CHUNK, Encoder, Format, OpenMetrics, Protobuf, Text};
use crate::family::Family;
use crate::gather::Gathered;
use crate::storage::Readings;
use crate::switch;
use own::Own;

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
    /// How much room the next exposition is likely to need as one text.
    text_len: usize,
}

/// What a scrape finds in a registry.
pub(crate) enum Member {
    /// A family of the program.
    Family(Arc<Family>),
    /// One that says something of the registry itself.
    Own(Own),
}

impl Default for State {
    fn default() -> Self {
        let mut state = Self { families: BTreeMap::new(), claimed: HashMap::new(), refused: Vec::new(), text_len: 0 };
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
    /// metric is left out, and counted in `lowcard_collector_errors_total`.
    pub fn encode(&self, format: Format, writer: &mut impl io::Write) -> io::Result<()> {
        match format {
            Format::Text => self.write(Text, |chunk| writer.write_all(chunk.bytes())),
            Format::OpenMetrics => self.write(OpenMetrics { created: false }, |chunk| writer.write_all(chunk.bytes())),
            Format::Protobuf => self.write(Protobuf::default(), |chunk| writer.write_all(chunk.bytes())),
        }
    }

    /// Hands everything there is to `write`, a chunk at a time. Each family is read when it is its turn.
    fn write<E: Encoder, F>(
        &self,
        mut encoder: E,
        mut write: impl FnMut(&E::Buffer) -> Result<(), F>,
    ) -> Result<(), F> {
        let mut chunk = E::Buffer::for_chunks();
        let mut readings = Readings::default();
        for family in self.families() {
            let gathered = family.gather(Family::read_source, readings);
            let mut next = Some(0);
            while let Some(from) = next {
                next = encoder.family(&mut chunk, &gathered, from);
                if chunk.len() >= CHUNK {
                    write(&chunk)?;
                    chunk.clear();
                }
            }
            readings = gathered.into_readings();
        }
        encoder.end(&mut chunk);
        if chunk.len() > 0 { write(&chunk) } else { Ok(()) }
    }

    /// The family of a declaration, which is the same for every handle that it has in this registry.
    pub(crate) fn register(&self, declaration: &'static Declaration) -> Result<Arc<Family>, RegisterError> {
        let mut state = self.state();
        let registered = state.register(declaration);
        if let Err(error) = &registered {
            state.remember(error);
        }
        registered
    }

    /// The family of a declaration; one that no scrape sees if it is refused.
    pub(crate) fn register_or_detach(&self, declaration: &'static Declaration) -> Arc<Family> {
        self.register(declaration).unwrap_or_else(|_| Arc::new(Family::new(declaration)))
    }

    /// The families by name, with the registry's own among them. There are none while metrics are off, so that nothing
    /// of them is read.
    pub(crate) fn families(&self) -> Vec<Member> {
        if switch::is_off() {
            return Vec::new();
        }
        let (families, refused) = {
            let state = self.state();
            (state.families.values().cloned().collect::<Vec<_>>(), state.refused.len())
        };
        let own = own::families(&families, refused).map(Member::Own);
        let mut members: Vec<Member> = own.chain(families.into_iter().map(Member::Family)).collect();
        members.sort_by_key(|member| member.definition().name);
        members
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing of the user's runs under the lock, and no change to the state can stop halfway.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Member {
    pub(crate) fn definition(&self) -> &'static Definition {
        match self {
            Self::Family(family) => family.definition(),
            Self::Own(own) => own.definition,
        }
    }

    /// Reads its series. `read` asks the function that a family is read from, if it is.
    pub(crate) fn gather(&self, read: impl FnOnce(&Family) -> Option<u64>, readings: Readings) -> Gathered {
        match self {
            Self::Family(family) => Gathered::from_family(family, read(family), readings),
            Self::Own(own) => own.gather(readings),
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

    /// Keeps the error for those who did not get it.
    fn remember(&mut self, error: &RegisterError) {
        if !self.refused.iter().any(|known| std::ptr::eq(known.again(), error.again())) {
            self.refused.push(error.clone());
        }
    }
}
