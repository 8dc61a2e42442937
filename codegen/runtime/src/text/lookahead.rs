//! Looks for members of an object before it is read, to learn what it must satisfy.

use super::scanner::Scanner;
use super::string::Text;

/// A look for members of the object at a scanner's cursor. It goes through the text once, as far as it must; the cursor stays.
///
/// The text need not have been read before: what is not JSON is found when the object is read.
#[derive(Debug)]
pub struct Lookahead<const N: usize> {
    names: [&'static str; N],
    found: [Option<usize>; N],
    /// Where the object starts.
    start: usize,
    next: Next,
}

/// Where to go on.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// At a name.
    Name(usize),
    /// At a value whose name was looked at.
    Value(usize),
    /// The object has ended, or it is none.
    End,
}

/// What a look has found of a member's value.
#[derive(Clone, Copy, Debug)]
pub enum Looked<'a> {
    /// The object does not have the member.
    Absent,
    /// A string.
    String(Text<'a>),
    /// `true` or `false`
    Boolean(bool),
    /// `null`
    Null,
    /// Another value.
    Other,
}

impl<const N: usize> Lookahead<N> {
    /// Begins to look at the value at the cursor.
    #[inline]
    pub fn new(scanner: &mut Scanner<'_>, names: [&'static str; N]) -> Self {
        let is_object = scanner.peek() == b'{';
        let start = scanner.offset();
        let next = if is_object { Next::Name(start + 1) } else { Next::End };
        Self { names, found: [None; N], start, next }
    }

    /// The value of a member, by the position of its name.
    #[inline]
    pub fn value<'a>(&mut self, scanner: &mut Scanner<'a>, position: usize) -> Looked<'a> {
        let Some(at) = self.find(scanner, position) else { return Looked::Absent };
        scanner.go_to(at);
        let looked = match scanner.peek() {
            b'"' => scanner.string().map_or(Looked::Other, Looked::String),
            b't' => Looked::Boolean(true),
            b'f' => Looked::Boolean(false),
            b'n' => Looked::Null,
            _ => Looked::Other,
        };
        scanner.go_to(self.start);
        looked
    }

    /// Whether the object has one of some members, by the positions of their names.
    #[inline]
    pub fn has_any(&mut self, scanner: &mut Scanner<'_>, positions: &[usize]) -> bool {
        positions.iter().any(|position| self.find(scanner, *position).is_some())
    }

    /// Where the value of a member starts.
    #[inline]
    pub fn find(&mut self, scanner: &mut Scanner<'_>, position: usize) -> Option<usize> {
        if self.found[position].is_none() && !matches!(self.next, Next::End) {
            self.next = self.go_on(scanner, position).map_or(Next::End, Next::Value);
            scanner.go_to(self.start);
        }
        self.found[position]
    }

    /// Goes on to the value of a name; nothing at the end of the object, and where the text is not JSON.
    fn go_on(&mut self, scanner: &mut Scanner<'_>, wanted: usize) -> Option<usize> {
        match self.next {
            Next::Name(at) => scanner.go_to(at),
            Next::Value(at) => {
                scanner.go_to(at);
                scanner.hop_member()?;
            }
            Next::End => return None,
        }
        loop {
            let name = scanner.name()?;
            scanner.peek();
            let value = scanner.offset();
            if let Some(position) = self.names.iter().position(|known| name.is(known)) {
                self.found[position].get_or_insert(value);
                if position == wanted {
                    return Some(value);
                }
            }
            scanner.hop_member()?;
        }
    }
}
