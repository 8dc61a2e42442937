//! Other notations of a path than JSON Pointer, which people write for it: `$.a.b` [RFC 9535], `#/a/b`, `a.b`.

use crate::source::location::Pointer;

/// The token of a wildcard.
pub(super) const ANY: &str = "*";

/// Returns the tokens of a path: `/a/b`, `#/a/b`, `a/b`, `a.b`, `$.a.b`, `$['a'].b[0]`, with [`ANY`] for `[*]` and `[]`.
pub(super) fn tokens(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('#').unwrap_or(path);
    if path.contains('/') && !path.starts_with('$') {
        let pointer = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        // A `~` that escapes nothing stands for itself.
        let plain = || pointer.split('/').skip(1).map(str::to_owned).collect();
        return Some(Pointer::parse(&pointer).map_or_else(plain, |pointer| pointer.tokens().collect()));
    }
    let mut tokens = Vec::new();
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    while !rest.is_empty() {
        let (token, behind) = match rest.strip_prefix('[') {
            Some(inner) => bracketed(inner)?,
            None => {
                let name = rest.strip_prefix('.').unwrap_or(rest);
                name.split_at(name.find(['.', '[']).unwrap_or(name.len()))
            }
        };
        if token.is_empty() {
            return None;
        }
        tokens.push(token.to_owned());
        rest = behind;
    }
    Some(tokens)
}

/// Splits the text after an opening bracket at the closing one.
fn bracketed(inner: &str) -> Option<(&str, &str)> {
    for quote in ["'", "\""] {
        if let Some(name) = inner.strip_prefix(quote) {
            return name.split_once(&format!("{quote}]"));
        }
    }
    let (token, behind) = inner.split_once(']')?;
    Some((if token.is_empty() { ANY } else { token }, behind))
}

/// Returns true for the tokens of elements of an array: a wildcard or an index.
pub(crate) fn is_element(token: &str) -> bool {
    token == ANY || (!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the JSON Pointer of tokens.
pub(crate) fn pointer(tokens: &[String]) -> String {
    tokens.iter().fold(Pointer::root(), |at, token| at.join(token)).to_string()
}

#[cfg(test)]
mod tests {
    use super::{pointer, tokens};

    #[test]
    fn other_notations_have_their_pointers() {
        for (path, expected) in [
            ("data", "/data"),
            ("/a/b", "/a/b"),
            ("#/a/b", "/a/b"),
            ("a/b", "/a/b"),
            ("a.b", "/a/b"),
            (".a.b", "/a/b"),
            ("$.a.b", "/a/b"),
            ("$['a']", "/a"),
            ("$[\"a.b\"].c", "/a.b/c"),
            ("$['a/b']", "/a~1b"),
            ("$.a[0].b", "/a/0/b"),
            ("$[*].a", "/*/a"),
            ("a[].b", "/a/*/b"),
            ("/a~b", "/a~0b"),
            ("$", ""),
            ("#", ""),
        ] {
            assert_eq!(pointer(&tokens(path).expect(path)), expected, "{path}");
        }
        for path in ["a..b", "$..a", "a[b", "$['a", "a."] {
            assert_eq!(tokens(path), None, "{path}");
        }
    }
}
