//! Schemas of the model → self-contained JSON Schema 2020-12: every reference leads to a type, or to a part beside it.
//!
//! Each documented schema is written as one schema with all its keywords, so that `unevaluated…`, `additionalProperties` and `items` see
//! what they saw: nothing is flattened or lifted. Only the spelling changes, and semantics that a later draft has changed: up to 2019-09
//! `contains` evaluates nothing, which a double negation expresses.
//!
//! A `format` is written whether the catalogue makes it an assertion or an annotation: in 2020-12 the validator decides. `contentEncoding`
//! and `contentMediaType` are always annotations, so a schema cannot assert them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::emit::types::name;
use crate::emit::types::shape::{Definition, DefinitionId, Shapes, Site, Types};
use crate::json::held::{self, Numbers};
use crate::keyword::dialect::Draft;
use crate::keyword::leaf::only;
use crate::keyword::types::TypeSet;
use crate::keyword::{self, Treatment};
use crate::model::{
    Annotations, ArrayKeyword, Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Schema, SchemaId,
    Subschemas,
};
use crate::source::location::Pointer;

/// The maximum depth of a document's schemas; deeper ones become parts. `serde_json` reads 128 levels.
const DEPTH: usize = 48;

/// A self-contained schema, with references to insert at run time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Document {
    value: Value,
    /// The places of references with their targets.
    pub(super) references: Vec<(Pointer, Target)>,
}

impl Document {
    /// Returns the schema without its references, and the references.
    pub(super) fn into_parts(self) -> (Value, Vec<(Pointer, Target)>) {
        (self.value, self.references)
    }

    /// Returns the text of the schema without its references.
    pub(super) fn text(&self) -> String {
        held::text(&self.value)
    }
}

/// The target of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The schema of a type.
    Type(DefinitionId),
    /// A part of the same file by its index.
    Part(usize),
}

impl Target {
    /// Returns the type that stands for a part.
    pub(super) fn part(index: usize) -> String {
        format!("Part<{index}>")
    }
}

/// A schema without a type to which documents of a file refer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) schema: SchemaId,
    /// True if it is inlined, because it is used in a single place: a member.
    pub(super) is_inline: bool,
}

/// Returns the types that correspond to exactly one schema.
pub(super) fn typed(shapes: &Shapes) -> BTreeMap<SchemaId, DefinitionId> {
    let mut typed = BTreeMap::new();
    for (index, Definition { site, .. }) in shapes.definitions.iter().enumerate() {
        if let [schema] = site.always.as_slice()
            && site.is_whole()
        {
            typed.entry(*schema).or_insert(DefinitionId(index));
        }
    }
    for (twin, named) in &shapes.twins {
        if let Some(id) = typed.get(named).copied() {
            typed.insert(*twin, id);
        }
    }
    typed
}

/// Returns the referenced schemas: by their authors, or by a type with more or less than one schema.
pub(super) fn shared(model: &Model, shapes: &Shapes) -> BTreeSet<SchemaId> {
    let assertions = model.schemas.iter().flat_map(|schema| &schema.assertions);
    let referred = assertions.filter_map(|it| {
        if let AssertionKind::InPlace(InPlaceKeyword::Ref(schema)) = it.kind { Some(schema) } else { None }
    });
    let merged = shapes.definitions.iter().filter(|it| it.site.always.len() > 1 || !it.site.is_whole());
    let merged = merged.flat_map(|definition| {
        definition.site.always.iter().copied().chain(definition.site.taken.iter().filter_map(|way| way.applied()))
    });
    referred.chain(merged).map(|schema| model.typed_target(schema)).collect()
}

/// Returns a name for a part; schemars adds a number if it is taken.
pub(super) fn name_of(schema: &Schema) -> String {
    let key = schema.pointer().tokens().filter(|token| !token.bytes().all(|byte| byte.is_ascii_digit())).last();
    let words = [schema.annotations.title.clone(), key];
    words.into_iter().flatten().find_map(|words| name::type_ident(&words)).unwrap_or_else(|| "Schema".to_owned())
}

