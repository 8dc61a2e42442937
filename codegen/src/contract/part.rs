//! Checks a member that the catalogue names against the schema and an example of the body: the envelope, or a payload that is the whole body.
//!
//! A name is correct under two conditions. The member exists: the schema names it, even in a reference or a branch, or the example has it.
//! And the schema allows a value there that the receiver can read.

use codegen_runtime::value::timestamp::Timestamp;

use crate::catalog::{BodyMember, Catalog, notation};
use crate::contract::member::{self, Mention};
use crate::json::{Document, Node, Value};
use crate::keyword::types::TypeSet;
use crate::model::{Model, Root, SchemaId};
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer};
use crate::source::nearest::nearest;

/// The documented deliveries of each root of a model, one for each of its examples, if it can be delivered.
pub(crate) type Deliveries = Vec<Vec<Option<Node>>>;

/// The role of a member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Event,
    Suffix,
    Payload,
    Id,
    SentAt,
    Version,
}

impl Part {
    /// Returns the role.
    fn role(self) -> &'static str {
        match self {
            Self::Event => "the event's name",
            Self::Suffix => "the end of the event's name",
            Self::Payload => "the payload",
            Self::Id => "the delivery's id",
            Self::SentAt => "the time of sending",
            Self::Version => "the delivery's version",
        }
    }

    /// Returns what the receiver needs of the value, given the types of all payloads.
    fn needs(self, payloads: TypeSet) -> String {
        match self {
            Self::Event | Self::Suffix => "is a string".to_owned(),
            Self::Payload => format!("has the type {} by the schemas of the events", words(payloads)),
            Self::Id | Self::Version => "is a string or a number".to_owned(),
            Self::SentAt => "is a date and time as text, as in `2026-06-12T14:05:00Z`".to_owned(),
        }
    }

    /// Returns the types that the receiver can read, given those of all payloads.
    fn readable(self, payloads: TypeSet) -> TypeSet {
        match self {
            Self::Event | Self::Suffix | Self::SentAt => TypeSet::STRING,
            Self::Id | Self::Version => TypeSet::STRING.union(TypeSet::NUMBER),
            Self::Payload => payloads,
        }
    }
}

/// A body with its schema and an example.
#[derive(Clone, Copy)]
pub(super) struct Body<'a> {
    /// The body in messages: `the envelope`.
    pub(super) title: &'a str,
    pub(super) catalog: &'a Catalog,
    pub(super) model: &'a Model,
    pub(super) root: &'a Root,
    pub(super) example: Option<&'a Document>,
    /// The types of the documented payloads.
    pub(super) payloads: TypeSet,
}

/// A member in the schema and in the example.
struct Found<'a> {
    of_schema: Vec<Mention>,
    of_example: Option<&'a Node>,
}

impl<'a> Body<'a> {
    /// Returns the finding about a member, if it cannot have its role.
    pub(super) fn check(&self, member: &BodyMember, part: Part) -> Option<Diagnostic> {
        let found = match self.find(member) {
            Ok(found) => found,
            Err(unknown) => return Some(*unknown),
        };
        if let Some(unfit) = self.unfit(member, part, &found) {
            return Some(unfit);
        }
        let example = self.example.filter(|_| found.of_example.is_none())?;
        if !matches!(part, Part::Event | Part::Payload) {
            return None;
        }
        let message = format!("{}'s example lacks `{}`", self.title, member.title());
        let finding = Diagnostic::error("missing-in-example", message)
            .at(member.place.clone())
            .related(example.place(&example.root, &Pointer::root()), "this example")
            .help("add the member to the example: deliveries for tests are made from it, and nothing is invented");
        Some(finding)
    }

