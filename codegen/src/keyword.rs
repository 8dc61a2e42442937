//! The one table of keywords: their drafts, the form of their values, and their treatment.
//!
//! A leaf keyword, which constrains an instance without subschemas, is one file here: its rows, its lowering, and everything that the
//! generator knows about it, behind the trait [`Constraint`]. Keywords with subschemas have rows alone: they interact, so everything that
//! reads a model or a plan lists them.

pub mod bound;
mod content;
pub mod dialect;
#[cfg(test)]
mod even;
pub mod form;
mod format;
pub mod leaf;
mod length;
mod multiple_of;
mod pattern;
mod prelude;
mod row;
mod size;
pub mod types;
mod unique_items;

use std::ops::Deref;

use crate::keyword::dialect::Dialect;
use crate::keyword::dialect::Draft::{self, Draft4, Draft6, Draft7, Draft2019, Draft2020};
use crate::keyword::dialect::Vocabulary::{Applicator, Content, Core, MetaData, Unevaluated, Validation};
use crate::keyword::leaf::{Constraint, Words, Written};
use crate::keyword::row::Treatment::{Annotation, Structural, Typed, Validated};
use crate::keyword::row::keyword;
use crate::source::diagnostic::Diagnostics;
use crate::source::nearest::within_one_edit;

pub use crate::keyword::form::Form;
pub use crate::keyword::pattern::Pattern as PatternKeyword;
pub use crate::keyword::row::{Keyword, Treatment};

