//! Generated crates as packages of their own, outside of the workspace.
//!
//! Twenty events in nested folders that share definitions, by path, by `$id`, by `$anchor`, percent-encoded and recursive, compile without a
//! warning, and so do all schemas of the corpus in one catalogue; vendors of other headers, encodings and envelopes each get the receiver that they need; and the published crate is right also where
//! another dependency has turned on all that `serde_json` has.
#![cfg(not(feature = "unified"))] // what is on here makes no difference to packages that are built by themselves

#[allow(dead_code, unreachable_pub)] // the tests of codegen use it, too
#[path = "../build/hostile.rs"]
mod hostile;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::emit::package::module::RuntimePlace;
use codegen::source::location::Source;
use codegen::{Files, SchemaOptions, generate, generate_module};

/// A test of the generated crate, which is written beside it.
const EXAMPLES_ARE_READ: &str = r#"//! Every example is valid and travels through `Event`.

use acme_hooks::{Event, EventName};

#[test]
fn every_example_is_read_and_written() {
    let cases: &[(&str, &str)] = &[CASES];
    for (name, example) in cases {
        let data: serde_json::Value = serde_json::from_str(example).unwrap();
        let body = serde_json::json!({ "kind": name, "payload": data });
        let event = Event::from_slice(body.to_string().as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(event.name(), EventName::from(*name));
        assert!(!matches!(event, Event::Unknown(_)), "{name}");
        assert_eq!(serde_json::to_value(&event).unwrap(), body, "{name}");
    }
    assert_eq!(cases.len(), EventName::ALL.len());
}
"#;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("a package is in its workspace")
}

fn read(folder: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(below).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(folder, &path, files);
        } else {
            let relative = path.strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
            files.insert(relative, fs::read_to_string(&path).expect("a text"));
        }
    }
}

fn folder(folder: &Path) -> Files {
    let mut files = Files::new();
    read(folder, folder, &mut files);
    files
}

fn twenty() -> Files {
    folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/catalog/twenty"))
}

/// Writes the crate with a test of its examples.
fn write(folder: &Path, schemas: &Files) {
    let generated = generate(schemas).unwrap_or_else(|found| panic!("{found}"));
    assert!(generated.warnings.is_empty(), "{}", generated.warnings);
    let mut cases = String::new();
    for path in schemas.keys().filter(|path| path.starts_with("events/") && path.ends_with(".example.json")) {
        let name = path.rsplit('/').next().and_then(|file| file.strip_suffix(".example.json")).expect("it ends so");
        let file = format!("../schemas/{path}");
        write!(cases, "({name:?}, include_str!({file:?})), ").expect("a String takes everything");
    }
    let mut files = generated.files;
    files.insert("tests/examples.rs".to_owned(), EXAMPLES_ARE_READ.replace("CASES", &cases));
    write_files(folder, files);
}

/// Writes a package, and the versions that the workspace was tested with.
fn write_files(folder: &Path, mut files: Files) {
    let lock = fs::read_to_string(workspace().join("Cargo.lock")).expect("the workspace is locked");
    files.insert("Cargo.lock".to_owned(), lock);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    }
}

/// Runs cargo on the crate as somebody would who has only that; what it builds is kept for the next run.
fn cargo(folder: &Path, arguments: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let output = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args(arguments)
        .arg("--offline")
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "cargo {arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_crate_of_twenty_events_compiles_without_a_warning() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), &twenty());
    cargo(folder.path(), &["check", "--all-features"]);
    cargo(folder.path(), &["test", "--no-default-features", "--test", "examples"]);
}