    /// Finds a member, name by name.
    fn find(&self, member: &BodyMember) -> Result<Found<'a>, Box<Diagnostic>> {
        let mut found = Found {
            of_schema: vec![Mention { schema: self.root.schema, is_sure: true }],
            of_example: self.example.map(|it| &it.root),
        };
        let mut at = Pointer::root();
        for wire_name in member.names() {
            let (known, mentions) = self.mentions(&found.of_schema, &wire_name);
            let inner = found.of_example.and_then(|node| node.get(&wire_name));
            if mentions.is_empty() && inner.is_none() {
                return Err(Box::new(self.unknown(member, &at, &wire_name, &known, found.of_example)));
            }
            found = Found { of_schema: mentions, of_example: inner };
            at = at.join(&wire_name);
        }
        Ok(found)
    }

    /// Returns the members that schemas name, and the mentions of one of them.
    fn mentions(&self, schemas: &[Mention], wire_name: &str) -> (Vec<&'a str>, Vec<Mention>) {
        let (mut known, mut found) = (Vec::new(), Vec::new());
        for outer in schemas {
            for (name, mentions) in member::mentions(self.model, outer.schema) {
                if name == wire_name {
                    let inner =
                        mentions.iter().map(|inner| Mention { is_sure: outer.is_sure && inner.is_sure, ..*inner });
                    found.extend(inner);
                }
                known.push(name);
            }
        }
        (known, found)
    }

    fn unknown(
        &self,
        member: &BodyMember,
        at: &Pointer,
        wire_name: &str,
        known: &[&str],
        of_example: Option<&Node>,
    ) -> Diagnostic {
        let mut known = known.to_vec();
        for other in of_example.and_then(Node::as_object).unwrap_or_default() {
            if !known.contains(&other.name.as_str()) {
                known.push(&other.name);
            }
        }
        let inside = if at.as_str().is_empty() { String::new() } else { format!(" in `{at}`") };
        let message = format!("{} has no member `{wire_name}`{inside}", self.title);
        let finding = Diagnostic::error("unknown-member", message)
            .labelled(member.place.clone(), "not in its schema or example")
            .related(self.place(self.root.schema), format!("{}'s schema", self.title));
        let help = help_of_names(wire_name, &known);
        match &self.catalog.payload.each {
            Some(each) => finding.related(each.place.clone(), "the deliveries of a body").help(format!(
                "a pointer leads from one delivery of `each`, and the schema describes that delivery: {}",
                inside_of(each, member).unwrap_or(help)
            )),
            None => finding.help(help),
        }
    }

    /// Returns the reason why the schema allows no value that the receiver can read.
    fn unfit(&self, member: &BodyMember, part: Part, found: &Found<'_>) -> Option<Diagnostic> {
        let unfit = |place: Place, label: String| {
            let title = member.title();
            let needs = part.needs(self.payloads);
            let message = format!("{}'s `{title}` cannot be {}, which {needs}", self.title, part.role());
            Diagnostic::error("unfit-member", message).at(member.place.clone()).related(place, label).help(match part {
                Part::Payload => "use the member that the schemas of the events describe".to_owned(),
                Part::SentAt => {
                    format!("use the member with {}, which {needs}; if there is none, remove the line", part.role())
                }
                Part::Event | Part::Suffix | Part::Id | Part::Version => {
                    format!("use the member with {}, which {needs}", part.role())
                }
            })
        };
        let place = found.of_schema.first().map(|mention| self.place(mention.schema));
        let readable = part.readable(self.payloads);
        let types = member::types(self.model, &found.of_schema);
        if !types.intersects(readable) {
            return Some(unfit(place?, format!("its schema allows {}", words(types))));
        }
        let example = self.example.zip(found.of_example);
        let shown = example.map(|(example, value)| (value, example.place(value, &member.pointer)));
        match (&shown, part) {
            (Some((value, place)), Part::Event | Part::Suffix | Part::Id | Part::SentAt | Part::Version)
                if !readable.intersects(TypeSet::of(value)) && !matches!(value.value, Value::Null) =>
            {
                return Some(unfit(place.clone(), format!("the example has {}", value.type_name())));
            }
            (_, Part::SentAt) => {}
            _ => return None,
        }
        let of_schema = found.of_schema.iter();
        let formats: Vec<&str> = of_schema.flat_map(|mention| member::formats(self.model, mention.schema)).collect();
        if let Some(other) = formats.iter().find(|format| **format != "date-time") {
            return Some(unfit(place?, format!("its format is `{other}`")));
        }
        let is_date_time = |text: &str| Timestamp::from(text).unix_milliseconds().is_ok();
        match shown.as_ref().map(|(value, place)| (value.as_str(), place)) {
            Some((Some(value), place)) if !is_date_time(value) => {
                Some(unfit(place.clone(), "the example has other text".to_owned()))
            }
            Some((Some(_), _)) => None,
            _ if formats.is_empty() => Some(unfit(place?, "neither schema nor example is a date and time".to_owned())),
            _ => None,
        }
    }

    /// Returns true if the schema allows an object.
    pub(super) fn is_object(&self) -> bool {
        self.model.types_in_place(self.root.schema).intersects(TypeSet::OBJECT)
    }

    fn place(&self, schema: SchemaId) -> Place {
        self.model.schema(schema).place.clone()
    }
}

/// Returns the help for a pointer that leads from the body to a member of a delivery in an array.
fn inside_of(each: &BodyMember, member: &BodyMember) -> Option<String> {
    let (each, names) = (BodyMember::names(each), member.names());
    let (element, inner) = names.strip_prefix(each.as_slice())?.split_first()?;
    (notation::is_element(element) && !inner.is_empty()).then(|| format!("write `{}`", notation::pointer(inner)))
}

/// Returns the names of types.
fn words(types: TypeSet) -> String {
    let names: Vec<&str> = types.names().collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(" or ") }
}

/// Returns the members of a body that the catalogue names, each with its role.
pub(super) fn parts(catalog: &Catalog) -> impl Iterator<Item = (&BodyMember, Part)> {
    let event = catalog.naming.members.iter().map(|member| (member, Part::Event));
    let payload = catalog.payload.at.iter().map(|member| (member, Part::Payload));
    let id = catalog.delivery.id.iter().map(|member| (member, Part::Id));
    let sent_at = catalog.delivery.sent_at.iter().map(|member| (member, Part::SentAt));
    let version = catalog.delivery.version.iter().map(|version| (&version.member, Part::Version));
    event.chain(payload).chain(id).chain(sent_at).chain(version)
}

/// Reports an example of a version that the catalogue does not list.
pub(super) fn unlisted_version(catalog: &Catalog, example: &Document) -> Option<Diagnostic> {
    let version = catalog.delivery.version.as_ref()?;
    let node = example.get(&version.member.pointer).filter(|node| !matches!(node.value, Value::Null))?;
    let said = node.as_str().map_or_else(|| node.to_compact(), str::to_owned);
    if version.known.iter().any(|known| known.value == said) {
        return None;
    }
    let finding = Diagnostic::error("unlisted-version", "an example has a version that `known` does not list")
        .at(version.member.place.clone())
        .related(example.place(node, &version.member.pointer), "this version")
        .help("add the version to `known` of `version`, or correct the example");
    Some(finding)
}

/// Suggests the nearest name, or lists all.
pub(super) fn help_of_names(found: &str, known: &[&str]) -> String {
    match nearest(found, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "it has no members".to_owned(),
        None => {
            let names: Vec<String> = known.iter().take(12).map(|known| format!("`{known}`")).collect();
            let more = if known.len() > names.len() { " and more" } else { "" };
            format!("its members are {}{more}", names.join(", "))
        }
    }
}
