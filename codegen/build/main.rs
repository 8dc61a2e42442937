//! Lists the sources of the runtime, so that a new module needs a file and no row in a table, with their items for its public API.

#[path = "../src/api/declaration.rs"]
mod declaration;
#[path = "../src/emit/package/path.rs"]
mod path;
mod words;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::visit_mut::VisitMut;
use syn::{Attribute, Block, Item, parse_quote};

/// The packages that a module may import, besides `serde`, `serde_json` and those of features.
const PACKAGES: [&str; 6] = ["ed25519-dalek", "hmac", "p256", "regex", "sha1", "sha2"];

fn main() -> io::Result<()> {
    // The folder of this run: a copy of the workspace may have compiled this script into the same target folder.
    let sources = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("runtime/src");
    println!("cargo::rerun-if-changed={}", sources.display());
    let (mut folders, mut modules) = (Vec::new(), Vec::new());
    for folder in fs::read_dir(&sources)? {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        folders.push((folder.file_name().display().to_string(), folder.path().with_extension("rs")));
        for file in fs::read_dir(folder.path())? {
            let path = file?.path();
            if let (Some(name), Some("rs")) = (path.file_stem(), path.extension().and_then(|it| it.to_str())) {
                modules.push((format!("{}/{}", folder.file_name().display(), name.display()), path));
            }
        }
    }
    let output = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let (modules, folders) = (read(modules, &output)?, read(folders, &output)?);
    let known: BTreeSet<String> =
        modules.iter().flat_map(|module| &module.items).filter_map(declaration::ident).collect();
    for (file, modules) in [("runtime_folders.rs", folders), ("runtime_modules.rs", modules)] {
        let names: BTreeSet<&str> = modules.iter().map(|module| module.name.as_str()).collect();
        let rows: String = modules.iter().map(|module| module.row(&known, &names)).collect();
        fs::write(output.join(file), format!("&[\n{rows}]"))?;
    }
    Ok(())
}

/// A source of the runtime, with its items as [`declared`] leaves them.
struct Module {
    name: String,
    path: String,
    /// The paths in the code.
    named: Vec<Vec<String>>,
    attributes: Vec<Attribute>,
    items: Vec<Item>,
}

/// Reads sources, and writes them to `output` as a generated crate has them.
fn read(mut sources: Vec<(String, PathBuf)>, output: &Path) -> io::Result<Vec<Module>> {
    sources.sort();
    let module = |(name, path): (String, PathBuf)| {
        let text = fs::read_to_string(&path)?;
        // A generated crate has its macros for itself.
        let text: String = text.split_inclusive('\n').filter(|line| !line.starts_with("#[macro_export]")).collect();
        let path = output.join(format!("{}.rs", name.replace('/', "_")));
        fs::write(&path, &text)?;
        // Documentation is not part of the API.
        let is_code = |line: &&str| !["///", "//!"].iter().any(|mark| line.trim_start().starts_with(mark));
        let code = text.lines().filter(is_code).collect::<Vec<_>>().join("\n");
        let mut named = Vec::new();
        path::paths(code.parse().expect("the runtime is Rust"), &[], &mut named);
        let file = syn::parse_file(&code).expect("the runtime compiles");
        let items = file.items.into_iter().filter_map(declared).collect();
        Ok(Module { name, path: path.display().to_string(), named, attributes: file.attrs, items })
    };
    sources.into_iter().map(module).collect()
}

/// Returns an item without what no program can name: bodies of functions, which are most of a file, and types of private fields. `None` for
/// what is private and no type.
fn declared(mut item: Item) -> Option<Item> {
    match &mut item {
        private if declaration::is_private_value(private) => return None,
        Item::Impl(item) => {
            let is_inherent = item.trait_.is_none();
            item.items.retain(|member| words::is_named(member, is_inherent));
        }
        Item::Struct(item) => {
            let private = item.fields.iter_mut().filter(|field| !declaration::is_public(&field.vis));
            private.for_each(|field| field.ty = parse_quote!(()));
        }
        Item::Macro(item) => item.mac.tokens = without_bodies(item.mac.tokens.clone()),
        _ => {}
    }
    NoBodies.visit_item_mut(&mut item);
    Some(item)
}

struct NoBodies;

impl VisitMut for NoBodies {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.clear();
    }
}

