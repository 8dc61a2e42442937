//! Law 1: compiled validators agree with the official suite, with each other, and with the interpreter.

use std::collections::{BTreeMap, BTreeSet};

use codegen::interpret;
use codegen::json;
use codegen::plan::{NodeId, Plan};
use codegen_runtime::validate::invalid::Invalid;
use codegen_runtime::validate::violation::Violation;
use serde_json::Value;
use support::compiled::Compiled;
use support::suite;

/// The failing optional tests by the beginning of their names, with the reason.
const EXCEPTIONS: [(&str, &str); 1] = [(
    "draft4/optional/zeroTerminatedFloats.json: some languages do not distinguish between different types of numeric value",
    "1.0 is an integer in every draft here, as all later drafts ask",
)];

/// The findings about the tests of one draft.
#[derive(Default)]
struct Tally {
    required: usize,
    optional: usize,
    /// Instances with numbers out of `f64`'s range, which `serde_json` cannot hold.
    without_value: usize,
}

/// Asserts that all validators have the verdicts of the suite, and the same violations.
///
/// # Panics
///
/// If they do not.
pub fn agree_with_the_suite(all: &[Compiled]) {
    if suite::folder().is_none() {
        println!("skipped: the official suite is not beside the repository");
        return;
    }
    let compiled: BTreeMap<&str, _> = all.iter().map(|compiled| (compiled.name, compiled)).collect();
    assert_eq!(compiled.len(), all.len(), "two groups have one name, so one of them would not be tested");
    let (mut tallies, mut wrong) = (BTreeMap::<&str, Tally>::new(), Vec::new());
    let mut needed = BTreeSet::new();
    let groups = [suite::groups(), suite::own()].concat();
    assert_eq!(suite::all().len(), all.len(), "not every schema was compiled");
    for group in &groups {
        let (model, plan) = group.plan();
        let root = plan.entries[&model.roots[0].schema];
        let compiled = compiled[group.name.as_str()];
        let tally = tallies.entry(group.draft_name).or_default();
        for test in group.tests.as_array().unwrap() {
            let name = format!("{}: {}", group.name, test.get("description").unwrap().as_str().unwrap());
            let found = verdicts(compiled, (&plan, root), test, tally);
            match (found, EXCEPTIONS.iter().find(|(exception, _)| name.starts_with(exception))) {
                (Ok(()), _) if group.is_required => tally.required += 1,
                (Ok(()), _) => tally.optional += 1,
                (Err(_), Some((exception, _))) => _ = needed.insert(*exception),
                (Err(why), None) => wrong.push(format!("{name}: {why}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (exception, reason) in EXCEPTIONS {
        assert!(needed.contains(exception), "{exception} holds by now, so it is no exception: {reason}");
    }
    for (draft, Tally { required, optional, without_value }) in tallies {
        println!("{draft}: {required} required, {optional} optional; {without_value} of them from bytes only");
        assert!((required > 600 || draft == "own") && without_value < 5);
    }
}

/// Compares all validators with the suite on an instance.
fn verdicts(
    compiled: &Compiled,
    (plan, root): (&Plan, NodeId),
    test: &json::Node,
    tally: &mut Tally,
) -> Result<(), String> {
    let data = test.get("data").unwrap();
    let expected = matches!(test.get("valid").unwrap().value, json::Value::Boolean(true));
    let agrees = |face: &str, found: bool| {
        if found == expected { Ok(()) } else { Err(format!("{face}: expected {expected}, found {found}")) }
    };
    agrees("from bytes", (compiled.is_valid_slice)(data.to_compact().as_bytes()))?;
    let from_bytes = (compiled.validate_slice)(data.to_compact().as_bytes());
    agrees("all violations from bytes", from_bytes.is_ok())?;
    agrees("interpreted", interpret::is_valid(plan, root, data))?;
    let Ok(value) = serde_json::from_str::<Value>(&data.to_compact()) else {
        tally.without_value += 1;
        return Ok(());
    };
    agrees("is_valid", (compiled.is_valid)(&value))?;
    let violations = (compiled.validate)(&value);
    agrees("validate", violations.is_ok())?;
    if from_bytes.as_ref().err().and_then(Invalid::violations) != violations.as_ref().err() {
        return Err(format!("from bytes {from_bytes:#?}, from the value {violations:#?}"));
    }
    let mut found: Vec<_> = violations.as_ref().err().into_iter().flatten().map(parts).collect();
    let interpreted = interpret::validate(plan, root, data).into_iter();
    let mut interpreted: Vec<_> =
        interpreted.map(|it| (it.instance.as_str().to_owned(), it.keyword_location, it.keyword, it.message)).collect();
    found.sort();
    interpreted.sort();
    if found == interpreted { Ok(()) } else { Err(format!("compiled {found:#?}, interpreted {interpreted:#?}")) }
}

fn parts(violation: &Violation) -> (String, String, String, String) {
    let Violation { instance_location, keyword_location, keyword, message, .. } = violation.clone();
    (instance_location, keyword_location, keyword, message)
}
