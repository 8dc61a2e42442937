//! The members of an object, in the order of the text and by name.

use std::ops::Deref;

use crate::json::Member;

/// The members of an object, in the order of the text; one is found by its name in logarithmic time.
#[derive(Clone, Debug, Default)]
pub struct Members {
    list: Vec<Member>,
    /// The positions in the list, in the order of the names.
    by_name: Vec<usize>,
}

impl Members {
    /// Returns the member of that name.
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
