//! Features by event: integrators of a vendor with many events compile only those that they need.
//!
//! Each event has a feature, and `all-events`, a default, enables all of them. The types and validators that one event alone needs are
//! compiled with its feature; those of several events always are. Without its feature, an event is `Event::Unknown`.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;
use syn::{Attribute, Item, UseTree};

use crate::catalog::Catalog;
use crate::emit::layout;
use crate::emit::types::Shapes;
use crate::emit::types::shape::{DefinitionId, Type};
use crate::model::{Model, Role, SchemaId};
use crate::reach::reached;
use crate::render;
use crate::render::fragment::Owner;

/// The feature that enables all events.
pub const ALL: &str = "all-events";

/// The number of events above which each has a feature, unless the catalogue decides.
const MANY: usize = 32;

/// The number of features of a package that registries accept, with room for the others.
const MOST: usize = 250;

/// The features of the events, and the parts of the crate that need one.
#[derive(Clone, Debug, Default)]
pub struct EventFeatures {
    /// The features in the order of the catalogue, each with those that it enables.
    features: Vec<(String, BTreeSet<String>)>,
    /// The feature that the file of a type needs.
    types: BTreeMap<Owner, String>,
    /// The roots whose validators are compiled with those of other types.
    always: BTreeSet<usize>,
    /// The feature that a module needs, by its path.
    modules: Vec<(String, String)>,
}

impl EventFeatures {
    /// Decides the features of a catalogue; none if it has few events. `taken` are the names of other features.
    pub fn of(model: &Model, catalog: &Catalog, shapes: &Shapes, taken: &[&str]) -> Self {
        if !catalog.settings.event_features.unwrap_or(catalog.events.len() > MANY) {
            return Self::default();
        }
        let needs = Needs::of(model, shapes);
        let reached = needs.reached_by_events(model);
        let names = names(model, reached.keys().copied(), taken);
        let mut found = Self { features: features(&names, &reached), ..Self::default() };
        for (owner, users) in users(&reached) {
            let event = if let Owner::Root(root) = owner { Some(root) } else { users.first().copied() };
            found.types.extend(event.map(|event| (owner, names[&event].clone())));
        }
        found.always = needs.foreign_checks(model, |owner, root| {
            found.types.get(&owner).is_none_or(|feature| found.types.get(&Owner::Root(root)) != Some(feature))
        });
        let documents = layout::documents(model);
        let module = |owner: &Owner| match owner {
            Owner::Root(root) => layout::module(&model.roots[*root]),
            Owner::Document(index) => format!("crate::shared::{}", documents[*index]),
            Owner::Shared => unreachable!("it is common"),
        };
        found.modules = found.types.iter().map(|(owner, feature)| (module(owner), feature.clone())).collect();
        found
    }

    /// Returns true if events have features.
    pub fn are_used(&self) -> bool {
        !self.features.is_empty()
    }

    /// Returns the features in the order of the manifest, each with those that it enables: first the one of all events.
    pub fn manifest(&self) -> Vec<(String, Vec<String>)> {
        let all = self.features.iter().map(|(feature, _)| feature.clone()).collect();
        let each = self.features.iter().map(|(feature, enabled)| (feature.clone(), enabled.iter().cloned().collect()));
        if self.are_used() { std::iter::once((ALL.to_owned(), all)).chain(each).collect() } else { Vec::new() }
    }

    /// Returns the feature of an event.
    pub fn feature(&self, root: usize) -> Option<&str> {
        self.types.get(&Owner::Root(root)).map(String::as_str)
    }

    /// Returns the condition of a file of types.
    pub fn condition(&self, owner: Owner) -> Option<Attribute> {
        self.types.get(&owner).map(|feature| condition(feature))
    }

    /// Returns the condition of the validators of a documented schema.
    pub fn condition_of_checks(&self, root: usize) -> Option<Attribute> {
        self.condition(Owner::Root(root)).filter(|_| !self.always.contains(&root))
    }

    /// Returns the modules that need a feature by their paths, with the conditions of their imports.
    pub fn modules(&self) -> BTreeMap<String, Attribute> {
        self.modules.iter().map(|(module, feature)| (module.clone(), condition(feature))).collect()
    }

    /// Adds their conditions to re-exports from modules that need a feature.
    pub fn limit(&self, items: &mut [Item]) {
        for item in items {
            if let Item::Use(import) = item {
                let path = path(&import.tree);
                let is_below = |module: &str| path.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"));
                let known = self.modules.iter().find(|(module, _)| is_below(module));
                import.attrs.extend(known.map(|(_, feature)| condition(feature)));
            }
        }
    }
}

