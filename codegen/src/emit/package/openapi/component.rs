//! The documents of the catalogue → the components of an OpenAPI document, each under its own name.
//!
//! References lead to components by their pointers, so `$id` and anchors, which name schemas for references alone, are not written. A
//! document whose keywords mean the same in draft 2020-12 keeps its form. Any other is written from the model, with the schemas inside of it
//! that others refer to.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::emit::types;
use crate::json::construct::{member, object, string};
use crate::json::{self, Document, Member, Node, Value};
use crate::keyword;
use crate::keyword::dialect::{DEFAULT, Draft, Vocabularies};
use crate::model::{Model, SchemaId};
use crate::openapi::{FOLDER, plain_name};
use crate::schema::registry::{Location, Registry, Scope};
use crate::source::diagnostic::Diagnostics;
use crate::source::location::{Pointer, Source};
use crate::source::uri;

/// The keywords that name a schema or its dialect.
const NAMING: [&str; 4] = ["$schema", "$id", "$anchor", "$dynamicAnchor"];

/// The schemas of an OpenAPI document.
pub(super) struct Components<'a> {
    model: &'a Model,
    registry: Registry,
    /// The documents in the order of their paths, as in the registry.
    documents: Vec<Component<'a>>,
    by_path: BTreeMap<&'a str, usize>,
    /// The documents that something refers to.
    reached: BTreeSet<usize>,
}

/// A document of the catalogue.
struct Component<'a> {
    document: &'a Document,
    name: String,
    form: Form,
    /// The targets of its references by the schema that has them; `None` for one that leads to no document of the catalogue.
    references: BTreeMap<Pointer, Option<(usize, Pointer)>>,
}

/// The form in which a document is written. The greater of two is the one that both allow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// As it is, but for its references.
    Kept,
    /// From the model. Other documents refer to it as a whole. They repeat a schema inside of it.
    Written,
    /// From the model. Its meaning depends on the place of the reference, so other documents repeat it.
    Dynamic,
}

impl<'a> Components<'a> {
    pub(super) fn new(model: &'a Model, catalog: &Catalog, schemas: &'a BTreeMap<String, Arc<Document>>) -> Self {
        let mut registry = Registry::default();
        // The findings are known from building the model.
        let mut known = Diagnostics::new();
        for (path, document) in schemas {
            if catalog.is_memory(path) {
                registry.offer(&uri::of_path(path), document, DEFAULT);
            } else {
                registry.add(&uri::of_path(path), document, DEFAULT, &mut known);
            }
        }
        registry.follow_all(&mut known);
        let names = names(schemas.keys());
        let mut documents: Vec<Component<'a>> = Vec::new();
        for ((index, document), name) in schemas.values().enumerate().zip(names) {
            let of_schema = |(location, scope): (&Location, &Scope)| {
                let written = if is_in_data(&registry, location) { Form::Written } else { Form::Kept };
                form_of(registry.node(location), scope).max(written)
            };
            let form = registry.schemas(index).map(of_schema).fold(Form::Kept, Form::max);
            let references = registry.references(index).into_iter().map(|(location, target)| {
                let target = target.filter(|target| target.document < schemas.len());
                (location.pointer, target.map(|target| (target.document, target.pointer)))
            });
            let references = references.collect();
            documents.push(Component { document, name, form, references });
        }
        spread(&mut documents);
        let by_path = schemas.keys().enumerate().map(|(index, path)| (path.as_str(), index)).collect();
        Self { model, registry, documents, by_path, reached: BTreeSet::new() }
    }

    /// Returns a reference to the schema of a file.
    pub(super) fn refer(&mut self, path: &str) -> Node {
        let index = self.by_path.get(path).copied();
        self.reached.extend(index);
        let text = index.map(|index| self.reference(index, &Pointer::root()));
        object(vec![member("$ref", string(&text.unwrap_or_default()))])
    }

    fn reference(&self, index: usize, inside: &Pointer) -> String {
        let component = Pointer::root().join("components").join("schemas").join(&self.documents[index].name);
        format!("#{}", uri::encode_fragment(&format!("{component}{inside}")))
    }

