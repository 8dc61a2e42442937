//! Deserialization of members where serde's derived code differs from JSON Schema.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::integer::Integer;

/// Reads a member that may be absent or `null`: `None` means absent only.
///
/// # Errors
///
/// The errors of the value's type.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads a native integer from any number without a fraction: `2.0` is `2`.
///
/// # Errors
///
/// If the value is not an integer or exceeds the type.
pub fn native<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Integer>,
{
    narrowed(Integer::deserialize(deserializer)?)
}

/// Reads a native integer that may be absent or `null`: `None` means absent only.
///
/// # Errors
///
/// The errors of [`native`].
#[allow(clippy::option_option)] // absent, null, or an integer
pub fn present_native<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Integer>,
{
    optional_native(deserializer).map(Some)
}

/// Reads a native integer that may be `null`; a member that may be absent is `None` for both.
///
/// # Errors
///
/// The errors of [`native`].
pub fn optional_native<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Integer>,
{
    Option::<Integer>::deserialize(deserializer)?.map(narrowed).transpose()
}

/// Converts an integer to a native type.
fn narrowed<T: TryFrom<Integer>, E: Error>(integer: Integer) -> Result<T, E> {
    T::try_from(integer).map_err(|_| E::custom("expected an integer of a smaller range"))
}

/// Takes a required member.
///
/// # Errors
///
/// If the member is missing, and the errors of its type.
pub fn required<T: DeserializeOwned, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &'static str,
) -> Result<T, E> {
    optional(members, wire_name)?.ok_or_else(|| E::missing_field(wire_name))
}

/// Takes a required native integer: `2.0` is `2`.
///
/// # Errors
///
/// The errors of [`required`], and if the integer exceeds the type.
pub fn required_native<T: TryFrom<Integer>, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &'static str,
) -> Result<T, E> {
    narrowed(required(members, wire_name)?)
}

/// Takes a required member with a native integer or `null`.
///
/// # Errors
///
/// The errors of [`required`], and if the integer exceeds the type.
pub fn required_nullable_native<T: TryFrom<Integer>, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &'static str,
) -> Result<Option<T>, E> {
    required::<Option<Integer>, E>(members, wire_name)?.map(narrowed).transpose()
}

/// Takes an optional member with a native integer or `null`.
///
/// # Errors
///
/// The errors of [`optional`], and if the integer exceeds the type.
#[allow(clippy::option_option)] // absent, null, or an integer
pub fn nullable_native<T: TryFrom<Integer>, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &str,
) -> Result<Option<Option<T>>, E> {
    let integer: Option<Option<Integer>> = optional(members, wire_name)?;
    integer.map(|integer| integer.map(narrowed).transpose()).transpose()
}

/// Takes an optional native integer; `null` counts as absent.
///
/// # Errors
///
/// The errors of [`not_null`], and if the integer exceeds the type.
pub fn not_null_native<T: TryFrom<Integer>, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &str,
) -> Result<Option<T>, E> {
    not_null(members, wire_name)?.map(narrowed).transpose()
}

/// Takes an optional member; its type decides about `null`.
///
/// # Errors
///
/// The errors of its type.
pub fn optional<T: DeserializeOwned, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &str,
) -> Result<Option<T>, E> {
    members.remove(wire_name).map(serde_json::from_value).transpose().map_err(E::custom)
}

/// Takes an optional member; `null` counts as absent.
///
/// # Errors
///
/// The errors of its type.
pub fn not_null<T: DeserializeOwned, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &str,
) -> Result<Option<T>, E> {
    optional(members, wire_name).map(Option::flatten)
}

/// Collects the remaining members. Those that do not match the schema are ignored, as undocumented members are.
pub fn rest<T: DeserializeOwned>(members: Map<String, Value>) -> BTreeMap<String, T> {
    let known = |(wire_name, value)| serde_json::from_value(value).ok().map(|value| (wire_name, value));
    members.into_iter().filter_map(known).collect()
}