/// Equal schemas are one function in a crate, whichever of its documents they stand in; the corpus is looked for beside the workspace.
#[test]
fn the_crate_of_the_whole_corpus_compiles_without_a_warning() {
    let mut catalog = "[crate]\nname = \"corpus\"\nversion = \"0.1.0\"\nvendor = \"Corpus\"\n".to_owned();
    let mut schemas = Files::new();
    for entry in fs::read_dir(workspace().join("../shared/corpus")).into_iter().flatten() {
        let folder = entry.expect("an entry").path();
        let Ok(text) = fs::read_to_string(folder.join("schema.json")) else { continue };
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        write!(catalog, "\n[[schemas]]\nname = \"{name}\"\nschema = \"{name}.json\"\n")
            .expect("a String takes everything");
        schemas.insert(format!("{name}.json"), text);
    }
    if schemas.is_empty() {
        return;
    }
    schemas.insert("catalog.toml".to_owned(), catalog);
    let generated = generate(&schemas).unwrap_or_else(|found| panic!("{found}"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_files(folder.path(), generated.files);
    cargo(folder.path(), &["check", "--all-features"]);
}

/// Where the name of an event comes another way, `Event` is its payload; and where no member is a date or an amount, no feature brings one.
#[test]
fn a_crate_without_an_envelope_compiles_without_a_warning() {
    let mut schemas = Files::from([(
        "catalog.toml".to_owned(),
        "[crate]\nname = \"acme-hooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n".to_owned(),
    )]);
    for name in ["box.opened", "box.closed"] {
        let catalog = schemas.get_mut("catalog.toml").expect("it was just made");
        write!(
            catalog,
            "\n[[events]]\nname = \"{name}\"\nschema = \"{name}.json\"\nexamples = [\"{name}.example.json\"]\n"
        )
        .expect("a String takes everything");
        let schema = r#"{ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } }"#;
        schemas.insert(format!("{name}.json"), schema.to_owned());
        schemas.insert(format!("{name}.example.json"), r#"{ "id": "a" }"#.to_owned());
    }
    let generated = generate(&schemas).unwrap_or_else(|found| panic!("{found}"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_files(folder.path(), generated.files);
    cargo(folder.path(), &["check"]);
    cargo(folder.path(), &["check", "--all-features"]);
}

/// Beside the folder of each catalogue stand the tests that its crate must pass.
#[test]
fn every_other_vendor_gets_a_receiver_of_its_own() {
    let vendors = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/catalog/vendors");
    let mut files = Files::new();
    let mut members = Vec::new();
    for entry in fs::read_dir(&vendors).expect("a folder") {
        let path = entry.expect("an entry").path();
        if !path.is_dir() {
            continue;
        }
        let vendor = path.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let generated = generate(&folder(&path)).unwrap_or_else(|found| panic!("{found}"));
        assert!(generated.warnings.is_empty(), "{}", generated.warnings);
        let tests = fs::read_to_string(path.with_extension("rs")).expect("every vendor has tests");
        files.insert(format!("{vendor}/tests/vendor.rs"), tests);
        let is_signed = !vendor.starts_with("unsigned");
        assert_eq!(generated.files.contains_key("src/receiver.rs"), is_signed, "{vendor}");
        assert_eq!(generated.files["Cargo.toml"].contains("hmac-sha256"), is_signed, "{vendor}");
        files.extend(generated.files.into_iter().map(|(file, text)| (format!("{vendor}/{file}"), text)));
        members.push(vendor);
    }
    members.sort();
    assert_eq!(members, ["bare-body", "base64-envelope", "choices", "nameless", "numeric-id", "unsigned"]);
    files.insert("Cargo.toml".to_owned(), format!("[workspace]\nresolver = \"2\"\nmembers = {members:?}\n"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_files(folder.path(), files);
    cargo(folder.path(), &["clippy", "--workspace", "--all-features"]);
    cargo(folder.path(), &["test", "--workspace", "--all-features", "--tests"]);
    cargo(folder.path(), &["check", "--workspace", "--no-default-features"]);
}

/// What a vendor writes is text: it brings no warning, it is no test of the documentation, and it never runs.
#[test]
fn a_crate_of_adversarial_texts_compiles_without_a_warning() {
    let generated = generate(&hostile::catalogue()).unwrap_or_else(|found| panic!("{found}"));
    let mut files = generated.files;
    files.insert("tests/vendor.rs".to_owned(), include_str!("../fixtures/catalog/hostile.rs").to_owned());
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_files(folder.path(), files);
    cargo(folder.path(), &["clippy", "--all-features"]);
    cargo(folder.path(), &["test", "--all-features", "--tests"]);
    cargo(folder.path(), &["test", "--all-features", "--doc"]);
    cargo(folder.path(), &["doc", "--all-features", "--no-deps"]);
    assert!(!folder.path().join(hostile::EXECUTED).exists());
}

/// For build scripts: a module that needs nothing beside it but the packages.
#[test]
fn a_single_module_has_its_runtime_inside_and_compiles_without_a_warning() {
    let mut library = "//! Modules of one schema each.\n".to_owned();
    let mut files = Files::new();
    for rule in
        ["bounds-beyond-64-bits", "pattern-properties-and-properties", "root-true", "tagged-union", "unevaluated"]
    {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/schema/{rule}.schema.json"));
        let source = Source::new(format!("{rule}.schema.json"), fs::read_to_string(schema).expect("a fixture"));
        let generated = generate_module(&source, &SchemaOptions::new("Root"), &RuntimePlace::Inlined);
        let (text, _) = generated.unwrap_or_else(|found| panic!("{rule}: {found}"));
        let module = rule.replace('-', "_");
        writeln!(library, "pub mod {module};").expect("a String takes everything");
        files.insert(format!("src/{module}.rs"), text);
    }
    library.push_str(
        "\n#[test]\nfn verdicts_are_given_from_bytes() {\n    \
         assert!(bounds_beyond_64_bits::Root::is_valid_slice(br#\"{\"wei\":1e70}\"#));\n    \
         assert!(bounds_beyond_64_bits::Root::validate_slice(br#\"{\"wei\":1e400}\"#).is_err());\n}\n",
    );
    files.insert("src/lib.rs".to_owned(), library);
    files.insert(
        "Cargo.toml".to_owned(),
        "[package]\nname = \"modules\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[features]\nschemars = [\"dep:schemars\"]\n\n\
         [dependencies]\nregex = \"1\"\nschemars = { version = \"1\", optional = true }\nserde = { version = \"1\", features = [\"derive\"] }\n\
         serde_json = \"1\"\n\n[workspace]\n"
            .to_owned(),
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_files(folder.path(), files);
    cargo(folder.path(), &["test"]);
    cargo(folder.path(), &["check", "--all-features"]);
}

/// `tests/events.rs` is what the crate promises on bodies, and the receiver's tests what it promises on requests; here they run with features that change what a number and an object are.
#[test]
fn the_published_crate_is_right_whatever_features_of_serde_json_are_on() {
    let generated = folder(&workspace().join("generated"));
    let mut files: Files = generated.into_iter().filter(|(path, _)| !path.starts_with("target/")).collect();
    let bodies = fs::read_to_string(workspace().join("tests/tests/events.rs")).expect("it is beside this file");
    files.insert("tests/events.rs".to_owned(), bodies);
    let manifest = files.get_mut("Cargo.toml").expect("a package has a manifest");
    manifest.push_str(
        "\n[dev-dependencies.proptest]\nversion = \"1\"\n\n[dev-dependencies.sha2]\nversion = \"0.11\"\n\
         default-features = false\n\n[dev-dependencies.serde_json]\nversion = \"1\"\n\
         features = [\"arbitrary_precision\", \"float_roundtrip\", \"preserve_order\"]\n\n[workspace]\n",
    );
    // The receiver's tests, with what they share beside them.
    let receiver = workspace().join("tests/receiver");
    let source = |path: &str| fs::read_to_string(receiver.join(path)).expect("the receiver has tests");
    let shared = source("src/lib.rs").replace("pub mod target;\n", "");
    files.insert("tests/receiver/mod.rs".to_owned(), shared);
    for subject in ["bodies", "delivery", "properties", "spoiled"] {
        let test = source(&format!("tests/{subject}.rs"));
        let test = test.replacen("\nuse ", "\n#[allow(dead_code)]\nmod receiver;\n\nuse ", 1);
        files.insert(format!("tests/{subject}.rs"), test);
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_files(folder.path(), files);
    cargo(folder.path(), &["test", "--all-features"]);
}
