//! The validators of the corpus agree, on its instances and on mutants of them.

use serde_json::Value;
use support::fixture::Fixture;
use support::law;
use support::mutation::Mutator;

/// The number of mutants per schema.
const MUTANTS: usize = 400;

/// Returns the disagreement of the validators about a text, if there is one.
fn disagreement(fixture: &Fixture, text: &str, value: &Value) -> Option<String> {
    let verdicts = [(fixture.is_valid)(value), (fixture.is_valid_slice)(text.as_bytes())];
    let (found, from_bytes) = ((fixture.validate)(value), (fixture.validate_slice)(text.as_bytes()));
    let is_same = verdicts == [found.is_empty(); 2] && from_bytes.as_ref() == Ok(&found);
    let shown = || format!("{}: {verdicts:?}, {found:?}, from bytes {from_bytes:?}: {text:.200}", fixture.rule);
    (!is_same).then(shown)
}

/// Asserts that all validators of each schema have one verdict, and that readers give what serde gives.
///
/// # Panics
///
/// If they disagree.
pub fn agree(all: &[Fixture]) {
    if all.is_empty() {
        eprintln!("skipped: ../shared/corpus is not there");
    }
    let mut found = Vec::new();
    for fixture in all {
        let schema: Value = serde_json::from_str(fixture.schema).expect("schemas are JSON");
        let value = |text| serde_json::from_str::<Value>(text).expect("instances are JSON");
        let instances: Vec<Value> = fixture.instances.lines().map(value).collect();
        found.extend(fixture.instances.lines().filter_map(|text| disagreement(fixture, text, &value(text))));
        let mutants = Mutator::new(1, &schema, &instances).mutants(&instances, MUTANTS);
        let (valid, broken): (Vec<&Value>, Vec<&Value>) = mutants.iter().partition(|mutant| (fixture.is_valid)(mutant));
        println!(
            "{}: {} instances, {} mutants, {} of them valid",
            fixture.rule,
            instances.len(),
            mutants.len(),
            valid.len()
        );
        assert!(broken.len() > 10, "{}", fixture.rule);
        found.extend(mutants.iter().filter_map(|mutant| disagreement(fixture, &mutant.to_string(), mutant)));
        found.extend(fixture.instances.lines().filter_map(|text| law::reads_like_serde(fixture, text.as_bytes())));
        found.extend(law::misread(fixture, &mutants[..mutants.len().min(50)]));
    }
    let shown: Vec<&String> = found.iter().take(20).collect();
    assert!(shown.is_empty(), "{} disagreements\n{shown:#?}", found.len());
}
