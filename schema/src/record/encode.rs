//! Writes a record while a constant is evaluated.

use super::{MAGIC, VERSION};
use crate::{Definition, Deprecation, Domain, Label, Native, Site};

/// How many bytes the record of a definition takes: the `N` for [`encode`].
pub const fn encoded_len(definition: &Definition) -> usize {
    HEADER + payload(Writer::<0>::new(), definition).len
}

/// The record of a definition, header included.
pub const fn encode<const N: usize>(definition: &Definition) -> [u8; N] {
    let length = encoded_len(definition) - HEADER;
    let header = Writer::<N>::new().bytes(&MAGIC).bytes(&VERSION.to_le_bytes()).count(length);
    payload(header, definition).bytes
}

/// The magic, the version and the length.
const HEADER: usize = MAGIC.len() + 2 + 4;

const fn payload<const N: usize>(out: Writer<N>, definition: &Definition) -> Writer<N> {
    let out = out
        .str(definition.name)
        .byte(definition.kind as u8)
        .byte(definition.number as u8)
        .optional_str(definition.unit)
        .str(definition.help);
    let out = labels(out, definition.labels);
    let out = native(buckets(out, definition.buckets), definition.native);
    let out = out.optional_str(definition.category).byte(match definition.stability {
        Some(stability) => stability as u8,
        None => 0,
    });
    let out = deprecation(out, definition.deprecated)
        .optional_u64(definition.max_series)
        .optional_u64(definition.worst_case().get());
    site(out, &definition.site)
}

const fn labels<const N: usize>(out: Writer<N>, labels: &[Label]) -> Writer<N> {
    let mut out = out.count(labels.len());
    let mut i = 0;
    while i < labels.len() {
        out = domain(out.str(labels[i].name), labels[i].domain);
        i += 1;
    }
    out
}

const fn domain<const N: usize>(out: Writer<N>, domain: Domain) -> Writer<N> {
    match domain {
        Domain::Closed(values) => {
            let mut out = out.byte(0).count(values.len());
            let mut i = 0;
            while i < values.len() {
                out = out.str(values[i]);
                i += 1;
            }
            out
        }
        Domain::Capped { max, overflow } => out.byte(1).u32(max).str(overflow),
        Domain::Constant => out.byte(2),
    }
}

const fn buckets<const N: usize>(out: Writer<N>, bounds: &[f64]) -> Writer<N> {
    let mut out = out.count(bounds.len());
    let mut i = 0;
    while i < bounds.len() {
        out = out.bytes(&bounds[i].to_le_bytes());
        i += 1;
    }
    out
}

const fn native<const N: usize>(out: Writer<N>, native: Option<Native>) -> Writer<N> {
    match native {
        Some(native) => out.byte(1).bytes(&native.schema.to_le_bytes()).u32(native.max_buckets),
        None => out.byte(0),
    }
}

const fn deprecation<const N: usize>(out: Writer<N>, deprecation: Option<Deprecation>) -> Writer<N> {
    match deprecation {
        Some(deprecation) => out.byte(1).optional_str(deprecation.since).optional_str(deprecation.replaced_by),
        None => out.byte(0),
    }
}

const fn site<const N: usize>(out: Writer<N>, site: &Site) -> Writer<N> {
    out.str(site.package).str(site.version).str(site.module).str(site.file).u32(site.line).u32(site.column)
}

/// Bytes that are written, or only counted where there is no room for any: `N` is 0.
struct Writer<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Writer<N> {
    const fn new() -> Self {
        Self { bytes: [0; N], len: 0 }
    }

    const fn byte(mut self, byte: u8) -> Self {
        if self.len < N {
            self.bytes[self.len] = byte;
        }
        self.len += 1;
        self
    }

    const fn bytes(mut self, bytes: &[u8]) -> Self {
        let mut i = 0;
        while i < bytes.len() {
            self = self.byte(bytes[i]);
            i += 1;
        }
        self
    }

    const fn u32(self, number: u32) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// The length of a string or list. One beyond `u32` could not have been compiled.
    #[expect(clippy::cast_possible_truncation, reason = "no constant is 4 GiB long")]
    const fn count(self, count: usize) -> Self {
        self.u32(count as u32)
    }

    const fn str(self, text: &str) -> Self {
        self.count(text.len()).bytes(text.as_bytes())
    }

    const fn optional_str(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.byte(1).str(text),
            None => self.byte(0),
        }
    }

    const fn optional_u64(self, number: Option<u64>) -> Self {
        match number {
            Some(number) => self.byte(1).bytes(&number.to_le_bytes()),
            None => self.byte(0),
        }
    }
}
