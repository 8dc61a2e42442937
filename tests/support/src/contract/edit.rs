//! Edited copies of the fixture `orders`.

use std::path::Path;

use codegen::Files;
use serde_json::{Value, json};

use crate::folder;

/// The schema of `order.paid`.
pub const PAID: &str = "events/order.paid.schema.json";
/// The schema of `order.shipped`.
pub const SHIPPED: &str = "events/order.shipped.schema.json";
/// The schema that both refer to.
pub const MONEY: &str = "shared/money.schema.json";
/// The schema of the envelope.
pub const ENVELOPE: &str = "envelope.schema.json";

/// A copy of the fixture.
#[derive(Clone, Debug)]
pub struct Edition(pub Files);

impl Edition {
    /// Reads the fixture. Documents are written anew, as every edit writes them.
    ///
    /// # Panics
    ///
    /// If a fixture is not JSON.
    pub fn base() -> Self {
        let mut files = folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/orders"));
        for (path, text) in &mut files {
            if Path::new(path).extension().is_some_and(|extension| extension == "json") {
                *text = pretty(&serde_json::from_str(text).expect("a fixture is JSON"));
            }
        }
        Self(files)
    }

    /// Sets the value at a pointer, whose parent exists.
    ///
    /// # Panics
    ///
    /// If there is no such part.
    #[must_use]
    pub fn set(mut self, path: &str, pointer: &str, value: Value) -> Self {
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
    ///
    /// # Panics
    ///
    /// If there is no such part.
    #[must_use]
    pub fn remove(mut self, path: &str, pointer: &str) -> Self {
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
    #[must_use]
    pub fn catalog(self, before: &str, after: &str) -> Self {
        self.replace("catalog.toml", before, after)
    }

    /// Replaces a text of a file.
    ///
    /// # Panics
    ///
    /// If there is no such part.
    #[must_use]
    pub fn replace(mut self, path: &str, before: &str, after: &str) -> Self {
        let text = self.0.get_mut(path).expect("the file exists");
        assert!(text.contains(before), "{path} has no {before}");
        *text = text.replace(before, after);
        self
    }

    /// Keeps a removed member, with the schema that it had.
    #[must_use]
    pub fn keep_member(self, path: &str, pointer: &str) -> Self {
        let meaning = Self::base().document(path).pointer(pointer).cloned().unwrap_or(json!({}));
        self.keep(path, pointer, "meaning = \"reserved/kept.schema.json\"")
            .file("reserved/kept.schema.json", &pretty(&meaning))
    }

    /// Keeps a removed value of an enumeration.
    #[must_use]
    pub fn keep_value(self, path: &str, pointer: &str, value: &str) -> Self {
        self.keep(path, pointer, &format!("value = \"{value}\""))
    }

    fn keep(self, path: &str, pointer: &str, line: &str) -> Self {
        let entry = format!("schema = \"{path}\"\npointer = \"{pointer}\"\nsince = \"0.1.1\"\n{line}\nkeep = true\n");
        let catalog = format!("{}\n[[reserved]]\n{entry}", self.0["catalog.toml"]);
        self.file("catalog.toml", &catalog)
    }

    /// Writes a file.
    #[must_use]
    pub fn file(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    /// Returns a document.
    ///
    /// # Panics
    ///
    /// If there is no such document.
    pub fn document(&self, path: &str) -> Value {
        serde_json::from_str(&self.0[path]).expect("the file is JSON")
    }

    /// Adds an event with a schema.
    #[must_use]
    pub fn event(self, name: &str, schema: &Value) -> Self {
        let entry = format!("\n[[events]]\nname = \"{name}\"\nschema = \"events/{name}.schema.json\"\n");
        let catalog = format!("{}{entry}", self.0["catalog.toml"]);
        self.file("catalog.toml", &catalog).file(&format!("events/{name}.schema.json"), &pretty(schema))
    }

    /// Removes `order.returned`, the last event.
    ///
    /// # Panics
    ///
    /// If there is no such part.
    #[must_use]
    pub fn without_returned(mut self) -> Self {
        let catalog = &self.0["catalog.toml"];
        let start = catalog.rfind("\n[[events]]").expect("there are events");
        let catalog = catalog[..start].to_owned();
        self.0.remove("events/order.returned.schema.json");
        self.0.remove("events/order.returned.example.json");
        self.file("catalog.toml", &catalog)
    }
}

/// Returns the schema of `order.returned`.
pub fn returned() -> Value {
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
