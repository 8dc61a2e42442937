//! The files of a crate: the emitted ones, and the items of the copied runtime that a program can name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

use syn::{Item, UseTree, parse_quote};

use crate::api::declaration::is_public;
use crate::api::macro_rules::Rules;
use crate::emit::package::Sources;
use crate::emit::runtime::{self, Declaration, Declared, RuntimeModule};
use crate::render::RustFile;

/// The reason why the text of a declaration parses.
const PARSED: &str = "the build script has parsed it";

/// The content of a module.
#[derive(Debug, Default)]
pub(super) struct Content<'a> {
    pub(super) uses: Vec<&'a str>,
    pub(super) attributes: Vec<syn::Attribute>,
    pub(super) items: Vec<Held<'a>>,
}

impl<'a> Content<'a> {
    fn of(file: &'a RustFile) -> Self {
        let RustFile { attributes, fragment, .. } = file;
        Self {
            uses: fragment.uses.iter().map(String::as_str).collect(),
            attributes: attributes.clone(),
            items: fragment.items.iter().map(Held::Emitted).collect(),
        }
    }
}

/// An item as it is emitted, or one that is read from the runtime or from the expansion of a macro.
#[derive(Debug)]
pub(super) enum Held<'a> {
    Emitted(&'a Item),
    Read(Box<Item>),
}

impl Deref for Held<'_> {
    type Target = Item;

    fn deref(&self) -> &Item {
        match self {
            Self::Emitted(item) => item,
            Self::Read(item) => item,
        }
    }
}

impl Held<'_> {
    pub(super) fn read(items: Vec<Item>) -> Vec<Self> {
        items.into_iter().map(|item| Self::Read(Box::new(item))).collect()
    }

    /// Returns the items of a module that is written inside of its file.
    pub(super) fn inner(self) -> Option<Vec<Self>> {
        match self {
            Self::Emitted(Item::Mod(item)) => Some(item.content.as_ref()?.1.iter().map(Held::Emitted).collect()),
            Self::Read(item) => match *item {
                Item::Mod(item) => Some(Self::read(item.content?.1)),
                _ => None,
            },
            Self::Emitted(_) => None,
        }
    }
}

/// The macros of a module by name.
pub(super) type Macros = BTreeMap<String, Rc<Rules>>;

pub(super) fn macros(items: &[Held<'_>]) -> Macros {
    let own = items.iter().filter_map(|item| match &**item {
        Item::Macro(item) => Some((item.ident.as_ref()?.to_string(), Rc::new(Rules::new(item.mac.tokens.clone())))),
        _ => None,
    });
    own.collect()
}

/// The files of a crate.
pub(super) struct Files<'a> {
    /// The emitted files by path.
    emitted: &'a BTreeMap<String, RustFile>,
    /// The copied modules of the runtime.
    runtime: &'a BTreeSet<&'static str>,
    /// The names of the runtime that emitted files make public. A program can name nothing else of it.
    pub(super) public: BTreeSet<&'static str>,
    /// The macros of the runtime that were called, by path: each document calls the same one.
    macros: RefCell<BTreeMap<Vec<String>, Option<Rc<Rules>>>>,
}

impl<'a> Files<'a> {
    pub(super) fn of(sources: &'a Sources) -> Self {
        let items = sources.files.values().flat_map(|file| &file.fragment.items);
        Self { emitted: &sources.files, runtime: &sources.runtime, public: public(items), macros: RefCell::default() }
    }

