//! The places of keys that the catalogue's data does not keep.

use crate::catalog::Catalog;
use crate::source::location::Place;

/// Returns the place of a key of a table, or of the table; `None` if the catalogue has neither.
pub(super) fn of_key(catalog: &Catalog, table: &str, key: &str) -> Option<Place> {
    let document = toml_edit::Document::parse(catalog.source.text()).ok()?;
    let table = document.get(table)?;
    let value = table.as_table_like().and_then(|table| table.get(key)).and_then(toml_edit::Item::span);
    Some(Place::new(&catalog.source, value.or_else(|| table.span())?))
}
