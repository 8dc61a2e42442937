//! The type of values that a schema describes only under a condition.

use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::definition::{Kind, Test, Variant};
use crate::emit::types::shape::gather;
use crate::emit::types::shape::rust_type::Type;
use crate::emit::types::shape::site::Site;
use crate::keyword::types::TypeSet;

impl Deciding<'_> {
    /// Decides the type of values that a single schema may describe: a union of its type and any other value. Its validator decides, because
    /// a value that it rejects may have members for which its type has no place.
    pub(super) fn perhaps(&mut self, site: &Site) -> Type {
        let [schema] = site.perhaps[..] else { return Type::Value };
        let described = Site::of(schema).restricted(TypeSet::ALL.without(TypeSet::NULL));
        let types = gather::gather(self.model, self.settings, &described).types;
        if types != TypeSet::OBJECT && types != TypeSet::ARRAY {
            return Type::Value;
        }
        let ty = self.type_of(&described).contained();
        if ty.definitions().is_empty() {
            return Type::Value;
        }
        let id = self.define(site);
        let (ident, test) = (String::new(), Test::Validators(vec![schema]));
        let variant = Variant { ident, ty, json_type: types, test, site: described, branch: Some(schema) };
        self.definitions[id.0].kind = Kind::Union(vec![variant]);
        Type::Named(id)
    }
}