/// Returns the index of a part in a file, and adds it if necessary.
pub(super) fn index_of(parts: &mut Vec<Part>, part: Part) -> usize {
    let known = parts.iter().position(|known| *known == part);
    known.unwrap_or_else(|| {
        parts.push(part);
        parts.len() - 1
    })
}

/// Writes documents of a file with the parts that they need.
pub(super) struct Writer<'a> {
    pub(super) model: &'a Model,
    pub(super) typed: &'a BTreeMap<SchemaId, DefinitionId>,
    /// The schemas with possibly several references: each is written once per file.
    pub(super) shared: &'a BTreeSet<SchemaId>,
    pub(super) numbers: Numbers,
    pub(super) parts: &'a mut Vec<Part>,
    /// True if a schema of the model depends on evaluated elements.
    pub(super) has_unevaluated_items: bool,
    pub(super) references: Vec<(Pointer, Target)>,
}

impl Writer<'_> {
    /// Writes the schema of a type: its own in full, or references to all that apply to its instances.
    pub(super) fn definition(mut self, id: DefinitionId, site: &Site) -> Document {
        let root = Pointer::root();
        let value = match site.always.as_slice() {
            [schema] if self.typed.get(schema) == Some(&id) => self.object(*schema, &root),
            [schema] if site.taken.is_empty() => {
                // Not the type that has all of it, which may be this one or `null`.
                let part = index_of(self.parts, Part { schema: *schema, is_inline: false });
                self.references.push((root, Target::Part(part)));
                json!({ "type": types_of(site.types.0) })
            }
            schemas => {
                let taken = site.taken.iter().filter_map(|way| way.applied());
                for schema in schemas.iter().copied().chain(taken) {
                    self.refer(schema, &root);
                }
                let is_part = site.types != Types::default();
                if is_part { json!({ "type": types_of(site.types.0) }) } else { json!({}) }
            }
        };
        Document { value, references: self.references }
    }

    /// Writes a part in full.
    pub(super) fn part(mut self, part: Part) -> Document {
        let value = self.object(part.schema, &Pointer::root());
        Document { value, references: self.references }
    }

    /// Writes a nested schema in full, unless it is written elsewhere.
    fn schema(&mut self, schema: SchemaId, at: &Pointer) -> Value {
        let schema = self.model.typed_target(schema);
        let is_elsewhere = self.typed.contains_key(&schema) || self.shared.contains(&schema);
        if is_elsewhere || at.tokens().count() > DEPTH {
            self.refer(schema, at);
            return json!({});
        }
        self.object(schema, at)
    }

    /// Adds a reference from a place.
    fn refer(&mut self, schema: SchemaId, at: &Pointer) {
        let schema = self.model.typed_target(schema);
        let known = self.typed.get(&schema).map(|id| Target::Type(*id));
        let target = known.unwrap_or_else(|| Target::Part(index_of(self.parts, Part { schema, is_inline: false })));
        self.references.push((at.clone(), target));
    }

    /// Writes a schema in full.
    fn object(&mut self, id: SchemaId, at: &Pointer) -> Value {
        let model = self.model;
        let schema = model.schema(id);
        let assertions = &schema.assertions;
        if assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never)) {
            return json!(false);
        }
        let mut object = annotations(&schema.annotations, self.numbers);
        let mut beside = Vec::new();
        for Assertion { kind, .. } in assertions {
            match (kind, self.keyword(kind)) {
                (AssertionKind::InPlace(InPlaceKeyword::Ref(target)), _) => self.refer(*target, at),
                (_, Some(keyword)) if object.contains_key(keyword) => beside.push((keyword, kind)),
                (_, Some(keyword)) => object.extend(self.applied(keyword, kind, at)),
                (_, None) => {}
            }
        }
        for (keyword, kind) in beside {
            let index = object.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
            let part = self.applied(keyword, kind, &at.join("allOf").join(index));
            push(&mut object, part);
        }
        // These follow the keywords with subschemas, so that the places of subschemas do not depend on the spelling of numbers.
        for Assertion { kind, .. } in assertions {
            let keywords = asserted(kind, self.numbers);
            if keywords.keys().any(|keyword| object.contains_key(keyword)) {
                push(&mut object, keywords);
            } else {
                object.extend(keywords);
            }
        }
        if object.is_empty() { json!(true) } else { Value::Object(object) }
    }

    /// Returns the keyword of an assertion with subschemas in 2020-12.
    fn keyword(&self, kind: &AssertionKind) -> Option<&'static str> {
        Some(match kind {
            AssertionKind::Array(ArrayKeyword::PrefixItems(_)) => "prefixItems",
            AssertionKind::Array(ArrayKeyword::Items(_)) => "items",
            AssertionKind::Array(ArrayKeyword::Contains { evaluates, .. })
                if *evaluates || !self.has_unevaluated_items =>
            {
                "contains"
            }
            AssertionKind::Array(ArrayKeyword::UnevaluatedItems(_)) => "unevaluatedItems",
            AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(_)) => "unevaluatedProperties",
            AssertionKind::Object(ObjectKeyword::Properties(_)) => "properties",
            AssertionKind::Object(ObjectKeyword::PatternProperties(_)) => "patternProperties",
            AssertionKind::Object(ObjectKeyword::AdditionalProperties(_)) => "additionalProperties",
            AssertionKind::Object(ObjectKeyword::PropertyNames(_)) => "propertyNames",
            AssertionKind::Object(ObjectKeyword::DependentSchemas(_)) => "dependentSchemas",
            AssertionKind::InPlace(InPlaceKeyword::AllOf(_)) => "allOf",
            AssertionKind::InPlace(InPlaceKeyword::AnyOf(_)) => "anyOf",
            AssertionKind::InPlace(InPlaceKeyword::OneOf(_)) => "oneOf",
            AssertionKind::InPlace(InPlaceKeyword::Not(_)) | AssertionKind::Array(ArrayKeyword::Contains { .. }) => {
                "not"
            }
            AssertionKind::InPlace(InPlaceKeyword::If { .. }) => "if",
            AssertionKind::InPlace(InPlaceKeyword::Ref(_))
            | AssertionKind::Object(ObjectKeyword::Required(_) | ObjectKeyword::DependentRequired(_))
            | AssertionKind::Never
            | AssertionKind::Type(_)
            | AssertionKind::Enum(_)
            | AssertionKind::Const(_)
            | AssertionKind::Leaf(_) => return None,
        })
    }

    /// Writes an assertion with subschemas.
    fn applied(&mut self, keyword: &str, kind: &AssertionKind, at: &Pointer) -> Map<String, Value> {
        if let AssertionKind::Array(ArrayKeyword::Contains { schema, min, max, evaluates }) = kind {
            let is_hidden = !evaluates && self.has_unevaluated_items;
            let inside = if is_hidden { at.join("not").join("not") } else { at.clone() };
            let mut keywords = self.one("contains", *schema, &inside);
            keywords.extend(min.map(|min| ("minContains".to_owned(), json!(min))));
            keywords.extend(max.map(|max| ("maxContains".to_owned(), json!(max))));
            return if is_hidden { only("not", json!({ "not": keywords })) } else { keywords };
        }
        let below = at.join(keyword);
        match kind.applied() {
            Subschemas::None => Map::new(),
            Subschemas::One(schema) => self.one(keyword, schema, at),
            Subschemas::List(schemas) => {
                let schemas =
                    schemas.iter().enumerate().map(|(index, schema)| self.schema(*schema, &below.join(index)));
                only(keyword, schemas.collect::<Value>())
            }
            Subschemas::Map(members) => {
                let members = members.into_iter();
                let members = members.map(|(name, schema)| (name.to_owned(), self.schema(schema, &below.join(name))));
                only(keyword, Value::Object(members.collect()))
            }
            Subschemas::Branches(branches) => {
                branches.into_iter().flat_map(|(keyword, schema)| self.one(keyword, schema, at)).collect()
            }
        }
    }

    fn one(&mut self, keyword: &str, schema: SchemaId, at: &Pointer) -> Map<String, Value> {
        only(keyword, self.schema(schema, &at.join(keyword)))
    }
}

