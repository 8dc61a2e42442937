//! The schemas that each module, type, field and variant was made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::api::item::Origin;
use crate::emit::layout;
use crate::emit::receiver::LEAN_ENVELOPE;
use crate::emit::types::Shapes;
use crate::emit::types::shape::{Definition, Kind, Site};
use crate::model::{Model, Role, SchemaId};
use crate::render::fragment::Owner;

/// The origins by the path of a module, or of a definition in it, with a field or variant after it.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    by_definition: BTreeMap<Vec<String>, Arc<[Origin]>>,
}

/// The types of the module `event` with a variant for each event.
const OF_EVENTS: [&str; 2] = ["Event", "EventName"];

impl Origins {
    /// Returns the origins of all definitions of a crate.
    pub(super) fn new(model: &Model, shapes: &Shapes) -> Self {
        let mut origins = Self::default();
        let documents = layout::documents(model);
        for definition in &shapes.definitions {
            let mut path = module(model, &documents, definition.home);
            if let (Owner::Document(_), Some(schema)) = (definition.home, definition.site.schemas().next()) {
                let document = Origin { pointer: String::new(), ..origin(model, schema, None) };
                origins.by_definition.entry(path.clone()).or_insert_with(|| [document].into());
            }
            path.push(definition.ident.clone());
            origins.definition(model, definition, &path);
        }
        for (index, root) in model.roots.iter().enumerate() {
            let origin: Arc<[Origin]> = [origin(model, root.schema, Some(index))].into();
            let module = module(model, &documents, Owner::Root(index));
            if root.role == Role::Envelope {
                origins.lean_envelope(&module, &root.ident);
            }
            origins.by_definition.insert(module, Arc::clone(&origin));
            if root.role != Role::Event {
                continue;
            }
            for name in OF_EVENTS {
                let path = ["event", name, &root.ident].map(str::to_owned).to_vec();
                origins.by_definition.insert(path, Arc::clone(&origin));
            }
        }
        origins
    }

    /// Returns the origins of a member, else those of its type.
    pub(super) fn of(&self, definition: &[String], member: &[String]) -> Arc<[Origin]> {
        let path = [definition, member].concat();
        self.by_definition.get(&path).or_else(|| self.by_definition.get(definition)).cloned().unwrap_or_default()
    }

    /// Adds the envelope of a delivery, whose fields are those of the documented envelope.
    fn lean_envelope(&mut self, module: &[String], documented: &str) {
        let at = |ident: &str| -> Vec<String> { module.iter().cloned().chain([ident.to_owned()]).collect() };
        let (documented, lean) = (at(documented), at(LEAN_ENVELOPE));
        let of_documented = self.by_definition.iter().filter(|(path, _)| path.starts_with(&documented));
        let copies: Vec<_> = of_documented
            .map(|(path, found)| ([lean.as_slice(), &path[documented.len()..]].concat(), Arc::clone(found)))
            .collect();
        for (path, found) in copies {
            self.by_definition.entry(path).or_insert(found);
        }
    }

    fn definition(&mut self, model: &Model, definition: &Definition, path: &[String]) {
        let root = if let Owner::Root(index) = definition.home { Some(index) } else { None };
        self.by_definition.insert(path.to_vec(), of_site(model, &definition.site, root));
        let mut add = |ident: &str, site: &Site| {
            let member = path.iter().cloned().chain([ident.to_owned()]).collect();
            self.by_definition.insert(member, of_site(model, site, root));
        };
        match &definition.kind {
            Kind::Struct(it) => it.members.iter().for_each(|member| add(&member.ident, &member.site)),
            Kind::Sequence(it) => it.elements.iter().for_each(|element| add(&element.ident, &element.site)),
            Kind::Union(variants) => variants.iter().for_each(|variant| add(&variant.ident, &variant.site)),
            Kind::Enum(_) | Kind::Newtype(_) => {}
        }
    }
}

/// Returns the module of a file's items from the crate's root.
fn module(model: &Model, documents: &[String], owner: Owner) -> Vec<String> {
    let path = match owner {
        Owner::Root(index) => layout::module(&model.roots[index]),
        Owner::Document(index) => format!("crate::shared::{}", documents[index]),
        Owner::Shared => "crate::shared".to_owned(),
    };
    path.split("::").skip(1).map(str::to_owned).collect()
}

fn of_site(model: &Model, site: &Site, root: Option<usize>) -> Arc<[Origin]> {
    let mut found: Vec<Origin> = Vec::new();
    for schema in site.schemas() {
        let origin = origin(model, schema, root);
        if !found.contains(&origin) {
            found.push(origin);
        }
    }
    found.into()
}

fn origin(model: &Model, schema: SchemaId, root: Option<usize>) -> Origin {
    let schema = model.schema(schema);
    Origin {
        document: schema.place.source.path().to_owned(),
        pointer: schema.pointer().as_str().to_owned(),
        root: root.map(|index| model.roots[index].wire_name.clone()),
    }
}
