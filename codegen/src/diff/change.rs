//! Atomic changes as plain data.

use std::fmt;

use crate::diff::rule::Rule;
use crate::model::{Root, SchemaId};
use crate::source::location::{Place, Pointer};
use crate::wire::Part;

/// An atomic change between two catalogues.
#[derive(Clone, Debug)]
pub struct Change {
    /// The kind of change.
    pub rule: Rule,
    /// The first user: an event, a schema, `envelope`, or a section of the catalogue.
    pub subject: String,
    /// The member inside the subject: `lines[].price`; empty for the subject itself.
    pub member: String,
    /// The other members of the subject that have the changed schema.
    pub also: Vec<String>,
    /// The change in words, without its subject: "adds the optional member `seat`".
    pub words: String,
    /// The part before the change; `None` if it is new.
    pub before: Option<Reading>,
    /// The part after the change; `None` if it is gone.
    pub after: Option<Reading>,
    /// The events, schemas and envelope that contain the changed schema, in the order of the catalogue.
    pub users: Vec<String>,
    /// The schemas that the change is about, for the differences of the public API.
    pub(super) anchors: Vec<Anchor>,
    /// The place of the change in both models.
    pub(super) site: Site,
    /// The changed key of a section of the catalogue.
    pub(super) section_key: Option<&'static str>,
    /// True for a change that may give values another variant: of a branch before others that accept them, too.
    pub(super) takes_values: bool,
}

/// The place of a change in both models.
#[derive(Clone, Debug)]
pub(super) enum Site {
    /// In no documented schema: in a section of the catalogue, in words or in examples.
    Outside,
    /// An added or removed root, by its index.
    Root {
        /// The index among the older roots.
        old: Option<usize>,
        /// The index among the newer roots.
        new: Option<usize>,
    },
    /// A part of a schema, below roots that both sides have.
    Inside {
        /// The indexes of the roots.
        roots: (usize, usize),
        /// The schemas.
        schemas: (SchemaId, SchemaId),
        /// The changed part.
        part: Part,
    },
}

/// A part of a catalogue before or after a change.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The place.
    pub place: Place,
    /// The place on the page that the part was read from, after an import.
    pub on_page: Option<Place>,
    /// A short description of the part: "string, at most 40 characters".
    pub words: String,
}

impl Reading {
    /// Describes a part at a place.
    pub(super) fn new(place: Place, words: impl Into<String>) -> Self {
        Self { place, on_page: None, words: words.into() }
    }
}

/// Describes a change of a keyword of a schema, or of a key of the catalogue.
pub(super) fn of_keyword(keyword: &str, before: Option<&Reading>, after: Option<&Reading>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("changes `{keyword}`: {} → {}", before.words, after.words),
        (None, Some(after)) => format!("adds `{keyword}`: {}", after.words),
        (Some(before), None) => format!("removes `{keyword}`: {}", before.words),
        (None, None) => format!("changes `{keyword}`"),
    }
}

/// Returns the verb for a change of a part.
pub(super) fn verb<T>(before: Option<&T>, after: Option<&T>) -> &'static str {
    match (before, after) {
        (None, _) => "adds",
        (_, None) => "removes",
        (Some(_), Some(_)) => "changes",
    }
}

/// A schema by its document and JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Anchor {
    pub(super) document: String,
    pub(super) pointer: Pointer,
    /// The documented schema that the change is about as a whole, by its name. Several may have one document.
    pub(super) root: Option<String>,
}

impl Anchor {
    pub(super) fn new(document: &str, pointer: Pointer) -> Self {
        Self { document: document.to_owned(), pointer, root: None }
    }

    pub(super) fn of(place: &Place) -> Self {
        Self::new(place.source.path(), place.pointer.clone().unwrap_or_default())
    }
}

impl Change {
    /// Returns the place that a reader looks at first: after the change, if the part still exists.
    pub fn place(&self) -> Option<&Place> {
        self.after.as_ref().or(self.before.as_ref()).map(|reading| &reading.place)
    }

    /// Creates a change of a section of the catalogue, of words or of examples.
    pub(super) fn outside(
        rule: Rule,
        subject: &str,
        words: String,
        before: Option<Reading>,
        after: Option<Reading>,
    ) -> Self {
        let (subject, member) = (subject.to_owned(), String::new());
        Self {
            rule,
            subject,
            member,
            also: Vec::new(),
            words,
            before,
            after,
            users: Vec::new(),
            anchors: Vec::new(),
            site: Site::Outside,
            section_key: None,
            takes_values: false,
        }
    }

    /// Creates the change of a documented schema as a whole.
    pub(super) fn of_root(root: &Root, old: usize, new: usize, words: impl Into<String>) -> Self {
        let place = root.document.place(&root.document.root, &Pointer::root());
        let after = Reading::new(place, "the whole schema");
        let change = Self::outside(Rule::ChangesTogether, &root.wire_name, words.into(), None, Some(after));
        Self { users: vec![root.wire_name.clone()], site: Site::Root { old: Some(old), new: Some(new) }, ..change }
    }

    /// Returns true if the change is inside of a documented schema.
    pub(super) fn is_inside(&self) -> bool {
        matches!(self.site, Site::Inside { .. })
    }

    /// Returns true if a member gets another name.
    pub(super) fn renames_member(&self) -> bool {
        matches!(&self.site, Site::Inside { part: Part::Members(names), .. } if names.len() > 1)
    }

    /// Returns the key of the change in `[[verdicts]]`: the document and pointer that [`Self::place`] shows, or the section and the key of
    /// the catalogue: `signature.encoding`.
    pub fn key(&self) -> String {
        match (self.place().map(|place| place.clone().on_disk()), self.section_key) {
            (Some(Place { source, pointer: Some(pointer), .. }), _) => format!("{}#{pointer}", source.path()),
            (_, Some(key)) => format!("{}.{key}", self.subject),
            _ => self.subject.clone(),
        }
    }
}

/// Writes subject, member and words: "`ticket.sold`, `lines[].price`: allows null".
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject)?;
        if !self.member.is_empty() {
            write!(f, " `{}`", self.member)?;
        }
        write!(f, ": {}", self.words)
    }
}
