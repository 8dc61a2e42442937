//! Types in public signatures of the generated crate have public paths.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen::{Files, generate};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{ImplItem, Item, TraitItem, Type, UseTree, Visibility};

/// A path from the crate's root: `["runtime", "integer", "Integer"]`.
type Names = Vec<String>;

/// The items of all modules, and their imports.
#[derive(Default)]
struct Sources {
    modules: BTreeMap<Names, Vec<Item>>,
    imports: BTreeMap<Names, BTreeMap<String, Names>>,
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn ident(item: &Item) -> Option<(&syn::Ident, &Visibility)> {
    Some(match item {
        Item::Struct(item) => (&item.ident, &item.vis),
        Item::Enum(item) => (&item.ident, &item.vis),
        Item::Trait(item) => (&item.ident, &item.vis),
        Item::Type(item) => (&item.ident, &item.vis),
        Item::Fn(item) => (&item.sig.ident, &item.vis),
        Item::Const(item) => (&item.ident, &item.vis),
        Item::Static(item) => (&item.ident, &item.vis),
        _ => return None,
    })
}

/// Collects the imports of a `use` by the name in scope.
fn leaves(tree: &UseTree, before: &Names, found: &mut BTreeMap<String, Names>) {
    let join = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Names>();
    match tree {
        UseTree::Path(path) => leaves(&path.tree, &join(&path.ident), found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, before, found)),
        UseTree::Name(name) if name.ident == "self" => {
            found.extend(before.last().map(|last| (last.clone(), before.clone())));
        }
        UseTree::Name(name) => _ = found.insert(name.ident.to_string(), join(&name.ident)),
        UseTree::Rename(rename) => _ = found.insert(rename.rename.to_string(), join(&rename.ident)),
        UseTree::Glob(_) => {}
    }
}

impl Sources {
    fn new(files: &Files) -> Self {
        let mut sources = Self::default();
        for (path, text) in files {
            let Some(path) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
            let module = if path == "lib" { Names::new() } else { path.split('/').map(str::to_owned).collect() };
            sources.add(module, syn::parse_file(text).expect("emitted files are Rust").items);
        }
        sources
    }

    fn add(&mut self, module: Names, items: Vec<Item>) {
        let mut imports = BTreeMap::new();
        for item in &items {
            match item {
                Item::Use(import) => leaves(&import.tree, &Names::new(), &mut imports),
                Item::Mod(inner) => {
                    let path: Names = module.iter().cloned().chain([inner.ident.to_string()]).collect();
                    if let Some((_, items)) = &inner.content {
                        self.add(path, items.clone());
                    }
                }
                _ => {}
            }
        }
        let absolute = imports.into_iter().map(|(name, path)| (name, self.absolute(&module, &path))).collect();
        self.imports.insert(module.clone(), absolute);
        self.modules.entry(module).or_default().extend(items);
    }