/// Writes the keywords of an assertion without subschemas.
pub(super) fn asserted(kind: &AssertionKind, numbers: Numbers) -> Map<String, Value> {
    match kind {
        AssertionKind::Type(types) => only("type", types_of(*types)),
        AssertionKind::Enum(values) => {
            let held: Vec<Value> = values.iter().filter_map(|value| numbers.value(value)).collect();
            if held.is_empty() && !values.is_empty() { only("not", json!(true)) } else { only("enum", held) }
        }
        AssertionKind::Const(value) => match numbers.value(value) {
            Some(value) => only("const", value),
            None => only("not", json!(true)),
        },
        AssertionKind::Leaf(leaf) => leaf.to_json(numbers),
        AssertionKind::Object(ObjectKeyword::Required(wire_names)) => only("required", json!(wire_names)),
        AssertionKind::Object(ObjectKeyword::DependentRequired(members)) => {
            let members = members.iter().map(|(wire_name, others)| (wire_name.clone(), json!(others)));
            only("dependentRequired", Value::Object(members.collect()))
        }
        AssertionKind::Object(
            ObjectKeyword::Properties(_)
            | ObjectKeyword::PatternProperties(_)
            | ObjectKeyword::AdditionalProperties(_)
            | ObjectKeyword::UnevaluatedProperties(_)
            | ObjectKeyword::PropertyNames(_)
            | ObjectKeyword::DependentSchemas(_),
        ) => Map::new(),
        AssertionKind::Never | AssertionKind::Array(_) | AssertionKind::InPlace(_) => Map::new(),
    }
}

