//! The fixtures and the edits of their contracts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};
use std::thread;

use codegen::diff::{Report, compare_editions};
use codegen::import::import;
use codegen::source::location::Source;
use codegen::{Edition, Files};
use serde_json::{Value, json};
use support::contract::edit;
use support::contract::rows;
use support::{edition, folder};

/// An edit of a fixture's contract, with the verdicts on it.
pub(crate) struct Edit {
    pub(crate) fixture: &'static Fixture,
    pub(crate) name: String,
    pub(crate) new: Files,
    pub(crate) edition: Edition,
    pub(crate) report: Report,
}

/// A vendor's contract, whose crate is compiled once.
pub(crate) struct Fixture {
    pub(crate) name: &'static str,
    pub(crate) files: Files,
    /// Read once for all edits.
    pub(crate) edition: Edition,
}

impl Edit {
    /// Returns the edit for messages.
    pub(crate) fn shown(&self) -> String {
        format!("{} {}", self.fixture.name, self.name)
    }
}

/// Returns the folder of the project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The contracts: closed payloads with refinements, the published one, unions and references, unions without an envelope.
pub(crate) static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let read = |path: &str| codegen::load::unreleased(&folder::read(&project().join(path)));
    let fixture = |name, files: Files| Fixture { name, edition: checked(&files), files };
    let mut fixtures = vec![fixture("orders", edit::Edition::base().0)];
    for (name, path) in [
        ("museahub", "tests/museahub/schemas"),
        ("published", "schemas"),
        ("choices", "tests/fixtures/catalog/vendors/choices"),
    ] {
        fixtures.push(fixture(name, read(path)));
    }
    fixtures
});

/// All edits: the rows of the checklist on `orders`, edited pages of two contracts, and unions.
pub(crate) static EDITS: LazyLock<Vec<Edit>> = LazyLock::new(|| {
    let mut open = Vec::new();
    for fixture in FIXTURES.iter() {
        let all: Vec<(String, Files)> = match fixture.name {
            "orders" => rows::all().into_iter().map(|row| (row.name.to_owned(), row.edited.0)).collect(),
            "choices" => unions(&fixture.files),
            _ => edition::all(&fixture.files).into_iter().map(imported).collect(),
        };
        open.extend(all.into_iter().map(|(name, new)| (fixture, name, new)));
    }
    let edits = in_parallel(open, |(fixture, name, new)| {
        let edition = checked(&new);
        let report = compare_editions(&fixture.edition, &edition).unwrap_or_else(|found| panic!("{name}: {found}"));
        assert!(!report.is_same(), "{} {name} changes nothing", fixture.name);
        Edit { fixture, name, new, edition, report }
    });
    assert!(edits.len() >= 60, "only {} edits", edits.len());
    edits
});

fn checked(files: &Files) -> Edition {
    Edition::read(files).unwrap_or_else(|found| panic!("{found}"))
}

fn imported(edition: edition::Edition) -> (String, Files) {
    let edition::Edition { name, page, before, .. } = edition;
    let imported = import(&Source::new("page.md", page), None, &before);
    (name.to_owned(), imported.unwrap_or_else(|found| panic!("{name}: {found}")).files)
}

/// Edits of unions with and without a tag, of formats and of null.
fn unions(files: &Files) -> Vec<(String, Files)> {
    let cents = json!({ "type": "object", "required": ["euros"], "properties": { "euros": { "type": "number" } } });
    let tagged = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": "waived" } } });
    let any = "/properties/fee/anyOf";
    let one = "/properties/fee/oneOf";
    let edits: [(&str, &str, String, Value); 18] = [
        ("branch added to anyOf", "any", format!("{any}/-"), cents.clone()),
        ("branch added to oneOf", "one", format!("{one}/-"), cents),
        ("tagged branch added", "tagged", format!("{one}/-"), tagged),
        ("value in a branch", "any", format!("{any}/1/properties/text/enum/-"), json!("later")),
        ("value in a tagged branch", "tagged", format!("{one}/1/properties/text/enum/-"), json!("later")),
        ("member in a branch", "one", format!("{one}/0/properties/currency"), json!({ "type": "string" })),
        ("member in a tagged branch", "tagged", format!("{one}/0/properties/currency"), json!({ "type": "string" })),
        ("branch opened", "any", format!("{any}/0/additionalProperties"), json!(true)),
        ("tagged branch opened", "tagged", format!("{one}/0/additionalProperties"), json!(true)),
        ("branch made optional", "one", format!("{one}/0/required"), json!([])),
        ("branch retyped", "tagged", format!("{one}/0/properties/cents/type"), json!("number")),
        (
            "union made a branch",
            "one",
            "/properties/fee".to_owned(),
            json!({ "type": "object", "additionalProperties": false, "required": ["text"], "properties": { "text": { "type": "string", "enum": ["free", "included"] } } }),
        ),
        ("anyOf for oneOf", "tagged", "/properties/fee/description".to_owned(), json!("A fee.")),
        ("format removed", "timed", "/properties/due".to_owned(), json!({ "type": "string", "maxLength": 20 })),
        ("format changed", "timed", "/properties/due/format".to_owned(), json!("date-time")),
        (
            "null no longer",
            "timed",
            "/properties/paid_at".to_owned(),
            json!({ "type": ["string", "null"], "format": "date-time" }),
        ),
        ("elements", "timed", "/properties/steps/items".to_owned(), json!({ "type": ["string", "integer"] })),
        ("constant", "timed", "/properties/format/const".to_owned(), json!("long")),
    ];
    let edited = edits.into_iter().map(|(name, stem, pointer, value)| {
        let mut edition = edit::Edition(files.clone()).set(&format!("{stem}.schema.json"), &pointer, value);
        if name == "constant" {
            edition = edition.set("timed.example.json", "/format", json!("long"));
        } else if name == "union made a branch" {
            edition = edition.set("one.example.json", "/fee", json!({ "text": "free" }));
        } else if name == "format changed" {
            edition = edition.set("timed.example.json", "/due", json!("2026-06-12T14:05:00Z"));
        }
        (name.to_owned(), edition.0)
    });
    edited.collect()
}

/// Maps all elements, with as many threads as the machine has cores; the results keep their order.
pub(crate) fn in_parallel<T: Send, U: Send>(all: Vec<T>, map: impl Fn(T) -> U + Sync) -> Vec<U> {
    let (open, done) = (Mutex::new(all.into_iter().enumerate()), Mutex::new(BTreeMap::new()));
    let next = || open.lock().expect("no thread panics").next();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((index, it)) = next() {
                    let mapped = map(it);
                    done.lock().expect("no thread panics").insert(index, mapped);
                }
            });
        }
    });
    done.into_inner().expect("no thread panics").into_values().collect()
}
