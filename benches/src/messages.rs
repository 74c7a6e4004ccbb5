//! Reads the messages of `io.prometheus.client`: as much of them as the subjects write.

use crate::exposition::key;

/// The samples of families, each behind its length, named as the text format names them. A bucket of a native histogram
/// is named by [`native_key`].
pub fn samples(mut bytes: &[u8]) -> Option<Vec<(String, f64)>> {
    let mut samples = Vec::new();
    while !bytes.is_empty() {
        family(delimited(&mut bytes)?, &mut samples)?;
    }
    Some(samples)
}

/// What a bucket of a native histogram is called here: by its schema, and its index there.
pub fn native_key(name: &str, labels: &[(&str, &str)], schema: i64, index: i64) -> String {
    let (schema, index) = (schema.to_string(), index.to_string());
    let labels: Vec<_> = labels.iter().copied().chain([("schema", &*schema), ("index", &*index)]).collect();
    key(&format!("{name}_native"), &labels)
}

fn family(bytes: &[u8], samples: &mut Vec<(String, f64)>) -> Option<()> {
    let fields = fields(bytes)?;
    let name = text(fields.iter().find(|(number, _)| *number == 1)?.1)?;
    fields.iter().filter(|(number, _)| *number == 4).try_for_each(|(_, value)| metric(name, value.bytes()?, samples))
}

fn metric(name: &str, bytes: &[u8], samples: &mut Vec<(String, f64)>) -> Option<()> {
    let fields = fields(bytes)?;
    let labels = fields.iter().filter(|(number, _)| *number == 1).map(|(_, value)| label(value.bytes()?));
    let labels: Vec<_> = labels.collect::<Option<_>>()?;
    for (number, value) in &fields {
        match number {
            2 | 3 => {
                let (_, value) = *self::fields(value.bytes()?)?.iter().find(|(number, _)| *number == 1)?;
                samples.push((key(name, &labels), value.double()?));
            }
            7 => histogram(name, &labels, value.bytes()?, samples)?,
            _ => {}
        }
    }
    Some(())
}

fn label(bytes: &[u8]) -> Option<(&str, &str)> {
    let fields = fields(bytes)?;
    let of = |wanted| fields.iter().find(|(number, _)| *number == wanted).map_or(Some(""), |(_, value)| text(*value));
    Some((of(1)?, of(2)?))
}

/// Its last bucket, which may be left out, is the count.
fn histogram(name: &str, labels: &[(&str, &str)], bytes: &[u8], samples: &mut Vec<(String, f64)>) -> Option<()> {
    let mut schema = 0;
    let mut spans = Vec::new();
    let mut deltas = Vec::new();
    for (number, value) in fields(bytes)? {
        match number {
            1 => {
                samples.push((key(&format!("{name}_count"), labels), value.whole()?));
                samples.push((bucket_key(name, labels, f64::INFINITY), value.whole()?));
            }
            2 => samples.push((key(&format!("{name}_sum"), labels), value.double()?)),
            3 => {
                let (count, bound) = bucket(value.bytes()?)?;
                if bound.is_finite() {
                    samples.push((bucket_key(name, labels, bound), count));
                }
            }
            5 => schema = value.signed()?,
            12 => spans.push(span(value.bytes()?)?),
            13 => deltas.extend(signed_numbers(value)?),
            _ => {}
        }
    }
    let mut index = 0;
    let mut count = 0;
    let mut deltas = deltas.into_iter();
    for (offset, length) in spans {
        index += offset;
        for _ in 0..length {
            count += deltas.next()?;
            samples.push((native_key(name, labels, schema, index), count as f64));
            index += 1;
        }
    }
    Some(())
}

fn bucket_key(name: &str, labels: &[(&str, &str)], bound: f64) -> String {
    let le = bound.to_string();
    let labels: Vec<_> = labels.iter().copied().chain([("le", &*le)]).collect();
    key(&format!("{name}_bucket"), &labels)
}

fn bucket(bytes: &[u8]) -> Option<(f64, f64)> {
    let (mut count, mut bound) = (0.0, 0.0);
    for (number, value) in fields(bytes)? {
        match number {
            1 => count = value.whole()?,
            2 => bound = value.double()?,
            _ => {}
        }
    }
    Some((count, bound))
}

/// How far it is from the last one, and how many buckets it has.
fn span(bytes: &[u8]) -> Option<(i64, u64)> {
    let (mut offset, mut length) = (0, 0);
    for (number, value) in fields(bytes)? {
        match (number, value) {
            (1, value) => offset = value.signed()?,
            (2, Value::Varint(value)) => length = value,
            _ => {}
        }
    }
    Some((offset, length))
}

/// Those of a repeated field, which may be packed.
fn signed_numbers(value: Value) -> Option<Vec<i64>> {
    let Value::Bytes(mut bytes) = value else { return Some(vec![value.signed()?]) };
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(Value::Varint(varint(&mut bytes)?).signed()?);
    }
    Some(numbers)
}

/// What a field holds, as it stands on the wire.
#[derive(Clone, Copy)]
enum Value<'b> {
    Varint(u64),
    Fixed(u64),
    Bytes(&'b [u8]),
}

impl<'b> Value<'b> {
    fn bytes(self) -> Option<&'b [u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    fn double(self) -> Option<f64> {
        if let Self::Fixed(bits) = self { Some(f64::from_bits(bits)) } else { None }
    }

    fn whole(self) -> Option<f64> {
        if let Self::Varint(value) = self { Some(value as f64) } else { None }
    }

    fn signed(self) -> Option<i64> {
        if let Self::Varint(value) = self {
            Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
        } else {
            None
        }
    }
}

fn text(value: Value<'_>) -> Option<&str> {
    str::from_utf8(value.bytes()?).ok()
}

fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, Value<'_>)>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let tag = varint(&mut bytes)?;
        let value = match tag & 7 {
            0 => Value::Varint(varint(&mut bytes)?),
            1 => {
                let (bits, rest) = bytes.split_first_chunk()?;
                bytes = rest;
                Value::Fixed(u64::from_le_bytes(*bits))
            }
            2 => Value::Bytes(delimited(&mut bytes)?),
            _ => return None,
        };
        fields.push((tag >> 3, value));
    }
    Some(fields)
}

fn delimited<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(varint(bytes)?).ok()?;
    let (message, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(message)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{native_key, samples};
    use crate::exposition::key;

    #[test]
    fn a_counter_has_a_name_labels_and_a_number() {
        // A family `x` of a metric with the label `a="b"` and a counter at 1.
        let counter = [10, 1, b'x', 34, 19, 10, 6, 10, 1, b'a', 18, 1, b'b', 26, 9, 9, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f];
        let behind_length: Vec<u8> = [24].into_iter().chain(counter).collect();
        assert_eq!(samples(&behind_length), Some(vec![(key("x", &[("a", "b")]), 1.0)]));
        assert_eq!(samples(&behind_length[..20]), None);
    }

    #[test]
    fn native_buckets_are_found_by_spans_and_differences() {
        // Schema 3; two buckets from index -1 on, and one after a gap of 2: with 3, 1 and 2 observations.
        let histogram = [40, 6, 98, 4, 8, 1, 16, 2, 98, 4, 8, 4, 16, 1, 106, 3, 6, 3, 2];
        let mut family = vec![10, 1, b'h', 34, 21, 58, 19];
        family.extend(histogram);
        family.insert(0, 26);
        let expected = [(-1, 3.0), (0, 1.0), (3, 2.0)].map(|(index, count)| (native_key("h", &[], 3, index), count));
        assert_eq!(samples(&family), Some(expected.to_vec()));
    }
}
