//! Schemas without a name of their own that are equal to one with a name: they have its type.
//!
//! Two schemas of a document are equal if their keywords and their subschemas with all annotations are equal; their own titles and
//! descriptions may differ. A name is a key of `$defs`, `definitions` or `components/schemas`, for objects, lists of strings and choices of
//! objects; or the title of a branch of a document or a key, for schemas with the same title. A nameless schema gets the type of a key that
//! is added later and is equal to it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::emit::types::name;
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::step;
use crate::model::{Annotations, Assertion, AssertionKind, InPlaceKeyword, Model, SchemaId};

/// The schemas with the type of another one.
#[derive(Clone, Debug, Default)]
pub(super) struct Twins {
    /// The named schema of each.
    pub(super) named: BTreeMap<SchemaId, SchemaId>,
    /// The subset with equal annotations.
    pub(super) exact: BTreeMap<SchemaId, SchemaId>,
}

/// Finds the schemas of a model that are equal to one with a name.
pub(super) fn twins(model: &Model, settings: &Settings) -> Twins {
    let equality = Equality::of(model, settings);
    let mut ranked: Vec<SchemaId> = model.ids().filter(|id| is_typed(model, *id)).collect();
    ranked.sort_by_cached_key(|id| {
        let pointer = model.schema(*id).pointer();
        let is_named = step::is_own(pointer) || step::is_branch_of_own(pointer);
        (!step::is_own(pointer), !is_named, pointer.tokens().count(), pointer.to_string())
    });
    let mut first: BTreeMap<_, SchemaId> = BTreeMap::new();
    let mut twins = Twins::default();
    for id in ranked {
        let schema = model.schema(id);
        let place = (schema.place.source.path(), model.copies.get(&id), equality.bodies[id.0]);
        let title = schema.annotations.title.as_deref().and_then(name::title_ident);
        if step::is_own(schema.pointer()) {
            first.entry((place, None)).or_insert(id);
            continue;
        }
        let titled = title.map(|title| (place, Some(title)));
        let known =
            [Some((place, None)), titled.clone()].into_iter().flatten().find_map(|key| first.get(&key).copied());
        match (known, titled) {
            (Some(named), _) => {
                twins.named.insert(id, named);
                if equality.classes[named.0] == equality.classes[id.0] {
                    twins.exact.insert(id, named);
                }
            }
            (None, Some(key)) if step::is_branch_of_own(schema.pointer()) => _ = first.insert(key, id),
            (None, _) => {}
        }
    }
    twins
}

/// Returns true if a schema is an object with members, a list of strings, or a choice with such an object: more than a coincidence.
fn is_typed(model: &Model, id: SchemaId) -> bool {
    let schema = model.schema(id);
    let is_object = |id: SchemaId| model.schema(model.typed_target(id)).properties().len() > 1;
    is_object(id)
        || schema.assertions.iter().any(|assertion| match &assertion.kind {
            AssertionKind::Enum(values) => values.len() > 1 && values.iter().all(|value| value.as_str().is_some()),
            AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches)) => {
                branches.len() > 1 && branches.iter().all(|branch| is_object(*branch))
            }
            AssertionKind::Never
            | AssertionKind::Type(_)
            | AssertionKind::Const(_)
            | AssertionKind::Leaf(_)
            | AssertionKind::Array(_)
            | AssertionKind::Object(_)
            | AssertionKind::InPlace(
                InPlaceKeyword::Ref(_) | InPlaceKeyword::AllOf(_) | InPlaceKeyword::Not(_) | InPlaceKeyword::If { .. },
            ) => false,
        })
}

/// The equality of schemas as numbers.
struct Equality {
    /// Equal for schemas with equal keywords and annotations.
    classes: Vec<usize>,
    /// Equal for schemas whose keywords are equal, and whose parts are equal including annotations.
    bodies: Vec<usize>,
}

impl Equality {
    fn of(model: &Model, settings: &Settings) -> Self {
        let mut order: Vec<SchemaId> = model.ids().collect();
        // Parts before the schemas that contain them.
        order.sort_by_cached_key(|id| Reverse(model.schema(*id).pointer().tokens().count()));
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut number = |text: String| {
            let next = known.len();
            *known.entry(text).or_insert(next)
        };
        let mut equality = Self { classes: vec![0; model.schemas.len()], bodies: vec![0; model.schemas.len()] };
        for id in order {
            let mut text = equality.body(model, id);
            if settings.refinements.contains_key(&id) {
                // A refinement is of one schema.
                let _ = write!(text, "refined {}", id.0);
            }
            equality.bodies[id.0] = number(text.clone());
            text.push_str(&annotated(&model.schema(id).annotations));
            equality.classes[id.0] = number(text);
        }
        equality
    }

    /// Writes the keywords of a schema, with a number for each part. The order of keywords and of members has no meaning.
    fn body(&self, model: &Model, id: SchemaId) -> String {
        let keyword = |assertion: &Assertion| {
            let (keyword, kind) = (assertion.keyword, &assertion.kind);
            let mut text = format!("\n\n{keyword} {}", kind.stated().unwrap_or_default());
            if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = kind {
                let _ = write!(text, "{}", model.typed_target(*target).0);
                return text;
            }
            for value in kind.values().unwrap_or_default() {
                let _ = write!(text, "\n={}", value.to_canonical());
            }
            let parts = kind.subschemas(keyword).into_iter();
            let mut parts: Vec<String> =
                parts.map(|(place, part)| format!("\n{place} {}", self.classes[part.0])).collect();
            parts.sort();
            text + &parts.concat()
        };
        let mut keywords: Vec<String> = model.schema(id).assertions.iter().map(keyword).collect();
        keywords.sort();
        keywords.concat()
    }
}

/// Writes the annotations of a schema.
fn annotated(annotations: &Annotations) -> String {
    let Annotations { title, description, default, examples, deprecated, read_only, write_only, other } = annotations;
    let mut text = format!("{title:?} {description:?} {deprecated} {read_only} {write_only}");
    for value in default.iter().chain(examples) {
        let _ = write!(text, "\n{}", value.to_canonical());
    }
    for (keyword, value) in other {
        let _ = write!(text, "\n{keyword} {}", value.to_canonical());
    }
    text
}
