//! Rust names for documented schemas: types and modules, valid for any name of the vendor.

mod case;

use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(crate) use case::{snake, upper_camel};
use deunicode::deunicode_char;

use crate::catalog::UNKNOWN_CRATE;
use crate::model::Role;
use crate::source::files::portable;

const TAKEN: &str = "\
    AsMut AsRef BTreeMap Box Clone Copy Cow Debug Decimal Default Deserialize DeserializeOwned Deserializer \
    Display Drop Eq Err Extend Fn FnMut FnOnce From FromStr Hash Hasher Infallible Integer Into IntoIterator \
    Iterator JsonSchema Map None Number Ok Option Ord PartialEq PartialOrd Result Self Send Serialize \
    SerializeMap SerializeStruct Serializer Sized Some String Sync Timestamp ToOwned ToString TryFrom Value Vec";

/// Returns the names of the language, its prelude, and emitted code, which no type may have.
pub(crate) fn taken() -> impl Iterator<Item = &'static str> {
    TAKEN.split(' ')
}

/// Returns the last non-empty segment of a key or a path, without a suffix such as `.schema`.
pub(crate) fn last_segment(key: &str) -> &str {
    let segment = key.rsplit(['/', '#']).find(|segment| !segment.is_empty()).unwrap_or(key);
    let segment = segment.strip_suffix(".json").unwrap_or(segment);
    segment.strip_suffix(".schema").unwrap_or(segment)
}

/// Returns a type's name: `TicketSold` for `ticket.sold`. The schema's role is appended to a name that emitted code uses or that is in
/// `others`.
pub fn of_type(wire_name: &str, role: Role, others: &BTreeSet<String>) -> String {
    let ident = spelled(wire_name, upper_camel, ["Unnamed", "N"]);
    // `Unknown` is the variant for undocumented values.
    let is_taken = ident == "Unknown" || taken().any(|taken| taken == ident) || others.contains(&ident);
    if !is_taken {
        return ident;
    }
    match role {
        Role::Event => format!("{ident}Payload"),
        Role::Envelope | Role::Plain => format!("{ident}Schema"),
    }
}

/// Returns a module's name: `ticket_sold` for `ticket.sold`.
pub fn of_module(wire_name: &str) -> String {
    let ident = spelled(wire_name, snake, ["unnamed", "n"]);
    if is_keyword(&ident) { format!("{ident}_") } else { portable(ident) }
}

/// Spells a name in a case; `empty` replaces a name without characters, and `before` precedes a leading digit.
pub(crate) fn spelled(wire_name: &str, case: fn(&str) -> String, [empty, before]: [&str; 2]) -> String {
    let ident = case(&latin(wire_name));
    match ident.chars().next() {
        None if wire_name.is_empty() => empty.to_owned(),
        None => case(&symbols(wire_name)),
        Some(first) if first.is_ascii_alphabetic() => ident,
        Some(_) => format!("{before}{ident}"),
    }
}

/// Returns true for a word that is not an identifier. No keyword is longer than `continue`.
pub(crate) fn is_keyword(word: &str) -> bool {
    word.len() <= "continue".len() && syn::parse_str::<syn::Ident>(word).is_err()
}

/// Splits a vendor's name into ASCII words: `GitHub` is one word, `Acme Tickets` are two. A change of case does not separate words, because
/// well-known names contain it.
pub fn words(vendor: &str) -> Vec<String> {
    let parts = vendor.split(|found: char| !found.is_alphanumeric());
    let ascii = parts.map(|part| latin(part).replace(' ', ""));
    ascii.filter(|word| !word.is_empty()).collect()
}

/// Returns the name of the crate of a vendor's webhooks: `acme-tickets-webhooks` for `Acme Tickets`.
pub fn of_crate(vendor: &str) -> String {
    let name = words(vendor).join("-").to_ascii_lowercase();
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if is_name { format!("{name}-webhooks") } else { UNKNOWN_CRATE.to_owned() }
}

/// The maximum length of a name: a file has the name of its module.
const LONGEST: usize = 100;

/// Transliterates a name to ASCII: letters and digits of other scripts become their usual Latin spelling or their Unicode number; anything
/// else becomes a space.
///
/// An ASCII name has no confusable, uncommon or denormalized letters, so rustc's lints about such letters accept it. The caller resolves
/// collisions.
pub(crate) fn latin(text: &str) -> String {
    let mut latin = String::new();
    for found in text.chars().filter(|found| *found != '\'').take(LONGEST + 1) {
        match found {
            _ if found.is_ascii_alphanumeric() => latin.push(found),
            _ if found.is_ascii() || !found.is_alphanumeric() => {
                // A mark belongs to the letter before it.
                if !is_mark(found) {
                    latin.push(' ');
                }
            }
            _ => match deunicode_char(found).filter(|latin| latin.contains(|it: char| it.is_ascii_alphanumeric())) {
                Some(written) => latin.extend(written.chars().filter(|it| it.is_ascii_alphanumeric() || *it == ' ')),
                None => _ = write!(latin, " u{:04x} ", u32::from(found)),
            },
        }
    }
    cut(latin)
}

