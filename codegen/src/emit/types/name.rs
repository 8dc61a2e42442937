//! Wire names, keys and titles → Rust names: valid, idiomatic and unique.

use std::collections::{BTreeMap, BTreeSet};

use crate::ident;
use crate::keyword::types::TypeSet;

/// A request for a name in a scope: its candidates, best first, and its rank among requests for the same name.
#[derive(Clone, Debug)]
pub(super) struct Wish<R> {
    pub(super) ladder: Vec<String>,
    pub(super) rank: R,
}

/// Assigns a unique name to each wish: the first candidate that no wish of a lower rank has, or else the last with the least number that
/// makes it unique. The order of wishes is irrelevant, and a wish never affects those of a lower rank.
fn assigned<R: Ord>(wishes: &[Wish<R>], taken: &mut BTreeSet<String>, key: impl Fn(&str) -> String) -> Vec<String> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|left, right| wishes[*left].rank.cmp(&wishes[*right].rank));
    let mut names = vec![String::new(); wishes.len()];
    for index in order {
        let ladder = &wishes[index].ladder;
        let last = ladder.last().map_or("", String::as_str);
        let separator = if last.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" };
        let numbered = (2..).map(|number: usize| format!("{}{separator}{number}", last.trim_end_matches('_')));
        let mut all = ladder.iter().cloned().chain(numbered);
        names[index] = all.find(|ident| taken.insert(key(ident))).expect("numbers do not end");
    }
    names
}

/// Assigns names of types or variants; names that typify or a reader would not distinguish count as equal.
pub(super) fn types<R: Ord>(wishes: &[Wish<R>], taken: &mut BTreeSet<String>) -> Vec<String> {
    assigned(wishes, taken, type_key)
}

/// Returns the names that no type of a file may have: those of the language or emitted code, and others.
pub(super) fn taken_types(reserved: &BTreeSet<String>, others: &[&str]) -> BTreeSet<String> {
    let others = others.iter().copied().chain(reserved.iter().map(String::as_str));
    ident::taken().map(type_key).chain(others.map(type_key)).collect()
}

/// Assigns the names of a struct's fields. If two members want the same name, neither gets it, and each describes its spelling: `a_b_snake`
/// and, for `a-b`, `a_b_minus`. So a member that a vendor adds never takes the name of another member: programs that use this name fail to
/// compile instead of reading the wrong member.
pub(super) fn fields(wire_names: &[&str]) -> Vec<String> {
    let wish = |wire_name: &&str| {
        let ident = field_ident(wire_name);
        let is_snake = ident == *wire_name && ident.contains('_');
        let words = if is_snake { vec!["snake".to_owned()] } else { spellings(wire_name, |found| found == '_') };
        let spelled = |word: String| format!("{}_{}", ident.trim_end_matches('_'), ident::snake(&word));
        Wish {
            ladder: [ident.clone()].into_iter().chain(words.into_iter().map(spelled)).collect(),
            rank: (*wire_name).to_owned(),
        }
    };
    let wishes = apart(wire_names.iter().map(wish).collect(), str::to_owned);
    assigned(&wishes, &mut BTreeSet::from([REST.to_owned()]), str::to_owned)
}

/// Assigns the names of variants for documented strings. If two want the same name, neither gets it, and each describes its spelling:
/// `GetUpper` and, for `get`, `GetLower`.
pub(super) fn symbols(wire_names: &[String]) -> Vec<String> {
    let idents: Vec<(String, &str)> = wire_names.iter().map(|it| (variant_ident(it), it.as_str())).collect();
    spelled(&idents)
}

/// Assigns the names of variants for texts, each with the best name for it, as [`symbols`] does.
pub(super) fn spelled(idents: &[(String, &str)]) -> Vec<String> {
    let wish = |(ident, text): &(String, &str)| {
        let spelled = |word: String| format!("{ident}{}", ident::upper_camel(&word));
        let words = spellings(text, |_| false).into_iter();
        Wish { ladder: [ident.clone()].into_iter().chain(words.map(spelled)).collect(), rank: (*text).to_owned() }
    };
    let wishes = apart(idents.iter().map(wish).collect(), type_key);
    assigned(&wishes, &mut BTreeSet::from([type_key("Unknown")]), type_key)
}

