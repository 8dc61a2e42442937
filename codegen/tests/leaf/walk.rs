//! A made-up leaf keyword, `x-even`, through everything that knows keywords, though only its file and its line in the table name it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::emit::package::module::{self, RuntimePlace};
use crate::keyword::Leaf;
use crate::model::Schema;
use crate::render::RustFile;
use crate::render::fragment::Fragment;
use crate::source::diagnostic::Diagnostics;
use crate::source::location::Source;
use crate::{Files, SchemaOptions, generate, generate_module, json, model_of};
use crate::{interpret, plan};

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, missing_docs, unreachable_pub, reason = "it is a generated module")]
#[path = "seats.rs"]
mod seats;

/// A schema with the keyword: its module is `seats.rs`.
const SCHEMA: &str = r#"{ "type": "object", "properties": { "count": { "type": "integer", "x-even": true } } }"#;

/// Instances, with the verdict and the messages of violations.
const INSTANCES: [(&str, &[&str]); 5] = [
    (r#"{ "count": 4 }"#, &[]),
    (r#"{ "count": -2.0 }"#, &[]),
    ("{}", &[]),
    (r#"{ "count": 5 }"#, &["/count /properties/count/x-even: expected an even integer"]),
    (r#"{ "count": -7.0 }"#, &["/count /properties/count/x-even: expected an even integer"]),
];

fn model(schema: &str) -> Result<crate::model::Model, Diagnostics> {
    let (model, warnings) = model_of(&Source::new("seats.schema.json", schema), &SchemaOptions::new("Seats"))?;
    assert!(warnings.is_empty(), "{warnings}");
    Ok(model)
}

#[test]
fn its_value_is_checked() {
    let findings = model(&SCHEMA.replace("true", "2")).expect_err("2 is no boolean").to_string();
    assert!(findings.contains("`x-even` must be true or false"), "{findings}");
    let referring = r#"{ "$ref": "https://json-schema.org/draft/2020-12/schema" }"#;
    let meta = model(referring).expect("the meta-schema is known");
    let plan = plan::plan(&meta, &BTreeSet::new());
    let schema = json::parse(&Source::new("schema.json", SCHEMA.replace("true", "2"))).expect("it is JSON");
    assert!(!interpret::is_valid(&plan, plan.entries[&meta.roots[0].schema], &schema.root));
}

#[test]
fn it_is_lowered_to_a_leaf() {
    let model = model(SCHEMA).expect("it is a schema");
    assert!(model.schemas.iter().flat_map(Schema::leaves).any(|leaf| matches!(leaf, Leaf::Even(_))));
}

#[test]
fn the_interpreter_asserts_it() {
    let model = model(SCHEMA).expect("it is a schema");
    let plan = plan::plan(&model, &BTreeSet::new());
    let node = plan.entries[&model.roots[0].schema];
    for (text, expected) in INSTANCES {
        let instance = json::parse(&Source::new("instance.json", text)).expect("it is JSON").root;
        let found = interpret::validate(&plan, node, &instance).into_iter();
        let found = found.map(|it| format!("{} {}: {}", it.instance, it.keyword_location, it.message));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
        assert_eq!(interpret::is_valid(&plan, node, &instance), expected.is_empty(), "{text}");
    }
}

/// `seats.rs` is what is emitted now: `INSTA_UPDATE=always` writes it, as it writes snapshots.
#[test]
fn the_compiled_module_is_the_emitted_one() {
    let model = model(SCHEMA).expect("it is a schema");
    let place = RuntimePlace::At("codegen_runtime".to_owned());
    let items = module::validators(&model, &plan::plan(&model, &BTreeSet::new()), &place);
    let seats = syn::parse_quote!(
        #[derive(serde::Deserialize)]
        pub struct Seats(#[allow(dead_code)] serde_json::Value);
    );
    let items = [seats].into_iter().chain(items).collect();
    let fragment = Fragment { items, ..Fragment::default() };
    let text = RustFile { fragment, ..RustFile::default() }.into_body();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaf/seats.rs");
        std::fs::write(path, &text).expect("the sources can be written");
    }
    assert_eq!(text, include_str!("seats.rs"));
}

#[test]
fn the_derived_schema_has_it() {
    let schema = Source::new("seats.schema.json", SCHEMA);
    let emitted = generate_module(&schema, &SchemaOptions::new("Seats"), &RuntimePlace::Inlined);
    let (text, _) = emitted.expect("it is a schema");
    assert!(text.contains(r#"extend("x-even" = true)"#), "{text}");
}

#[test]
fn emitted_validators_assert_it() {
    for (text, expected) in INSTANCES {
        let value: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
        let found = |violations: &codegen_runtime::validate::violation::Violations| {
            let each =
                violations.iter().map(|it| format!("{} {}: {}", it.instance_location, it.keyword_location, it.message));
            each.collect::<Vec<_>>()
        };
        assert_eq!(seats::Seats::is_valid(&value), expected.is_empty(), "{text}");
        assert_eq!(seats::Seats::is_valid_slice(text.as_bytes()), expected.is_empty(), "{text}");
        let on_value = seats::Seats::validate(&value).map_err(|violations| found(&violations));
        assert_eq!(on_value.err().unwrap_or_default(), expected, "{text}");
        let on_bytes = seats::Seats::validate_slice(text.as_bytes());
        assert_eq!(on_bytes.is_ok(), expected.is_empty(), "{text}");
    }
}

#[test]
fn the_reference_page_has_its_words() {
    let catalog = "[crate]\nname = \"hooks\"\nversion = \"0.1.0\"\nvendor = \"Hooks\"\n\n[[schemas]]\nname = \"seats\"\n\
                   schema = \"seats.schema.json\"\nexamples = []\n";
    let files = [("catalog.toml", catalog), ("seats.schema.json", SCHEMA)];
    let files: Files = files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let generated = generate(&files).unwrap_or_else(|findings| panic!("{findings}"));
    let has_words = |text: &String| text.contains("integer, an even integer");
    assert!(generated.files.values().any(has_words));
}
