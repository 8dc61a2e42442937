//! The type of an array: a list, a tuple, or a struct of its first elements.

use crate::emit::types::name;
use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::definition::{Kind, Member, Sequence};
use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::rust_type::Type;
use crate::emit::types::shape::scalar::Strings;
use crate::emit::types::shape::site::Site;
use crate::emit::types::shape::{gather, in_place};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

/// The greatest length of a tuple: the standard library implements comparison, hashing and `Debug` up to this length.
const TUPLE: usize = 12;

impl<'m> Deciding<'m> {
    /// Decides the type of an array. If its elements have no type in common, it is a tuple if their number is certain, else a struct.
    pub(super) fn array(&mut self, site: &Site, facts: &Facts<'m>) -> Type {
        match self.element(facts) {
            Type::Value => {
                self.tuple(facts).or_else(|| self.sequence(site, facts)).unwrap_or_else(|| Type::array_of(Type::Value))
            }
            element => Type::array_of(element),
        }
    }

    fn tuple(&mut self, facts: &Facts<'m>) -> Option<Type> {
        let [elements] = facts.elements.as_slice() else { return None };
        let (least, greatest) = facts.sizes;
        let length = elements.prefix.len();
        let is_closed = elements.items.is_some_and(|items| in_place::is_never(self.model, items))
            || greatest.is_some_and(|greatest| greatest <= length as u64);
        let is_tuple = is_closed
            && (2..=TUPLE).contains(&length)
            && least >= length as u64
            && facts.loose_elements.is_empty()
            && !facts.has_listed_elements;
        is_tuple.then(|| {
            let element = |schema: &SchemaId| self.type_of(&Site::of(*schema)).contained();
            Type::Tuple(elements.prefix.iter().map(element).collect())
        })
    }

    /// Decides the type of an array whose first elements are described: a struct, unless no element is described.
    fn sequence(&mut self, site: &Site, facts: &Facts<'m>) -> Option<Type> {
        let [elements] = facts.elements.as_slice() else { return None };
        let (least, greatest) = facts.sizes;
        let is_over = |index: usize| greatest.is_some_and(|greatest| greatest <= index as u64);
        let prefix = || elements.prefix.iter().enumerate().filter(|(index, _)| !is_over(*index));
        let says_something = |schema: &SchemaId| !self.normal(&Site::of(*schema)).always.is_empty();
        let is_described = prefix().any(|(_, schema)| says_something(schema));
        if !is_described || !facts.loose_elements.is_empty() || facts.has_listed_elements {
            return None;
        }
        let is_closed = elements.items.is_some_and(|items| in_place::is_never(self.model, items));
        let is_closed = is_closed || is_over(elements.prefix.len());
        let id = self.define(site);
        let first = prefix().map(|(index, schema)| self.element_at(index, *schema, (index as u64) < least)).collect();
        let sequence = Sequence {
            elements: first,
            rest: (!is_closed).then(|| {
                let always = elements.items.into_iter().collect();
                self.type_of(&Site { always, ..Site::default() }).contained()
            }),
        };
        self.definitions[id.0].kind = Kind::Sequence(sequence);
        Some(Type::Named(id))
    }

    fn element_at(&mut self, index: usize, schema: SchemaId, is_required: bool) -> Member {
        let site = Site::of(schema);
        let ty = self.type_of(&site).contained();
        let is_nullable = gather::gather(self.model, self.settings, &site).types.contains(TypeSet::NULL);
        let (wire_name, ident) = (index.to_string(), name::element_ident(index));
        Member { wire_name, ident, ty, is_required, is_nullable, site, agreed: 0, is_required_itself: is_required }
    }

    /// Decides the type of all elements.
    fn element(&mut self, facts: &Facts<'m>) -> Type {
        if facts.has_listed_elements {
            return Type::Value;
        }
        let mut sites: Vec<Site> = Vec::new();
        let mut always = Vec::new();
        for elements in &facts.elements {
            if elements.prefix.is_empty() {
                always.extend(elements.items);
            } else {
                let is_closed = elements.items.is_some_and(|items| in_place::is_never(self.model, items));
                let items = elements.items.filter(|_| !is_closed);
                let open = (!is_closed && items.is_none()).then(Site::default);
                sites.extend(elements.prefix.iter().copied().chain(items).map(Site::of).chain(open));
            }
        }
        let perhaps = facts.loose_elements.clone();
        if sites.is_empty() {
            return self.type_of(&Site { always, perhaps, ..Site::default() });
        }
        let mut normal = sites.iter().map(|site| self.normal(site));
        let first = normal.next().expect("it is not empty");
        if always.is_empty() && perhaps.is_empty() && normal.all(|site| site == first) {
            return self.type_of(&first);
        }
        self.same_scalar(&sites)
    }

    /// Returns the common unnamed type of all sites, or any value if there is none.
    pub(super) fn same_scalar(&mut self, sites: &[Site]) -> Type {
        let plain = |site: &Site| {
            let site = self.normal(site);
            let facts = gather::gather(self.model, self.settings, &site);
            match facts.types {
                _ if site.always.is_empty() => None,
                TypeSet::BOOLEAN => Some(Type::Boolean),
                TypeSet::INTEGER => Some(Type::Integer),
                TypeSet::NUMBER => Some(Type::Number),
                TypeSet::STRING => match Strings::of(&facts) {
                    Strings::Refined(refined) => Some(self.refined(&facts, refined)),
                    _ => Some(Type::String),
                },
                _ => None,
            }
        };
        let types: Option<Vec<Type>> = sites.iter().map(plain).collect();
        let types = types.unwrap_or_default();
        match types.first() {
            Some(first) if types.iter().all(|ty| ty == first) => first.clone(),
            _ => Type::Value,
        }
    }
}
