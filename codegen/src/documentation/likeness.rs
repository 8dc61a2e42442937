//! The likeness of names: a source may spell the name of an event in another way than its requests.

use std::collections::BTreeSet;

/// Words in the key of a webhook that are no part of the event's name.
const NOISE: &str =
    "callback event events handle handler hook hooks notification on payload post request webhook webhooks";

/// Returns true if two names have the same words, apart from those that only say that it is an event.
pub(crate) fn resembles(key: &str, name: &str) -> bool {
    let (key, name) = (words(key), words(name));
    !name.is_empty() && key == name
}

/// Returns true for a name of several parts, such as `order.paid`.
pub(crate) fn has_parts(name: &str) -> bool {
    name.contains(['.', ':', '/'])
}

/// Returns true for a name of several words.
pub(crate) fn has_words(name: &str) -> bool {
    words(name).len() > 1
}

/// Returns the words of a name in lower case, separated by signs and capitals.
fn words(name: &str) -> BTreeSet<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || letter.is_uppercase() && was_lower {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
    }
    words.retain(|word| !word.is_empty() && NOISE.split(' ').all(|noise| noise != word));
    words.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_are_alike() {
        for (key, name, expected) in [
            ("order.paid", "order.paid", true),
            ("orderPaid", "ORDER_PAID", true),
            ("onOrderPaidWebhook", "order/paid", true),
            ("order.paid", "order", false),
            ("order", "orders", false),
            ("webhook", "event", false),
            ("event", "event", false),
        ] {
            assert_eq!(resembles(key, name), expected, "{key} {name}");
        }
    }
}