/// Empties the bodies of the functions that a macro writes, braces behind `fn`. A body with a variable stays: the variable may be what the
/// function is repeated for.
fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut is_header = false;
    let emptied = |token: TokenTree| match token {
        TokenTree::Ident(word) => {
            is_header |= word == "fn";
            TokenTree::Ident(word)
        }
        TokenTree::Group(body) if is_header && body.delimiter() == Delimiter::Brace => {
            is_header = false;
            let kept = Some(body.stream()).filter(has_variable).unwrap_or_default();
            TokenTree::Group(Group::new(Delimiter::Brace, kept))
        }
        TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), without_bodies(group.stream()))),
        TokenTree::Punct(mark) => {
            is_header &= mark.as_char() != ';';
            TokenTree::Punct(mark)
        }
        TokenTree::Literal(literal) => TokenTree::Literal(literal),
    };
    tokens.into_iter().map(emptied).collect()
}

fn has_variable(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => has_variable(&group.stream()),
        TokenTree::Punct(mark) => mark.as_char() == '$',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    })
}

impl Module {
    /// Returns the modules that the code names by `super::`, in its own folder or in another one.
    fn imports<'m>(&self, modules: &BTreeSet<&'m str>) -> BTreeSet<&'m str> {
        let (folder, _) = self.name.split_once('/').unwrap_or_default();
        let named = self.named.iter().map(|path| path.iter().map(String::as_str).collect::<Vec<_>>());
        let named = named.filter_map(|path| match path.as_slice() {
            ["super", "super", path @ ..] => Some(path.to_vec()),
            ["super", path @ ..] => Some([&[folder], path].concat()),
            _ => None,
        });
        let module = |path: Vec<&str>| {
            (1..=path.len()).rev().find_map(|length| modules.get(path[..length].join("/").as_str()).copied())
        };
        named.filter_map(module).collect()
    }

    /// Returns the packages whose items the code names.
    fn packages(&self) -> Vec<&'static str> {
        let is_named = |package: &&str| {
            let root = package.replace('-', "_");
            self.named.iter().any(|path| path.first() == Some(&root))
        };
        PACKAGES.into_iter().filter(is_named).collect()
    }

    /// Returns the module as an element of a list of `RuntimeModule`; `known` are the names of the runtime's items, and `modules` all modules.
    fn row(&self, known: &BTreeSet<String>, modules: &BTreeSet<&str>) -> String {
        let Self { name, path, named: _, attributes, items } = self;
        let imports: Vec<&str> = self.imports(modules).into_iter().collect();
        let packages = self.packages();
        let attributes = quote::quote!(#(#attributes)*).to_string();
        let mut declarations = String::new();
        for item in items {
            let is_known = |word: &String| known.contains(word);
            let needed_by: Vec<String> = self.needed_by(item).into_iter().filter(is_known).collect();
            let (declares, text) = (declares(item), quote::quote!(#item).to_string());
            let _ = writeln!(
                declarations,
                "        Declaration {{ declares: Declared::{declares}, needed_by: &{needed_by:?}, text: {text:?} }},"
            );
        }
        format!(
            "    RuntimeModule {{ module: {name:?}, source: include_str!({path:?}), imports: &{imports:?}, packages: &{packages:?}, attributes: {attributes:?}, declarations: &[\n{declarations}    ] }},\n"
        )
    }

    /// Returns the names for which an item is needed; without any, it always is.
    fn needed_by(&self, item: &Item) -> BTreeSet<String> {
        match item {
            // What is implemented for a type or a trait belongs to both.
            Item::Impl(item) => words::words_of(|words| {
                words.visit_type(&item.self_ty);
                item.trait_.iter().for_each(|(path, _)| words.visit_path(path));
            }),
            // The items of a call are in the macro or in its arguments.
            Item::Macro(call) if call.ident.is_none() => {
                let is_its =
                    |other: &&Item| matches!(other, Item::Macro(it) if it.ident.as_ref() == call.mac.path.get_ident());
                let definitions = self.items.iter().filter(is_its);
                words::words(definitions.chain([item]))
            }
            _ => declaration::ident(item).into_iter().collect(),
        }
    }
}

/// Returns what an item declares, as a variant of `Declared`.
fn declares(item: &Item) -> String {
    match item {
        Item::Enum(_) | Item::Struct(_) | Item::Trait(_) | Item::Union(_) => {
            format!("Type({:?})", declaration::ident(item).unwrap_or_default())
        }
        Item::Type(_) => "Alias".to_owned(),
        Item::Macro(call) if call.ident.is_none() => {
            format!("Call({:?})", call.mac.path.get_ident().map(ToString::to_string).unwrap_or_default())
        }
        Item::Macro(definition) => {
            format!("Macro({:?})", definition.ident.as_ref().map(ToString::to_string).unwrap_or_default())
        }
        _ => "Other".to_owned(),
    }
}
