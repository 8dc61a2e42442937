//! The schemas of a folder that describe events: those that no other schema refers to, and others that are recognized as events.

use std::collections::{BTreeMap, BTreeSet};

use crate::documentation::word;
use crate::folder::schema::Schema;
use crate::json::Node;
use crate::keyword::dialect;
use crate::openapi::{self, Api, At};
use crate::schema::registry::Registry;
use crate::source::diagnostic::{Diagnostic, Diagnostics, listed};
use crate::source::location::{Place, Pointer};
use crate::source::uri;

/// The references of a schema to other ones; true if a reference leads to a whole schema, not to a part of it.
type References = BTreeMap<usize, bool>;

/// Returns the positions of the schemas that describe events, with a warning for each doubt. Those in `around` describe no event.
pub(super) fn find(
    schemas: &[Schema],
    around: &BTreeSet<usize>,
    registry: &mut Registry,
) -> (BTreeSet<usize>, Vec<Diagnostic>) {
    let references = references(schemas, registry);
    let fixed: Vec<_> =
        schemas.iter().map(|schema| openapi::fixed(Api::of_schema(&schema.document), &at(schema))).collect();
    let all: BTreeSet<usize> = references.iter().flat_map(BTreeMap::keys).copied().collect();
    // An index that nothing refers to only lists files.
    let indexes: BTreeSet<usize> =
        (0..schemas.len()).filter(|index| !all.contains(index) && is_index(&schemas[*index].document.root)).collect();
    let others: Vec<&References> =
        references.iter().enumerate().filter(|(index, _)| !indexes.contains(index)).map(|(_, of)| of).collect();
    let referred: BTreeSet<usize> = others.iter().flat_map(|of| of.keys()).copied().collect();
    let mut events: BTreeSet<usize> = (0..schemas.len()).filter(|index| !referred.contains(index)).collect();
    let mut warnings = Vec::new();
    let circular = circular(&references, &events);
    if !circular.is_empty() {
        warnings.push(in_cycle(schemas, &circular));
        events.extend(circular);
    }
    events.retain(|index| !around.contains(index));
    let libraries = events.extract_if(.., |index| is_library(&schemas[*index].document.root));
    let libraries: Vec<usize> = libraries.filter(|index| !indexes.contains(index)).collect();
    warnings.extend((!libraries.is_empty()).then(|| unused(schemas, &libraries)));
    for index in events.clone() {
        let Some(branches) = branches(schemas, index, &references[index]) else { continue };
        if are_told_apart(&branches, &fixed) {
            events.remove(&index);
            events.extend(branches);
        } else if branches.len() > 1 {
            warnings.push(undivided(schemas, index, &branches));
        }
    }
    let is_common =
        |member: &&Pointer| word::is_usual(member) && events.iter().all(|event| fixed[*event].contains_key(*member));
    let common: Vec<&Pointer> =
        events.first().into_iter().flat_map(|first| fixed[*first].keys()).filter(is_common).collect();
    let Some(member) = common.into_iter().min_by_key(|member| (member.tokens().count(), word::usual(member))) else {
        let some = like_some(schemas, &events, &referred, &fixed);
        let some = some.or_else(|| like_events(schemas, &referred, &fixed));
        warnings.extend(some.or_else(|| partly_used(schemas, &events, &referred, &others)));
        return (events, warnings);
    };
    let mut known: BTreeSet<&String> = events.iter().filter_map(|event| fixed[*event].get(member)).collect();
    let mut left_out = Vec::new();
    for index in referred.into_iter().filter(|index| !around.contains(index)) {
        let is_event = !events.contains(&index) && fixed[index].get(member).is_some_and(|value| known.insert(value));
        let is_whole = others.iter().any(|of| of.get(&index) == Some(&true));
        match (is_event, is_whole) {
            (true, false) => {
                events.insert(index);
            }
            (true, true) => left_out.push(index),
            (false, _) => {}
        }
    }
    warnings.extend((!left_out.is_empty()).then(|| referred_to(schemas, &left_out, member)));
    (events, warnings)
}

fn at(schema: &Schema) -> At<'_> {
    At { node: &schema.document.root, pointer: Pointer::root() }
}

/// Returns true for a schema with nothing but definitions.
fn is_library(root: &Node) -> bool {
    let is_definitions = |name: &str| matches!(name, "$defs" | "definitions");
    let is_silent = |name: &str| {
        matches!(name, "$schema" | "$id" | "id" | "$comment" | "title" | "description") || name.starts_with("x-")
    };
    let members = root.as_object().unwrap_or_default();
    members.iter().any(|member| is_definitions(&member.name))
        && members.iter().all(|member| is_definitions(&member.name) || is_silent(&member.name))
}

