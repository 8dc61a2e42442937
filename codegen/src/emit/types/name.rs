//! Wire names, keys and titles → Rust names: valid, idiomatic and unique.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::ident;
use crate::keyword::types::TypeSet;

/// A request for a name in a scope: its candidates, best first, and its rank among requests for the same name.
#[derive(Clone, Debug)]
pub(super) struct Wish<R> {
    pub(super) candidates: Vec<String>,
    pub(super) rank: R,
}

/// Assigns a unique name to each wish: the first candidate that no wish of a lower rank has, or else the last with the least number that
/// makes it unique. The order of wishes is irrelevant, and a wish never affects those of a lower rank.
fn assigned<R: Ord>(wishes: &[Wish<R>], taken: &mut BTreeSet<String>, key: impl Fn(&str) -> String) -> Vec<String> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|left, right| wishes[*left].rank.cmp(&wishes[*right].rank));
    let mut names = vec![String::new(); wishes.len()];
    for index in order {
        let candidates = &wishes[index].candidates;
        let last = candidates.last().map_or("", String::as_str);
        let separator = if last.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" };
        let numbered = (2..).map(|number: usize| format!("{}{separator}{number}", last.trim_end_matches('_')));
        let mut all = candidates.iter().cloned().chain(numbered);
        names[index] = all.find(|ident| taken.insert(key(ident))).expect("numbers do not end");
    }
    names
}

/// Assigns names of types or variants; names that typify or a reader would not distinguish count as equal.
pub(super) fn types<R: Ord>(wishes: &[Wish<R>], taken: &mut BTreeSet<String>) -> Vec<String> {
    assigned(wishes, taken, type_key)
}

