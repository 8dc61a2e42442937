//! The signatures in a request's headers, by the grammar of the scheme.

use super::super::text::swar;
use super::algorithm::Algorithm;
use super::fault::{classify, Fault};
use super::headers::trim;
use super::parts::Parts;
use super::scheme::{Hole, Item, Scheme, MAX_CANDIDATES};

/// The signatures of a request.
#[derive(Debug)]
pub struct Candidates<A: Algorithm> {
    scheme: &'static Scheme,
    /// The first code, with the index of its value. Mostly there is no other.
    first: Option<(A::Code, usize)>,
    /// The other codes.
    others: Vec<(A::Code, usize)>,
    /// The values with more than a code, in the order of the headers.
    values: Vec<Value>,
    /// The number of examined items, well-formed or not.
    looked_at: usize,
    /// The fault of the first malformed item.
    fault: Option<Fault>,
}

/// A complete value of a header, besides its codes.
#[derive(Debug, Default)]
struct Value {
    parts: Parts,
    /// The items that were found, as bits.
    seen: u32,
    /// The number of items without literals.
    unlabelled: usize,
}

impl<A: Algorithm> Candidates<A> {
    /// Creates an empty set of candidates.
    #[must_use]
    pub fn new(scheme: &'static Scheme) -> Self {
        Self { scheme, first: None, others: Vec::new(), values: Vec::new(), looked_at: 0, fault: None }
    }

    /// Adds the value of one header line: a value of the scheme, or a list of values.
    pub fn add_line(&mut self, line: &[u8]) {
        let line = trim(line);
        let Some(separator) = self.scheme.separator else {
            let before = self.scheme.code().before.as_bytes();
            let _ = self.each(line, before, self.scheme.list, |this, value| this.add_alone(value, line));
            return;
        };
        // The items of joined values follow each other: an item that comes again begins a new value.
        let list = self.scheme.list.filter(|list| *list != separator);
        let _ = self.each(line, b"", list, |this, value| {
            this.values.push(Value::default());
            this.each(value, b"", Some(separator), |this, item| this.add_item(item, line))
        });
    }

    /// Calls a function with each element of a list. A separator inside of the literal `before` separates nothing. `None` ends it.
    fn each(
        &mut self,
        list: &[u8],
        before: &[u8],
        separator: Option<u8>,
        mut add: impl FnMut(&mut Self, &[u8]) -> Option<()>,
    ) -> Option<()> {
        let mut rest = list;
        loop {
            rest = trim(rest);
            // Mostly there is none, which `contains` finds out faster.
            let separator = separator.filter(|separator| rest.contains(separator));
            let start = if swar::starts_with(rest, before) { before.len() } else { 0 };
            let end = separator.and_then(|it| rest[start..].iter().position(|byte| *byte == it)).map(|at| start + at);
            add(self, trim(&rest[..end.unwrap_or(rest.len())]))?;
            match end {
                Some(end) => rest = &rest[end + 1..],
                None => return Some(()),
            }
        }
    }

    /// Counts an item; `None` if there are too many.
    fn count(&mut self) -> Option<()> {
        self.looked_at += 1;
        if self.looked_at > MAX_CANDIDATES * self.scheme.items.len()
            || self.first.is_some() && self.others.len() + 1 == MAX_CANDIDATES
        {
            self.fault = Some(Fault::TooMany);
            return None;
        }
        Some(())
    }

    /// Adds a value that is nothing but a code between literals.
    fn add_alone(&mut self, value: &[u8], line: &[u8]) -> Option<()> {
        self.count()?;
        match strip(self.scheme.code(), value) {
            Some(code) => self.add_code(code, value, line),
            None => self.blame(classify(self.scheme, value, line)),
        }
        Some(())
    }

