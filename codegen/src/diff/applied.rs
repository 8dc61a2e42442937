//! The assertions that apply to one value: those of its schemas, of their references, and of their `allOf`.
//!
//! Restructurings disappear here: a schema that moves behind a `$ref` or into an `allOf` has the same assertions. So do two spellings of
//! one meaning: a union with `null` alone allows null, and a union of constants lists values.

use std::collections::BTreeMap;

use crate::json::{Node, Value};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::model::{ArrayKeyword, Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};
use crate::source::location::Place;

/// The assertions on one value.
pub(super) struct Applied<'m> {
    model: &'m Model,
    /// The schemas that apply in place.
    pub(super) schemas: Vec<SchemaId>,
    entries: Vec<Entry<'m>>,
    values: Vec<Values<'m>>,
    /// The unions of several branches.
    pub(super) unions: Vec<Union<'m>>,
    /// The first union with a branch that accepts null alone.
    pub(super) null_place: Option<&'m Place>,
}

struct Entry<'m> {
    assertion: &'m Assertion,
    /// True if null is accepted beside what the assertion accepts.
    or_null: bool,
}

/// A list of values from one keyword.
struct Values<'m> {
    listed: Vec<(&'m Node, &'m Place)>,
    or_null: bool,
}

/// An `anyOf` or `oneOf`.
pub(super) struct Union<'m> {
    pub(super) keyword: &'static str,
    pub(super) place: &'m Place,
    /// The branches except those for null.
    pub(super) branches: Vec<SchemaId>,
    /// True if a branch accepts null alone.
    pub(super) or_null: bool,
}

/// A member that schemas name.
pub(super) struct Named<'m> {
    pub(super) wire_name: &'m str,
    pub(super) schemas: Vec<SchemaId>,
}

/// The treatment of members that no schema names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unnamed {
    Open,
    Schemas(Vec<SchemaId>),
    Closed,
}

impl<'m> Applied<'m> {
    pub(super) fn new(model: &'m Model, schemas: &[SchemaId]) -> Self {
        let mut applied = Self {
            model,
            schemas: Vec::new(),
            entries: Vec::new(),
            values: Vec::new(),
            unions: Vec::new(),
            null_place: None,
        };
        for schema in schemas {
            applied.visit(*schema, false);
        }
        applied
    }

