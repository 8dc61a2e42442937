//! JSON Pointers [RFC 6901].

use std::borrow::Cow;

use super::scanner::Scanner;

/// Returns a member's title in messages: the name of a top member, and the pointer to a nested one.
#[must_use]
pub fn title(pointer: &str) -> Cow<'_, str> {
    match pointer.strip_prefix('/').filter(|name| !name.contains('/')) {
        Some(name) if name.contains('~') => Cow::Owned(unescaped(name)),
        Some(name) => Cow::Borrowed(name),
        None => Cow::Borrowed(pointer),
    }
}

/// Returns the pointer to the innermost value of a JSON text around an offset; its ends count.
#[must_use]
pub fn to_offset(text: &str, offset: usize, levels: u32) -> String {
    let mut scanner = Scanner::of_text(text, levels);
    let mut pointer = String::new();
    while let Some((token, start)) = around(&mut scanner, offset) {
        pointer.push('/');
        pointer.push_str(&escaped(&token));
        scanner.go_to(start);
    }
    pointer
}

/// Returns the token and the start of the member or element around an offset, in the value at the cursor.
fn around(scanner: &mut Scanner<'_>, offset: usize) -> Option<(String, usize)> {
    let is_object = match scanner.peek() {
        b'{' => true,
        b'[' => false,
        _ => return None,
    };
    let mut has_next = if is_object { scanner.open_object()? } else { scanner.open_array()? };
    let mut index = 0_usize;
    while has_next {
        let token = if is_object { scanner.name()?.decode().into_owned() } else { index.to_string() };
        scanner.peek();
        let start = scanner.offset();
        scanner.skip_value()?;
        if (start..=scanner.offset()).contains(&offset) {
            return Some((token, start));
        }
        has_next = if is_object { scanner.next_member()? } else { scanner.next_element()? };
        index += 1;
    }
    None
}

/// Returns a member's name as a reference token [RFC 6901 §3].
#[must_use]
pub fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// Returns a reference token without escapes [RFC 6901 §4].
#[must_use]
pub fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
