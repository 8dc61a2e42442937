//! The names of a union's variants.

use std::collections::BTreeSet;

use crate::emit::types::name::{self, Wish};
use crate::emit::types::shape::definition::{Test, Variant};
use crate::emit::types::shape::gather;
use crate::emit::types::shape::naming::{Naming, candidate};
use crate::emit::types::shape::rust_type::Type;
use crate::emit::types::shape::site::{Site, Way};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

/// The types in the order of their claims to the words of a branch.
const TYPES: [TypeSet; 5] = [TypeSet::OBJECT, TypeSet::ARRAY, TypeSet::STRING, TypeSet::NUMBER, TypeSet::BOOLEAN];

/// The lists among the instances of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lists {
    /// All instances are lists.
    Alone,
    /// The branch says something about lists.
    Described,
    /// It says nothing about lists.
    Undescribed,
}

impl Naming<'_> {
    /// Names the variants of a union. A name that two variants could have is nobody's, so an added branch takes no name from another one.
    pub(super) fn variants(&self, site: &Site, variants: &mut [Variant]) {
        let wishes: Vec<Wish<_>> = variants
            .iter()
            .map(|variant| {
                let taken = variant.site.taken.get(site.taken.len()..).and_then(<[Way]>::last).copied();
                let is_part = taken.is_none() && (variant.site.always == site.always || variant.site.always.is_empty());
                let schema = taken.and_then(Way::applied).or(variant.site.always.first().copied());
                let condition = taken.and_then(Way::condition);
                let signatures = [schema, condition].map(|schema| schema.map(|schema| self.signature(schema)));
                let place = |schema| (self.model.schema(schema).pointer().tokens().count(), self.place(schema));
                let places = [schema, condition].map(|schema| schema.map(place));
                let is_typed = matches!(variant.test, Test::JsonType);
                let candidates = self.candidates(site, variant, taken, is_part);
                Wish { candidates, rank: (is_part, !is_typed, signatures, places) }
            })
            .collect();
        // An addition to an `if` may separate ways that had one type.
        let is_way = |variant: &Variant| variant.branch.is_some_and(|branch| self.beside_it(branch).is_none());
        let is_condition = variants.iter().any(is_way);
        let told = |variant: &Variant| variant.branch.map(|branch| self.told_keys(branch)).unwrap_or_default();
        let told: Vec<BTreeSet<String>> = variants.iter().map(told).collect();
        let idents = if is_condition { name::variants(&wishes) } else { candidate::branches(wishes, &told) };
        for (variant, ident) in variants.iter_mut().zip(idents) {
            variant.ident = ident;
        }
    }

    /// Returns the names for a variant, best first.
    fn candidates(&self, site: &Site, variant: &Variant, taken: Option<Way>, is_part: bool) -> Vec<String> {
        let of_type = name::word_of(variant.json_type);
        let lists = variant.branch.filter(|_| variant.json_type == TypeSet::ARRAY).map(|branch| self.lists(branch));
        let of_type_alone = |word: &str| vec![word.to_owned(), format!("{word}Value")];
        let words = match (taken, variant.site.always.first(), &variant.ty) {
            _ if lists == Some(Lists::Undescribed) || site.always.is_empty() => of_type_alone(of_type),
            (Some(Way::Branch(branch)), ..) => self.words_of(variant, branch, lists),
            (Some(way), ..) => {
                let word = self.way_word(way);
                let longer = self.longer_word(way).unwrap_or_else(|| name::joined(&word, of_type));
                vec![word, longer]
            }
            (None, Some(schema), _) if !is_part => self.words_of(variant, *schema, lists),
            (.., Type::Integer | Type::Native(_)) => of_type_alone("Integer"),
            (.., Type::Timestamp) => of_type_alone("Timestamp"),
            (.., Type::Decimal) => of_type_alone("Decimal"),
            _ => of_type_alone(of_type),
        };
        words.into_iter().map(|word| if word == "Unknown" { "UnknownValue".to_owned() } else { word }).collect()
    }

    /// Returns the names for a variant of a branch, best first. If the branch has variants of other types, the first in the order of types
    /// has its words.
    fn words_of(&self, variant: &Variant, schema: SchemaId, lists: Option<Lists>) -> Vec<String> {
        let mut words = self.variant_words(variant.branch, schema);
        let types = gather::gather(self.model, self.settings, &Site::of(variant.branch.unwrap_or(schema))).types;
        let first = TYPES.into_iter().find(|it| types.intersects(*it));
        if first.is_some_and(|first| first != variant.json_type) && lists != Some(Lists::Alone) {
            let of_type = name::word_of(variant.json_type);
            let is_type = |word: &str| TYPES.into_iter().any(|it| name::word_of(it) == word);
            let with_type =
                |word: &String| if is_type(word) { of_type.to_owned() } else { name::joined(word, of_type) };
            words = words.iter().map(with_type).collect();
        }
        words
    }

    /// Returns the lists that a branch accepts.
    fn lists(&self, branch: SchemaId) -> Lists {
        let facts = gather::gather(self.model, self.settings, &Site::of(branch));
        match facts.types.without(TypeSet::NULL) {
            TypeSet::ARRAY => Lists::Alone,
            _ if facts.describes_arrays() => Lists::Described,
            _ => Lists::Undescribed,
        }
    }
}
