//! Objects that are validated while their type is filled, so that each member is read once.

use std::borrow::Cow;

use serde::de::{self, Deserialize, DeserializeSeed, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::deserializer::Deserializer;
use super::known_members::{KnownNames, Member, Members};
use super::name;
use super::scanner::{Reader, Scanner};
use super::serde_name::Name;
use super::unrepresentable::{Result, Unrepresentable};

/// The schema of an object that lists at most 64 members. It constrains these members, may require them, and may be closed; it has no other
/// constraints.
#[derive(Debug)]
pub struct Plain {
    names: &'static [name::Name],
    slots: &'static [u32],
    checks: &'static [Check],
    /// The required members, as bits.
    required: u64,
    /// True if the object is closed: a member that is not listed is noted as an addition, or refused.
    is_closed: bool,
}

/// The check of a member's value.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Any value.
    Any,
    /// Any string.
    String,
    /// The values that a reader accepts.
    By(Reader),
}

impl Plain {
    /// Creates the schema of an object. `names` and `checks` have the same order.
    pub const fn new<const N: usize, const SLOTS: usize>(
        names: &'static KnownNames<N, SLOTS>,
        checks: &'static [Check; N],
        required: u64,
        is_closed: bool,
    ) -> Self {
        let (names, slots) = names.parts();
        Self { names, slots, checks, required, is_closed }
    }

    /// Returns the position of a listed member.
    pub(crate) fn position(&self, wire_name: &str) -> Option<usize> {
        self.names.iter().position(|name| name.text == wire_name)
    }

    /// Returns the check of a member by its position.
    pub(crate) fn check(&self, position: usize) -> Option<Check> {
        self.checks.get(position).copied()
    }

    /// Reads the object at the cursor as a value of a type. `take` is called with the position of each listed member, while the cursor is
    /// at its value. It returns true if it consumed the value, so that the type skips it; `None` ends the reading.
    ///
    /// `is_struct` is set if the type is a struct for serde. For any other type, nothing is read.
    ///
    /// # Errors
    ///
    /// If the schema refuses the object, or the type cannot hold it.
    #[inline]
    pub(crate) fn fill<'de, T: Deserialize<'de>>(
        &'static self,
        text: &'de str,
        scanner: &mut Scanner<'de>,
        is_struct: &mut bool,
        take: impl FnMut(usize, &mut Scanner<'de>) -> Option<bool>,
    ) -> Result<T> {
        T::deserialize(Object { plain: self, text, scanner, take, is_struct })
    }
}

impl Check {
    /// Reads a value.
    #[inline]
    pub(crate) fn read(self, scanner: &mut Scanner<'_>) -> Option<()> {
        match self {
            Self::Any => scanner.value(),
            Self::String => scanner.skip_string(),
            Self::By(reader) => reader(scanner),
        }
    }
}

/// The object at the cursor.
struct Object<'s, 'de, F> {
    plain: &'static Plain,
    text: &'de str,
    scanner: &'s mut Scanner<'de>,
    take: F,
    is_struct: &'s mut bool,
}

/// The members of the object.
struct Items<'s, 'de, F> {
    plain: &'static Plain,
    text: &'de str,
    scanner: &'s mut Scanner<'de>,
    take: F,
    members: Members<1>,
    /// The position of the member whose value comes next.
    position: usize,
}

impl<'de, F: FnMut(usize, &mut Scanner<'de>) -> Option<bool>> de::Deserializer<'de> for Object<'_, 'de, F> {
    type Error = Unrepresentable;

    /// Reads nothing: values of types other than structs are read in two passes.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value> {
        Err(Unrepresentable)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        *self.is_struct = true;
        let Self { plain, text, scanner, take, .. } = self;
        let members = Members::of(scanner, plain.names, plain.slots).ok_or(Unrepresentable)?;
        let mut items = Items { plain, text, scanner, take, members, position: 0 };
        let value = visitor.visit_map(&mut items)?;
        if items.members.has_next() || !items.members.has_all([plain.required]) {
            return Err(Unrepresentable);
        }
        Ok(value)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

impl<'de, F: FnMut(usize, &mut Scanner<'de>) -> Option<bool>> Items<'_, 'de, F> {
    /// Reads up to the value of the next member that the type gets; returns true if there is one.
    #[inline]
    fn go_to_value(&mut self) -> Option<bool> {
        while self.members.has_next() {
            match self.members.read(self.scanner)? {
                Member::Known(position) if (self.take)(position, self.scanner)? => {}
                Member::Known(position) => {
                    self.position = position;
                    return Some(true);
                }
                Member::Unknown(name) if !self.plain.is_closed => self.members.skip(self.scanner, name)?,
                other @ Member::Unknown(_) => self.members.add(self.scanner, other)?,
            }
            self.members.advance(self.scanner)?;
        }
        Some(false)
    }
}

/// Reads the string at the cursor of a text.
#[inline]
pub(crate) fn string<'de>(text: &'de str, scanner: &mut Scanner<'de>) -> Option<Cow<'de, str>> {
    let string = scanner.string()?;
    let end = scanner.offset() - 1;
    let start = end - string.raw().len();
    if string.plain().is_some() {
        return text.get(start..end).map(Cow::Borrowed);
    }
    Deserializer::from(text, start - 1).string_ahead().ok()
}

impl<'de, F: FnMut(usize, &mut Scanner<'de>) -> Option<bool>> MapAccess<'de> for &mut Items<'_, 'de, F> {
    type Error = Unrepresentable;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.go_to_value().ok_or(Unrepresentable)? {
            return Ok(None);
        }
        let name = self.plain.names.get(self.position).ok_or(Unrepresentable)?;
        seed.deserialize(Name(Cow::Borrowed(name.text))).map(Some)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let value = match self.plain.check(self.position).ok_or(Unrepresentable)? {
            Check::String => seed.deserialize(Name(string(self.text, self.scanner).ok_or(Unrepresentable)?))?,
            check => {
                self.scanner.peek();
                let start = self.scanner.offset();
                check.read(self.scanner).ok_or(Unrepresentable)?;
                seed.deserialize(&mut Deserializer::from(self.text, start))?
            }
        };
        self.members.advance(self.scanner).ok_or(Unrepresentable)?;
        Ok(value)
    }
}