    /// Returns the components that something refers to, in the order of their names.
    pub(super) fn into_schemas(mut self) -> Vec<Member> {
        let mut written: BTreeMap<usize, Node> = BTreeMap::new();
        while let Some(index) = self.reached.iter().find(|index| !written.contains_key(index)).copied() {
            let (schema, found) = match self.documents[index].form {
                Form::Kept => {
                    let targets = self.documents[index].references.values().flatten();
                    let found = targets.map(|(index, _)| *index).collect();
                    (self.kept(index, &self.documents[index].document.root, &Pointer::root()), found)
                }
                Form::Written | Form::Dynamic => self.written(index),
            };
            written.insert(index, schema);
            self.reached.extend(found);
        }
        let mut schemas: Vec<Member> =
            written.into_iter().map(|(index, schema)| member(&self.documents[index].name, schema)).collect();
        schemas.sort_by(|left, right| left.name.cmp(&right.name));
        schemas
    }

    /// Writes a value of a document that keeps its form.
    fn kept(&self, index: usize, node: &Node, at: &Pointer) -> Node {
        let value = match &node.value {
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                Value::Array(elements.map(|(element, node)| self.kept(index, node, &at.join(element))).collect())
            }
            Value::Object(members) => {
                let scope = self.registry.scope_at(&Location { document: index, pointer: at.clone() });
                let is_written = |member: &&Member| scope.is_none_or(|scope| !is_naming(&member.name, scope));
                let target = scope.and_then(|_| self.documents[index].references.get(at)?.as_ref());
                let written = members.iter().filter(is_written).map(|member| {
                    let node = match target.filter(|_| member.name == "$ref") {
                        Some((target, inside)) => string(&self.reference(*target, inside)),
                        None => self.kept(index, &member.node, &at.join(&member.name)),
                    };
                    Member { node, ..member.clone() }
                });
                Value::Object(written.collect::<Vec<_>>().into())
            }
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => return node.clone(),
        };
        Node { span: node.span.clone(), value }
    }

    /// Writes a document from the model; returns the documents that it refers to.
    fn written(&self, index: usize) -> (Node, BTreeSet<usize>) {
        let path = self.documents[index].document.source.path();
        let found = RefCell::new(BTreeSet::new());
        let reference = |id: SchemaId| {
            let schema = self.model.schema(id);
            let index = *self.by_path.get(schema.place.source.path())?;
            let is_elsewhere = match self.documents[index].form {
                Form::Kept => true,
                Form::Written => schema.pointer().as_str().is_empty(),
                Form::Dynamic => false,
            };
            is_elsewhere.then(|| {
                found.borrow_mut().insert(index);
                self.reference(index, schema.pointer())
            })
        };
        let is_it = |id: &SchemaId| {
            let schema = self.model.schema(*id);
            schema.pointer().as_str().is_empty() && schema.place.source.path() == path
        };
        let of_root = self.model.roots.iter().map(|root| root.schema).find(is_it);
        let text = of_root
            .or_else(|| self.model.ids().find(is_it))
            .map(|id| types::standalone(self.model, id, &self.reference(index, &Pointer::root()), reference));
        let parsed = text.and_then(|text| json::parse(&Source::new(path, text)).ok());
        let members = parsed.iter().flat_map(|parsed| parsed.root.as_object().unwrap_or_default());
        let schema = object(members.filter(|member| member.name != "$schema").cloned().collect());
        (schema, found.into_inner())
    }
}

