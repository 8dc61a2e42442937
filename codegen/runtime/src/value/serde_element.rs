//! Elements of an array that are fields of a struct.

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error as _, SeqAccess};
use serde::ser::{Error as _, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

/// Reads an element that every array has.
///
/// # Errors
///
/// If the array has ended, and the errors of the element's type.
pub fn required<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(elements: &mut A) -> Result<T, A::Error> {
    optional(elements)?.ok_or_else(|| A::Error::custom("expected more elements"))
}

/// Reads an element unless the array has ended; its type decides about `null`.
///
/// # Errors
///
/// The errors of the element's type.
pub fn optional<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(elements: &mut A) -> Result<Option<T>, A::Error> {
    elements.next_element()
}

/// Reads the remaining elements.
///
/// # Errors
///
/// The errors of the elements' type.
pub fn rest<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(elements: A) -> Result<Vec<T>, A::Error> {
    Vec::deserialize(SeqAccessDeserializer::new(elements))
}

/// Writes an array, element by element.
#[derive(Debug)]
pub struct Writer<A> {
    array: A,
    has_ended: bool,
}

impl<A: SerializeSeq> Writer<A> {
    /// Begins an array.
    ///
    /// # Errors
    ///
    /// The errors of the serializer.
    pub fn new<S: Serializer<SerializeSeq = A, Error = A::Error>>(serializer: S) -> Result<Self, A::Error> {
        Ok(Self { array: serializer.serialize_seq(None)?, has_ended: false })
    }

    /// Writes an element.
    ///
    /// # Errors
    ///
    /// If an element before it is absent, and the errors of the serializer.
    pub fn required<T: Serialize>(&mut self, element: &T) -> Result<(), A::Error> {
        if self.has_ended {
            return Err(A::Error::custom("an element is absent before another one"));
        }
        self.array.serialize_element(element)
    }

    /// Writes an element unless it is absent.
    ///
    /// # Errors
    ///
    /// The errors of [`Self::required`].
    pub fn optional<T: Serialize>(&mut self, element: Option<&T>) -> Result<(), A::Error> {
        self.has_ended |= element.is_none();
        element.map_or(Ok(()), |element| self.required(element))
    }

    /// Writes the remaining elements.
    ///
    /// # Errors
    ///
    /// The errors of [`Self::required`].
    pub fn rest<T: Serialize>(&mut self, elements: &[T]) -> Result<(), A::Error> {
        elements.iter().try_for_each(|element| self.required(element))
    }

    /// Ends the array.
    ///
    /// # Errors
    ///
    /// The errors of the serializer.
    pub fn end(self) -> Result<A::Ok, A::Error> {
        self.array.end()
    }
}
