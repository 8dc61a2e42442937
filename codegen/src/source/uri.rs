//! URIs and references between schemas [RFC 3986].

use fluent_uri::{Uri, UriRef};

/// Returns the base URI of a document of the catalogue from its path, for relative references.
pub fn of_path(path: &str) -> String {
    format!("file:///{}", encode_path(path.trim_start_matches('/')))
}

/// Encodes a path of the catalogue as a relative reference.
pub fn encode_path(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}

/// Returns the relative path from a file to another one.
pub fn relative(from: &str, to: &str) -> String {
    let folder = &from[..from.rfind('/').map_or(0, |slash| slash + 1)];
    let shared = folder.split_inclusive('/').zip(to.split_inclusive('/')).take_while(|(one, other)| one == other);
    let shared: usize = shared.map(|(part, _)| part.len()).sum();
    "../".repeat(folder[shared..].matches('/').count()) + &to[shared..]
}

/// Resolves a reference against a base URI; returns the URI without fragment, and the decoded fragment.
///
/// Returns `None` if the reference is not a URI reference or its fragment is not UTF-8.
pub fn resolve(base: &str, reference: &str) -> Option<(String, String)> {
    let (without_fragment, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?.into_owned();
    if without_fragment.is_empty() {
        return Some((base.to_owned(), fragment));
    }
    let reference = UriRef::parse(without_fragment).ok()?;
    let uri = match Uri::parse(base) {
        // Names such as `urn:uuid:…` cannot be the base of relative references.
        Ok(base) if !reference.has_scheme() => reference.resolve_against(&base).ok()?.normalize().into_string(),
        _ => reference.normalize().into_string(),
    };
    Some((uri, fragment))
}

/// Encodes a JSON Pointer as a URI fragment [RFC 6901 §6].
pub fn encode_fragment(pointer: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ENCODED: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'[').add(b'\\');
    const ALL: &AsciiSet = &ENCODED.add(b']').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
    utf8_percent_encode(pointer, ALL).to_string()
}

/// Encodes what a URI reference must not contain, such as white space and letters that are not ASCII. Fragments may contain it.
pub fn encode_reference(text: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'[').add(b'\\').add(b']');
    const ALL: &AsciiSet = &ENCODED.add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
    match text.split_once('#') {
        Some((before, fragment)) => format!("{}#{fragment}", utf8_percent_encode(before, ALL)),
        None => utf8_percent_encode(text, ALL).to_string(),
    }
}

/// Returns true if a text is a URI reference.
pub fn is_reference(text: &str) -> bool {
    UriRef::parse(text.split('#').next().unwrap_or_default()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(base: &str, reference: &str) -> Option<(String, String)> {
        resolve(base, reference)
    }

    #[test]
    fn references_resolve_as_in_rfc_3986() {
        let base = "https://example.com/schemas/a.json";
        for (reference, uri, fragment) in [
            ("", "https://example.com/schemas/a.json", ""),
            ("#/a~1b/%25", "https://example.com/schemas/a.json", "/a~1b/%"),
            ("b.json#x", "https://example.com/schemas/b.json", "x"),
            ("../b.json", "https://example.com/b.json", ""),
            ("urn:uuid:1#/x", "urn:uuid:1", "/x"),
        ] {
            assert_eq!(resolved(base, reference), Some((uri.to_owned(), fragment.to_owned())), "{reference}");
        }
        assert_eq!(resolved("urn:uuid:1", "#/x"), Some(("urn:uuid:1".to_owned(), "/x".to_owned())));
        assert_eq!(resolved(base, "a b"), None);
    }

    #[test]
    fn paths_become_bases() {
        assert_eq!(of_path("events/a b.json"), "file:///events/a%20b.json");
        assert_eq!(
            resolved(&of_path("events/a.json"), "../common.json"),
            Some(("file:///common.json".to_owned(), String::new()))
        );
    }
}
