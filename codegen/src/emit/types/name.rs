//! Wire names, keys and titles → names of Rust: valid, idiomatic, and never twice the same.

use std::collections::BTreeSet;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::ident::TAKEN;

/// Names that are taken in one scope. Two names that differ only in what typify or a reader would overlook count as one.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The names of types, of which some are taken from the start.
    pub(super) fn of_types(reserved: &BTreeSet<String>) -> Self {
        let taken = TAKEN.iter().copied().chain(reserved.iter().map(String::as_str));
        Self { taken: taken.map(type_key).collect() }
    }

    /// Takes a type's name that was decided elsewhere.
    pub(super) fn take_type(&mut self, ident: &str) {
        self.taken.insert(type_key(ident));
    }

    /// The first candidate that is free, or the last with the least number that makes it so.
    pub(super) fn of_type(&mut self, candidates: &[String]) -> String {
        self.first(candidates, type_key)
    }

    /// A variant's name: the candidate, or it with the least number that makes it free.
    pub(super) fn of_variant(&mut self, candidate: &str) -> String {
        self.first(&[candidate.to_owned()], type_key)
    }

    /// A field's name: the candidate, or it with the least number that makes it free.
    pub(super) fn of_field(&mut self, candidate: &str) -> String {
        self.first(&[candidate.to_owned()], str::to_owned)
    }

    fn first(&mut self, candidates: &[String], key: impl Fn(&str) -> String) -> String {
        let last = candidates.last().map_or("", String::as_str);
        let separator = if last.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" };
        let numbered = (2..).map(|number: usize| {
            let base = last.strip_suffix('_').unwrap_or(last);
            format!("{base}{separator}{number}")
        });
        let mut all = candidates.iter().cloned().chain(numbered);
        all.find(|ident| self.taken.insert(key(ident))).expect("numbers do not end")
    }
}

fn type_key(ident: &str) -> String {
    ident.to_upper_camel_case().replace('_', "").to_lowercase()
}

/// The name of a type for words; `None` when they hold nothing to make a name of.
pub(super) fn type_ident(words: &str) -> Option<String> {
    let ident = clean(words).to_upper_camel_case();
    let first = ident.chars().next()?;
    Some(if unicode_start(first) { ident } else { format!("N{ident}") })
}

/// The name of a field for a wire name.
pub(super) fn field_ident(wire_name: &str) -> String {
    let ident = clean(wire_name).to_snake_case();
    let ident = match ident.chars().next() {
        None if wire_name.is_empty() => "empty".to_owned(),
        None => spelled(wire_name).to_snake_case(),
        Some(first) if unicode_start(first) => ident,
        Some(_) => format!("n{ident}"),
    };
    if is_keyword(&ident) { format!("{ident}_") } else { ident }
}

/// The name of a variant for a documented string.
pub(super) fn variant_ident(wire_name: &str) -> String {
    let signed = match wire_name.chars().next() {
        Some('-') if wire_name[1..].starts_with(|next: char| next.is_ascii_digit()) => {
            format!("minus {}", &wire_name[1..])
        }
        Some('+') if wire_name[1..].starts_with(|next: char| next.is_ascii_digit()) => {
            format!("plus {}", &wire_name[1..])
        }
        _ => wire_name.to_owned(),
    };
    let ident = type_ident(&signed).unwrap_or_else(|| match wire_name {
        "" => "Empty".to_owned(),
        _ => spelled(wire_name).to_upper_camel_case(),
    });
    match ident.as_str() {
        "Unknown" => "UnknownValue".to_owned(),
        "Self" => "SelfValue".to_owned(),
        _ => ident,
    }
}

/// The text with a blank for each character that no name can hold.
fn clean(text: &str) -> String {
    let is_fine = |found: char| syn::parse_str::<syn::Ident>(&format!("zz{found}")).is_ok() && found != '_';
    text.chars().filter(|found| *found != '\'').map(|found| if is_fine(found) { found } else { ' ' }).collect()
}

fn unicode_start(first: char) -> bool {
    syn::parse_str::<syn::Ident>(&format!("{first}zz")).is_ok()
}

/// Symbols in words; their number in Unicode where there is no common word.
fn spelled(symbols: &str) -> String {
    let word = |symbol: char| match symbol {
        '!' => "exclamation".to_owned(),
        '"' => "quote".to_owned(),
        '#' => "hash".to_owned(),
        '$' => "dollar".to_owned(),
        '%' => "percent".to_owned(),
        '&' => "ampersand".to_owned(),
        '\'' => "apostrophe".to_owned(),
        '(' | ')' => "parenthesis".to_owned(),
        '*' => "asterisk".to_owned(),
        '+' => "plus".to_owned(),
        ',' => "comma".to_owned(),
        '-' => "minus".to_owned(),
        '.' => "dot".to_owned(),
        '/' => "slash".to_owned(),
        ':' => "colon".to_owned(),
        ';' => "semicolon".to_owned(),
        '<' => "less".to_owned(),
        '=' => "equal".to_owned(),
        '>' => "greater".to_owned(),
        '?' => "question".to_owned(),
        '@' => "at".to_owned(),
        '[' | ']' => "bracket".to_owned(),
        '\\' => "backslash".to_owned(),
        '^' => "caret".to_owned(),
        '_' => "underscore".to_owned(),
        '`' => "backtick".to_owned(),
        '{' | '}' => "brace".to_owned(),
        '|' => "bar".to_owned(),
        '~' => "tilde".to_owned(),
        ' ' => "space".to_owned(),
        other => format!("u{:04x}", u32::from(other)),
    };
    symbols.chars().take(8).map(word).collect::<Vec<_>>().join(" ")
}

/// Whether a name is a keyword of any edition.
fn is_keyword(ident: &str) -> bool {
    ident == "gen" || ident == "union" || syn::parse_str::<syn::Ident>(ident).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wire_name_gives_a_valid_field() {
        for (wire_name, ident) in [
            ("orderId", "order_id"),
            ("type", "type_"),
            ("self", "self_"),
            ("", "empty"),
            ("$", "dollar"),
            ("@id", "id"),
            ("2fa", "n2fa"),
            ("größe", "größe"),
            ("名前", "名前"),
            ("a-b", "a_b"),
            ("_", "underscore"),
            ("💥", "u1f4a5"),
        ] {
            assert_eq!(field_ident(wire_name), ident, "{wire_name}");
            syn::parse_str::<syn::Ident>(ident).expect(wire_name);
        }
    }

    #[test]
    fn every_string_gives_a_valid_variant() {
        for (wire_name, ident) in [
            ("+", "Plus"),
            ("-", "Minus"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("", "Empty"),
            ("unknown", "UnknownValue"),
            ("self", "SelfValue"),
            ("3.1", "N31"),
            ("checked_in", "CheckedIn"),
        ] {
            assert_eq!(variant_ident(wire_name), ident, "{wire_name}");
        }
    }

    #[test]
    fn names_that_look_alike_are_numbered() {
        let mut names = Names::default();
        assert_eq!(names.of_variant("Get"), "Get");
        assert_eq!(names.of_variant("GET"), "GET2");
        assert_eq!(names.of_field("a_b"), "a_b");
        assert_eq!(names.of_field("a_b"), "a_b2");
    }
}
