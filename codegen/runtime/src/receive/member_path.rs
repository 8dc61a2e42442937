//! Members of a body by their JSON Pointers, found in its text without a tree.

use super::super::text::lookahead::Lookahead;
use super::super::text::scanner::Scanner;
use super::super::text::string::Text;

/// A member of the body, or of an object inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberPath {
    /// The JSON Pointer.
    pub pointer: &'static str,
    /// Its names, from the body inwards.
    pub names: &'static [&'static str],
}

impl MemberPath {
    /// Returns the offset of the value in the object at the cursor.
    #[must_use]
    pub fn find(&self, scanner: &mut Scanner<'_>) -> Option<usize> {
        let start = scanner.offset();
        descend(scanner, start, self.names)
    }
}

/// Returns the offsets of two values in the object at the cursor, which is scanned once.
#[must_use]
pub fn find_both(scanner: &mut Scanner<'_>, first: &MemberPath, second: &MemberPath) -> (Option<usize>, Option<usize>) {
    let ([outer, inner @ ..], [other, behind @ ..]) = (first.names, second.names) else { return (None, None) };
    let mut lookahead = Lookahead::new(scanner, [*outer, *other]);
    let of_first = lookahead.find(scanner, 0);
    let of_second = if outer == other { of_first } else { lookahead.find(scanner, 1) };
    let found = of_first.and_then(|at| descend(scanner, at, inner));
    (found, of_second.and_then(|at| descend(scanner, at, behind)))
}

/// Returns the offset of a value by the names that lead to it from the value at an offset.
pub(super) fn descend(scanner: &mut Scanner<'_>, from: usize, names: &[&'static str]) -> Option<usize> {
    names.iter().try_fold(from, |at, name| {
        scanner.go_to(at);
        Lookahead::new(scanner, [*name]).find(scanner, 0)
    })
}

/// Returns the string at an offset.
#[must_use]
pub fn string_at<'a>(scanner: &mut Scanner<'a>, at: usize) -> Option<Text<'a>> {
    scanner.go_to(at);
    if scanner.peek() == b'"' {
        scanner.string()
    } else {
        None
    }
}

/// Returns the JSON text of the value at an offset.
#[must_use]
pub fn text_at<'a>(scanner: &mut Scanner<'a>, at: usize) -> Option<&'a str> {
    scanner.go_to(at);
    scanner.skip_value()?;
    std::str::from_utf8(scanner.since(at)).ok()
}