/// Lists the leaf keywords, each by its file and the type of its constraint. The variant has the name of the type.
macro_rules! leaves {
    ($($(#[$attribute:meta])* $file:ident::$constraint:ident,)*) => {
        /// The constraint of a leaf keyword.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the constraint has its own documentation")]
        pub enum Leaf {
            $($(#[$attribute])* $constraint($file::$constraint),)*
        }

        impl Leaf {
            /// Returns a single constraint equivalent to this one and another one together, if there is one.
            pub fn merge(&self, other: &Self) -> Option<Self> {
                match (self, other) {
                    $($(#[$attribute])* (Self::$constraint(this), Self::$constraint(other)) => {
                        this.merge(other).map(Self::$constraint)
                    })*
                    _ => None,
                }
            }

            /// Returns the description of both constraints together, if that is shorter than both. See [`Constraint::words_with`].
            fn words_with(&self, other: &Self) -> Option<Words> {
                match (self, other) {
                    $($(#[$attribute])* (Self::$constraint(this), Self::$constraint(other)) => this.words_with(other),)*
                    _ => None,
                }
            }

            /// Returns true if every instance of its type that this constraint accepts is accepted by the other one, too; false if that is
            /// unknown. See [`Constraint::implies`].
            pub fn implies(&self, other: &Self, of_integers: bool) -> bool {
                match (self, other) {
                    $($(#[$attribute])* (Self::$constraint(this), Self::$constraint(other)) => {
                        this.implies(other, of_integers)
                    })*
                    _ => false,
                }
            }

            /// Returns true if no instance of its type satisfies both constraints; false if that is unknown.
            pub fn excludes(&self, other: &Self) -> bool {
                match (self, other) {
                    $($(#[$attribute])* (Self::$constraint(this), Self::$constraint(other)) => this.excludes(other),)*
                    _ => false,
                }
            }
        }

        impl Deref for Leaf {
            type Target = dyn Constraint;

            fn deref(&self) -> &Self::Target {
                match self {
                    $($(#[$attribute])* Self::$constraint(constraint) => constraint,)*
                }
            }
        }

        /// The rows of each leaf's file, and its lowering.
        const LEAVES: &[(&[Keyword], Lower)] = &[$(
            $(#[$attribute])*
            ($file::ROWS, |written, diagnostics| $file::lower(written, diagnostics).map(Leaf::$constraint)),
        )*];
    };
}

/// Returns the constraint of a leaf keyword; `None` if it does not affect validity, because of its value, its siblings or the options.
type Lower = fn(&Written<'_>, &mut Diagnostics) -> Option<Leaf>;

leaves! {
    bound::Bound,
    multiple_of::MultipleOf,
    length::Length,
    format::Format,
    content::Content,
    pattern::Pattern,
    size::Size,
    unique_items::UniqueItems,
    #[cfg(test)]
    even::Even,
}

/// Returns the descriptions of constraints on one value in their order; `None` for those that an earlier one describes, too.
pub fn words(leaves: &[&Leaf]) -> Vec<Option<Words>> {
    let described = leaves.iter().enumerate().map(|(index, leaf)| {
        let with = |(other, words): (usize, Option<Words>)| words.map(|words| (other, words));
        let mut both = leaves.iter().map(|other| leaf.words_with(other)).enumerate().filter_map(with);
        match both.next() {
            Some((other, words)) => (index < other).then_some(words),
            None => Some(leaf.words()),
        }
    });
    described.collect()
}

/// Returns all rows of the table.
fn all() -> impl Iterator<Item = &'static Keyword> {
    KEYWORDS.iter().chain(LEAVES.iter().flat_map(|(rows, _)| *rows))
}

/// Returns all rows of a spelling.
pub fn rows(spelling: &str) -> impl Iterator<Item = &'static Keyword> {
    all().filter(move |keyword| keyword.spelling == spelling)
}

/// Returns the lowering of a leaf keyword; `None` for a keyword that is not a leaf.
pub fn lowering(keyword: &Keyword) -> Option<Lower> {
    let has_row = |rows: &[Keyword]| rows.iter().any(|row| row.spelling == keyword.spelling);
    LEAVES.iter().find(|(rows, _)| has_row(rows)).map(|(_, lower)| *lower)
}

/// Returns leaf keywords without repetitions, with equivalent single constraints in place of pairs.
pub(crate) fn merged<'l>(leaves: impl Iterator<Item = &'l Leaf>) -> Vec<Leaf> {
    let mut merged: Vec<Leaf> = Vec::new();
    for leaf in leaves {
        let both = merged.iter().enumerate().find_map(|(index, known)| Some((index, known.merge(leaf)?)));
        match both {
            Some((index, both)) => merged[index] = both,
            None if merged.contains(leaf) => {}
            None => merged.push(leaf.clone()),
        }
    }
    merged
}

/// Returns the keyword with that spelling in a dialect.
pub fn find(spelling: &str, dialect: Dialect) -> Option<&'static Keyword> {
    let is_meant = |keyword: &&Keyword| keyword.spelling == spelling && keyword.is_in(dialect.draft);
    all().find(is_meant).filter(|keyword| dialect.vocabularies.contains(keyword.vocabulary))
}

/// Returns all keywords of a draft.
pub fn of(draft: Draft) -> impl Iterator<Item = &'static Keyword> {
    all().filter(move |keyword| keyword.is_in(draft))
}

/// Returns true if any draft has a keyword with that spelling.
pub fn is_known(spelling: &str) -> bool {
    rows(spelling).next().is_some()
}

/// Returns true if any draft has an annotation with that spelling.
pub fn is_annotation(spelling: &str) -> bool {
    rows(spelling).any(|keyword| keyword.treatment == Treatment::Annotation)
}

/// Returns the keyword of a draft that an unknown one was probably meant to be. Any other name is an annotation, so only typing mistakes
/// count.
pub fn nearest(spelling: &str, draft: Draft) -> Option<&'static str> {
    within_one_edit(spelling, of(draft).map(|keyword| keyword.spelling))
}

#[rustfmt::skip]
const KEYWORDS: &[Keyword] = &[
    // Core.
    keyword("$schema",               Core,        Draft4,    Draft2020, Form::Uri,                Structural),
    keyword("id",                    Core,        Draft4,    Draft4,    Form::UriReference,       Structural),
    keyword("$id",                   Core,        Draft6,    Draft2020, Form::UriReference,       Structural),
    keyword("$anchor",               Core,        Draft2019, Draft2020, Form::Anchor,             Structural),
    keyword("$dynamicAnchor",        Core,        Draft2020, Draft2020, Form::Anchor,             Structural),
    keyword("$recursiveAnchor",      Core,        Draft2019, Draft2019, Form::Boolean,            Structural),
    keyword("$ref",                  Core,        Draft4,    Draft2020, Form::UriReference,       Typed),
    keyword("$dynamicRef",           Core,        Draft2020, Draft2020, Form::UriReference,       Typed),
    keyword("$recursiveRef",         Core,        Draft2019, Draft2019, Form::UriReference,       Typed),
    keyword("$defs",                 Core,        Draft2019, Draft2020, Form::SchemaMap,          Structural),
    keyword("definitions",           Core,        Draft4,    Draft2020, Form::SchemaMap,          Structural),
    keyword("$vocabulary",           Core,        Draft2019, Draft2020, Form::UriFlags,           Structural),
    keyword("$comment",              Core,        Draft7,    Draft2020, Form::String,             Annotation),
    // Any type.
    keyword("type",                  Validation,  Draft4,    Draft2020, Form::Types,              Typed),
    keyword("enum",                  Validation,  Draft4,    Draft2020, Form::Values,             Typed),
    keyword("const",                 Validation,  Draft6,    Draft2020, Form::Anything,           Typed),
    // Strings.
    keyword("contentSchema",         Content,     Draft2019, Draft2020, Form::Schema,             Annotation),
    // Arrays.
    keyword("prefixItems",           Applicator,  Draft2020, Draft2020, Form::SchemaList,         Typed),
    keyword("items",                 Applicator,  Draft4,    Draft2019, Form::SchemaOrList,       Typed),
    keyword("items",                 Applicator,  Draft2020, Draft2020, Form::Schema,             Typed),
    keyword("additionalItems",       Applicator,  Draft4,    Draft2019, Form::Schema,             Typed),
    keyword("contains",              Applicator,  Draft6,    Draft2020, Form::Schema,             Validated),
    keyword("maxContains",           Validation,  Draft2019, Draft2020, Form::Count,              Validated),
    keyword("minContains",           Validation,  Draft2019, Draft2020, Form::Count,              Validated),
    keyword("unevaluatedItems",      Unevaluated, Draft2019, Draft2020, Form::Schema,             Validated),
    // Objects.
    keyword("properties",            Applicator,  Draft4,    Draft2020, Form::SchemaMap,          Typed),
    keyword("patternProperties",     Applicator,  Draft4,    Draft2020, Form::PatternMap,         Typed),
    keyword("additionalProperties",  Applicator,  Draft4,    Draft2020, Form::Schema,             Typed),
    keyword("propertyNames",         Applicator,  Draft6,    Draft2020, Form::Schema,             Validated),
    keyword("required",              Validation,  Draft4,    Draft2020, Form::Strings,            Typed),
    // Deprecated since 2019-09, and still in use.
    keyword("dependencies",          Applicator,  Draft4,    Draft2020,   Form::SchemaOrStringsMap, Validated),
    keyword("dependentRequired",     Validation,  Draft2019, Draft2020, Form::StringsMap,         Validated),
    keyword("dependentSchemas",      Applicator,  Draft2019, Draft2020, Form::SchemaMap,          Validated),
    keyword("unevaluatedProperties", Unevaluated, Draft2019, Draft2020, Form::Schema,             Validated),
    // Applicators on the instance itself.
    keyword("allOf",                 Applicator,  Draft4,    Draft2020, Form::SchemaList,         Typed),
    keyword("anyOf",                 Applicator,  Draft4,    Draft2020, Form::SchemaList,         Typed),
    keyword("oneOf",                 Applicator,  Draft4,    Draft2020, Form::SchemaList,         Typed),
    keyword("not",                   Applicator,  Draft4,    Draft2020, Form::Schema,             Validated),
    keyword("if",                    Applicator,  Draft7,    Draft2020, Form::Schema,             Validated),
    keyword("then",                  Applicator,  Draft7,    Draft2020, Form::Schema,             Validated),
    keyword("else",                  Applicator,  Draft7,    Draft2020, Form::Schema,             Validated),
    // Annotations.
    keyword("title",                 MetaData,    Draft4,    Draft2020, Form::String,             Annotation),
    keyword("description",           MetaData,    Draft4,    Draft2020, Form::String,             Annotation),
    keyword("default",               MetaData,    Draft4,    Draft2020, Form::Anything,           Annotation),
    keyword("examples",              MetaData,    Draft6,    Draft2020, Form::Values,             Annotation),
    keyword("deprecated",            MetaData,    Draft2019, Draft2020, Form::Boolean,            Annotation),
    keyword("readOnly",              MetaData,    Draft7,    Draft2020, Form::Boolean,            Annotation),
    keyword("writeOnly",             MetaData,    Draft7,    Draft2020, Form::Boolean,            Annotation),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_unique_per_draft() {
        for draft in [Draft4, Draft6, Draft7, Draft2019, Draft2020] {
            for keyword in all() {
                let meanings = all()
                    .filter(|other| other.spelling == keyword.spelling && (other.since..=other.until).contains(&draft));
                assert!(meanings.count() <= 1, "{} in {draft:?}", keyword.spelling);
            }
        }
    }

    #[test]
    fn slips_are_recognized() {
        for (slip, meant) in [
            ("propertes", "properties"),
            ("requried", "required"),
            ("minLenght", "minLength"),
            ("additionalproperties", "additionalProperties"),
        ] {
            assert_eq!(nearest(slip, Draft2020), Some(meant));
        }
        assert_eq!(nearest("markdownDescription", Draft2020), None);
        assert_eq!(nearest("x-order", Draft2020), None);
    }
}