    fn visit(&mut self, id: SchemaId, or_null: bool) {
        if self.schemas.contains(&id) {
            return;
        }
        self.schemas.push(id);
        let schema = self.model.schema(id);
        for assertion in &schema.assertions {
            match &assertion.kind {
                AssertionKind::InPlace(InPlaceKeyword::Ref(target)) => self.visit(*target, or_null),
                AssertionKind::InPlace(InPlaceKeyword::AllOf(branches)) => {
                    for branch in branches {
                        self.visit(*branch, or_null);
                    }
                }
                AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches)) => {
                    self.union(assertion, branches, or_null);
                }
                kind @ (AssertionKind::Enum(_) | AssertionKind::Const(_)) => {
                    let listed = kind.values().unwrap_or_default().iter().map(|value| (value, &assertion.place));
                    self.values.push(Values { listed: listed.collect(), or_null });
                }
                AssertionKind::Never
                | AssertionKind::Type(_)
                | AssertionKind::Leaf(_)
                | AssertionKind::Array(_)
                | AssertionKind::Object(_)
                | AssertionKind::InPlace(InPlaceKeyword::Not(_) | InPlaceKeyword::If { .. }) => {
                    self.entries.push(Entry { assertion, or_null });
                }
            }
        }
    }

    fn union(&mut self, assertion: &'m Assertion, branches: &[SchemaId], or_null: bool) {
        let (nulls, rest): (Vec<SchemaId>, Vec<SchemaId>) =
            branches.iter().partition(|branch| is_null(self.model, **branch));
        if !nulls.is_empty() {
            self.null_place.get_or_insert(&assertion.place);
        }
        let or_null = or_null || !nulls.is_empty();
        if let [only] = rest.as_slice()
            && !nulls.is_empty()
        {
            return self.visit(*only, or_null);
        }
        let listed: Vec<_> = rest.iter().map(|branch| constants(self.model, *branch)).collect();
        if !rest.is_empty() && listed.iter().all(Option::is_some) {
            self.values.push(Values { listed: listed.into_iter().flatten().flatten().collect(), or_null });
        } else {
            let (keyword, place) = (assertion.keyword, &assertion.place);
            self.unions.push(Union { keyword, place, branches: rest, or_null });
        }
    }

    fn kinds(&self) -> impl Iterator<Item = &'m AssertionKind> {
        self.entries.iter().map(|entry| &entry.assertion.kind)
    }

    /// Returns the accepted types, as far as `type` decides.
    pub(super) fn types(&self) -> TypeSet {
        let asserted = self.entries.iter().filter_map(|entry| {
            let types = if let AssertionKind::Type(types) = entry.assertion.kind {
                types
            } else {
                matches!(entry.assertion.kind, AssertionKind::Never).then_some(TypeSet::NONE)?
            };
            Some(if entry.or_null { types.union(TypeSet::NULL) } else { types })
        });
        asserted.fold(TypeSet::ALL, TypeSet::intersection)
    }

    /// Returns the accepted types, as far as `type` and listed values decide.
    pub(super) fn types_of_values(&self) -> TypeSet {
        let Some(listed) = self.listed() else { return self.types() };
        let null = if self.lists_null() { TypeSet::NULL } else { TypeSet::NONE };
        let of_values = listed.iter().fold(null, |types, (value, _)| types.union(TypeSet::of(value)));
        self.types().intersection(of_values)
    }

    /// Returns the place of the first `type`.
    pub(super) fn type_place(&self) -> Option<&'m Place> {
        let is_type = |entry: &&Entry<'m>| matches!(entry.assertion.kind, AssertionKind::Type(_));
        self.entries.iter().find(is_type).map(|entry| &entry.assertion.place)
    }

    /// Returns the listed values other than null that the types beside them allow, and their places; `None` if any value is accepted.
    pub(super) fn listed(&self) -> Option<Vec<(&'m Node, &'m Place)>> {
        let (first, rest) = self.values.split_first()?;
        let is_in = |values: &Values<'m>, value: &Node| values.listed.iter().any(|(listed, _)| *listed == value);
        let types = self.types();
        let is_kept = |(value, _): &&(&'m Node, &'m Place)| {
            !matches!(value.value, Value::Null)
                && types.contains(TypeSet::of(value))
                && rest.iter().all(|values| is_in(values, value))
        };
        Some(first.listed.iter().filter(is_kept).copied().collect())
    }

    /// Returns true if values are listed, null among them.
    pub(super) fn lists_null(&self) -> bool {
        let has_null = |values: &Values<'m>| {
            values.or_null || values.listed.iter().any(|(value, _)| matches!(value.value, Value::Null))
        };
        !self.values.is_empty() && self.values.iter().all(has_null)
    }

    /// Returns true if nothing is asserted beside unions.
    pub(super) fn is_union_alone(&self) -> bool {
        self.entries.is_empty() && self.values.is_empty() && !self.unions.is_empty()
    }

    /// Returns true if nothing is asserted.
    pub(super) fn is_idle(&self) -> bool {
        self.entries.is_empty() && self.values.is_empty() && self.unions.is_empty()
    }

    /// Returns the leaf keywords.
    pub(super) fn leaves(&self) -> Vec<(&'m Assertion, &'m Leaf)> {
        let leaf = |entry: &Entry<'m>| {
            if let AssertionKind::Leaf(leaf) = &entry.assertion.kind { Some((entry.assertion, leaf)) } else { None }
        };
        self.entries.iter().filter_map(leaf).collect()
    }

    /// Returns the named members in documented order.
    pub(super) fn members(&self) -> Vec<Named<'m>> {
        let mut named: Vec<Named<'m>> = Vec::new();
        let mut index = BTreeMap::new();
        for kind in self.kinds() {
            let AssertionKind::Object(ObjectKeyword::Properties(members)) = kind else { continue };
            for (wire_name, schema) in members {
                let known = *index.entry(wire_name.as_str()).or_insert(named.len());
                match named.get_mut(known) {
                    Some(member) => member.schemas.push(*schema),
                    None => named.push(Named { wire_name, schemas: vec![*schema] }),
                }
            }
        }
        named
    }

    /// Returns the required members with the places of their `required`.
    pub(super) fn required(&self) -> Vec<(&'m str, &'m Place)> {
        let mut required: Vec<(&str, &Place)> = Vec::new();
        for Entry { assertion, .. } in &self.entries {
            let AssertionKind::Object(ObjectKeyword::Required(wire_names)) = &assertion.kind else { continue };
            for wire_name in wire_names {
                if !required.iter().any(|(known, _)| known == wire_name) {
                    required.push((wire_name, &assertion.place));
                }
            }
        }
        required
    }

    /// Returns true if a schema asserts a keyword.
    pub(super) fn asserts(&self, keyword: &str) -> bool {
        self.entries.iter().any(|entry| entry.assertion.keyword == keyword)
    }

    /// Returns the treatment of unnamed members, with the place of the keyword that decides.
    pub(super) fn unnamed(&self) -> (Unnamed, Option<&'m Place>) {
        let mut unnamed = (Unnamed::Open, None);
        for Entry { assertion, .. } in &self.entries {
            let AssertionKind::Object(
                ObjectKeyword::AdditionalProperties(schema) | ObjectKeyword::UnevaluatedProperties(schema),
            ) = &assertion.kind
            else {
                continue;
            };
            let target = self.model.schema(self.model.target(*schema));
            if target.is_never() {
                return (Unnamed::Closed, Some(&assertion.place));
            }
            if !target.assertions.is_empty() {
                unnamed = match unnamed.0 {
                    Unnamed::Schemas(mut schemas) => {
                        schemas.push(*schema);
                        (Unnamed::Schemas(schemas), unnamed.1)
                    }
                    Unnamed::Open | Unnamed::Closed => (Unnamed::Schemas(vec![*schema]), Some(&assertion.place)),
                };
            }
        }
        unnamed
    }

    /// Returns the other keywords with subschemas, each with its tokens relative to the schema.
    pub(super) fn applicators(&self) -> Vec<(String, SchemaId, &'m Place)> {
        let mut found = Vec::new();
        for Entry { assertion, .. } in &self.entries {
            let is_compared = matches!(
                assertion.kind,
                AssertionKind::Object(
                    ObjectKeyword::Properties(_)
                        | ObjectKeyword::AdditionalProperties(_)
                        | ObjectKeyword::UnevaluatedProperties(_)
                )
            );
            if is_compared {
                continue;
            }
            for (at, schema) in assertion.kind.subschemas(assertion.keyword) {
                // Several `not`, or `if`, of schemas in one `allOf` are told apart by their order.
                let same = found.iter().filter(|(known, ..): &&(String, _, _)| without_order(known) == at.as_str());
                let order = same.count();
                found.push((
                    if order == 0 { at.to_string() } else { format!("{at}\u{0}{order}") },
                    schema,
                    &assertion.place,
                ));
            }
        }
        found
    }

    /// Returns the keywords that are compared by their values alone: the spelling, the value in words, the place.
    pub(super) fn plain(&self) -> Vec<(&'static str, String, &'m Place)> {
        let mut found = Vec::new();
        for Entry { assertion, .. } in &self.entries {
            if let AssertionKind::Object(ObjectKeyword::DependentRequired(members)) = &assertion.kind {
                let mut members: Vec<String> = members
                    .iter()
                    .map(|(member, others)| format!("`{member}` requires {}", others.join(", ")))
                    .collect();
                members.sort();
                found.push((assertion.keyword, members.join("; "), &assertion.place));
            } else if let AssertionKind::Array(ArrayKeyword::Contains { min, max, .. }) = &assertion.kind {
                let least = min.unwrap_or(1);
                let words = max.map_or_else(|| format!("at least {least}"), |most| format!("{least} to {most}"));
                found.push((assertion.keyword, words, &assertion.place));
            }
        }
        found
    }
}

fn without_order(at: &str) -> &str {
    at.split('\u{0}').next().unwrap_or(at)
}

/// Returns true if a schema accepts null alone.
fn is_null(model: &Model, schema: SchemaId) -> bool {
    let assertions = &model.schema(model.target(schema)).assertions;
    let is_null = |assertion: &Assertion| {
        if let AssertionKind::Type(types) = assertion.kind {
            return types == TypeSet::NULL;
        }
        let values = assertion.kind.values();
        values.is_some_and(|values| values.iter().all(|it| matches!(it.value, Value::Null)))
    };
    !assertions.is_empty() && assertions.iter().all(is_null)
}

/// Returns the values of a schema that lists them, and constrains nothing else but their type.
fn constants(model: &Model, schema: SchemaId) -> Option<Vec<(&Node, &Place)>> {
    let mut listed = None;
    for assertion in &model.schema(model.target(schema)).assertions {
        if let Some(values) = assertion.kind.values() {
            listed = Some(values.iter().map(|value| (value, &assertion.place)).collect());
        } else if !matches!(assertion.kind, AssertionKind::Type(_)) {
            return None;
        }
    }
    listed
}
