//! Chains of schemas with twice as many paths per level: a verdict takes time proportional to their length.

use codegen_runtime::validate::invalid::Invalid;
use serde_json::Value;
use stress::chain::{FAMILIES, Family, LEVELS};
use stress::clock::{assert_linear, on_a_thread};
use stress::{Compiled, Interpreter, compiled};

/// Asserts that a validator takes linear time on each instance of each family.
fn assert_each<T>(face: &str, input: impl Fn(&Family, usize, &str) -> T, run: impl Fn(&T, bool)) {
    for family in &FAMILIES {
        for index in 0..family.instances(1).len() {
            let input = |levels: usize| {
                let text = &family.instances(levels)[index];
                let expected = Interpreter::of(&family.schema_name(levels)).is_valid(text);
                (input(family, levels, text), expected.expect("it is JSON"))
            };
            let what = format!("{} {index}, {face}", family.name);
            assert_linear(&what, LEVELS[0], input, |(input, expected)| run(input, *expected));
        }
    }
}

fn of_bytes(family: &Family, levels: usize, text: &str) -> (&'static Compiled, String) {
    (compiled(&family.schema_name(levels)), text.to_owned())
}

fn of_value(family: &Family, levels: usize, text: &str) -> (&'static Compiled, Value) {
    (compiled(&family.schema_name(levels)), serde_json::from_str(text).expect("it is JSON"))
}

#[test]
fn verdicts_from_bytes_take_linear_time() {
    on_a_thread(|| {
        assert_each("from bytes", of_bytes, |(compiled, text), expected| {
            assert_eq!((compiled.is_valid_slice)(text.as_bytes()), expected, "{}", compiled.name);
        });
    });
}

#[test]
fn verdicts_of_a_value_take_linear_time() {
    on_a_thread(|| {
        assert_each("of a value", of_value, |(compiled, value), expected| {
            assert_eq!((compiled.is_valid)(value), expected, "{}", compiled.name);
        });
    });
}

#[test]
fn interpreted_verdicts_take_linear_time() {
    let input =
        |family: &Family, levels: usize, text: &str| (Interpreter::of(&family.schema_name(levels)), text.to_owned());
    on_a_thread(move || {
        assert_each("interpreted", input, |(interpreter, text), expected| {
            assert_eq!(interpreter.is_valid(text), Some(expected));
        });
    });
}

/// Locations grow with a chain, so the number of violations says more than their time.
#[test]
fn faces_collect_as_many_violations_and_few() {
    on_a_thread(|| {
        for (family, levels) in FAMILIES.iter().flat_map(|family| LEVELS.map(|levels| (family, levels))) {
            let name = family.schema_name(levels);
            let (compiled, interpreter) = (compiled(&name), Interpreter::of(&name));
            for text in family.instances(levels) {
                let value: Value = serde_json::from_str(&text).expect("it is JSON");
                let of_bytes = (compiled.validate_slice)(text.as_bytes()).err();
                let of_bytes = of_bytes.as_ref().and_then(Invalid::violations).map_or(0, |found| found.iter().len());
                let of_value = (compiled.validate)(&value).err().map_or(0, |found| found.iter().len());
                println!("{name}: {of_bytes}");
                assert_eq!((of_value, Some(of_value)), (of_bytes, interpreter.violations(&text)), "{name}: {text}");
                assert!(of_value < 4_096, "{name}: {text}");
            }
        }
    });
}

/// A short chain is decided before memoization starts.
#[test]
fn kept_verdicts_change_no_verdict() {
    for family in &FAMILIES {
        let verdicts = LEVELS.map(|levels| {
            let compiled = compiled(&family.schema_name(levels));
            let instances = family.instances(levels);
            instances.iter().map(|text| (compiled.is_valid_slice)(text.as_bytes())).collect::<Vec<_>>()
        });
        println!("{}: {:?}", family.name, verdicts[0]);
        assert_eq!(verdicts[0], verdicts[1], "{}", family.name);
    }
}