fn condition(feature: &str) -> Attribute {
    render::attribute("cfg", quote!(feature = #feature))
}

/// Returns the path of an import up to the first list.
fn path(tree: &UseTree) -> String {
    match tree {
        UseTree::Path(part) => format!("{}::{}", part.ident, path(&part.tree)),
        UseTree::Name(name) => name.ident.to_string(),
        UseTree::Rename(name) => name.ident.to_string(),
        UseTree::Glob(_) | UseTree::Group(_) => String::new(),
    }
}

/// Returns the feature of each event: the name of its module, or, where there are too many, what the names have before the first separator.
fn names(model: &Model, events: impl Iterator<Item = usize>, taken: &[&str]) -> BTreeMap<usize, String> {
    let events: Vec<usize> = events.collect();
    let is_each = events.len() <= MOST;
    let name = |event: usize| {
        let module = model.roots[event].module.trim_start_matches("r#");
        let name = if is_each { module } else { module.split('_').next().unwrap_or(module) };
        let is_taken = taken.contains(&name) || matches!(name, "default" | ALL);
        if is_taken { format!("event-{name}") } else { name.to_owned() }
    };
    events.into_iter().map(|event| (event, name(event))).collect()
}

/// Returns the features in the order of the catalogue, each with the features of the events that its own events refer to, also in cycles.
fn features(
    names: &BTreeMap<usize, String>,
    reached: &BTreeMap<usize, BTreeSet<Owner>>,
) -> Vec<(String, BTreeSet<String>)> {
    let mut features: Vec<(String, BTreeSet<String>)> = Vec::new();
    for (event, owners) in reached {
        let enabled = owners.iter().filter_map(|owner| match owner {
            Owner::Root(root) => names.get(root).filter(|name| **name != names[event]).cloned(),
            Owner::Document(_) | Owner::Shared => None,
        });
        match features.iter_mut().find(|(known, _)| *known == names[event]) {
            Some((_, known)) => known.extend(enabled),
            None => features.push((names[event].clone(), enabled.collect())),
        }
    }
    features
}

/// Returns the events that need each file.
fn users(reached: &BTreeMap<usize, BTreeSet<Owner>>) -> BTreeMap<Owner, BTreeSet<usize>> {
    let mut users: BTreeMap<Owner, BTreeSet<usize>> = BTreeMap::new();
    for (event, owners) in reached {
        for owner in owners {
            users.entry(*owner).or_default().insert(*event);
        }
    }
    users
}

/// The files that the types of each file need.
struct Needs {
    files: BTreeMap<Owner, BTreeSet<Owner>>,
    /// The files of types that call a validator, with its schema.
    calls: BTreeSet<(Owner, SchemaId)>,
}

impl Needs {
    fn of(model: &Model, shapes: &Shapes) -> Self {
        let (mut files, mut calls) = (BTreeMap::<Owner, BTreeSet<Owner>>::new(), BTreeSet::new());
        let mut typed: BTreeMap<SchemaId, Vec<DefinitionId>> = BTreeMap::new();
        for (index, definition) in shapes.definitions.iter().enumerate() {
            definition.site.always.iter().for_each(|it| typed.entry(*it).or_default().push(DefinitionId(index)));
        }
        for definition in &shapes.definitions {
            let needed = files.entry(definition.home).or_default();
            let named = definition.kind.types().flat_map(Type::definitions);
            let described = described(model, &typed, definition.site.schemas());
            needed.extend(named.chain(described).map(|id| shapes.definition(id).home));
            calls.extend(definition.kind.dispatched().map(|schema| (definition.home, schema)));
        }
        Self { files, calls }
    }

    /// Returns some files with all that they need.
    fn reached(&self, from: impl IntoIterator<Item = Owner>) -> BTreeSet<Owner> {
        reached(from, |owner| self.files.get(&owner).into_iter().flatten().copied())
    }

    /// Returns the files that each event needs, without the common ones: those that are compiled without any event, and the documents of
    /// several events with all that they need. An event whose own file is common is left out.
    fn reached_by_events(&self, model: &Model) -> BTreeMap<usize, BTreeSet<Owner>> {
        let is_event = |index: &usize| model.roots[*index].role == Role::Event;
        let (events, others): (Vec<usize>, Vec<usize>) = (0..model.roots.len()).partition(is_event);
        let mut common = self.reached(others.into_iter().map(Owner::Root).chain([Owner::Shared]));
        loop {
            let own = events.iter().filter(|event| !common.contains(&Owner::Root(**event)));
            let reached: BTreeMap<usize, BTreeSet<Owner>> =
                own.map(|event| (*event, &self.reached([Owner::Root(*event)]) - &common)).collect();
            let users = users(&reached);
            let is_several = |owner: &Owner| matches!(owner, Owner::Document(_)) && users[owner].len() > 1;
            let several: Vec<Owner> = users.keys().copied().filter(is_several).collect();
            if several.is_empty() {
                return reached;
            }
            common.extend(self.reached(several));
        }
    }

    /// Returns the roots with validators that the types of another file call, if `is_compiled_without` is true of that file and the root.
    fn foreign_checks(&self, model: &Model, is_compiled_without: impl Fn(Owner, usize) -> bool) -> BTreeSet<usize> {
        let roots = model.roots_of_schemas();
        // Validators of several roots are in the file for all events.
        let called = self.calls.iter().filter_map(|(owner, schema)| match roots.get(schema)?.as_slice() {
            [root] => Some((*owner, *root)),
            _ => None,
        });
        called.filter(|(owner, root)| is_compiled_without(*owner, *root)).map(|(_, root)| root).collect()
    }
}

/// Returns the types to which the derived schema of a type refers: those of the schemas below its own.
fn described(
    model: &Model,
    typed: &BTreeMap<SchemaId, Vec<DefinitionId>>,
    schemas: impl Iterator<Item = SchemaId>,
) -> BTreeSet<DefinitionId> {
    let below = |id: SchemaId| model.schema(id).applied();
    let untyped_below = |id: SchemaId| below(id).filter(move |_| !typed.contains_key(&id));
    let reached = reached(schemas.flat_map(below), untyped_below);
    reached.iter().filter_map(|id| typed.get(id)).flatten().copied().collect()
}
