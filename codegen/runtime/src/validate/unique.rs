//! Uniqueness of an array's elements in linear time.

use std::collections::hash_map::{DefaultHasher, Entry, RandomState};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};

use super::super::text::swar::Ends;
use super::super::value::exact::Exact;
use super::super::value::instance::{Instance, Kind, Members, Number};
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
    let state = RandomState::new();
    let mut seen: HashMap<u64, Vec<usize>> = HashMap::with_capacity(elements.len());
    for (later, element) in elements.iter().enumerate() {
        match seen.entry(hash(element, &state)) {
            Entry::Vacant(entry) => {
                entry.insert(vec![later]);
            }
            Entry::Occupied(mut entry) => {
                let found = entry.get().iter().copied().find(|earlier| equal(&elements[*earlier], element));
                if let Some(earlier) = found {
                    return Some((earlier, later));
                }
                entry.get_mut().push(later);
            }
        }
    }
    None
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
    let ends = Ends::new(text.as_bytes());
    ends.hash(text.len())
}

fn mix(left: u64, right: u64) -> u64 {
    (left.rotate_left(29) ^ right).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Hashes a value: equal values have equal hashes.
fn hash<I: Instance>(value: &I, state: &RandomState) -> u64 {
    let mut hasher = state.build_hasher();
    write(value, state, &mut hasher);
    hasher.finish()
}

fn write<I: Instance>(value: &I, state: &RandomState, hasher: &mut DefaultHasher) {
    match value.kind() {
        Kind::Null => hasher.write_u8(0),
        Kind::Boolean(value) => (1_u8, value).hash(hasher),
        Kind::Number(number) => {
            hasher.write_u8(2);
            number.with_exact(|number: &Exact<'_>| number.canonical_parts(|part| hasher.write_u8(part)));
        }
        Kind::String(text) => (3_u8, text).hash(hasher),
        Kind::Array(elements) => {
            (4_u8, elements.len()).hash(hasher);
            for element in elements {
                write(element, state, hasher);
            }
        }
        Kind::Object(members) => {
            // The order of members does not count, so their hashes are added.
            let sum = members.iter().fold(0_u64, |sum, (name, value)| {
                let mut member = state.build_hasher();
                name.hash(&mut member);
                write(value, state, &mut member);
                sum.wrapping_add(member.finish())
            });
            (5_u8, members.len(), sum).hash(hasher);
        }
    }
}
