//! The words for a value in the table of members: `array of string (at most 40 characters), at least 1 element`.

use std::collections::BTreeSet;

use crate::emit::wording::code_in_table as code;
use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::keyword::{self, leaf::Words};
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};

use super::merged::merged;

/// The number of schemas inside of one another that are described.
const LEVELS: usize = 4;

/// The words for a value.
struct ValueWords {
    /// Its values, or its types.
    kind: String,
    /// Its other constraints, each in a few words.
    limits: Vec<String>,
}

/// Describes a value with these schemas in a few words of Markdown.
pub(super) fn describe(model: &Model, schemas: &[SchemaId]) -> String {
    ValueWords::of(model, schemas, &[]).text()
}

/// The word between forms.
const OR: &str = " or ";

/// The kind of a value without a constraint.
pub(super) const ANY: &str = "any value";

/// The kind of a value with more forms than are described.
const SEVERAL: &str = "one of several forms";

/// The number of forms that are described.
const FORMS: usize = 4;

/// The depth of nested schemas at which a union still describes its forms: each level multiplies them.
const UNION_LEVELS: usize = 2;

/// The kind of the schema `false`.
const NONE: &str = "no value";

impl ValueWords {
    /// Returns the words for the schemas of a value inside of others; those are not described again.
    fn of(model: &Model, schemas: &[SchemaId], outer: &[Vec<SchemaId>]) -> Self {
        let schemas: Vec<SchemaId> = schemas.iter().map(|schema| model.target(*schema)).collect();
        let merged = merged(model, &schemas);
        let types = types(&merged);
        let names = if types == TypeSet::ALL { ANY.to_owned() } else { types.names().collect::<Vec<_>>().join(OR) };
        if merged.iter().any(|kind| matches!(kind, AssertionKind::Never)) {
            return Self { kind: NONE.to_owned(), limits: Vec::new() };
        }
        if outer.len() == LEVELS || outer.contains(&schemas) {
            return Self { kind: names, limits: Vec::new() };
        }
        let outer = [outer, &[schemas]].concat();
        let inner = |schema: SchemaId| Self::of(model, &[schema], &outer);
        let is_outermost = outer.len() == 1;
        let leaves =
            merged.iter().filter_map(|kind| if let AssertionKind::Leaf(leaf) = kind { Some(leaf) } else { None });
        let mut of_leaves = keyword::words(&leaves.collect::<Vec<_>>()).into_iter();
        let limits = merged.iter().flat_map(|kind| {
            if let AssertionKind::Leaf(_) = kind {
                of_leaves.next().flatten().map(words).into_iter().collect()
            } else {
                limits(kind, is_outermost, &inner)
            }
        });
        let mut limits: Vec<String> = limits.collect();
        let mut seen = BTreeSet::new();
        limits.retain(|limit| seen.insert(limit.clone()));
        let branches = merged.iter().find_map(|kind| {
            let AssertionKind::InPlace(InPlaceKeyword::OneOf(branches) | InPlaceKeyword::AnyOf(branches)) = kind else {
                return None;
            };
            Some(branches)
        });
        let of_branch = |branch: &SchemaId| allowed(&self::merged(model, &[*branch]), types);
        let of_branches = || branches?.iter().map(of_branch).collect::<Option<Vec<_>>>();
        if let Some(values) = allowed(&merged, TypeSet::ALL).or_else(|| Some(of_branches()?.concat())) {
            let kind = if values.is_empty() { NONE.to_owned() } else { alternatives(codes(values)) };
            return Self { kind, limits };
        }
        let items = merged.iter().filter_map(|kind| {
            if let AssertionKind::Array(ArrayKeyword::Items(items)) = kind { Some(*items) } else { None }
        });
        let items: Vec<SchemaId> = items.collect();
        // Beside `prefixItems`, `items` applies only to the elements behind the first ones.
        let is_tuple = merged.iter().any(|kind| matches!(kind, AssertionKind::Array(ArrayKeyword::PrefixItems(_))));
        let form = |branch: &SchemaId| of_branch(branch).map_or_else(|| vec![inner(*branch).inside()], codes);
        let kind = match (types, branches) {
            (TypeSet::ALL, Some(branches)) => {
                let is_described = branches.len() <= FORMS && outer.len() <= UNION_LEVELS;
                let forms: Vec<String> = branches.iter().filter(|_| is_described).flat_map(form).collect();
                let is_vague = forms.iter().any(|form| form == ANY || form == SEVERAL);
                if forms.is_empty() || is_vague { SEVERAL.to_owned() } else { alternatives(forms) }
            }
            (TypeSet::ARRAY, _) if !is_tuple && !items.is_empty() => {
                let words = Self::of(model, &items, &outer).inside();
                if words.contains(OR) { format!("array of ({words})") } else { format!("array of {words}") }
            }
            _ => names,
        };
        Self { kind, limits }
    }

