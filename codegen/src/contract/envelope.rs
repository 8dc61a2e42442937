//! Checks the members named in `[envelope]` against the envelope's schema, its example, and the payloads.
//!
//! A name is right if the schema names such a member, even in a reference or a branch, or the example has it; if the schema allows a value
//! there that the receiver can read; and if the schema accepts the example around each documented payload.

use std::collections::BTreeMap;

use codegen_runtime::value::timestamp::Timestamp;

use crate::catalog::{self, Catalog, Text};
use crate::contract::member::{self, Mention};
use crate::json::{Document, Node, Value};
use crate::keyword::types::TypeSet;
use crate::model::{Model, Role, Root};
use crate::plan::Plan;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};
use crate::source::nearest::nearest;

/// The documented delivery of each root of a model, if it has one.
pub type Deliveries = Vec<Option<Node>>;

/// The envelope with its part of the catalogue.
pub(super) struct Envelope<'a> {
    pub(super) names: &'a catalog::Envelope,
    pub(super) root: &'a Root,
    pub(super) model: &'a Model,
    pub(super) plan: &'a Plan,
}

/// The role of a member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Event,
    Data,
    Id,
    CreatedAt,
}

impl Part {
    /// Returns the key in `[envelope]`.
    fn key(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Data => "data",
            Self::Id => "id",
            Self::CreatedAt => "created_at",
        }
    }

    /// Returns the value that the receiver needs.
    fn needs(self) -> &'static str {
        match self {
            Self::Event => "the event's name, a string",
            Self::Data => "the payload",
            Self::Id => "the delivery's id, a string or a number",
            Self::CreatedAt => "a date and time as text, as in `2026-06-12T14:05:00Z`",
        }
    }
}

