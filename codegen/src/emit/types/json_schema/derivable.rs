//! The types that derive their schema, with the additions: the border between derived and written schemas.
//!
//! schemars' schema of a type is the documented one if the type implies each assertion, or if the assertion can be added beside it with the
//! same meaning. This holds for
//!
//! - a struct of an object schema whose `properties` are its members, with `required`, counts of members, and `additionalProperties` that
//!   is `false` or `true`; members beyond the border name a part of the documented schema as their type, and the others are derived;
//! - an enum of the strings of one `enum` or `const`;
//! - a scalar, a list or a map with a `type`, and bounds, lengths, patterns, `format`, `enum` or `const` beside it; its elements or members
//!   are again such values;
//! - any of these or `null`, by `type` or by a branch of its own that no other branch overlaps;
//! - a type with exactly this schema, and any value without constraints.
//!
//! Everything else is beyond the border, because its meaning depends on its place: conditions and branches evaluate members, `allOf` and
//! `$ref` have a scope of their own for `additionalProperties`, `items` and `unevaluated…`, `prefixItems` and `patternProperties` share the
//! instance with their siblings, and a `$ref` inside an attribute cannot be resolved.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use crate::emit::types::json_schema::document::asserted;
use crate::emit::types::shape::{Definition, Kind, Member, Shapes, Site, Struct, Symbol, Type, Types};
use crate::json::held::{self, Numbers};
use crate::json::{self, Node};
use crate::keyword::leaf::grouped;
use crate::keyword::types::TypeSet;
use crate::model::{ArrayKeyword, Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};

/// The additions to schemars' schema of a type: a JSON Merge Patch [RFC 7396], in which `null` removes a keyword.
pub(super) type Patch = Map<String, Value>;

/// The border for the types of a model.
#[derive(Clone, Copy)]
pub(super) struct Border<'m> {
    pub(super) model: &'m Model,
    pub(super) shapes: &'m Shapes,
}

impl<'m> Border<'m> {
    /// Returns the additions for a named type; `None` beyond the border.
    pub(super) fn definition(self, definition: &Definition) -> Option<Patch> {
        let [schema] = definition.site.always.as_slice() else {
            return None;
        };
        if !definition.site.taken.is_empty() {
            return None;
        }
        match &definition.kind {
            Kind::Struct(it) => self.structure(it, *schema, &definition.site),
            Kind::Newtype(ty) if definition.site.types == Types::default() => self.newtype(ty, *schema),
            Kind::Enum(symbols) => self.lists(symbols, *schema, &definition.site).then(Patch::new),
            Kind::Sequence(_) | Kind::Newtype(_) | Kind::Union(_) => None,
        }
    }

    /// If other schemas refer to it in place, a list or a map must not evaluate parts that the schema does not mention.
    fn newtype(self, ty: &Type, schema: SchemaId) -> Option<Patch> {
        let mut patch = self.value(ty, schema)?;
        let (keyword, is_said) = match ty {
            Type::Array(_) => {
                ("items", self.says(schema, |kind| matches!(kind, AssertionKind::Array(ArrayKeyword::Items(_)))))
            }
            Type::Map(_) => {
                let says = self
                    .says(schema, |kind| matches!(kind, AssertionKind::Object(ObjectKeyword::AdditionalProperties(_))));
                ("additionalProperties", says)
            }
            _ => return Some(patch),
        };
        if !is_said {
            patch.insert(keyword.to_owned(), Value::Null);
        }
        Some(patch)
    }

