//! Checks the members that the catalogue names against the envelope's schema, its example, and the payloads that it encloses.

use crate::catalog::{BodyMember, Catalog, Envelope as Section};
use crate::contract::part::{Body, Deliveries, Part, parts, unlisted_version};
use crate::interpret;
use crate::json::{Document, Node};
use crate::keyword::types::TypeSet;
use crate::model::{Model, Role, Root};
use crate::plan::Plan;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Pointer;

/// The envelope with its part of the catalogue.
pub(super) struct Envelope<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) section: &'a Section,
    /// The member with the payload.
    pub(super) payload: &'a BodyMember,
    pub(super) root: &'a Root,
    pub(super) model: &'a Model,
    pub(super) plan: &'a Plan,
}

impl Envelope<'_> {
    /// Checks all names and returns the documented delivery of each root of the model.
    pub(super) fn check(&self, examples_are_valid: bool, diagnostics: &mut Diagnostics) -> Deliveries {
        let none = || self.model.roots.iter().map(|_| Vec::new()).collect();
        let Some(example) = self.root.examples.first() else { return none() };
        let body = Body {
            title: "the envelope",
            catalog: self.catalog,
            model: self.model,
            root: self.root,
            example: Some(example),
            payloads: self.payloads(),
        };
        let is_object = body.is_object();
        if !is_object || example.root.as_object().is_none() {
            let (text, what, place) = if is_object {
                (&self.section.example, "its example is not an object", example.place(&example.root, &Pointer::root()))
            } else {
                let place = self.model.schema(self.root.schema).place.clone();
                (&self.section.schema, "its schema allows no object", place)
            };
            let finding = Diagnostic::error("no-envelope", format!("the envelope must be an object, but {what}"))
                .at(text.place.clone())
                .related(place, "here")
                .help("use the object around event and payload, or remove `[envelope]` if there is none");
            diagnostics.push(finding);
            return none();
        }
        let mut found = Diagnostics::new();
        for (member, part) in parts(self.catalog) {
            match body.check(member, part) {
                Some(finding) => found.push(finding),
                None if part == Part::Event => {
                    found.extend(event_of_example(member, example, self.catalog));
                    self.payload_of_example(member, example).into_iter().for_each(|it| found.push(it));
                }
                None => {}
            }
        }
        if let Some(finding) = unlisted_version(self.catalog, example) {
            found.push(finding);
        }
        // Every delivery would repeat the finding about a wrong name.
        let deliveries =
            if found.has_errors() || !examples_are_valid { none() } else { self.deliveries(example, &mut found) };
        diagnostics.extend(found);
        deliveries
    }

    /// Warns if the payload in the example is not valid for the event that the example names. A payload that is empty, or has nothing but
    /// that name, stands for any payload.
    fn payload_of_example(&self, member: &BodyMember, example: &Document) -> Option<Diagnostic> {
        let event = example.get(&member.pointer)?.as_str()?;
        let root = self.model.roots.iter().find(|root| root.role == Role::Event && root.wire_name == event)?;
        let payload = example.get(&self.payload.pointer)?;
        let names = usize::from(member.pointer.is_below(&self.payload.pointer));
        let is_empty = payload.as_object().is_none_or(|members| members.len() <= names);
        if is_empty || interpret::is_valid(self.plan, self.plan.entries[&root.schema], payload) {
            return None;
        }
        let place = example.place(payload, &self.payload.pointer);
        let message = format!("the payload in the envelope's example is not valid for `{event}`");
        Some(
            Diagnostic::warning("unfit-payload", message)
                .labelled(place, format!("the schema of `{event}` refuses it"))
                .related(self.model.schema(root.schema).place.clone(), "the schema")
                .help("use the event's own example as the payload, or an empty object as a placeholder"),
        )
    }

    /// Returns the types of the documented payloads.
    fn payloads(&self) -> TypeSet {
        let events = self.model.roots.iter().filter(|root| root.role == Role::Event);
        let payloads = events.map(|root| self.model.types_in_place(root.schema));
        payloads.reduce(TypeSet::union).unwrap_or(TypeSet::ALL)
    }
}

/// Reports an example of an undocumented event: another member may name the documented one.
fn event_of_example(member: &BodyMember, example: &Document, catalog: &Catalog) -> Diagnostics {
    let is_documented = |text: &str| catalog.event(text).is_some();
    let is_event = |node: &Node| node.as_str().is_some_and(is_documented);
    let Some(said) = example.get(&member.pointer) else { return Diagnostics::new() };
    if is_event(said) || catalog.events.is_empty() {
        return Diagnostics::new();
    }
    let members = example.root.as_object().unwrap_or_default();
    let place = example.place(said, &member.pointer);
    let other = members.iter().find(|member| is_event(&member.node));
    let message = format!("`{}` in the envelope's example is not an event of the catalogue", member.title());
    let finding = match other {
        Some(other) => Diagnostic::error("unfit-member", message).help(format!("did you mean `{}`?", other.name)),
        None => Diagnostic::warning("undocumented-event", message)
            .help("use a documented event in the example, if this member names the event"),
    };
    finding.at(member.place.clone()).related(place, "no documented event").into()
}
