//! One side of a comparison: a catalogue with its model.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher as _};

use crate::diff::change::Reading;
use crate::emit::types::Shapes;
use crate::json::Node;
use crate::load::Loaded;
use crate::model::{Annotations, Assertion, Model, Root, SchemaId};
use crate::source::location::{Place, Pointer};

/// A catalogue with its model.
pub(super) struct Side<'c> {
    pub(super) loaded: &'c Loaded,
    pub(super) model: &'c Model,
    /// For each schema the first one with its place: copies for several roots have one place.
    originals: Vec<SchemaId>,
    /// For each schema a hash of its assertions and those of its subschemas, without annotations.
    fingerprints: Vec<u64>,
    /// The branches whose validators select a variant of a Rust type: the first that accepts a value decides. Empty if types are not asked
    /// for.
    dispatched: BTreeSet<SchemaId>,
}

/// A schema of a document: its place, its assertions, and the places of the schemas that it applies.
type Structure = (Pointer, Vec<String>, Vec<(Pointer, String, Pointer)>);

/// The number of levels of subschemas in a fingerprint.
const LEVELS: usize = 12;

impl<'c> Side<'c> {
    pub(super) fn new(loaded: &'c Loaded, model: &'c Model) -> Self {
        let (originals, fingerprints) = (originals(model), fingerprints(model));
        Self { loaded, model, originals, fingerprints, dispatched: BTreeSet::new() }
    }

    /// Adds what the types of the schemas depend on.
    pub(super) fn with_types(mut self, shapes: &Shapes) -> Self {
        self.dispatched = shapes.dispatched().into_iter().map(|id| self.original(id)).collect();
        self
    }

    /// Returns true if the validator of a branch selects a variant of a Rust type.
    pub(super) fn is_dispatched(&self, branch: SchemaId) -> bool {
        self.dispatched.contains(&self.original(branch))
    }

    /// Returns the schema itself, or the one that it is a copy of.
    pub(super) fn original(&self, schema: SchemaId) -> SchemaId {
        self.originals[schema.0]
    }

    /// Returns a hash that equal schemas share: references are followed, annotations left out.
    pub(super) fn fingerprint(&self, schema: SchemaId) -> u64 {
        self.fingerprints[self.model.target(schema).0]
    }

    /// Returns a hash that schemas share if they are equal but for some members.
    pub(super) fn fingerprint_without(&self, schema: SchemaId, wire_names: &[&str]) -> u64 {
        let places: Vec<Pointer> =
            wire_names.iter().map(|wire_name| Pointer::root().join("properties").join(*wire_name)).collect();
        let assertions = &self.model.schema(self.model.target(schema)).assertions;
        let below = assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword));
        let mut below: Vec<(Pointer, u64)> =
            below.filter(|(at, _)| !places.contains(at)).map(|(at, id)| (at, self.fingerprint(id))).collect();
        below.sort();
        hash(&(own_texts(assertions), below))
    }

    /// Returns the only member whose schemas differ between a schema and one of another side.
    pub(super) fn only_difference(&self, schema: SchemaId, (side, other): (&Side<'_>, SchemaId)) -> Option<String> {
        let parts = |side: &Side<'_>, id: SchemaId| {
            let assertions = &side.model.schema(side.model.target(id)).assertions;
            let mut below: Vec<(Pointer, u64)> = assertions
                .iter()
                .flat_map(|it| it.kind.subschemas(it.keyword))
                .map(|(at, id)| (at, side.fingerprint(id)))
                .collect();
            below.sort();
            (own_texts(assertions), below)
        };
        let ((own, before), (other, after)) = (parts(self, schema), parts(side, other));
        let is_alike = own == other && before.len() == after.len();
        let mut differing = before.iter().zip(&after).filter(|(was, is)| was != is);
        let (Some(((at, _), (same, _))), None) = (differing.next(), differing.next()) else { return None };
        let tokens: Vec<_> = at.tokens().collect();
        let [keyword, wire_name] = tokens.as_slice() else { return None };
        (is_alike && at == same && keyword == "properties").then(|| wire_name.clone())
    }

    /// Returns the place of a keyword of a schema.
    pub(super) fn keyword_place(&self, schema: SchemaId, keyword: &str) -> Place {
        let place = &self.model.schema(schema).place;
        let pointer = self.model.schema(schema).pointer().join(keyword);
        self.value_place(place.source.path(), &pointer).unwrap_or_else(|| place.clone())
    }

    /// Returns the place of a value of a schema document.
    pub(super) fn value_place(&self, document: &str, pointer: &Pointer) -> Option<Place> {
        let document = self.loaded.schemas.get(document)?;
        Some(document.place(document.get(pointer)?, pointer))
    }

    /// Returns the paths of the documents that each root contains.
    pub(super) fn documents(&self) -> Vec<BTreeSet<&'c str>> {
        let reached = |root: &Root| {
            let schemas = self.model.reached(root.schema).into_iter();
            schemas.map(|id| self.model.schema(id).place.source.path()).collect()
        };
        self.model.roots.iter().map(reached).collect()
    }

    /// Returns a hash of the root schema of a document, or of its definitions if they alone are referred to.
    pub(super) fn shape(&self, path: &str) -> Option<u64> {
        let is_its = |id: &SchemaId| self.original(*id) == *id && self.model.schema(*id).place.source.path() == path;
        let shape = |id: SchemaId| (self.model.schema(id).pointer().clone(), self.fingerprint(id));
        let mut shapes: Vec<(Pointer, u64)> = self.model.ids().filter(is_its).map(shape).collect();
        shapes.sort();
        let (first, own) = shapes.first()?;
        Some(if first.as_str().is_empty() { *own } else { hash(&shapes) })
    }

    /// Returns the assertions of each schema of a document, with the schemas that they apply, without annotations.
    pub(super) fn structure(&self, path: &str) -> Vec<Structure> {
        let own = self
            .model
            .ids()
            .filter(|id| self.original(*id) == *id && self.model.schema(*id).place.source.path() == path);
        let structure = |id: SchemaId| {
            let schema = self.model.schema(id);
            let applied = schema.assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword));
            let place = |(at, id): (Pointer, SchemaId)| {
                let applied = self.model.schema(id);
                (at, applied.place.source.path().to_owned(), applied.pointer().clone())
            };
            (schema.pointer().clone(), own_texts(&schema.assertions), applied.map(place).collect())
        };
        let mut found: Vec<Structure> = own.map(structure).collect();
        found.sort();
        found
    }

    /// Returns the first schema at a place of a document.
    pub(super) fn schema_at(&self, path: &str, pointer: &Pointer) -> Option<SchemaId> {
        self.schemas_at(path, pointer).next()
    }

    /// Returns the schema at a place of a document, and its copies.
    pub(super) fn schemas_at(&self, path: &str, pointer: &Pointer) -> impl Iterator<Item = SchemaId> {
        let is_it = move |id: &SchemaId| {
            let schema = self.model.schema(*id);
            schema.place.source.path() == path && schema.pointer() == pointer
        };
        self.model.ids().filter(is_it)
    }

    /// Returns the place of a schema with words.
    pub(super) fn reading(&self, schema: SchemaId, words: impl Into<String>) -> Reading {
        Reading::new(self.model.schema(schema).place.clone(), words)
    }
}

