//! The law of exact validators over all fixtures: on their instances and on mutants of them.

use laws::fixtures;
use serde_json::Value;
use support::exact::{Examination, WrongVerdict};

/// The wrong verdicts of the judge, with reasons.
#[cfg(not(feature = "unified"))]
const WRONG_VERDICTS: &[WrongVerdict] = &[];
#[cfg(feature = "unified")]
const WRONG_VERDICTS: &[WrongVerdict] = &[WrongVerdict {
    rule: "bounds-beyond-64-bits",
    concerns: |instance| instance["exactly"].as_f64().is_some_and(|number| number > 1e29),
    reason: "the numbers keep their digits, and the judge compares them as `f64`: it takes 1.2345678901234568e+29 for the constant",
}];

#[derive(serde::Deserialize)]
struct Instances {
    valid: Vec<Value>,
    invalid: Vec<Value>,
}

#[test]
fn validators_are_exact_on_every_fixture() {
    let mut examination = Examination::new(WRONG_VERDICTS);
    for fixture in fixtures::ALL {
        let Instances { valid, invalid } = serde_json::from_str(fixture.instances).expect("instances are JSON");
        let verdicts = examination.examine(fixture, &[valid, invalid].concat());
        assert!(verdicts.accepted > 0, "{}", fixture.rule);
        assert!(verdicts.rejected > 0 || fixture.rule == "root-true", "{}", fixture.rule);
    }
    examination.assert();
}
