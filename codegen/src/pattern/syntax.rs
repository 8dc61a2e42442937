//! Parts of an ECMA-262 pattern → a syntax tree, with classes in the syntax of the `regex` crate.

use codegen_runtime::format::regex::Parser;
use codegen_runtime::format::regex_part::{Group, Member, Part, Set, Strictness, SyntaxError};
use codegen_runtime::format::unicode_property::Property;

use crate::pattern::class::Class;
use crate::pattern::error::PatternError;

/// The maximum nesting of groups.
const DEPTH: usize = 100;

/// White space and line terminators [ECMA-262 §12.2, §12.3].
const WHITE_SPACE: &str = r"\t\n\x0B\x0C\r\u{2028}\u{2029}\u{FEFF}\p{Zs}";

/// A part of a pattern with its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// One code point of a class.
    Class(String),
    Start,
    End,
    WordBoundary {
        is_negated: bool,
    },
    Look(Look),
    Group(Box<Node>),
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat(Repeat),
}

/// A lookahead or lookbehind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_ahead: bool,
    pub(super) is_negated: bool,
    pub(super) body: Box<Node>,
    /// Its offset in the pattern.
    pub(super) offset: usize,
}

/// A repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) body: Box<Node>,
    /// The quantifier as written, including a final `?`.
    pub(super) quantifier: String,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
    /// The offset of the quantifier in the pattern.
    pub(super) offset: usize,
}

impl Node {
    /// Returns the children.
    fn parts(&self) -> &[Node] {
        match self {
            Self::Class(_) | Self::Start | Self::End | Self::WordBoundary { .. } => &[],
            Self::Look(Look { body, .. }) | Self::Group(body) | Self::Repeat(Repeat { body, .. }) => {
                std::slice::from_ref(body)
            }
            Self::Sequence(parts) | Self::Alternatives(parts) => parts,
        }
    }

    /// Returns all parts in the order of the pattern.
    pub(super) fn all(&self) -> Vec<&Self> {
        let (mut open, mut all) = (vec![self], Vec::new());
        while let Some(node) = open.pop() {
            all.push(node);
            open.extend(node.parts().iter().rev());
        }
        all
    }

    /// Returns the first look-around.
    pub(super) fn look(&self) -> Option<&Look> {
        self.all().into_iter().find_map(|node| match node {
            Self::Look(look) => Some(look),
            _ => None,
        })
    }

    /// Returns the class if the part matches exactly one code point of it: `a`, `(a|[bc])`.
    pub(super) fn class(&self) -> Option<String> {
        match self {
            Self::Class(class) => Some(class.clone()),
            Self::Group(inner) => inner.class(),
            Self::Sequence(parts) if parts.len() == 1 => parts[0].class(),
            Self::Alternatives(branches) => {
                let classes: Option<String> = branches.iter().map(Self::class).collect();
                classes.map(|classes| format!("[{classes}]"))
            }
            _ => None,
        }
    }
}

/// Parses a pattern.
pub(super) fn parse(source: &str) -> Result<Node, PatternError> {
    let mut tree = Tree { open: Vec::new(), branches: vec![Vec::new()], class: Class::new(false) };
    for part in Parser::new(source, Strictness::Lenient) {
        let (offset, part) = part.map_err(|SyntaxError { offset, reason }| PatternError::syntax(offset, reason))?;
        tree.part(offset, part)?;
    }
    Ok(alternatives(tree.branches))
}

/// The open branches, outermost group first.
struct Tree {
    open: Vec<(Group, usize, Vec<Vec<Node>>)>,
    branches: Vec<Vec<Node>>,
    /// The open class.
    class: Class,
}

impl Tree {
    fn part(&mut self, offset: usize, part: Part<'_>) -> Result<(), PatternError> {
        let node = match part {
            Part::Alternative => {
                self.branches.push(Vec::new());
                return Ok(());
            }
            Part::Open(group) => {
                if self.open.len() == DEPTH {
                    return Err(PatternError::syntax(offset, "its groups nest too deeply"));
                }
                self.open.push((group, offset, std::mem::replace(&mut self.branches, vec![Vec::new()])));
                return Ok(());
            }
            Part::Close => self.close(),
            Part::Start => Node::Start,
            Part::End => Node::End,
            Part::WordBoundary { is_negated } => Node::WordBoundary { is_negated },
            Part::Any => Node::Class(r"[^\n\r\u{2028}\u{2029}]".to_owned()),
            Part::BackReference => return Err(PatternError::back_reference(offset)),
            Part::Repeat(quantifier) => self.repeat(offset, quantifier)?,
            Part::Single(Member::CodePoint(code_point)) => Node::Class(Class::single(code_point).write()),
            Part::Single(Member::Set { set, is_negated }) => Node::Class(write_set(set, is_negated)),
            Part::OpenClass { is_negated } => {
                self.class = Class::new(is_negated);
                return Ok(());
            }
            Part::Member(member) => {
                self.push(member);
                return Ok(());
            }
            Part::Range(first, last) => {
                self.push_range(first, last);
                return Ok(());
            }
            Part::CloseClass => Node::Class(self.class.write()),
        };
        self.branch().push(node);
        Ok(())
    }

    fn branch(&mut self) -> &mut Vec<Node> {
        self.branches.last_mut().expect("a branch is always open")
    }

    fn close(&mut self) -> Node {
        let (group, offset, outer) = self.open.pop().expect("the parser closes only what is open");
        let body = Box::new(alternatives(std::mem::replace(&mut self.branches, outer)));
        match group {
            Group::Capture | Group::Plain => Node::Group(body),
            Group::Ahead { is_negated } => Node::Look(Look { is_ahead: true, is_negated, body, offset }),
            Group::Behind { is_negated } => Node::Look(Look { is_ahead: false, is_negated, body, offset }),
        }
    }

    fn repeat(&mut self, offset: usize, quantifier: &str) -> Result<Node, PatternError> {
        let too_large = || PatternError::syntax(offset, "this count is too large");
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| too_large());
        let (least, most) = match quantifier.strip_suffix('?').filter(|rest| !rest.is_empty()).unwrap_or(quantifier) {
            "*" => (0, None),
            "+" => (1, None),
            "?" => (0, Some(1)),
            counted => {
                let inner = counted.trim_start_matches('{').trim_end_matches('}');
                match inner.split_once(',') {
                    None => (number(inner)?, Some(number(inner)?)),
                    Some((least, "")) => (number(least)?, None),
                    Some((least, most)) => (number(least)?, Some(number(most)?)),
                }
            }
        };
        let body = Box::new(self.branch().pop().expect("the parser repeats only what is there"));
        Ok(Node::Repeat(Repeat { body, quantifier: quantifier.to_owned(), least, most, offset }))
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
            // A hyphen beside a set is literal.
            for member in [first, Member::CodePoint(u32::from('-')), last] {
                self.push(member);
            }
        }
    }
}

fn alternatives(branches: Vec<Vec<Node>>) -> Node {
    let mut branches: Vec<Node> = branches.into_iter().map(Node::Sequence).collect();
    if branches.len() == 1 { branches.remove(0) } else { Node::Alternatives(branches) }
}

/// Writes a set in brackets.
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
