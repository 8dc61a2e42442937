//! Candidate names of a branch, which other branches may also have.
//!
//! They depend on the branch alone, and of branches that want one word none gets a word that another one has. So an added branch takes no
//! word from another one: it only makes the words of both longer.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::types::name::{self, Wish};
use crate::emit::types::shape::content::content;
use crate::emit::types::shape::facts::{Facts, Mention};
use crate::emit::types::shape::naming::Naming;
use crate::emit::types::shape::naming::word::{self, NESTED, TEXTS};
use crate::emit::types::shape::site::Site;
use crate::emit::types::shape::{gather, in_place, step};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

/// The limit of members in one word.
const JOINED: usize = 3;

impl<'m> Naming<'m> {
    /// Returns the distinguishing property of a branch: the first of its words that no other branch of its keyword reaches.
    pub(super) fn branch_word(&self, branch: SchemaId) -> String {
        if let Some(known) = self.words.borrow().get(&branch) {
            return known.clone();
        }
        let facts = self.facts_below(branch);
        if !self.deciding.borrow_mut().insert(branch) {
            // A schema with a name of its own may be inside of the branch that refers to it.
            return self.type_word(branch, &facts);
        }
        let alone = [branch];
        let all = self.beside_it(branch).unwrap_or(&alone);
        let first: Vec<String> = all.iter().map(|it| self.first_word(*it, &self.facts_below(*it), 0)).collect();
        let told: Vec<BTreeSet<String>> = all.iter().map(|it| self.told_keys(*it)).collect();
        let is_told_elsewhere = |(index, word): (usize, &String)| {
            let key = name::type_key(word);
            told.iter().enumerate().any(|(other, told)| other != index && told.contains(&key))
        };
        let is_met = first.iter().enumerate().any(is_told_elsewhere);
        let words = if name::are_distinct(&first, name::type_key) && !is_met {
            first
        } else {
            let wish = |branch: &SchemaId| {
                let place = self.model.schema(*branch).pointer();
                let rank = (self.signature(*branch), place.tokens().count(), self.place_below(*branch));
                Wish { candidates: self.words(*branch), rank }
            };
            branches(all.iter().map(wish).collect(), &told)
        };
        self.deciding.borrow_mut().remove(&branch);
        let mut known = self.words.borrow_mut();
        known.extend(all.iter().copied().zip(words));
        known[&branch].clone()
    }

    /// Returns the words for a variant of a union: those of its branch, or, if that equals a schema with a name, its string constants and
    /// that name.
    pub(super) fn variant_words(&self, branch: Option<SchemaId>, schema: SchemaId) -> Vec<String> {
        let is_same = |branch: &SchemaId| self.model.typed_target(*branch) == self.model.typed_target(schema);
        if let Some(branch) = branch.filter(is_same) {
            let (word, all) = (self.branch_word(branch), self.words(branch));
            let first = all.iter().position(|it| *it == word);
            let others = all.into_iter().skip(first.map_or(0, |first| first + 1));
            return [word].into_iter().chain(others).collect();
        }
        let tag = branch.and_then(|branch| self.tag_word(branch).filter(|word| *word == self.branch_word(branch)));
        let mut words = self.words(schema);
        if self.tag_word(schema).is_some() {
            words.remove(0);
        }
        tag.into_iter().chain(words).collect()
    }

    /// Returns the words for a branch, best first.
    pub(super) fn words(&self, branch: SchemaId) -> Vec<String> {
        self.words_below(branch, 0)
    }

