//! The normal form of a site.

use std::cmp::Reverse;

use crate::emit::types::name;
use crate::emit::types::shape::content::content;
use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::site::{Site, Types};
use crate::emit::types::shape::{gather, narrowing, step};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

impl Deciding<'_> {
    /// Returns the normal form of a site, with references followed, and without schemas that add nothing to the others.
    pub(super) fn normal(&self, site: &Site) -> Site {
        let target = |schema: &SchemaId| {
            let target = self.model.typed_target(*schema);
            self.twins.named.get(&target).copied().unwrap_or(target)
        };
        let mut always = Vec::new();
        for schema in site.always.iter().map(target) {
            if !self.model.schema(schema).assertions.is_empty() && !always.contains(&schema) {
                always.push(schema);
            }
        }
        let mut perhaps = Vec::new();
        for schema in site.perhaps.iter().map(target) {
            if !always.contains(&schema) && !perhaps.contains(&schema) && self.naming.contains(&schema) {
                perhaps.push(schema);
            }
        }
        let mut site = self.widened(Site { always, perhaps, taken: site.taken.clone(), types: site.types });
        if site.types != Types::default() {
            let all = Site { types: Types::default(), ..site.clone() };
            let facts = gather::gather(self.model, self.settings, &all);
            if site.types.0.contains(facts.types) {
                site = all;
            }
        }
        site
    }

    /// Returns a site without the schemas that only narrow the others; what they say of the instance's type stays.
    fn widened(&self, mut site: Site) -> Site {
        if let [schema] = site.always[..]
            && let Some((named, types)) = self.narrowed_reference(schema, &site)
        {
            site = Site { always: vec![named], ..site.restricted(types) };
        }
        // If each of two only narrows the other, the one with the lower rank stays.
        let mut candidates: Vec<SchemaId> = site.always.clone();
        if candidates.len() > 1 {
            candidates.sort_by_cached_key(|schema| Reverse(self.rank(*schema)));
        }
        for schema in candidates {
            let others: Vec<SchemaId> = site.always.iter().copied().filter(|other| *other != schema).collect();
            let wide = Site { always: others, perhaps: Vec::new(), ..site.clone() };
            if !wide.always.is_empty()
                && let Some(types) = self.narrowed(&wide, schema)
            {
                site = Site { perhaps: site.perhaps, ..wide.restricted(types) };
            }
        }
        let certain = Site { perhaps: Vec::new(), ..site.clone() };
        site.perhaps.retain(|schema| certain.always.is_empty() || self.narrowed(&certain, *schema).is_none());
        site
    }

    /// Returns the schema with a name that a nameless one refers to, and otherwise only narrows.
    fn narrowed_reference(&self, schema: SchemaId, site: &Site) -> Option<(SchemaId, TypeSet)> {
        let is_own = |schema: SchemaId| step::is_own(self.model.schema(schema).pointer());
        if is_own(schema) || !site.taken.is_empty() {
            return None;
        }
        let applied = self.model.certain(schema).into_iter().skip(1);
        let named = applied.map(|applied| self.model.typed_target(applied)).filter(|applied| is_own(*applied));
        let narrowed = named.filter_map(|named| Some((named, self.narrowed(&Site::of(named), schema)?)));
        narrowed.min_by_key(|(named, _)| self.rank(*named))
    }

    /// Returns the rank of a schema among others of one value: first those with a name, then those that list more values, then those that
    /// stand higher. It depends on neither the order of keywords nor, of schemas with names, on anything else that they say.
    fn rank(&self, schema: SchemaId) -> impl Ord + use<> {
        let pointer = self.model.schema(schema).pointer();
        let is_own = step::is_own(pointer);
        let values = self.model.schema(schema).assertions.iter().filter_map(|assertion| assertion.kind.values());
        let listed = values.map(<[_]>::len).max().unwrap_or_default();
        let is_index = |token: &String| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        let place = pointer.tokens().filter(|token| !is_index(token)).collect::<Vec<_>>().join("/");
        let content = if is_own { (0, String::new()) } else { self.content(schema) };
        (!is_own, Reverse(listed), pointer.tokens().count(), place, content)
    }

    /// Returns the length and the digest of a schema's content.
    fn content(&self, schema: SchemaId) -> (usize, String) {
        let known = self.contents.borrow().get(&schema).cloned();
        known.unwrap_or_else(|| {
            let text = content(self.model, schema);
            let found = (text.len(), name::digest(&text));
            self.contents.borrow_mut().insert(schema, found.clone());
            found
        })
    }

    pub(super) fn narrowed(&self, wide: &Site, schema: SchemaId) -> Option<TypeSet> {
        let key = (wide.clone(), schema);
        if let Some(known) = self.narrowed.borrow().get(&key) {
            return *known;
        }
        let found = narrowing::narrowed(self.model, self.settings, wide, schema);
        self.narrowed.borrow_mut().insert(key, found);
        found
    }
}
