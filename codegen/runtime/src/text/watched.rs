//! Objects whose members are watched while their type reads them.

use serde::de::{self, Deserialize, DeserializeSeed, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::deserializer::{Deserializer, Items};
use super::serde_name::Name;
use super::unrepresentable::{Result, Unrepresentable};

/// Deserializes an object, and calls `watch` with the name of each member and the cursor at its value, before the type gets it. An error of
/// `watch` ends the reading.
///
/// # Errors
///
/// If the type cannot hold the value.
pub fn from_object<'de, T: Deserialize<'de>>(
    text: &'de str,
    watch: impl FnMut(&str, &mut Deserializer<'de>) -> Result<()>,
) -> Result<T> {
    let mut deserializer = Deserializer::from(text, 0);
    let value = T::deserialize(Watched { of: &mut deserializer, watch })?;
    deserializer.end(value)
}

/// The members of an object that are watched.
struct Watched<D, W> {
    of: D,
    watch: W,
}

impl<'de, W: FnMut(&str, &mut Deserializer<'de>) -> Result<()>> de::Deserializer<'de>
    for Watched<&mut Deserializer<'de>, W>
{
    type Error = Unrepresentable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let Self { of, watch } = self;
        of.nested(b'{', b'}', |of| visitor.visit_map(Watched { of, watch }))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, W: FnMut(&str, &mut Deserializer<'de>) -> Result<()>> MapAccess<'de> for Watched<Items<'_, 'de>, W> {
    type Error = Unrepresentable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.of.has_next()? {
            return Ok(None);
        }
        let of = &mut *self.of.of;
        let name = of.string()?;
        of.token(b':')?;
        of.peek();
        (self.watch)(&name, of)?;
        seed.deserialize(Name(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.of.of)
    }
}