/// Returns the name of several values with a name: `Users`, and `DataArray` for a word without a plural.
pub(super) fn plural(ident: &str) -> String {
    let ends = |all: &[&str]| all.iter().any(|end| ident.ends_with(end));
    let mut last = ident.chars().rev();
    let (last, before) = (last.next(), last.next());
    let is_vowel = |letter: char| "aeiou".contains(letter);
    match last {
        _ if ends(&["data", "Data", "info", "Info", "edia", "hildren"]) => format!("{ident}Array"),
        Some('y') if before.is_some_and(|it| it.is_ascii_lowercase() && !is_vowel(it)) => {
            format!("{}ies", ident.trim_end_matches('y'))
        }
        _ if ends(&["ss", "us", "x", "z", "ch", "sh"]) => format!("{ident}es"),
        Some(letter) if letter.is_ascii_lowercase() && letter != 's' => format!("{ident}s"),
        _ => format!("{ident}Array"),
    }
}

/// Removes the best candidate of each wish that shares it with another wish and has further candidates; repeats this until nothing changes.
fn apart<R>(mut wishes: Vec<Wish<R>>, key: impl Fn(&str) -> String) -> Vec<Wish<R>> {
    loop {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for wish in &wishes {
            *count.entry(key(&wish.ladder[0])).or_default() += 1;
        }
        let is_shared = |wish: &&mut Wish<R>| wish.ladder.len() > 1 && count[&key(&wish.ladder[0])] > 1;
        let mut shared = wishes.iter_mut().filter(is_shared).peekable();
        if shared.peek().is_none() {
            break;
        }
        shared.for_each(|wish| _ = wish.ladder.remove(0));
    }
    wishes
}

/// Describes the part of a spelling that an identifier does not show: its symbols, then also its case; or its case alone.
fn spellings(wire_name: &str, is_plain: impl Fn(char) -> bool) -> Vec<String> {
    let symbols: String = wire_name.chars().filter(|found| !found.is_alphanumeric() && !is_plain(*found)).collect();
    let mut letters = wire_name.chars().filter(|found| found.is_alphabetic());
    let is_upper = |found: char| !found.is_lowercase();
    let case = match letters.next() {
        None => None,
        Some(first) if is_upper(first) && letters.clone().all(is_upper) => Some("upper"),
        Some(first) if is_upper(first) => Some("capital"),
        Some(_) if letters.any(is_upper) => Some("camel"),
        Some(_) => Some("lower"),
    };
    if symbols.is_empty() {
        return case.map(str::to_owned).into_iter().collect();
    }
    let symbols = ident::symbols(&symbols);
    let both = case.map(|case| format!("{symbols} {case}"));
    [symbols].into_iter().chain(both).collect()
}

/// The field for members without a field of their own; no member's field has this name.
pub(super) const REST: &str = "other";

/// The field for the elements of an array behind those with a field of their own.
pub(super) const TAIL: &str = "rest";

/// Returns the field of an element by its index.
pub(super) fn element_ident(index: usize) -> String {
    field_ident(&format!("item {}", index + 1))
}

pub(super) fn type_key(ident: &str) -> String {
    if ident.is_ascii() {
        // The case and the separators of words make no difference.
        return ident.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect();
    }
    ident::upper_camel(ident).replace('_', "").to_lowercase()
}

/// Joins the name of a type's parent, if it is part of the name, and its place in the parent.
pub(super) fn joined(around: &str, place: &str) -> String {
    let place = if type_ident(place).is_some() { place.to_owned() } else { ident::symbols(place) };
    type_ident(&format!("{around} {place}")).unwrap_or_else(|| "Empty".to_owned())
}

