//! The paths to members of a JSON text.

use std::borrow::Cow;

use super::scanner::{Scanner, MAX_DEPTH};

/// A step to a member or an element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'a> {
    /// To a member.
    Member(Cow<'a, str>),
    /// To an element.
    Element(usize),
}

/// The steps from a value to a part of it.
pub type Path<'a> = Vec<Step<'a>>;

/// Returns the paths to members of the value at an offset of a checked text, by the offsets of their names in the order of the text.
pub fn paths<'a>(text: &'a str, start: usize, names: &[usize]) -> Vec<Path<'a>> {
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    scanner.go_to(start);
    let mut walk = Walk { names, path: Vec::new(), found: Vec::new() };
    let _ = walk.value(&mut scanner);
    walk.found
}

/// A walk through a text, as far as the last name.
struct Walk<'a, 'n> {
    /// The offsets of the names that were not met yet.
    names: &'n [usize],
    path: Path<'a>,
    found: Vec<Path<'a>>,
}

impl<'a> Walk<'a, '_> {
    /// Walks through the value at the cursor; `None` ends the walk.
    fn value(&mut self, scanner: &mut Scanner<'a>) -> Option<()> {
        match scanner.peek() {
            b'{' => self.object(scanner),
            b'[' => self.array(scanner),
            _ => scanner.skip_value(),
        }
    }

    fn object(&mut self, scanner: &mut Scanner<'a>) -> Option<()> {
        let mut has_more = scanner.open_object()?;
        while has_more {
            scanner.peek();
            // The name is behind its quotation mark.
            let start = scanner.offset() + 1;
            let name = scanner.name()?.decode();
            if self.names.first() == Some(&start) {
                self.path.push(Step::Member(name));
                self.names = self.names.get(1..)?;
                if self.names.is_empty() {
                    self.found.push(std::mem::take(&mut self.path));
                    return None;
                }
                self.found.push(self.path.clone());
                self.path.pop();
                scanner.skip_value()?;
            } else {
                self.path.push(Step::Member(name));
                self.value(scanner)?;
                self.path.pop();
            }
            has_more = scanner.next_member()?;
        }
        Some(())
    }

    fn array(&mut self, scanner: &mut Scanner<'a>) -> Option<()> {
        let mut has_more = scanner.open_array()?;
        for index in 0_usize.. {
            if !has_more {
                break;
            }
            self.path.push(Step::Element(index));
            self.value(scanner)?;
            self.path.pop();
            has_more = scanner.next_element()?;
        }
        Some(())
    }
}