    pub(super) fn words_below(&self, branch: SchemaId, depth: usize) -> Vec<String> {
        let facts = self.facts_below(branch);
        let first = self.first_word(branch, &facts, depth);
        let mut all = vec![first.clone()];
        all.extend(self.told_words(branch));
        if self.tag_word(branch).is_some() {
            all.push(self.spelled(branch));
        }
        let target = self.model.typed_target(branch);
        if step::is_own(self.model.schema(target).pointer()) {
            let own = self.own(target);
            all.extend([own.ident.clone(), name::joined(&own.document, &own.ident)]);
        }
        let of_type = self.type_word(branch, &facts);
        if first != of_type {
            all.push(name::joined(&first, &of_type));
        }
        if facts.types.intersects(TypeSet::OBJECT) {
            self.extend_by_members(branch, &facts, &first, &mut all);
            self.extend_by_values(&facts, &first, depth, &mut all);
        }
        all.extend(self.words_of_elements(&facts, depth).iter().map(|word| name::plural(word)));
        let prefix = facts.elements.iter().flat_map(|elements| &elements.prefix).filter(|_| depth < NESTED);
        let of_prefix = prefix.map(|schema| self.first_word(*schema, &self.facts_below(*schema), depth + 1));
        all.extend(of_prefix.map(|word| name::joined(&first, &word)));
        all.push(name::joined(if first == of_type { "Plain" } else { &first }, &of_type));
        all.extend(self.words_inside(branch, &facts).iter().map(|word| name::joined(&first, word)));
        let digests = [self.signature(branch).to_string(), content(self.model, target)].map(|text| name::digest(&text));
        all.extend(digests.iter().map(|digest| name::joined(&first, &format!("x{digest}"))));
        let mut seen = BTreeSet::new();
        all.retain(|word| seen.insert(name::type_key(word)));
        all
    }