    /// Returns the schema of each member of a struct that derives its own.
    fn members(self, site: &Site) -> &'m [(String, SchemaId)] {
        site.always.first().map_or(&[], |schema| self.model.schema(*schema).properties())
    }

    /// Returns the schema of each such member by its name on the wire.
    pub(super) fn members_by_name(self, site: &Site) -> BTreeMap<&'m str, SchemaId> {
        self.members(site).iter().map(|(wire_name, schema)| (wire_name.as_str(), *schema)).collect()
    }

    fn structure(self, it: &Struct, schema: SchemaId, site: &Site) -> Option<Patch> {
        let (mut is_typed, mut required, mut patch) = (false, Vec::new(), Patch::new());
        for assertion in self.assertions(schema) {
            match &assertion.kind {
                AssertionKind::Type(types) if types.intersection(site.types.0) == TypeSet::OBJECT => is_typed = true,
                AssertionKind::Object(ObjectKeyword::Properties(_)) => {}
                AssertionKind::Object(ObjectKeyword::Required(wire_names)) => required = wire_names.iter().collect(),
                AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) if self.is_any(*schema) => {
                    patch.insert("additionalProperties".to_owned(), Value::Bool(true));
                }
                // Derived, because the type rejects them, too.
                AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema))
                    if self.is_never(*schema) && it.rest.is_none() => {}
                AssertionKind::Leaf(leaf) if leaf.types() == TypeSet::OBJECT => {
                    patch.extend(leaf.to_json(Numbers::Exact));
                }
                AssertionKind::Object(
                    ObjectKeyword::AdditionalProperties(_)
                    | ObjectKeyword::PatternProperties(_)
                    | ObjectKeyword::UnevaluatedProperties(_)
                    | ObjectKeyword::PropertyNames(_)
                    | ObjectKeyword::DependentRequired(_)
                    | ObjectKeyword::DependentSchemas(_),
                ) => return None,
                AssertionKind::Never | AssertionKind::Type(_) | AssertionKind::Enum(_) => return None,
                AssertionKind::Const(_) | AssertionKind::Leaf(_) => return None,
                AssertionKind::Array(_) | AssertionKind::InPlace(_) => return None,
            }
        }
        let members = self.members_by_name(site);
        let named = |wire_name: &str| members.get(wire_name);
        let is_same = it.members.len() == members.len()
            && it.members.iter().all(|member| named(&member.wire_name).is_some())
            && required.iter().all(|wire_name| named(wire_name).is_some());
        (is_typed && is_same).then_some(())?;
        // schemars treats a member as optional if its type is an `Option`.
        let is_derived_as_required = |member: &&Member| {
            let is_option = matches!(member.ty, Type::Nullable(_))
                && named(&member.wire_name).is_some_and(|schema| self.value(&member.ty, *schema).is_some());
            member.is_required && !is_option
        };
        let derived: Vec<&String> = it.members.iter().filter(is_derived_as_required).map(|it| &it.wire_name).collect();
        let listed: BTreeSet<&String> = required.iter().copied().collect();
        let is_said = derived.len() == required.len() && derived.iter().all(|wire_name| listed.contains(wire_name));
        if !is_said {
            patch.insert("required".to_owned(), required.into_iter().map(String::as_str).collect());
        }
        Some(patch)
    }

    /// Returns true if a struct that derives its schema rejects unlisted members.
    pub(super) fn is_closed(self, site: &Site) -> bool {
        site.always.iter().flat_map(|schema| self.assertions(*schema)).any(|assertion| {
            matches!(&assertion.kind, AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) if self.is_never(*schema))
        })
    }

    fn lists(self, symbols: &[Symbol], schema: SchemaId, site: &Site) -> bool {
        let mut is_listed = false;
        let says_it = self.assertions(schema).iter().all(|assertion| {
            if let AssertionKind::Type(types) = &assertion.kind {
                return types.intersection(site.types.0) == TypeSet::STRING;
            }
            let Some(values) = assertion.kind.values().filter(|_| !is_listed) else { return false };
            is_listed = true;
            let others = values.iter().filter(|value| value.as_str().is_none());
            let is_left_out = |value: &Node| value.value == json::Value::Null && !site.types.0.contains(TypeSet::NULL);
            let strings: BTreeSet<&str> = values.iter().filter_map(Node::as_str).collect();
            others.into_iter().all(is_left_out)
                && strings.len() == symbols.len()
                && symbols.iter().all(|symbol| strings.contains(&symbol.wire_name.as_str()))
        });
        says_it && is_listed
    }

    /// Returns the additions to an unnamed type, or a reference to a named one, for a schema; `None` beyond the border.
    pub(super) fn value(self, ty: &Type, schema: SchemaId) -> Option<Patch> {
        let schema = self.model.typed_target(schema);
        match ty {
            Type::Named(id) => {
                let site = &self.shapes.definition(*id).site;
                (site.always == [self.named(schema)] && site.is_whole()).then(Patch::new)
            }
            Type::Value => self.is_any(schema).then(Patch::new),
            Type::Nullable(inner) => self.nullable(inner, schema),
            ty => self.plain(ty, schema, types_of(ty)?),
        }
    }

    /// Returns the schema with a name that is equal to one without.
    fn named(self, schema: SchemaId) -> SchemaId {
        self.shapes.twins.get(&schema).copied().unwrap_or(schema)
    }

    fn nullable(self, inner: &Type, schema: SchemaId) -> Option<Patch> {
        if let [
            Assertion {
                kind: AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches)),
                ..
            },
        ] = self.assertions(schema)
        {
            let [branch] = branches.iter().filter(|branch| !self.is_null(**branch)).collect::<Vec<_>>()[..] else {
                return None;
            };
            let patch = (branches.len() == 2 && self.refuses_null(*branch)).then(|| self.value(inner, *branch))??;
            // Beside the type and `null` they would apply to `null`, too.
            let is_merged = ["enum", "const", "not"].iter().any(|keyword| patch.contains_key(*keyword));
            return (!is_merged).then_some(patch);
        }
        match inner {
            Type::Named(id) => {
                let site = &self.shapes.definition(*id).site;
                let is_rest = site.always == [self.named(schema)]
                    && site.taken.is_empty()
                    && site.types.0 == TypeSet::ALL.without(TypeSet::NULL);
                (is_rest && self.accepts_null(schema)).then(Patch::new)
            }
            inner => self.plain(inner, schema, types_of(inner)?.union(TypeSet::NULL)),
        }
    }

    fn plain(self, ty: &Type, schema: SchemaId, types: TypeSet) -> Option<Patch> {
        let mut patch = Patch::new();
        let (mut is_typed, mut has_parts, mut has_format) = (false, false, false);
        let annotated = &self.model.schema(schema).annotations.other;
        for (keyword, value) in annotated.iter().filter(|(keyword, _)| is_kept(keyword)) {
            if *ty == Type::Timestamp && keyword == "format" && value.as_str() == Some("date-time") {
                has_format = true;
            } else {
                patch.insert(keyword.clone(), Numbers::Exact.value(value)?);
            }
        }
        for assertion in self.assertions(schema) {
            let kind = &assertion.kind;
            let keywords = if matches!(kind, AssertionKind::Type(named) if *named == types) {
                is_typed = true;
                continue;
            } else if *ty == Type::Timestamp
                && matches!(kind, AssertionKind::Leaf(leaf) if leaf.format() == Some("date-time"))
            {
                has_format = true;
                continue;
            } else if let (AssertionKind::Array(ArrayKeyword::Items(element)), Type::Array(inner)) = (kind, ty) {
                has_parts = true;
                nested("items", self.value(inner, *element)?)
            } else if let (AssertionKind::Object(ObjectKeyword::AdditionalProperties(member)), Type::Map(inner)) =
                (kind, ty)
            {
                has_parts = true;
                nested("additionalProperties", self.value(inner, *member)?)
            } else if is_flat(kind) {
                asserted(kind, Numbers::Exact)
            } else {
                return None;
            };
            patch.extend(keywords);
        }
        is_typed.then_some(())?;
        match ty {
            Type::Timestamp if !has_format => return None,
            Type::Native(_) => {
                for keyword in ["format", "minimum", "maximum"] {
                    patch.entry(keyword).or_insert(Value::Null);
                }
            }
            Type::Array(inner) | Type::Map(inner) if !has_parts => {
                (**inner == Type::Value).then_some(())?;
            }
            _ => {}
        }
        Some(patch)
    }

    fn says(self, schema: SchemaId, is_meant: impl Fn(&AssertionKind) -> bool) -> bool {
        self.assertions(self.model.typed_target(schema)).iter().any(|assertion| is_meant(&assertion.kind))
    }

    fn assertions(self, schema: SchemaId) -> &'m [Assertion] {
        &self.model.schema(schema).assertions
    }

    fn is_any(self, schema: SchemaId) -> bool {
        self.assertions(self.model.typed_target(schema)).is_empty()
    }

    fn is_never(self, schema: SchemaId) -> bool {
        matches!(self.assertions(schema), [Assertion { kind: AssertionKind::Never, .. }])
    }

    fn is_null(self, schema: SchemaId) -> bool {
        let schema = self.model.typed_target(schema);
        matches!(self.assertions(schema), [Assertion { kind: AssertionKind::Type(TypeSet::NULL), .. }])
    }

    /// Returns true if a schema certainly rejects `null`.
    fn refuses_null(self, schema: SchemaId) -> bool {
        let assertions = self.assertions(self.model.typed_target(schema));
        assertions.iter().any(|assertion| allows_null(&assertion.kind) == Some(false))
    }

    /// Returns true if a schema certainly accepts `null`.
    fn accepts_null(self, schema: SchemaId) -> bool {
        self.assertions(schema).iter().all(|assertion| allows_null(&assertion.kind) == Some(true))
    }
}

