//! The receiver of a contract, simulated: what its generated crate does with a delivery, without generating it.
//!
//! It takes the steps of `emit/receiver/contents.rs` and `runtime/src/receive/delivery_body.rs` after the signature: envelope, event,
//! payload. The rules of drift are those of the runtime.

use codegen_runtime::receive::payload::MAX_DEPTH;
use codegen_runtime::validate::drift::{self, DriftKind, Located};

use crate::catalog::BodyMember;
use crate::emit::receiver::lean_members;
use crate::emit::types::holds;
use crate::emit::types::shape::{Kind, Type};
use crate::interpret::{self, Finding};
use crate::json::{Node, Value};
use crate::model::{Role, Root};
use crate::plan::{NodeId, Plan};
use crate::source::location::Pointer;
use crate::wire::contract::Contract;
use crate::wire::outcome::{Difference, Failure, Outcome};

/// The code of the error for a valid value that its type cannot hold.
const UNREPRESENTABLE: &str = "unrepresentable";

/// Returns the outcome of a delivery with a valid signature. `name` names the event unless the envelope does.
pub fn receive(contract: Contract<'_>, name: &str, body: &Node) -> Outcome {
    let mut drift = Vec::new();
    check_version(contract, body, &mut drift);
    let read = match contract.envelope() {
        Some((index, root)) => open(contract, index, root, body, &mut drift).and_then(|opened| match opened {
            Some((named, data)) => event(contract, named.unwrap_or(name), data, &mut drift),
            None => Ok(()),
        }),
        None => event(contract, name, body, &mut drift),
    };
    outcome(read, drift)
}

/// Compares the version in a member with the documented ones.
fn check_version(contract: Contract<'_>, body: &Node, drift: &mut Vec<Difference>) {
    let Some(version) = &contract.catalog.delivery.version else { return };
    let said = body.at(&version.member.pointer).filter(|node| !matches!(node.value, Value::Null));
    let said = said.map(|node| node.as_str().map_or_else(|| node.to_compact(), str::to_owned));
    if said.is_some_and(|said| version.known.iter().all(|known| known.value != said)) {
        let instance = version.member.pointer.clone();
        drift.push(Difference { kind: DriftKind::NewVersion, instance, keyword_location: String::new() });
    }
}

fn outcome(read: Result<(), Failure>, drift: Vec<Difference>) -> Outcome {
    match read {
        Err(failure) => Outcome::Fails(failure),
        Ok(()) if drift.is_empty() => Outcome::Handled,
        Ok(()) => Outcome::Drift(drift),
    }
}

/// Returns the outcome of an envelope alone, whatever its payload.
pub(super) fn receive_envelope(contract: Contract<'_>, body: &Node) -> Outcome {
    let mut drift = Vec::new();
    let Some((index, root)) = contract.envelope() else { return Outcome::Handled };
    let read = open(contract, index, root, body, &mut drift).map(|_| ());
    outcome(read, drift)
}

/// Returns the outcome of a part alone: an instance of a documented schema.
pub(super) fn receive_part(contract: Contract<'_>, index: usize, instance: &Node) -> Outcome {
    let root = &contract.model.roots[index];
    let mut drift = Vec::new();
    let part = Part { code: "payload-schema", base: None };
    let read = too_deep(instance).and_then(|()| check(contract.plan, root, instance, part, &mut drift));
    outcome(read.and_then(|()| read_type(contract, index, instance, None)), drift)
}

/// Returns true for a valid instance of a documented schema that the type of the schema cannot hold.
pub fn is_unrepresentable(contract: Contract<'_>, index: usize, instance: &Node) -> bool {
    let outcome = match contract.model.roots[index].role {
        Role::Envelope => receive_envelope(contract, instance),
        Role::Event | Role::Plain => receive_part(contract, index, instance),
    };
    matches!(outcome, Outcome::Fails(failure) if failure.code == UNREPRESENTABLE)
}

/// Opens an envelope; returns the event's name, if the envelope has it, and the payload.
fn open<'b>(
    contract: Contract<'_>,
    index: usize,
    root: &Root,
    body: &'b Node,
    drift: &mut Vec<Difference>,
) -> Result<Option<(Option<&'b str>, &'b Node)>, Failure> {
    let catalog = contract.catalog;
    let Some(payload) = &catalog.payload.at else { return Ok(None) };
    too_deep(body)?;
    check(contract.plan, root, body, Part { code: "envelope-schema", base: None }, drift)?;
    let is_held = match lean_members(contract.shapes, index, payload) {
        Some(members) => holds::holds_members(contract.shapes, &members, body),
        None => holds::holds_kind(contract.shapes, definition(contract, index), body),
    };
    if !is_held {
        return Err(unrepresentable(Pointer::root()));
    }
    let missing = |member: &BodyMember, expected: &str| Failure {
        code: "not-an-envelope",
        instance: Pointer::root(),
        keyword_location: String::new(),
        message: format!("the body has no member `{}` that is {expected}", member.title()),
    };
    let name = catalog.naming.members.first().map(|member| {
        let name = body.at(&member.pointer).and_then(Node::as_str);
        name.ok_or_else(|| missing(member, "a string"))
    });
    let data = body.at(&payload.pointer).ok_or_else(|| missing(payload, "the payload"))?;
    Ok(Some((name.transpose()?, data)))
}

