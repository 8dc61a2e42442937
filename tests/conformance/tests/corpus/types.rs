//! The laws of types over the corpus, if it is present.

use serde_json::Value;
use support::{canonical, judge, law};

use crate::ALL;

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("instances are JSON")
}

#[test]
fn corpus_types_are_sound_and_lossless() {
    if ALL.is_empty() {
        eprintln!("skipped: ../shared/corpus is not there");
    }
    let mut breaches = Vec::new();
    for fixture in ALL {
        let schema = value(fixture.schema);
        let valid = fixture.instances.lines().filter(|line| judge::accepts(fixture, "", &value(line)));
        breaches.extend(valid.filter_map(|text| law::sound_and_lossless(fixture, &schema, text)));
    }
    let shown: Vec<String> = breaches.iter().map(|breach| breach.chars().take(600).collect()).collect();
    assert!(breaches.is_empty(), "{} breaches\n{}", breaches.len(), shown.join("\n"));
}

#[test]
fn types_are_truthful_for_the_corpus() {
    let found = ALL.iter().filter_map(|fixture| {
        let difference = canonical::difference(&value(fixture.schema), &(fixture.derived)())?;
        Some(format!("{}: {difference}", fixture.rule))
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
