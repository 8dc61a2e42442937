//! Parts of a pattern of ECMA-262 → text of the `regex` crate.

use codegen_runtime::format::regex::Parser;
use codegen_runtime::format::regex_part::{Group, Member, Part, Set, Strictness, SyntaxError};
use codegen_runtime::format::unicode_property::Property;

use super::PatternError;
use super::class::Class;

/// Groups may nest so deep.
const DEPTH: usize = 100;

/// White space and line terminators [ECMA-262 §12.2, §12.3].
const WHITE_SPACE: &str = r"\t\n\x0B\x0C\r\u{2028}\u{2029}\u{FEFF}\p{Zs}";

/// The whole pattern, translated.
pub(super) fn write(source: &str) -> Result<String, PatternError> {
    let mut writer = Writer { translated: String::new(), depth: 0, class: Class::new(false) };
    for part in Parser::new(source, Strictness::Lenient) {
        let (offset, part) = part.map_err(|SyntaxError { offset, reason }| refusal(offset, reason))?;
        writer.part(part).map_err(|reason| refusal(offset, reason))?;
    }
    Ok(writer.translated)
}

fn refusal(offset: usize, reason: &str) -> PatternError {
    PatternError { offset, reason: reason.to_owned() }
}

struct Writer {
    translated: String,
    depth: usize,
    /// The class that is open.
    class: Class,
}

impl Writer {
    fn part(&mut self, part: Part<'_>) -> Result<(), &'static str> {
        let translated = match part {
            Part::Alternative => "|",
            Part::Open(group) => self.open(group)?,
            Part::Close => {
                self.depth -= 1;
                ")"
            }
            Part::Start => r"\A",
            Part::End => r"\z",
            Part::WordBoundary { is_negated: false } => r"(?-u:\b)",
            Part::WordBoundary { is_negated: true } => r"(?-u:\B)",
            Part::Any => r"[^\n\r\u{2028}\u{2029}]",
            Part::BackReference => return Err("it refers back to a group, which takes more than linear time"),
            Part::Repeat(quantifier) => repeat(quantifier)?,
            Part::Single(Member::CodePoint(code_point)) => &Class::single(code_point).write(),
            Part::Single(Member::Set { set, is_negated }) => &write_set(set, is_negated),
            Part::OpenClass { is_negated } => {
                self.class = Class::new(is_negated);
                ""
            }
            Part::Member(member) => {
                self.push(member);
                ""
            }
            Part::Range(first, last) => {
                self.push_range(first, last);
                ""
            }
            Part::CloseClass => &self.class.write(),
        };
        self.translated.push_str(translated);
        Ok(())
    }

    fn open(&mut self, group: Group) -> Result<&'static str, &'static str> {
        self.depth += 1;
        match group {
            Group::Ahead => Err("it looks ahead, which takes more than linear time"),
            Group::Behind => Err("it looks behind, which takes more than linear time"),
            Group::Capture | Group::Plain if self.depth > DEPTH => Err("its groups nest too deep"),
            Group::Capture | Group::Plain => Ok("(?:"),
        }
    }

    fn push(&mut self, member: Member<'_>) {
        match member {
            Member::CodePoint(code_point) => self.class.push_range(code_point, code_point),
            Member::Set { set, is_negated } => self.class.push_set(&write_set(set, is_negated)),
        }
    }

    fn push_range(&mut self, first: Member<'_>, last: Member<'_>) {
        if let (Member::CodePoint(first), Member::CodePoint(last)) = (first, last) {
            self.class.push_range(first, last);
        } else {
            // A dash beside a set is a dash.
            for member in [first, Member::CodePoint(u32::from('-')), last] {
                self.push(member);
            }
        }
    }
}

/// A quantifier, which both sides write alike.
fn repeat(quantifier: &str) -> Result<&str, &'static str> {
    let mut numbers = quantifier.split(|next: char| !next.is_ascii_digit()).filter(|digits| !digits.is_empty());
    if numbers.all(|digits| digits.parse::<u32>().is_ok()) { Ok(quantifier) } else { Err("this count is too large") }
}

/// A set, in brackets.
fn write_set(set: Set<'_>, is_negated: bool) -> String {
    let inner = match set {
        Set::Digit => "0-9".to_owned(),
        Set::Word => "0-9A-Za-z_".to_owned(),
        Set::Space => WHITE_SPACE.to_owned(),
        Set::Property(Property::Category(value)) => format!(r"\p{{General_Category={value}}}"),
        Set::Property(Property::Script(value)) => format!(r"\p{{Script={value}}}"),
        Set::Property(Property::ScriptExtensions(value)) => format!(r"\p{{Script_Extensions={value}}}"),
        Set::Property(Property::Flag(flag)) => format!(r"\p{{{flag}}}"),
    };
    format!("[{}{inner}]", if is_negated { "^" } else { "" })
}
