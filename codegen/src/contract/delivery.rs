//! Documented deliveries: the envelope's example around an event's example, if the envelope's schema accepts it.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{BodyMember, Entry};
use crate::contract::envelope::Envelope;
use crate::contract::part::Deliveries;
use crate::interpret::{self, Finding};
use crate::json::{Document, Member, Node, Value};
use crate::model::{Role, Root};
use crate::source::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::location::Place;

impl Envelope<'_> {
    /// Returns the documented deliveries of each root of the model, and checks each example of each event inside the envelope's example.
    pub(super) fn deliveries(&self, example: &Document, diagnostics: &mut Diagnostics) -> Deliveries {
        let entries: BTreeMap<&str, &Entry> =
            self.catalog.events.iter().map(|entry| (entry.wire_name.value.as_str(), entry)).collect();
        let mut found = Diagnostics::new();
        let delivery = |root: &Root| {
            let entry = entries.get(root.wire_name.as_str()).filter(|_| root.role == Role::Event);
            entry.map(|entry| self.of_event(root, entry, example, &mut found)).unwrap_or_default()
        };
        let mut deliveries: Deliveries = self.model.roots.iter().map(delivery).collect();
        let mut ids = BTreeSet::new();
        for delivery in deliveries.iter_mut().flatten().flatten() {
            self.identify(delivery, &mut ids);
        }
        let is_unreadable =
            !found.is_empty() && !found.has_errors() && deliveries.iter().flatten().all(Option::is_none);
        for mut finding in found {
            // If no event can be delivered, the fault is not in another event's example.
            if is_unreadable {
                finding.severity = Severity::Error;
            }
            diagnostics.push(finding);
        }
        deliveries
    }

    /// Gives a delivery an id of its own, because different bodies must not share the id of the envelope's example. The delivery keeps that
    /// id if the envelope's schema accepts no similar one.
    fn identify(&self, delivery: &mut Node, ids: &mut BTreeSet<String>) {
        let Some(member) = &self.catalog.delivery.id else { return };
        let names = member.names();
        let Some(id) = names.iter().try_fold(&*delivery, |node, name| node.get(name)) else { return };
        let Some(text) = id.as_str() else { return };
        let similar = (ids.len()..ids.len() + 10).flat_map(|number| similar(text, number));
        let candidates = std::iter::once(text.to_owned()).chain(similar).filter(|candidate| !ids.contains(candidate));
        for candidate in candidates.collect::<Vec<_>>() {
            let value = Node { span: id.span.clone(), value: Value::String(candidate.clone()) };
            let Some(identified) = replaced(delivery, &names, value) else { return };
            if interpret::is_valid(self.plan, self.plan.entries[&self.root.schema], &identified) {
                ids.insert(candidate);
                *delivery = identified;
                return;
            }
        }
    }

    /// Returns the documented deliveries of an event, one for each of its examples.
    fn of_event(&self, root: &Root, entry: &Entry, example: &Document, found: &mut Diagnostics) -> Vec<Option<Node>> {
        let enclosed = root.examples.iter().map(|payload| {
            let delivery = self.enclose(&example.root, &root.wire_name, &payload.root)?;
            let refusal = self.refusal(&delivery, entry, Some(payload));
            let Some(refusal) = refusal else { return Some(delivery) };
            found.push(refusal);
            None
        });
        let enclosed: Vec<Option<Node>> = enclosed.collect();
        if enclosed.is_empty() {
            // An event without examples is delivered, too: the envelope must accept its name.
            let data = example.get(&self.payload.pointer);
            let delivery = data.and_then(|data| self.enclose(&example.root, &root.wire_name, data));
            let refusal = delivery.and_then(|delivery| self.refusal(&delivery, entry, None));
            if let Some(refusal) = refusal.filter(|it| it.severity == Severity::Error) {
                found.push(refusal);
            }
        }
        enclosed
    }

    /// Returns the envelope's finding about a delivery: an error if it rejects the event's name or the payload, a warning if the example
    /// has members of another event.
    fn refusal(&self, delivery: &Node, entry: &Entry, payload: Option<&Document>) -> Option<Diagnostic> {
        let findings = interpret::validate(self.plan, self.plan.entries[&self.root.schema], delivery);
        let below = |member: &BodyMember| {
            let is_below = |it: &&Finding| it.instance.is_below(&member.pointer);
            findings.iter().find(is_below)
        };
        let at = |finding: Diagnostic, place: &Place, found: &Finding| {
            let keyword = self.model.keyword_place(self.root.schema, &found.keyword_location);
            finding.at(place.clone()).related(keyword, found.message.clone())
        };
        let wire_name = &entry.wire_name.value;
        let of_event = self.catalog.naming.members.first();
        if let Some((event, found)) = of_event.and_then(|event| Some((event, below(event)?))) {
            let message = format!("the envelope's `{}` rejects the event `{wire_name}`", event.title());
            let finding = at(Diagnostic::error("unfit-member", message), &event.place, found)
                .related(entry.wire_name.place.clone(), "this event")
                .help("add the name to the envelope's schema, or correct `member` in `[event]`");
            return Some(finding);
        }
        if let Some((found, payload)) = below(self.payload).zip(payload) {
            let message = format!("the envelope's `{}` rejects the payload of `{wire_name}`", self.payload.title());
            let finding = at(Diagnostic::error("unfit-member", message), &self.payload.place, found)
                .related(Place::new(&payload.source, found.span.clone()), "this example")
                .help("widen the envelope's schema to hold the payload, or correct `at` in `[payload]`");
            return Some(finding);
        }
        let found = findings.first()?;
        let message = format!("the envelope's example does not fit the event `{wire_name}`: {}", found.message);
        let finding = at(Diagnostic::warning("no-example-delivery", message), &self.section.example.place, found)
            .help("make the envelope's example fit all events; until then `testing::example_body` has no delivery for this event");
        Some(finding)
    }

    /// Puts event and payload into the envelope's example; returns `None` if it lacks one of the two members.
    fn enclose(&self, envelope: &Node, event: &str, data: &Node) -> Option<Node> {
        let with_data = replaced(envelope, &self.payload.names(), data.clone())?;
        let Some(member) = self.catalog.naming.members.first() else { return Some(with_data) };
        let span = member.names().iter().try_fold(envelope, |node, name| node.get(name))?.span.clone();
        replaced(&with_data, &member.names(), Node { span, value: Value::String(event.to_owned()) })
    }
}

/// Returns variants of an id: one with its last digits incremented, and one with a number appended.
fn similar(id: &str, number: usize) -> [String; 2] {
    let start = id.trim_end_matches(|last: char| last.is_ascii_digit()).len().max(id.len().saturating_sub(9));
    let (before, digits) = id.split_at(start);
    let width = digits.len();
    let counted = digits.parse::<usize>().map(|last| (last + number) % 10_usize.pow(u32::try_from(width).unwrap_or(0)));
    [counted.map_or_else(|_| id.to_owned(), |counted| format!("{before}{counted:0width$}")), format!("{id}-{number}")]
}

/// Replaces the member that some names lead to from the root inwards; returns `None` if there is no such member.
fn replaced(node: &Node, names: &[String], value: Node) -> Option<Node> {
    let Some((name, inner)) = names.split_first() else { return Some(value) };
    let mut members: Vec<Member> = node.as_object()?.to_vec();
    let member = members.iter_mut().find(|member| member.name == *name)?;
    member.node = replaced(&member.node, inner, value)?;
    Some(Node { span: node.span.clone(), value: Value::Object(members.into()) })
}