    /// Returns the content of the file of a module.
    pub(super) fn content(&self, path: &[String]) -> Option<Content<'a>> {
        let joined = path.iter().map(|name| name.strip_prefix("r#").unwrap_or(name)).collect::<Vec<_>>().join("/");
        let file = if path.is_empty() { "src/lib.rs".to_owned() } else { format!("src/{joined}.rs") };
        let emitted = self.emitted.get(&file).map(Content::of);
        emitted.or_else(|| self.of_runtime(joined.strip_prefix("runtime/")?))
    }

    /// Returns the needed items of a copied module of the runtime, or the modules of a folder of the runtime.
    fn of_runtime(&self, module: &str) -> Option<Content<'a>> {
        if self.runtime.contains(module) {
            let RuntimeModule { attributes, declarations, .. } = runtime::find(module)?;
            let (needed, others): (Vec<&Declaration>, Vec<&Declaration>) =
                declarations.iter().partition(|declaration| self.needs(declaration));
            let is_called = |other: &&&Declaration| {
                let Declared::Macro(name) = other.declares else { return false };
                needed.iter().any(|declaration| declaration.declares == Declared::Call(name))
            };
            let mut text = (*attributes).to_owned();
            others.iter().filter(is_called).chain(&needed).for_each(|declaration| text.push_str(declaration.text));
            let syn::File { attrs, mut items, .. } = syn::parse_file(&text).expect(PARSED);
            items.extend(others.iter().filter_map(|declaration| match declaration.declares {
                Declared::Type(name) => Some(stand_in(name)),
                Declared::Alias | Declared::Macro(_) | Declared::Call(_) | Declared::Other => None,
            }));
            return Some(Content { uses: Vec::new(), attributes: attrs, items: Held::read(items) });
        }
        let folder = format!("{module}/");
        let modules = self.runtime.iter().filter_map(|known| known.strip_prefix(folder.as_str()));
        let items = Held::read(modules.map(module_item).collect());
        (!items.is_empty()).then(|| Content { items, ..Content::default() })
    }

    /// Returns true if a declaration may belong to an item that a program can name, or is an alias.
    fn needs(&self, declaration: &Declaration) -> bool {
        let Declaration { declares, needed_by, .. } = declaration;
        *declares == Declared::Alias || needed_by.is_empty() || needed_by.iter().any(|name| self.public.contains(name))
    }

    /// Returns the rules of a macro of the runtime by its path.
    pub(super) fn macro_at(&self, path: &[String]) -> Option<Rc<Rules>> {
        let read = || {
            let (name, module) = path.split_last()?;
            let module = module.strip_prefix(&["crate".to_owned(), "runtime".to_owned()])?.join("/");
            let module = runtime::find(&module).filter(|module| self.runtime.contains(module.module))?;
            let is_it = |it: &&Declaration| matches!(it.declares, Declared::Macro(declared) if declared == name);
            let of_name = module.declarations.iter().filter(is_it);
            let items = of_name.flat_map(|it| syn::parse_file(it.text).expect(PARSED).items);
            macros(&Held::read(items.collect())).remove(name)
        };
        self.macros.borrow_mut().entry(path.to_vec()).or_insert_with(read).clone()
    }
}

fn module_item(name: &str) -> Item {
    let ident = syn::parse_str::<syn::Ident>(name).expect("the runtime's modules are identifiers");
    parse_quote!(pub mod #ident;)
}

/// Returns a private type with that name, in place of a type that no program can name.
fn stand_in(name: &str) -> Item {
    let ident = syn::Ident::new(name, proc_macro2::Span::call_site());
    parse_quote!(struct #ident;)
}

/// Returns the names of the runtime that emitted items make public.
fn public<'i>(items: impl Iterator<Item = &'i Item>) -> BTreeSet<&'static str> {
    let mut exports = Exports::default();
    items.for_each(|item| exports.item(item));
    names().filter(|name| exports.has_all || exports.names.contains(*name)).collect()
}

/// Returns the names of the runtime for which a declaration is needed.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let declarations = runtime::RUNTIME.iter().flat_map(|module| module.declarations);
    declarations.flat_map(|declaration| declaration.needed_by).copied()
}

/// The names of public imports.
#[derive(Default)]
struct Exports {
    names: BTreeSet<String>,
    /// True if one imports all names of a module.
    has_all: bool,
}

impl Exports {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Use(import) if is_public(&import.vis) => self.tree(&import.tree),
            Item::Mod(module) => module.content.iter().flat_map(|(_, items)| items).for_each(|item| self.item(item)),
            _ => {}
        }
    }

    fn tree(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.tree(&path.tree),
            UseTree::Name(name) => _ = self.names.insert(name.ident.to_string()),
            UseTree::Rename(renamed) => _ = self.names.insert(renamed.ident.to_string()),
            UseTree::Glob(_) => self.has_all = true,
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree)),
        }
    }
}
