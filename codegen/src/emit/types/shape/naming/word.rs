//! The words for the branches and ways of a schema: what distinguishes one from the others.

use std::collections::BTreeSet;

use crate::emit::types::name;
use crate::emit::types::shape::naming::{Naming, word_of};
use crate::emit::types::shape::site::{Site, Way};
use crate::emit::types::shape::step;
use crate::emit::types::shape::{facts, gather, in_place};
use crate::json::Value;
use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, SchemaId};

impl<'m> Naming<'m> {
    /// Returns the place of a branch in words; `None` for the only one that is not `null`, which represents the whole.
    pub(super) fn branch_place(&self, branch: SchemaId) -> Option<String> {
        let around = step::in_place_of(self.model.schema(branch).pointer());
        let around = around.and_then(|around| self.at(branch, &around))?;
        let is_other = |schema: &SchemaId| {
            *schema != branch && gather::gather(self.model, self.settings, &Site::of(*schema)).types != TypeSet::NULL
        };
        let mut lists = self.model.schema(around).assertions.iter().filter_map(|assertion| {
            let AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches)) =
                &assertion.kind
            else {
                return None;
            };
            Some(branches)
        });
        let list = lists.find(|branches| branches.contains(&branch))?;
        list.iter().any(is_other).then(|| self.branch_word(branch))
    }

    /// Returns the distinguishing property of a branch: the constants of required members if there is a string among them, its own or its
    /// target's name, other constants, its title, its required members, the number of its elements, its type.
    pub(super) fn branch_word(&self, branch: SchemaId) -> String {
        let target = self.model.typed_target(branch);
        let facts = gather::gather(self.model, self.settings, &Site::of(target));
        let beside = self.beside(branch);
        let is_required_beside = |member: &&facts::Mention| {
            let known = beside.as_ref().and_then(|beside| beside.member(&member.wire_name));
            known.is_some_and(|known| known.is_required)
        };
        let required = || facts.members.iter().filter(|member| member.is_required || is_required_beside(member));
        let listed = |member: &facts::Mention| {
            let site = Site { always: member.always.clone(), ..Site::default() };
            let facts = gather::gather(self.model, self.settings, &site);
            facts.values.filter(|_| !member.always.is_empty())
        };
        let constants: Vec<(bool, String)> = required()
            .filter_map(|member| match listed(member)?.as_slice() {
                [value] => match &value.value {
                    Value::String(text) => Some((true, name::variant_ident(text))),
                    Value::Boolean(_) | Value::Number(_) => {
                        Some((false, name::joined("", &format!("{} {}", member.wire_name, value.to_compact()))))
                    }
                    Value::Null | Value::Array(_) | Value::Object(_) => None,
                },
                _ => None,
            })
            .filter(|_| facts.types.intersects(TypeSet::OBJECT))
            .collect();
        let told = || constants.iter().map(|(_, word)| word.as_str()).collect::<String>();
        if constants.iter().any(|(is_text, _)| *is_text) {
            return told();
        }
        let schema = self.model.schema(target);
        if step::is_own(schema.pointer()) {
            return self.own(target).ident;
        }
        if !constants.is_empty() {
            return told();
        }
        let title = schema.annotations.title.as_deref();
        let title = title.and_then(name::title_ident);
        let names = || {
            let names = required().filter(|member| listed(member).is_none());
            let ident = names.fold(String::new(), |ident, member| name::joined(&ident, &member.wire_name));
            (!ident.is_empty() && facts.types.intersects(TypeSet::OBJECT)).then_some(ident)
        };
        let tuple = || match facts.sizes {
            (least, Some(greatest)) if facts.types == TypeSet::ARRAY && least == greatest => {
                Some(format!("ArrayOf{least}"))
            }
            _ => None,
        };
        title.or_else(names).or_else(tuple).unwrap_or_else(|| word_of(facts.types).to_owned())
    }

    /// Returns the facts about the instances that a branch may apply to.
    fn beside(&self, branch: SchemaId) -> Option<facts::Facts<'m>> {
        let mut pointer = step::in_place_of(self.model.schema(branch).pointer())?;
        while let Some(outer) = step::in_place_of(&pointer) {
            pointer = outer;
        }
        Some(gather::gather(self.model, self.settings, &Site::of(self.at(branch, &pointer)?)))
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

    /// Returns the property for which an `if` asks: the strings of members that the schemas around it name, or what it requires.
    fn condition_word(&self, condition: SchemaId) -> String {
        let facts = gather::gather(self.model, self.settings, &Site::of(condition));
        let around = self.names_around(condition);
        let words = facts.members.iter().filter_map(|member| {
            let site = Site { always: member.always.clone(), ..Site::default() };
            let values = gather::gather(self.model, self.settings, &site).values.filter(|_| !site.always.is_empty());
            let texts: Vec<&str> = values.iter().flatten().filter_map(|value| value.as_str()).collect();
            match texts.as_slice() {
                [text] if around.contains(member.wire_name.as_str()) => Some(name::variant_ident(text)),
                _ if member.is_required => Some(name::joined("", &member.wire_name)),
                _ => None,
            }
        });
        let word = words.collect::<String>();
        if word.is_empty() { "Then".to_owned() } else { word }
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
