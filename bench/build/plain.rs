//! The plain structs that typify makes of each documented delivery, envelope and payload in one, for comparison in the bench `receive`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use codegen::model::{Model, Role, Root};
use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::documented;

/// Writes a module for each event, and a function that returns the reader of an event's bodies.
pub(crate) fn write() {
    let (loaded, model) = documented::read();
    let data = loaded.catalog.payload.at.expect("deliveries have an envelope").title();
    let (mut text, mut readers) = (String::new(), String::new());
    for event in documented::events(&model) {
        let mut body = schema_of(root(&model));
        body["properties"][&data] = schema_of(event);
        let Root { module, wire_name, .. } = event;
        writeln!(text, "pub mod {module} {{ {} }}", plain(body, &data)).expect("a String takes everything");
        write!(readers, "{wire_name:?} => Some(super::read::<{module}::Body>), ").expect("a String takes everything");
    }
    let signature = "pub fn reader(event: &str) -> Option<fn(&[u8])>";
    writeln!(text, "{signature} {{ match event {{ {readers} _ => None }} }}").expect("a String takes everything");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("plain.rs"), text).expect("cargo made the folder");
}

/// Returns the envelope.
fn root(model: &Model) -> &Root {
    model.roots.iter().find(|root| root.role == Role::Envelope).expect("deliveries have an envelope")
}

fn schema_of(root: &Root) -> Value {
    serde_json::from_str(root.document.source.text()).expect("schemas are JSON")
}

/// Returns the structs of a schema, as typify makes them by itself.
fn plain(mut schema: Value, data: &str) -> String {
    schema["title"] = json!("Body");
    schema["properties"][data]["title"] = json!("Payload");
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    space
        .add_root_schema(serde_json::from_value(schema).expect("typify knows these keywords"))
        .expect("typify knows these schemas");
    space.to_stream().to_string()
}
