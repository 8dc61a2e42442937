//! The laws of types over the corpus, if it is present.

use serde_json::Value;
use support::fixture::Fixture;
use support::{canonical, judge, law};

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("instances are JSON")
}

/// Asserts that the types hold every valid instance, and lose nothing of it.
///
/// # Panics
///
/// If they do not.
pub fn are_sound_and_lossless(all: &[Fixture]) {
    if all.is_empty() {
        eprintln!("skipped: ../shared/corpus is not there");
    }
    let mut breaches = Vec::new();
    for fixture in all {
        let schema = value(fixture.schema);
        let valid = fixture.instances.lines().filter(|line| judge::accepts(fixture, "", &value(line)));
        breaches.extend(valid.filter_map(|text| law::sound_and_lossless(fixture, &schema, text)));
    }
    let shown: Vec<String> = breaches.iter().map(|breach| breach.chars().take(600).collect()).collect();
    assert!(breaches.is_empty(), "{} breaches\n{}", breaches.len(), shown.join("\n"));
}

/// Asserts that the derived schemas say what the documented ones say.
///
/// # Panics
///
/// If they do not.
pub fn are_truthful(all: &[Fixture]) {
    let found = all.iter().filter_map(|fixture| {
        let difference = canonical::difference(&value(fixture.schema), &(fixture.derived)())?;
        Some(format!("{}: {difference}", fixture.rule))
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
