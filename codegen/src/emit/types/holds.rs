//! Types and the values that they hold: what deserializing does with a validated value.
//!
//! A type holds every value that its schema accepts and all drift, except some numbers: those beyond `f64`, and integers beyond a native type
//! that a refinement requests.

use codegen_runtime::Integer;

use crate::emit::types::shape::{Kind, Member, Native, Sequence, Shapes, Struct, Type};
use crate::json::{Node, Value};

/// Returns true if a type holds a value.
pub(crate) fn holds(shapes: &Shapes, ty: &Type, value: &Node) -> bool {
    match (ty, &value.value) {
        (Type::Value, _) => is_held(value),
        (Type::Nullable(inner), found) => matches!(found, Value::Null) || holds(shapes, inner, value),
        (Type::Named(id), _) => holds_kind(shapes, &shapes.definition(*id).kind, value),
        (Type::Array(inner), Value::Array(elements)) => elements.iter().all(|element| holds(shapes, inner, element)),
        (Type::Tuple(types), Value::Array(elements)) => {
            types.len() == elements.len()
                && types.iter().zip(elements).all(|(inner, element)| holds(shapes, inner, element))
        }
        (Type::Map(inner), Value::Object(members)) => members.iter().all(|member| holds(shapes, inner, &member.node)),
        (Type::Integer, Value::Number(text)) => integer(text).is_some(),
        (Type::Native(native), Value::Number(text)) => integer(text).is_some_and(|integer| fits(*native, &integer)),
        (Type::Null, found) => matches!(found, Value::Null),
        (Type::Boolean, found) => matches!(found, Value::Boolean(_)),
        (Type::String | Type::Timestamp | Type::Decimal, found) => matches!(found, Value::String(_)),
        (Type::Number, Value::Number(_)) => is_held(value),
        (Type::Array(_) | Type::Tuple(_) | Type::Map(_), _) => false,
        (Type::Integer | Type::Native(_) | Type::Number, _) => false,
    }
}

/// Returns true if a named type holds a value.
pub(crate) fn holds_kind(shapes: &Shapes, kind: &Kind, value: &Node) -> bool {
    match kind {
        Kind::Newtype(ty) => holds(shapes, ty, value),
        Kind::Enum(_) => value.as_str().is_some(),
        // A value outside of its types is kept as it is.
        Kind::Union(_) => is_held(value),
        Kind::Struct(it) => holds_struct(shapes, it, value),
        Kind::Sequence(it) => holds_elements(shapes, it, value),
    }
}

fn holds_struct(shapes: &Shapes, it: &Struct, value: &Node) -> bool {
    // A struct that keeps other members buffers the whole object.
    let is_buffered = it.rest.is_none() || is_held(value);
    is_buffered && holds_members(shapes, &it.members.iter().collect::<Vec<_>>(), value)
}

/// Returns true if a struct with these fields, which ignores other members, holds a value.
pub(crate) fn holds_members(shapes: &Shapes, members: &[&Member], value: &Node) -> bool {
    let holds_member = |member: &&Member| match value.get(&member.wire_name) {
        None => !member.is_required,
        Some(found) if matches!(found.value, Value::Null) && !member.is_required => true,
        Some(found) => holds(shapes, &member.ty, found),
    };
    value.as_object().is_some() && members.iter().all(holds_member)
}

fn holds_elements(shapes: &Shapes, it: &Sequence, value: &Node) -> bool {
    let Value::Array(elements) = &value.value else { return false };
    let is_present = |(index, element): (usize, &Member)| index < elements.len() || !element.is_required;
    let types = it.elements.iter().map(|element| Some(&element.ty)).chain(std::iter::repeat(it.rest.as_ref()));
    it.elements.iter().enumerate().all(is_present)
        && elements.iter().zip(types).all(|(element, ty)| ty.is_some_and(|ty| holds(shapes, ty, element)))
}

/// Returns true if `serde_json` can hold all numbers of a value.
fn is_held(value: &Node) -> bool {
    match &value.value {
        Value::Number(text) => text.parse::<f64>().is_ok_and(f64::is_finite),
        Value::Array(elements) => elements.iter().all(is_held),
        Value::Object(members) => members.iter().all(|member| is_held(&member.node)),
        Value::Null | Value::Boolean(_) | Value::String(_) => true,
    }
}

/// Returns the integer that the crate reads.
fn integer(text: &str) -> Option<Integer> {
    serde_json::from_str(text).ok()
}

fn fits(native: Native, integer: &Integer) -> bool {
    match native {
        Native::U8 => u8::try_from(integer).is_ok(),
        Native::U16 => u16::try_from(integer).is_ok(),
        Native::U32 => u32::try_from(integer).is_ok(),
        Native::U64 => u64::try_from(integer).is_ok(),
        Native::I8 => i8::try_from(integer).is_ok(),
        Native::I16 => i16::try_from(integer).is_ok(),
        Native::I32 => i32::try_from(integer).is_ok(),
        Native::I64 => i64::try_from(integer).is_ok(),
    }
}
