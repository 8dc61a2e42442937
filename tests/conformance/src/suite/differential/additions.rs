//! Members that no schema lists: whoever notes them while reading finds the drift that all violations say.

use codegen_runtime::text::parse::parse;
use codegen_runtime::text::scanner::{MAX_DEPTH, Scanner};
use codegen_runtime::validate::additions::{self, Place};
use codegen_runtime::validate::{drift, report};
use serde_json::{Map, Value};
use support::compiled::Compiled;

/// Adds members to some of the objects in a value.
pub(super) fn added(value: &Value, random: &mut fastrand::Rng) -> Value {
    match value {
        Value::Array(elements) => elements.iter().map(|element| added(element, random)).collect(),
        Value::Object(members) => {
            let mut members: Map<String, Value> =
                members.iter().map(|(name, member)| (name.clone(), added(member, random))).collect();
            for name in ["!", "new", "~n/w"] {
                if random.u8(..4) == 0 {
                    members.insert(name.to_owned(), serde_json::json!([{"new": 1}]));
                }
            }
            Value::Object(members)
        }
        other => other.clone(),
    }
}

/// Compares the drift of noted members, if reading a text notes any, with that of its violations. Returns true if members were noted.
pub(super) fn agree(compiled: &Compiled, text: &str) -> Result<bool, String> {
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    scanner.additions.begin();
    let is_read = (compiled.reader)(&mut scanner).and_then(|()| scanner.end()).is_some();
    let names = scanner.additions.take();
    if !is_read || names.is_empty() {
        return Ok(false);
    }
    let place = Place { text, start: 0, base: "/data", path: "schema.json" };
    let mut noted = Vec::new();
    if additions::collect(place, &names, compiled.collector, &mut noted).is_none() {
        return Ok(false);
    }
    let tree = parse(text.as_bytes()).map_err(|error| format!("members are noted in no JSON: {error}"))?;
    let violations = report::violations(&tree, compiled.collector);
    let without_formats = || report::violations_without_formats(&tree, compiled.collector);
    match drift::of(&violations, without_formats, &tree, "/data", "schema.json") {
        Some(reported) if reported == noted => Ok(true),
        reported => Err(format!("noted {noted:?}, reported {reported:?}, because of {violations:?}")),
    }
}