/// Decodes the payload of an event.
fn event(contract: Contract<'_>, name: &str, data: &Node, drift: &mut Vec<Difference>) -> Result<(), Failure> {
    let base = contract.catalog.payload.at.as_ref().map(|payload| payload.pointer.clone());
    too_deep(data)?;
    let Some((index, root)) = contract.event(name) else {
        if !holds::holds(contract.shapes, &Type::Value, data) {
            return Err(unrepresentable(base.unwrap_or(Pointer::root())));
        }
        let member = contract.catalog.naming.members.first();
        let instance = member.map_or(Pointer::root(), |member| member.pointer.clone());
        drift.push(Difference { kind: DriftKind::NewEvent, instance, keyword_location: String::new() });
        return Ok(());
    };
    check(contract.plan, root, data, Part { code: "payload-schema", base: base.as_ref() }, drift)?;
    read_type(contract, index, data, base)
}

fn read_type(contract: Contract<'_>, index: usize, value: &Node, base: Option<Pointer>) -> Result<(), Failure> {
    let is_held = holds::holds_kind(contract.shapes, definition(contract, index), value);
    if is_held { Ok(()) } else { Err(unrepresentable(base.unwrap_or(Pointer::root()))) }
}

fn definition(contract: Contract<'_>, index: usize) -> &Kind {
    &contract.shapes.definition(contract.shapes.roots[index]).kind
}

fn unrepresentable(instance: Pointer) -> Failure {
    let message = "it has a value that its type cannot hold".to_owned();
    Failure { code: UNREPRESENTABLE, instance, keyword_location: String::new(), message }
}

fn too_deep(value: &Node) -> Result<(), Failure> {
    let is_fine = depth(value) <= MAX_DEPTH;
    let message = format!("it nests deeper than {MAX_DEPTH} levels");
    let failure =
        Failure { code: "nested-too-deeply", instance: Pointer::root(), keyword_location: String::new(), message };
    if is_fine { Ok(()) } else { Err(failure) }
}

fn depth(value: &Node) -> u32 {
    match &value.value {
        Value::Array(elements) => 1 + elements.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.iter().map(|member| depth(&member.node)).max().unwrap_or(0),
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// A part of a body.
#[derive(Clone, Copy)]
struct Part<'a> {
    /// The code of the error for a violated schema.
    code: &'static str,
    /// The place in the body, unless it is the whole.
    base: Option<&'a Pointer>,
}

/// Validates a part of the body and collects its drift.
fn check(
    plan: &Plan,
    root: &Root,
    instance: &Node,
    part: Part<'_>,
    drift: &mut Vec<Difference>,
) -> Result<(), Failure> {
    let node = plan.entries[&root.schema];
    let findings = interpret::validate(plan, node, instance);
    let found = drifting(plan, node, instance, &findings);
    drift.extend(explained(instance, findings, found, part)?);
    Ok(())
}

/// Returns violations as drift, if they are `found` to be that, or as a failure.
fn explained(
    instance: &Node,
    findings: Vec<Finding>,
    found: Option<Vec<(DriftKind, Finding)>>,
    part: Part<'_>,
) -> Result<Vec<Difference>, Failure> {
    let at = |pointer: &Pointer| {
        let base = part.base.map_or("", Pointer::as_str);
        Pointer::parse(&format!("{base}{pointer}")).unwrap_or_else(|| pointer.clone())
    };
    if let Some(found) = found {
        let difference = |(kind, finding): (DriftKind, Finding)| Difference {
            kind,
            instance: at(&finding.instance),
            keyword_location: finding.keyword_location,
        };
        return Ok(found.into_iter().map(difference).collect());
    }
    Err(worst(findings, instance).map_or_else(
        || unrepresentable(at(&Pointer::root())),
        |finding| Failure {
            code: part.code,
            instance: at(&finding.instance),
            keyword_location: finding.keyword_location,
            message: finding.message,
        },
    ))
}

/// Returns the outcome of an instance by some of its violations.
pub(super) fn outcome_of(plan: &Plan, node: NodeId, instance: &Node, findings: Vec<Finding>) -> Outcome {
    let part = Part { code: "payload-schema", base: None };
    let without_formats = || {
        let all = interpret::validate_without_formats(plan, node, instance);
        all.into_iter().filter(|finding| findings.contains(finding)).collect()
    };
    let found = drift::drifting(&findings, without_formats, |location| is_string(instance, location));
    match explained(instance, findings, found, part) {
        Ok(drift) => outcome(Ok(()), drift),
        Err(failure) => Outcome::Fails(failure),
    }
}

/// Returns the violations as drift, or `None` if one is more than drift.
pub fn drifting(plan: &Plan, node: NodeId, instance: &Node, findings: &[Finding]) -> Option<Vec<(DriftKind, Finding)>> {
    let without_formats = || interpret::validate_without_formats(plan, node, instance);
    drift::drifting(findings, without_formats, |location| is_string(instance, location))
}

/// Returns the violation that explains a failure best: the first that is neither an addition nor of a format, else the first of a format,
/// else the first addition.
fn worst(findings: Vec<Finding>, instance: &Node) -> Option<Finding> {
    let is_addition = |finding: &Finding| {
        let location = finding.instance.as_str();
        drift::addition(&finding.keyword_location, || is_string(instance, location)).is_some()
    };
    let (additions, others): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_addition);
    let (formats, others): (Vec<Finding>, Vec<Finding>) =
        others.into_iter().partition(|finding| finding.keyword == "format");
    others.into_iter().chain(formats).chain(additions).next()
}

fn is_string(instance: &Node, location: &str) -> bool {
    let found = Pointer::parse(location).and_then(|pointer| instance.at(&pointer));
    found.is_some_and(|node| node.as_str().is_some())
}

impl Located for Finding {
    fn instance_location(&self) -> &str {
        self.instance.as_str()
    }

    fn keyword_location(&self) -> &str {
        &self.keyword_location
    }
}
