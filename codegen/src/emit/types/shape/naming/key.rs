//! The words of keys: `billing/Address` is `Address` as long as no other key of its file ends so.
//!
//! Of keys that want one word none gets it, in whatever order they stand: each gets one with the part of the key that only it has, such as
//! `BillingAddress`. So an added key takes no name from another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::types::name::{self, Wish};
use crate::emit::types::shape::naming::key_word::{Place, Word, Words};
use crate::emit::types::shape::naming::{Naming, candidate};
use crate::emit::types::shape::step::{self, Step};
use crate::ident::{self, last_segment};
use crate::model::SchemaId;
use crate::render::fragment::Owner;
use crate::source::location::Pointer;

/// The limit of letters that describe the spelling of a key.
const LONG: usize = 20;

/// A key whose word is being decided.
struct Key<'m> {
    place: Place<'m>,
    text: String,
    /// The name of its document, and the one that stands before its words.
    document: String,
    prefix: String,
}

impl Key<'_> {
    /// Returns the words for the key, best first: its end; that behind a single part, the nearest first, and then behind more and more
    /// parts; a key of one part has its document's name; then come descriptions of its spelling.
    fn words(&self) -> Vec<String> {
        let (_, path, pointer) = &self.place;
        let mut parts: Vec<&str> = self.text.split(['/', '#']).filter(|part| is_part(part)).map(last_segment).collect();
        let last = last_segment(&self.text);
        if parts.last() == Some(&last) {
            parts.pop();
        }
        let end = if name::type_ident(last).is_some() { last.to_owned() } else { ident::symbols(last) };
        let mut words = vec![last.to_owned()];
        if parts.is_empty() {
            words.push(format!("{} {end}", self.document));
        }
        words.extend(parts.iter().rev().filter(|part| !is_version(part)).map(|part| format!("{part} {end}")));
        let starts = (0..parts.len()).rev().filter(|start| *start == 0 || !is_version(parts[*start]));
        words.extend(starts.map(|start| format!("{} {end}", parts[start..].join(" "))));
        let spoken = last.replace("[]", " array ").replace('|', " or ").replace('&', " and ");
        words.extend(Some(spoken).filter(|spoken| *spoken != last));
        let ident = name::joined("", last);
        words.extend(name::described(&ident, last).filter(|it| it.len() <= ident.len() + LONG));
        let tokens: Vec<String> = pointer.tokens().collect();
        words.extend(tokens.iter().rev().nth(1).map(|container| format!("{container} {end}")));
        words.push(format!("{end} x{}", name::digest(&format!("{path}#{pointer}"))));
        words
    }
}

/// Returns true for a part of a key that a name may have: the scheme of an address is none.
fn is_part(part: &str) -> bool {
    !part.ends_with(':') && name::type_ident(part).is_some()
}

/// Returns true for `v2` and `0.1.0`, which name nothing by themselves.
fn is_version(part: &str) -> bool {
    part.trim_start_matches(['v', 'V']).starts_with(|first: char| first.is_ascii_digit())
}

impl<'m> Naming<'m> {
    /// Returns the words of all keys.
    pub(super) fn words_of_keys(&self) -> Words<'m> {
        let mut scopes: BTreeMap<(Owner, Option<Place<'m>>), BTreeMap<Place<'m>, Key<'m>>> = BTreeMap::new();
        for id in self.model.ids() {
            let schema = self.model.schema(id);
            let (copy, path) = (self.model.copies.get(&id).copied(), schema.place.source.path());
            let steps = step::steps(schema.pointer());
            for (index, (step, before)) in steps.iter().enumerate() {
                let Step::Key(text) = step else { continue };
                let pointer = steps.get(index + 1).map_or(schema.pointer(), |(_, behind)| behind).clone();
                let place = (copy, path, pointer);
                let (home, prefix) = self.home_and_prefix(id);
                let scope = (home, (index > 0).then(|| (copy, path, before.clone())));
                let key = || Key { place: place.clone(), text: text.clone(), document: self.document(id), prefix };
                scopes.entry(scope).or_default().entry(place.clone()).or_insert_with(key);
            }
        }
        let scopes = scopes.into_iter().map(|((home, inside), keys)| {
            let taken = if inside.is_none() { self.taken(home) } else { BTreeSet::new() };
            (taken, keys.into_values().collect::<Vec<_>>())
        });
        scopes.flat_map(|(taken, keys)| decided(keys, &taken)).collect()
    }

    /// Returns the names in a file that no key's type gets.
    fn taken(&self, home: Owner) -> BTreeSet<String> {
        let is_here = |(index, _): &(usize, _)| !self.settings.is_crate || home == Owner::Root(*index);
        let roots = self.model.roots.iter().enumerate().filter(is_here);
        let roots: Vec<&str> = roots.map(|(_, root)| root.ident.as_str()).collect();
        name::taken_types(&self.settings.reserved, &roots)
    }

    /// Returns the word of a key at a place of a schema's document.
    pub(super) fn word_of_key(&self, schema: SchemaId, pointer: &Pointer) -> Word {
        let place =
            (self.model.copies.get(&schema).copied(), self.model.schema(schema).place.source.path(), pointer.clone());
        self.keys.get_or_init(|| self.words_of_keys())[&place].clone()
    }
}

/// Decides the words of the keys in one scope.
fn decided<'m>(keys: Vec<Key<'m>>, taken: &BTreeSet<String>) -> Vec<(Place<'m>, Word)> {
    let ident = |key: &Key<'m>, text: &str| {
        let ident = name::joined(&key.prefix, text);
        if taken.contains(&name::type_key(&ident)) { name::joined(&key.document, &ident) } else { ident }
    };
    let firsts: Vec<String> = keys.iter().map(|key| ident(key, last_segment(&key.text))).collect();
    let chosen: Vec<String> = if name::are_distinct(&firsts, name::type_key) {
        keys.iter().map(|key| last_segment(&key.text).to_owned()).collect()
    } else {
        let words: Vec<Vec<String>> = keys.iter().map(Key::words).collect();
        let wish = |(key, words): (&Key<'m>, &Vec<String>)| Wish {
            candidates: words.iter().map(|word| ident(key, word)).collect(),
            rank: (),
        };
        let mut wishes: Vec<Wish<()>> = keys.iter().zip(&words).map(wish).collect();
        candidate::part(&mut wishes, &vec![BTreeSet::new(); keys.len()]);
        let left = wishes.iter().map(|wish| wish.candidates.len());
        words.iter().zip(left).map(|(words, left)| words[words.len() - left].clone()).collect()
    };
    let word = |(key, text): (Key<'m>, String)| {
        let is_taken = taken.contains(&name::type_key(&name::joined(&key.prefix, &text)));
        let ident = is_taken.then(|| ident(&key, &text));
        (key.place, Word { text, ident })
    };
    keys.into_iter().zip(chosen).map(word).collect()
}
