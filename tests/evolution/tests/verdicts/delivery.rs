//! The requests that a new edition may send: its examples, mutants of them that its schemas accept, and the witnesses.

use codegen::catalog::Catalog;
use codegen::json::{self, Node};
use codegen::model::{Role, Root};
use codegen::source::location::Source;
use codegen::wire::Contract;
use codegen::{Edition, interpret};
use serde_json::Value;
use support::mutation::Mutator;

use crate::edit::Edit;

/// The mutants of a schema's examples that are tried.
const MUTANTS: usize = 60;

/// A request of the new edition.
pub(crate) struct Request {
    /// The event.
    pub(crate) name: String,
    body: String,
}

impl Request {
    /// Returns the line for the program that receives.
    pub(crate) fn line(&self, edit: &Edit, old: &Catalog, new: &Catalog) -> String {
        let signature = |catalog: &Catalog| {
            let words = &catalog.signature.as_ref().expect("the fixtures are signed").words;
            let facts = words.facts().into_iter().filter(|(key, ..)| *key != "header");
            facts.map(|(key, value, _)| (key, value)).collect::<Vec<_>>()
        };
        let is_signed = if signature(old) == signature(new) { "signed" } else { "unsigned" };
        let header = &new.signature.as_ref().expect("the fixtures are signed").scheme.header.first();
        let event_header = new.naming.header.as_ref().map_or("X-No-Event", |header| &header.value);
        [edit.fixture.name, header, is_signed, event_header, &self.name, &self.body].join("\t") + "\n"
    }

    /// Returns the request for messages.
    pub(crate) fn shown(&self) -> String {
        format!("{} {}", self.name, self.body)
    }
}

/// The senders of an edit.
pub(crate) struct Sender<'e> {
    old: &'e Edition,
    new: &'e Edition,
    edit: &'e Edit,
}

impl<'e> Sender<'e> {
    pub(crate) fn new(old: &'e Edition, new: &'e Edition, edit: &'e Edit) -> Self {
        Self { old, new, edit }
    }

    /// Returns the requests that the new edition may send.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let contract = self.new.contract();
        let mut requests = Vec::new();
        for root in contract.model.roots.iter().filter(|root| root.role != Role::Plain) {
            let examples: Vec<Value> = root.examples.iter().map(|example| example.root.to_serde()).collect();
            let (schema, seed) = (root.document.root.to_serde(), self.edit.name.len() as u64);
            let before = self.counterpart(root).map(|old| old.document.root.to_serde());
            let mutants = [Some(schema), before].into_iter().flatten().zip(seed..);
            let mutants =
                mutants.flat_map(|(schema, seed)| Mutator::new(seed, &schema, &examples).mutants(&examples, MUTANTS));
            for instance in examples.iter().cloned().chain(mutants) {
                let may_be_sent = accepts(contract, root, &instance) && !self.has_reserved(&instance);
                if may_be_sent && self.is_decidable(root, &instance) {
                    requests.extend(self.request(&root.wire_name, root.role == Role::Envelope, instance));
                }
            }
        }
        requests
    }

    /// Returns true if an instance has a member whose name a release of the new edition reserves.
    fn has_reserved(&self, instance: &Value) -> bool {
        let changes = self.edit.report.changes.iter().map(|judged| &judged.change);
        let removed = changes.filter(|change| change.rule.id().contains("member"));
        let pointers = removed.filter_map(|change| change.before.as_ref()?.place.pointer.clone());
        let kept = |name: &str| {
            self.new.contract().model.schemas.iter().any(|it| it.properties().iter().any(|it| it.0 == name))
        };
        let names: Vec<String> =
            pointers.filter_map(|pointer| pointer.tokens().last()).filter(|it| !kept(it)).collect();
        names.iter().any(|name| names_member(instance, name))
    }

    fn counterpart(&self, root: &Root) -> Option<&'e Root> {
        let roots = &self.old.contract().model.roots;
        roots.iter().find(|old| old.role == root.role && old.wire_name == root.wire_name)
    }

    /// Returns false for a number that the old producer could have sent, and the old type does not hold.
    fn is_decidable(&self, root: &Root, instance: &Value) -> bool {
        let Some(old) = self.counterpart(root).filter(|old| accepts(self.old.contract(), old, instance)) else {
            return true;
        };
        let body = self.request(&old.wire_name, old.role == Role::Envelope, instance.clone());
        let Some(body) = body else { return true };
        let outcome = codegen::wire::receive(self.old.contract(), &body.name, &node(&body.body));
        !matches!(outcome, codegen::wire::Outcome::Fails(failure) if failure.code == "unrepresentable")
    }

    /// Returns the request with an instance of a documented schema.
    pub(crate) fn request(&self, subject: &str, is_envelope: bool, instance: Value) -> Option<Request> {
        let contract = self.new.contract();
        let events = contract.model.roots.iter().filter(|root| root.role == Role::Event);
        let Some(payload) = &contract.catalog.payload.at else {
            return Some(Request { name: subject.to_owned(), body: instance.to_string() });
        };
        let (mut body, name, data) = if is_envelope {
            let event = events.into_iter().find(|event| !event.examples.is_empty())?;
            (instance, event.wire_name.as_str(), event.examples[0].root.to_serde())
        } else {
            let envelope = contract.model.roots.iter().find(|root| root.role == Role::Envelope)?;
            (envelope.examples[0].root.to_serde(), subject, instance)
        };
        let event = contract.catalog.naming.members.first()?;
        // An envelope without these members stays without.
        for (member, value) in [(event, Value::from(name)), (payload, data)] {
            if let Some(found) = body.pointer_mut(member.pointer.as_str()) {
                *found = value;
            }
        }
        Some(Request { name: name.to_owned(), body: body.to_string() })
    }
}

fn accepts(contract: Contract<'_>, root: &Root, instance: &Value) -> bool {
    interpret::is_valid(contract.plan, contract.plan.entries[&root.schema], &node(&instance.to_string()))
}

fn node(text: &str) -> Node {
    json::parse(&Source::new("instance.json", text)).expect("a value is JSON").root
}

fn names_member(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(known, value)| known == name || names_member(value, name)),
        Value::Array(elements) => elements.iter().any(|element| names_member(element, name)),
        _ => false,
    }
}
