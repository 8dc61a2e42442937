//! JSON Pointers [RFC 6901].

use std::borrow::Cow;

/// Returns a member's title in messages: the name of a top member, and the pointer to a nested one.
#[must_use]
pub fn title(pointer: &str) -> Cow<'_, str> {
    match pointer.strip_prefix('/').filter(|name| !name.contains('/')) {
        Some(name) if name.contains('~') => Cow::Owned(unescaped(name)),
        Some(name) => Cow::Borrowed(name),
        None => Cow::Borrowed(pointer),
    }
}

/// Returns a reference token without escapes [RFC 6901 §4].
#[must_use]
pub fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
