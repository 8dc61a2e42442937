//! Editions of a documented page: its reference page after an edit, as a vendor makes it.

mod edit;
mod page;

use codegen::Files;

use self::page::Page;

/// An edition of a page.
#[derive(Debug)]
pub struct Edition {
    /// The edit.
    pub name: &'static str,
    /// The page.
    pub page: String,
    /// The schemas of the edition before, as a person leaves them for the import.
    pub before: Files,
    /// True if a person had to confirm the edit in the catalogue.
    pub is_confirmed: bool,
}

/// Returns an edition for each edit that fits the page of these schemas.
pub fn all(schemas: &Files) -> Vec<Edition> {
    let edition = |(name, edit): &edit::Edit| {
        let mut page = Page::of(schemas);
        edit(&mut page)?;
        let mut before = schemas.clone();
        let is_confirmed = *name == edit::CONFIRMED;
        if is_confirmed {
            let is_released = codegen::load::released(schemas).is_some();
            before.insert("catalog.toml".to_owned(), edit::confirmed(&page.catalogue, is_released)?);
        }
        Some(Edition { name, page: page.text(), before, is_confirmed })
    };
    edit::ALL.iter().filter_map(edition).collect()
}
