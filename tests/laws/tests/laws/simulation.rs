//! The simulated receiver answers as the compiled one: verdicts on changes rest on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cleartix_webhooks::Receiver;
use codegen::json;
use codegen::source::location::Source;
use codegen::wire::{Outcome, receive};
use codegen::{Edition, Files};
use serde_json::{Value, json};
use support::mutation::Mutator;

/// Returns the committed contract.
fn edition() -> Edition {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut files = Files::new();
    read(&folder, "", &mut files);
    Edition::read(&files).unwrap_or_else(|why| panic!("{why}"))
}

fn read(folder: &Path, below: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{below}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
}

/// The kinds and places of drift.
type Places = BTreeSet<(String, String)>;

/// Returns the answer of the compiled receiver: the error's code, or its drift. The order of drift follows that of members in a
/// `serde_json::Value`, which a feature changes.
fn compiled(body: &str) -> Result<Places, String> {
    match Receiver::parse_unverified(body.as_bytes()) {
        Ok(delivery) => {
            let drift = delivery.drift().iter();
            Ok(drift.map(|it| (it.kind.code().to_owned(), it.instance_location.clone())).collect())
        }
        Err(error) => Err(error.code().to_owned()),
    }
}

fn simulated(edition: &Edition, body: &str) -> Result<Places, String> {
    let parsed = json::parse(&Source::new("body.json", body)).unwrap_or_else(|why| panic!("{why}"));
    match receive(edition.contract(), "", &parsed.root) {
        Outcome::Handled => Ok(Places::new()),
        Outcome::Drift(drift) => {
            Ok(drift.iter().map(|it| (it.kind.code().to_owned(), it.instance.to_string())).collect())
        }
        Outcome::Fails(failure) => Err(failure.code.to_owned()),
    }
}

/// Returns the documented deliveries.
fn deliveries(edition: &Edition) -> Vec<Value> {
    let roots = &edition.contract().model.roots;
    roots.iter().filter_map(|root| Some(root.delivery()?.to_serde())).collect()
}

#[test]
fn simulated_receiver_answers_as_the_compiled_one() {
    let edition = edition();
    let deliveries = deliveries(&edition);
    assert!(!deliveries.is_empty());
    let mut mutator = Mutator::new(3, &Value::Null, &deliveries);
    let mut bodies: Vec<Value> = deliveries.clone();
    bodies.extend(mutator.mutants(&deliveries, 4000));
    for delivery in &deliveries {
        for (pointer, value) in [
            ("/data/added", json!(1)),
            ("/added", json!([])),
            ("/event", json!("some.thing")),
            ("/event", json!(7)),
            ("/data", Value::Null),
            ("/created_at", json!("yesterday")),
            ("/id", json!(5)),
        ] {
            let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
            let mut body = delivery.clone();
            if let Some(Value::Object(members)) = body.pointer_mut(parent) {
                members.insert(name.to_owned(), value);
            }
            bodies.push(body);
        }
    }
    let (mut handled, mut drifting, mut failing) = (0, 0, 0);
    for body in bodies {
        let body = body.to_string();
        let (expected, found) = (compiled(&body), simulated(&edition, &body));
        assert_eq!(found, expected, "{body}");
        match found {
            Ok(drift) if drift.is_empty() => handled += 1,
            Ok(_) => drifting += 1,
            Err(_) => failing += 1,
        }
    }
    assert!(handled > 5 && drifting > 100 && failing > 100, "{handled} {drifting} {failing}");
}

#[test]
fn simulated_receiver_knows_odd_numbers_and_depths() {
    let edition = edition();
    let text = deliveries(&edition)[0].to_string();
    let open = text.strip_suffix('}').expect("an object");
    let deep = |levels: usize| format!("{open},\"added\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    let odd = |number: &str| format!("{open},\"added\":{number}}}");
    for body in [deep(1), deep(62), deep(63), deep(64), deep(65), odd("1e400"), odd("-0"), odd("1e-400")] {
        assert_eq!(simulated(&edition, &body), compiled(&body), "{body}");
    }
    let data = |number: &str| {
        format!(
            r#"{{"id":"e","event":"x.y","created_at":"2026-06-12T14:05:00Z","organization_id":"o","data":{number}}}"#
        )
    };
    for body in [data("1e400"), data("{}"), data("null")] {
        assert_eq!(simulated(&edition, &body), compiled(&body), "{body}");
    }
}
