//! Items of a header value that a receiver could mistake for each other.
//!
//! A receiver compares literals and chooses the item with the longest literals that fit. So an item is unambiguous if no other literals of
//! the same or a greater length fit one of its texts. An item without literals is unambiguous if no literals fit its texts.

use std::ops::RangeInclusive;

use codegen_runtime::receive::scheme::{Part, Placeholder, Unit};

use super::{Encoding, Item};

/// The maximum number of digits of a time.
const MAX_DIGITS: usize = 20;
/// The length of the shortest date and time [RFC 3339].
const SHORTEST_TIME: usize = "2026-01-01T00:00:00Z".len();
/// The number of bytes of a short ECDSA signature in DER.
const SHORT_DER: usize = 8;

/// The texts that stand in place of placeholders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Texts {
    /// The encoding of codes; a shared secret has none, and is any text.
    pub encoding: Option<Encoding>,
    /// The number of bytes of a code, unless it varies.
    pub bytes: Option<usize>,
    /// The form of a time.
    pub unit: Unit,
}

/// Returns two items if a text of the first can be read as the second.
pub(super) fn mistaken(items: &[Item], texts: Texts) -> Option<(&Item, &Item)> {
    let pairs = || items.iter().enumerate().flat_map(|(index, item)| others(items, index).map(move |it| (item, it)));
    pairs().find(|(item, other)| {
        let are_same = item.before == other.before && item.after == other.after;
        let are_codes = item.placeholder == Some(Placeholder::Code) && other.placeholder == Some(Placeholder::Code);
        let is_preferred = literals(other) > 0 && literals(other) >= literals(item);
        // An id is assumed not to equal an item that consists of a literal alone.
        let is_id = literals(item) == 0 && matches!(item.placeholder, Some(Placeholder::Part(Part::Id | Part::Nonce)));
        let is_far = is_id && other.placeholder.is_none();
        is_preferred && !(are_same && are_codes) && !is_far && texts.fit(item, other)
    })
}

fn others(items: &[Item], but: usize) -> impl Iterator<Item = &Item> {
    items.iter().enumerate().filter(move |(index, _)| *index != but).map(|(_, item)| item)
}

fn literals(item: &Item) -> usize {
    item.before.len() + item.after.len()
}

impl Texts {
    /// Returns true if a text of one item has the literals of another.
    fn fit(self, item: &Item, other: &Item) -> bool {
        let lengths = item.placeholder.map_or(0..=0, |placeholder| self.lengths(placeholder, literals(other)));
        lengths.into_iter().any(|length| {
            let total = literals(item) + length;
            let is_long = if other.placeholder.is_none() { total == literals(other) } else { total >= literals(other) };
            let is = |(at, byte): (usize, u8)| self.may_have(item, length, at, byte);
            is_long
                && other.before.bytes().enumerate().all(is)
                && other.after.bytes().rev().enumerate().all(|(index, byte)| is((total - 1 - index, byte)))
        })
    }

    /// Returns true if an item, with a text of a length in place of its placeholder, may have the byte at an offset.
    fn may_have(self, item: &Item, length: usize, at: usize, byte: u8) -> bool {
        let start = item.before.len();
        match (at.checked_sub(start), at.checked_sub(start + length)) {
            (None, _) => item.before.as_bytes()[at] == byte,
            (Some(_), Some(behind)) => item.after.as_bytes()[behind] == byte,
            (Some(inside), None) => {
                item.placeholder.is_some_and(|placeholder| self.may_hold(placeholder, length, inside, byte))
            }
        }
    }

    /// Returns the lengths to try for literals of a length: beyond them, nothing changes.
    fn lengths(self, placeholder: Placeholder, literals: usize) -> RangeInclusive<usize> {
        let from = |least: usize| least..=least + literals;
        match (placeholder, self.encoding) {
            (Placeholder::Code, Some(encoding)) => match self.bytes {
                Some(bytes) => encoding.length(bytes)..=encoding.length(bytes),
                None => from(encoding.length(SHORT_DER)),
            },
            (Placeholder::Part(Part::Time), _) => match self.unit {
                Unit::Seconds | Unit::Milliseconds => 1..=MAX_DIGITS,
                Unit::Rfc3339 => from(SHORTEST_TIME),
            },
            (Placeholder::Code, None) | (Placeholder::Part(Part::Id | Part::Nonce), _) => from(1),
        }
    }

