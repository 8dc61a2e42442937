//! The law of additive changes: an addition renames and removes nothing.
//!
//! For single schemas the names are those of the shapes; for catalogues, the public items of the emitted files.

mod additions;
mod branches;
mod emitted;
mod keys;
mod order;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use additions::Additions;
use codegen::api::{Api, Cost, Difference, compare};
use codegen::emit::types;
use codegen::emit::types::Settings;
use codegen::emit::types::shape::{Kind, Shapes};
use codegen::load::unreleased;
use codegen::source::location::Source;
use codegen::{Edition, Files, SchemaOptions, generate, model_of};
use serde_json::Value;
use syn::{Fields, ImplItem, Item, UseTree, Visibility};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads all files below a folder by relative path.
fn folder(root: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let (Ok(name), Ok(text)) = (path.strip_prefix(root), fs::read_to_string(&path)) {
                files.insert(name.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    files
}

/// Reads the schemas of the fixtures, and of the corpus if it is present.
fn schemas() -> Vec<(String, Value)> {
    let fixtures = folder(&workspace().join("tests/fixtures/schema"));
    let corpus = folder(&workspace().join("../shared/corpus"));
    let read = |(path, text): (String, String)| {
        let is_schema = path.ends_with("schema.json");
        is_schema.then(|| (path.clone(), serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))))
    };
    fixtures.into_iter().chain(corpus).filter_map(read).collect()
}

/// Returns the public names of a schema's types, fields and variants.
fn names(schema: &Value) -> Option<BTreeSet<String>> {
    names_of(&schema.to_string())
}

fn names_of(schema: &str) -> Option<BTreeSet<String>> {
    let source = Source::new("thing.schema.json", schema.to_owned());
    let (model, _) = model_of(&source, &SchemaOptions::new("Thing")).ok()?;
    Some(of_shapes(&types::shape(&model, &Settings::default())))
}

fn of_shapes(shapes: &Shapes) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for definition in &shapes.definitions {
        let ident = &definition.ident;
        let parts: Vec<&String> = match &definition.kind {
            Kind::Struct(it) => it.members.iter().map(|member| &member.ident).collect(),
            Kind::Enum(symbols) => symbols.iter().map(|symbol| &symbol.ident).collect(),
            Kind::Union(variants) => variants.iter().map(|variant| &variant.ident).collect(),
            Kind::Sequence(it) => it.elements.iter().map(|element| &element.ident).collect(),
            Kind::Newtype(_) => Vec::new(),
        };
        assert!(names.insert(ident.clone()), "two types are called {ident}");
        for part in parts {
            assert!(names.insert(format!("{ident}::{part}")), "two parts of {ident} are called {part}");
        }
    }
    names
}

/// Returns the names that an addition has removed.
fn removed(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    before.difference(after).cloned().collect()
}

/// Returns the number of additions to each schema; set `ADDITIONS=10000` for all.
fn most(schema: &Value) -> usize {
    let is_large = schema.to_string().len() > 30_000;
    let asked = std::env::var("ADDITIONS").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(if is_large { 2 } else { 14 })
}

/// Returns true for an addition to one way of a condition whose ways have one type, for a member of a branch that requires none, and for a
/// string of a branch that only its listed strings tell apart: see the border in `shape/naming.rs`.
fn is_border(path: &str, what: &str) -> bool {
    match path {
        "conditions-without-effect.schema.json" => ["/if/", "/then/", "/else/"].iter().any(|way| what.contains(way)),
        "branches-without-required-members.schema.json" => what.contains(" at /properties/notify/oneOf/"),
        "members-of-all-variants.schema.json" => what.contains(" at /oneOf/1/properties/action/enum"),
        "tagged-union.schema.json" => what.contains(" at /oneOf/2/properties/kind/enum"),
        _ => false,
    }
}

#[test]
fn additions_to_a_schema_rename_nothing() {
    let mut found = Vec::new();
    let mut count = 0;
    for (path, schema) in schemas() {
        let Some(before) = names(&schema) else { continue };
        for (what, changed) in Additions::of(&schema).take_evenly(most(&schema)) {
            let Some(after) = names(&changed) else { continue };
            count += 1;
            let lost = removed(&before, &after);
            if !lost.is_empty() && !is_border(&path, &what) {
                found.push(format!("{path}: {what}: {}", lost.join(", ")));
            }
        }
    }
    assert!(count > 400, "{count} additions");
    assert!(found.is_empty(), "{} of {count} additions take names away\n{}", found.len(), found.join("\n"));
}

pub(crate) fn edition(files: &Files) -> Edition {
    Edition::read(files).unwrap_or_else(|findings| panic!("{findings}"))
}

