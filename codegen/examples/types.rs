//! The types of schemas in figures: `cargo run --release -p codegen --example types -- [--list] FOLDER…`.
//!
//! A folder contains schemas, documents of `OpenAPI`, whose components are schemas each, and files of the official suite. A field is opaque if
//! its type is or contains `serde_json::Value` where its schema says more; `--list` prints each one with the keywords of that schema.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use codegen::emit::package::module::RuntimePlace;
use codegen::emit::types::Settings;
use codegen::emit::types::shape::{Definition, Kind, Site, Type, shape};
use codegen::model::{ArrayKeyword, AssertionKind, Model, ObjectKeyword, SchemaId};
use codegen::source::location::Source;
use codegen::{SchemaOptions, generate_module, model_of};
use serde_json::{Value, json};

/// Longer names count as long.
const LONG: usize = 40;

#[derive(Default)]
struct Figures {
    schemas: usize,
    refused: usize,
    typed: usize,
    opaque: Vec<String>,
    types: usize,
    equal: usize,
    long: usize,
    longest: String,
    lines: usize,
}

fn main() {
    let (flags, folders): (Vec<String>, Vec<String>) = env::args().skip(1).partition(|it| it.starts_with("--"));
    if folders.is_empty() || flags.iter().any(|flag| flag != "--list") {
        eprintln!("usage: types [--list] FOLDER…");
        process::exit(2);
    }
    println!(
        "| folder | schemas | fields typed | opaque | types | equal bodies | names over {LONG} | longest | lines |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut opaque = Vec::new();
    for folder in &folders {
        let mut figures = Figures::default();
        for path in json_files(Path::new(folder)) {
            let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            for (name, schema) in schemas(&path, &text) {
                figures.add(&name, &schema);
            }
        }
        let Figures { schemas, refused, typed, types, equal, long, longest, lines, .. } = &figures;
        let (given_up, refused) =
            (figures.opaque.len(), if *refused > 0 { format!(" ({refused} refused)") } else { String::new() });
        println!(
            "| {folder} | {schemas}{refused} | {typed} | {given_up} | {types} | {equal} | {long} | {longest} | {lines} |"
        );
        opaque.extend(figures.opaque);
    }
    if flags.iter().any(|flag| flag == "--list") {
        for line in opaque {
            println!("{line}");
        }
    }
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let files = paths.into_iter().flat_map(|path| if path.is_dir() { json_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}

/// Returns the schemas of a file by name, as texts.
fn schemas(path: &Path, text: &str) -> Vec<(String, String)> {
    let name = path.display().to_string();
    let Ok(document) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    if let Some(groups) = document.as_array() {
        let schema =
            |(index, group): (usize, &Value)| Some((format!("{name}#{index}"), group.get("schema")?.to_string()));
        return groups.iter().enumerate().filter_map(schema).collect();
    }
    let Some(components) = document.pointer("/components/schemas").and_then(Value::as_object) else {
        return vec![(name, text.to_owned())];
    };
    // `nullable`, and what else OpenAPI adds, is an annotation here.
    let component = |key: &String| {
        let pointer = format!("#/components/schemas/{}", key.replace('~', "~0").replace('/', "~1"));
        let document = json!({ "$ref": pointer, "components": { "schemas": components } });
        (format!("{name}#{key}"), document.to_string())
    };
    components.keys().map(component).collect()
}

impl Figures {
    fn add(&mut self, name: &str, text: &str) {
        self.schemas += 1;
        let (source, options) = (Source::new("schema.json", text), SchemaOptions::new("Root"));
        let Ok((model, _)) = model_of(&source, &options) else {
            self.refused += 1;
            return;
        };
        let shapes = shape(&model, &Settings::default());
        let mut bodies = BTreeSet::new();
        for definition in &shapes.definitions {
            self.types += 1;
            self.equal += usize::from(!bodies.insert(body(definition)));
            let length = definition.ident.len();
            self.long += usize::from(length > LONG);
            if length > self.longest.len() {
                self.longest.clone_from(&definition.ident);
            }
            for (part, ty, site) in fields(definition) {
                if is_opaque(&model, ty, site) {
                    let keywords = keywords(&model, site).join(" ");
                    self.opaque.push(format!("{name}: {}.{part}: {keywords}", definition.ident));
                } else {
                    self.typed += 1;
                }
            }
        }
        let place = RuntimePlace::At("crate::runtime".to_owned());
        // The module repeats the vendor's text, which is no code.
        let lines = |module: &str| module.replacen(text, "", 1).lines().count();
        self.lines += generate_module(&source, &options, &place).map_or(0, |(module, _)| lines(&module));
    }
}

/// Returns the text of a type without its name.
fn body(definition: &Definition) -> String {
    match &definition.kind {
        Kind::Struct(it) => {
            let members: Vec<_> = it.members.iter().map(|it| (&it.wire_name, &it.ty, it.is_required)).collect();
            format!("{members:?}{:?}", it.rest)
        }
        Kind::Union(variants) => {
            let variants: Vec<_> = variants.iter().map(|it| (&it.ident, &it.ty)).collect();
            format!("{variants:?}")
        }
        Kind::Sequence(it) => {
            let elements: Vec<_> = it.elements.iter().map(|it| (&it.ty, it.is_required)).collect();
            format!("{elements:?}{:?}", it.rest)
        }
        Kind::Enum(_) | Kind::Newtype(_) => format!("{:?}", definition.kind),
    }
}

/// Returns the parts of a type, each with its schemas.
fn fields(definition: &Definition) -> Vec<(&str, &Type, &Site)> {
    match &definition.kind {
        Kind::Struct(it) => it.members.iter().map(|it| (it.wire_name.as_str(), &it.ty, &it.site)).collect(),
        Kind::Union(variants) => variants.iter().map(|it| (it.ident.as_str(), &it.ty, &it.site)).collect(),
        Kind::Sequence(it) => it.elements.iter().map(|it| (it.wire_name.as_str(), &it.ty, &it.site)).collect(),
        Kind::Newtype(ty) => vec![("0", ty, &definition.site)],
        Kind::Enum(_) => Vec::new(),
    }
}

fn is_opaque(model: &Model, ty: &Type, site: &Site) -> bool {
    let applied = || applied(model, site).into_iter().flat_map(|id| &model.schema(id).assertions);
    let says = |schemas: Vec<SchemaId>| schemas.into_iter().any(|id| says_something(model, id));
    match ty {
        // A type alone, for all of JSON or for most of it, says nothing that a type could.
        Type::Value => applied().any(|it| {
            !it.kind.is_in_place()
                && !matches!(it.kind, AssertionKind::Type(_) | AssertionKind::Leaf(_) | AssertionKind::Never)
        }),
        Type::Nullable(inner) => is_opaque(model, inner, site),
        Type::Array(inner) if has_value(inner) => applied().any(|it| match &it.kind {
            AssertionKind::Array(ArrayKeyword::Items(schema)) => is_opaque(model, inner, &Site::of(*schema)),
            AssertionKind::Array(ArrayKeyword::PrefixItems(schemas)) => says(schemas.clone()),
            _ => false,
        }),
        Type::Tuple(types) => applied().any(|it| match &it.kind {
            AssertionKind::Array(ArrayKeyword::PrefixItems(schemas)) => {
                schemas.iter().zip(types).any(|(schema, ty)| is_opaque(model, ty, &Site::of(*schema)))
            }
            _ => false,
        }),
        Type::Map(inner) if has_value(inner) => applied().any(|it| match &it.kind {
            AssertionKind::Object(ObjectKeyword::AdditionalProperties(schema)) => {
                is_opaque(model, inner, &Site::of(*schema))
            }
            AssertionKind::Object(ObjectKeyword::PatternProperties(members)) => {
                says(members.iter().map(|it| it.1).collect())
            }
            AssertionKind::Object(ObjectKeyword::Properties(members)) => !members.is_empty(),
            _ => false,
        }),
        _ => false,
    }
}

fn has_value(ty: &Type) -> bool {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => has_value(inner),
        ty => *ty == Type::Value,
    }
}

fn says_something(model: &Model, schema: SchemaId) -> bool {
    let applied = applied(model, &Site::of(schema));
    let mut assertions = applied.into_iter().flat_map(|id| &model.schema(id).assertions);
    assertions.any(|it| !it.kind.is_in_place() && !matches!(it.kind, AssertionKind::Never))
}

/// Returns the schemas of a site, and those that they apply in place.
fn applied(model: &Model, site: &Site) -> Vec<SchemaId> {
    let mut found: Vec<SchemaId> = site.always.iter().chain(&site.perhaps).copied().collect();
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        next += 1;
        for assertion in model.schema(id).assertions.iter().filter(|it| it.kind.is_in_place()) {
            for (_, schema) in assertion.kind.subschemas(assertion.keyword) {
                if !found.contains(&schema) {
                    found.push(schema);
                }
            }
        }
    }
    found
}

fn keywords(model: &Model, site: &Site) -> Vec<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for assertion in applied(model, site).into_iter().flat_map(|id| &model.schema(id).assertions) {
        *count.entry(assertion.keyword).or_default() += 1;
    }
    let places = site.always.iter().map(|id| model.schema(*id).pointer().to_string());
    let perhaps = site.perhaps.iter().map(|id| format!("?{}", model.schema(*id).pointer()));
    let count = count
        .iter()
        .map(|(keyword, count)| if *count > 1 { format!("{keyword}×{count}") } else { (*keyword).to_owned() });
    places.chain(perhaps).chain(count).collect()
}
