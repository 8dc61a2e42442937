//! Any number of different instances of a schema: samples in which a text or a number is incremented.

use std::collections::BTreeSet;

use crate::interpret;
use crate::json::{Node, Value};
use crate::plan::{NodeId, Plan};
use crate::wire::sample::plain;

/// The maximum number of samples, and of places in each, that are tried.
const TRIED: usize = 8;

/// The numbers used so far, and the part that is incremented.
#[derive(Default)]
pub(super) struct Numbered {
    number: u64,
    /// The sample, the place in it and the form that made the last instance.
    last: (usize, usize, usize),
}

impl Numbered {
    /// Returns an instance that is not among the `seen` ones, which are in canonical form.
    pub(super) fn next(
        &mut self,
        plan: &Plan,
        nodes: &[NodeId],
        samples: &[Node],
        seen: &BTreeSet<String>,
    ) -> Option<Node> {
        self.number += 1;
        let all = (0..samples.len().min(TRIED)).flat_map(|sample| {
            (0..TRIED).flat_map(move |place| (0..FORMS.len()).map(move |form| (sample, place, form)))
        });
        for (sample, place, form) in [self.last].into_iter().chain(all) {
            let Some(value) = samples.get(sample) else { continue };
            let Some(value) = replaced(value, &mut place.clone(), &|scalar| FORMS[form](scalar, self.number)) else {
                continue;
            };
            let is_valid = || nodes.iter().all(|node| interpret::is_valid(plan, *node, &value));
            if !seen.contains(&value.to_canonical()) && is_valid() {
                self.last = (sample, place, form);
                return Some(value);
            }
        }
        None
    }
}

type Form = fn(&Value, u64) -> Option<Value>;

/// The ways to put a number into a scalar: as it is, behind a text, in place of its end.
const FORMS: [Form; 3] = [
    |scalar, number| match scalar {
        Value::Number(_) => Some(Value::Number(number.to_string())),
        Value::String(_) => Some(Value::String(number.to_string())),
        _ => None,
    },
    |scalar, number| match scalar {
        Value::String(text) => Some(Value::String(format!("{text}{number}"))),
        _ => None,
    },
    |scalar, number| {
        let Value::String(text) = scalar else { return None };
        let digits = number.to_string();
        let kept = text.chars().count().checked_sub(digits.len())?;
        Some(Value::String(text.chars().take(kept).chain(digits.chars()).collect()))
    },
];

/// Returns a value with another scalar at a place: the number of scalars before it.
fn replaced(value: &Node, place: &mut usize, with: &dyn Fn(&Value) -> Option<Value>) -> Option<Node> {
    match &value.value {
        Value::Array(elements) => {
            let mut elements = elements.clone();
            let found = elements.iter().enumerate().find_map(|(index, it)| Some((index, replaced(it, place, with)?)));
            let (index, element) = found?;
            elements[index] = element;
            Some(plain(Value::Array(elements)))
        }
        Value::Object(members) => {
            let mut members = members.to_vec();
            let mut all = members.iter().enumerate();
            let (index, node) = all.find_map(|(index, it)| Some((index, replaced(&it.node, place, with)?)))?;
            members[index].node = node;
            Some(plain(Value::Object(members.into())))
        }
        scalar @ (Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_)) => {
            let is_here = *place == 0;
            *place = place.wrapping_sub(1);
            if is_here { with(scalar).map(plain) } else { None }
        }
    }
}