/// Returns the differences of two APIs that programs may notice.
fn breaking(old: &Api, new: &Api) -> Vec<Difference> {
    compare(old, new).into_iter().filter(|difference| difference.cost() == Cost::Major).collect()
}

/// Returns a catalogue with a payload and a plain document of one schema each.
fn catalogue(schema: &Value) -> Files {
    let catalog = "[crate]\nname = \"acme-hooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n".to_owned()
        + &entry("events", "thing.sent", "thing.schema.json")
        + &entry("schemas", "plain", "plain.schema.json");
    let schemas = ["thing.schema.json", "plain.schema.json"].map(|path| (path.to_owned(), schema.to_string()));
    schemas.into_iter().chain([("catalog.toml".to_owned(), catalog)]).collect()
}

#[test]
fn additions_to_a_schema_break_no_program() {
    let mut found = Vec::new();
    let mut count = 0;
    for (path, schema) in schemas().into_iter().filter(|(_, schema)| schema.to_string().len() < 10_000) {
        let Ok(before) = Edition::read(&catalogue(&schema)) else { continue };
        for (what, changed) in Additions::of(&schema).take_evenly(1) {
            let Ok(after) = Edition::read(&catalogue(&changed)) else { continue };
            count += 1;
            let breaking = breaking(before.api(), after.api());
            found.extend(breaking.iter().map(|it| format!("{path}: {what}: {} {:?}", it.path, it.rule)));
        }
    }
    assert!(count > 40, "{count} additions");
    assert!(found.is_empty(), "{} differences of {count} additions\n{}", found.len(), found.join("\n"));
}

/// Returns the public items of a crate by path.
fn public(input: &Files) -> BTreeSet<String> {
    let output = generate(input).unwrap_or_else(|findings| panic!("{findings}")).files;
    let mut names = BTreeSet::new();
    for (path, text) in output.iter().filter(|(path, _)| !path.starts_with("src/runtime")) {
        let Some(module) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        let module = if module == "lib" { "crate".to_owned() } else { format!("crate::{}", module.replace('/', "::")) };
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        items(&file.items, &module, &mut names);
    }
    names
}

