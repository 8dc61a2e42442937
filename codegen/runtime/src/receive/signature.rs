//! The signatures in a request's headers, by the grammar of the scheme.

use super::super::text::swar;
use super::algorithm::Algorithm;
use super::fault::{classify, Fault};
use super::headers::trim;
use super::parts::Parts;
use super::scheme::{Item, Part, Placeholder, Scheme, MAX_CANDIDATES};

/// The signatures of a request.
#[derive(Debug)]
pub struct Candidates<A: Algorithm> {
    scheme: &'static Scheme,
    /// The first code, with the index of its value. Most requests have no other.
    first: Option<(A::Code, usize)>,
    /// The other codes.
    others: Vec<(A::Code, usize)>,
    /// The values of several items, in the order of the headers.
    values: Vec<Value>,
    /// The number of examined items, well-formed or not.
    looked_at: usize,
    /// The fault of the first malformed item.
    fault: Option<Fault>,
}

/// A value of several items, without its codes.
#[derive(Debug, Default)]
struct Value {
    parts: Parts,
    /// The items that were found, as bits.
    seen: u32,
}

/// An item that was found in a value.
#[derive(Clone, Copy, Debug)]
struct Found<'v> {
    /// The index of the scheme's item.
    index: usize,
    /// The whole item.
    whole: &'v [u8],
    /// The text in place of its placeholder.
    text: &'v [u8],
}

