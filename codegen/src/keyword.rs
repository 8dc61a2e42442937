//! The one table of keywords: what each is in each draft, what its value looks like, and how it is treated.

pub mod dialect;
pub mod form;

use crate::keyword::dialect::Dialect;
use crate::keyword::dialect::Draft::{self, Draft4, Draft6, Draft7, Draft2019, Draft2020};
use crate::keyword::dialect::Vocabulary::{self, Applicator, Content, Core, Format, MetaData, Unevaluated, Validation};
use crate::source::nearest::within_one_edit;

/// What the generator does with a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// It shapes types, and the validator asserts it.
    Typed,
    /// The validator asserts it; types are wider than it.
    Validated,
    /// It is kept for documentation and does not decide.
    Annotation,
    /// It names schemas or says how they are to be read.
    Structural,
}

/// What a keyword's value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A schema.
    Schema,
    /// A non-empty array of schemas.
    SchemaList,
    /// An object whose members are schemas.
    SchemaMap,
    /// A schema, or an array of schemas.
    SchemaOrList,
    /// A schema, or an array of strings.
    SchemaOrStrings,
    /// An object whose members are schemas or arrays of strings.
    SchemaOrStringsMap,
    /// An object whose members are arrays of strings.
    StringsMap,
    /// An object with patterns as names and schemas as members.
    PatternMap,
    /// A pattern.
    Pattern,
    /// The name of a type, or an array of names.
    Types,
    /// The name of a type.
    TypeName,
    /// An array.
    Values,
    /// An array of strings that differ from each other.
    Strings,
    /// An integer that is not negative.
    Count,
    /// A number.
    Number,
    /// A number greater than zero.
    PositiveNumber,
    /// `true` or `false`.
    Boolean,
    /// A string.
    String,
    /// A URI.
    Uri,
    /// A URI reference.
    UriReference,
    /// A plain name: the fragment of a URI.
    Anchor,
    /// An object with URIs as names, whose members are `true` or `false`.
    UriFlags,
    /// Anything.
    Anything,
}

/// A keyword in a range of drafts.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The keyword.
    pub spelling: &'static str,
    /// The vocabulary that defines it, since drafts have vocabularies.
    pub vocabulary: Vocabulary,
    /// The first draft that has it like this.
    pub since: Draft,
    /// The last draft that has it like this.
    pub until: Draft,
    /// What its value looks like.
    pub form: Form,
    /// What the generator does with it.
    pub treatment: Treatment,
}

impl Keyword {
    /// Whether a draft has it like this.
    pub fn is_in(&self, draft: Draft) -> bool {
        (self.since..=self.until).contains(&draft)
    }
}

/// The keyword of that spelling in a dialect.
pub fn find(spelling: &str, dialect: Dialect) -> Option<&'static Keyword> {
    let is_meant = |keyword: &&Keyword| keyword.spelling == spelling && keyword.is_in(dialect.draft);
    KEYWORDS.iter().find(is_meant).filter(|keyword| dialect.vocabularies.contains(keyword.vocabulary))
}

/// All keywords of a draft.
pub fn of(draft: Draft) -> impl Iterator<Item = &'static Keyword> {
    KEYWORDS.iter().filter(move |keyword| keyword.is_in(draft))
}

/// Whether any draft has a keyword of that spelling.
pub fn is_known(spelling: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.spelling == spelling)
}

/// Whether any draft has an annotation of that spelling.
pub fn is_annotation(spelling: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.spelling == spelling && keyword.treatment == Treatment::Annotation)
}

/// The keyword of a draft that an unknown one probably was meant to be. Other names are annotations, so that only slips count.
pub fn nearest(spelling: &str, draft: Draft) -> Option<&'static str> {
    within_one_edit(spelling, of(draft).map(|keyword| keyword.spelling))
}

const fn keyword(
    spelling: &'static str,
    vocabulary: Vocabulary,
    since: Draft,
    until: Draft,
    form: Form,
    treatment: Treatment,
) -> Keyword {
    Keyword { spelling, vocabulary, since, until, form, treatment }
}

