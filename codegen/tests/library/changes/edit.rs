//! Edited copies of the fixture `diff/orders`.

use std::fs;
use std::path::Path;

use codegen::Files;
use serde_json::{Value, json};

pub(crate) const PAID: &str = "events/order.paid.schema.json";
pub(crate) const SHIPPED: &str = "events/order.shipped.schema.json";
pub(crate) const MONEY: &str = "shared/money.schema.json";
pub(crate) const ENVELOPE: &str = "envelope.schema.json";

/// A copy of the fixture.
#[derive(Clone)]
pub(crate) struct Edition(pub(crate) Files);

impl Edition {
    /// Reads the fixture. Documents are written anew, as every edit writes them.
    pub(crate) fn base() -> Self {
        let mut files = Files::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diff/orders"), "", &mut files);
        for (path, text) in &mut files {
            if Path::new(path).extension().is_some_and(|extension| extension == "json") {
                *text = pretty(&serde_json::from_str(text).expect("a fixture is JSON"));
            }
        }
        Self(files)
    }

    /// Sets the value at a pointer, whose parent exists.
    pub(crate) fn set(mut self, path: &str, pointer: &str, value: Value) -> Self {
        let mut document = self.document(path);
        let (parent, token) = pointer.rsplit_once('/').unwrap_or_default();
        if pointer.is_empty() {
            document = value;
        } else {
            match document.pointer_mut(parent).expect("the parent exists") {
                Value::Array(elements) if token == "-" => elements.push(value),
                Value::Array(elements) => elements[token.parse::<usize>().expect("an index")] = value,
                Value::Object(members) => drop(members.insert(token.to_owned(), value)),
                _ => panic!("no parent at {parent}"),
            }
        }
        self.0.insert(path.to_owned(), pretty(&document));
        self
    }

    /// Removes the value at a pointer.
    pub(crate) fn remove(mut self, path: &str, pointer: &str) -> Self {
        let mut document = self.document(path);
        let (parent, token) = pointer.rsplit_once('/').expect("a pointer to a part");
        match document.pointer_mut(parent).expect("the parent exists") {
            Value::Array(elements) => drop(elements.remove(token.parse::<usize>().expect("an index"))),
            Value::Object(members) => drop(members.remove(token).expect("the member exists")),
            _ => panic!("no parent at {parent}"),
        }
        self.0.insert(path.to_owned(), pretty(&document));
        self
    }

    /// Replaces a text of the catalogue.
    pub(crate) fn catalog(self, before: &str, after: &str) -> Self {
        self.replace("catalog.toml", before, after)
    }

    /// Replaces a text of a file.
    pub(crate) fn replace(mut self, path: &str, before: &str, after: &str) -> Self {
        let text = self.0.get_mut(path).expect("the file exists");
        assert!(text.contains(before), "{path} has no {before}");
        *text = text.replace(before, after);
        self
    }

    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    pub(crate) fn document(&self, path: &str) -> Value {
        serde_json::from_str(&self.0[path]).expect("the file is JSON")
    }

    /// Adds an event with a schema.
    pub(crate) fn event(self, name: &str, schema: &Value) -> Self {
        let entry = format!("\n[[events]]\nname = \"{name}\"\nschema = \"events/{name}.schema.json\"\n");
        let catalog = format!("{}{entry}", self.0["catalog.toml"]);
        self.file("catalog.toml", &catalog).file(&format!("events/{name}.schema.json"), &pretty(schema))
    }

    /// Removes `order.returned`, the last event.
    pub(crate) fn without_returned(mut self) -> Self {
        let catalog = &self.0["catalog.toml"];
        let start = catalog.rfind("\n[[events]]").expect("there are events");
        let catalog = catalog[..start].to_owned();
        self.0.remove("events/order.returned.schema.json");
        self.0.remove("events/order.returned.example.json");
        self.file("catalog.toml", &catalog)
    }
}

pub(crate) fn returned() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": { "orderId": { "type": "string" }, "reason": { "type": "string" } },
        "required": ["orderId"]
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder of fixtures") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().and_then(|name| name.to_str()).expect("it is ASCII"));
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
}