/// Returns true if an assertion accepts `null`; `None` if its subschemas decide.
fn allows_null(kind: &AssertionKind) -> Option<bool> {
    let is_null = |value: &Node| value.value == json::Value::Null;
    if let AssertionKind::Type(types) = kind {
        return Some(types.contains(TypeSet::NULL));
    }
    if let Some(values) = kind.values() {
        return Some(values.iter().any(is_null));
    }
    (!kind.is_in_place()).then_some(!matches!(kind, AssertionKind::Never))
}

/// Returns the JSON types of an unnamed type.
fn types_of(ty: &Type) -> Option<TypeSet> {
    Some(match ty {
        Type::Null => TypeSet::NULL,
        Type::Boolean => TypeSet::BOOLEAN,
        Type::String | Type::Timestamp | Type::Decimal => TypeSet::STRING,
        Type::Integer | Type::Native(_) => TypeSet::INTEGER,
        Type::Number => TypeSet::NUMBER,
        Type::Array(_) => TypeSet::ARRAY,
        // Beyond the border, as `prefixItems` is.
        Type::Tuple(_) => return None,
        Type::Map(_) => TypeSet::OBJECT,
        Type::Value | Type::Nullable(_) | Type::Named(_) => return None,
    })
}

/// Returns true if an assertion means the same in any place and can be written in an attribute.
fn is_flat(kind: &AssertionKind) -> bool {
    let is_flat = matches!(kind, AssertionKind::Enum(_) | AssertionKind::Const(_) | AssertionKind::Leaf(_));
    let exact = asserted(kind, Numbers::Exact);
    // In a patch, `null` would remove the keyword.
    is_flat && exact == asserted(kind, Numbers::Held) && !exact.values().any(has_null_member)
}

