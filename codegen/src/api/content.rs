//! The files of a crate: emitted ones as they are, and what a program can name of the copied runtime.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

use syn::{Item, parse_quote};

use crate::api::declaration;
use crate::api::macro_rules::Rules;
use crate::emit::package::Sources;
use crate::emit::runtime::{self, Declaration, RuntimeModule};
use crate::render::RustFile;
use crate::render::fragment::Fragment;

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
    /// The names of the runtime that emitted files mention, and those that these need.
    pub(super) needed: BTreeSet<&'static str>,
    /// The macros of the runtime that were called, by path: each document calls the same one.
    macros: RefCell<BTreeMap<Vec<String>, Option<Rc<Rules>>>>,
}

impl<'a> Files<'a> {
    pub(super) fn of(sources: &'a Sources) -> Self {
        let needed = needed(&sources.runtime, sources.files.values().map(|file| &file.fragment));
        Self { emitted: &sources.files, runtime: &sources.runtime, needed, macros: RefCell::default() }
    }

    /// Returns the content of the file of a module.
    pub(super) fn content(&self, path: &[String]) -> Option<Content<'a>> {
        let joined = path.iter().map(|name| name.strip_prefix("r#").unwrap_or(name)).collect::<Vec<_>>().join("/");
        let file = if path.is_empty() { "src/lib.rs".to_owned() } else { format!("src/{joined}.rs") };
        let emitted = self.emitted.get(&file).map(Content::of);
        emitted.or_else(|| self.of_runtime(joined.strip_prefix("runtime/")?))
    }

    /// Returns what is needed of a copied module of the runtime, or the modules of a folder of such.
    fn of_runtime(&self, module: &str) -> Option<Content<'a>> {
        if self.runtime.contains(module) {
            let RuntimeModule { attributes, declarations, .. } = runtime::find(module)?;
            let mut text = (*attributes).to_owned();
            for declaration in declarations.iter().filter(|declaration| is_needed(declaration, &self.needed)) {
                text.push_str(declaration.text);
            }
            let file = syn::parse_file(&text).expect(PARSED);
            return Some(Content { uses: Vec::new(), attributes: file.attrs, items: Held::read(file.items) });
        }
        let folder = format!("{module}/");
        let modules = self.runtime.iter().filter_map(|known| known.strip_prefix(folder.as_str()));
        let items = Held::read(modules.map(module_item).collect());
        (!items.is_empty()).then(|| Content { items, ..Content::default() })
    }

    /// Returns the rules of a macro of the runtime by its path.
    pub(super) fn macro_at(&self, path: &[String]) -> Option<Rc<Rules>> {
        let read = || {
            let (name, module) = path.split_last()?;
            let module = module.strip_prefix(&["crate".to_owned(), "runtime".to_owned()])?.join("/");
            let module = runtime::find(&module).filter(|module| self.runtime.contains(module.module))?;
            let of_name = module.declarations.iter().filter(|it| it.needed_by == [name.as_str()]);
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

fn is_needed(declaration: &Declaration, names: &BTreeSet<&str>) -> bool {
    declaration.needed_by.is_empty() || declaration.needed_by.iter().any(|name| names.contains(name))
}

/// Returns the names of the runtime that the emitted files mention, with all that their declarations mention.
///
/// A program can name nothing else of the runtime, and most of its sources need not be parsed.
fn needed<'c>(
    runtime: &BTreeSet<&'static str>,
    emitted: impl Iterator<Item = &'c Fragment> + Clone,
) -> BTreeSet<&'static str> {
    let items = emitted.clone().flat_map(|fragment| &fragment.items);
    let words = declaration::words(items);
    let imports = emitted.flat_map(|fragment| &fragment.uses);
    let imported: BTreeSet<&str> = imports.flat_map(|path| path.split("::").flat_map(|part| part.split(' '))).collect();
    let is_mentioned =
        |name: &&str| words.contains(*name) || imported.contains(name) || words.contains(declaration::ALL);

    let modules = runtime.iter().filter_map(|module| runtime::find(module));
    let mut waiting: Vec<&Declaration> = modules.flat_map(|module| module.declarations).collect();
    let names = waiting.iter().flat_map(|declaration| declaration.needed_by);
    let mut needed: BTreeSet<&'static str> = names.copied().filter(is_mentioned).collect();
    loop {
        let (found, others): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|declaration| is_needed(declaration, &needed));
        if found.is_empty() {
            return needed;
        }
        needed.extend(found.iter().flat_map(|declaration: &&Declaration| declaration.mentions));
        waiting = others;
    }
}
