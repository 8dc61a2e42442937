//! The references between the schemas of a document that `gen` has written.
//!
//! A `$ref` is a reference only in a schema. In data, such as the value of `const`, it has no meaning. Below an unknown keyword, a value is
//! a schema only if another reference leads to it.

use std::collections::BTreeSet;

use crate::keyword;
use crate::keyword::dialect;
use crate::openapi::api::{Api, At};
use crate::source::location::Pointer;

/// The references of a document.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Each schema with a reference, and what it leads to.
    pairs: Vec<(Pointer, Pointer)>,
    /// The targets of references, and everything around them.
    around: BTreeSet<Pointer>,
    targets: BTreeSet<Pointer>,
}

impl References {
    /// Follows the references of all components.
    pub(super) fn follow(api: Api<'_>) -> Self {
        let components = api.root().get("components").and_then(|components| components.get("schemas"));
        let mut open: Vec<At<'_>> = components.iter().flat_map(At::members).map(|(_, component)| component).collect();
        let (mut seen, mut found) = (BTreeSet::new(), Self::default());
        while let Some(at) = open.pop() {
            if !seen.insert(at.pointer.clone()) {
                continue;
            }
            if let Some(target) = at.get("$ref").and_then(|reference| api.target(&reference).ok()) {
                found.around.extend(std::iter::successors(Some(target.pointer.clone()), Pointer::parent));
                found.targets.insert(target.pointer.clone());
                found.pairs.push((at.pointer.clone(), target.pointer.clone()));
                open.push(target);
            }
            for (name, value) in at.members() {
                let form = keyword::find(name, dialect::DEFAULT).map(|keyword| keyword.form);
                match form.and_then(|form| form.levels_to_schemas(value.node)) {
                    Some(0) => open.push(value),
                    Some(_) => open.extend(value.elements().chain(value.members().map(|(_, member)| member))),
                    None => {}
                }
            }
        }
        found
    }

    /// Returns each schema with a reference, and what it leads to.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&Pointer, &Pointer)> {
        self.pairs.iter().map(|(from, target)| (from, target))
    }

    /// Returns true if a reference leads to that value.
    pub(super) fn lead_to(&self, pointer: &Pointer) -> bool {
        self.targets.contains(pointer)
    }

    /// Returns true if a reference leads to that value, or to one inside of it.
    pub(super) fn lead_into(&self, pointer: &Pointer) -> bool {
        self.around.contains(pointer)
    }
}
