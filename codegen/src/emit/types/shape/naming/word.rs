//! The words for the branches and ways of a schema: what distinguishes one from the others.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::emit::types::name;
use crate::emit::types::shape::facts::{Facts, Mention};
use crate::emit::types::shape::naming::Naming;
use crate::emit::types::shape::naming::constant::{self, Constant, Texts};
use crate::emit::types::shape::site::{Site, Way};
use crate::emit::types::shape::step;
use crate::emit::types::shape::{gather, in_place};
use crate::json::Value;
use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, SchemaId};

/// The limit of lists in lists that are named after their elements.
pub(super) const NESTED: usize = 3;

/// The word of a `then` whose `if` yields no word.
const THEN: &str = "Then";

/// The limit of letters of all strings in the name of a condition: beyond, it has the first one.
const LONG: usize = 40;

/// The limit of strings in the name of a condition.
pub(super) const TEXTS: usize = 3;

/// Returns members in the order of their names.
fn sorted<'f>(facts: &'f Facts<'_>) -> Vec<&'f Mention> {
    let mut members: Vec<&Mention> = facts.members.iter().collect();
    members.sort_by_key(|member| &member.wire_name);
    members
}

/// Returns the word for strings of one member.
pub(super) fn listed(texts: &[String]) -> String {
    texts.iter().map(|text| name::variant_ident(text)).collect::<Vec<_>>().join("Or")
}

/// Returns the word for members that no instance has.
pub(super) fn without(facts: &Facts<'_>) -> Option<String> {
    let absent = facts.absent.iter().take(TEXTS).fold(String::new(), |word, name| name::joined(&word, name));
    (!absent.is_empty()).then(|| name::joined("without", &absent))
}

impl<'m> Naming<'m> {
    /// Returns the place of a branch in words; `None` for the only one that is not `null`, which represents the whole.
    pub(super) fn branch_place(&self, branch: SchemaId) -> Option<String> {
        let is_other = |schema: &SchemaId| {
            *schema != branch && gather::gather(self.model, self.settings, &Site::of(*schema)).types != TypeSet::NULL
        };
        self.beside_it(branch)?.iter().any(is_other).then(|| self.branch_word(branch))
    }

