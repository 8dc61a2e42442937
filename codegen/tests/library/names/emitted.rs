//! The law of emitted names: whatever the events are called, no two items of a file have one name.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use codegen::emit::runtime::RUNTIME;
use codegen::{Files, generate};
use serde_json::json;
use syn::{Item, UseTree};

/// Names of packages.
const PACKAGES: [&str; 7] = ["alloc", "core", "regex", "schemars", "serde", "serde_json", "std"];

/// Names of emitted modules, and of what emitted files import.
const OTHERS: [&str; 9] =
    ["checks", "documented", "event", "events", "receiver", "runtime", "shared", "testing", "value"];

/// Returns a catalogue with an event of each name, whose schemas share validators that import modules of the runtime.
fn catalogue(names: &BTreeSet<&str>) -> Files {
    let text = json!({ "type": "string", "format": "email", "maxLength": 9 });
    let list = json!({ "type": "array", "items": text, "uniqueItems": true });
    let members = json!({ "at": { "type": "string", "format": "date-time" }, "list": list, "one": { "enum": [[1]] } });
    let schema = json!({ "type": "object", "properties": members, "required": ["at"] }).to_string();
    let mut catalog = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[event]\nheader = \"X-Event\"\n\n[signature]\n\
                       header = \"X-Sig\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n"
        .to_owned();
    let mut files = Files::new();
    for name in names {
        let _ = write!(catalog, "\n[[events]]\nname = \"{name}\"\nschema = \"{name}.schema.json\"\n");
        files.insert(format!("{name}.schema.json"), schema.clone());
    }
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

/// Collects the names of imported modules and types. A macro has the name of its module.
fn imported(tree: &UseTree, above: &str, found: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => imported(&path.tree, &path.ident.to_string(), found),
        UseTree::Name(name) if name.ident == "self" => found.push(above.to_owned()),
        UseTree::Name(name) if name.ident == above => {}
        UseTree::Name(name) => found.push(name.ident.to_string()),
        UseTree::Rename(renamed) if renamed.rename == "_" => {}
        UseTree::Rename(renamed) => found.push(renamed.rename.to_string()),
        UseTree::Glob(_) => {}
        UseTree::Group(group) => group.items.iter().for_each(|tree| imported(tree, above, found)),
    }
}

/// Returns the package of an import.
fn package(item: &Item) -> Option<String> {
    let Item::Use(syn::ItemUse { tree: UseTree::Path(path), .. }) = item else { return None };
    Some(path.ident.to_string()).filter(|name| PACKAGES.contains(&name.as_str()))
}

/// Returns the names that an item gives to modules and types.
fn named(item: &Item) -> Vec<String> {
    match item {
        Item::Mod(it) => vec![it.ident.to_string()],
        Item::Struct(it) => vec![it.ident.to_string()],
        Item::Enum(it) => vec![it.ident.to_string()],
        Item::Trait(it) => vec![it.ident.to_string()],
        Item::Type(it) => vec![it.ident.to_string()],
        Item::Use(it) => {
            let mut found = Vec::new();
            imported(&it.tree, "", &mut found);
            found
        }
        _ => Vec::new(),
    }
}

#[test]
fn events_may_be_called_like_modules() {
    let modules = RUNTIME.iter().flat_map(|module| module.module.split('/'));
    let names: BTreeSet<&str> = modules.chain(PACKAGES).chain(OTHERS).collect();
    assert!(names.len() > 100, "{names:?}");
    let generated = generate(&catalogue(&names)).unwrap_or_else(|found| panic!("{found}"));
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|extension| extension == "rs");
    let is_emitted = |path: &str| is_rust(path) && !path.starts_with("src/runtime");
    let mut imports = 0;
    for (path, text) in generated.files.iter().filter(|(path, _)| is_emitted(path)) {
        let file = syn::parse_file(text).unwrap_or_else(|why| panic!("{path}: {why}"));
        let mut known = BTreeSet::new();
        for name in file.items.iter().flat_map(named) {
            imports += usize::from(path == "src/checks.rs");
            assert!(known.insert(name.clone()), "{path} has two items `{name}`");
        }
        // A module shadows a package with which a path begins.
        let packages: BTreeSet<String> = file.items.iter().filter_map(package).collect();
        let shadows = |item: &Item| matches!(item, Item::Mod(it) if packages.contains(&it.ident.to_string()));
        assert!(!file.items.iter().any(shadows), "{path} has a module of {packages:?}");
    }
    assert!(imports > names.len() + 10, "the shared validators import modules");
}
