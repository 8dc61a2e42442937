//! The checks of arrays and objects: each schema's keywords are read together, then combined.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ArrayKeyword, AssertionKind, ObjectKeyword, SchemaId};
use crate::pattern::matching::Pattern;
use crate::pattern::{is_match, literal};
use crate::plan::build::{Builder, Keyword};
use crate::plan::checks::{ArrayPart, Contains, Member, ObjectPart, Rest};
use crate::plan::edge::{Check, Edge};
use crate::plan::formula::Presence;
use crate::plan::keyword_location::Trail;
use crate::source::location::Pointer;

/// The maximum number of names that a pattern may list to be read as these.
const LISTED: usize = 64;

/// The checks of one schema on arrays.
#[derive(Default)]
pub(super) struct ArrayScope {
    part: ArrayPart,
    prefix: Vec<Option<Edge>>,
    items: Option<Edge>,
}

impl ArrayScope {
    /// Applies an edge to all elements but the first ones.
    pub(super) fn of_rest(first: usize, edge: Edge) -> Self {
        Self { prefix: vec![None; first], items: Some(edge), ..Self::default() }
    }

    /// Reads the keywords for arrays; returns `None` if there are none.
    pub(super) fn new(builder: &mut Builder<'_>, schema: SchemaId, trail: &Trail) -> Option<Self> {
        let mut scope = Self::default();
        let mut is_empty = true;
        for assertion in &builder.model.schema(schema).assertions {
            let at = Pointer::root().join(assertion.keyword);
            let keyword = Keyword { schema, trail, at: &at };
            let AssertionKind::Array(kind) = &assertion.kind else { continue };
            match kind {
                ArrayKeyword::PrefixItems(elements) => {
                    let elements = elements.iter().enumerate();
                    scope.prefix = elements
                        .map(|(index, element)| builder.edge_unless_true(keyword.with(&at.join(index)), *element))
                        .collect();
                }
                ArrayKeyword::Items(element) => {
                    scope.items = builder.edge_unless_true(keyword, *element);
                }
                ArrayKeyword::Contains { schema: element, min, max, .. } => {
                    let beside = |name: &str| trail.join(&Pointer::root().join(name));
                    scope.part.contains.push(Contains {
                        edge: builder.edge(keyword, *element),
                        min: min.unwrap_or(1),
                        min_trail: if min.is_some() { beside("minContains") } else { keyword.own_trail() },
                        max: max.map(|max| (max, beside("maxContains"))),
                    });
                }
                ArrayKeyword::UnevaluatedItems(_) => continue,
            }
            is_empty = false;
        }
        (!is_empty).then_some(scope)
    }
}

/// Combines the checks of all schemas on arrays.
pub(super) fn array(scopes: Vec<ArrayScope>) -> ArrayPart {
    let length = scopes.iter().map(|scope| scope.prefix.len()).max().unwrap_or(0);
    let mut part = ArrayPart { prefix: vec![Vec::new(); length], ..ArrayPart::default() };
    for scope in scopes {
        for (index, edges) in part.prefix.iter_mut().enumerate() {
            edges.extend(scope.prefix.get(index).unwrap_or(&scope.items).clone());
        }
        part.rest.extend(scope.items);
        part.contains
            .extend(scope.part.contains.into_iter().filter(|contains| contains.min > 0 || contains.max.is_some()));
    }
    part.shorten_prefix();
    part
}

/// The checks of one schema on objects.
#[derive(Default)]
pub(super) struct ObjectScope {
    part: ObjectPart,
    members: Vec<(String, Option<Edge>)>,
    patterns: Vec<(Pattern, Option<Edge>)>,
    additional: Option<Edge>,
}

impl ObjectScope {
    /// Applies an edge to all members but those with some names.
    pub(super) fn of_rest(names: Vec<String>, patterns: Vec<Pattern>, edge: Edge) -> Self {
        Self {
            members: names.into_iter().map(|wire_name| (wire_name, None)).collect(),
            patterns: patterns.into_iter().map(|pattern| (pattern, None)).collect(),
            additional: Some(edge),
            ..Self::default()
        }
    }

    /// Reads the keywords for objects; returns `None` if there are none.
    pub(super) fn new(builder: &mut Builder<'_>, schema: SchemaId, trail: &Trail) -> Option<Self> {
        let mut scope = Self::default();
        let mut is_empty = true;
        for assertion in &builder.model.schema(schema).assertions {
            let at = Pointer::root().join(assertion.keyword);
            is_empty &= !scope.add(builder, Keyword { schema, trail, at: &at }, &assertion.kind);
        }
        (!is_empty).then_some(scope)
    }