/// Returns the form that the keywords of a schema allow.
fn form_of(node: &Node, scope: &Scope) -> Form {
    let dialect = scope.dialect;
    let members = node.as_object().unwrap_or_default();
    let is_dynamic = |member: &Member| {
        matches!(member.name.as_str(), "$dynamicRef" | "$recursiveRef")
            && keyword::find(&member.name, dialect).is_some()
    };
    if members.iter().any(is_dynamic) {
        return Form::Dynamic;
    }
    let hides = dialect.draft.ref_hides_siblings() && node.get("$ref").is_some() && members.len() > 1;
    let is_same = |member: &Member| {
        let is_default = dialect.draft == Draft::Draft2020;
        match (member.name.as_str(), keyword::find(&member.name, dialect)) {
            (name, _) if is_naming(name, scope) => true,
            ("items", Some(_)) => is_default || member.node.as_array().is_none(),
            // Drafts differ in the elements that `contains` evaluates.
            ("contains", Some(_)) => is_default,
            (_, Some(keyword)) => keyword.is_in(Draft::Draft2020),
            (name, None) => keyword::find(name, DEFAULT).is_none(),
        }
    };
    let is_kept = dialect.vocabularies == Vocabularies::ALL && !hides && members.iter().all(is_same);
    if is_kept { Form::Kept } else { Form::Written }
}

/// Returns true if a reference leads into data, such as the value of `const`. References in such a schema cannot be rewritten in place.
fn is_in_data(registry: &Registry, location: &Location) -> bool {
    let around = |pointer: Pointer| {
        let outer = Location { document: location.document, pointer };
        let dialect = registry.scope_at(&outer)?.dialect;
        let inside = location.pointer.as_str().strip_prefix(outer.pointer.as_str())?;
        let tokens: Vec<String> = Pointer::parse(inside)?.tokens().collect();
        let name = tokens.first()?;
        let value = registry.node(&outer).get(name)?;
        // A schema below an unknown keyword may be anywhere in its value.
        let Some(keyword) = keyword::find(name, dialect) else { return Some(false) };
        Some(keyword.form.levels_to_schemas(value) != Some(tokens.len() - 1))
    };
    std::iter::successors(location.pointer.parent(), Pointer::parent).find_map(around).unwrap_or(false)
}

/// Returns true for a keyword that names a schema or its dialect.
fn is_naming(name: &str, scope: &Scope) -> bool {
    NAMING.contains(&name) || name == scope.dialect.draft.id_keyword()
}

/// Lets a document follow the form of those that it refers to, until nothing changes.
fn spread(documents: &mut [Component<'_>]) {
    let mut is_changed = true;
    while std::mem::take(&mut is_changed) {
        for index in 0..documents.len() {
            let needed = documents[index].references.values().map(|target| match target {
                None => Form::Dynamic,
                Some((target, inside)) => match documents[*target].form {
                    Form::Written if inside.as_str().is_empty() => Form::Kept,
                    form => form,
                },
            });
            let form = needed.fold(documents[index].form, Form::max);
            is_changed |= std::mem::replace(&mut documents[index].form, form) != form;
        }
    }
}

/// Returns the name of each document: its file name. If several have the same file name, the one that `import` has named keeps it, unless
/// there are several of these, too. All others are prefixed with their folders.
fn names<'a>(paths: impl Iterator<Item = &'a String>) -> Vec<String> {
    let paths: Vec<&str> = paths.map(String::as_str).collect();
    let stem = |path: &str| {
        let path = path.strip_suffix(".json").unwrap_or(path);
        path.strip_suffix(".schema").unwrap_or(path).to_owned()
    };
    let own = |path: &str| plain_name(stem(path).rsplit('/').next().unwrap_or_default());
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for path in &paths {
        alike.entry(own(path).to_ascii_lowercase()).or_default().push(path);
    }
    let is_owner = |path: &str| {
        let others = &alike[&own(path).to_ascii_lowercase()];
        let named = others.iter().filter(|other| other.starts_with(FOLDER));
        others.len() == 1 || path.starts_with(FOLDER) && named.count() == 1
    };
    let mut taken: BTreeSet<String> =
        paths.iter().filter(|path| is_owner(path)).map(|path| own(path).to_ascii_lowercase()).collect();
    let name = |path: &&str| {
        if is_owner(path) {
            return own(path);
        }
        let base = plain_name(&stem(path).replace('/', "-"));
        let numbered = (2_usize..).map(|number| format!("{base}-{number}"));
        let mut candidates = std::iter::once(base.clone()).chain(numbered);
        candidates.find(|name| taken.insert(name.to_ascii_lowercase())).unwrap_or(base)
    };
    paths.iter().map(name).collect()
}
