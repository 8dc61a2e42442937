//! How serde reads members that its derived code would not read as JSON Schema means them.

use std::collections::BTreeMap;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::integer::Integer;

/// Reads a member that may be absent and may be `null`: `None` is only the first of the two.
///
/// # Errors
///
/// Those of the value's type.
pub fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads an integer of Rust from any number without a fraction: `2.0` is `2`.
///
/// # Errors
///
/// When the value is no integer, or not one that the type holds.
pub fn native<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Integer>,
{
    let integer = Integer::deserialize(deserializer)?;
    T::try_from(integer).map_err(|_| D::Error::custom("expected an integer of a smaller range"))
}

/// Reads the same where the member may be absent.
///
/// # Errors
///
/// Those of [`native`].
pub fn optional_native<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Integer>,
{
    let integer = Option::<Integer>::deserialize(deserializer)?;
    let native = integer.map(T::try_from).transpose();
    native.map_err(|_| D::Error::custom("expected an integer of a smaller range"))
}

/// Takes a member that is always there.
///
/// # Errors
///
/// When it is not there, and those of its type.
pub fn required<T: DeserializeOwned, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &'static str,
) -> Result<T, E> {
    optional(members, wire_name)?.ok_or_else(|| E::missing_field(wire_name))
}

/// Takes an integer of Rust that is always there: `2.0` is `2`.
///
/// # Errors
///
/// Those of [`required`], and when the type does not hold the integer.
pub fn required_native<T: TryFrom<Integer>, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &'static str,
) -> Result<T, E> {
    let integer: Integer = required(members, wire_name)?;
    T::try_from(integer).map_err(|_| E::custom("expected an integer of a smaller range"))
}

/// Takes an integer of Rust that may be absent, and is when it is `null`.
///
/// # Errors
///
/// Those of [`not_null`], and when the type does not hold the integer.
pub fn not_null_native<T: TryFrom<Integer>, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &str,
) -> Result<Option<T>, E> {
    let integer: Option<Integer> = not_null(members, wire_name)?;
    let native = integer.map(T::try_from).transpose();
    native.map_err(|_| E::custom("expected an integer of a smaller range"))
}

/// Takes a member that may be absent, and may be `null` if its type has that.
///
/// # Errors
///
/// Those of its type.
pub fn optional<T: DeserializeOwned, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &str,
) -> Result<Option<T>, E> {
    members.remove(wire_name).map(serde_json::from_value).transpose().map_err(E::custom)
}

/// Takes a member that may be absent, and is when it is `null`.
///
/// # Errors
///
/// Those of its type.
pub fn not_null<T: DeserializeOwned, E: Error>(
    members: &mut Map<String, Value>,
    wire_name: &str,
) -> Result<Option<T>, E> {
    optional(members, wire_name).map(Option::flatten)
}

/// The members that are left; those that are not what the schema describes are ignored, as all undocumented members are.
pub fn rest<T: DeserializeOwned>(members: Map<String, Value>) -> BTreeMap<String, T> {
    let known = |(wire_name, value)| serde_json::from_value(value).ok().map(|value| (wire_name, value));
    members.into_iter().filter_map(known).collect()
}
