//! The laws of types, over all fixtures.

use laws::fixtures;
use serde_json::Value;
use serde_json::value::RawValue;
use support::fixture::Fixture;
use support::lossless::difference;
use support::mutation::Mutator;
use support::{canonical, judge, law};

#[derive(serde::Deserialize)]
struct Instances {
    valid: Vec<Box<RawValue>>,
    invalid: Vec<Box<RawValue>>,
}

fn instances(fixture: &Fixture) -> Instances {
    serde_json::from_str(fixture.instances).unwrap_or_else(|error| panic!("{}: {error}", fixture.rule))
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("instances are JSON")
}

#[test]
fn instances_have_their_stated_validity() {
    for fixture in fixtures::ALL {
        let Instances { valid, invalid } = instances(fixture);
        for text in valid {
            assert!(judge::accepts(fixture, "", &value(text.get())), "{}: {text} is not valid", fixture.rule);
        }
        for text in invalid {
            assert!(!judge::accepts(fixture, "", &value(text.get())), "{}: {text} is valid", fixture.rule);
        }
    }
}

#[test]
fn fixture_types_are_sound_and_lossless() {
    let mut breaches = Vec::new();
    for fixture in fixtures::ALL {
        let schema = value(fixture.schema);
        breaches.extend(
            instances(fixture).valid.iter().filter_map(|text| law::sound_and_lossless(fixture, &schema, text.get())),
        );
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn from_slice_reads_like_serde() {
    let mut found = Vec::new();
    for fixture in fixtures::ALL {
        let Instances { valid, invalid } = instances(fixture);
        let mut all: Vec<Value> = valid.iter().chain(&invalid).map(|text| value(text.get())).collect();
        found.extend(valid.iter().filter_map(|text| law::reads_like_serde(fixture, text.get().as_bytes())));
        let mutants = Mutator::new(5, &value(fixture.schema), &all).mutants(&all, 100);
        all.extend(mutants);
        found.extend(law::misread(fixture, &all));
    }
    assert!(found.is_empty(), "{} texts\n{}", found.len(), found.join("\n"));
}

#[test]
fn types_are_truthful_for_every_fixture() {
    let found = fixtures::ALL.iter().filter_map(|fixture| {
        let difference = canonical::difference(&value(fixture.schema), &(fixture.derived)())?;
        Some(format!("{}: {difference}", fixture.rule))
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Judged as validators, because structure ignores scopes and evaluated parts.
#[test]
fn derived_schemas_are_self_contained_and_exact() {
    let mut found = Vec::new();
    for fixture in fixtures::ALL {
        let derived = (fixture.derived)();
        let judge = match judge::alone(&derived) {
            Ok(judge) => judge,
            Err(why) => {
                found.push(format!("{}: {why}", fixture.rule));
                continue;
            }
        };
        let Instances { valid, invalid } = instances(fixture);
        let mut all: Vec<Value> = valid.iter().chain(&invalid).map(|text| value(text.get())).collect();
        let mutants = Mutator::new(11, &value(fixture.schema), &all).mutants(&all, 200);
        all.extend(mutants);
        // The judge rounds numbers of which `serde_json` keeps all digits, also for the documented schema.
        let documented = judge::alone(&value(fixture.schema)).ok();
        let is_rounded = |instance: &Value| {
            documented.as_ref().is_some_and(|documented| documented.is_valid(instance) == judge.is_valid(instance))
        };
        let differ = all.iter().filter(|instance| judge.is_valid(instance) != (fixture.is_valid)(instance));
        let differ = differ.filter(|instance| !is_rounded(instance));
        found.extend(differ.map(|instance| format!("{}: {instance} has another verdict", fixture.rule)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_lossless_judge_notices_every_change() {
    let mut all = fixtures::ALL.iter();
    let fixture = all.find(|fixture| fixture.rule == "nested-objects").expect("a fixture of that name");
    let schema = value(fixture.schema);
    let before = value(r#"{"buyer":{"name":"A","address":{"city":"B","unnamed":1}},"note":"x"}"#);
    for (after, is_seen) in [
        (r#"{"buyer":{"name":"A","address":{"city":"B","unnamed":1}},"note":"x"}"#, false),
        (r#"{"buyer":{"name":"A","address":{"city":"B"}},"note":"x"}"#, false),
        (r#"{"buyer":{"name":"A","address":{"unnamed":1}},"note":"x"}"#, true),
        (r#"{"buyer":{"name":"A","address":{"city":"B"}}}"#, true),
        (r#"{"buyer":{"name":"A","address":{"city":"B","street":null}},"note":"x"}"#, true),
        (r#"{"buyer":{"name":"A","address":{"city":"b"}},"note":"x"}"#, true),
    ] {
        assert_eq!(difference(fixture, &schema, &before, &value(after)).is_some(), is_seen, "{after}");
    }
}

/// Otherwise a type could lack a member, or have one of another type, and still count as truthful.
#[test]
fn the_truthful_judge_notices_every_change() {
    for fixture in fixtures::ALL {
        let documented = value(fixture.schema);
        let derived = (fixture.derived)();
        let mut pointers = Vec::new();
        members(&derived, "", &mut pointers);
        for pointer in pointers {
            let (parent, member) = pointer.rsplit_once('/').expect("it is a member");
            // `tree` and `forest` refer to each other without any constraint.
            let is_idle = fixture.rule == "idle" && pointer.starts_with("/$defs/");
            let changes: &[&str] = if is_idle { &["of another type"] } else { &["lost", "of another type"] };
            for change in changes {
                let mut broken = derived.clone();
                let parent = broken.pointer_mut(parent).and_then(Value::as_object_mut).expect("it was just met");
                let key = member.replace("~1", "/").replace("~0", "~");
                if *change == "lost" {
                    parent.remove(&key);
                } else {
                    parent.insert(key, serde_json::json!({ "type": "array", "items": false }));
                }
                let found = canonical::difference(&documented, &broken);
                assert!(found.is_some(), "{}: {pointer} is {change}, and that is not seen", fixture.rule);
            }
        }
    }
}

/// Collects the places of the described members of a schema's objects, as far as they come from types.
fn members(schema: &Value, at: &str, pointers: &mut Vec<String>) {
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let says_something =
            member.as_object().is_some_and(|keywords| keywords.keys().any(|keyword| keyword != "description"));
        if says_something {
            pointers.push(format!("{at}/properties/{}", escaped(name)));
        }
    }
    for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
        members(definition, &format!("{at}/$defs/{}", escaped(name)), pointers);
    }
}

/// Returns the types as a reviewer reads them: of long modules without the implementations, whose behaviour the laws hold.
fn for_a_reviewer(types: &str) -> String {
    const LONG: usize = 290;
    if types.lines().count() <= LONG {
        return types.to_owned();
    }
    let (mut shown, mut attributes, mut is_implementation) = (String::new(), String::new(), false);
    for line in types.lines() {
        if is_implementation {
            is_implementation = line != "}";
        } else if line.starts_with("impl") {
            is_implementation = true;
            attributes.clear();
        } else if line.starts_with("#[") {
            attributes.extend([line, "\n"]);
        } else if !(line.is_empty() && shown.ends_with("\n\n")) {
            shown.extend([&std::mem::take(&mut attributes), line, "\n"]);
        }
    }
    shown
}

#[test]
fn emitted_types_read_well() {
    // Its 120 members are alike.
    let shown = |fixture: &&Fixture| fixture.rule != "many-members";
    for fixture in fixtures::ALL.iter().filter(shown) {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/types" }, {
            // Validators have snapshots of their own.
            let (types, _) = fixture.module.split_once("\n\ndocumented! {").expect("the validators stand behind the types");
            insta::assert_snapshot!(fixture.rule, for_a_reviewer(types));
        });
    }
}
