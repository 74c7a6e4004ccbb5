//! The encoding below every protobuf message: fields of a number and a value.

/// What a field holds, as far as the bytes tell.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Varint(u64),
    Fixed64(u64),
    Bytes(&'a [u8]),
}

/// Hands every field of a message to `take`. An error says which field it was of.
pub(super) fn read<'a>(
    name: &str,
    mut message: &'a [u8],
    mut take: impl FnMut(u64, Value<'a>) -> Result<(), String>,
) -> Result<(), String> {
    while !message.is_empty() {
        let (number, value, rest) = field(message).map_err(|why| format!("{name}: {why}"))?;
        take(number, value).map_err(|why| format!("{name}.{number}: {why}"))?;
        message = rest;
    }
    Ok(())
}

/// The bytes that a length announces, and what is behind them.
pub(super) fn delimited(bytes: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let (length, rest) = varint(bytes)?;
    let whole = usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length));
    whole.ok_or_else(|| format!("{length} bytes are announced, but {} are there", rest.len()))
}

fn field(bytes: &[u8]) -> Result<(u64, Value<'_>, &[u8]), String> {
    let (tag, rest) = varint(bytes)?;
    let number = tag >> 3;
    let (value, rest) = match tag & 7 {
        0 => varint(rest).map(|(value, rest)| (Value::Varint(value), rest))?,
        1 => {
            let (value, rest) = rest.split_first_chunk().ok_or_else(|| format!("field {number} is cut off"))?;
            (Value::Fixed64(u64::from_le_bytes(*value)), rest)
        }
        2 => delimited(rest).map(|(value, rest)| (Value::Bytes(value), rest))?,
        wire_type => return Err(format!("field {number} is of wire type {wire_type}, which no field here has")),
    };
    Ok((number, value, rest))
}

/// Seven bits a byte, the lowest first; the eighth says that another byte follows.
fn varint(bytes: &[u8]) -> Result<(u64, &[u8]), String> {
    let mut value = 0;
    for (index, &byte) in bytes.iter().enumerate().take(10) {
        if index == 9 && byte > 1 {
            break;
        }
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Ok((value, &bytes[index + 1..]));
        }
    }
    Err(if bytes.len() < 10 { "a number is cut off" } else { "a number is longer than 64 bits" }.to_owned())
}

impl<'a> Value<'a> {
    pub(super) fn uint64(self) -> Result<u64, String> {
        match self {
            Value::Varint(value) => Ok(value),
            _ => Err("this field is a varint".to_owned()),
        }
    }

    pub(super) fn uint32(self) -> Result<u32, String> {
        let value = self.uint64()?;
        u32::try_from(value).map_err(|_| format!("{value} is longer than 32 bits"))
    }

    /// In two's complement.
    pub(super) fn int64(self) -> Result<i64, String> {
        self.uint64().map(u64::cast_signed)
    }

    /// With the sign in the lowest bit.
    pub(super) fn sint64(self) -> Result<i64, String> {
        let value = self.uint64()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    pub(super) fn sint32(self) -> Result<i32, String> {
        let value = self.sint64()?;
        i32::try_from(value).map_err(|_| format!("{value} is longer than 32 bits"))
    }

    pub(super) fn double(self) -> Result<f64, String> {
        match self {
            Value::Fixed64(bits) => Ok(f64::from_bits(bits)),
            _ => Err("this field is a double".to_owned()),
        }
    }

    pub(super) fn message(self) -> Result<&'a [u8], String> {
        match self {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err("this field is a message".to_owned()),
        }
    }

    pub(super) fn text(self) -> Result<String, String> {
        match self {
            Value::Bytes(bytes) => String::from_utf8(bytes.to_owned()).map_err(|error| error.to_string()),
            _ => Err("this field is a text".to_owned()),
        }
    }

    /// One of repeated numbers, or, packed, some of them.
    pub(super) fn sint64s(self) -> Result<Vec<i64>, String> {
        let Value::Bytes(mut packed) = self else { return Ok(vec![self.sint64()?]) };
        let mut values = Vec::new();
        while !packed.is_empty() {
            let (value, rest) = varint(packed)?;
            values.push(Value::Varint(value).sint64()?);
            packed = rest;
        }
        Ok(values)
    }
}
