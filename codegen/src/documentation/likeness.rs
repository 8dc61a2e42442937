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

/// Returns true if all words of a key are in a name, apart from those that only say that it is an event.
pub(crate) fn is_part(key: &str, name: &str) -> bool {
    let (key, name) = (words(key), words(name));
    !key.is_empty() && key.is_subset(&name)
}

/// Returns true for a name of several parts, such as `order.paid`.
pub(crate) fn has_parts(name: &str) -> bool {
    name.contains(['.', ':', '/'])
}

/// Returns true for a name of several words.
pub(crate) fn has_words(name: &str) -> bool {
    words(name).len() > 1
}

/// Returns true if the name of an event says that its subject is a noun: `message.sent`, or `event.created`, but not `order_event`.
pub(crate) fn is_about(name: &str, noun: &str) -> bool {
    let all = all_words(name);
    let is_noise = NOISE.split(' ').any(|noise| noise == noun);
    all.iter().any(|word| word == noun) && (!is_noise || all[0] == noun && words(name).len() == 1)
}

/// Returns the words of a name in lower case, apart from those that only say that it is an event.
fn words(name: &str) -> BTreeSet<String> {
    all_words(name).into_iter().filter(|word| NOISE.split(' ').all(|noise| noise != word)).collect()
}

/// Returns the words of a name in lower case: signs and capitals part them.
pub(crate) fn all_words(name: &str) -> Vec<String> {
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
    words.retain(|word| !word.is_empty());
    words
}

/// Returns the letters and digits of a name in lower case: a source may spell the others otherwise in a heading.
pub(crate) fn letters(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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

    #[test]
    fn names_tell_their_subject() {
        for (name, noun, expected) in [
            ("message.sent", "message", true),
            ("chat_message.sent", "message", true),
            ("messages.sent", "message", false),
            ("event.created", "event", true),
            ("order_event", "event", false),
            ("eventOrderPaid", "event", false),
            ("notificationRead", "notification", true),
        ] {
            assert_eq!(is_about(name, noun), expected, "{name} {noun}");
        }
    }
}
