//! Violations name their places, and serialize as the specification's *basic* output.

use codegen_runtime::report::{collect, Quick, Report};
use serde_json::{json, Value};

/// What a generated validator looks like: an object whose member `a/b` refers to a schema elsewhere.
fn outer<R: Report>(value: &Value, at: R) -> Result<(), R::Stop> {
    let Value::Object(members) = value else {
        return at.wrong_type("/type", "object", value);
    };
    for (name, value) in members {
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

fn inner<R: Report>(value: &Value, at: R) -> Result<(), R::Stop> {
    if !value.is_string() {
        at.wrong_type("/type", "string", value)?;
    }
    for (index, _) in value.as_array().into_iter().flatten().enumerate() {
        at.element(index, "/items").never("")?;
    }
    Ok(())
}

#[test]
fn both_faces_agree() {
    for (value, is_valid) in
        [(json!({"a/b": "x"}), true), (json!({"a/b": 1}), false), (json!([]), false), (json!({}), false)]
    {
        assert_eq!(outer(&value, Quick).is_ok(), is_valid);
        assert_eq!(collect(|at| outer(&value, at)).is_ok(), is_valid);
    }
}

#[test]
fn places_are_pointers_and_references_are_resolved() {
    let violations = collect(|at| outer(&json!({"a/b": [1]}), at)).unwrap_err();
    assert_eq!(
        serde_json::to_value(&violations).unwrap(),
        json!({"valid": false, "errors": [
            {
                "keywordLocation": "/properties/a~1b/$ref/allOf/0/type",
                "absoluteKeywordLocation": "https://example.com/s#/$defs/x/allOf/0/type",
                "instanceLocation": "/a~1b",
                "error": "expected string, found array",
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
    let violations = collect(|at| outer(&json!({}), at)).unwrap_err();
    assert_eq!(violations.to_string(), "the whole value: the member `a/b` is missing (#/required)");
}

#[test]
fn no_value_of_the_instance_is_told() {
    let violations = collect(|at| outer(&json!({"a/b": 4242}), at)).unwrap_err();
    assert!(!violations.to_string().contains("4242") && !format!("{violations:?}").contains("4242"));
}