/// Returns true for a schema with nothing but definitions that are references.
fn is_index(root: &Node) -> bool {
    let definitions = ["$defs", "definitions"].iter().filter_map(|name| root.get(name)?.as_object()).flatten();
    is_library(root) && definitions.into_iter().all(|definition| is_reference(&definition.node))
}

fn is_reference(schema: &Node) -> bool {
    schema.as_object().is_some_and(|it| it.len() == 1 && it[0].name == "$ref")
}

/// Returns the registry of the schemas, in their order.
pub(super) fn registry(schemas: &[Schema]) -> Registry {
    let mut registry = Registry::default();
    // The findings are reported where the written folder is read.
    let mut known = Diagnostics::new();
    for schema in schemas {
        registry.add(&uri::of_path(&schema.path), &schema.document, dialect::DEFAULT, &mut known);
    }
    registry.follow_all(&mut known);
    registry
}

/// Returns the references of each schema to others.
fn references(schemas: &[Schema], registry: &mut Registry) -> Vec<References> {
    let mut of_each = Vec::new();
    for index in 0..schemas.len() {
        let mut found = References::new();
        let targets = registry.references(index).into_iter().filter_map(|(_, target)| target);
        // The documents behind the schemas are the meta-schemas that they refer to.
        for target in targets.filter(|target| target.document != index && target.document < schemas.len()) {
            *found.entry(target.document).or_default() |= target.pointer.as_str().is_empty();
        }
        of_each.push(found);
    }
    of_each
}

/// Returns the schemas of cycles that no other schema leads to.
fn circular(references: &[References], events: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    for event in events {
        reach(references, *event, &mut reached);
    }
    let mut order = Vec::new();
    let mut seen = reached.clone();
    for index in 0..references.len() {
        order.extend(reach(references, index, &mut seen));
    }
    let mut sources: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); references.len()];
    for (index, of) in references.iter().enumerate() {
        for target in of.keys() {
            sources[*target].insert(index);
        }
    }
    // The schema that the search leaves last leads to all others of its cycle, and no later one leads to it.
    let mut found = BTreeSet::new();
    for head in order.into_iter().rev() {
        if !reached.contains(&head) {
            let mut open = vec![head];
            while let Some(index) = open.pop() {
                if !reached.contains(&index) && found.insert(index) {
                    open.extend(&sources[index]);
                }
            }
            reach(references, head, &mut reached);
        }
    }
    found
}

/// Returns the schemas that one leads to and that were not reached yet, in the order in which a depth-first search leaves them.
fn reach(references: &[References], from: usize, reached: &mut BTreeSet<usize>) -> Vec<usize> {
    let mut left = Vec::new();
    if !reached.insert(from) {
        return left;
    }
    let mut path = vec![(from, references[from].keys())];
    while let Some((index, targets)) = path.last_mut() {
        match targets.find(|target| !reached.contains(*target)) {
            Some(target) => {
                reached.insert(*target);
                path.push((*target, references[*target].keys()));
            }
            None => {
                left.push(*index);
                path.pop();
            }
        }
    }
    left
}

/// Returns the branches of a schema that is only a union of other files.
fn branches(schemas: &[Schema], index: usize, references: &References) -> Option<Vec<usize>> {
    let root = &schemas[index].document.root;
    let union = openapi::lone_union(root)?;
    let branches: Vec<usize> = references.iter().filter(|(_, is_whole)| **is_whole).map(|(index, _)| *index).collect();
    let is_of_files = branches.len() == union.len() && references.len() == union.len();
    (is_of_files && union.iter().all(is_reference)).then_some(branches)
}

/// Returns true if schemas fix a member to values of their own.
fn are_told_apart(branches: &[usize], fixed: &[BTreeMap<Pointer, String>]) -> bool {
    let is_distinct = |member: &Pointer| {
        let values: BTreeSet<&String> = branches.iter().filter_map(|branch| fixed[*branch].get(member)).collect();
        word::is_usual(member) && values.len() == branches.len()
    };
    branches.first().is_some_and(|first| fixed[*first].keys().any(is_distinct))
}

/// Returns the members that some schemas fix, those with usual names in the outer parts first.
fn fixed_members<'f>(schemas: &BTreeSet<usize>, fixed: &'f [BTreeMap<Pointer, String>]) -> Vec<&'f Pointer> {
    let members: BTreeSet<&Pointer> = schemas.iter().flat_map(|index| fixed[*index].keys()).collect();
    let mut members: Vec<&Pointer> = members.into_iter().collect();
    members.sort_by_key(|member| (member.tokens().count(), word::usual(member)));
    members
}

