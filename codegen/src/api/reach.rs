//! The paths by which a program can name the items of a crate.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use syn::Item;

use crate::api::condition::{self, union};
use crate::api::declaration::{ident, is_public};
use crate::api::item::Conditions;
use crate::api::resolve::{Found, resolve};
use crate::api::tree::{Import, ItemId, ModuleId, Name, ROOT, Tree, attributes, visibility};

/// The paths of everything that a program can name.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// The paths of each module, except for the root.
    pub(super) modules: BTreeMap<ModuleId, BTreeSet<Named>>,
    /// The paths of each item.
    pub(super) items: BTreeMap<ItemId, BTreeSet<Named>>,
    /// The paths of other packages' items, each with the path in its package.
    pub(super) foreign: BTreeSet<(Named, Vec<String>)>,
    /// The meanings of paths in each module, as far as they were asked for.
    meanings: RefCell<BTreeMap<ModuleId, Meanings>>,
    /// The spelled paths of each module, as far as they were asked for: by the path, and true if it begins with `::`.
    spelled: RefCell<BTreeMap<ModuleId, [HashMap<String, Spelled>; 2]>>,
}

type Meanings = BTreeMap<Vec<String>, Vec<Found>>;

/// A path without arguments as an API spells it.
#[derive(Clone, Debug)]
pub(super) struct Spelled {
    pub(super) text: Rc<str>,
    /// True if it means an alias that no program can name. The aliased type is then spelled in its place.
    pub(super) is_hidden_alias: bool,
}

/// A path with its conditions. The shortest is first in order, of those with the fewest conditions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    /// The number of conditions, then that of segments.
    rank: (usize, usize),
    pub(super) path: Vec<String>,
    pub(super) conditions: Conditions,
    /// The path as text.
    pub(super) text: Arc<str>,
}

impl Named {
    fn new(path: Vec<String>, conditions: Conditions) -> Self {
        Self { rank: (conditions.len(), path.len()), text: path.join("::").into(), path, conditions }
    }
}

impl Reach {
    /// Walks through all public modules and imports.
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut walk = Walk { tree, reach: Self::default(), open: Vec::new() };
        walk.module(ROOT, &[], &Conditions::default());
        walk.macros();
        walk.reach
    }

    /// Returns everything that a path means in a module. The result is kept, because many types name the same paths.
    pub(super) fn meanings(&self, tree: &Tree<'_>, from: ModuleId, path: &[String]) -> Vec<Found> {
        let mut known = self.meanings.borrow_mut();
        let known = known.entry(from).or_default();
        if let Some(found) = known.get(path) {
            return found.clone();
        }
        let found = resolve(tree, from, path);
        known.insert(path.to_vec(), found.clone());
        found
    }

    /// Returns the spelled path; `spell` is called once for each path of a module.
    pub(super) fn spelled(
        &self,
        from: ModuleId,
        path: &str,
        is_global: bool,
        spell: impl FnOnce() -> Spelled,
    ) -> Spelled {
        let known = |all: &BTreeMap<ModuleId, [HashMap<String, Spelled>; 2]>| {
            all.get(&from).and_then(|known| known[usize::from(is_global)].get(path)).cloned()
        };
        if let Some(found) = known(&self.spelled.borrow()) {
            return found;
        }
        let found = spell();
        let mut all = self.spelled.borrow_mut();
        all.entry(from).or_default()[usize::from(is_global)].insert(path.to_owned(), found.clone());
        found
    }

    /// Returns the shortest path of an item, if a program can name it.
    pub(super) fn shortest(&self, id: ItemId) -> Option<&Named> {
        self.items.get(&id)?.first()
    }
}

struct Walk<'a> {
    tree: &'a Tree<'a>,
    reach: Reach,
    /// The modules around the current one, to detect cycles.
    open: Vec<ModuleId>,
}

impl Walk<'_> {
    /// Records what a module makes public, under the path by which it was reached.
    fn module(&mut self, id: ModuleId, path: &[String], conditions: &Conditions) {
        if self.open.contains(&id) {
            return;
        }
        self.open.push(id);
        let tree = self.tree;
        let module = tree.module(id);
        for (index, (item, own)) in module.items.iter().enumerate() {
            if visibility(item).is_some_and(is_public)
                && let Some(name) = ident(item)
            {
                self.item(ItemId(id, index), join(path, &name), &union(conditions, own));
            }
        }
        for (name, meanings) in &module.names {
            for meaning in meanings {
                match meaning {
                    Name::Module { id, is_public: true } => self.submodule(*id, &join(path, name), conditions),
                    Name::Import(import) if import.is_public => self.import(id, import, &join(path, name), conditions),
                    Name::Module { .. } | Name::Import(_) => {}
                }
            }
        }
        for glob in module.globs.iter().filter(|glob| glob.is_public) {
            for target in resolve(tree, id, &glob.path) {
                if let Found::Module(target) = target {
                    self.module(target, path, &union(conditions, &glob.conditions));
                }
            }
        }
        self.open.pop();
    }

    fn submodule(&mut self, id: ModuleId, path: &[String], conditions: &Conditions) {
        let conditions = union(conditions, &self.tree.module(id).conditions);
        self.reach.modules.entry(id).or_default().insert(Named::new(path.to_vec(), conditions.clone()));
        self.module(id, path, &conditions);
    }

    fn item(&mut self, id: ItemId, path: Vec<String>, conditions: &Conditions) {
        let conditions = union(conditions, &self.tree.module(id.0).conditions);
        self.reach.items.entry(id).or_default().insert(Named::new(path, conditions));
    }

    fn import(&mut self, within: ModuleId, import: &Import, path: &[String], conditions: &Conditions) {
        let conditions = union(conditions, &import.conditions);
        for found in resolve(self.tree, within, &import.path) {
            match found {
                Found::Module(id) => self.submodule(id, path, &conditions),
                Found::Item(id) => {
                    let (item, own) = self.tree.item(id);
                    if visibility(item).is_some_and(is_public) {
                        self.item(id, path.to_vec(), &union(&conditions, own));
                    }
                }
                Found::Foreign(target) => {
                    self.reach.foreign.insert((Named::new(path.to_vec(), conditions.clone()), target));
                }
            }
        }
    }

    /// Records the macros that stand at the crate's root, wherever they are defined.
    fn macros(&mut self) {
        for (module, content) in self.tree.modules.iter().enumerate() {
            for (index, (item, own)) in content.items.iter().enumerate() {
                if matches!(**item, Item::Macro(_))
                    && condition::has(attributes(item), "macro_export")
                    && let Some(name) = ident(item)
                {
                    self.item(ItemId(ModuleId(module), index), vec![name], own);
                }
            }
        }
    }
}

fn join(path: &[String], name: &str) -> Vec<String> {
    path.iter().cloned().chain([name.to_owned()]).collect()
}