/// Returns a type's name for a title, unless that is a sentence.
pub(super) fn title_ident(title: &str) -> Option<String> {
    if title.split_whitespace().count() <= 4 { type_ident(title) } else { None }
}

/// Returns a type's name for words; `None` if they contain no letters or digits.
pub(super) fn type_ident(words: &str) -> Option<String> {
    let ident = ident::upper_camel(&ident::latin(words));
    let first = ident.chars().next()?;
    Some(if first.is_ascii_alphabetic() { ident } else { format!("N{ident}") })
}

/// Returns a field's name for a wire name.
pub(super) fn field_ident(wire_name: &str) -> String {
    let ident = ident::spelled(wire_name, ident::snake, ["empty", "n"]);
    if is_keyword(&ident) || ident == REST { format!("{ident}_") } else { ident }
}

/// Returns a variant's name for a documented string.
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
        _ => ident::upper_camel(&ident::symbols(wire_name)),
    });
    match ident.as_str() {
        "Unknown" => "UnknownValue".to_owned(),
        "Self" => "SelfValue".to_owned(),
        _ => ident,
    }
}

/// Returns true for keywords of any edition.
fn is_keyword(ident: &str) -> bool {
    ident == "gen" || ident == "union" || ident::is_keyword(ident)
}

/// Returns the type of instances as a word.
pub(in crate::emit::types) fn word_of(types: TypeSet) -> &'static str {
    match types.without(TypeSet::NULL) {
        TypeSet::OBJECT => "Object",
        TypeSet::ARRAY => "Array",
        TypeSet::STRING => "String",
        TypeSet::BOOLEAN => "Boolean",
        TypeSet::NUMBER => "Number",
        TypeSet::INTEGER => "Integer",
        _ => "Value",
    }
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
            ("größe", "grosse"),
            ("名前", "ming_qian"),
            ("\u{17f}", "s"),
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
    fn plurals_are_readable() {
        for (ident, plural) in [
            ("User", "Users"),
            ("Address", "Addresses"),
            ("Entry", "Entries"),
            ("Key", "Keys"),
            ("Status", "Statuses"),
            ("Match", "Matches"),
            ("Strings", "StringsArray"),
            ("UserV2", "UserV2Array"),
            ("Metadata", "MetadataArray"),
        ] {
            assert_eq!(super::plural(ident), plural);
        }
    }

    #[test]
    fn names_do_not_depend_on_order() {
        let names = ["a-b", "a_b", "aB", "A-B", "other", "a_b2", "a.b", "", "é", "2", "_2"];
        let found = fields(&names);
        let wanted = [
            "a_b_minus_lower",
            "a_b_snake",
            "a_b_camel",
            "a_b_minus_upper",
            "other_",
            "a_b2",
            "a_b_dot",
            "empty",
            "e",
            "n2",
            "n2_2",
        ];
        assert_eq!(found, wanted);
        for first in 0..names.len() {
            let rotated: Vec<&str> = names.iter().cycle().skip(first).take(names.len()).copied().collect();
            for (name, ident) in rotated.iter().zip(fields(&rotated)) {
                let index = names.iter().position(|known| known == name).expect("it is one of them");
                assert_eq!(ident, found[index], "{name} behind {first}");
            }
        }
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn equal_names_describe_their_spelling() {
        assert_eq!(fields(&["fooBar", "foo_bar"]), ["foo_bar_camel", "foo_bar_snake"]);
        assert_eq!(fields(&["a-b", "a_b"]), ["a_b_minus", "a_b_snake"]);
        assert_eq!(fields(&["id", "ID", "Id"]), ["id_lower", "id_upper", "id_capital"]);
        assert_eq!(fields(&["type", "Type"]), ["type_lower", "type_capital"]);
        let symbols = |names: &[&str]| symbols(&names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(symbols(&["get", "GET", "Get"]), ["GetLower", "GetUpper", "GetCapital"]);
        assert_eq!(symbols(&["unknown", "Unknown"]), ["UnknownValueLower", "UnknownValueCapital"]);
    }
}
