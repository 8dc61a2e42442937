//! The paths of changed values from a root: `lines[].price`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::diff::local::Step;

/// The maximum number of steps in a search for paths: shared schemas that nest have very many.
const MOST: usize = 5_000;

/// The ways that lead to each pair of schemas: the outer pair, and the step from its value.
pub(super) type Ways<'s> = Vec<Vec<(usize, &'s Step)>>;

/// Returns the paths from `top` to a member of a pair's value, or to the value itself. A path goes through no pair twice, and through one of
/// those around the value only: a schema inside of itself has no further place.
pub(super) fn all(ways: &Ways<'_>, top: usize, pair: usize, member: Option<&str>) -> BTreeSet<String> {
    let last = member.map(|member| Step::Member(member.to_owned()));
    let mut search = Search { ways, top, last, left: MOST, open: Vec::new(), found: BTreeSet::new() };
    let around: Vec<usize> = ways[pair].iter().map(|(outer, _)| *outer).collect();
    search.climb(pair, &around, &mut vec![pair]);
    search.found
}

struct Search<'s> {
    ways: &'s Ways<'s>,
    top: usize,
    last: Option<Step>,
    left: usize,
    /// The steps so far, from below.
    open: Vec<&'s Step>,
    found: BTreeSet<String>,
}

impl Search<'_> {
    fn climb(&mut self, pair: usize, around: &[usize], passed: &mut Vec<usize>) {
        if pair == self.top {
            self.found.insert(text(self.open.iter().rev().copied().chain(&self.last)));
        }
        for (outer, step) in &self.ways[pair] {
            let is_around = passed.len() > 1 && around.contains(outer);
            if self.left == 0 || is_around || passed.contains(outer) {
                continue;
            }
            self.left -= 1;
            self.open.push(step);
            passed.push(*outer);
            self.climb(*outer, around, passed);
            passed.pop();
            self.open.pop();
        }
    }
}

/// Writes steps from a root.
pub(super) fn text<'s>(steps: impl Iterator<Item = &'s Step>) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::InPlace | Step::Renamed(_) => {}
            Step::Element(position) => {
                let _ = write!(path, "[{}]", position.map(|position| position.to_string()).unwrap_or_default());
            }
            Step::Unnamed => path.push_str(if path.is_empty() { "*" } else { ".*" }),
            Step::Member(wire_name) | Step::Tag(wire_name) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(wire_name);
            }
        }
    }
    path
}
