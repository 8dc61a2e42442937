//! The type of values that a schema describes only under a condition.

use crate::emit::types::shape::decide::{Deciding, JSON_TYPES};
use crate::emit::types::shape::definition::{Kind, Test, Variant};
use crate::emit::types::shape::gather;
use crate::emit::types::shape::rust_type::Type;
use crate::emit::types::shape::site::Site;
use crate::keyword::types::TypeSet;

impl Deciding<'_> {
    /// Decides the type of values that a single schema may describe: a union of its types and any other value. Its validator decides,
    /// because a value that it rejects may have members for which its type has no place.
    pub(super) fn perhaps(&mut self, site: &Site) -> Type {
        let [schema] = site.perhaps[..] else { return Type::Value };
        let described = Site::of(schema).restricted(TypeSet::ALL.without(TypeSet::NULL));
        let types = gather::gather(self.model, self.settings, &described).types;
        let present: Vec<TypeSet> = JSON_TYPES.into_iter().filter(|json_type| types.intersects(*json_type)).collect();
        if present.is_empty() || present.len() == JSON_TYPES.len() {
            return Type::Value;
        }
        let mut variants = Vec::new();
        for json_type in present {
            let site = self.normal(&described.restricted(json_type));
            let (ident, ty) = (String::new(), self.type_of(&site).contained());
            let test = Test::Validators(vec![schema]);
            variants.push(Variant { ident, ty, json_type, test, site, branch: Some(schema) });
        }
        if variants.iter().all(|variant| variant.ty.definitions().is_empty()) {
            return Type::Value;
        }
        // The schema may contain itself, so that the type has a definition by now.
        let known = self.known.get(site).and_then(|ty| if let Type::Named(id) = ty { Some(*id) } else { None });
        let id = known.unwrap_or_else(|| self.define(site));
        self.definitions[id.0].kind = Kind::Union(variants);
        Type::Named(id)
    }
}
