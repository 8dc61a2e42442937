//! The type of an object: its named members, and the others.

use crate::emit::types::name;
use crate::emit::types::shape::branch;
use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::definition::{Kind, Member, Struct};
use crate::emit::types::shape::facts::{Facts, Mention, Rest};
use crate::emit::types::shape::rust_type::{Native, Type};
use crate::emit::types::shape::site::Site;
use crate::emit::types::shape::{gather, in_place};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

impl<'m> Deciding<'m> {
    pub(super) fn object(&mut self, site: &Site, facts: &Facts<'m>) -> Type {
        let mut mentions = facts.members.clone();
        let own: Vec<(usize, bool)> =
            mentions.iter().map(|mention| (mention.always.len(), mention.is_required)).collect();
        for agreed in facts.choices.iter().flat_map(|choice| branch::agreed(self.model, choice)) {
            // What the site itself forbids is not there.
            let Some(known) = mentions.iter_mut().find(|mention| mention.wire_name == agreed.wire_name) else {
                continue;
            };
            known.always.extend(agreed.always);
            known.is_required |= agreed.is_required;
        }
        let certain = site.always.iter().flat_map(|schema| self.model.certain(*schema));
        for (wire_name, schema) in certain.flat_map(|schema| in_place::evaluated_by_one(self.model, schema)) {
            let known = mentions.iter_mut().find(|mention| mention.wire_name == wire_name);
            if let Some(mention) = known.filter(|mention| mention.always.is_empty() && !mention.perhaps.is_empty()) {
                mention.always.push(schema);
            }
        }
        if mentions.iter().all(|mention| mention.is_weak) && !facts.is_closed {
            let is_listed = mentions.iter().any(|mention| mention.is_listed);
            let rest = self.rest(facts).filter(|_| !is_listed);
            return Type::map_of(rest.unwrap_or(Type::Value));
        }
        let id = self.define(site);
        let wire_names: Vec<&str> = mentions.iter().map(|mention| mention.wire_name.as_str()).collect();
        let idents = name::fields(&wire_names);
        let mut members = Vec::new();
        for ((mention, (own, is_required_itself)), ident) in mentions.into_iter().zip(own).zip(idents) {
            let agreed = mention.always.len() - own;
            members.push(Member { agreed, is_required_itself, ..self.member(mention, ident) });
        }
        let rest = self.rest(facts).map(|ty| (name::REST.to_owned(), ty.contained()));
        self.definitions[id.0].kind = Kind::Struct(Struct { members, rest, is_closed: facts.is_closed });
        Type::Named(id)
    }

    fn member(&mut self, mention: Mention, ident: String) -> Member {
        let Mention { wire_name, is_required, always, perhaps, is_listed, .. } = mention;
        let site = Site { always, perhaps, ..Site::default() };
        let ty = if is_listed { Type::Value } else { self.type_of(&site) };
        if let Some(native) = ty.native() {
            self.note_native(&site, native);
        }
        let facts = gather::gather(self.model, self.settings, &site);
        let is_nullable = site.always.is_empty() || facts.types.contains(TypeSet::NULL) || ty == Type::Value;
        Member { wire_name, ident, ty, is_required, is_nullable, site, agreed: 0, is_required_itself: is_required }
    }

    /// Decides the type of unnamed members, if the schemas describe more than their presence.
    fn rest(&mut self, facts: &Facts<'m>) -> Option<Type> {
        if facts.has_loose_rest {
            return Some(Type::Value);
        }
        let says_something = |schema: &SchemaId| {
            !in_place::is_never(self.model, *schema)
                && !self.model.schema(self.model.typed_target(*schema)).assertions.is_empty()
        };
        // A member that matches a pattern of `false` is not there.
        let is_there = |(_, schema): &(_, SchemaId)| !in_place::is_never(self.model, *schema);
        let present = |rest: &Rest<'m>| {
            let patterns = rest.patterns.iter().copied().filter(is_there).collect();
            Rest { patterns, additional: rest.additional }
        };
        let rests: Vec<Rest<'m>> = facts.rests.iter().map(present).collect();
        let described: Vec<_> = rests
            .iter()
            .filter(|rest| !rest.patterns.is_empty() || rest.additional.as_ref().is_some_and(says_something))
            .collect();
        if described.is_empty() {
            return None;
        }
        if described.iter().all(|rest| rest.patterns.is_empty()) {
            let always = described.iter().filter_map(|rest| rest.additional).collect();
            return Some(self.type_of(&Site { always, ..Site::default() }));
        }
        let is_over = |rest: &&Rest<'_>| rest.additional.is_none_or(|schema| in_place::is_never(self.model, schema));
        if facts.is_closed && described.iter().all(is_over) {
            // Every unnamed member matches a pattern.
            let patterns = described.iter().flat_map(|rest| &rest.patterns);
            let sites: Vec<Site> = patterns.map(|(_, schema)| Site::of(*schema)).collect();
            return Some(self.same(&sites));
        }
        let [rest] = described.as_slice() else {
            return Some(self.one_of(&described));
        };
        let takes_all = rest
            .patterns
            .iter()
            // `.` matches no line break, so that `^.*$` does not match every name.
            .any(|(pattern, _)| matches!(pattern.source.as_str(), "" | ".*" | "^" | "^.*" | r"^[\s\S]*$"));
        let additional = rest.additional.filter(|schema| !in_place::is_never(self.model, *schema));
        if rest.additional.is_none() && !takes_all {
            return Some(self.one_of(&described));
        }
        let additional = additional.filter(|_| !takes_all);
        let sites: Vec<Site> =
            rest.patterns.iter().map(|(_, schema)| *schema).chain(additional).map(Site::of).collect();
        Some(self.same(&sites))
    }

    /// Returns the type of members that some schemas may describe.
    fn one_of(&mut self, rests: &[&Rest<'m>]) -> Type {
        let patterns = rests.iter().flat_map(|rest| &rest.patterns).map(|(_, schema)| *schema);
        let perhaps = patterns.chain(rests.iter().filter_map(|rest| rest.additional)).collect();
        self.type_of(&Site { perhaps, ..Site::default() })
    }

    /// Returns the type of sites that all have it, or any value.
    fn same(&mut self, sites: &[Site]) -> Type {
        let normal: Vec<Site> = sites.iter().map(|site| self.normal(site)).collect();
        match normal.split_first() {
            Some((first, others)) if others.iter().all(|site| site == first) => self.type_of(first),
            _ => match self.same_scalar(sites) {
                Type::Value => {
                    let perhaps = sites.iter().flat_map(|site| &site.always).copied().collect();
                    self.type_of(&Site { perhaps, ..Site::default() })
                }
                scalar => scalar,
            },
        }
    }

    /// Records the refinements that make a member a native integer. Elsewhere they have no effect: see [`Type::Native`].
    fn note_native(&mut self, site: &Site, native: Native) {
        let facts = gather::gather(self.model, self.settings, &self.normal(site));
        let asks_for_it = |schema: &&SchemaId| {
            let refined = self.settings.refinements.get(*schema);
            refined.and_then(|refined| Native::refined(*refined)) == Some(native)
        };
        self.refined.extend(facts.refining.iter().filter(asks_for_it));
    }
}
