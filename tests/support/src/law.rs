//! Checks of the laws, one function each, for fixtures, corpus and published crate alike.

use serde_json::Value;

use crate::fixture::Fixture;
use crate::lossless;

/// Returns the breach of the laws of sound and lossless types for a valid instance.
pub fn sound_and_lossless(fixture: &Fixture, schema: &Value, text: &str) -> Option<String> {
    let before: Value = serde_json::from_str(text).expect("instances are JSON");
    for after in [(fixture.from_str)(text), (fixture.from_value)(before.clone())] {
        let found = match after {
            Err(error) => Some(format!("not sound: {error}")),
            Ok(after) => lossless::difference(fixture, schema, &before, &after),
        };
        if let Some(found) = found {
            return Some(format!("{}: {found}\n    in {text}", fixture.rule));
        }
    }
    None
}