impl Envelope<'_> {
    /// Checks all names and returns the documented delivery of each root of the model.
    pub(super) fn check(
        &self,
        catalog: &Catalog,
        examples_are_valid: bool,
        diagnostics: &mut Diagnostics,
    ) -> Deliveries {
        let none = || self.model.roots.iter().map(|_| None).collect();
        let Some(example) = self.root.examples.first() else { return none() };
        let schema = self.model.schema(self.root.schema);
        let is_object =
            member::types_of(self.model, self.root.schema, &mut BTreeMap::new()).intersects(TypeSet::OBJECT);
        if !is_object || example.root.as_object().is_none() {
            let (text, what, place) = if is_object {
                (&self.names.example, "its example is not an object", example.place(&example.root, &Pointer::root()))
            } else {
                (&self.names.schema, "its schema allows no object", schema.place.clone())
            };
            let finding = Diagnostic::error("no-envelope", format!("the envelope must be an object, but {what}"))
                .at(text.place.clone())
                .related(place, "here")
                .help("use the object around event and payload, or remove `[envelope]` if there is none");
            diagnostics.push(finding);
            return none();
        }
        let mentions = member::mentions(self.model, self.root.schema);
        let mut found = Diagnostics::new();
        for (text, part) in self.parts() {
            self.check_part(text, part, &mentions, example, catalog, &mut found);
        }
        // Every delivery would repeat the finding about a wrong name.
        let deliveries = if found.has_errors() || !examples_are_valid {
            none()
        } else {
            self.deliveries(catalog, example, &mut found)
        };
        diagnostics.extend(found);
        deliveries
    }

    fn parts(&self) -> impl Iterator<Item = (&Text, Part)> {
        let always = [(&self.names.event, Part::Event), (&self.names.data, Part::Data)];
        let id = self.names.id.as_ref().map(|text| (text, Part::Id));
        let created_at = self.names.created_at.as_ref().map(|text| (text, Part::CreatedAt));
        always.into_iter().chain(id).chain(created_at)
    }

    fn check_part(
        &self,
        text: &Text,
        part: Part,
        mentions: &[(&str, Vec<Mention>)],
        example: &Document,
        catalog: &Catalog,
        diagnostics: &mut Diagnostics,
    ) {
        let wire_name = text.value.as_str();
        let of_schema = mentions.iter().find(|(known, _)| *known == wire_name).map_or(&[][..], |(_, found)| found);
        let of_example = example.root.get(wire_name);
        if of_schema.is_empty() && of_example.is_none() {
            diagnostics.push(self.unknown(text, mentions, example));
        } else if let Some(finding) = self.unfit(text, part, of_schema, of_example, example) {
            diagnostics.push(finding);
        } else if of_example.is_none() && matches!(part, Part::Event | Part::Data) {
            let message = format!("the envelope's example lacks `{wire_name}`");
            let finding = Diagnostic::error("missing-in-example", message)
                .at(text.place.clone())
                .related(example.place(&example.root, &Pointer::root()), "this example")
                .help("add the member to the example: deliveries for tests are made from it, and nothing is invented");
            diagnostics.push(finding);
        } else if part == Part::Event {
            diagnostics.extend(event_of_example(text, example, catalog));
        }
    }

    fn unknown(&self, text: &Text, mentions: &[(&str, Vec<Mention>)], example: &Document) -> Diagnostic {
        let of_example = example.root.as_object().unwrap_or_default().iter().map(|member| member.name.as_str());
        let mut known: Vec<&str> = mentions.iter().map(|(wire_name, _)| *wire_name).collect();
        for wire_name in of_example {
            if !known.contains(&wire_name) {
                known.push(wire_name);
            }
        }
        let message = format!("the envelope has no member `{}`", text.value);
        Diagnostic::error("unknown-member", message)
            .labelled(text.place.clone(), "not in its schema or example")
            .related(self.model.schema(self.root.schema).place.clone(), "the envelope's schema")
            .help(help_of_names(&text.value, &known))
    }

    /// Returns the reason why the schema allows no value that the receiver can read.
    fn unfit(
        &self,
        text: &Text,
        part: Part,
        of_schema: &[Mention],
        of_example: Option<&Node>,
        example: &Document,
    ) -> Option<Diagnostic> {
        let wire_name = &text.value;
        let unfit = |place: Place, label: String| {
            let message = format!("the envelope's `{wire_name}` cannot be `{}`, which is {}", part.key(), part.needs());
            Diagnostic::error("unfit-member", message)
                .at(text.place.clone())
                .related(place, label)
                .help(format!("use the member with {}", part.needs()))
        };
        let place = of_schema.first().map(|mention| self.model.schema(mention.schema).place.clone());
        let readable = self.readable(part);
        let types = member::types(self.model, of_schema);
        if !types.intersects(readable) {
            let allowed: Vec<&str> = types.names().collect();
            let allowed = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(" or ") };
            return Some(unfit(place?, format!("its schema allows {allowed}")));
        }
        let shown = of_example.map(|value| (value, example.place(value, &Pointer::root().join(wire_name))));
        match (&shown, part) {
            (Some((value, place)), Part::Event | Part::Id | Part::CreatedAt)
                if !readable.intersects(TypeSet::of(value)) && !matches!(value.value, Value::Null) =>
            {
                return Some(unfit(place.clone(), format!("the example has {}", value.type_name())));
            }
            (_, Part::CreatedAt) => {}
            _ => return None,
        }
        let formats: Vec<&str> =
            of_schema.iter().flat_map(|mention| member::formats(self.model, mention.schema)).collect();
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

    /// Returns the types that the receiver can read; for the payload, the types of the documented payloads.
    fn readable(&self, part: Part) -> TypeSet {
        match part {
            Part::Event | Part::CreatedAt => TypeSet::STRING,
            Part::Id => TypeSet::STRING.union(TypeSet::NUMBER),
            Part::Data => {
                let payloads =
                    self.events().map(|root| member::types_of(self.model, root.schema, &mut BTreeMap::new()));
                payloads.reduce(TypeSet::union).unwrap_or(TypeSet::ALL)
            }
        }
    }

    fn events(&self) -> impl Iterator<Item = &Root> {
        self.model.roots.iter().filter(|root| root.role == Role::Event)
    }
}

/// Reports an example of an undocumented event: another member may name the documented one.
fn event_of_example(text: &Text, example: &Document, catalog: &Catalog) -> Diagnostics {
    let is_documented = |text: &str| catalog.events.iter().any(|entry| entry.wire_name.value == text);
    let is_event = |node: &Node| node.as_str().is_some_and(is_documented);
    let Some(said) = example.root.get(&text.value) else { return Diagnostics::new() };
    if is_event(said) || catalog.events.is_empty() {
        return Diagnostics::new();
    }
    let members = example.root.as_object().unwrap_or_default();
    let place = example.place(said, &Pointer::root().join(&text.value));
    let other = members.iter().find(|member| is_event(&member.node));
    let message = format!("`{}` in the envelope's example is not an event of the catalogue", text.value);
    let finding = match other {
        Some(other) => Diagnostic::error("unfit-member", message).help(format!("did you mean `{}`?", other.name)),
        None => Diagnostic::warning("undocumented-event", message)
            .help("use a documented event in the example, if this member names the event"),
    };
    finding.at(text.place.clone()).related(place, "no documented event").into()
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
