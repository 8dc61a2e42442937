//! The object around every payload, if the catalogue describes it: the file with its schema is no event.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::folder::schema::Schema;
use crate::json::{self, Node};
use crate::load;
use crate::openapi::FOLDER;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Place, Pointer, file_name};

/// The usual name of its file.
pub(super) const NAME: &str = "envelope";

/// The envelope of the catalogue.
pub(crate) struct Envelope {
    /// The place of its schema in the catalogue.
    place: Place,
    path: String,
    schema: Option<Node>,
    /// True if an event of the catalogue has the name of its file.
    is_event: bool,
}

impl Envelope {
    /// Returns the envelope of a catalogue that has one.
    pub(crate) fn of(known: &Catalog, existing: &Files) -> Option<Self> {
        let envelope = known.envelope.as_ref()?;
        let path = envelope.schema.value.clone();
        let text = existing.get(&path);
        let source = text.map(|text| load::source(&path, text, &mut Diagnostics::new()));
        let schema = source.and_then(|source| Some(json::parse(&source).ok()?.root));
        Some(Self { place: envelope.schema.place.clone(), path, schema, is_event: known.event(NAME).is_some() })
    }

    /// Returns the positions of the schemas that describe it: the file that the catalogue names, one with its schema, and one with its usual
    /// name. Warns if the last one has another schema.
    pub(super) fn find(&self, schemas: &[Schema]) -> (BTreeSet<usize>, Option<Diagnostic>) {
        let own = self.schema.as_ref().map(Node::to_canonical);
        let is_copy = |schema: &Schema| format!("{FOLDER}{}", schema.path) == self.path;
        let is_equal = |schema: &Schema| own.is_some() && own == Some(schema.document.root.to_canonical());
        let is_named = |schema: &Schema| file_name(&schema.stem).eq_ignore_ascii_case(NAME) && !self.is_event;
        let (mut found, mut warning) = (BTreeSet::new(), None);
        for (index, schema) in schemas.iter().enumerate() {
            let is_same = is_copy(schema) || is_equal(schema);
            if is_same || is_named(schema) {
                found.insert(index);
            }
            if !is_same && is_named(schema) && warning.is_none() {
                warning = Some(self.differs(schema));
            }
        }
        (found, warning)
    }

    /// Warns of a schema of the envelope other than that of the catalogue, which a person owns.
    fn differs(&self, schema: &Schema) -> Diagnostic {
        let message = format!("the envelope has another schema here than in `{}` of the catalogue", self.path);
        let place = schema.document.place(&schema.document.root, &Pointer::root());
        let warning = Diagnostic::warning("other-envelope", message).at(place);
        let warning = warning.related(self.place.clone(), "the catalogue has this one");
        warning.help("copy what is new to the file of the catalogue; an event needs a file of another name")
    }
}
