//! Values of the header as the page shows them: lines of sample requests, and examples beside the prose.

use std::ops::Range;

use crate::page::mapped::Mapped;
use crate::page::pattern::regex;
use crate::page::signing::general;
use crate::page::signing::header::is_signature_header;
use crate::page::signing::reading::{Fact, FactKind};

/// Reads a line of a sample request, or an example alone: the signature header with the prefix and a code, whose form shows the encoding;
/// or the prefix and the code; or the code. `For example:` may stand before it.
pub(super) fn read(text: &Mapped, span: Range<usize>) -> Option<Vec<Fact>> {
    let value = regex!(&format!(
        concat!(
            r#"^(?:(?i:{introduction})(?::| is|,)?\s+)?[`"'“]?"#,
            r"(?:(?<header>[A-Za-z][A-Za-z0-9-]*):\s*)?(?<prefix>(?:sha|v)\d+=)?",
            r"(?:(?<hex>[0-9A-Fa-f]{{128}}|[0-9A-Fa-f]{{64}}|[0-9A-Fa-f]{{40}})|(?<base64>[A-Za-z0-9+/]{{86}}==|[A-Za-z0-9+/]{{43}}=|[A-Za-z0-9+/]{{27}}=)",
            r#"|(?:[0-9a-f]*(?:…|\.\.\.)))[`"'”]?\.?$"#,
        ),
        introduction = general::introduction()
    ));
    let found = value.captures(&text.text()[span.clone()])?;
    let group = |name: &str, kind, value: Option<&str>| {
        let part = found.name(name)?;
        let in_page = text.span(span.start + part.start()..span.start + part.end());
        Some(Fact { kind, value: value.unwrap_or(part.as_str()).to_owned(), span: in_page })
    };
    let header = group("header", FactKind::Header, None);
    if header.as_ref().is_some_and(|fact| !is_signature_header(&fact.value)) {
        return None;
    }
    let bytes = |name: &str| {
        let code = found.name(name)?.as_str();
        Some(if name == "hex" { code.len() / 2 } else { code.trim_end_matches('=').len() * 3 / 4 }.to_string())
    };
    let others = [
        group("prefix", FactKind::Prefix, None),
        bytes("hex").and_then(|length| group("hex", FactKind::Length, Some(&length))),
        bytes("base64").and_then(|length| group("base64", FactKind::Length, Some(&length))),
        group("hex", FactKind::Encoding, Some("hex")),
        group("base64", FactKind::Encoding, Some("base64")),
    ];
    Some(header.into_iter().chain(others.into_iter().flatten()).collect())
}

/// Returns true for an example with a fact, unless the sentence before it is about something else: `Your secret looks like this:`.
pub(super) fn is_example(text: &Mapped, span: Range<usize>, before: &str) -> bool {
    let other = regex!(r"(?i)\b(?:secrets?|keys?|tokens?|ids?|identifiers?|passwords?|credentials?|commits?)\b");
    let code = regex!(r"(?i)signature|hmac|\bsha\b|\bsha-?\d|digest|\bhash|\bcodes?\b|\bheaders?\b");
    let is_other = other.is_match(before) && !code.is_match(before);
    !is_other && read(text, span).is_some_and(|facts| !facts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(line: &str) -> Option<Vec<String>> {
        let found = read(&Mapped::verbatim(line, 0..line.len()), 0..line.len())?;
        Some(found.into_iter().map(|fact| fact.value).collect())
    }

    #[test]
    fn a_sample_shows_the_encoding() {
        let hex = "0a".repeat(32);
        let base64 = format!("K5{}/I4=", "oZ".repeat(19));
        for (line, wanted) in [
            (format!("X-Acme-Signature: sha256={hex}"), vec!["X-Acme-Signature", "sha256=", "32", "hex"]),
            (format!("X-Acme-Signature: {base64}"), vec!["X-Acme-Signature", "32", "base64"]),
            (format!("For example: `{base64}`."), vec!["32", "base64"]),
            (format!("The header looks like this: `X-Acme-Signature: {hex}`"), vec!["X-Acme-Signature", "32", "hex"]),
            ("v1=5257a869…".to_owned(), vec!["v1="]),
            ("For example: `v1=5257a869...`".to_owned(), vec!["v1="]),
            ("An example value is `v0=5257a869...`.".to_owned(), vec!["v0="]),
            (hex, vec!["32", "hex"]),
        ] {
            let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
            assert_eq!(values(&line), Some(wanted), "{line}");
        }
        for line in [
            "X-Acme-Signature: t=1,v1=0a",
            "t=1700000000,v1=5257a869…",
            "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
            "v1=5257a869… or v0=5257a869…",
            "The secret looks like this: `v1=5257a869…`",
        ] {
            assert_eq!(values(line), None, "{line}");
        }
    }
}