/// The marks that split a list. Inside of the literals `before` and `after` they split nothing.
#[derive(Clone, Copy, Debug)]
struct Splitter {
    separator: Option<u8>,
    /// True if commas split as well.
    is_joined: bool,
    before: &'static [u8],
    after: &'static [u8],
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
        if !self.add_single(line) {
            self.add_list(line);
        }
    }

    /// Adds a line that `add_single` does not accept.
    #[inline(never)]
    fn add_list(&mut self, line: &[u8]) {
        let scheme = self.scheme;
        let is_joined = scheme.is_joined();
        let Some(separator) = scheme.separator else {
            let Item { before, after, .. } = scheme.code();
            let (before, after) = (before.as_bytes(), after.as_bytes());
            let by = Splitter { separator: scheme.list, is_joined, before, after };
            let _ = self.each(line, by, |this, value| this.add_alone(value, line));
            return;
        };
        // If items and values have the same separator, the items of all values form one sequence.
        let list = scheme.list.filter(|list| *list != separator);
        let by = Splitter { separator: list, is_joined, before: b"", after: b"" };
        let _ = self.each(line, by, |this, value| this.add_value(value, separator, line));
    }

    /// Adds the first line if it is exactly one code, the usual case; returns true if it is. A code of fixed length contains no separator.
    fn add_single(&mut self, line: &[u8]) -> bool {
        let ([item], true, Some(_), 0) =
            (self.scheme.items, self.scheme.separator.is_none(), self.scheme.bytes, self.looked_at)
        else {
            return false;
        };
        let code = strip(*item, line).and_then(|code| A::decode(self.scheme.encoding, code));
        self.looked_at = usize::from(code.is_some());
        self.first = code.map(|code| (code, 0));
        self.first.is_some()
    }

    /// Calls a function with each element of a list, until it returns `None`.
    fn each<'l>(
        &mut self,
        list: &'l [u8],
        by: Splitter,
        mut add: impl FnMut(&mut Self, &'l [u8]) -> Option<()>,
    ) -> Option<()> {
        let mut rest = list;
        loop {
            rest = trim(rest);
            let end = by.end(rest);
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
        self.has_room(self.looked_at <= MAX_CANDIDATES * self.scheme.items.len())
    }

    /// Returns `None` and records the fault if a limit is reached.
    fn has_room(&mut self, is_short: bool) -> Option<()> {
        if !is_short || self.first.is_some() && self.others.len() + 1 == MAX_CANDIDATES {
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

    /// Adds a value of several items, or several joined values. An item that matches no item of the scheme is only recorded as a fault.
    fn add_value(&mut self, value: &[u8], separator: u8, line: &[u8]) -> Option<()> {
        let by = Splitter { separator: Some(separator), is_joined: false, before: b"", after: b"" };
        let (mut found, mut unlabelled) = (Vec::new(), 0);
        self.each(value, by, |this, item| {
            this.count()?;
            match this.item_of(item, &found, &mut unlabelled) {
                Some(item) => found.push(item),
                None => this.blame(classify(this.scheme, item, line)),
            }
            Some(())
        })?;
        self.add_items(&found, line)
    }

    /// Adds the items of consecutive values. A repeated part begins the next value. If there is one, a repeated item that leads the first
    /// value also begins a value; otherwise such an item is another code of the same value.
    fn add_items(&mut self, found: &[Found<'_>], line: &[u8]) -> Option<()> {
        let items = self.scheme.items;
        let is_part = |item: &&Found<'_>| part_of(&items[item.index]).is_some();
        let leading = found.iter().take_while(|item| !is_part(item)).fold(0, |set, item| set | item.bit());
        let parts = found.iter().filter(is_part).fold(0, |set, item| set | item.bit());
        let is_joined = found.iter().filter(is_part).count() > parts.count_ones() as usize;
        let mut value = Value::default();
        for item in found {
            self.has_room(true)?;
            let (bit, part) = (item.bit(), part_of(&items[item.index]));
            let begins = match part {
                Some(_) => value.seen & bit != 0,
                None => is_joined && leading & bit != 0 && value.seen & parts != 0,
            };
            if begins {
                self.values.push(std::mem::take(&mut value));
            }
            value.seen |= bit;
            if let Some(part) = part {
                if !value.parts.set(self.scheme, part, item.text) {
                    self.blame(Fault::of(part));
                }
            } else if items[item.index].placeholder.is_some() {
                self.add_code(item.text, item.whole, line);
            }
        }
        self.values.push(value);
        Some(())
    }

    /// Returns the item of the scheme that a text matches. If it matches several, the one with the longest literals is returned.
    fn item_of<'v>(&self, whole: &'v [u8], found: &[Found<'_>], unlabelled: &mut usize) -> Option<Found<'v>> {
        let mut best: Option<(usize, Found<'v>)> = None;
        for (index, item) in self.scheme.items.iter().enumerate().filter(|(_, item)| item.is_labelled()) {
            let length = item.before.len() + item.after.len();
            if best.as_ref().is_none_or(|(longest, _)| *longest < length) {
                best = strip(*item, whole).map(|text| (length, Found { index, whole, text })).or(best);
            }
        }
        match best {
            Some((_, labelled)) => Some(labelled),
            None => Some(Found { index: self.unlabelled(whole, found, unlabelled)?, whole, text: whole }),
        }
    }

    /// Returns the index of the item without literals that a text stands for. Such items are identified by their order. A text behind the
    /// last of them is another code if that item is a code and the text can be decoded; otherwise it begins the next value.
    fn unlabelled(&self, text: &[u8], found: &[Found<'_>], count: &mut usize) -> Option<usize> {
        let items = self.scheme.items;
        let mut indexes = (0..items.len()).filter(|index| !items[*index].is_labelled());
        if let Some(index) = indexes.clone().nth(*count) {
            *count += 1;
            return Some(index);
        }
        let is_code = |index: usize| items[index].placeholder == Some(Placeholder::Code);
        let fits = |index: usize| match part_of(&items[index]) {
            Some(part) => Parts::is_part(self.scheme, part, text),
            None => A::decode(self.scheme.encoding, text).is_some(),
        };
        let (first, last) = (indexes.next()?, indexes.next_back());
        if let Some(last) = last.filter(|last| is_code(*last) && fits(*last)) {
            return Some(last);
        }
        let mut of_value = found.iter().rev().map(|item| item.index).take_while(|index| *index != first);
        let is_next = (is_code(first) || of_value.any(is_code)) && fits(first);
        is_next.then(|| {
            *count = 1;
            first
        })
    }

    fn add_code(&mut self, code: &[u8], value: &[u8], line: &[u8]) {
        match A::decode(self.scheme.encoding, code) {
            Some(code) => {
                let found = (code, self.values.len());
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
    /// If no code can be compared: the fault of the header, or `None` if the request lacks the header.
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
        let is_complete = match self.values.get(value) {
            Some(of) => of.seen & self.needed() == self.needed() && of.parts.holds_all(self.scheme),
            None => self.scheme.separator.is_none(),
        };
        let found = self.first.iter().chain(&self.others);
        found.filter(move |(_, of)| is_complete && *of == value).map(|(code, _)| code)
    }

    /// Returns the items that a complete value has beside its codes, as bits.
    fn needed(&self) -> u32 {
        let others =
            self.scheme.items.iter().enumerate().filter(|(_, item)| item.placeholder != Some(Placeholder::Code));
        others.fold(0, |needed, (index, _)| needed | 1 << index)
    }

    /// Returns the parts that stand in a value beside its codes.
    #[must_use]
    pub fn parts(&self, value: usize) -> Option<&Parts> {
        self.values.get(value).map(|value| &value.parts)
    }
}

impl Found<'_> {
    /// Returns the bit of the scheme's item in a set.
    fn bit(&self) -> u32 {
        1 << self.index
    }
}

impl Splitter {
    /// Returns the offset of the mark behind the first element.
    fn end(&self, list: &[u8]) -> Option<usize> {
        let separator = self.separator?;
        // Most lists have no mark, and `contains` is the fastest way to see that.
        if list.contains(&separator) || self.is_joined && list.contains(&b',') {
            self.end_before(separator, list)
        } else {
            None
        }
    }

    fn end_before(&self, separator: u8, list: &[u8]) -> Option<usize> {
        let is_own = swar::starts_with(list, self.before);
        let is_mark = |byte: &u8| *byte == separator || self.is_joined && *byte == b',';
        let next = |from: usize| Some(from + list.get(from..)?.iter().position(is_mark)?);
        let start = if is_own { self.before.len() } else { 0 };
        let mut end = next(start)?;
        if let Some(inside) = self.after.iter().position(is_mark) {
            let after = end.checked_sub(inside).filter(|after| *after >= start);
            if let Some(after) = after.filter(|after| swar::starts_with(&list[*after..], self.after)) {
                end = next(after + self.after.len())?;
            }
        }
        // Behind an element of another scheme, a comma is a mark only if a value of this scheme follows: the element may contain commas.
        while !is_own && list[end] != separator && !swar::starts_with(trim(&list[end + 1..]), self.before) {
            end = next(end + 1)?;
        }
        Some(end)
    }
}

fn part_of(item: &Item) -> Option<Part> {
    match item.placeholder {
        Some(Placeholder::Part(part)) => Some(part),
        Some(Placeholder::Code) | None => None,
    }
}

/// Returns the text between the literals of an item. An item without a placeholder must be the whole text; the result is then empty.
fn strip(item: Item, text: &[u8]) -> Option<&[u8]> {
    let (before, after) = (item.before.as_bytes(), item.after.as_bytes());
    let behind = text.get(before.len()..).filter(|_| swar::starts_with(text, before))?;
    if item.placeholder.is_none() {
        behind.is_empty().then_some(behind)
    } else if after.is_empty() {
        Some(behind)
    } else {
        behind.strip_suffix(after)
    }
}
