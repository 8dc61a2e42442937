//! The modules of a crate with their items and names.

use std::collections::BTreeMap;

use syn::{Item, UseTree, Visibility};

use crate::api::condition::{self, union};
use crate::api::content::{Content, Files, Held, Macros, macros};
use crate::api::declaration::{head, ident, is_private_value, is_public};
use crate::api::item::Conditions;

/// A module: its index into [`Tree::modules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ModuleId(pub(super) usize);

/// An item: its module, and its index into [`Module::items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ItemId(pub(super) ModuleId, pub(super) usize);

/// All modules of a crate. The first is its root.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    pub(super) modules: Vec<Module<'a>>,
}

/// A module.
#[derive(Debug, Default)]
pub(super) struct Module<'a> {
    /// Its path from the crate's root.
    pub(super) path: Vec<String>,
    /// The module that contains it.
    pub(super) parent: Option<ModuleId>,
    /// The conditions of the module itself.
    pub(super) conditions: Conditions,
    /// Its items other than modules, imports, macro calls and private values, each with its own conditions.
    pub(super) items: Vec<(Held<'a>, Conditions)>,
    /// Its modules and imports by name.
    pub(super) names: BTreeMap<String, Vec<Name>>,
    /// The modules from which it imports all names.
    pub(super) globs: Vec<Import>,
    /// Its items by name: indexes into `items`.
    pub(super) idents: BTreeMap<String, Vec<usize>>,
}

/// The meaning of a name.
#[derive(Clone, Debug)]
pub(super) enum Name {
    Module { id: ModuleId, is_public: bool },
    Import(Import),
}

/// An import.
#[derive(Clone, Debug)]
pub(super) struct Import {
    /// The path as it is written.
    pub(super) path: Vec<String>,
    pub(super) is_public: bool,
    pub(super) conditions: Conditions,
}

/// The root of the crate.
pub(super) const ROOT: ModuleId = ModuleId(0);

/// The maximum depth of macros that call one another.
const EXPANSIONS: usize = 16;

impl<'a> Tree<'a> {
    /// Reads the modules of a crate.
    pub(super) fn of(files: &Files<'a>) -> Self {
        let mut tree = Self::default();
        tree.add(files, Module::default(), files.content(&[]).unwrap_or_default());
        tree
    }

