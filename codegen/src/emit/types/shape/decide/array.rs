//! The type of an array: a list, or a tuple.

use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::rust_type::Type;
use crate::emit::types::shape::scalar::Strings;
use crate::emit::types::shape::site::Site;
use crate::emit::types::shape::{gather, in_place};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

/// The greatest length of a tuple: the standard library compares, hashes and prints no longer ones.
const TUPLE: usize = 12;

impl<'m> Deciding<'m> {
    /// Decides the type of an array. It is a tuple if its elements have no type in common, and their number is certain.
    pub(super) fn array(&mut self, facts: &Facts<'m>) -> Type {
        match self.element(facts) {
            Type::Value => self.tuple(facts).unwrap_or_else(|| Type::array_of(Type::Value)),
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
