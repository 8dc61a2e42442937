//! The normal form of a sentence: lower case, one kind of dash, no quotes, and marks in place of names.
//!
//! `§h` is a header, `§a` an algorithm, `§p` a prefix such as `sha256=`, `§n` a proper name, `§e` the name of an event.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::page::mapped::Mapped;
use crate::page::pattern::{pattern, regex};
use crate::page::signing::header::is_header;
use crate::page::signing::reading::{Fact, FactKind};
use crate::page::signing::sentence::{Kind, Passage};
use crate::page::signing::word;

/// A sentence in normal form, with the names removed from it.
#[derive(Debug)]
pub(super) struct Normal {
    pub(super) text: String,
    pub(super) facts: Vec<Fact>,
    /// The span of the sentence in the page.
    pub(super) span: Range<usize>,
}

/// The names on the whole page.
pub(super) struct Context<'c> {
    /// Proper names as spelled.
    pub(super) names: &'c BTreeSet<String>,
    /// Names of events.
    pub(super) events: &'c [&'c str],
}

static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?<prefix>\b(?i:sha|v)\d+=)",
        r"|(?<code>(?i:\bhmac[\s/_-]*(?:\(\s*|with\s+|using\s+)?sha[\s_-]?(?<bits>\d{1,3})\b\)?|\bsha[\s_-]?(?<first>\d{1,3})[\s_-]*hmac\b))",
        r"|(?<hyphened>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)",
        r"|(?<capital>\b\p{Lu}[\p{L}\d]*)",
    ))
});

/// Returns the proper names of the vendor: words with a capital inside sentences that somewhere send something, or are part of the name of
/// a header. Any other such word may be a signed item: `Date`, `Salt`.
pub(super) fn names(passages: &[Passage]) -> BTreeSet<String> {
    let in_sentence = regex!(
        r"[\p{Ll},] (?<name>\p{Lu}\p{Ll}[\p{L}\d]+)\b(?<sends>\s+(?:sends?|delivers?|posts?|signs?|calls|notifies|retries)\b)?"
    );
    let sending = regex!(
        r"(?:^|[.!?] )(?<name>\p{Lu}\p{Ll}[\p{L}\d]+)\s+(?:sends?|delivers?|posts?|signs?|calls|notifies|retries)\b"
    );
    let custom_header = regex!(r"(?i)\bx-(?<name>[a-z0-9]+)-");
    let text = |passage: &Passage| passage.text.text().to_owned();
    let texts: Vec<String> = passages.iter().map(text).collect();
    let in_header =
        texts.iter().flat_map(|text| custom_header.captures_iter(text)).map(|found| found["name"].to_lowercase());
    let in_header: BTreeSet<String> = in_header.collect();
    let prose = || passages.iter().filter(|passage| passage.kind == Kind::Prose).map(|passage| passage.text.text());
    let first = prose().flat_map(|text| sending.captures_iter(text)).map(|found| found["name"].to_owned());
    let inner = prose()
        .flat_map(|text| in_sentence.captures_iter(text))
        .filter(|found| found.name("sends").is_some() || in_header.contains(&found["name"].to_lowercase()));
    let found = first.chain(inner.map(|found| found["name"].to_owned()));
    found.filter(|name| !word::is_technical(name)).collect()
}

/// Removes the names of events, whose words say nothing about signing.
pub(super) fn masked(text: &str, events: &[&str]) -> String {
    events.iter().fold(text.to_owned(), |text, event| {
        if event.contains(['.', '_', ':', '/']) { text.replace(event, " §e ") } else { text }
    })
}

