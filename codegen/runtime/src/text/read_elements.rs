//! The elements of an array in a JSON text.

use std::ops::RangeInclusive;

use super::scanner::Scanner;

/// Reads all elements of an array with one reader.
#[allow(clippy::inline_always)] // a loop of its own for each reader
#[inline(always)]
pub fn all<'a>(scanner: &mut Scanner<'a>, read: impl Fn(&mut Scanner<'a>) -> Option<()>) -> Option<()> {
    count(scanner, read).map(drop)
}

/// Reads an array with at least `least` elements with one reader.
#[allow(clippy::inline_always)] // a loop of its own for each reader
#[inline(always)]
pub fn at_least<'a>(
    scanner: &mut Scanner<'a>,
    least: u64,
    read: impl Fn(&mut Scanner<'a>) -> Option<()>,
) -> Option<()> {
    (count(scanner, read)? >= least).then_some(())
}

/// Reads an array with a number of elements in a range with one reader.
#[allow(clippy::inline_always)] // a loop of its own for each reader
#[inline(always)]
pub fn within<'a>(
    scanner: &mut Scanner<'a>,
    range: RangeInclusive<u64>,
    read: impl Fn(&mut Scanner<'a>) -> Option<()>,
) -> Option<()> {
    let mut length = 0;
    let mut more = scanner.open_array()?;
    while more {
        if length == *range.end() {
            return None;
        }
        read(scanner)?;
        length += 1;
        more = scanner.next_element()?;
    }
    (length >= *range.start()).then_some(())
}

/// Reads all elements of an array with one reader, and returns their number.
#[allow(clippy::inline_always)] // a loop of its own for each reader
#[inline(always)]
pub fn count<'a>(scanner: &mut Scanner<'a>, read: impl Fn(&mut Scanner<'a>) -> Option<()>) -> Option<u64> {
    let mut length = 0;
    let mut more = scanner.open_array()?;
    while more {
        read(scanner)?;
        length += 1;
        more = scanner.next_element()?;
    }
    Some(length)
}
