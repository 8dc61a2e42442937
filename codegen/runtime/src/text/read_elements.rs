//! The elements of an array in a JSON text.

use super::scanner::Scanner;

/// Reads all elements of an array with one reader.
#[allow(clippy::inline_always)] // a loop of its own for each reader
#[inline(always)]
pub fn all<'a>(scanner: &mut Scanner<'a>, read: impl Fn(&mut Scanner<'a>) -> Option<()>) -> Option<()> {
    count(scanner, read).map(drop)
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
