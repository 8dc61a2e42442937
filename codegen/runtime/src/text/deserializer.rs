//! Deserializes types from JSON text that a validator has accepted, so that no check is made twice and nothing is built in between.
//!
//! A type gets the value that `serde_json` would give it. Numbers beyond plain integers of 18 digits are read by `serde_json` itself, so that
//! its features `arbitrary_precision` and `float_roundtrip` have their effect. For text that was not validated, the value is unspecified,
//! or there is an error.

use std::borrow::Cow;

use serde::de::value::CowStrDeserializer;
use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::{forward_to_deserialize_any, Deserialize, Deserializer as _};

use super::super::value::value_number::keeps_text;
use super::pointer::to_offset;
use super::scanner::MAX_DEPTH;
use super::serde_name::Name;
use super::skips::Skips;
use super::string::{short_escape, unescape};
use super::unrepresentable::{Result, Unrepresentable, UnrepresentableAt};
use super::{swar, token};

/// A cursor over a JSON text that gives the value at the cursor to a type.
#[derive(Debug)]
pub struct Deserializer<'de> {
    text: &'de str,
    at: usize,
    depth: u32,
    /// The offsets of a value that is skipped without reading it, if the type ignores it.
    skipped: (usize, usize),
}

/// Deserializes a validated text.
///
/// # Errors
///
/// If the type cannot hold the value.
pub fn from_text<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T> {
    let mut deserializer = Deserializer::from(text, 0);
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end(value)
}

/// Returns the place of the value in a text that the type cannot hold. The text nests to at most `levels`.
#[cold]
pub fn failed_at<'de, T: Deserialize<'de>>(text: &'de str, levels: u32) -> UnrepresentableAt {
    let mut deserializer = Deserializer::from(text, 0);
    let _ = T::deserialize(&mut deserializer);
    UnrepresentableAt { instance_location: to_offset(text, deserializer.at, levels) }
}

impl<'de> Deserializer<'de> {
    /// Creates a cursor at an offset.
    #[inline]
    pub(super) fn from(text: &'de str, at: usize) -> Self {
        Self { text, at, depth: 0, skipped: (text.len(), text.len()) }
    }

    /// Returns a value if nothing follows it.
    pub(super) fn end<T>(&mut self, value: T) -> Result<T> {
        match self.peek() {
            0 => Ok(value),
            _ => Err(Unrepresentable),
        }
    }

    /// Returns the offset of the cursor.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Returns the string at the cursor, which stays there.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn string_ahead(&mut self) -> Result<Cow<'de, str>> {
        let start = self.at;
        let string = self.string();
        self.at = start;
        string
    }

    /// Notes the offsets of a value that need not be read if the type ignores it.
    pub fn note_end(&mut self, start: usize, end: usize) {
        self.skipped = (start, end);
    }

    /// Returns the first byte of the next token, or zero at the end of the text.
    #[inline]
    pub(super) fn peek(&mut self) -> u8 {
        let (at, byte) = token::next(self.text.as_bytes(), self.at);
        self.at = at;
        byte
    }

    #[inline]
    pub(super) fn token(&mut self, byte: u8) -> Result<()> {
        if self.peek() != byte {
            return Err(Unrepresentable);
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn literal(&mut self, literal: &[u8]) -> Result<()> {
        self.at = token::literal_end(self.text.as_bytes(), self.at, literal).ok_or(Unrepresentable)?.get();
        Ok(())
    }

    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>> {
        self.token(b'"')?;
        let start = self.at;
        match swar::plain_string_end(self.text.as_bytes(), start) {
            Ok(end) => {
                self.at = end.get();
                self.text.get(start..self.at - 1).map(Cow::Borrowed).ok_or(Unrepresentable)
            }
            Err(at) => self.unusual_string(at),
        }
    }

    /// Reads the string whose first character is at the cursor and whose first escape or non-ASCII character is at an offset, and decodes it
    /// run by run.
    #[inline(never)]
    fn unusual_string(&mut self, from: usize) -> Result<Cow<'de, str>> {
        let (mut decoded, mut from) = (String::new(), from);
        loop {
            let (special, _) = swar::special_at(self.text.as_bytes(), from).ok_or(Unrepresentable)?;
            let run = self.text.get(self.at..special).ok_or(Unrepresentable)?;
            self.at = special + 1;
            match self.text.as_bytes().get(special) {
                Some(b'"') if decoded.is_empty() => return Ok(Cow::Borrowed(run)),
                Some(b'"') => {
                    decoded.push_str(run);
                    return Ok(Cow::Owned(decoded));
                }
                Some(b'\\') => {
                    decoded.push_str(run);
                    decoded.push(self.escape()?);
                    from = self.at;
                }
                _ => return Err(Unrepresentable),
            }
        }
    }

    /// Decodes the escape whose backslash is before the cursor.
    #[inline]
    fn escape(&mut self) -> Result<char> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        if let Some(short) = bytes.get(start).copied().and_then(short_escape) {
            self.at += 1;
            return Ok(short);
        }
        self.at = token::escape_end(bytes, start).ok_or(Unrepresentable)?;
        self.text.get(start - 1..self.at).map(unescape).ok_or(Unrepresentable)
    }

    /// Reads the text of the number at the cursor. The flag is true if the number has neither fraction nor exponent.
    #[inline]
    fn number_text(&mut self) -> Result<(&'de str, bool)> {
        let start = self.at;
        let (end, is_plain) = token::number_end(self.text.as_bytes(), start).ok_or(Unrepresentable)?;
        self.at = end.get();
        Ok((self.text.get(start..self.at).unwrap_or_default(), is_plain))
    }

    #[inline]
    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let (text, is_plain) = self.number_text()?;
        if is_plain && text.len() <= 18 {
            match text.strip_prefix('-') {
                None => return visitor.visit_u64(integer(text).unsigned_abs()),
                Some("0") => {} // minus zero is a float
                Some(digits) => return visitor.visit_i64(-integer(digits)),
            }
        }
        match short_fraction(text) {
            Some(fraction) if !keeps_text() => visitor.visit_f64(fraction),
            _ => {
                let number = &mut serde_json::Deserializer::from_str(text);
                number.deserialize_any(visitor).map_err(|_| Unrepresentable)
            }
        }
    }

    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.nested(b'{', b'}', |items| visitor.visit_map(items))
    }

    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        self.nested(b'[', b']', |items| visitor.visit_seq(items))
    }

    #[inline]
    pub(super) fn nested<T>(
        &mut self,
        open: u8,
        close: u8,
        read: impl FnOnce(Items<'_, 'de>) -> Result<T>,
    ) -> Result<T> {
        self.token(open)?;
        if self.depth == MAX_DEPTH {
            return Err(Unrepresentable);
        }
        self.depth += 1;
        let value = read(Items { of: self, close, is_first: true })?;
        self.depth -= 1;
        self.token(close)?;
        Ok(value)
    }
}

