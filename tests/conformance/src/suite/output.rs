//! The official output tests: `validate` produces the format *basic* [JSON Schema 2020-12 Core §12.4.2].

use std::collections::BTreeSet;
use std::fs;

use codegen::json::Node;
use serde_json::{Value, json};
use support::compiled::{self, Compiled};
use support::suite::{self, Group};

/// The failing tests by the beginning of their names, with the reason.
const EXCEPTIONS: [(&str, &str); 2] = [
    (
        "output/draft2020-12/readOnly.json: readOnly generates its value as an annotation",
        "validators assert and collect no annotations: of a valid instance, there is nothing to say [Core §7.7]",
    ),
    ("output/draft2019-09/readOnly.json: readOnly generates its value as an annotation", "as above"),
];

/// The schemas of the output formats by URI.
struct Formats(Vec<(String, Value)>);

impl jsonschema::Retrieve for Formats {
    fn retrieve(&self, uri: &jsonschema::Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let found = self.0.iter().find(|(known, _)| known == uri.as_str());
        found.map(|(_, schema)| schema.clone()).ok_or_else(|| format!("there is no {uri}").into())
    }
}

/// Returns the published schemas of the formats, also under the test's own base URI.
fn formats() -> Formats {
    let folder = suite::folder().unwrap_or_default().join("output-tests");
    let draft = |draft: &str| {
        let text = fs::read_to_string(folder.join(format!("draft{draft}/output-schema.json"))).ok()?;
        let schema: Value = serde_json::from_str(&text).ok()?;
        Some((format!("https://json-schema.org/draft/{draft}/output/schema"), schema))
    };
    Formats(["2019-09", "2020-12"].into_iter().filter_map(draft).collect())
}

/// Returns the output of `validate` in the format *basic*.
fn output(compiled: &Compiled, data: &Node) -> Value {
    let instance: Value = serde_json::from_str(&data.to_compact()).expect("serde_json has a value for it");
    match (compiled.validate)(&instance) {
        Ok(()) => json!({ "valid": true }),
        Err(violations) => serde_json::to_value(&violations).expect("violations are made of texts"),
    }
}

/// Asserts that violations are serialized as the suite's output tests ask.
///
/// # Panics
///
/// If they are not.
pub fn is_basic(all: &[Compiled]) {
    let groups = suite::outputs();
    if groups.is_empty() {
        println!("skipped: the official suite is not beside the repository");
        return;
    }
    let (mut count, mut needed, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for group in &groups {
        let Group { name, tests, .. } = group;
        let compiled = compiled::named(all, name);
        for test in tests.as_array().expect("a group has tests") {
            let part = |name: &str| test.get(name).expect("a test of the suite has it");
            let name = format!("{name}: {}", part("description").as_str().unwrap_or_default());
            let Some(basic) = part("output").get("basic") else { continue };
            let schema: Value = serde_json::from_str(&basic.to_compact()).expect("the suite is JSON");
            let judge = jsonschema::options().with_retriever(formats()).build(&schema).expect("it is a schema");
            let output = output(compiled, part("data"));
            count += 1;
            match (judge.is_valid(&output), EXCEPTIONS.iter().find(|(exception, _)| name.starts_with(exception))) {
                (true, _) => {}
                (false, Some((exception, _))) => _ = needed.insert(*exception),
                (false, None) => wrong.push(format!("{name}: {output}")),
            }
        }
    }
    println!("{count} tests of the format basic, {} of them do not hold", needed.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 8, "{count}");
    for (exception, reason) in EXCEPTIONS {
        assert!(needed.contains(exception), "{exception} holds by now, so it is no exception: {reason}");
    }
}