    /// Adds the words with members of a branch: one that it requires, all of them, the type of one, or one that it may have.
    fn extend_by_members(&self, branch: SchemaId, facts: &Facts<'m>, first: &str, all: &mut Vec<String>) {
        let before = if first == self.type_word(branch, facts) { "" } else { first };
        let required = self.required(branch, facts);
        let plain: Vec<&Mention> = required.iter().copied().filter(|member| !self.is_listed(member)).collect();
        let is_named = self.names(branch, facts).is_some_and(|names| names == first);
        let type_of = |member: &Mention| {
            self.facts_of(member).map(|facts| name::word_of(facts.types)).filter(|word| *word != "Value")
        };
        let with_type = |member: &Mention| Some(format!("{} {}", member.wire_name, type_of(member)?));
        let names = |members: &[&Mention]| -> String {
            members.iter().take(JOINED).fold(String::new(), |names, member| name::joined(&names, &member.wire_name))
        };
        if is_named {
            // The word has all of them already.
            all.extend(plain.iter().enumerate().filter_map(|(index, member)| {
                let word = |(other, it): (usize, &&Mention)| match type_of(member).filter(|_| other == index) {
                    Some(of_type) => format!("{} {of_type}", it.wire_name),
                    None => it.wire_name.clone(),
                };
                type_of(member)?;
                Some(name::joined("", &plain.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")))
            }));
        } else {
            all.extend(plain.iter().map(|member| name::joined(before, &member.wire_name)));
            all.push(name::joined(before, &names(&plain)));
            all.extend(plain.iter().filter_map(|member| with_type(member)).map(|word| name::joined(before, &word)));
        }
        let is_required = |member: &Mention| required.iter().any(|it| it.wire_name == member.wire_name);
        let is_described = |member: &Mention| !(member.always.is_empty() && member.perhaps.is_empty());
        let is_optional = |member: &&Mention| is_described(member) && !is_required(member);
        let mut optional: Vec<&Mention> = facts.members.iter().filter(is_optional).collect();
        optional.sort_by_key(|member| &member.wire_name);
        let with = |word: &str| {
            name::joined(before, &if before.is_empty() { word.to_owned() } else { format!("with {word}") })
        };
        all.extend(optional.iter().map(|member| with(&member.wire_name)));
        all.extend(optional.iter().filter_map(|member| with_type(member)).map(|word| with(&word)));
        all.extend(word::without(facts).map(|word| name::joined(before, &word)));
        let listed = required.iter().filter_map(|member| self.facts_of(member)?.texts());
        let listed = listed.filter(|texts| (2..=TEXTS).contains(&texts.len()));
        all.extend(listed.map(|texts| name::joined(before, &word::listed(&texts))));
        let around = if is_named { first.to_owned() } else { name::joined(before, &names(&plain)) };
        let around = if plain.is_empty() { before.to_owned() } else { around };
        let only = match (around.as_str(), names(&optional)) {
            (around, of_optional) if of_optional.is_empty() => around.to_owned(),
            ("", of_optional) => of_optional,
            (around, of_optional) => name::joined(around, &format!("with {of_optional}")),
        };
        if !only.is_empty() {
            all.push(name::joined(&only, "only"));
        }
    }

    /// Adds the words for the values of a map.
    fn extend_by_values(&self, facts: &Facts<'m>, first: &str, depth: usize, all: &mut Vec<String>) {
        let ([], [rest]) = (facts.members.as_slice(), facts.rests.as_slice()) else { return };
        let is_map = facts.types.without(TypeSet::NULL) == TypeSet::OBJECT && rest.patterns.is_empty();
        let values = rest.additional.filter(|values| is_map && in_place::describes(self.model, *values));
        let Some(values) = values.filter(|_| depth < NESTED) else { return };
        let before = if first == "Object" { "" } else { first };
        let words = self.words_below(values, depth + 1);
        all.extend(words.iter().map(|word| name::joined(before, &format!("{word} Map"))));
    }

    /// Returns the words for the string constants inside of required members, and for the strings that optional members list.
    fn words_inside(&self, branch: SchemaId, facts: &Facts<'m>) -> Vec<String> {
        let required = self.required(branch, facts);
        let inside = required.iter().filter_map(|member| self.facts_of(member)).flat_map(|inner| inner.members);
        let constant = |member: Mention| self.facts_of(&member).filter(|_| member.is_required)?.texts();
        let constants = inside.filter_map(constant).filter(|texts| texts.len() == 1);
        let is_required = |member: &&Mention| required.iter().any(|it| it.wire_name == member.wire_name);
        let mut optional: Vec<&Mention> = facts.members.iter().filter(|member| !is_required(member)).collect();
        optional.sort_by_key(|member| &member.wire_name);
        let listed = optional.into_iter().filter_map(|member| self.facts_of(member)?.texts());
        let listed = listed.filter(|texts| (1..=TEXTS).contains(&texts.len()));
        constants.chain(listed).map(|texts| word::listed(&texts)).collect()
    }

    fn facts_below(&self, schema: SchemaId) -> Facts<'m> {
        gather::gather(self.model, self.settings, &Site::of(self.model.typed_target(schema)))
    }

    /// Returns the place of a schema in the one that applies it.
    fn place_below(&self, schema: SchemaId) -> String {
        self.model.schema(schema).pointer().to_string()
    }
}

/// Assigns the names of branches, as [`part`] does.
pub(super) fn branches<R: Ord>(mut wishes: Vec<Wish<R>>, told: &[BTreeSet<String>]) -> Vec<String> {
    part(&mut wishes, told);
    name::variants(&wishes)
}

/// Removes the candidates before the name of each wish. The first candidate of a wish is its name unless another one wants it, too. Of those
/// that meet, each gets the first candidate that none of the others has at all: so an added wish takes no name from another one, and a name
/// says what only its wish has. The keys in `told` count for their wish in any case.
pub(super) fn part<R>(wishes: &mut [Wish<R>], told: &[BTreeSet<String>]) {
    let keys: Vec<Vec<String>> =
        wishes.iter().map(|wish| wish.candidates.iter().map(|it| name::type_key(it)).collect()).collect();
    let mut has_met = vec![false; wishes.len()];
    let mut wanted = vec![0; wishes.len()];
    loop {
        let mut owners: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (index, keys) in keys.iter().enumerate().filter(|(index, _)| has_met[*index]) {
            for key in keys {
                owners.entry(key).or_default().insert(index);
            }
        }
        for (index, told) in told.iter().enumerate() {
            for key in told {
                owners.entry(key).or_default().insert(index);
            }
        }
        let mut claims: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (index, keys) in keys.iter().enumerate() {
            if has_met[index] {
                let own = keys.iter().position(|key| owners[key.as_str()].len() == 1);
                wanted[index] = own.unwrap_or(keys.len() - 1);
            }
            for key in keys[..=wanted[index]].iter().chain(&told[index]) {
                claims.entry(key).or_default().insert(index);
            }
        }
        let meets = |index: &usize| !has_met[*index] && claims[keys[*index][0].as_str()].len() > 1;
        let met: Vec<usize> = (0..wishes.len()).filter(meets).collect();
        if met.is_empty() {
            break;
        }
        for index in met {
            has_met[index] = true;
        }
    }
    for (wish, wanted) in wishes.iter_mut().zip(wanted) {
        wish.candidates.drain(..wanted);
    }
}
