//! The order of the definitions.

use std::collections::BTreeMap;

use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::definition::{Definition, Kind, Shapes};
use crate::emit::types::shape::rust_type::{DefinitionId, Type};

impl Deciding<'_> {
    /// Returns the definitions in reading order.
    pub(super) fn ordered(self, order: &[DefinitionId], roots: &[DefinitionId]) -> Shapes {
        let position: BTreeMap<DefinitionId, DefinitionId> =
            order.iter().enumerate().map(|(new, old)| (*old, DefinitionId(new))).collect();
        let renamed = |ty: &Type| rename(ty, &position);
        let mut definitions: Vec<Definition> = order.iter().map(|id| self.definitions[id.0].clone()).collect();
        for definition in &mut definitions {
            match &mut definition.kind {
                Kind::Struct(it) => {
                    it.members.iter_mut().for_each(|member| member.ty = renamed(&member.ty));
                    it.rest.iter_mut().for_each(|(_, ty)| *ty = renamed(ty));
                }
                Kind::Sequence(it) => {
                    it.elements.iter_mut().for_each(|element| element.ty = renamed(&element.ty));
                    it.rest.iter_mut().for_each(|ty| *ty = renamed(ty));
                }
                Kind::Union(variants) => variants.iter_mut().for_each(|variant| variant.ty = renamed(&variant.ty)),
                Kind::Newtype(ty) => *ty = renamed(ty),
                Kind::Enum(_) => {}
            }
        }
        let roots = roots.iter().map(|root| position[root]).collect();
        Shapes { definitions, roots, refined: self.refined, widened: self.widened, twins: self.twins.exact }
    }
}

fn rename(ty: &Type, position: &BTreeMap<DefinitionId, DefinitionId>) -> Type {
    match ty {
        Type::Named(id) => Type::Named(position[id]),
        Type::Array(inner) => Type::Array(Box::new(rename(inner, position))),
        Type::Tuple(elements) => Type::Tuple(elements.iter().map(|element| rename(element, position)).collect()),
        Type::Map(inner) => Type::Map(Box::new(rename(inner, position))),
        Type::Nullable(inner) => Type::Nullable(Box::new(rename(inner, position))),
        other => other.clone(),
    }
}
