//! Checks of the laws, one function each, for fixtures, corpus and published crate alike.

use serde_json::Value;

use crate::fixture::Fixture;
use crate::lossless;
use crate::spelling::Speller;

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

/// Returns the disagreement of a type's `from_slice` with the verdict on bytes, or with the value that `serde_json` reads from them.
pub fn reads_like_serde(fixture: &Fixture, input: &[u8]) -> Option<String> {
    let decoded = (fixture.from_slice)(input);
    let by_serde = std::str::from_utf8(input).map_err(|error| error.to_string()).and_then(fixture.from_str);
    let is_same = match ((fixture.is_valid_slice)(input), &decoded, &by_serde) {
        (false, decoded, _) => decoded.is_err(),
        // Either holds all numbers, or neither does.
        (true, Err(_), by_serde) => by_serde.is_err(),
        (true, Ok(decoded), Ok(by_serde)) => decoded == by_serde,
        (true, Ok(_), Err(error)) => error.starts_with("recursion limit"),
    };
    let shown = || format!("{}: {decoded:?}, by serde {by_serde:?}: {}", fixture.rule, String::from_utf8_lossy(input));
    (!is_same).then(shown)
}

/// Returns the disagreements of [`reads_like_serde`] about instances in many spellings, about malformed ones, and about each beginning of
/// one.
pub fn misread(fixture: &Fixture, instances: &[Value]) -> Vec<String> {
    let mut speller = Speller::new(3);
    let texts = instances.iter().flat_map(|instance| {
        let text = instance.to_string();
        let whole = [speller.same(instance), speller.with_a_number(instance), speller.with_a_duplicate(instance)];
        let broken = [speller.broken(&text), speller.broken(&whole[0])];
        whole.into_iter().chain([text]).map(String::into_bytes).chain(broken).collect::<Vec<_>>()
    });
    let shortest = instances.iter().map(Value::to_string).min_by_key(String::len).unwrap_or_default();
    let beginnings = (0..shortest.len()).map(|end| shortest.as_bytes()[..end].to_vec());
    texts.chain(beginnings).filter_map(|text| reads_like_serde(fixture, &text)).collect()
}
