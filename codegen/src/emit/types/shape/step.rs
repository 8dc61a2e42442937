//! The steps to a schema in its document: keys with names, parts, and applicators in place.

use crate::pattern::literal;
use crate::source::location::Pointer;

/// A step from a schema to a nested one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To an entry of `$defs`, `definitions` or `components/schemas`.
    Key(String),
    /// To a named part: a member, or the value of an unknown keyword.
    Child(String),
    /// To unnamed parts, as a word: `item`.
    Inside(String),
    /// To a branch of `anyOf` or `oneOf`.
    Branch,
    /// To another schema of the same instance.
    InPlace,
}

/// Returns the steps of a pointer from the document's root, each with the pointer before it.
pub(super) fn steps(pointer: &Pointer) -> Vec<(Step, Pointer)> {
    walk(pointer).into_iter().map(|(step, before)| (step, pointer.first(before))).collect()
}

/// Returns the steps of a pointer, each with the number of tokens before it.
fn walk(pointer: &Pointer) -> Vec<(Step, usize)> {
    let tokens: Vec<String> = pointer.tokens().collect();
    let (mut steps, mut before) = (Vec::new(), 0);
    while before < tokens.len() {
        let (step, length) = first(&tokens[before..]);
        steps.push((step, before));
        before += length;
    }
    steps
}

/// Returns true if the place gives a schema its name: a document, or an entry of `$defs`.
pub(super) fn is_own(pointer: &Pointer) -> bool {
    matches!(walk(pointer).last(), None | Some((Step::Key(_), _)))
}

/// Returns true if the schema is a branch of one with a name of its own.
pub(super) fn is_branch_of_own(pointer: &Pointer) -> bool {
    matches!(walk(pointer).as_slice(), [.., (Step::Key(_), _), (Step::Branch, _)] | [(Step::Branch, _)])
}

/// Returns the pointer to the schema whose part a schema describes.
pub(super) fn whole_of(pointer: &Pointer) -> Option<Pointer> {
    let (step, before) = walk(pointer).pop()?;
    matches!(step, Step::Child(_) | Step::Inside(_)).then(|| pointer.first(before))
}

/// Returns the pointer to the schema that applies a schema to its own instance.
pub(super) fn in_place_of(pointer: &Pointer) -> Option<Pointer> {
    let (step, before) = walk(pointer).pop()?;
    matches!(step, Step::Branch | Step::InPlace).then(|| pointer.first(before))
}

/// Returns the first step of some tokens, and their number.
fn first(tokens: &[String]) -> (Step, usize) {
    let words: Vec<&str> = tokens.iter().take(3).map(String::as_str).collect();
    let is_index = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let item =
        |index: &str| Step::Inside(format!("item {}", index.parse::<u64>().map_or(0, |index| index.saturating_add(1))));
    match words.as_slice() {
        ["components", "schemas", key, ..] => (Step::Key((*key).to_owned()), 3),
        ["$defs" | "definitions", key, ..] => (Step::Key((*key).to_owned()), 2),
        ["properties", part, ..] => (Step::Child((*part).to_owned()), 2),
        ["patternProperties", pattern, ..] => (matching(pattern), 2),
        ["prefixItems" | "items", index, ..] if is_index(index) => (item(index), 2),
        ["items" | "additionalItems" | "unevaluatedItems" | "contains", ..] => (Step::Inside("item".to_owned()), 1),
        ["additionalProperties" | "unevaluatedProperties", ..] => (Step::Inside("value".to_owned()), 1),
        ["propertyNames", ..] => (Step::Inside("name".to_owned()), 1),
        ["anyOf" | "oneOf", _, ..] => (Step::Branch, 2),
        ["allOf" | "dependentSchemas" | "dependencies", _, ..] => (Step::InPlace, 2),
        ["not" | "if" | "then" | "else", ..] => (Step::InPlace, 1),
        [other, ..] => (Step::Child((*other).to_owned()), 1),
        [] => (Step::InPlace, 0),
    }
}

/// Returns the step to the members that match a pattern: by their common beginning, if it has letters.
fn matching(pattern: &str) -> Step {
    let beginning = literal::beginning(pattern).filter(|text| text.contains(|letter: char| letter.is_alphabetic()));
    beginning.map_or_else(|| Step::Inside("value".to_owned()), Step::Child)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_members_are_no_keywords() {
        let pointer = Pointer::parse("/properties/items/properties/$defs/allOf/0/items").expect("it is a pointer");
        let found: Vec<Step> = steps(&pointer).into_iter().map(|(step, _)| step).collect();
        let child = |part: &str| Step::Child(part.to_owned());
        assert_eq!(found, [child("items"), child("$defs"), Step::InPlace, Step::Inside("item".to_owned())]);
        assert_eq!(whole_of(&pointer), Pointer::parse("/properties/items/properties/$defs/allOf/0"));
    }

    #[test]
    fn only_readable_patterns_give_names() {
        let step = |pattern: &str| steps(&Pointer::root().join("patternProperties").join(pattern)).remove(0).0;
        assert_eq!(step("^x-[a-z]+$"), Step::Child("x-".to_owned()));
        assert_eq!(step("^/"), Step::Inside("value".to_owned()));
        assert_eq!(step("^[A-Za-z0-9]+$"), Step::Inside("value".to_owned()));
    }
}
