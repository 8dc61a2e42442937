//! The files of the schemas that others refer to: a component has its own name.

use std::collections::BTreeMap;

use crate::openapi::api::{Api, At};
use crate::source::files::portable;
use crate::source::location::Pointer;

/// The folder of the files.
pub(crate) const FOLDER: &str = "components/";

/// The file names of referenced schemas by their pointers.
#[derive(Debug, Default)]
pub(super) struct Shared {
    names: BTreeMap<Pointer, String>,
    /// The schemas that are not written yet.
    open: Vec<Pointer>,
}

impl Shared {
    /// Returns the file name of a schema, which is to be written.
    pub(super) fn name(&mut self, api: Api<'_>, pointer: &Pointer) -> String {
        if let Some(known) = self.names.get(pointer) {
            return known.clone();
        }
        let mut stem = stem(api, pointer);
        while self.names.values().any(|known| known.eq_ignore_ascii_case(&format!("{stem}.schema.json"))) {
            stem.push_str("-2");
        }
        let name = format!("{stem}.schema.json");
        self.names.insert(pointer.clone(), name.clone());
        self.open.push(pointer.clone());
        name
    }

    /// Returns a schema that is not written yet, with its path.
    pub(super) fn next(&mut self) -> Option<(Pointer, String)> {
        let pointer = self.open.pop()?;
        let path = format!("{FOLDER}{}", self.names[&pointer]);
        Some((pointer, path))
    }
}

/// Returns the name of a component, or else the names on the way to a schema. Of components whose names differ in case, or in
/// characters that file names lack, all but the first get a number: no other part of the document changes a name.
fn stem(api: Api<'_>, pointer: &Pointer) -> String {
    let tokens: Vec<String> = pointer.tokens().collect();
    let [components, schemas, name] = tokens.as_slice() else {
        return plain_name(&tokens.join("-").replacen("components-schemas-", "", 1));
    };
    let stem = plain_name(name);
    let known = api.root().get(components).and_then(|it| it.get(schemas));
    let mut alike: Vec<&str> = known.iter().flat_map(At::members).map(|(name, _)| name).collect();
    alike.retain(|other| plain_name(other).eq_ignore_ascii_case(&stem));
    alike.sort_unstable();
    match alike.iter().position(|other| other == name) {
        Some(index) if index > 0 => format!("{stem}-{}", index + 1),
        _ => stem,
    }
}

/// Replaces characters that a file name cannot contain everywhere: letters by similar ones, others by `-`.
pub(crate) fn plain_name(name: &str) -> String {
    let name = deunicode::deunicode(name.trim());
    let name = name.trim();
    let is_plain = |found: char| found.is_ascii_alphanumeric() || matches!(found, '.' | '_' | '-');
    let name: String = name.chars().map(|found| if is_plain(found) { found } else { '-' }).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "schema".to_owned() } else { portable(name.to_owned()) }
}
