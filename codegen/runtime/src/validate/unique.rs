//! Uniqueness of an array's elements in linear time.

use super::super::text::swar::Ends;
use super::super::value::instance::{Instance, Kind, Members, Number};
use super::super::value::keyed_hash::{Key, KeyedSet};
use super::equal::equal;

/// The maximum number of elements whose signatures are compared pairwise, which is fastest for few.
const FEW: usize = 48;

/// Returns true if no two elements are equal.
pub fn are_unique<I: Instance>(elements: &[I]) -> bool {
    first_repeated(elements).is_none()
}

/// Returns the indexes `(earlier, later)` of the first repeated element.
pub fn first_repeated<I: Instance>(elements: &[I]) -> Option<(usize, usize)> {
    if elements.len() <= FEW {
        return first_repeated_of_few(elements);
    }
    let (key, mut seen) = (Key::get(), KeyedSet::with_capacity(elements.len()));
    elements.iter().enumerate().find_map(|(later, element)| {
        let earlier = seen.insert(hash(element, key), later, |earlier| equal(&elements[earlier], element));
        earlier.map(|earlier| (earlier, later))
    })
}

fn first_repeated_of_few<I: Instance>(elements: &[I]) -> Option<(usize, usize)> {
    let mut signatures = [0; FEW];
    elements.iter().enumerate().find_map(|(later, element)| {
        let signature = signature(element);
        let known = &signatures[..later];
        // Without an early exit the compiler vectorizes this loop.
        let is_known = known.iter().fold(0, |found, other| found | u32::from(*other == signature)) != 0;
        let is_equal = |earlier: &usize| signatures[*earlier] == signature && equal(&elements[*earlier], element);
        let earlier = if is_known { (0..later).find(is_equal) } else { None };
        signatures[later] = signature;
        earlier.map(|earlier| (earlier, later))
    })
}

/// Computes a number that is equal for equal values and differs for most others. An attacker can provoke collisions, so it serves for few
/// elements only.
fn signature<I: Instance>(value: &I) -> u64 {
    match value.kind() {
        Kind::Null => 1,
        Kind::Boolean(value) => 2 + u64::from(value),
        Kind::Number(number) => mix(4, number.signature()),
        Kind::String(text) => of_text(text),
        Kind::Array(elements) => elements.iter().fold(5, |sum, element| mix(sum, signature(element))),
        // The order of members does not count.
        Kind::Object(members) => {
            members.iter().fold(6, |sum, (name, value)| sum.wrapping_add(mix(of_text(name), signature(value))))
        }
    }
}

fn of_text(text: &str) -> u64 {
    let ends = Ends::within(text.as_bytes(), 0, text.len()).unwrap_or_else(|| Ends::new(text.as_bytes()));
    ends.hash(text.len())
}

fn mix(left: u64, right: u64) -> u64 {
    (left.rotate_left(29) ^ right).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Hashes a value: equal values have equal hashes.
fn hash<I: Instance>(value: &I, key: &Key) -> u64 {
    match value.kind() {
        Kind::Null => key.null(),
        Kind::Boolean(value) => key.boolean(value),
        Kind::Number(number) => number.keyed_hash(key),
        Kind::String(text) => key.text(text.as_bytes()),
        Kind::Array(elements) => elements.iter().fold(key.array(), |hash, it| key.pair(hash, self::hash(it, key))),
        Kind::Object(members) => {
            let of_member = |(name, value): (&str, &I)| key.pair(key.text(name.as_bytes()), hash(value, key));
            members.iter().map(of_member).fold(key.object(), u64::wrapping_add)
        }
    }
}
