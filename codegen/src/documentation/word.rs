//! The names of members that name events, and the form of the names of events.

use heck::ToSnakeCase as _;

use crate::documentation::likeness;
use crate::documentation::parts::OF_ANOTHER;
use crate::source::location::Pointer;

/// Names of members that usually name an event, the likeliest first.
const USUAL: &str = "\
    event type event_type eventtype event_name eventname webhook_type topic trigger category resource entity object \
    kind name action code";

/// The number of usual names that are words for an event themselves.
const WORDS_FOR_EVENTS: usize = 9;

/// Words that name an event only without a prefix: `content_type` is about something else.
const GENERAL: [&str; 2] = ["type", "trigger"];

/// Prefixes that make the other ones a name of the event: `webhook_code`, but not `customer_name`.
const PREFIXES: [&str; 5] = ["event_", "hook_", "message_", "notification_", "webhook_"];

/// The first parts of media types, apart from `message`.
const MEDIA: &str = "application audio font haptics image model multipart text video";

/// Returns true if strings that a schema lists for a member are names of events for certain: the member's name says so, or they have the form
/// of such names and the member's name is a usual one.
pub(crate) fn is_list_of_events(member: &Pointer, listed: &[String]) -> bool {
    let is_trigger = last(member).contains("trigger");
    let is_said = says_event(member) || is_trigger || listed.iter().all(|name| is_formed(name));
    is_said && is_word(member) && listed.iter().all(|name| is_plain(name))
}

/// Returns true if an example shows the name of an event, and not any data: the name is like the key of the source, or both the member and
/// the value have the form for it.
pub(crate) fn shows_name(member: &Pointer, key: &str, name: &str) -> bool {
    let has_form = is_word(member) && (says_event(member) || is_formed(name));
    is_plain(name) && (has_form || likeness::resembles(key, name))
}

/// Returns true if the name of a member says that it is about an event.
fn says_event(member: &Pointer) -> bool {
    let name = last(member);
    ["event", "webhook", "topic"].iter().any(|word| name.contains(word))
}

/// Returns true if a member's name says that it is a part of the name of an event.
pub(crate) fn names_parts(member: &Pointer) -> bool {
    let name = last(member);
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Returns true for a member whose name is a word for an event.
pub(crate) fn is_word(member: &Pointer) -> bool {
    usual(member) < WORDS_FOR_EVENTS
}

/// Returns true for a member whose name usually names an event.
pub(crate) fn is_usual(member: &Pointer) -> bool {
    usual(member) < usize::MAX
}

/// Returns the position of a member's name among the usual ones, also after a prefix; `usize::MAX` if it is not a usual name.
pub(crate) fn usual(pointer: &Pointer) -> usize {
    let name = last(pointer);
    let is_it = |(index, usual): (usize, &str)| match name.strip_suffix(usual) {
        Some("") => true,
        Some(prefix) if index < WORDS_FOR_EVENTS && !GENERAL.contains(&usual) => {
            prefix.ends_with('_') && !is_of_another(prefix.split('_'))
        }
        Some(prefix) => PREFIXES.contains(&prefix),
        None => false,
    };
    USUAL.split(' ').enumerate().position(is_it).unwrap_or(usize::MAX)
}

/// Returns true for words in a name that is about another event. A trigger may be the event itself.
pub(crate) fn is_of_another<'w>(words: impl IntoIterator<Item = &'w str>) -> bool {
    let is_other = |word: &str| word != "trigger" && OF_ANOTHER.split(' ').any(|other| other == word);
    words.into_iter().any(is_other)
}

/// Returns true for a name in the form of those of events: it has several parts, and is not a media type.
pub(crate) fn is_formed(name: &str) -> bool {
    let is_media = name.split_once('/').is_some_and(|(first, _)| MEDIA.split(' ').any(|media| media == first));
    likeness::has_parts(name) && is_plain(name) && !is_media
}

/// Returns true for a name in a list of events that stands for several of them: `*`, or `order.*`.
pub(crate) fn is_wildcard(name: &str) -> bool {
    name.contains('*')
}

/// Returns true for a name without white space or signs that names of events do not have.
pub(crate) fn is_plain(name: &str) -> bool {
    name.chars().all(|letter| letter.is_alphanumeric() || "._-:/".contains(letter))
}

/// Returns the name of a member in snake case, whatever its spelling: `eventType` is `event_type`, and `event-kind` is, too. A sign at the
/// beginning stays.
fn last(member: &Pointer) -> String {
    let name = member.tokens().last().unwrap_or_default();
    let rest = name.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let words = rest.to_snake_case();
    let words = words.strip_suffix("_kind").map(|prefix| format!("{prefix}_type")).unwrap_or(words);
    format!("{}{words}", &name[..name.len() - rest.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A prefix makes some words one for something else.
    #[test]
    fn words_for_events_are_told_apart() {
        for (name, expected) in [
            ("type", true),
            ("eventType", true),
            ("EventType", true),
            ("event-type", true),
            ("EVENT_TYPE", true),
            ("eventtype", true),
            ("event_kind", true),
            ("eventKind", true),
            ("acmeEventType", true),
            ("ACMEEvent", true),
            ("webhookEvent", true),
            ("notificationType", true),
            ("notification_type", true),
            ("event_type", true),
            ("acme_event", true),
            ("acme_event_type", true),
            ("trigger_event", true),
            ("webhook_type", true),
            ("message_type", true),
            ("trigger", true),
            ("kind", false),
            ("cardKind", false),
            ("@type", false),
            ("_type", false),
            ("content_type", false),
            ("contentType", false),
            ("card_type", false),
            ("cancel_trigger", false),
            ("last_event_type", false),
            ("previous_event", false),
            ("previousEvent", false),
            ("last-event-type", false),
            ("object", false),
            ("version", false),
        ] {
            assert_eq!(is_word(&Pointer::root().join("data").join(name)), expected, "{name}");
        }
    }

    #[test]
    fn lists_of_other_things_name_no_events() {
        for (name, listed, expected) in [
            ("type", ["order.paid", "order.gone"], true),
            ("topic", ["orders/create", "orders/gone"], true),
            ("event_type", ["made", "gone"], true),
            ("type", ["made", "gone"], false),
            ("type", ["image/png", "application/pdf"], false),
            ("type", ["message/sent", "message/read"], true),
            ("content_type", ["image/png", "order/paid"], false),
            ("cancel_trigger", ["user", "dunning"], false),
        ] {
            let listed = listed.map(str::to_owned);
            assert_eq!(is_list_of_events(&Pointer::root().join(name), &listed), expected, "{name} {listed:?}");
        }
    }
}
