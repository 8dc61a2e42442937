//! Lookahead: finds members of an object before it is read, to select its schema.

use super::number::NumberText;
use super::scanner::{Reader, Scanner};
use super::string::Text;

/// A lookahead for members of the object at the cursor. It scans the object once, as far as needed; the cursor stays.
///
/// The text need not be checked before: reading the object finds syntax errors.
#[derive(Debug)]
pub struct Lookahead<const N: usize> {
    names: [&'static str; N],
    found: [Option<usize>; N],
    /// The offset of the object.
    start: usize,
    next: Next,
}

/// The place to continue.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// At a member's name.
    Name(usize),
    /// At the value of a name that was read.
    Value(usize),
    /// At the end of the object, or not an object.
    End,
}

/// The value of a member, as found by a lookahead.
#[derive(Clone, Copy, Debug)]
pub enum MemberValue<'a> {
    /// The object lacks the member.
    Absent,
    /// The object lacks the member. The reader has read the object, with this verdict.
    Read(Option<()>),
    /// A string.
    String(Text<'a>),
    /// `true` or `false`
    Boolean(bool),
    /// `null`
    Null,
    /// A number.
    Number(NumberText<'a>),
    /// Another value.
    Other,
}

impl<const N: usize> Lookahead<N> {
    /// Begins a lookahead at the cursor.
    #[inline]
    pub fn new(scanner: &mut Scanner<'_>, names: [&'static str; N]) -> Self {
        let is_object = scanner.peek() == b'{';
        let start = scanner.offset();
        let (mut found, mut next) = ([None; N], if is_object { Next::Name(start + 1) } else { Next::End });
        // Most producers write the member that selects the schema first. The compiler knows its name here.
        if let (true, Some(name), Some(first)) = (is_object, names.first(), found.first_mut()) {
            if let Some(length) = name_length(scanner.from(start + 1), name) {
                (*first, next) = (Some(start + 1 + length), Next::Value(start + 1 + length));
            }
        }
        Self { names, found, start, next }
    }

    /// Returns the value of a member by the position of its name.
    #[inline]
    pub fn value<'a>(&mut self, scanner: &mut Scanner<'a>, position: usize) -> MemberValue<'a> {
        let Some(at) = self.find(scanner, position) else { return MemberValue::Absent };
        scanner.go_to(at);
        let looked = match scanner.peek() {
            b'"' => scanner.string().map_or(MemberValue::Other, MemberValue::String),
            b't' => MemberValue::Boolean(true),
            b'f' => MemberValue::Boolean(false),
            b'n' => MemberValue::Null,
            b'-' | b'0'..=b'9' => scanner.number().map_or(MemberValue::Other, MemberValue::Number),
            _ => MemberValue::Other,
        };
        scanner.go_to(self.start);
        looked
    }

    /// Returns the value of a member that most objects lack. The reader validates objects without the member and rejects those with it. So
    /// it runs first, and an object that it accepts is never searched.
    #[inline]
    pub fn value_or_read<'a>(&mut self, scanner: &mut Scanner<'a>, position: usize, reader: Reader) -> MemberValue<'a> {
        let is_known = self.found[position].is_some() || matches!(self.next, Next::End);
        let accepts = if is_known { None } else { scanner.assume(reader) };
        match accepts {
            Some(true) => MemberValue::Read(Some(())),
            _ if self.find(scanner, position).is_some() => self.value(scanner, position),
            Some(false) => MemberValue::Read(None),
            None => MemberValue::Read(reader(scanner)),
        }
    }

    /// Reads the object on the assumption that the members at `positions` are absent: returns true if the reader accepts it, false if
    /// it rejects it or the first member is one of them, and `None` if too many assumptions have failed already.
    #[inline]
    pub fn assume_absent(&mut self, scanner: &mut Scanner<'_>, positions: &[usize], reader: Reader) -> Option<bool> {
        if let Next::Name(at) = self.next {
            let length = |position: &usize| Some((*position, name_length(scanner.from(at), self.names[*position])?));
            if let Some((position, length)) = positions.iter().find_map(length) {
                (self.found[position], self.next) = (Some(at + length), Next::Value(at + length));
            }
        }
        if positions.iter().any(|position| self.found[*position].is_some()) {
            return Some(false);
        }
        scanner.assume(reader)
    }

    /// Returns true if the object has any of the members, by the positions of their names.
    #[inline]
    pub fn has_any(&mut self, scanner: &mut Scanner<'_>, positions: &[usize]) -> bool {
        positions.iter().any(|position| self.find(scanner, *position).is_some())
    }

    /// Returns the offset of a member's value.
    #[inline]
    pub fn find(&mut self, scanner: &mut Scanner<'_>, position: usize) -> Option<usize> {
        if self.found[position].is_none() && !matches!(self.next, Next::End) {
            self.next = self.go_on(scanner, position).map_or(Next::End, Next::Value);
            scanner.go_to(self.start);
        }
        self.found[position]
    }

    /// Reads an object that exactly one of the branches accepts. Each branch has the set of members that it requires, as bits by the
    /// positions of their names. Its reader is called only if the object has all of them.
    #[inline]
    pub fn one_of(&mut self, scanner: &mut Scanner<'_>, branches: &[(u64, Reader)]) -> Option<()> {
        let possible = self.possible(scanner, branches);
        scanner.exactly_one(possible)
    }

    /// Reads an object that at least one of the branches accepts, as [`Self::one_of`] does.
    #[inline]
    pub fn any_of(&mut self, scanner: &mut Scanner<'_>, branches: &[(u64, Reader)]) -> Option<()> {
        self.possible(scanner, branches).any(|reader| scanner.accepts(reader)).then_some(())
    }

    /// Returns the branches whose members the object has.
    fn possible<'b>(
        &mut self,
        scanner: &mut Scanner<'_>,
        branches: &'b [(u64, Reader)],
    ) -> impl Iterator<Item = Reader> + 'b {
        let found = (0..N).map(|position| u64::from(self.find(scanner, position).is_some()) << position);
        let present = found.fold(0, |present, bit| present | bit);
        branches.iter().filter(move |(required, _)| required & !present == 0).map(|(_, reader)| *reader)
    }

    /// Advances to the value of a name; returns `None` at the end of the object and at a syntax error.
    fn go_on(&mut self, scanner: &mut Scanner<'_>, wanted: usize) -> Option<usize> {
        match self.next {
            Next::Name(at) => scanner.go_to(at),
            Next::Value(at) => {
                scanner.go_to(at);
                scanner.skip_value()?;
                scanner.token(b',')?;
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
            scanner.skip_value()?;
            scanner.token(b',')?;
        }
    }
}

/// Returns the length of a name with its quotes, the colon and spaces if a text begins with it, written without escapes.
#[inline]
fn name_length(text: &[u8], name: &str) -> Option<usize> {
    let behind = text.strip_prefix(b"\"")?.strip_prefix(name.as_bytes())?.strip_prefix(b"\":")?;
    let is_plain = name.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
    let spaces = behind.iter().take_while(|byte| **byte == b' ').count();
    is_plain.then(|| text.len() - behind.len() + spaces)
}
