//! The wire format of protobuf: fields of a number and a value, and messages behind their lengths.

/// Where fields go: into memory, or only into a length.
pub(super) trait Out {
    /// Appends one byte.
    fn byte(&mut self, byte: u8);

    /// Appends bytes as they are.
    fn raw(&mut self, bytes: &[u8]);

    /// Appends a message behind its length.
    fn message(&mut self, field: u32, write: impl FnOnce(&mut Self));
}

impl Out for Vec<u8> {
    fn byte(&mut self, byte: u8) {
        self.push(byte);
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    /// The length is known afterwards. Most need no more than the byte that is left for it, others move the message.
    fn message(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        key(self, field, Wire::Bytes);
        let start = self.len();
        self.push(0);
        write(self);
        let end = self.len();
        let (first, rest) = split((end - start - 1) as u64);
        if rest > 0 {
            varint(self, rest);
            let more = self.len() - end;
            if let Some(message) = self.get_mut(start + 1..) {
                message.rotate_right(more);
            }
        }
        if let Some(length) = self.get_mut(start) {
            *length = first;
        }
    }
}

/// How many bytes there would be.
pub(super) struct Length(pub(super) usize);

impl Out for Length {
    fn byte(&mut self, _byte: u8) {
        self.0 += 1;
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }

    fn message(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        key(self, field, Wire::Bytes);
        let start = self.0;
        write(self);
        varint(self, (self.0 - start) as u64);
    }
}

/// How a field's value is written, which stands beside its number.
#[derive(Clone, Copy)]
enum Wire {
    Varint = 0,
    Double = 1,
    Bytes = 2,
}

fn key(out: &mut impl Out, field: u32, wire: Wire) {
    varint(out, u64::from(field << 3 | wire as u32));
}

pub(super) fn whole(out: &mut impl Out, field: u32, value: u64) {
    key(out, field, Wire::Varint);
    varint(out, value);
}

pub(super) fn signed(out: &mut impl Out, field: u32, value: i64) {
    key(out, field, Wire::Varint);
    signed_varint(out, value);
}

pub(super) fn double(out: &mut impl Out, field: u32, value: f64) {
    key(out, field, Wire::Double);
    out.raw(&value.to_le_bytes());
}

pub(super) fn text(out: &mut impl Out, field: u32, value: &str) {
    bytes(out, field, value.as_bytes());
}

pub(super) fn bytes(out: &mut impl Out, field: u32, value: &[u8]) {
    key(out, field, Wire::Bytes);
    varint(out, value.len() as u64);
    out.raw(value);
}

pub(super) fn varint(out: &mut impl Out, value: u64) {
    let (mut byte, mut rest) = split(value);
    while rest > 0 {
        out.byte(byte);
        (byte, rest) = split(rest);
    }
    out.byte(byte);
}

/// Numbers near 0 are short, whatever their sign.
pub(super) fn signed_varint(out: &mut impl Out, value: i64) {
    varint(out, (value << 1 ^ value >> 63).cast_unsigned());
}

/// The first byte of a number, which says whether others follow, and the number that they make.
fn split(value: u64) -> (u8, u64) {
    let (low, rest) = ((value & 0x7f) as u8, value >> 7);
    (if rest > 0 { low | 0x80 } else { low }, rest)
}

#[cfg(test)]
mod tests {
    use super::{Length, Out, double, signed, text, varint, whole};

    fn nested(out: &mut impl Out, length: usize) {
        out.message(1, |out| {
            whole(out, 1, 300);
            out.message(2, |out| {
                text(out, 1, &"x".repeat(length));
                signed(out, 2, -1);
            });
            double(out, 300, 1.5);
        });
    }

    #[test]
    fn messages_stand_behind_their_lengths_however_long_they_are() {
        for length in [0, 1, 100, 121, 122, 127, 128, 129, 16_383, 16_384, 3_000_000] {
            let mut out = Vec::new();
            nested(&mut out, length);
            let mut measured = Length(0);
            nested(&mut measured, length);
            assert_eq!(measured.0, out.len());

            let mut value = vec![10];
            varint(&mut value, length as u64);
            value.extend(std::iter::repeat_n(b'x', length).chain([16, 1]));
            let mut inner = vec![8, 0xac, 0x02, 18];
            varint(&mut inner, value.len() as u64);
            inner.extend(value);
            inner.extend([0xe1, 0x12, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f]);
            let mut expected = vec![10];
            varint(&mut expected, inner.len() as u64);
            expected.extend(inner);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn numbers_are_as_long_as_they_need() {
        let cases: [(u64, &[u8]); 5] = [
            (0, &[0]),
            (127, &[127]),
            (128, &[0x80, 1]),
            (300, &[0xac, 2]),
            (u64::MAX, &[255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
        ];
        for (value, expected) in cases {
            let mut out = Vec::new();
            varint(&mut out, value);
            assert_eq!(out, expected);
        }
    }
}
