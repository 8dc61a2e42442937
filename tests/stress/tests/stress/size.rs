//! Much of one thing: long strings, many members, many elements.

use serde_json::Value;
use stress::{compiled, interpreter};
use support::clock::assert_linear;

/// Asserts the verdict of every validator, and linear time: from bytes on texts of some size and of four times that, by the other
/// validators on smaller ones, as these tests are not optimized.
fn assert_verdict(name: &str, size: usize, text: impl Fn(usize) -> String, expected: bool) {
    let compiled = compiled(name);
    let shown = |face: &str| format!("{name}, {face}");
    assert_linear(&shown("from bytes"), size, &text, |text| {
        assert_eq!((compiled.is_valid_slice)(text.as_bytes()), expected, "{name}");
    });
    let size = size / 8;
    assert_linear(&shown("all violations from bytes"), size, &text, |text| {
        assert_eq!((compiled.validate_slice)(text.as_bytes()).is_ok(), expected, "{name}");
    });
    // `serde_json` does not notice duplicate names.
    if let Ok(value) = serde_json::from_str::<Value>(&text(size))
        && (compiled.is_valid)(&value) == expected
    {
        let value = |size| serde_json::from_str::<Value>(&text(size)).unwrap_or_default();
        assert_linear(&shown("of a value"), size, value, |value| assert_eq!((compiled.is_valid)(value), expected));
        assert_linear(&shown("all violations of a value"), size, value, |value| {
            assert_eq!((compiled.validate)(value).is_ok(), expected);
        });
    }
    let interpreter = interpreter(name);
    assert_linear(&shown("interpreted"), size / 8, &text, |text| {
        assert_eq!(interpreter.is_valid(text).unwrap_or(false), expected, "{name}");
    });
}

fn array(size: usize, element: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..size).map(element).collect::<Vec<_>>().join(","))
}

fn object(size: usize, member: impl Fn(usize) -> String) -> String {
    format!("{{{}}}", (0..size).map(member).collect::<Vec<_>>().join(","))
}

#[test]
fn a_string_of_100_megabytes() {
    for filling in ["a", "\\n", "é", "\\ud83d\\ude00"] {
        let text = |megabytes: usize| format!("\"{}\"", filling.repeat((megabytes << 20) / filling.len()));
        let long = text(100);
        // Some accept every long string, some none.
        for name in ["any", "text", "members", "short", "enumerated"] {
            let expected = matches!(name, "any" | "text");
            assert_eq!((compiled(name).is_valid_slice)(long.as_bytes()), expected, "{name}: {filling}");
        }
        // Twelve automata take a tenth of a second for a megabyte that no state of theirs skips.
        let text = if filling == "a" { long } else { text(10) };
        assert_eq!((compiled("patterns").is_valid_slice)(text.as_bytes()), filling == "a", "patterns: {filling}");
    }
}

#[test]
fn many_members_of_different_names() {
    for name in ["any", "open"] {
        assert_verdict(name, 250_000, |size| object(size, |index| format!("\"name {index}\":{index}")), true);
    }
    assert_verdict(
        "members",
        250_000,
        |size| format!("{{\"id\":\"a\",{}", &object(size, |index| format!("\"x-{index}\":{index}"))[1..]),
        true,
    );
    assert_verdict(
        "closed",
        250_000,
        |size| format!("{{\"b\":\"a\",{}", &object(size, |index| format!("\"x-{index}\":{index}"))[1..]),
        true,
    );
}

/// Names that a weak signature would confuse: of one length, with the same first and last bytes.
#[test]
fn many_members_whose_names_look_alike() {
    let name = |index: usize| format!("\"aaaaaaaaaaaaaaaa{index:08}bbbbbbbbbbbbbbbb\":1");
    assert_verdict("any", 250_000, |size| object(size, name), true);
    assert_verdict("open", 250_000, |size| object(size, name), true);
    let escaped = |index: usize| format!("\"\\u0061{index:08}\":1");
    assert_verdict("any", 250_000, |size| object(size, escaped), true);
}

#[test]
fn a_final_duplicate_name_is_found() {
    let twice = |size: usize| {
        let text = object(size, |index| format!("\"name {index}\":1"));
        format!("{},\"n\\u0061me 0\":2}}", &text[..text.len() - 1])
    };
    assert_verdict("any", 250_000, twice, false);
    assert_verdict("open", 250_000, twice, false);
}

#[test]
fn many_small_objects_and_arrays() {
    assert_verdict("any", 250_000, |size| array(size, |index| format!("{{\"a\":{index},\"b\":[]}}")), true);
    assert_verdict("nested", 60_000, |size| array(size, |_| "{\"a\":{},\"b\":[[],{}]}".to_owned()), true);
}

#[test]
fn many_elements_that_differ_from_each_other() {
    assert_verdict("unique", 250_000, |size| array(size, |index| index.to_string()), true);
    assert_verdict("unique", 250_000, |size| array(size, |index| format!("{index}.5")), true);
    assert_verdict("unique", 250_000, |size| array(size, |index| format!("\"{index}\"")), true);
    assert_verdict("unique", 100_000, |size| array(size, |index| format!("[{index},[]]")), true);
    assert_verdict("unique", 60_000, |size| array(size, |index| format!("{{\"b\":{index},\"a\":[{index}]}}")), true);
    // Numbers that would have the same hash without exponents.
    assert_verdict("unique", 25_000, |size| array(size, |index| format!("1e{index}")), true);
}

#[test]
fn a_final_repeated_element_is_found() {
    let twice = |first: &str, last: &str, text: String| format!("[{first},{},{last}]", &text[1..text.len() - 1]);
    let numbers = |size| twice("-1", "-10e-1", array(size, |index| index.to_string()));
    assert_verdict("unique", 250_000, numbers, false);
    let strings = |size| twice("\"a\"", "\"\\u0061\"", array(size, |index| format!("\"{index}\"")));
    assert_verdict("unique", 250_000, strings, false);
    let objects = |size| {
        twice("{\"a\":1,\"b\":2}", "{\"b\":2.0,\"a\":1}", array(size, |index| format!("{{\"a\":{index},\"b\":3}}")))
    };
    assert_verdict("unique", 60_000, objects, false);
}

#[test]
fn many_elements_of_which_some_are_contained() {
    let text = |size| format!("[1,7,{},7.0]", &array(size, |index| (index + 8).to_string()).trim_matches(['[', ']']));
    assert_verdict("elements", 250_000, text, true);
    // Each element twice: once for `contains`, once for `items`.
    assert_verdict("containing", 60_000, |size| array(size, |_| "[1]".to_owned()), true);
}

/// Every violation is collected, one per element.
#[test]
fn many_violations() {
    assert_verdict("elements", 60_000, |size| array(size, |_| "null".to_owned()), false);
    assert_verdict("members", 60_000, |size| object(size, |index| format!("\"n{index}\":null")), false);
}

#[test]
fn much_white_space() {
    assert_verdict("nested", 1_000_000, |size| format!("[{}1{}]", " \n".repeat(size), "\t\r".repeat(size)), true);
}
