//! The deliveries of a batch: the elements of an array in a verified body, each decoded by itself.

use std::ops::Range;

use super::super::text::scanner::Scanner;
use super::delivery_body;
use super::member_path::MemberPath;
use super::payload;
use super::refusal::Refusal;

/// The value of the member.
const EXPECTED: &str = "an array of deliveries";

/// Returns the places of the deliveries in the body, and checks the JSON around them. Each delivery is checked when it is decoded, so that
/// an invalid one does not make the others fail. Their number is limited by the size of the body, which is read once.
///
/// # Errors
///
/// If the body is not acceptable JSON around its deliveries, or has no array of them.
pub fn deliveries(body: &[u8], each: &MemberPath) -> Result<Vec<Range<usize>>, Refusal> {
    let text = delivery_body::text(body)?;
    let mut scanner = Scanner::new(body);
    let Some(start) = each.find(&mut scanner) else { return Err(delivery_body::missing(text, each, EXPECTED)) };
    scanner.go_to(start);
    if scanner.peek() != b'[' {
        return Err(delivery_body::missing(text, each, EXPECTED));
    }
    let found = elements(&mut scanner, body);
    let (before, after) = (text.get(..start), text.get(scanner.offset()..));
    let is_json_around = before.zip(after).is_some_and(|(before, after)| is_json(&[before, "[]", after].concat()));
    found.filter(|_| is_json_around).ok_or_else(|| payload::not_json(body))
}

/// Returns the only delivery of a body.
#[must_use]
pub fn only<'a>(body: &'a [u8], deliveries: &[Range<usize>]) -> Option<&'a [u8]> {
    match deliveries {
        [only] => body.get(only.clone()),
        _ => None,
    }
}

/// Returns the places of the elements of the array at the cursor.
fn elements(scanner: &mut Scanner<'_>, body: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut has_more = scanner.open_array()?;
    while has_more {
        scanner.peek();
        let at = scanner.offset();
        if scanner.skip_value().is_none() {
            scanner.go_to(malformed_end(body, at)?);
        }
        found.push(Some(at..at + scanner.since(at).len()).filter(|place| !place.is_empty())?);
        has_more = scanner.next_element()?;
    }
    Some(found)
}

/// Returns the end of an array, an object or a string that is not acceptable JSON: it nests too deeply, or a string in it has a wrong
/// escape or a control character. The value ends where all brackets and quotation marks are closed.
#[cold]
fn malformed_end(body: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth, mut is_string) = (start, 0_usize, false);
    loop {
        let byte = *body.get(at)?;
        at += if is_string && byte == b'\\' { 2 } else { 1 };
        match byte {
            b'"' => is_string = !is_string,
            b'{' | b'[' if !is_string => depth += 1,
            b'}' | b']' if !is_string => depth = depth.checked_sub(1)?,
            _ if is_string => {}
            // A value of another type has no closing bracket.
            _ if depth == 0 => return None,
            _ => {}
        }
        if depth == 0 && !is_string {
            return Some(at);
        }
    }
}

fn is_json(text: &str) -> bool {
    let mut scanner = Scanner::of_text(text, payload::MAX_DEPTH);
    scanner.value().and_then(|()| scanner.end()).is_some()
}