/// Writes the annotations of a schema, except for those that 2020-12 no longer has.
fn annotations(annotations: &Annotations, numbers: Numbers) -> Map<String, Value> {
    let mut object = Map::new();
    let texts = [("title", &annotations.title), ("description", &annotations.description)];
    object.extend(texts.into_iter().filter_map(|(keyword, text)| Some((keyword.to_owned(), json!(text.as_ref()?)))));
    let default = annotations.default.as_ref().and_then(|value| numbers.value(value));
    object.extend(default.map(|value| ("default".to_owned(), value)));
    let examples: Vec<Value> = annotations.examples.iter().filter_map(|value| numbers.value(value)).collect();
    object.extend((!examples.is_empty()).then(|| ("examples".to_owned(), examples.into())));
    let flags = [
        ("deprecated", annotations.deprecated),
        ("readOnly", annotations.read_only),
        ("writeOnly", annotations.write_only),
    ];
    object.extend(flags.iter().filter(|(_, flag)| *flag).map(|(keyword, _)| ((*keyword).to_owned(), json!(true))));
    for (spelling, value) in &annotations.other {
        if is_annotation(spelling) {
            object.extend(numbers.value(value).map(|value| (spelling.clone(), value)));
        }
    }
    object
}

/// Returns true if a keyword is an annotation in 2020-12: some drafts do not know later assertions. `contentSchema` is excluded, because it
/// may contain references.
fn is_annotation(spelling: &str) -> bool {
    let names = ["id", "$recursiveRef", "$recursiveAnchor", "contentSchema"];
    let known = keyword::of(Draft::Draft2020).find(|keyword| keyword.spelling == spelling);
    let is_free = known.is_none_or(|keyword| keyword.treatment == Treatment::Annotation);
    spelling == "format" || (is_free && !names.contains(&spelling))
}

fn push(object: &mut Map<String, Value>, part: Map<String, Value>) {
    if let Some(parts) = object.entry("allOf").or_insert_with(|| json!([])).as_array_mut() {
        parts.push(Value::Object(part));
    }
}

pub(super) fn types_of(types: TypeSet) -> Value {
    let names: Vec<&str> = types.names().collect();
    match names.as_slice() {
        [name] => json!(name),
        names => json!(names),
    }
}