/// Warns of schemas that fix the same member as some of the events, but are not read as events because others refer to them.
fn like_some(
    schemas: &[Schema],
    events: &BTreeSet<usize>,
    referred: &BTreeSet<usize>,
    fixed: &[BTreeMap<Pointer, String>],
) -> Option<Diagnostic> {
    let usual = fixed_members(events, fixed).into_iter().filter(|member| word::is_usual(member));
    usual.into_iter().find_map(|member| {
        let known: BTreeSet<&String> = events.iter().filter_map(|event| fixed[*event].get(member)).collect();
        let is_alike = |index: &usize| {
            !events.contains(index) && fixed[*index].get(member).is_some_and(|value| !known.contains(value))
        };
        let left_out: Vec<usize> = referred.iter().copied().filter(is_alike).collect();
        (!left_out.is_empty()).then(|| referred_to(schemas, &left_out, member))
    })
}

/// Warns of schemas that fix a member to names of events, although no event fixes one: the others may be an index of them.
fn like_events(
    schemas: &[Schema],
    referred: &BTreeSet<usize>,
    fixed: &[BTreeMap<Pointer, String>],
) -> Option<Diagnostic> {
    fixed_members(referred, fixed).into_iter().find_map(|member| {
        let (left_out, names): (Vec<usize>, Vec<String>) =
            referred.iter().filter_map(|index| Some((*index, fixed[*index].get(member)?.clone()))).unzip();
        let distinct: BTreeSet<&String> = names.iter().collect();
        let are_events = distinct.len() > 1 && word::is_list_of_events(member, &names);
        are_events.then(|| referred_to(schemas, &left_out, member))
    })
}

/// Warns of schemas that others refer to in parts alone: nothing uses what their roots describe.
fn partly_used(
    schemas: &[Schema],
    events: &BTreeSet<usize>,
    referred: &BTreeSet<usize>,
    others: &[&References],
) -> Option<Diagnostic> {
    let is_whole = |index: usize| others.iter().any(|of| of.get(&index) == Some(&true));
    let is_library = |index: usize| is_library(&schemas[index].document.root);
    let unused = referred.iter().copied().filter(|index| !events.contains(index) && !is_whole(*index));
    let unused: Vec<usize> = unused.filter(|index| !is_library(*index)).collect();
    let message = format!(
        "other schemas refer to parts of these alone, and they are no events: {}",
        names(schemas, unused.iter().copied())
    );
    let first = place(&schemas[*unused.first()?]);
    let help = "if one describes an event, move what the others need of it to a file of its own, and refer to that";
    Some(Diagnostic::warning("referred-event", message).at(first).help(help))
}

/// Returns the names of schemas for a message.
fn names(schemas: &[Schema], indexes: impl ExactSizeIterator<Item = usize>) -> String {
    listed(indexes.map(|index| schemas[index].stem.as_str()))
}

fn place(schema: &Schema) -> Place {
    schema.document.place(&schema.document.root, &Pointer::root())
}

fn in_cycle(schemas: &[Schema], circular: &BTreeSet<usize>) -> Diagnostic {
    let names = names(schemas, circular.iter().copied());
    let message =
        format!("schemas refer to each other, and no event refers to them: {names}: each is imported as an event");
    let first = circular.first().map(|index| place(&schemas[*index]));
    let warning = Diagnostic::warning("events-in-cycle", message)
        .help("move what both need to a file of its own: a schema that another one refers to is no event");
    first.into_iter().fold(warning, Diagnostic::at)
}

fn unused(schemas: &[Schema], libraries: &[usize]) -> Diagnostic {
    let names = names(schemas, libraries.iter().copied());
    let message = format!("schemas have only definitions, which no event uses, and are no events: {names}");
    let help =
        "if a definition is an event, add a file that refers to it, as in `{ \"$ref\": \"NAME.json#/$defs/Order\" }`";
    let warning = Diagnostic::warning("unused-definitions", message).help(help);
    libraries.first().map(|index| place(&schemas[*index])).into_iter().fold(warning, Diagnostic::at)
}

fn undivided(schemas: &[Schema], index: usize, branches: &[usize]) -> Diagnostic {
    let names = names(schemas, branches.iter().copied());
    let message = format!(
        "the schema is only a union of others that no member tells apart, and is imported as one event: {names}"
    );
    let warning = Diagnostic::warning("undivided-union", message).at(place(&schemas[index]));
    let help = "if each of them is an event, add a `const` of its own to a member such as `type` in each, or remove the file of the union";
    warning.help(help)
}

fn referred_to(schemas: &[Schema], left_out: &[usize], member: &Pointer) -> Diagnostic {
    let names = names(schemas, left_out.iter().copied());
    let message =
        format!("schemas fix `{member}` as events do, but others refer to them, and they are no events: {names}");
    let first = left_out.first().map(|index| place(&schemas[*index]));
    let warning = Diagnostic::warning("referred-event", message)
        .help("if one describes an event, move what the others need of it to a file of its own, and refer to that");
    first.into_iter().fold(warning, Diagnostic::at)
}