    /// Adds an assertion; returns true if it is about objects.
    fn add(&mut self, builder: &mut Builder<'_>, keyword: Keyword<'_>, kind: &AssertionKind) -> bool {
        let part = &mut self.part;
        let (at, trail) = (keyword.at, keyword.own_trail());
        let AssertionKind::Object(kind) = kind else { return false };
        match kind {
            ObjectKeyword::Properties(members) => {
                let edge = |(wire_name, member): &(String, SchemaId)| {
                    (wire_name.clone(), builder.edge_unless_true(keyword.with(&at.join(wire_name)), *member))
                };
                self.members = members.iter().map(edge).collect();
            }
            ObjectKeyword::PatternProperties(members) => {
                let edge = |(pattern, member): &(Pattern, SchemaId)| {
                    let edge = builder.edge_unless_true(keyword.with(&at.join(&pattern.source)), *member);
                    (pattern.clone(), edge)
                };
                self.patterns = members.iter().map(edge).collect();
            }
            ObjectKeyword::AdditionalProperties(member) => {
                self.additional = builder.edge_unless_true(keyword, *member);
            }
            ObjectKeyword::PropertyNames(name) => {
                part.names.extend(builder.edge_unless_true(keyword, *name));
            }
            ObjectKeyword::Required(names) => part.required.push(Check { trail, asks: names.clone() }),
            ObjectKeyword::DependentRequired(members) => {
                let checks = members.iter().filter(|(_, others)| !others.is_empty());
                part.dependent_required.extend(checks.map(|(wire_name, others)| Check {
                    trail: trail.clone(),
                    asks: (wire_name.clone(), others.clone()),
                }));
            }
            ObjectKeyword::DependentSchemas(members) => {
                for (wire_name, applied) in members {
                    let edge = builder.edge_unless_true(keyword.with(&at.join(wire_name)), *applied);
                    part.dependent_schemas.extend(edge.map(|edge| (wire_name.clone(), edge)));
                }
            }
            ObjectKeyword::UnevaluatedProperties(_) => return false,
        }
        true
    }

    /// Returns the lookup of members by name.
    fn lookup(&self) -> Lookup<'_> {
        Lookup {
            scope: self,
            members: self.members.iter().map(|(wire_name, edge)| (wire_name.as_str(), edge)).collect(),
        }
    }
}

/// A scope with its members by name.
struct Lookup<'s> {
    scope: &'s ObjectScope,
    members: BTreeMap<&'s str, &'s Option<Edge>>,
}

impl Lookup<'_> {
    /// Returns the edges that the scope applies to a member of a known name.
    fn edges(&self, wire_name: &str) -> Vec<Edge> {
        let named = self.members.get(wire_name).copied();
        let matching = self.scope.patterns.iter().filter(|(pattern, _)| is_match(pattern, wire_name));
        let found: Vec<_> = named.into_iter().chain(matching.map(|(_, edge)| edge)).collect();
        if found.is_empty() {
            return self.scope.additional.iter().cloned().collect();
        }
        found.into_iter().flatten().cloned().collect()
    }
}

/// Resolves each name through the scopes. Only a scope that names the member, or that has patterns or `additionalProperties`, is consulted.
fn members(scopes: &[ObjectScope], names: Vec<String>) -> Vec<Member> {
    let lookups: Vec<Lookup<'_>> = scopes.iter().map(ObjectScope::lookup).collect();
    let mut naming: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut wide = Vec::new();
    for (index, scope) in scopes.iter().enumerate() {
        if scope.additional.is_some() || !scope.patterns.is_empty() {
            wide.push(index);
            continue;
        }
        for (wire_name, _) in &scope.members {
            naming.entry(wire_name).or_default().push(index);
        }
    }
    let member = |wire_name: String| {
        let speaking = naming.get(wire_name.as_str()).into_iter().flatten();
        let mut indexes: Vec<usize> = speaking.chain(&wide).copied().collect();
        indexes.sort_unstable();
        indexes.dedup();
        let edges = indexes.into_iter().flat_map(|index| lookups[index].edges(&wire_name)).collect();
        Member { wire_name, edges }
    };
    names.into_iter().map(member).collect()
}

