//! The law of exact validators: all generated validators, the interpreter and an independent judge agree.

use std::collections::BTreeSet;

use codegen::plan::Plan;
use codegen::source::location::Source;
use codegen::{SchemaOptions, json, model_of};
use codegen::{interpret, plan};
use serde_json::{Value, json as value};

use crate::fixture::Fixture;
use crate::judge;
use crate::mutation::Mutator;

/// The number of mutants per schema.
const MUTANTS: usize = 400;

/// Instances with a wrong verdict of the judge.
#[derive(Debug)]
pub struct WrongVerdict {
    /// The fixture.
    pub rule: &'static str,
    /// Selects the instances.
    pub concerns: fn(&Value) -> bool,
    /// The reason why the judge is wrong.
    pub reason: &'static str,
}

/// The findings over several fixtures.
#[derive(Debug)]
pub struct Examination {
    wrong_verdicts: &'static [WrongVerdict],
    needed: BTreeSet<usize>,
    found: Vec<String>,
}

/// The verdicts on the instances of one fixture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// The number of accepted instances.
    pub accepted: usize,
    /// The number of rejected instances.
    pub rejected: usize,
}

impl Examination {
    /// Creates an empty examination with the known wrong verdicts.
    pub fn new(wrong_verdicts: &'static [WrongVerdict]) -> Self {
        Self { wrong_verdicts, needed: BTreeSet::new(), found: Vec::new() }
    }

    /// Examines a fixture's validator on instances and on mutants of them.
    pub fn examine(&mut self, fixture: &Fixture, instances: &[Value]) -> Verdicts {
        let schema: Value = serde_json::from_str(fixture.schema).expect("schemas are JSON");
        let seed = fixture.rule.bytes().fold(0, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        let mutants = Mutator::new(seed, &schema, instances).mutants(instances, MUTANTS);
        assert!(mutants.len() >= 200, "{}: only {} mutants", fixture.rule, mutants.len());
        let interpreter = Interpreter::new(fixture);
        let mut verdicts = Verdicts::default();
        for instance in instances.iter().chain(&mutants) {
            let is_valid = self.verdict(fixture, &interpreter, instance);
            *(if is_valid { &mut verdicts.accepted } else { &mut verdicts.rejected }) += 1;
        }
        verdicts
    }

    fn verdict(&mut self, fixture: &Fixture, interpreter: &Interpreter, instance: &Value) -> bool {
        let is_valid = (fixture.is_valid)(instance);
        let mut fail = |what: String| self.found.push(format!("{}: {what}\n    in {instance}", fixture.rule));
        let found = (fixture.validate)(instance);
        if let Err(why) = from_bytes(fixture, instance, is_valid, &found) {
            fail(why);
        }
        let compiled = sorted(found);
        if compiled.is_empty() != is_valid {
            fail(format!("`is_valid` is {is_valid}, `validate` finds {compiled:?}"));
        }
        if !may_be_rounded(instance) {
            let planned = interpreter.validate(instance);
            if compiled != planned {
                fail(format!("`validate` finds {compiled:?}, the interpreter {planned:?}"));
            }
        }
        if judge::accepts(fixture, "", instance) != is_valid {
            let known = |wrong: &WrongVerdict| wrong.rule == fixture.rule && (wrong.concerns)(instance);
            match self.wrong_verdicts.iter().position(known) {
                Some(index) => drop(self.needed.insert(index)),
                None => fail(format!("`is_valid` is {is_valid}, and the judge disagrees; found: {compiled:?}")),
            }
        }
        is_valid
    }

    /// Fails if anything was found, or if a verdict that is listed as wrong was right.
    pub fn assert(&self) {
        let shown: Vec<&str> = self.found.iter().map(String::as_str).take(40).collect();
        assert!(shown.is_empty(), "{} breaches of the law\n{}", self.found.len(), shown.join("\n"));
        for (index, wrong) in self.wrong_verdicts.iter().enumerate() {
            assert!(self.needed.contains(&index), "no longer needed: {}: {}", wrong.rule, wrong.reason);
        }
    }
}

/// Checks that the validators on bytes agree with each other, and find the same as those on values, in the same order.
fn from_bytes(fixture: &Fixture, instance: &Value, is_valid: bool, found: &[Value]) -> Result<(), String> {
    let text = instance.to_string();
    let from_bytes = (fixture.validate_slice)(text.as_bytes()).map_err(|error| format!("no JSON text: {error}"))?;
    let is_valid_slice = (fixture.is_valid_slice)(text.as_bytes());
    if is_valid_slice != from_bytes.is_empty() {
        return Err(format!("`is_valid_slice` is {is_valid_slice}, `validate_slice` finds {from_bytes:?}"));
    }
    let is_same = is_valid_slice == is_valid && from_bytes == found;
    if is_same || may_be_rounded(instance) {
        return Ok(());
    }
    Err(format!("from bytes {is_valid_slice}, {from_bytes:?}; from the value {is_valid}, {found:?}"))
}

/// Returns true if `serde_json` may have rounded a number of the instance: the generated validator then counts it as equal to a bound with
/// the same rounding, and the interpreter, which reads the text, does not.
fn may_be_rounded(instance: &Value) -> bool {
    match instance {
        Value::Number(number) => {
            !number.is_i64() && !number.is_u64() && number.as_f64().is_none_or(|number| number.abs() >= 2_f64.powi(53))
        }
        Value::Array(elements) => elements.iter().any(may_be_rounded),
        Value::Object(members) => members.values().any(may_be_rounded),
        _ => false,
    }
}

/// The plan of a schema, interpreted.
struct Interpreter {
    plan: Plan,
    root: plan::NodeId,
}

impl Interpreter {
    fn new(fixture: &Fixture) -> Self {
        let source = Source::new(format!("{}.schema.json", fixture.rule), fixture.schema.to_owned());
        let model = model_of(&source, &SchemaOptions::new("Root"));
        let (model, _) = model.unwrap_or_else(|found| panic!("{}: {found}", fixture.rule));
        let plan = plan::plan(&model, &BTreeSet::new());
        let root = plan.entries[&model.roots[0].schema];
        Self { plan, root }
    }

    fn validate(&self, instance: &Value) -> Vec<Value> {
        let document =
            json::parse(&Source::new("instance.json", instance.to_string())).expect("serde_json writes JSON");
        let found = interpret::validate(&self.plan, self.root, &document.root);
        let is_valid = interpret::is_valid(&self.plan, self.root, &document.root);
        assert_eq!(found.is_empty(), is_valid, "the faces of the interpreter disagree on {instance}");
        let units = found.into_iter().map(|finding| {
            let (keyword, instance) = (finding.keyword_location, finding.instance.as_str());
            value!({ "keywordLocation": keyword, "instanceLocation": instance, "error": finding.message })
        });
        sorted(units.collect())
    }
}

/// Sorts violations, and removes everything that only generated code reports.
fn sorted(mut units: Vec<Value>) -> Vec<Value> {
    for unit in &mut units {
        unit.as_object_mut().expect("a unit is an object").remove("absoluteKeywordLocation");
    }
    units.sort_by_key(Value::to_string);
    units
}