    /// Returns a path from the crate's root; one that starts with another package stays as it is.
    fn absolute(&self, module: &Names, path: &[String]) -> Names {
        let mut base = module.clone();
        let mut rest = path;
        match path[0].as_str() {
            "crate" => (base, rest) = (Names::new(), &path[1..]),
            "self" => rest = &path[1..],
            "super" => {
                while rest[0] == "super" {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            _ if !self.declares(module, &path[0]) => base = Names::new(),
            _ => {}
        }
        base.extend_from_slice(rest);
        base
    }

    fn declares(&self, module: &Names, name: &str) -> bool {
        let items = self.modules.get(module).into_iter().flatten();
        let child: Names = module.iter().cloned().chain([name.to_owned()]).collect();
        self.modules.contains_key(&child) || items.filter_map(ident).any(|(ident, _)| ident == name)
    }

    /// Returns the item of the crate that a path in a module names.
    fn resolve(&self, module: &Names, path: &syn::Path) -> Option<Names> {
        let names: Names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let imported = self.imports.get(module).and_then(|imports| imports.get(&names[0]));
        let full = match imported {
            Some(import) => import.iter().chain(&names[1..]).cloned().collect(),
            None => self.absolute(module, &names),
        };
        self.declared(full)
    }

    /// The item of the crate that a path leads to, through whatever imports it.
    fn declared(&self, mut full: Names) -> Option<Names> {
        loop {
            let (name, parent) = full.split_last()?;
            let items = self.modules.get(parent)?;
            if items.iter().filter_map(ident).any(|(ident, _)| ident == name) {
                return Some(full);
            }
            let import = self.imports.get(parent)?.get(name).filter(|import| **import != full)?;
            full.clone_from(import);
        }
    }

    /// Returns all items with a public path.
    fn public(&self) -> BTreeSet<Names> {
        let (mut public, mut open) = (BTreeSet::new(), vec![Names::new()]);
        while let Some(module) = open.pop() {
            let join = |name: &syn::Ident| module.iter().cloned().chain([name.to_string()]).collect::<Names>();
            for item in self.modules.get(&module).into_iter().flatten() {
                match item {
                    Item::Mod(inner) if is_public(&inner.vis) => open.push(join(&inner.ident)),
                    Item::Use(import) if is_public(&import.vis) => {
                        let mut found = BTreeMap::new();
                        leaves(&import.tree, &Names::new(), &mut found);
                        public.extend(found.into_values().map(|path| self.absolute(&module, &path)));
                    }
                    item => public.extend(ident(item).filter(|(_, vis)| is_public(vis)).map(|(ident, _)| join(ident))),
                }
            }
        }
        public
    }
}

/// The paths of types in a signature.
#[derive(Default)]
struct Paths(Vec<syn::Path>);

impl VisitMut for Paths {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        self.0.push(path.clone());
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
    fn visit_block_mut(&mut self, _: &mut syn::Block) {}
    fn visit_expr_mut(&mut self, _: &mut syn::Expr) {}

    /// A restricted path is not part of the public signature.
    fn visit_visibility_mut(&mut self, _: &mut Visibility) {}
}

/// Returns the public signature of an item, without bodies and private fields or methods.
fn signature(item: &Item, is_seen: impl Fn(&syn::Path) -> bool) -> Paths {
    let mut paths = Paths::default();
    match item {
        Item::Struct(item) => item
            .fields
            .iter()
            .filter(|field| is_public(&field.vis))
            .for_each(|field| paths.visit_type_mut(&mut field.ty.clone())),
        Item::Enum(item) => item
            .variants
            .iter()
            .flat_map(|variant| &variant.fields)
            .for_each(|field| paths.visit_type_mut(&mut field.ty.clone())),
        Item::Trait(item) => {
            item.supertraits.iter().for_each(|bound| paths.visit_type_param_bound_mut(&mut bound.clone()));
            for item in &item.items {
                match item {
                    TraitItem::Fn(item) => paths.visit_signature_mut(&mut item.sig.clone()),
                    TraitItem::Const(item) => paths.visit_type_mut(&mut item.ty.clone()),
                    TraitItem::Type(item) => {
                        item.bounds.iter().for_each(|bound| paths.visit_type_param_bound_mut(&mut bound.clone()));
                    }
                    _ => {}
                }
            }
        }
        Item::Type(item) => paths.visit_type_mut(&mut item.ty.clone()),
        Item::Fn(item) => paths.visit_signature_mut(&mut item.sig.clone()),
        Item::Const(item) => paths.visit_type_mut(&mut item.ty.clone()),
        Item::Static(item) => paths.visit_type_mut(&mut item.ty.clone()),
        Item::Impl(item) => {
            let is_of_trait = item.trait_.as_ref().map(|(path, _)| path);
            if is_of_trait.is_some_and(|path| !is_seen(path)) {
                return paths;
            }
            if let Some(path) = is_of_trait {
                paths.visit_path_mut(&mut path.clone());
            }
            for part in &item.items {
                match part {
                    ImplItem::Fn(part) if is_of_trait.is_some() || is_public(&part.vis) => {
                        paths.visit_signature_mut(&mut part.sig.clone());
                    }
                    ImplItem::Const(part) if is_of_trait.is_some() || is_public(&part.vis) => {
                        paths.visit_type_mut(&mut part.ty.clone());
                    }
                    ImplItem::Type(part) => paths.visit_type_mut(&mut part.ty.clone()),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    paths
}

/// The type that a call of `documented!` is about.
fn documented_type(call: &syn::Macro) -> Option<syn::Path> {
    let is_documented = call.path.segments.last().is_some_and(|last| last.ident == "documented");
    let first = call.tokens.clone().into_iter().next().filter(|_| is_documented)?;
    syn::parse_str(&first.to_string()).ok()
}

/// The public signatures of the methods that the macro `documented!` defines.
fn documented_signatures(files: &Files) -> Paths {
    fn methods(tokens: TokenStream, found: &mut Paths) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => methods(group.stream(), found),
                TokenTree::Ident(word) if word == "pub" => {
                    let is_body = |token: &&TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
                    let tokens = tokens[index + 1..].iter().take_while(|token| !is_body(token)).cloned().collect();
                    if let Ok(mut signature) = syn::parse2::<syn::Signature>(tokens) {
                        found.visit_signature_mut(&mut signature);
                    }
                }
                _ => {}
            }
        }
    }
    let mut found = Paths::default();
    if let Some(text) = files.get("src/runtime/validate/documented.rs") {
        for item in syn::parse_file(text).expect("emitted files are Rust").items {
            if let Item::Macro(item) = item {
                methods(item.mac.tokens, &mut found);
            }
        }
    }
    found
}

/// Returns the public signatures that name an item without a public path.
fn unnameable(files: &Files) -> BTreeSet<String> {
    let sources = Sources::new(files);
    let public = sources.public();
    let documented = documented_signatures(files);
    let mut found = BTreeSet::new();
    for (module, items) in &sources.modules {
        for item in items {
            let subject = match item {
                Item::Impl(item) => match &*item.self_ty {
                    Type::Path(path) => sources.resolve(module, &path.path),
                    _ => None,
                },
                Item::Macro(item) => documented_type(&item.mac).and_then(|path| sources.resolve(module, &path)),
                item => ident(item).map(|(ident, _)| module.iter().cloned().chain([ident.to_string()]).collect()),
            };
            let Some(subject) = subject.filter(|subject| public.contains(subject)) else { continue };
            // A private trait has no methods that others can call.
            let is_seen = |path: &syn::Path| sources.resolve(module, path).is_none_or(|path| public.contains(&path));
            let paths = if let Item::Macro(_) = item { &documented } else { &signature(item, is_seen) };
            let hidden =
                paths.0.iter().filter_map(|path| sources.resolve(module, path)).filter(|path| !public.contains(path));
            found.extend(hidden.map(|path| format!("{} in {}", path.join("::"), subject.join("::"))));
        }
    }
    found
}

fn read(folder: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(below).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(folder, &path, files);
        } else {
            let name = path.strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
}

/// The private trait below the trait of payloads, so that no other crate implements that.
const SEAL: &str = "runtime::validate::documented::Documented in event::Payload";

#[test]
fn types_in_public_signatures_are_public() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for catalogue in ["schemas", "tests/fixtures/catalog/twenty", "tests/fixtures/catalog/vendors/base64-envelope"] {
        let (folder, mut schemas) = (workspace.join(catalogue), Files::new());
        read(&folder, &folder, &mut schemas);
        let generated = generate(&schemas).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(unnameable(&generated.files), BTreeSet::from([SEAL.to_owned()]), "{catalogue}");
        assert!(documented_signatures(&generated.files).0.len() >= 8, "the methods of documented types are seen");
        // The same crate, but for what a method of each documented type returns.
        let mut hidden = generated.files.clone();
        let lib = hidden["src/lib.rs"].replace("Violation, Violations", "Violation");
        assert_ne!(lib, hidden.insert("src/lib.rs".to_owned(), lib.clone()).unwrap_or_default());
        let found = unnameable(&hidden);
        assert!(
            found.iter().any(|found| found.contains("violation::Violations in events::")),
            "{catalogue}: {found:?}"
        );
        let public = Sources::new(&generated.files).public();
        let violation = ["runtime", "validate", "violation", "Violation"].map(str::to_owned);
        assert!(public.len() > 20 && public.contains(violation.as_slice()));
    }
}

/// Covers a type, a field, an associated type, a method and a bound of a private module.
#[test]
fn private_types_in_signatures_are_found() {
    let lib = "mod a; pub use a::{B, C};";
    let inner = "use super::d::Hidden; pub struct B { pub x: Vec<Hidden> } pub enum C { X(Hidden) } pub struct Own;
        impl B { pub fn f(&self) -> Option<&Own> { None } fn g(&self) -> Hidden { loop {} } pub(crate) fn h(&self) -> Hidden { loop {} } }
        impl From<Own> for C { fn from(_: Own) -> Self { loop {} } }";
    let files = [("src/lib.rs", lib), ("src/a.rs", inner), ("src/d.rs", "pub struct Hidden;")];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    let found: Vec<String> = unnameable(&files).into_iter().collect();
    assert_eq!(found, ["a::Own in a::B", "a::Own in a::C", "d::Hidden in a::B", "d::Hidden in a::C"]);
}