use Treatment::{Annotation, Structural, Typed, Validated};

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
    // Numbers.
    keyword("multipleOf",            Validation,  Draft4,    Draft2020, Form::PositiveNumber,     Validated),
    keyword("maximum",               Validation,  Draft4,    Draft2020, Form::Number,             Typed),
    keyword("exclusiveMaximum",      Validation,  Draft4,    Draft4,    Form::Boolean,            Typed),
    keyword("exclusiveMaximum",      Validation,  Draft6,    Draft2020, Form::Number,             Typed),
    keyword("minimum",               Validation,  Draft4,    Draft2020, Form::Number,             Typed),
    keyword("exclusiveMinimum",      Validation,  Draft4,    Draft4,    Form::Boolean,            Typed),
    keyword("exclusiveMinimum",      Validation,  Draft6,    Draft2020, Form::Number,             Typed),
    // Strings.
    keyword("maxLength",             Validation,  Draft4,    Draft2020, Form::Count,              Validated),
    keyword("minLength",             Validation,  Draft4,    Draft2020, Form::Count,              Validated),
    keyword("pattern",               Validation,  Draft4,    Draft2020, Form::Pattern,            Validated),
    keyword("format",                Format,      Draft4,    Draft2020, Form::String,             Typed),
    keyword("contentEncoding",       Content,     Draft7,    Draft2020, Form::String,             Annotation),
    keyword("contentMediaType",      Content,     Draft7,    Draft2020, Form::String,             Annotation),
    keyword("contentSchema",         Content,     Draft2019, Draft2020, Form::Schema,             Annotation),
    // Arrays.
    keyword("prefixItems",           Applicator,  Draft2020, Draft2020, Form::SchemaList,         Typed),
    keyword("items",                 Applicator,  Draft4,    Draft2019, Form::SchemaOrList,       Typed),
    keyword("items",                 Applicator,  Draft2020, Draft2020, Form::Schema,             Typed),
    keyword("additionalItems",       Applicator,  Draft4,    Draft2019, Form::Schema,             Typed),
    keyword("contains",              Applicator,  Draft6,    Draft2020, Form::Schema,             Validated),
    keyword("maxContains",           Validation,  Draft2019, Draft2020, Form::Count,              Validated),
    keyword("minContains",           Validation,  Draft2019, Draft2020, Form::Count,              Validated),
    keyword("maxItems",              Validation,  Draft4,    Draft2020, Form::Count,              Validated),
    keyword("minItems",              Validation,  Draft4,    Draft2020, Form::Count,              Validated),
    keyword("uniqueItems",           Validation,  Draft4,    Draft2020, Form::Boolean,            Validated),
    keyword("unevaluatedItems",      Unevaluated, Draft2019, Draft2020, Form::Schema,             Validated),
    // Objects.
    keyword("properties",            Applicator,  Draft4,    Draft2020, Form::SchemaMap,          Typed),
    keyword("patternProperties",     Applicator,  Draft4,    Draft2020, Form::PatternMap,         Typed),
    keyword("additionalProperties",  Applicator,  Draft4,    Draft2020, Form::Schema,             Typed),
    keyword("propertyNames",         Applicator,  Draft6,    Draft2020, Form::Schema,             Validated),
    keyword("required",              Validation,  Draft4,    Draft2020, Form::Strings,            Typed),
    keyword("maxProperties",         Validation,  Draft4,    Draft2020, Form::Count,              Validated),
    keyword("minProperties",         Validation,  Draft4,    Draft2020, Form::Count,              Validated),
    // Deprecated since 2019-09, and still what its authors mean.
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
    fn a_keyword_has_one_meaning_in_a_draft() {
        for draft in [Draft4, Draft6, Draft7, Draft2019, Draft2020] {
            for keyword in KEYWORDS {
                let meanings = KEYWORDS
                    .iter()
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