/// Normalizes a sentence. Words of a title are not proper names.
pub(super) fn normal(text: &Mapped, span: Range<usize>, is_title: bool, context: &Context<'_>) -> Normal {
    let raw = &text.text()[span.clone()];
    let mut facts = Vec::new();
    let mut normal = String::new();
    let mut end = 0;
    for found in TOKEN.captures_iter(raw) {
        let whole = found.get(0).expect("group 0 is the match");
        normal.push_str(&masked(&raw[end..whole.start()], context.events));
        end = whole.end();
        let in_page = text.span(span.start + whole.start()..span.start + whole.end());
        let mut fact = |kind, value: String| facts.push(Fact { kind, value, span: in_page.clone() });
        if found.name("prefix").is_some() {
            fact(FactKind::Prefix, whole.as_str().to_owned());
            normal.push_str(" §p ");
        } else if let Some(bits) = found.name("bits").or_else(|| found.name("first")) {
            fact(FactKind::Algorithm, format!("hmac-sha{}", bits.as_str()));
            normal.push_str(" §a ");
        } else if found.name("hyphened").is_some_and(|name| is_header(name.as_str())) {
            fact(FactKind::Header, whole.as_str().to_owned());
            normal.push_str(" §h ");
        } else if !is_title && context.names.contains(whole.as_str()) {
            normal.push_str(" §n ");
        } else {
            normal.push_str(whole.as_str());
        }
    }
    normal.push_str(&masked(&raw[end..], context.events));
    Normal { text: plain(&normal), facts, span: text.span(span) }
}

/// Converts to lower case, one kind of each mark, and single spaces; removes quotes and marks around the sentence.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for found in text.chars() {
        match found {
            '`' | '"' | '*' | '“' | '”' | '„' | '«' | '»' | '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{ad}' => {
            }
            '‘' | '’' | '\'' => plain.push('\''),
            '—' | '–' | '−' | '―' => plain.push_str(" - "),
            '\u{2010}' | '\u{2011}' => plain.push('-'),
            '|' => plain.push_str(" | "),
            found if found.is_whitespace() => plain.push(' '),
            found => plain.extend(found.to_lowercase()),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let text = regex!(r"\b(?:base[- ]64|b64)\b").replace_all(&words.join(" "), "base64").into_owned();
    let text = text.replace(" ,", ",").replace(" .", ".").replace(" :", ":").replace(" ;", ";").replace(" )", ")");
    let text = text.trim_end_matches(['.', '!', ':', ';', ' ', '|']);
    let text = text.trim_start_matches(['-', '•', '·', '|', ' ']);
    let text = regex!(r"^:[a-z][a-z0-9_+-]*: +").find(text).map_or(text, |found| &text[found.end()..]);
    let labels = ["note:", "important:", "tip:", "warning:", "security:", "please note:", "note -"];
    let text = labels.iter().find_map(|label| text.strip_prefix(label)).unwrap_or(text);
    unnumbered(text).trim().to_owned()
}

/// Returns the text behind `2.`, `3)`, `2.1`, `step 1:` or `appendix a:`.
fn unnumbered(text: &str) -> &str {
    let number = regex!(
        r"^(?:\(?\d+(?:\.\d+)*[.)] +|\d+(?:\.\d+)+ +|(?:step|section|part|chapter) \d+(?:\.\d+)*(?:[.:)]| -)? +|appendix [a-z\d](?:[.:)]| -) +)"
    );
    number.find(text).map_or(text, |found| &text[found.end()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mapped = Mapped::verbatim(text, 0..text.len());
        let names = BTreeSet::from(["Acme".to_owned()]);
        normal(&mapped, 0..text.len(), false, &Context { names: &names, events: &["a.signed"] }).text
    }

    #[test]
    fn names_become_marks() {
        assert_eq!(read("`X-Acme-Signature`—`sha256=`followed by the HMAC-SHA256"), "§h - §p followed by the §a");
        assert_eq!(read("* The webhook-signature header: HMAC (SHA 256)."), "the §h header: §a");
        for number in ["2.", "2.1", "4.2.1", "3)", "(3)", "Step 1:", "Step 2 —", "Section 2.1", "Appendix A:"] {
            assert_eq!(read(&format!("{number} Signature")), "signature", "{number}");
        }
        for text in ["2 signatures", "256 bits", "steps 1: sign", "2.1"] {
            assert_eq!(read(text), text);
        }
        assert_eq!(read("2. Acme’s UTF-8, raw-body and “a.signed”!"), "§n 's utf-8, raw-body and §e");
    }
}
