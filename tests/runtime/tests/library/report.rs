//! Violations name their locations and serialize as the specification's *basic* output.

use codegen_runtime::text::tree::Tree;
use codegen_runtime::validate::report::{violations, Collect, Quick, Report, Stop};
use codegen_runtime::validate::violation::Violations;
use codegen_runtime::value::instance::{Instance, Kind, Members};
use serde_json::{json, Value};

/// A validator in the shape of a generated one: an object whose member `a/b` refers to another schema.
fn outer<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
    let Kind::Object(members) = value.kind() else {
        return at.wrong_type("/type", "an object", value);
    };
    for (name, value) in members.iter() {
        inner(
            value,
            at.member(name, "").reference("/properties/a~1b/$ref", "https://example.com/s#/$defs/x").schema("/allOf/0"),
        )?;
    }
    if members.is_empty() {
        at.missing("/required", &["a/b", "c"], 0b10)?;
    }
    Ok(())
}

fn inner<R: Report>(value: &R::Instance, at: R) -> Result<(), Stop> {
    if !value.is_string() {
        at.wrong_type("/type", "a string", value)?;
    }
    if let Kind::Array(elements) = value.kind() {
        for index in 0..elements.len() {
            at.element(index, "/items").never("")?;
        }
    }
    Ok(())
}

fn collect(value: &Value) -> Violations {
    violations(&Tree::from(value), |tree, at: Collect<'_, '_>| outer(tree, at))
}

fn is_valid_face(value: &Value) -> bool {
    outer(value, Quick).is_ok()
}

#[test]
fn quick_and_collect_agree() {
    for (value, is_valid) in
        [(json!({"a/b": "x"}), true), (json!({"a/b": 1}), false), (json!([]), false), (json!({}), false)]
    {
        assert_eq!(outer(&value, Quick).is_ok(), is_valid);
        assert_eq!(
            codegen_runtime::validate::report::validate(&value, is_valid_face, |tree, at| outer(tree, at)).is_ok(),
            is_valid
        );
        let tree = Tree::from(&value);
        let probed = std::cell::Cell::new(None);
        if !is_valid {
            violations(&tree, |tree, at| {
                probed.set(Some(outer(tree, at.probe()).is_ok()));
                outer(tree, at)
            });
            assert_eq!(probed.get(), Some(false), "a probe has the verdict, and leaves nothing behind");
        }
    }
}

#[test]
fn locations_are_pointers_and_absolute_uris() {
    let violations = collect(&json!({"a/b": [1]}));
    assert_eq!(
        serde_json::to_value(&violations).unwrap(),
        json!({"valid": false, "errors": [
            {
                "keywordLocation": "/properties/a~1b/$ref/allOf/0/type",
                "absoluteKeywordLocation": "https://example.com/s#/$defs/x/allOf/0/type",
                "instanceLocation": "/a~1b",
                "error": "expected a string, found an array",
            },
            {
                "keywordLocation": "/properties/a~1b/$ref/allOf/0/items",
                "absoluteKeywordLocation": "https://example.com/s#/$defs/x/allOf/0/items",
                "instanceLocation": "/a~1b/0",
                "error": "this element is not allowed",
            },
        ]})
    );
    let keywords: Vec<String> = violations.into_iter().map(|violation| violation.keyword).collect();
    assert_eq!(keywords, ["type", "items"]);
}

#[test]
fn each_missing_member_is_named() {
    let violations = collect(&json!({}));
    assert_eq!(violations.to_string(), "the whole value: the member `a/b` is missing (#/required)");
}

#[test]
fn violations_never_show_values() {
    let violations = collect(&json!({"a/b": 4242}));
    assert!(!violations.to_string().contains("4242") && !format!("{violations:?}").contains("4242"));
}

#[test]
fn messages_list_sixteen_violations() {
    let of = |count: usize| {
        let members = (0..count).map(|index| (format!("m{index}"), json!(1)));
        collect(&Value::Object(members.collect()))
    };
    let sixteen = of(16);
    assert!(!sixteen.to_string().contains("more"), "{sixteen}");
    assert_eq!(sixteen.to_string().matches("; ").count(), 15);
    let many = of(5000);
    let (shown, debug) = (many.to_string(), format!("{many:?}"));
    assert!(shown.ends_with("; and 4984 more"), "{shown}");
    assert_eq!(shown.matches("; ").count(), 16);
    assert_eq!(debug, format!("Violations({shown})"));
    assert_eq!(many.iter().count(), 5000);
    assert_eq!(serde_json::to_value(&many).unwrap()["errors"].as_array().map(Vec::len), Some(5000));
}

#[test]
fn messages_cut_long_places() {
    let long = "é".repeat(1000);
    let violations = collect(&json!({ long: 1 }));
    let shown = violations.to_string();
    assert!(shown.starts_with(&format!("/{}…: expected a string", "é".repeat(255))), "{shown}");
    assert_eq!(violations.iter().next().map(|violation| violation.instance_location.len()), Some(2001));
}