fn originals(model: &Model) -> Vec<SchemaId> {
    let mut first: BTreeMap<(String, &Pointer), SchemaId> = BTreeMap::new();
    let original = |id: SchemaId| {
        let schema = model.schema(id);
        *first.entry((schema.place.source.path().to_owned(), schema.pointer())).or_insert(id)
    };
    model.ids().map(original).collect()
}

/// Hashes every schema level by level, so that recursive schemas need no special treatment.
fn fingerprints(model: &Model) -> Vec<u64> {
    let parts = model.ids().map(|id| {
        let assertions = &model.schema(id).assertions;
        let mut subschemas: Vec<_> = assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword)).collect();
        subschemas.sort();
        let (places, below): (Vec<Pointer>, Vec<SchemaId>) = subschemas.into_iter().unzip();
        let targets: Vec<usize> = below.into_iter().map(|schema| model.target(schema).0).collect();
        (hash(&(own_texts(assertions), places)), targets)
    });
    let parts: Vec<(u64, Vec<usize>)> = parts.collect();
    let mut found: Vec<u64> = parts.iter().map(|(own, _)| *own).collect();
    for _ in 0..LEVELS {
        let level =
            |(own, below): &(u64, Vec<usize>)| hash(&(own, below.iter().map(|it| found[*it]).collect::<Vec<_>>()));
        found = parts.iter().map(level).collect();
    }
    found
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Returns the assertions of a schema without its subschemas, sorted.
fn own_texts(assertions: &[Assertion]) -> Vec<String> {
    let mut texts: Vec<String> = assertions.iter().map(text).collect();
    texts.sort();
    texts
}

fn text(assertion: &Assertion) -> String {
    if let Some(values) = assertion.kind.values() {
        let mut values: Vec<String> = values.iter().map(Node::to_canonical).collect();
        values.sort();
        return format!("values {values:?}");
    }
    assertion.kind.stated().unwrap_or_else(|| assertion.keyword.to_owned())
}

/// Returns the annotations of a schema: keyword and value in words.
pub(super) fn annotations(annotations: &Annotations) -> Vec<(String, String)> {
    let Annotations { title, description, default, examples, deprecated, read_only, write_only, other } = annotations;
    let mut found = Vec::new();
    let texts = [("title", title), ("description", description)];
    found.extend(texts.into_iter().filter_map(|(keyword, text)| Some((keyword.to_owned(), text.clone()?))));
    found.extend(default.iter().map(|value| ("default".to_owned(), value.to_compact())));
    if !examples.is_empty() {
        let examples: Vec<String> = examples.iter().map(Node::to_compact).collect();
        found.push(("examples".to_owned(), examples.join(", ")));
    }
    let flags = [("deprecated", deprecated), ("readOnly", read_only), ("writeOnly", write_only)];
    found
        .extend(flags.iter().filter(|(_, flag)| **flag).map(|(keyword, _)| ((*keyword).to_owned(), "true".to_owned())));
    found.extend(other.iter().map(|(keyword, value)| (keyword.clone(), value.to_compact())));
    found
}