/// Assigns the names of variants by their ranks.
pub(super) fn variants<R: Ord>(wishes: &[Wish<R>]) -> Vec<String> {
    assigned(wishes, &mut BTreeSet::from([type_key("Unknown")]), type_key)
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
    let idents: Vec<String> = wire_names.iter().map(|wire_name| field_ident(wire_name)).collect();
    if are_distinct(&idents, str::to_owned) {
        return idents;
    }
    let wish = |(wire_name, ident): (&&str, String)| {
        let is_snake = ident == *wire_name && ident.contains('_');
        let words = if is_snake {
            vec![[String::new(), "snake".to_owned()]]
        } else {
            // Between words, `_` is how Rust spells the name.
            let inner = wire_name.trim_matches('_');
            let start = wire_name.len() - wire_name.trim_start_matches('_').len();
            spellings(wire_name, |at| !(start..start + inner.len()).contains(&at))
        };
        let spelled = |[before, behind]: [String; 2]| {
            let ident = ident.trim_end_matches('_');
            let parts = [ident::snake(&before), ident.to_owned(), ident::snake(&behind)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
        };
        let described = words.into_iter().map(spelled);
        let last = format!("{}_{}", ident.trim_end_matches('_'), digest(wire_name));
        Wish {
            candidates: [ident.clone()].into_iter().chain(described).chain([last]).collect(),
            rank: (*wire_name).to_owned(),
        }
    };
    let wishes = apart(wire_names.iter().zip(idents).map(wish).collect(), str::to_owned);
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
    let all: Vec<String> = idents.iter().map(|(ident, _)| ident.clone()).collect();
    if are_distinct(&all, type_key) {
        return all;
    }
    let wish = |(ident, text): &(String, &str)| {
        let last = format!("{ident}{}", ident::upper_camel(&format!("x{}", digest(text))));
        let candidates = [ident.clone()].into_iter().chain(described(ident, text)).chain([last]).collect();
        Wish { candidates, rank: (*text).to_owned() }
    };
    let wishes = apart(idents.iter().map(wish).collect(), type_key);
    assigned(&wishes, &mut BTreeSet::from([type_key("Unknown")]), type_key)
}

/// Returns the names that describe a text's spelling beside the best name for it.
pub(super) fn described(ident: &str, text: &str) -> impl Iterator<Item = String> {
    // A sign is already a word of the name.
    spellings(split_sign(text).1, |_| true)
        .into_iter()
        .map(move |[before, behind]| format!("{}{ident}{}", ident::upper_camel(&before), ident::upper_camel(&behind)))
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

/// Returns true if no two names count as equal.
pub(super) fn are_distinct(idents: &[String], key: impl Fn(&str) -> String) -> bool {
    let mut seen = BTreeSet::new();
    idents.iter().all(|ident| seen.insert(key(ident)))
}

/// Removes the candidates of each wish that another wish reaches as well, up to the first one that none does. No wish gets a candidate that
/// two reach, so an added wish takes no name from another one.
fn apart<R>(mut wishes: Vec<Wish<R>>, key: impl Fn(&str) -> String) -> Vec<Wish<R>> {
    let mut wanted: Vec<usize> = vec![0; wishes.len()];
    loop {
        let mut claims: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (index, wish) in wishes.iter().enumerate() {
            for candidate in &wish.candidates[..=wanted[index]] {
                claims.entry(key(candidate)).or_default().insert(index);
            }
        }
        let is_shared = |(index, wish): (usize, &Wish<R>)| {
            let candidate = &wish.candidates[wanted[index]];
            wanted[index] + 1 < wish.candidates.len() && claims[&key(candidate)].len() > 1
        };
        let shared: Vec<usize> = (0..wishes.len()).filter(|index| is_shared((*index, &wishes[*index]))).collect();
        if shared.is_empty() {
            break;
        }
        for index in shared {
            wanted[index] += 1;
        }
    }
    for (wish, wanted) in wishes.iter_mut().zip(wanted) {
        wish.candidates.drain(..wanted);
    }
    wishes
}

/// Returns descriptions of a spelling, each as words before and behind the identifier. The first has the symbols and the letters of other
/// scripts, which the identifier does not show; the second also has the case. Without symbols there is one, the case alone. `shows` returns
/// true for the offset of a `_` that is described.
fn spellings(wire_name: &str, shows: impl Fn(usize) -> bool) -> Vec<[String; 2]> {
    let is_hidden = |(at, found): &(usize, char)| match found {
        '_' => shows(*at),
        found if found.is_ascii() => !found.is_ascii_alphanumeric(),
        _ => true,
    };
    let start = wire_name.find(|found: char| found.is_alphanumeric()).unwrap_or(wire_name.len());
    let (before, behind): (Vec<_>, Vec<_>) =
        wire_name.char_indices().filter(is_hidden).partition(|(at, _)| *at < start);
    let words =
        |hidden: Vec<(usize, char)>| ident::symbols(&hidden.into_iter().map(|(_, found)| found).collect::<String>());
    let [before, behind] = [before, behind].map(words);
    let case = case(wire_name);
    if before.is_empty() && behind.is_empty() {
        return vec![[String::new(), case.unwrap_or("plain").to_owned()]];
    }
    let both = case.map(|case| [before.clone(), format!("{behind} {case}").trim().to_owned()]);
    [[before.clone(), behind]].into_iter().chain(both).collect()
}

/// Returns the case of a name's letters; `None` if they have none.
fn case(wire_name: &str) -> Option<&'static str> {
    let mut letters = wire_name.chars().filter(|found| found.is_lowercase() || found.is_uppercase());
    let first = letters.next()?;
    Some(match first {
        _ if first.is_uppercase() && letters.clone().all(char::is_uppercase) => "upper",
        _ if first.is_uppercase() => "capital",
        _ if letters.any(char::is_uppercase) => "camel",
        _ => "lower",
    })
}

/// Returns eight digits for a text, which distinguish it from texts that are described alike.
pub(super) fn digest(text: &str) -> String {
    Sha256::digest(text).iter().take(4).fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
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
    let (sign, rest) = split_sign(wire_name);
    let signed = format!("{sign} {rest}");
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

/// Splits the sign in front of a value, as a word: `-name` is another order than `name`.
fn split_sign(wire_name: &str) -> (&'static str, &str) {
    let signs = [('-', "minus"), ('+', "plus")];
    let split = signs.iter().find_map(|(sign, word)| Some((*word, wire_name.strip_prefix(*sign)?)));
    split.filter(|(_, rest)| rest.starts_with(char::is_alphanumeric)).unwrap_or(("", wire_name))
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
            "n2_plain",
            "underscore_n2",
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
        assert_eq!(
            fields(&["_id", "id", "id_", "__id"]),
            ["underscore_id", "id_lower", "id_underscore", "underscore_underscore_id"]
        );
        assert_eq!(fields(&["a__b", "a_b", "$a_b"]), ["a_b_lower", "a_b_snake", "dollar_a_b"]);
        assert_eq!(fields(&["市", "事", "shi"]), ["shi_u5e02", "shi_u4e8b", "shi_lower"]);
        // The letters of both words are of the same case.
        assert_eq!(fields(&["aB_c", "a_bC"]), ["a_b_c_448ed3e9", "a_b_c_7034e4b8"]);
        let symbols = |names: &[&str]| symbols(&names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(symbols(&["get", "GET", "Get"]), ["GetLower", "GetUpper", "GetCapital"]);
        assert_eq!(symbols(&["unknown", "Unknown"]), ["UnknownValueLower", "UnknownValueCapital"]);
        assert_eq!(symbols(&["-a", "minus a", "MinusA"]), ["MinusALower", "MinusASpace", "MinusACapital"]);
        assert_eq!(symbols(&["é", "è", "e"]), ["EU00e9", "EU00e8", "ELower"]);
        assert_eq!(
            symbols(&["name", "-name", "Infinity", "-Infinity"]),
            ["Name", "MinusName", "Infinity", "MinusInfinity"]
        );
    }

    /// If an added member took the name of another one, programs would read the wrong member.
    #[test]
    fn no_added_name_takes_another_one() {
        let mut rng = fastrand::Rng::with_seed(11);
        let letters = ["a", "b", "A", "_", "-", ".", "é", "è", "1", "snake", "lower", "minus"];
        for _ in 0..20_000 {
            let mut text = || -> String { (0..=rng.usize(..4)).map(|_| letters[rng.usize(..letters.len())]).collect() };
            let names: Vec<String> = (0..4).map(|_| text()).collect::<BTreeSet<_>>().into_iter().collect();
            let added = text();
            let of_fields = |names: &[String]| fields(&names.iter().map(String::as_str).collect::<Vec<_>>());
            for name_of in [&of_fields as &dyn Fn(&[String]) -> Vec<String>, &|names: &[String]| symbols(names)] {
                let before: BTreeMap<String, String> = name_of(&names).into_iter().zip(names.iter().cloned()).collect();
                assert_eq!(before.len(), names.len());
                if names.contains(&added) {
                    continue;
                }
                let more = [names.as_slice(), std::slice::from_ref(&added)].concat();
                for (ident, name) in name_of(&more).into_iter().zip(&more) {
                    let was = before.get(&ident);
                    assert!(was.is_none_or(|was| was == name), "{ident} was {was:?}: {names:?}, then also {added:?}");
                }
            }
        }
    }
}