    pub(super) fn module(&self, id: ModuleId) -> &Module<'a> {
        &self.modules[id.0]
    }

    pub(super) fn item(&self, id: ItemId) -> &(Held<'a>, Conditions) {
        &self.module(id.0).items[id.1]
    }

    fn add(&mut self, files: &Files<'a>, module: Module<'a>, content: Content<'a>) -> ModuleId {
        let id = ModuleId(self.modules.len());
        self.modules.push(module);
        for path in content.uses {
            self.import(id, path);
        }
        let macros = macros(&content.items);
        self.add_items(files, id, content.items, &macros, 0);
        id
    }

    fn add_items(&mut self, files: &Files<'a>, id: ModuleId, items: Vec<Held<'a>>, macros: &Macros, depth: usize) {
        for item in items {
            match &*item {
                Item::Mod(_) => self.add_module(files, id, item),
                Item::Use(item) => self.add_uses(id, item),
                Item::Macro(item) if item.ident.is_none() => {
                    let expansion = self.expand(files, id, &item.mac, macros).filter(|_| depth < EXPANSIONS);
                    self.add_items(files, id, Held::read(expansion.unwrap_or_default()), macros, depth + 1);
                }
                private if is_private_value(private) => {}
                declared => {
                    let Some(conditions) = condition::of(attributes(declared)) else { continue };
                    let module = &mut self.modules[id.0];
                    if let Some(ident) = ident(declared) {
                        module.idents.entry(ident).or_default().push(module.items.len());
                    }
                    module.items.push((item, conditions));
                }
            }
        }
    }

    fn add_module(&mut self, files: &Files<'a>, within: ModuleId, item: Held<'a>) {
        let Item::Mod(syn::ItemMod { attrs, vis, ident, .. }) = &*item else { return };
        let Some(conditions) = condition::of(attrs) else { return };
        let conditions = union(&self.module(within).conditions, &conditions);
        let (name, is_public) = (ident.to_string(), is_public(vis));
        let path: Vec<String> = self.module(within).path.iter().cloned().chain([name.clone()]).collect();
        let content = match item.inner() {
            Some(items) => Some(Content { items, ..Content::default() }),
            None => files.content(&path),
        };
        let Some(content) = content else { return };
        let Some(own) = condition::of(&content.attributes) else { return };
        let conditions = union(&conditions, &own);
        let id = self.add(files, Module { path, parent: Some(within), conditions, ..Module::default() }, content);
        self.modules[within.0].names.entry(name).or_default().push(Name::Module { id, is_public });
    }

    fn add_uses(&mut self, id: ModuleId, item: &syn::ItemUse) {
        let Some(conditions) = condition::of(&item.attrs) else { return };
        let import = Import { path: Vec::new(), is_public: is_public(&item.vis), conditions };
        self.add_use(id, &item.tree, &import);
    }

    fn add_use(&mut self, id: ModuleId, tree: &UseTree, import: &Import) {
        let with = |name: &syn::Ident| {
            let path = if name == "self" {
                import.path.clone()
            } else {
                import.path.iter().cloned().chain([name.to_string()]).collect()
            };
            Import { path, ..import.clone() }
        };
        match tree {
            UseTree::Path(tree) => {
                // A path may begin with `self` or `super`.
                let path = import.path.iter().cloned().chain([tree.ident.to_string()]).collect();
                self.add_use(id, &tree.tree, &Import { path, ..import.clone() });
            }
            UseTree::Name(tree) => {
                let import = with(&tree.ident);
                let name = import.path.last().cloned().unwrap_or_default();
                self.add_name(id, name, import);
            }
            UseTree::Rename(tree) => self.add_name(id, tree.rename.to_string(), with(&tree.ident)),
            UseTree::Glob(_) => self.modules[id.0].globs.push(import.clone()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_use(id, tree, import)),
        }
    }

    /// Adds a private import as a fragment has it: `serde::Serialize`, `crate::a::B as C`.
    fn import(&mut self, id: ModuleId, text: &str) {
        let (path, alias) = text.split_once(" as ").map_or((text, None), |(path, alias)| (path, Some(alias)));
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        let name = alias.map_or_else(|| path.last().cloned().unwrap_or_default(), str::to_owned);
        self.add_name(id, name, Import { path, is_public: false, conditions: Conditions::default() });
    }

    fn add_name(&mut self, id: ModuleId, name: String, import: Import) {
        if name != "_" {
            self.modules[id.0].names.entry(name).or_default().push(Name::Import(import));
        }
    }

    /// Returns the items that a macro of the crate gives at this place.
    fn expand(&self, files: &Files<'_>, id: ModuleId, call: &syn::Macro, macros: &Macros) -> Option<Vec<Item>> {
        let name = call.path.segments.last()?.ident.to_string();
        let imported = || {
            let names = self.module(id).names.get(&name)?;
            names.iter().find_map(|import| match import {
                // The macro's last segment is its name, the one before its module.
                Name::Import(import) => files.macro_at(&import.path),
                Name::Module { .. } => None,
            })
        };
        let rules = macros.get(&name).cloned().or_else(imported)?;
        rules.items(&call.tokens)
    }
}

/// Returns the visibility of an item that has one.
pub(super) fn visibility(item: &Item) -> Option<&Visibility> {
    head(item).map(|(_, visibility, _)| visibility)
}

/// Returns the attributes of an item of a module.
pub(super) fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        item => head(item).map_or(&[], |(attributes, ..)| attributes),
    }
}
