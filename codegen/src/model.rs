//! The model: schemas as plain data, with one meaning for all dialects. `lower` writes it and every emitter reads it.
//!
//! No tokens, no I/O, no dialects: `dependencies`, `definitions`, boolean `exclusiveMinimum` and array `items` are gone. Each assertion
//! keeps the spelling of its keyword, because places are reported in the author's words.

pub mod applicator;
mod in_place;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::json::{self, Document};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::reach::reached;
use crate::source::location::{Place, Pointer, file_name};

pub use applicator::{ArrayKeyword, InPlaceKeyword, ObjectKeyword, SchemaId, Subschemas};

/// The schemas of a catalogue and its documented payloads.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Every schema that a root reaches, in the order of discovery; [`SchemaId`] is the index.
    pub schemas: Vec<Schema>,
    /// The documented schemas in the catalogue's order.
    pub roots: Vec<Root>,
    /// The copies of schemas, made because several roots share a document, each with the index of its root.
    pub copies: BTreeMap<SchemaId, usize>,
    /// The schemas of members, and the strings of enumerations, that the crate keeps, deprecated, each with the version that removed it from
    /// the documentation: `[[reserved]] keep = true`.
    pub kept: BTreeMap<(SchemaId, Option<String>), String>,
}

impl Model {
    /// Returns the schema with that id.
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0]
    }

    /// Adds the schemas of another model behind those of this one, and returns the number by which their ids grow.
    pub fn append(&mut self, other: &Self) -> usize {
        let offset = self.schemas.len();
        self.schemas.extend(other.schemas.iter().cloned().map(|mut schema| {
            let ids = schema.assertions.iter_mut().flat_map(|assertion| assertion.kind.subschemas_mut());
            ids.for_each(|id| id.0 += offset);
            schema
        }));
        offset
    }

    /// Follows schemas that consist of a reference only.
    pub fn target(&self, schema: SchemaId) -> SchemaId {
        self.references(schema).last().unwrap_or(schema)
    }

    /// Returns the position of the event that examples show: the first one that is not deprecated, or else the first one.
    pub fn shown_event(&self) -> Option<usize> {
        let events = || self.roots.iter().enumerate().filter(|(_, root)| root.role == Role::Event);
        let current = events().find(|(_, root)| root.kept_since.is_none() && !self.is_deprecated(root.schema));
        current.or_else(|| events().next()).map(|(index, _)| index)
    }

    /// Returns true if any schema says that its values are deprecated.
    pub fn deprecates(&self) -> bool {
        self.schemas.iter().any(|schema| schema.annotations.deprecated)
    }

    /// Returns true if a schema, or one that it refers to, says that its values are deprecated.
    pub fn is_deprecated(&self, schema: SchemaId) -> bool {
        self.references(schema).any(|schema| self.schema(schema).annotations.deprecated)
    }

    /// Follows schemas that consist of a reference only, up to a root, which has a type of its own.
    pub fn typed_target(&self, schema: SchemaId) -> SchemaId {
        // Most schemas are not references; they are their own targets.
        let target = self.target(schema);
        if target == schema {
            return schema;
        }
        let is_root = |id: &SchemaId| self.roots.iter().any(|root| root.schema == *id);
        self.references(schema).find(is_root).unwrap_or(target)
    }

    /// Returns the schema, then the target of each schema that consists of a reference only.
    fn references(&self, schema: SchemaId) -> impl Iterator<Item = SchemaId> {
        let next = |id: &SchemaId| match self.schema(*id).assertions.as_slice() {
            [Assertion { kind: AssertionKind::InPlace(InPlaceKeyword::Ref(next)), .. }] => Some(*next),
            _ => None,
        };
        // `check` refuses loops.
        std::iter::successors(Some(schema), next).take(self.schemas.len())
    }

    /// Returns the place of a keyword by its location [JSON Schema 2020-12 Core §12.3.2], followed from a schema through references; for a
    /// keyword that asserts nothing, the place of the innermost schema on the way.
    pub fn keyword_place(&self, schema: SchemaId, keyword_location: &str) -> Place {
        let (mut schema, mut rest) = (schema, keyword_location);
        loop {
            let below =
                |pointer: &str| rest.strip_prefix(pointer).filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let assertions = &self.schema(schema).assertions;
            let mut subschemas = assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword));
            let inner = subschemas.find_map(|(pointer, inner)| Some((below(pointer.as_str())?, inner)));
            if let Some((rest_below, inner)) = inner {
                (schema, rest) = (inner, rest_below);
                continue;
            }
            let here = assertions.iter().find(|it| below(Pointer::root().join(it.keyword).as_str()).is_some());
            return here.map_or(&self.schema(schema).place, |assertion| &assertion.place).clone();
        }
    }

    /// Returns the documents of the roots by path, each with the root that other documents refer to. Of several roots with one document, it
    /// is the root named like the file, or else the alphabetically first one, independent of their order in the catalogue.
    pub fn documents_of_roots(&self) -> BTreeMap<&str, usize> {
        let rank = |root: &Root| {
            let path = root.document.source.path();
            let file = file_name(path);
            let file = file.strip_suffix(".json").unwrap_or(file);
            let is_named = file.strip_suffix(".schema").unwrap_or(file) == root.wire_name;
            (!is_named, root.role, root.wire_name.clone())
        };
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, root) in self.roots.iter().enumerate() {
            let known = found.entry(root.document.source.path()).or_insert(index);
            if rank(root) < rank(&self.roots[*known]) {
                *known = index;
            }
        }
        found
    }

    /// Returns a schema and all that it applies, directly or not.
    pub fn reached(&self, schema: SchemaId) -> BTreeSet<SchemaId> {
        reached([schema], |id| self.schema(id).applied())
    }

    /// Returns the roots that reach each schema.
    pub fn roots_of_schemas(&self) -> BTreeMap<SchemaId, Vec<usize>> {
        let mut roots: BTreeMap<SchemaId, Vec<usize>> = BTreeMap::new();
        for (index, root) in self.roots.iter().enumerate() {
            for id in self.reached(root.schema) {
                roots.entry(id).or_default().push(index);
            }
        }
        roots
    }

    /// Returns the ids of all schemas.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.schemas.len()).map(SchemaId)
    }
}