fn items(all: &[Item], module: &str, names: &mut BTreeSet<String>) {
    for item in all {
        match item {
            Item::Struct(it) if is_public(&it.vis) => {
                names.insert(format!("{module}::{}", it.ident));
                fields(&it.fields, &format!("{module}::{}", it.ident), names);
            }
            Item::Enum(it) if is_public(&it.vis) => {
                names.insert(format!("{module}::{}", it.ident));
                names.extend(it.variants.iter().map(|variant| format!("{module}::{}::{}", it.ident, variant.ident)));
            }
            Item::Const(it) if is_public(&it.vis) => _ = names.insert(format!("{module}::{}", it.ident)),
            Item::Trait(it) if is_public(&it.vis) => _ = names.insert(format!("{module}::{}", it.ident)),
            Item::Type(it) if is_public(&it.vis) => _ = names.insert(format!("{module}::{}", it.ident)),
            Item::Fn(it) if is_public(&it.vis) => _ = names.insert(format!("{module}::{}", it.sig.ident)),
            Item::Use(it) if is_public(&it.vis) => exports(&it.tree, module, names),
            Item::Mod(it) if is_public(&it.vis) => {
                let module = format!("{module}::{}", it.ident);
                names.insert(module.clone());
                items(it.content.as_ref().map_or(&[], |(_, items)| items), &module, names);
            }
            Item::Impl(it) if it.trait_.is_none() => {
                let syn::Type::Path(subject) = &*it.self_ty else { continue };
                let subject = subject.path.segments.last().expect("a path has a segment").ident.to_string();
                names.extend(it.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(it) if is_public(&it.vis) => Some(format!("{module}::{subject}::{}", it.sig.ident)),
                    ImplItem::Const(it) if is_public(&it.vis) => Some(format!("{module}::{subject}::{}", it.ident)),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
}

fn fields(fields: &Fields, at: &str, names: &mut BTreeSet<String>) {
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
        let ident = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
        names.insert(format!("{at}::{ident}"));
    }
}

fn exports(tree: &UseTree, module: &str, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => exports(&path.tree, module, names),
        UseTree::Name(name) => _ = names.insert(format!("{module}::{}", name.ident)),
        UseTree::Rename(renamed) => _ = names.insert(format!("{module}::{}", renamed.rename)),
        UseTree::Group(group) => group.items.iter().for_each(|tree| exports(tree, module, names)),
        UseTree::Glob(_) => {}
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Reads the catalogues of the fixtures, and the documented one.
pub(crate) fn catalogs() -> Vec<(String, Files)> {
    let fixtures = workspace().join("tests/fixtures/catalog");
    let vendors = fs::read_dir(fixtures.join("vendors")).expect("the fixtures are there").flatten();
    let mut folders: Vec<PathBuf> = vendors.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.push(fixtures.join("twenty"));
    folders.push(workspace().join("schemas"));
    // A catalogue may stand beside the input of its last release.
    let catalogue = |path: PathBuf| (path.display().to_string(), unreleased(&folder(&path)));
    folders.into_iter().map(catalogue).collect()
}

/// Frees the members that name events: a second event may then have the schema of another.
fn with_free_names((path, mut files): (String, Files)) -> (String, Files) {
    let catalog = files["catalog.toml"].clone();
    for (_, text) in files.iter_mut().filter(|(path, _)| path.ends_with(".schema.json")) {
        let mut schema: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"));
        let mut open = vec![&mut schema];
        while let Some(value) = open.pop() {
            let is_name = |name: &str| catalog.contains(&format!("name = \"{name}\""));
            if value["const"].as_str().is_some_and(is_name) {
                *value = serde_json::json!({ "type": "string" });
            } else if let Some(members) = value.as_object_mut() {
                open.extend(members.values_mut().filter(|member| member.is_object()));
            }
        }
        *text = schema.to_string();
    }
    (path, files)
}

/// Adds an entry at the beginning, in the middle, and at the end of the catalogue's events.
fn with_event(files: &Files, entry: &str) -> Vec<Files> {
    let catalog = &files["catalog.toml"];
    let starts: Vec<usize> = catalog.match_indices("\n[[events]]\n").map(|(start, _)| start).collect();
    let places = [starts[0], starts[starts.len() / 2], catalog.len()];
    let insert = |place: usize| {
        let mut files = files.clone();
        let (before, behind) = catalog.split_at(place);
        files.insert("catalog.toml".to_owned(), format!("{before}\n{entry}\n{behind}"));
        // An envelope with an enumeration of events has to list the new one.
        if let Some(text) = files.get_mut("envelope.schema.json") {
            let mut schema: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"));
            let members = schema["properties"].as_object_mut().into_iter().flatten();
            for names in members.filter_map(|(_, member)| member.get_mut("enum")?.as_array_mut()) {
                names.push("aaa.added".into());
            }
            *text = schema.to_string();
        }
        files
    };
    places.into_iter().map(insert).collect()
}

fn entry(table: &str, name: &str, schema: &str) -> String {
    format!("[[{table}]]\nname = \"{name}\"\nschema = \"{schema}\"\n")
}

/// Asserts that the crates of the changed catalogues have all names of the original one: by their APIs, and for one of them by its files.
fn assert_kept(original: &Original, what: &str, changed: &[Files]) {
    let Original { path, edition: before, names } = original;
    for (index, changed) in changed.iter().enumerate() {
        let found = breaking(before.api(), edition(changed).api());
        assert!(found.is_empty(), "{path}: {what} at place {index} is a major change: {found:#?}");
    }
    let first = changed.first().expect("something has changed");
    let lost = removed(names, &public(first));
    assert!(lost.is_empty(), "{path}: {what} takes away {lost:#?}");
}

/// A catalogue before an addition.
struct Original {
    path: String,
    edition: Edition,
    /// The public items of its crate.
    names: BTreeSet<String>,
}

#[test]
fn an_added_event_renames_nothing() {
    for (path, files) in catalogs().into_iter().map(with_free_names) {
        let original = Original { path, edition: edition(&files), names: public(&files) };
        let mut more = files.clone();
        more.insert("aaa.added.schema.json".to_owned(), referring_to_everything(&files).to_string());
        let changed = with_event(&more, &entry("events", "aaa.added", "aaa.added.schema.json"));
        assert_kept(&original, "an event", &changed);
        let mut schemas =
            files["catalog.toml"].lines().filter_map(|line| line.strip_prefix("schema = \"")?.strip_suffix('"'));
        let schema = schemas.next_back().expect("it has an event").to_owned();
        let changed = with_event(&files, &entry("events", "aaa.added", &schema));
        assert_kept(&original, "an event with the schema of another", &changed);
    }
}

/// Returns a schema of an event that refers to everything, so that each type has one more user, and has all members that the catalogue may
/// read.
fn referring_to_everything(files: &Files) -> Value {
    let mut members = serde_json::Map::new();
    for (index, (path, text)) in files.iter().filter(|(path, _)| path.ends_with(".schema.json")).enumerate() {
        let schema: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let base = schema["$id"].as_str().unwrap_or(path).to_owned();
        for key in schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key) {
            members.insert(key.clone(), serde_json::json!({ "$ref": format!("{base}#/properties/{key}") }));
        }
        let keys = schema["$defs"].as_object().into_iter().flatten().map(|(key, _)| key);
        let plain = keys.filter(|key| key.chars().all(char::is_alphanumeric));
        for fragment in plain.map(|key| format!("#/$defs/{key}")).chain([String::new()]) {
            let name = format!("member_{index}{}", fragment.replace(|it: char| !it.is_alphanumeric(), "_"));
            members.insert(name, serde_json::json!({ "$ref": format!("{base}{fragment}") }));
        }
    }
    serde_json::json!({ "type": "object", "properties": members })
}

const REPOSITORY: &str = r#"{ "title": "Repository", "type": "object", "properties": {
    "name": { "type": "string" }, "owner": { "type": "object", "properties": { "login": { "type": "string" } } } } }"#;

/// Returns events with a common schema, each with a member that uses it.
fn with_repository(names: &[&str]) -> Files {
    let mut catalog = "[crate]\nname = \"acme-hooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n".to_owned();
    let mut files = Files::new();
    for name in names {
        catalog.push_str(&entry("events", name, &format!("events/{name}.schema.json")));
        let schema = r#"{ "type": "object", "properties": { "repository": { "$ref": "../repository.schema.json" } } }"#;
        files.insert(format!("events/{name}.schema.json"), schema.to_owned());
    }
    files.insert("repository.schema.json".to_owned(), REPOSITORY.to_owned());
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

#[test]
fn a_common_schema_has_its_own_name() {
    let before = public(&with_repository(&["push", "repository"]));
    for name in ["Repository", "Repository::name", "RepositoryOwner"] {
        assert!(before.contains(&format!("crate::shared::repository::{name}")), "{name}: {before:#?}");
    }
    assert!(before.contains("crate::events::repository::Repository"));
    let without: BTreeSet<String> = public(&with_repository(&["push"]));
    for names in [&["archive", "push", "repository"][..], &["repository", "zebra", "push"]] {
        let after = public(&with_repository(names));
        assert_eq!(removed(&before, &after), Vec::<String>::new(), "{names:?}");
        assert_eq!(removed(&without, &after), Vec::<String>::new(), "{names:?}");
    }
}

#[test]
fn a_shared_document_may_become_an_entry() {
    let mut files = with_repository(&["push", "pull"]);
    files.insert("repository.schema.json".to_owned(), REPOSITORY.replace("\"Repository\"", "\"Code Repository\""));
    let before = public(&files);
    assert!(before.contains("crate::shared::repository::CodeRepository::name"), "{before:#?}");
    let catalog = files["catalog.toml"].clone() + &entry("schemas", "a.repo", "repository.schema.json");
    files.insert("catalog.toml".to_owned(), catalog);
    let after = public(&files);
    for name in ["crate::schemas::a_repo::ARepo::name", "crate::shared::repository::CodeRepositoryOwner"] {
        assert!(after.contains(name), "{name}: {after:#?}");
    }
    // Its fields are those of the type with that name.
    let lost = removed(&before, &after);
    assert!(lost.iter().all(|name| name.matches("::").count() == 4), "{lost:#?}");
}

#[test]
fn a_second_user_renames_nothing() {
    let mut files = with_repository(&["push", "pull"]);
    let before = public(&files);
    assert!(!before.contains("crate::shared::repository::Repository::other"), "payloads drop what is not listed");
    files.insert(
        "holder.schema.json".to_owned(),
        r#"{ "type": "object", "properties": { "held": { "$ref": "repository.schema.json" } } }"#.to_owned(),
    );
    let catalog = files["catalog.toml"].clone() + &entry("schemas", "holder", "holder.schema.json");
    files.insert("catalog.toml".to_owned(), catalog);
    let after = public(&files);
    assert_eq!(removed(&before, &after), Vec::<String>::new());
    for name in ["crate::schemas::holder::Holder::other", "crate::shared::repository::Repository::other"] {
        assert!(after.contains(name), "{name}: {after:#?}");
    }
}

#[test]
fn the_catalogue_decides_about_unlisted_members() {
    for (setting, is_kept) in
        [("", false), ("[settings]\nunlisted = \"keep\"\n", true), ("[settings]\nunlisted = \"drop\"\n", false)]
    {
        let mut files = with_repository(&["push"]);
        let catalog = format!("{setting}{}", files["catalog.toml"]);
        files.insert("catalog.toml".to_owned(), catalog);
        assert_eq!(public(&files).contains("crate::events::push::Push::other"), is_kept, "{setting}");
        let catalog = files["catalog.toml"].clone() + &entry("schemas", "plain", "repository.schema.json");
        files.insert("catalog.toml".to_owned(), catalog);
        let is_kept = !setting.contains("drop");
        assert_eq!(public(&files).contains("crate::schemas::plain::Plain::other"), is_kept, "{setting}");
    }
}