/// Cuts a long ASCII text before a word.
fn cut(mut latin: String) -> String {
    if let Some(text) = latin.as_bytes().get(..=LONGEST) {
        let is_start =
            |at: &usize| text[*at] == b' ' || (text[*at].is_ascii_uppercase() && !text[*at - 1].is_ascii_uppercase());
        let end = (LONGEST / 2..=LONGEST).rev().find(is_start);
        latin.truncate(end.unwrap_or(LONGEST));
    }
    latin
}

/// Returns true for combining marks.
pub(crate) fn is_mark(found: char) -> bool {
    matches!(found, '\u{300}'..='\u{36f}')
}

/// The words for symbols, each behind its symbol.
const SYMBOLS: &str = "\
    !exclamation \"quote #hash $dollar %percent &ampersand 'apostrophe (parenthesis )parenthesis *asterisk +plus ,comma -minus \
    .dot /slash :colon ;semicolon <less =equal >greater ?question @at [bracket ]bracket \\backslash ^caret _underscore \
    `backtick {brace }brace |bar ~tilde";

/// Spells symbols as words, or as Unicode numbers if there is no common word.
pub(crate) fn symbols(text: &str) -> String {
    let word = |symbol: char| match SYMBOLS.split(' ').find_map(|row| row.strip_prefix(symbol)) {
        Some(word) => word.to_owned(),
        None if symbol == ' ' => "space".to_owned(),
        None => format!("u{:04x}", u32::from(symbol)),
    };
    text.chars().take(8).map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gives_identifiers() {
        for wire_name in
            ["", "+", "2fa.enabled", "a.b_c-d/e:f", "match", "self", "Self", "é.à", "日本", "x²", "'", "\u{1f600}"]
        {
            for role in [Role::Event, Role::Envelope, Role::Plain] {
                let (ident, module) = (of_type(wire_name, role, &BTreeSet::new()), of_module(wire_name));
                assert!(syn::parse_str::<syn::Ident>(&ident).is_ok(), "{wire_name}: {ident}");
                assert!(syn::parse_str::<syn::Ident>(&module).is_ok(), "{wire_name}: {module}");
            }
        }
    }

    #[test]
    fn case_does_not_separate_words() {
        for (vendor, expected) in [
            ("GitHub", "GitHub"),
            ("Acme Tickets", "Acme Tickets"),
            ("Clear-Tix_2", "Clear Tix 2"),
            ("café au lait", "cafe au lait"),
            ("Ünïcode Größe", "Unicode Grosse"),
            ("O'Neill & Sons, Inc.", "O Neill Sons Inc"),
            ("日本", "RiBen"),
            ("— ☃", ""),
        ] {
            assert_eq!(words(vendor).join(" "), expected);
        }
    }

    #[test]
    fn names_are_written_in_ascii() {
        for (wire_name, ident) in [
            ("größe.geändert", "GrosseGeandert"),
            ("große\u{301}", "Grosse"),
            ("\u{17f}\u{1c5}", "SDz"),
            ("名前", "MingQian"),
            ("заказ", "Zakaz"),
            ("\u{1f4a5}", "U1f4a5"),
            ("\u{202e}a\u{200b}b", "AB"),
        ] {
            assert_eq!(of_type(wire_name, Role::Plain, &BTreeSet::new()), ident, "{wire_name}");
        }
        for found in ('\0'..=char::MAX).step_by(97) {
            let name = found.to_string();
            let (ident, module) = (of_type(&name, Role::Plain, &BTreeSet::new()), of_module(&name));
            assert!(ident.is_ascii() && module.is_ascii() && !ident.is_empty() && !module.is_empty(), "{found:?}");
            assert!(!ident.starts_with(|first: char| first.is_ascii_digit()), "{found:?}");
        }
        assert!(of_module(&"a".repeat(10_000)).len() <= LONGEST);
        assert_eq!(latin(&"Authentication".repeat(8)), "Authentication".repeat(7));
        assert_eq!(latin(&"an event ".repeat(20)).trim_end(), "an event ".repeat(11).trim_end());
    }

    #[test]
    fn taken_names_get_their_role_appended() {
        let others = BTreeSet::from(["Event".to_owned()]);
        assert_eq!(of_type("ticket.sold", Role::Event, &others), "TicketSold");
        assert_eq!(of_type("event", Role::Event, &others), "EventPayload");
        assert_eq!(of_type("string", Role::Plain, &others), "StringSchema");
        assert_eq!(of_type("unknown", Role::Event, &others), "UnknownPayload");
        assert_eq!(of_module("type"), "type_");
        assert_eq!(of_module("NUL"), "nul_");
    }
}
