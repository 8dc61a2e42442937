//! The drift of members that were noted while a valid text was read.
//!
//! The place of such a member alone determines the keyword that refuses it, because the keyword does not depend on the values around it. So
//! these keywords have the same violations in a small instance that consists of the noted members alone.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::super::text::path::{paths, Path, Step};
use super::super::text::pointer::escaped;
use super::super::text::tree::Tree;
use super::drift::{addition, located, Drift};
use super::report::{self, push_element, push_member, Collect, Stop};
use super::violation::Violation;

/// A validator that collects violations.
pub type Collector = for<'v, 't> fn(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>;

/// A value in a body, whose schema is at `path`.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// A checked text.
    pub text: &'a str,
    /// The offset of the value in the text.
    pub start: usize,
    /// The pointer to the value in the body.
    pub base: &'a str,
    /// The path of the schema.
    pub path: &'a str,
}

/// Collects the drift of members of a value by the offsets of their names, in the order of violations. Returns `None` if they are more than
/// drift.
#[must_use]
pub fn collect(value: Place<'_>, names: &[usize], collector: Collector, drift: &mut Vec<Drift>) -> Option<()> {
    let Place { text, start, base, path } = value;
    let mut found = paths(text, start, names);
    let mut add = |full: &Path<'_>, violation: &Violation| {
        let kind = addition(&violation.keyword_location, || false)?;
        drift.push(located(kind, pointer(base, full), violation, path));
        Some(())
    };
    if let ([full], [_]) = (found.as_slice(), names) {
        return match report::additions(&of_one(full), collector).as_slice() {
            [violation] if is_pointer(&violation.instance_location, full) => add(full, violation),
            _ => None,
        };
    }
    found.sort_unstable();
    let mut places: Vec<&[Step<'_>]> = found.iter().map(Vec::as_slice).collect();
    places.sort_unstable_by(|one, other| compare(one, other));
    places.dedup_by(|one, other| compare(one, other).is_eq());
    let violations = report::additions(&tree(&places, 0)?, collector);
    // Places and violations have the same order: members by name.
    let are_found = found.len() == names.len() && violations.len() == places.len();
    let is_there = |(place, violation): (&&[Step<'_>], &Violation)| is_pointer(&violation.instance_location, place);
    if !are_found || !places.iter().zip(&violations).all(is_there) {
        return None;
    }
    found.iter().try_for_each(|full| {
        let at = places.binary_search_by(|place| compare(place, full)).ok()?;
        add(full, violations.get(at)?)
    })
}

/// Returns an instance of nothing but one member.
fn of_one<'a>(path: &Path<'a>) -> Tree<'a> {
    path.iter().rev().fold(Tree::Null, |inner, step| match step {
        Step::Member(name) => Tree::Object(vec![(name.clone(), inner)]),
        Step::Element(_) => Tree::Array(vec![inner]),
    })
}

/// Compares two paths as if each array had one element: the keyword that refuses a member does not depend on the index.
fn compare(one: &[Step<'_>], other: &[Step<'_>]) -> Ordering {
    let steps = one.iter().zip(other).map(|steps| match steps {
        (Step::Element(_), Step::Element(_)) => Ordering::Equal,
        (one, other) => one.cmp(other),
    });
    steps.fold(Ordering::Equal, Ordering::then).then(one.len().cmp(&other.len()))
}

/// Returns an instance of nothing but the members at some places, which are sorted and begin with the same `depth` steps. Returns `None` if
/// a value would have to be both an object and an array.
fn tree<'a>(places: &[&[Step<'a>]], depth: usize) -> Option<Tree<'a>> {
    let step = |place: &&[Step<'a>]| place.get(depth).cloned();
    match step(places.first()?) {
        None => (places.len() == 1).then_some(Tree::Null),
        Some(Step::Element(_)) => {
            let is_array = places.iter().all(|place| matches!(place.get(depth), Some(Step::Element(_))));
            is_array.then(|| tree(places, depth + 1))?.map(|element| Tree::Array(vec![element]))
        }
        Some(Step::Member(_)) => {
            let members = places.chunk_by(|one, other| one.get(depth) == other.get(depth)).map(|places| {
                let Some(Step::Member(name)) = step(places.first()?) else { return None };
                Some((name, tree(places, depth + 1)?))
            });
            members.collect::<Option<Vec<(Cow<'a, str>, Tree<'a>)>>>().map(Tree::Object)
        }
    }
}

/// Returns the JSON Pointer of a path behind another pointer.
fn pointer(base: &str, path: &[Step<'_>]) -> String {
    let mut pointer = String::with_capacity(base.len() + 32);
    pointer.push_str(base);
    for step in path {
        match step {
            Step::Member(name) => push_member(&mut pointer, name),
            Step::Element(index) => push_element(&mut pointer, *index),
        }
    }
    pointer
}

/// Returns true if a JSON Pointer leads to a place, through the first element of each array.
fn is_pointer(pointer: &str, place: &[Step<'_>]) -> bool {
    let left = place.iter().try_fold(pointer, |rest, step| {
        let rest = rest.strip_prefix('/')?;
        match step {
            Step::Member(name) => rest.strip_prefix(&*escaped(name)),
            Step::Element(_) => rest.strip_prefix('0'),
        }
    });
    left == Some("")
}