/// Returns the value of at most 18 digits, which cannot overflow.
#[inline]
fn integer(digits: &str) -> i64 {
    digits.bytes().fold(0, |value, digit| value * 10 + i64::from(digit & 0xf))
}

/// Returns the value of a number of at most 15 digits and without an exponent: the quotient of two exact floats is the nearest float.
fn short_fraction(text: &str) -> Option<f64> {
    const POWERS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let unsigned = text.strip_prefix('-');
    let digits = unsigned.unwrap_or(text);
    if digits.len() > 16 || digits.contains(['e', 'E']) {
        return None;
    }
    let (whole, fraction) = digits.split_once('.')?;
    let power = POWERS.get(fraction.len())?;
    #[allow(clippy::cast_precision_loss)] // there are at most 15 digits
    let absolute = (integer(whole) as f64 * power + integer(fraction) as f64) / power;
    Some(if unsigned.is_some() { -absolute } else { absolute })
}

/// Reads a number as `serde_json` reads it for the same visitor.
macro_rules! by_serde_json {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.peek();
            let (text, _) = self.number_text()?;
            let mut number = serde_json::Deserializer::from_str(text);
            let value = number.$method(visitor).and_then(|value| number.end().map(|()| value));
            value.map_err(|_| Unrepresentable)
        }
    )*};
}

macro_rules! forward {
    ($($method:ident to $to:ident;)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            self.peek();
            self.$to(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &mut Deserializer<'de> {
    type Error = Unrepresentable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.peek() {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.object(visitor),
            b'[' => self.array(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => self.number(visitor),
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let is_true = self.peek() == b't';
        self.literal(if is_true { b"true" } else { b"false" })?;
        visitor.visit_bool(is_true)
    }

    #[inline]
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.peek();
        self.literal(b"null")?;
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.peek() == b'n' {
            self.literal(b"null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if self.peek() == b'"' {
            return visitor.visit_enum(CowStrDeserializer::new(self.string()?));
        }
        self.nested(b'{', b'}', |items| visitor.visit_enum(items))
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.peek();
        let (start, end) = self.skipped;
        self.at = if self.at == start {
            end
        } else {
            let (text, levels) = (self.text.as_bytes(), MAX_DEPTH - self.depth);
            token::unchecked_end(text, self.at, levels, &mut Skips::default()).ok_or(Unrepresentable)?
        };
        visitor.visit_unit()
    }

    forward! {
        deserialize_i8 to number;
        deserialize_i16 to number;
        deserialize_i32 to number;
        deserialize_i64 to number;
        deserialize_u8 to number;
        deserialize_u16 to number;
        deserialize_u32 to number;
        deserialize_u64 to number;
        deserialize_char to deserialize_str;
        deserialize_string to deserialize_str;
        deserialize_seq to array;
        deserialize_map to object;
    }

    by_serde_json!(deserialize_f32 deserialize_f64 deserialize_i128 deserialize_u128);

    forward_to_deserialize_any!(bytes byte_buf unit_struct tuple tuple_struct identifier);
}

/// The members of an object, the elements of an array, or the variant of an enum.
pub(super) struct Items<'d, 'de> {
    pub(super) of: &'d mut Deserializer<'de>,
    close: u8,
    is_first: bool,
}

impl Items<'_, '_> {
    /// Returns true if another item follows, and moves to it.
    #[inline]
    pub(super) fn has_next(&mut self) -> Result<bool> {
        let byte = self.of.peek();
        if byte == self.close {
            return Ok(false);
        }
        if !std::mem::take(&mut self.is_first) {
            self.of.token(b',')?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unrepresentable;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.has_next()? {
            seed.deserialize(&mut *self.of).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Unrepresentable;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if self.has_next()? {
            self.of.string().and_then(|name| seed.deserialize(Name(name))).map(Some)
        } else {
            Ok(None)
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.of.token(b':')?;
        seed.deserialize(&mut *self.of)
    }
}

impl<'de> EnumAccess<'de> for Items<'_, 'de> {
    type Error = Unrepresentable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name = self.of.string()?;
        self.of.token(b':')?;
        Ok((seed.deserialize(Name(name))?, self))
    }
}

impl<'de> VariantAccess<'de> for Items<'_, 'de> {
    type Error = Unrepresentable;

    fn unit_variant(self) -> Result<()> {
        Deserialize::deserialize(self.of)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.of)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.of.array(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.of.object(visitor)
    }
}
