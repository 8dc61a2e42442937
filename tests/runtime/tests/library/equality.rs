//! Equality is JSON Schema's, and repeated elements are found as by pairwise comparison.

use codegen_runtime::validate::equal::equal;
use codegen_runtime::validate::literal::Literal;
use codegen_runtime::validate::unique::{are_unique, first_repeated};
use proptest::prelude::*;
use serde_json::{json, Value};

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..3).prop_map(Value::from),
        (-2_i32..3).prop_map(|number| Value::from(f64::from(number))),
        "[ab]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("[ab]", inner), 0..3).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn hashing_agrees_with_comparison(elements in prop::collection::vec(value(), 0..200)) {
        let repeats = |later: usize| elements[..later].iter().position(|earlier| equal(earlier, &elements[later]));
        let expected = (0..elements.len()).find_map(|later| Some((repeats(later)?, later)));
        prop_assert_eq!(first_repeated(&elements), expected);
    }
}

#[test]
fn numbers_and_objects_have_schema_equality() {
    assert!(equal(&json!({"a": 1, "b": [2.0]}), &json!({"b": [2], "a": 1.0})));
    assert!(!equal(&json!({"a": 1}), &json!({"a": 1, "b": null})));
    assert!(!equal(&json!(0), &json!(false)) && !equal(&json!(""), &json!(null)));
    assert!(!equal(&json!([1, 2]), &json!([2, 1])));
}

#[test]
fn many_elements_take_linear_time() {
    let elements: Vec<Value> = (0..200_000).map(Value::from).collect();
    assert!(are_unique(&elements));
}

#[test]
fn literals_equal_their_values() {
    let literal = Literal::Object(&[("k", Literal::Array(&[Literal::Number("1.0"), Literal::Null]))]);
    assert!(literal.equals(&json!({"k": [1, null]})));
    assert!(!literal.equals(&json!({"k": [1, null], "l": 0})));
    assert!(Literal::String("a").equals(&json!("a")) && !Literal::Boolean(false).equals(&json!(0)));
}
