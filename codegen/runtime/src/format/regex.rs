//! `regex`: a pattern with the `u` flag [ECMA-262 §22.2.1, edition 2024].
//!
//! Group names accept the letters and digits of Rust's `char`, which differ slightly from `ID_Start` and `ID_Continue`.

use std::collections::BTreeSet;

use super::regex_part::{captures, Group, Member, Part, Set, Strictness, SyntaxError};
use super::unicode_property::{self, Property};

/// Returns true if a text is a pattern: `^(?<year>\d{4})-\p{Lu}+$`.
pub fn is_valid(text: &str) -> bool {
    Parser::new(text, Strictness::Unicode).all(|part| part.is_ok())
}

/// An iterator over the parts of a pattern, without recursion. It ends after the first error.
#[derive(Clone, Debug)]
pub struct Parser<'p> {
    source: &'p str,
    offset: usize,
    strictness: Strictness,
    is_over: bool,
    /// The open groups and their offsets.
    open: Vec<(Group, usize)>,
    /// The offset of the open class.
    class: Option<usize>,
    /// The offset of a `[` in the last class.
    bracket: Option<usize>,
    /// The part that a quantifier would apply to.
    previous: Previous,
    captures: u64,
    /// The number of capturing groups in the whole pattern, once counted.
    all_captures: Option<u64>,
    names: BTreeSet<String>,
    /// The highest back-reference and its offset.
    highest: Option<(u64, usize)>,
    named: Vec<(String, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Previous {
    Nothing,
    Assertion,
    Atom,
}

type Parsed<T> = Result<T, SyntaxError>;

impl<'p> Iterator for Parser<'p> {
    /// A part and the offset where it starts.
    type Item = Parsed<(usize, Part<'p>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let start = self.offset;
        let part = if self.class.is_some() { self.class_part() } else { self.part() };
        self.is_over = !matches!(part, Ok(Some(_)));
        part.map(|part| part.map(|part| (start, part))).transpose()
    }
}

impl<'p> Parser<'p> {
    /// Creates a parser at the start of a text.
    pub fn new(source: &'p str, strictness: Strictness) -> Self {
        Self {
            source,
            offset: 0,
            strictness,
            is_over: false,
            open: Vec::new(),
            class: None,
            bracket: None,
            previous: Previous::Nothing,
            captures: 0,
            all_captures: None,
            names: BTreeSet::new(),
            highest: None,
            named: Vec::new(),
        }
    }

    fn part(&mut self) -> Parsed<Option<Part<'p>>> {
        let start = self.offset;
        let Some(next) = self.next_char() else { return self.end() };
        let is_strict = self.strictness == Strictness::Unicode;
        let (part, behind) = match next {
            '|' => (Part::Alternative, Previous::Nothing),
            '(' => (Part::Open(self.open(start)?), Previous::Nothing),
            ')' => return self.close(start).map(Some),
            '^' => (Part::Start, Previous::Assertion),
            '$' => (Part::End, Previous::Assertion),
            '\\' if self.eat("b") => (Part::WordBoundary { is_negated: false }, Previous::Assertion),
            '\\' if self.eat("B") => (Part::WordBoundary { is_negated: true }, Previous::Assertion),
            '.' => (Part::Any, Previous::Atom),
            '[' => {
                (self.class, self.bracket) = (Some(start), None);
                (Part::OpenClass { is_negated: self.eat("^") }, Previous::Atom)
            }
            '*' | '+' | '?' => return self.repeat(start).map(Some),
            '{' if self.count(start)? => return self.repeat(start).map(Some),
            '{' | '}' | ']' if is_strict => {
                return Err(error(start, "this character stands for itself only behind `\\`"))
            }
            ']' if self.bracket.is_some() => {
                let start = self.bracket.unwrap_or(start);
                return Err(error(start, "nested brackets are valid only with the `v` flag or in other languages"));
            }
            '\\' if self.peek().is_some_and(|next| matches!(next, '1'..='9' | 'k')) && !self.is_octal() => {
                self.reference(start)?;
                (Part::BackReference, Previous::Atom)
            }
            '\\' => (Part::Single(self.escape(start)?), Previous::Atom),
            literal => (Part::Single(Member::CodePoint(u32::from(literal))), Previous::Atom),
        };
        self.previous = behind;
        Ok(Some(part))
    }

    /// Checks what depends on all groups.
    fn end(&self) -> Parsed<Option<Part<'p>>> {
        if let Some((_, start)) = self.open.last() {
            return Err(error(*start, "this group is not closed"));
        }
        let unnumbered = self.highest.filter(|(number, _)| *number > self.captures).map(|(_, start)| start);
        let unnamed = || self.named.iter().find(|(name, _)| !self.names.contains(name)).map(|(_, start)| *start);
        match unnumbered.or_else(unnamed) {
            Some(start) => Err(error(start, "it refers to a group that is not there")),
            None => Ok(None),
        }
    }

    /// Reads the group after `(`.
    fn open(&mut self, start: usize) -> Parsed<Group> {
        let group = if self.eat("?:") {
            Group::Plain
        } else if let Some(look) = self.look_around() {
            look
        } else if self.eat("?<") {
            let name = self.name().ok_or(error(start, "the name of this group is malformed"))?;
            if !self.names.insert(name) {
                return Err(error(start, "another group has this name"));
            }
            Group::Capture
        } else if self.peek() == Some('?') {
            let rest = self.source[self.offset + 1..]
                .trim_start_matches(|flag: char| flag.is_ascii_alphabetic() || flag == '-');
            let is_modified = rest.starts_with([':', ')']);
            return Err(error(
                start,
                if is_modified {
                    "ECMA-262 of 2024 has no groups that change flags"
                } else {
                    "groups open with `(`, `(?:`, `(?<name>` or a look-around"
                },
            ));
        } else {
            Group::Capture
        };
        self.captures += u64::from(group == Group::Capture);
        self.open.push((group, start));
        Ok(group)
    }

    fn look_around(&mut self) -> Option<Group> {
        let looks = [
            ("?=", Group::Ahead { is_negated: false }),
            ("?!", Group::Ahead { is_negated: true }),
            ("?<=", Group::Behind { is_negated: false }),
            ("?<!", Group::Behind { is_negated: true }),
        ];
        looks.into_iter().find(|(spelling, _)| self.eat(spelling)).map(|(_, look)| look)
    }

    fn close(&mut self, start: usize) -> Parsed<Part<'p>> {
        let Some((group, _)) = self.open.pop() else { return Err(error(start, "no group is open here")) };
        // Without the flag, lookaheads may be repeated.
        let is_assertion = match group {
            Group::Ahead { .. } => self.strictness == Strictness::Unicode,
            Group::Behind { .. } => true,
            Group::Capture | Group::Plain => false,
        };
        self.previous = if is_assertion { Previous::Assertion } else { Previous::Atom };
        Ok(Part::Close)
    }

    /// Reads a name and `>`.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        loop {
            let next = match self.next_char()? {
                '>' => return (!name.is_empty()).then_some(name),
                '\\' if self.eat("u") => char::from_u32(self.unicode()?)?,
                next => next,
            };
            let is_start = next.is_alphabetic() || next == '_' || next == '$';
            let is_inner = next.is_alphanumeric() || matches!(next, '\u{200c}' | '\u{200d}');
            if !is_start && (name.is_empty() || !is_inner) {
                return None;
            }
            name.push(next);
        }
    }

    /// Reads the back-reference after `\`.
    fn reference(&mut self, start: usize) -> Parsed<()> {
        if self.eat("k") {
            let name = if self.eat("<") { self.name() } else { None };
            self.named.push((name.ok_or(error(start, "`\\k` is followed by the name of a group"))?, start));
            return Ok(());
        }
        // No pattern has as many groups as a number that overflows.
        let number = self.digits().parse().unwrap_or(u64::MAX);
        if self.highest.is_none_or(|(highest, _)| number > highest) {
            self.highest = Some((number, start));
        }
        Ok(())
    }

    /// Returns true if the digits after `\` are not a group's number, so that they are octal without the flag [ECMA-262 Annex B.1.2].
    fn is_octal(&mut self) -> bool {
        if self.strictness == Strictness::Unicode || !matches!(self.peek(), Some('1'..='7')) {
            return false;
        }
        let behind = self.offset;
        let number = self.digits().parse().unwrap_or(u64::MAX);
        self.offset = behind;
        let source = self.source;
        number > *self.all_captures.get_or_insert_with(|| captures(source))
    }

    /// Reads up to three octal digits of a number below 256.
    fn octal(&mut self) -> u32 {
        let mut number = 0;
        for _ in 0..3 {
            let Some(digit) = self.peek().and_then(|digit| digit.to_digit(8)) else { break };
            if number * 8 + digit > 0o377 {
                break;
            }
            number = number * 8 + digit;
            self.offset += 1;
        }
        number
    }

    /// Reads a quantifier except for a final `?`.
    fn repeat(&mut self, start: usize) -> Parsed<Part<'p>> {
        match self.previous {
            Previous::Nothing => return Err(error(start, "there is nothing to repeat")),
            Previous::Assertion => return Err(error(start, "an assertion cannot be repeated")),
            Previous::Atom => self.previous = Previous::Nothing,
        }
        self.eat("?");
        Ok(Part::Repeat(&self.source[start..self.offset]))
    }

    /// Reads the count after `{`: `3}`, `3,}` or `3,5}`; returns false and reads nothing if there is none.
    fn count(&mut self, start: usize) -> Parsed<bool> {
        let behind = self.offset;
        let least = self.digits();
        let most = self.eat(",").then(|| self.digits());
        if least.is_empty() || !self.eat("}") {
            self.offset = behind;
            return Ok(false);
        }
        let size = |digits: &'p str| {
            let digits = digits.trim_start_matches('0');
            (digits.len(), digits)
        };
        match most {
            Some(most) if !most.is_empty() && size(most) < size(least) => {
                Err(error(start, "the numbers of this count are out of order"))
            }
            _ => Ok(true),
        }
    }

    fn class_part(&mut self) -> Parsed<Option<Part<'p>>> {
        let start = self.offset;
        if self.eat("]") {
            self.class = None;
            return Ok(Some(Part::CloseClass));
        }
        let first = self.member()?;
        let rest = &self.source[self.offset..];
        if !rest.starts_with('-') || rest.starts_with("-]") {
            return Ok(Some(Part::Member(first)));
        }
        self.offset += 1;
        let last = self.member()?;
        match (first, last) {
            (Member::CodePoint(first), Member::CodePoint(last)) if first > last => {
                Err(error(start, "the ends of this range are out of order"))
            }
            (Member::Set { .. }, _) | (_, Member::Set { .. }) if self.strictness == Strictness::Unicode => {
                Err(error(start, "a range ends at code points"))
            }
            _ => Ok(Some(Part::Range(first, last))),
        }
    }

    fn member(&mut self) -> Parsed<Member<'p>> {
        let start = self.offset;
        match self.next_char() {
            None => Err(error(self.class.unwrap_or(start), "these brackets are not closed")),
            Some('\\') if self.eat("b") => Ok(Member::CodePoint(8)),
            Some('\\') if self.eat("-") => Ok(Member::CodePoint(u32::from('-'))),
            Some('\\') => self.escape(start),
            Some('[') => {
                self.bracket.get_or_insert(start);
                Ok(Member::CodePoint(u32::from('[')))
            }
            Some(literal) => Ok(Member::CodePoint(u32::from(literal))),
        }
    }

    /// Reads the escape of one code point after `\`.
    fn escape(&mut self, start: usize) -> Parsed<Member<'p>> {
        let Some(next) = self.next_char() else { return Err(error(start, "nothing is escaped here")) };
        let code_point = match next {
            'd' | 'D' => return Ok(Member::Set { set: Set::Digit, is_negated: next == 'D' }),
            'w' | 'W' => return Ok(Member::Set { set: Set::Word, is_negated: next == 'W' }),
            's' | 'S' => return Ok(Member::Set { set: Set::Space, is_negated: next == 'S' }),
            'p' | 'P' => {
                let set = Set::Property(self.property().ok_or(error(start, "ECMA-262 has no such property"))?);
                return Ok(Member::Set { set, is_negated: next == 'P' });
            }
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            'c' => match self.next_char() {
                Some(letter) if letter.is_ascii_alphabetic() => u32::from(letter) % 32,
                _ => return Err(error(start, "`\\c` is followed by a letter")),
            },
            '0' if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) => 0,
            '0'..='7' if self.strictness == Strictness::Lenient => {
                self.offset -= 1;
                self.octal()
            }
            'x' => self.hexadecimal(2).ok_or(error(start, "`\\x` is followed by two digits"))?,
            'u' => self.unicode().ok_or(error(start, "`\\u` is not followed by a code point"))?,
            itself if "^$\\.*+?()[]{}|/".contains(itself) => u32::from(itself),
            itself if self.strictness == Strictness::Lenient && !itself.is_alphanumeric() => u32::from(itself),
            _ => return Err(error(start, "this escape means nothing in ECMA-262")),
        };
        Ok(Member::CodePoint(code_point))
    }

    /// Reads the property after `\p`.
    fn property(&mut self) -> Option<Property<'p>> {
        let (inner, _) = self.source[self.offset..].strip_prefix('{')?.split_once('}')?;
        self.offset += inner.len() + "{}".len();
        unicode_property::find(inner)
    }

    /// Reads the code point after `\u`: in braces, as four digits, or as two surrogates.
    fn unicode(&mut self) -> Option<u32> {
        if self.eat("{") {
            let (digits, _) = self.source[self.offset..].split_once('}')?;
            self.offset += digits.len() + 1;
            return hexadecimal(digits).filter(|code_point| *code_point <= 0x0010_ffff);
        }
        let high = self.hexadecimal(4)?;
        let behind = self.offset;
        if (0xd800..0xdc00).contains(&high) && self.eat("\\u") {
            if let Some(low @ 0xdc00..=0xdfff) = self.hexadecimal(4) {
                return Some(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00));
            }
            self.offset = behind;
        }
        Some(high)
    }

    fn hexadecimal(&mut self, length: usize) -> Option<u32> {
        let digits = self.source.get(self.offset..self.offset + length)?;
        self.offset += length;
        hexadecimal(digits)
    }

    fn digits(&mut self) -> &'p str {
        let rest = &self.source[self.offset..];
        let end = rest.find(|next: char| !next.is_ascii_digit()).unwrap_or(rest.len());
        self.offset += end;
        &rest[..end]
    }

    fn peek(&self) -> Option<char> {
        self.source[self.offset..].chars().next()
    }

    fn next_char(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.offset += next.len_utf8();
        Some(next)
    }

    fn eat(&mut self, expected: &str) -> bool {
        let is_there = self.source[self.offset..].starts_with(expected);
        if is_there {
            self.offset += expected.len();
        }
        is_there
    }
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number.then(|| u32::from_str_radix(digits, 16).ok())?
}

const fn error(offset: usize, reason: &'static str) -> SyntaxError {
    SyntaxError { offset, reason }
}
