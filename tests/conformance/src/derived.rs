//! Law 4 for validators: the schema that schemars derives is self-contained, and gives the documented verdict on every instance.

use std::collections::{BTreeMap, BTreeSet};

use codegen::catalog::FormatMeaning;
use codegen::interpret;
use codegen::json;
use jsonschema::{Retrieve, Uri, Validator};
use serde_json::Value;
use support::mutation::Mutator;
use support::suite::{self, Group};

/// A group's name, and the schema that schemars derives from its type.
pub type Derived = (&'static str, fn() -> Value);

/// The number of mutants per schema.
const MUTANTS: usize = 40;

/// Groups for which a derived schema cannot give all verdicts, by the beginning of their names, with the reason.
const EXCEPTIONS: [(&str, &str); 3] = [
    (
        "draft7/optional/content.json",
        "contentEncoding and contentMediaType are annotations in 2020-12, whatever the catalogue says",
    ),
    (
        "draft4/optional/format/hostname.json",
        "the judge reads host names by the draft, and knows more of them in 2020-12",
    ),
    (
        "draft6/optional/format/hostname.json",
        "the judge reads host names by the draft, and knows more of them in 2020-12",
    ),
];

/// Refuses external references.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("{uri} is somewhere else").into())
    }
}

/// Provides the documents of the suite.
struct Documents(BTreeMap<String, Value>);

impl Retrieve for Documents {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        self.0.get(uri.as_str()).cloned().ok_or_else(|| "it is unknown".into())
    }
}

fn validator(schema: &Value, format: FormatMeaning, retriever: impl Retrieve + 'static) -> Result<Validator, String> {
    let options = jsonschema::options().should_validate_formats(format == FormatMeaning::Assertion);
    options.with_retriever(retriever).build(schema).map_err(|error| error.to_string())
}

/// Returns a judge by the documented schema: if it agrees with the other, the fault is the judge's.
fn documented(group: &Group) -> Option<Validator> {
    let documents = suite::remotes().iter();
    let documents =
        documents.filter_map(|(uri, text)| Some((uri.clone(), serde_json::from_str(text.text()).ok()?))).collect();
    let mut schema: Value = serde_json::from_str(&group.schema.to_compact()).ok()?;
    if let Some(keywords) = schema.as_object_mut() {
        let uri = codegen::keyword::dialect::Dialect::of(group.draft).draft.meta_schema();
        keywords.entry("$schema").or_insert_with(|| uri.into());
    }
    validator(&schema, group.format, Documents(documents)).ok()
}

/// The findings about derived schemas.
#[derive(Default)]
struct Found {
    /// Their deviations from the documented verdicts.
    breaches: Vec<String>,
    /// The number of compared verdicts.
    count: usize,
    /// The number of verdicts that the judge gets wrong for the documented schema, too.
    own_faults: usize,
}

/// Judges a group's instances and mutants of them.
fn wrong(group: &Group, derive: fn() -> Value) -> Found {
    let derived = derive();
    let fail =
        |what: String| Found { breaches: vec![format!("{}: {what}\n    {derived}", group.name)], ..Found::default() };
    if let Err(error) = jsonschema::meta::validate(&derived) {
        return fail(format!("no schema: {error}"));
    }
    let judge = match validator(&derived, group.format, Nothing) {
        Ok(judge) => judge,
        Err(error) => return fail(format!("it does not stand alone: {error}")),
    };
    let (model, plan) = group.plan();
    let root = plan.entries[&model.roots[0].schema];
    let schema: Value = serde_json::from_str(&group.schema.to_compact()).unwrap_or_default();
    let mut instances: Vec<Value> =
        group.instances().filter_map(|instance| serde_json::from_str(&instance.to_compact()).ok()).collect();
    let mut mutator = Mutator::new(7, &schema, &instances);
    let mutants = mutator.mutants(&instances, MUTANTS);
    instances.extend(mutants);
    let breaches = misjudged(group, |instance| interpret::is_valid(&plan, root, instance));
    let mut found = Found { breaches, count: instances.len(), own_faults: 0 };
    let mut documented_judge = None;
    for instance in &instances {
        let text = codegen::source::location::Source::new("instance.json", instance.to_string());
        let Ok(node) = json::parse(&text) else { continue };
        let expected = interpret::is_valid(&plan, root, &node.root);
        if judge.is_valid(instance) != expected {
            let documented = documented_judge.get_or_insert_with(|| documented(group));
            let is_own_fault = documented.as_ref().is_some_and(|judge| judge.is_valid(instance) != expected);
            if is_own_fault {
                found.own_faults += 1;
            } else {
                let verdict = if expected { "refused" } else { "accepted" };
                found.breaches.push(format!("{}: {instance} is {verdict}\n    {derived}", group.name));
            }
        }
    }
    found
}

/// Returns the instances with another verdict than the written one.
fn misjudged(group: &Group, verdict: impl Fn(&json::Node) -> bool) -> Vec<String> {
    let tests = group.tests.as_array().unwrap_or_default().iter().filter(|_| group.draft_name == "own");
    let wrong = tests.filter(|test| {
        let expected = test.get("valid").map(|valid| matches!(valid.value, json::Value::Boolean(true)));
        test.get("data").map(&verdict) != expected
    });
    wrong.map(|test| format!("{}: not as it is written down: {}", group.name, test.to_compact())).collect()
}

/// Asserts that the derived schemas of all groups whose name begins like this have the documented verdicts.
///
/// # Panics
///
/// If one has another verdict.
pub fn judge(all: &[Derived], start: &str) {
    let derived: BTreeMap<&str, _> = all.iter().copied().collect();
    assert_eq!(derived.len(), all.len(), "two groups have one name, so one of them would not be judged");
    let (mut breaches, mut count, mut own_faults, mut needed) = (Vec::new(), 0, 0, BTreeSet::new());
    for group in suite::all().iter().filter(|group| group.name.starts_with(start)) {
        let found = wrong(group, derived[group.name.as_str()]);
        count += found.count;
        own_faults += found.own_faults;
        match EXCEPTIONS.iter().find(|(exception, _)| group.name.starts_with(exception)) {
            Some((exception, _)) => needed.extend((!found.breaches.is_empty()).then_some(*exception)),
            None => breaches.extend(found.breaches),
        }
    }
    for (exception, reason) in EXCEPTIONS.iter().filter(|(exception, _)| exception.starts_with(start)) {
        assert!(needed.contains(exception) || count == 0, "{exception} holds by now: {reason}");
    }
    let shown: Vec<String> = breaches.iter().map(|breach| breach.chars().take(1500).collect()).collect();
    assert!(breaches.is_empty(), "{} of {count} verdicts differ\n{}", breaches.len(), shown.join("\n"));
    assert!(count > 0 || suite::folder().is_none(), "nothing was judged");
    assert!(own_faults * 100 <= count, "{own_faults} of {count} verdicts are faults of the judge: it is no judge");
    println!("{start}: {count} verdicts, {own_faults} faults of the judge");
}