fn has_null_member(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(members) => members.values().any(has_null_member),
        _ => false,
    }
}

/// Returns true for annotations that are kept beside the type's keywords.
fn is_kept(keyword: &str) -> bool {
    matches!(keyword, "format" | "contentEncoding" | "contentMediaType")
}

fn nested(keyword: &str, patch: Patch) -> Patch {
    if patch.is_empty() { patch } else { Patch::from_iter([(keyword.to_owned(), Value::Object(patch))]) }
}

/// Returns the arguments of schemars' attribute that add keywords: plain ones where they are readable, a patch for nested ones.
pub(super) fn plain(patch: &Patch) -> Option<Vec<TokenStream>> {
    let argument = |(keyword, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) if !held::is_marked(value) => quote!(#text),
            Value::Bool(flag) => quote!(#flag),
            Value::Number(number) => {
                // Without a suffix, a number is an `i32`.
                let (number, suffix) = match (number.as_i64(), number.as_u64()) {
                    (Some(number), _) if i32::try_from(number).is_ok() => (grouped(number), ""),
                    (Some(number), _) => (grouped(number), "_i64"),
                    (None, number) => (grouped(number?), "_u64"),
                };
                let literal: TokenStream = format!("{number}{suffix}").parse().ok()?;
                quote!(#literal)
            }
            _ => return None,
        };
        Some(quote!(#keyword = #value))
    };
    patch.iter().map(argument).collect()
}