/// Combines the checks of all schemas on objects, and resolves them for every known name.
pub(super) fn object(mut scopes: Vec<ObjectScope>) -> ObjectPart {
    let mut part = ObjectPart::default();
    for scope in &mut scopes {
        let own = std::mem::take(&mut scope.part);
        part.required.extend(own.required.into_iter().filter(|check| !check.asks.is_empty()));
        part.names.extend(own.names);
        part.dependent_required.extend(own.dependent_required);
        part.dependent_schemas.extend(own.dependent_schemas);
    }
    let documented = scopes.iter().flat_map(|scope| scope.members.iter().map(|(wire_name, _)| wire_name));
    let listed: Vec<String> =
        scopes.iter().flat_map(|scope| &scope.patterns).filter_map(listed_names).flatten().collect();
    let mut seen = BTreeSet::new();
    let names = documented.chain(part.looked_for()).chain(&listed).filter(|name| seen.insert(name.as_str()));
    let names: Vec<String> = names.cloned().collect();
    part.members = members(&scopes, names);
    for scope in &mut scopes {
        scope.patterns.retain(|pattern| listed_names(pattern).is_none());
    }
    let rest = scopes.into_iter().map(|scope| Rest { patterns: scope.patterns, additional: scope.additional });
    part.rest = rest.filter(Rest::is_needed).collect();
    part.drop_idle_members();
    part
}

/// Returns the names that a pattern lists: `^(get|put)$`. They need no pattern.
fn listed_names((pattern, _): &(Pattern, Option<Edge>)) -> Option<Vec<String>> {
    literal::listed(&pattern.source).filter(|names| names.len() <= LISTED)
}

impl ArrayPart {
    /// Removes the last of the first elements if it has the same edges as the rest.
    pub(super) fn shorten_prefix(&mut self) {
        while self.prefix.last().is_some_and(|last| *last == self.rest) {
            self.prefix.pop();
        }
    }
}

impl Rest {
    pub(super) fn is_needed(&self) -> bool {
        self.additional.is_some() || self.patterns.iter().any(|(_, edge)| edge.is_some())
    }
}

impl Rest {
    /// Returns the edges for a member that is not listed; `is_matching` returns true if a pattern matches its name.
    pub fn edges_for(&self, is_matching: impl Fn(&Pattern) -> bool) -> Vec<&Edge> {
        let matching: Vec<_> = self.patterns.iter().filter(|(pattern, _)| is_matching(pattern)).collect();
        if matching.is_empty() {
            return self.additional.iter().collect();
        }
        matching.into_iter().filter_map(|(_, edge)| edge.as_ref()).collect()
    }
}

impl ObjectPart {
    /// Returns the edges for a member.
    pub fn edges_of(&self, wire_name: &str) -> Vec<&Edge> {
        self.edges_from(&mut 0, wire_name)
    }

    /// Returns the edges for a member, which is expected at a position of the documented order; the next one is expected behind it.
    pub fn edges_from(&self, expected: &mut usize, wire_name: &str) -> Vec<&Edge> {
        let (before, behind) = self.members.split_at((*expected).min(self.members.len()));
        let is_it = |member: &Member| member.wire_name == wire_name;
        let position =
            behind.iter().position(is_it).map(|at| before.len() + at).or_else(|| before.iter().position(is_it));
        match position {
            Some(position) => {
                *expected = position + 1;
                self.members[position].edges.iter().collect()
            }
            None => self.rest.iter().flat_map(|rest| rest.edges_for(|it| is_match(it, wire_name))).collect(),
        }
    }

    /// Returns the names of members whose presence is checked, with repetitions.
    pub fn looked_for(&self) -> impl Iterator<Item = &String> {
        let required = self.required.iter().flat_map(|check| &check.asks);
        let dependent =
            self.dependent_required.iter().flat_map(|check| std::iter::once(&check.asks.0).chain(&check.asks.1));
        let applied = self.dependent_schemas.iter().map(|(wire_name, _)| wire_name);
        required.chain(dependent).chain(applied).chain(self.presence.iter().flat_map(Presence::names))
    }

    /// Removes unconstrained names, unless members with unknown names are checked.
    pub(super) fn drop_idle_members(&mut self) {
        if self.rest.is_empty() {
            let required: BTreeSet<&String> = self.required.iter().flat_map(|check| &check.asks).collect();
            let members = std::mem::take(&mut self.members);
            let needed = |member: &Member| !member.edges.is_empty() || required.contains(&member.wire_name);
            self.members = members.into_iter().filter(needed).collect();
        }
    }
}