    /// Returns the words where they stand alone.
    fn text(self) -> String {
        [self.kind].into_iter().chain(self.limits).collect::<Vec<_>>().join(", ")
    }

    /// Returns the words inside of others.
    fn inside(&self) -> String {
        let Self { kind, limits } = self;
        if limits.is_empty() { kind.clone() } else { format!("{kind} ({})", limits.join(", ")) }
    }
}

/// Returns the types that assertions allow together.
fn types(merged: &[&AssertionKind]) -> TypeSet {
    merged.iter().fold(TypeSet::ALL, |types, kind| {
        if let AssertionKind::Type(asserted) = kind { types.intersection(*asserted) } else { types }
    })
}

/// Returns the listed values that assertions allow together, of some types; `None` if they list none.
fn allowed<'m>(merged: &[&'m AssertionKind], of: TypeSet) -> Option<Vec<&'m Node>> {
    let types = types(merged).intersection(of);
    let mut lists = merged.iter().filter_map(|kind| kind.values());
    let first = lists.next()?;
    let others: Vec<&[Node]> = lists.collect();
    let is_allowed = |value: &&Node| {
        types.contains(TypeSet::of(value)) && others.iter().all(|list| list.iter().any(|other| *value == other))
    };
    Some(first.iter().filter(is_allowed).collect())
}

fn codes(values: Vec<&Node>) -> Vec<String> {
    values.into_iter().map(|value| code(&value.to_compact())).collect()
}

/// Joins forms or values, each once.
fn alternatives(mut forms: Vec<String>) -> String {
    let mut seen = BTreeSet::new();
    forms.retain(|form| seen.insert(form.clone()));
    forms.join(OR)
}

/// Returns the words of a keyword that constrains a value beyond its type; `inner` describes a subschema.
fn limits(kind: &AssertionKind, is_outermost: bool, inner: &dyn Fn(SchemaId) -> ValueWords) -> Vec<String> {
    let of_members = |which: String, schema: SchemaId| {
        let has_words = |words: &ValueWords| words.kind != NONE && (words.kind != ANY || !words.limits.is_empty());
        let words = Some(inner(schema)).filter(has_words);
        words.map(|words| format!("{which}: {}", words.inside()))
    };
    match kind {
        AssertionKind::Object(ObjectKeyword::PropertyNames(schema)) => {
            let ValueWords { kind, limits } = inner(*schema);
            let is_listed = kind != ANY && kind != "string";
            let words: Vec<String> = is_listed.then_some(kind).into_iter().chain(limits).collect();
            if words.is_empty() { words } else { vec![format!("names: {}", words.join(", "))] }
        }
        // Patterns inside of patterns would multiply the number of words with each level.
        AssertionKind::Object(ObjectKeyword::PatternProperties(patterns)) if is_outermost => {
            let members = patterns.iter();
            members
                .filter_map(|(pattern, schema)| of_members(format!("members {}", code(&pattern.source)), *schema))
                .collect()
        }
        AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) => {
            of_members("other members".to_owned(), *schema).into_iter().collect()
        }
        // Leaf keywords are described together. Values, types and elements are the kind; members, and what is required of them, have rows
        // of their own.
        AssertionKind::Never
        | AssertionKind::Leaf(_)
        | AssertionKind::Type(_)
        | AssertionKind::Enum(_)
        | AssertionKind::Const(_)
        | AssertionKind::Array(_)
        | AssertionKind::InPlace(_)
        | AssertionKind::Object(
            ObjectKeyword::Properties(_)
            | ObjectKeyword::PatternProperties(_)
            | ObjectKeyword::UnevaluatedProperties(_)
            | ObjectKeyword::Required(_)
            | ObjectKeyword::DependentRequired(_)
            | ObjectKeyword::DependentSchemas(_),
        ) => Vec::new(),
    }
}

/// Writes the words of a leaf keyword.
fn words(words: Words) -> String {
    let Words { mut text, code: of_schema } = words;
    text.extend(of_schema.map(|text| code(&text)));
    text
}