/// A documented schema of the catalogue: it has a public type, a validator, `SCHEMA` and examples.
#[derive(Clone, Debug)]
pub struct Root {
    /// The name in the catalogue: `ticket.sold`.
    pub wire_name: String,
    /// The name of the type: `TicketSold`.
    pub ident: String,
    /// The name of the module: `ticket_sold`.
    pub module: String,
    /// The one-line summary from the catalogue.
    pub summary: Option<String>,
    /// The role in a delivery.
    pub role: Role,
    /// The version that removed the event from the documentation, if the crate keeps it, deprecated: `[[reserved]] keep = true`.
    pub kept_since: Option<String>,
    /// The schema.
    pub schema: SchemaId,
    /// The document whose root it is.
    pub document: Arc<Document>,
    /// Documented instances, validated against the schema.
    pub examples: Vec<Arc<Document>>,
    /// Documented instances that are invalid, as was checked.
    pub faulty: Vec<Arc<Document>>,
    /// The documented body of a delivery with each of the examples, made from documented examples alone; `None` if they do not suffice.
    pub deliveries: Vec<Option<json::Node>>,
}

impl Root {
    /// Returns the documented body of a delivery of this event, with its first example.
    pub fn delivery(&self) -> Option<&json::Node> {
        self.deliveries.first()?.as_ref()
    }
}

/// The role of a documented schema in a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The payload of an event.
    Event,
    /// The object around every payload.
    Envelope,
    /// Neither: a schema of its own.
    Plain,
}

/// A schema. It accepts an instance if each of its assertions does, so an empty list is the schema `true`.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The place, with the JSON Pointer inside its document.
    pub place: Place,
    /// The URI: the base URI of the schema resource, with a JSON Pointer as fragment.
    pub uri: String,
    /// The annotations for people and tools.
    pub annotations: Annotations,
    /// The assertions in the order of the keywords in the document.
    pub assertions: Vec<Assertion>,
}

impl Schema {
    /// Returns the JSON Pointer inside its document.
    pub fn pointer(&self) -> &Pointer {
        self.place.pointer.as_ref().expect("lower gives each schema its pointer")
    }

    /// Returns the schemas that its keywords apply, in document order.
    pub fn applied(&self) -> impl Iterator<Item = SchemaId> {
        self.assertions.iter().flat_map(|assertion| assertion.kind.applied().ids())
    }