    /// Returns all branches of a branch's keyword.
    pub(super) fn beside_it(&self, branch: SchemaId) -> Option<&'m [SchemaId]> {
        let around = step::in_place_of(self.model.schema(branch).pointer())?;
        let around = self.at(branch, &around)?;
        let mut lists = self.model.schema(around).assertions.iter().filter_map(|assertion| {
            let AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches)) =
                &assertion.kind
            else {
                return None;
            };
            Some(branches.as_slice())
        });
        lists.find(|branches| branches.contains(&branch))
    }

    /// Returns the word of a branch with the constants of required members, if there is a string among them.
    pub(super) fn tag_word(&self, branch: SchemaId) -> Option<String> {
        let constants = self.constants(branch);
        constants.iter().any(|constant| constant.text.is_some()).then(|| constant::word(&constants))
    }

    /// Returns the word of the elements of a branch, if it is named after them.
    pub(super) fn element_word(&self, branch: SchemaId) -> Option<String> {
        let target = self.model.typed_target(branch);
        let facts = gather::gather(self.model, self.settings, &Site::of(target));
        let word = self.branch_word(branch);
        self.words_of_elements(&facts, 0).into_iter().find(|of_element| name::plural(of_element) == word)
    }

    /// Returns the distinguishing property of a branch by itself, the first of these that it has: the constants of required members if
    /// there is a string among them; its own or its target's name; the strings of members that tell it from others unless it has a title;
    /// other constants; its title; a constant inside of a required member, or of an element; its required members; the number of its elements; the word of
    /// its elements; its type.
    pub(super) fn first_word(&self, branch: SchemaId, facts: &Facts<'m>, depth: usize) -> String {
        self.telling_word(branch, facts, depth).unwrap_or_else(|| self.type_word(branch, facts))
    }

    pub(super) fn type_word(&self, branch: SchemaId, facts: &Facts<'m>) -> String {
        let around = self.beside(branch).map_or(TypeSet::ALL, |beside| beside.types);
        name::word_of(facts.types.intersection(around)).to_owned()
    }

    fn telling_word(&self, branch: SchemaId, facts: &Facts<'m>, depth: usize) -> Option<String> {
        if let Some(word) = self.tag_word(branch) {
            return Some(word);
        }
        let target = self.model.typed_target(branch);
        let constants = self.constants(branch);
        let schema = self.model.schema(target);
        if step::is_own(schema.pointer()) {
            return Some(self.own(target).ident);
        }
        let title = schema.annotations.title.as_deref();
        let title = title.and_then(name::title_ident);
        if let Some(told) = self.told_word(branch).filter(|_| title.is_none()) {
            return Some(told);
        }
        if !constants.is_empty() {
            return Some(constant::word(&constants));
        }
        let names = || self.names(branch, facts);
        let tuple = || match facts.sizes {
            (least, Some(greatest)) if facts.types == TypeSet::ARRAY && least == greatest => {
                Some(format!("ArrayOf{least}"))
            }
            _ => None,
        };
        let list = || {
            let items = Self::items(facts).filter(|items| depth < NESTED && in_place::describes(self.model, *items))?;
            let of_items = gather::gather(self.model, self.settings, &Site::of(self.model.typed_target(items)));
            Some(name::plural(&self.first_word(items, &of_items, depth + 1)))
        };
        let inside = || self.inner_tag(branch, facts);
        title
            .or_else(|| self.told_word(branch))
            .or_else(inside)
            .or_else(names)
            .or_else(tuple)
            .or_else(list)
            .or_else(|| without(facts))
    }

    /// Returns the word of the first constant string inside of a required member, or of an element of a tuple.
    fn inner_tag(&self, branch: SchemaId, facts: &Facts<'m>) -> Option<String> {
        let text = |facts: &Facts<'m>| match facts.texts()?.as_slice() {
            [text] => Some(name::variant_ident(text)),
            _ => None,
        };
        let inner = |member: &Mention| {
            let facts = self.facts_of(member)?;
            sorted(&facts).into_iter().find_map(|inner| text(&self.facts_of(inner)?))
        };
        let element = |schema: &SchemaId| text(&gather::gather(self.model, self.settings, &Site::of(*schema)));
        let of_member = self.required(branch, facts).into_iter().find_map(inner);
        of_member.or_else(|| facts.elements.iter().flat_map(|elements| &elements.prefix).find_map(element))
    }

    /// Returns the string of an optional member of a branch, if other branches of its keyword have others there: vendors forget that a tag
    /// is required. A few listed strings of a required member are such a word, too, if another branch requires what this one requires.
    fn told_word(&self, branch: SchemaId) -> Option<String> {
        let beside = self.beside_it(branch)?.iter().filter(|other| **other != branch);
        let others: Vec<_> = beside.clone().map(|other| self.texts(*other)).collect();
        let plain = self.plain(branch);
        let is_common = beside.map(|other| self.plain(*other)).any(|other| plain.is_subset(&other));
        let is_told = |(wire_name, texts): &(String, Vec<String>)| {
            let mut others = others.iter().filter_map(|other| other.get(wire_name)).peekable();
            let is_other = |other: &Vec<String>| match texts.as_slice() {
                [text] => other.len() == 1 && other[0] != *text,
                texts => is_common && !other.iter().any(|text| texts.contains(text)),
            };
            others.peek().is_some() && others.all(is_other)
        };
        let words = self.telling(branch).into_iter().filter(is_told).map(|(_, texts)| listed(&texts));
        let word: String = words.collect();
        (!word.is_empty()).then_some(word)
    }

    /// Returns the words that a branch without a tag would have beside other branches: its strings, by themselves and together.
    pub(super) fn told_words(&self, branch: SchemaId) -> Vec<String> {
        if self.tag_word(branch).is_some() {
            return Vec::new();
        }
        let words: Vec<String> = self.telling(branch).values().map(|texts| listed(texts)).collect();
        let together = (2..=words.len()).flat_map(|count| words.windows(count)).map(<[String]>::concat);
        let together: Vec<String> = together.collect();
        words.into_iter().chain(together).collect()
    }

    /// Returns the keys of these words, and of the word that the branch would have instead of listed strings. No other branch is named by
    /// them.
    pub(super) fn told_keys(&self, branch: SchemaId) -> BTreeSet<String> {
        let words = self.told_words(branch);
        let is_listed = !words.is_empty() && self.telling(branch).values().any(|texts| texts.len() > 1);
        let facts = gather::gather(self.model, self.settings, &Site::of(self.model.typed_target(branch)));
        let names = self.names(branch, &facts).filter(|_| is_listed);
        words.iter().chain(&names).map(|word| name::type_key(word)).collect()
    }

    /// Returns the members of a branch that may tell it from others: those with a single string, and, if it has no other name, the required
    /// ones with a few.
    fn telling(&self, branch: SchemaId) -> Texts {
        let target = self.model.typed_target(branch);
        let facts = gather::gather(self.model, self.settings, &Site::of(target));
        let schema = self.model.schema(target);
        let title = schema.annotations.title.as_deref().and_then(name::title_ident);
        let is_named = title.is_some() || step::is_own(schema.pointer());
        let required = self.required(branch, &facts);
        let is_required = |name: &String| required.iter().any(|member| member.wire_name == *name);
        let mut texts = self.texts(branch);
        texts.retain(|name, texts| match texts.len() {
            1 => true,
            count => (2..=TEXTS).contains(&count) && !is_named && is_required(name),
        });
        // Their order has no meaning.
        for texts in texts.values_mut() {
            texts.sort();
        }
        texts
    }

    /// Returns the members without listed strings that a branch requires.
    fn plain(&self, branch: SchemaId) -> BTreeSet<String> {
        let facts = gather::gather(self.model, self.settings, &Site::of(self.model.typed_target(branch)));
        let required = self.required(branch, &facts).into_iter().filter(|member| !self.is_listed(member));
        required.map(|member| member.wire_name.clone()).collect()
    }

    /// Returns the members of a branch whose strings are listed.
    fn texts(&self, branch: SchemaId) -> Texts {
        if let Some(known) = self.texts.borrow().get(&branch) {
            return known.clone();
        }
        let facts = gather::gather(self.model, self.settings, &Site::of(self.model.typed_target(branch)));
        let members = if facts.types.intersects(TypeSet::OBJECT) { facts.members.as_slice() } else { &[] };
        let texts = |member: &Mention| Some((member.wire_name.clone(), self.facts_of(member)?.texts()?));
        let found: Texts = members.iter().filter_map(texts).collect();
        self.texts.borrow_mut().insert(branch, found.clone());
        found
    }

    /// Returns the words for the elements of a list, best first.
    pub(super) fn words_of_elements(&self, facts: &Facts<'m>, depth: usize) -> Vec<String> {
        let items = Self::items(facts).filter(|items| depth < NESTED && in_place::describes(self.model, *items));
        items.map(|items| self.words_below(items, depth + 1)).unwrap_or_default()
    }

    /// Returns the schema of all elements of a list.
    fn items(facts: &Facts<'m>) -> Option<SchemaId> {
        let [elements] = facts.elements.as_slice() else { return None };
        let is_list = facts.types.without(TypeSet::NULL) == TypeSet::ARRAY;
        elements.items.filter(|_| is_list && elements.prefix.is_empty())
    }

    /// Returns the word for the members that a branch, or what is beside it, requires.
    pub(super) fn names(&self, branch: SchemaId, facts: &Facts<'m>) -> Option<String> {
        let required = self.required(branch, facts).into_iter().filter(|member| !self.is_listed(member));
        let ident = required.fold(String::new(), |ident, member| name::joined(&ident, &member.wire_name));
        (!ident.is_empty() && facts.types.intersects(TypeSet::OBJECT)).then_some(ident)
    }

    /// Returns the word of a branch with constants; if another branch has the same word for other texts, each describes its spelling.
    pub(super) fn spelled(&self, branch: SchemaId) -> String {
        let constants = self.constants(branch);
        let (word, text) = (constant::word(&constants), constant::text(&constants));
        let others = self.beside_it(branch).unwrap_or_default().iter().map(|other| self.constants(*other));
        let same = others.filter(|other| name::type_key(&constant::word(other)) == name::type_key(&word));
        let all: BTreeSet<(String, String)> = same
            .map(|other| (constant::text(&other), constant::word(&other)))
            .chain([(text.clone(), word.clone())])
            .collect();
        let idents: Vec<(String, &str)> = all.iter().map(|(text, word)| (word.clone(), text.as_str())).collect();
        let position = all.iter().position(|(known, _)| *known == text);
        position.and_then(|index| name::spelled(&idents).into_iter().nth(index)).unwrap_or(word)
    }

    /// Returns the constants of the members that a branch, or what is beside it, requires.
    pub(super) fn constants(&self, branch: SchemaId) -> Vec<Constant> {
        if let Some(known) = self.constants.borrow().get(&branch) {
            return known.clone();
        }
        let facts = gather::gather(self.model, self.settings, &Site::of(self.model.typed_target(branch)));
        let required = if facts.types.intersects(TypeSet::OBJECT) { self.required(branch, &facts) } else { Vec::new() };
        let found: Vec<Constant> = required.into_iter().filter_map(|member| self.constant(member)).collect();
        self.constants.borrow_mut().insert(branch, found.clone());
        found
    }

    fn constant(&self, member: &Mention) -> Option<Constant> {
        let facts = self.facts_of(member)?;
        if let Some([text]) = facts.told().as_deref() {
            return Some(Constant { word: name::variant_ident(text), text: Some(text.clone()) });
        }
        match facts.values?.as_slice() {
            [value] if matches!(value.value, Value::Null | Value::Boolean(_) | Value::Number(_)) => {
                let word = name::joined("", &format!("{} {}", member.wire_name, constant::number(&value.to_compact())));
                Some(Constant { text: None, word })
            }
            _ => None,
        }
    }

    /// Returns true if the values of a member are listed.
    pub(super) fn is_listed(&self, member: &Mention) -> bool {
        self.facts_of(member).is_some_and(|facts| facts.values.is_some() || facts.told().is_some())
    }

    /// Returns the facts about a member that a schema certainly describes.
    pub(super) fn facts_of(&self, member: &Mention) -> Option<Facts<'m>> {
        let site = Site { always: member.always.clone(), ..Site::default() };
        (!member.always.is_empty()).then(|| gather::gather(self.model, self.settings, &site))
    }

    /// Returns the members that a branch, or what is beside it, requires, in the order of their names: that of the schema has no meaning.
    pub(super) fn required<'f>(&self, branch: SchemaId, facts: &'f Facts<'m>) -> Vec<&'f Mention> {
        let beside = self.beside(branch);
        let is_required = |member: &&Mention| {
            let known = beside.as_ref().and_then(|beside| beside.member(&member.wire_name));
            member.is_required || known.is_some_and(|known| known.is_required)
        };
        sorted(facts).into_iter().filter(is_required).collect()
    }

    /// Returns the facts about the instances that a branch may apply to.
    fn beside(&self, branch: SchemaId) -> Option<Rc<Facts<'m>>> {
        let mut pointer = step::in_place_of(self.model.schema(branch).pointer())?;
        while let Some(outer) = step::in_place_of(&pointer) {
            pointer = outer;
        }
        let around = self.at(branch, &pointer)?;
        let gather = || Rc::new(gather::gather(self.model, self.settings, &Site::of(around)));
        Some(self.around.borrow_mut().entry(around).or_insert_with(gather).clone())
    }

    /// Returns the distinguishing property of a way: that of its branch, of what an `if` asks for, or of its `else`.
    pub(super) fn way_word(&self, way: Way) -> String {
        let own = |applied: Option<SchemaId>| {
            let target = self.model.typed_target(applied?);
            step::is_own(self.model.schema(target).pointer()).then(|| self.own(target).ident)
        };
        match way {
            Way::Branch(branch) => self.branch_word(branch),
            Way::Then(condition, applied) => own(applied).unwrap_or_else(|| self.condition_word(condition)),
            Way::Else(_, applied) => own(applied).unwrap_or_else(|| "Otherwise".to_owned()),
        }
    }

    /// Returns the word of a `then`, made of the constraints of its `if`; `None` if they yield no word.
    pub(super) fn then_word(&self, then: SchemaId) -> Option<String> {
        let around = self.at(then, &step::in_place_of(self.model.schema(then).pointer())?)?;
        let condition = self.model.schema(around).assertions.iter().find_map(|assertion| {
            let AssertionKind::InPlace(InPlaceKeyword::If { condition, then: known, .. }) = &assertion.kind else {
                return None;
            };
            (*known == Some(then)).then_some(*condition)
        })?;
        Some(self.condition_word(condition)).filter(|word| word != THEN)
    }

    /// Returns a longer word for a way: that of its named schema, with what its `if` asks for.
    pub(super) fn longer_word(&self, way: Way) -> Option<String> {
        let Way::Then(condition, Some(applied)) = way else { return None };
        let target = self.model.typed_target(applied);
        let is_own = step::is_own(self.model.schema(target).pointer());
        is_own.then(|| name::joined(&self.own(target).ident, &self.condition_word(condition)))
    }

    /// Returns the property for which an `if` asks: the strings of members that it requires or that the schemas around it name,
    /// what it requires, or what it refuses.
    fn condition_word(&self, condition: SchemaId) -> String {
        if let Some(wire_name) = in_place::refused(self.model, condition) {
            return name::joined("without", wire_name);
        }
        let facts = gather::gather(self.model, self.settings, &Site::of(condition));
        let around = self.names_around(condition);
        let words = sorted(&facts).into_iter().filter_map(|member| {
            let is_known = member.is_required || around.contains(member.wire_name.as_str());
            let texts = self.facts_of(member).filter(|_| is_known).and_then(|facts| facts.texts());
            if texts.is_none()
                && is_known
                && let Some(constant) = self.constant(member)
            {
                return Some(constant.word);
            }
            match texts.as_deref().unwrap_or_default() {
                [] if member.is_required => Some(name::joined("", &member.wire_name)),
                [] => None,
                texts if texts.len() <= TEXTS => {
                    let all = listed(texts);
                    // Long strings are versions of one thing.
                    Some(if all.len() > LONG { name::variant_ident(&texts[0]) } else { all })
                }
                _ => member.is_required.then(|| name::joined("", &member.wire_name)),
            }
        });
        let word = words.collect::<String>();
        if word.is_empty() { THEN.to_owned() } else { word }
    }

    /// Returns the members that the schemas around one describe or require.
    fn names_around(&self, schema: SchemaId) -> BTreeSet<&'m str> {
        let mut found = BTreeSet::new();
        let mut pointer = self.model.schema(schema).pointer().clone();
        while let Some(outer) = step::in_place_of(&pointer) {
            let Some(id) = self.at(schema, &outer) else { break };
            found.extend(in_place::names(self.model, id));
            found.extend(in_place::required(self.model, id).iter().map(String::as_str));
            pointer = outer;
        }
        found
    }
}