    /// Returns true if the text of a placeholder may have the byte at an offset. Ids are taken to consist of letters, digits, `-`, `_`
    /// and `.`.
    fn may_hold(self, placeholder: Placeholder, length: usize, at: usize, byte: u8) -> bool {
        match (placeholder, self.encoding) {
            (Placeholder::Code, None) => byte.is_ascii_graphic(),
            (Placeholder::Code, Some(Encoding::Hex)) => byte.is_ascii_hexdigit(),
            (Placeholder::Code, Some(Encoding::Base64)) => {
                byte.is_ascii_alphanumeric() || b"+/".contains(&byte) || (byte == b'=' && at + 2 >= length)
            }
            (Placeholder::Part(Part::Time), _) => {
                byte.is_ascii_digit() || (self.unit == Unit::Rfc3339 && at > 0 && b"-:.+TtZz ".contains(&byte))
            }
            (Placeholder::Part(Part::Id | Part::Nonce), _) => byte.is_ascii_alphanumeric() || b"-_.".contains(&byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::grammar::items;
    use super::super::template::tokens;
    use super::*;

    fn is_clear(template: &str, encoding: Option<Encoding>, unit: Unit) -> bool {
        let known = ["code", "time", "id", "nonce"];
        let tokens = tokens(template, &known).expect("a template");
        let (items, _) = items(&tokens, encoding.unwrap_or(Encoding::Base64)).expect("it has items");
        mistaken(&items, Texts { encoding, bytes: encoding.map(|_| 32), unit }).is_none()
    }

    #[test]
    fn items_that_can_be_mistaken_are_found() {
        let (hex, base64) = (Some(Encoding::Hex), Some(Encoding::Base64));
        for (template, of_hex, of_base64, of_secrets) in [
            ("t={time},v1={code}", true, true, true),
            ("v1={code},v0={code},t={time}", true, true, true),
            ("v1={code},v1={code},t={time}", true, true, true),
            ("{time},{code},{code}", true, true, true),
            ("{id},t={time},v1={code}", true, true, true),
            ("k=main,t={time},v={code}", true, true, true),
            ("{id};main;{code}", true, true, false),
            // The literals are the same, or there is nothing else to compare.
            ("v={time},v={code}", false, false, false),
            ("v={id},v={time},c={code}", false, false, false),
            ("k=main,k={id},c={code}", false, false, false),
            ("k=1,k={time},c={code}", false, false, false),
            ("k=main,k={time},c={code}", true, true, true),
            // The literals of the one are the beginning of the other's.
            ("s={code},s=t{time}", true, false, false),
            ("s=t{time},s={code}", true, false, false),
            ("s={code},s=a{time}", false, false, false),
            ("s={time},s=1{code}", false, false, false),
            ("s={time},s=a{code}", true, true, true),
            ("v{code},v1={code}", true, true, false),
            ("v{time},v1={code}", true, true, true),
            // An item without literals has no literal of another one.
            ("a{time},{code}", false, false, false),
            ("t{time},{code}", true, false, false),
            ("t={time},{code}", true, true, false),
            ("{time},1{code}", false, false, false),
            ("{code},t={time}", true, true, false),
            ("m{time},{id},{code}", false, false, false),
            // The ends count as well.
            ("{time}s,{code}s", false, false, false),
            ("{time}t,{code}c", true, true, true),
            ("{time}1;{id};{code}", false, false, false),
        ] {
            assert_eq!(is_clear(template, hex, Unit::Seconds), of_hex, "hex: {template}");
            assert_eq!(is_clear(template, base64, Unit::Seconds), of_base64, "base64: {template}");
            assert_eq!(is_clear(template, None, Unit::Seconds), of_secrets, "secret: {template}");
        }
        assert!(is_clear("s={time},s=T{id},c={code}", hex, Unit::Seconds));
        assert!(is_clear("s={time};s=2-{code}", hex, Unit::Seconds));
        assert!(!is_clear("s={time};s=2-{code}", hex, Unit::Rfc3339));
    }
}