    /// Adds an item of a value of several. An item that matches none of the scheme's is ignored.
    fn add_item(&mut self, item: &[u8], line: &[u8]) -> Option<()> {
        self.count()?;
        let Some((index, text)) = self.item_of(item) else {
            self.blame(classify(self.scheme, item, line));
            return Some(());
        };
        match self.scheme.items[index].hole {
            Some(Hole::Code) => self.add_code(text, item, line),
            Some(Hole::Part(part)) => {
                if self.values.last().is_none_or(|value| value.parts.get(part).is_some()) {
                    self.values.push(Value::default());
                }
                let is_set = self.values.last_mut().is_some_and(|value| value.parts.set(self.scheme, part, text));
                if !is_set {
                    self.blame(Fault::Time);
                }
            }
            None => {}
        }
        if let Some(value) = self.values.last_mut() {
            value.seen |= 1 << index;
        }
        Some(())
    }

    /// Returns the index of the scheme's item that a text matches, and the text in place of its placeholder. Items without literals are told
    /// apart by their order; the last one may repeat.
    fn item_of<'t>(&mut self, text: &'t [u8]) -> Option<(usize, &'t [u8])> {
        let items = || self.scheme.items.iter().enumerate();
        let mut labelled = items().filter(|(_, item)| item.is_labelled());
        if let Some(found) = labelled.find_map(|(index, item)| Some((index, strip(*item, text)?))) {
            return Some(found);
        }
        let value = self.values.last_mut()?;
        let mut unlabelled = items().filter(|(_, item)| !item.is_labelled());
        let nth = unlabelled.clone().nth(value.unlabelled);
        let (index, _) = nth.or_else(|| unlabelled.rfind(|(_, item)| item.hole == Some(Hole::Code)))?;
        value.unlabelled += 1;
        Some((index, text))
    }

    fn add_code(&mut self, code: &[u8], value: &[u8], line: &[u8]) {
        match A::decode(self.scheme.encoding, code) {
            Some(code) => {
                let found = (code, self.values.len().saturating_sub(1));
                match self.first {
                    None => self.first = Some(found),
                    Some(_) => self.others.push(found),
                }
            }
            None => self.blame(classify(self.scheme, value, line)),
        }
    }

    fn blame(&mut self, fault: Fault) {
        self.fault = self.fault.or(Some(fault));
    }

    /// Returns the number of values whose codes can be compared.
    ///
    /// # Errors
    ///
    /// If no code can be: the fault of the header, or `None` if the request does not have it.
    pub fn values(&self) -> Result<usize, Option<Fault>> {
        let values = self.values.len().max(1);
        match self.fault {
            Some(Fault::TooMany) => Err(Some(Fault::TooMany)),
            fault if self.looked_at == 0 => Err(fault),
            _ if (0..values).any(|index| self.codes(index).next().is_some()) => Ok(values),
            fault => Err(fault.or(Some(Fault::Incomplete))),
        }
    }

    /// Returns the codes of a value; none if the value is incomplete.
    pub fn codes(&self, value: usize) -> impl Iterator<Item = &A::Code> {
        let is_code = |item: &Item| item.hole == Some(Hole::Code);
        let items = self.scheme.items.iter().enumerate();
        let needed = items.filter(|(_, item)| !is_code(item)).fold(0, |needed, (index, _)| needed | 1_u32 << index);
        let is_complete = needed == 0
            || self.values.get(value).is_some_and(|it| it.seen & needed == needed && it.parts.holds_all(self.scheme));
        let found = self.first.iter().chain(&self.others);
        found.filter(move |(_, of)| is_complete && *of == value).map(|(code, _)| code)
    }

    /// Returns the parts that stand in a value beside its codes.
    #[must_use]
    pub fn parts(&self, value: usize) -> Option<&Parts> {
        self.values.get(value).map(|value| &value.parts)
    }
}

/// Returns the text between the literals of an item.
fn strip(item: Item, text: &[u8]) -> Option<&[u8]> {
    let (before, after) = (item.before.as_bytes(), item.after.as_bytes());
    let behind = text.get(before.len()..).filter(|_| swar::starts_with(text, before))?;
    if after.is_empty() {
        Some(behind)
    } else {
        behind.strip_suffix(after)
    }
}
