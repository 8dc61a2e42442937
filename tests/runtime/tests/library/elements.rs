//! Arrays as structs of their elements.

use codegen_runtime::value::serde_element::Writer;
use serde_json::{json, value::Serializer, Value};

fn written(elements: [Option<u8>; 2], rest: &[u8]) -> serde_json::Result<Value> {
    let mut array = Writer::new(Serializer)?;
    for element in &elements {
        array.optional(element.as_ref())?;
    }
    array.rest(rest)?;
    array.end()
}

#[test]
fn absent_elements_are_not_written() -> serde_json::Result<()> {
    assert_eq!(written([None, None], &[])?, json!([]));
    assert_eq!(written([Some(1), None], &[])?, json!([1]));
    assert_eq!(written([Some(1), Some(2)], &[3])?, json!([1, 2, 3]));
    Ok(())
}

#[test]
fn no_element_follows_an_absent_one() {
    assert!(written([None, Some(2)], &[]).is_err());
    assert!(written([Some(1), None], &[3]).is_err());
}
