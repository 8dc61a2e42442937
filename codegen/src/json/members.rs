//! The members of an object, in the order of the text and by name.

use std::ops::Deref;

use crate::json::Member;

/// The members of an object in the order of the text, with lookup by name in logarithmic time.
#[derive(Clone, Debug, Default)]
pub struct Members {
    list: Vec<Member>,
    /// The positions in the list, sorted by name.
    by_name: Vec<usize>,
}

impl Members {
    /// Returns the member with that name.
    pub fn named(&self, name: &str) -> Option<&Member> {
        let found = self.by_name.binary_search_by(|position| self.list[*position].name.as_str().cmp(name)).ok()?;
        Some(&self.list[self.by_name[found]])
    }
}

impl From<Vec<Member>> for Members {
    fn from(list: Vec<Member>) -> Self {
        let mut by_name: Vec<usize> = (0..list.len()).collect();
        by_name.sort_by(|left, right| list[*left].name.cmp(&list[*right].name));
        Self { list, by_name }
    }
}

impl Deref for Members {
    type Target = [Member];

    fn deref(&self) -> &[Member] {
        &self.list
    }
}