    /// Returns true if the schema is `false`.
    pub fn is_never(&self) -> bool {
        self.assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never))
    }

    /// Returns the leaf keywords.
    pub fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.assertions.iter().filter_map(|it| if let AssertionKind::Leaf(leaf) = &it.kind { Some(leaf) } else { None })
    }

    /// The members of `properties`.
    pub fn properties(&self) -> &[(String, SchemaId)] {
        let members = self
            .find(|kind| if let AssertionKind::Object(ObjectKeyword::Properties(it)) = kind { Some(it) } else { None });
        members.map_or(&[], Vec::as_slice)
    }

    /// Returns the first assertion that `pick` selects.
    pub fn find<'a, T>(&'a self, pick: impl Fn(&'a AssertionKind) -> Option<T>) -> Option<T> {
        self.assertions.iter().find_map(|assertion| pick(&assertion.kind))
    }
}

/// The annotations of a schema [JSON Schema 2020-12 Validation §9].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `default`
    pub default: Option<json::Node>,
    /// `examples`
    pub examples: Vec<json::Node>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// Unknown keywords, `contentEncoding` and related ones, `$comment`: kept as they are.
    pub other: Vec<(String, json::Node)>,
}

/// An assertion of a schema.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The keyword as its dialect spells it: `dependencies` for a draft-7 [`ObjectKeyword::DependentRequired`]. Empty for the schema
    /// `false`, which has none.
    pub keyword: &'static str,
    /// The place of the keyword's value.
    pub place: Place,
    /// The meaning of the keyword.
    pub kind: AssertionKind,
}

/// The meaning of a keyword. Instances of another type than the keyword's are accepted.
///
/// The location of a subschema, relative to the keyword, is: its member name for `Properties`, `PatternProperties` and `DependentSchemas`;
/// its index for `PrefixItems`, `AllOf`, `AnyOf` and `OneOf`; `then` and `else` beside `if`; empty otherwise.
#[derive(Clone, Debug)]
pub enum AssertionKind {
    /// The schema `false`: no instance is accepted.
    Never,
    /// The instance has one of these types.
    Type(TypeSet),
    /// The instance equals one of these values.
    Enum(Vec<json::Node>),
    /// The instance equals this value.
    Const(json::Node),

    /// A leaf keyword: it constrains the instance by itself.
    Leaf(Leaf),

    /// A keyword of arrays.
    Array(ArrayKeyword),
    /// A keyword of objects.
    Object(ObjectKeyword),
    /// A keyword that applies schemas to the instance itself.
    InPlace(InPlaceKeyword),
}

impl AssertionKind {
    /// The values of `enum` or `const`.
    pub fn values(&self) -> Option<&[json::Node]> {
        if let Self::Const(value) = self {
            return Some(std::slice::from_ref(value));
        }
        if let Self::Enum(values) = self { Some(values) } else { None }
    }

    /// Returns the text of a keyword that states something besides values and subschemas, equal for keywords that state the same.
    pub fn stated(&self) -> Option<String> {
        match self {
            Self::Never => Some("false".to_owned()),
            Self::Type(types) => Some(format!("type {types:?}")),
            Self::Leaf(leaf) => Some(format!("{leaf:?}")),
            Self::Array(it) => it.stated(),
            Self::Object(it) => it.stated(),
            Self::Enum(_) | Self::Const(_) | Self::InPlace(_) => None,
        }
    }

    /// Returns the subschemas by the form of the keyword's value.
    pub fn applied(&self) -> Subschemas<'_> {
        match self {
            Self::Array(it) => it.subschemas(),
            Self::Object(it) => it.subschemas(),
            Self::InPlace(it) => it.subschemas(),
            Self::Never | Self::Type(_) | Self::Enum(_) | Self::Const(_) | Self::Leaf(_) => Subschemas::None,
        }
    }

    /// Returns the subschemas in document order, each with its reference tokens relative to the schema of the assertion, given the
    /// keyword's spelling.
    pub fn subschemas(&self, keyword: &str) -> Vec<(Pointer, SchemaId)> {
        self.applied().placed(Pointer::root().join(keyword))
    }

    /// Returns the ids of the subschemas for changes.
    pub fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        match self {
            Self::Array(it) => it.subschemas_mut(),
            Self::Object(it) => it.subschemas_mut(),
            Self::InPlace(it) => it.subschemas_mut(),
            Self::Never | Self::Type(_) | Self::Enum(_) | Self::Const(_) | Self::Leaf(_) => Vec::new(),
        }
    }

    /// Returns true if the subschemas apply to the instance itself, not to its members or elements.
    pub fn is_in_place(&self) -> bool {
        matches!(self, Self::InPlace(_) | Self::Object(ObjectKeyword::DependentSchemas(_)))
    }

    /// Returns the schemas that are applied to the instance itself.
    pub fn applied_in_place(&self) -> Vec<SchemaId> {
        if self.is_in_place() { self.applied().ids() } else { Vec::new() }
    }
}
