//! A plan for verdicts alone: everything that is asked of one value stands in one node, so that one pass decides.
//!
//! Where the plan for violations keeps each keyword's location, and applies several nodes to one value one after the other, here the
//! nodes are merged: the schemas of a member that several keywords speak of, references, and the checks beside a choice whose branch is
//! known before the value is read. Locations are gone, so that more nodes are equal.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    ArrayPart, Check, Checks, Choice, Contains, Edge, InPlace, Member, Node, NodeId, ObjectPart, Plan, Rest, Trail,
    choice, share,
};
use crate::model::TypeSet;

/// Merged nodes are at most so many times the nodes of the plan: beyond, values are read again instead.
const GROWTH: usize = 3;

/// A node, with or without what it applies in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Whole(NodeId),
    Own(NodeId),
}

impl Part {
    fn node(self) -> NodeId {
        match self {
            Self::Whole(node) | Self::Own(node) => node,
        }
    }
}

/// Merges what is asked of the same value.
pub fn fuse(plan: &Plan) -> Plan {
    let mut fusion =
        Fusion { plan, known: BTreeMap::new(), open: VecDeque::new(), limit: GROWTH * plan.nodes.len() + 64 };
    let entries = plan.entries.iter().map(|(schema, node)| (*schema, fusion.id([Part::Whole(*node)]))).collect();
    let mut nodes = Vec::new();
    while let Some(parts) = fusion.open.pop_front() {
        let schema = plan.node(parts.first().expect("a set of parts is never empty").node()).schema;
        let checks = fusion.checks(&parts);
        nodes.push(Node { schema, checks });
    }
    let mut fused = share::share(&Plan { nodes, entries });
    choice::analyze(&mut fused);
    fused
}

struct Fusion<'p> {
    plan: &'p Plan,
    known: BTreeMap<BTreeSet<Part>, NodeId>,
    open: VecDeque<BTreeSet<Part>>,
    limit: usize,
}

impl Fusion<'_> {
    fn id(&mut self, parts: impl IntoIterator<Item = Part>) -> NodeId {
        let parts = self.close(parts);
        let next = NodeId(self.known.len());
        let id = *self.known.entry(parts.clone()).or_insert(next);
        if id == next {
            self.open.push_back(parts);
        }
        id
    }

    /// The parts and all that must accept the same value because of them.
    fn close(&self, parts: impl IntoIterator<Item = Part>) -> BTreeSet<Part> {
        let mut open: Vec<Part> = parts.into_iter().collect();
        let mut closed = BTreeSet::new();
        while let Some(part) = open.pop() {
            if let (true, Part::Whole(node)) = (closed.insert(part), part) {
                open.extend(self.plan.node(node).checks.in_place.iter().filter_map(|check| match check {
                    InPlace::All(edge) => Some(Part::Whole(edge.node)),
                    _ => None,
                }));
            }
        }
        let is_contained = |part: &Part| matches!(part, Part::Own(node) if closed.contains(&Part::Whole(*node)));
        closed.iter().copied().filter(|part| !is_contained(part)).collect()
    }

    fn edge(&mut self, edges: &[Edge]) -> Vec<Edge> {
        if edges.is_empty() {
            return Vec::new();
        }
        let node = self.id(edges.iter().map(|edge| Part::Whole(edge.node)));
        vec![Edge { trail: Trail::default(), node }]
    }

    fn one(&mut self, edge: &Edge) -> Edge {
        let node = self.id([Part::Whole(edge.node)]);
        Edge { trail: Trail::default(), node }
    }

    /// What the parts ask, in one.
    fn checks(&mut self, parts: &BTreeSet<Part>) -> Checks {
        let own: Vec<&Checks> = parts.iter().map(|part| &self.plan.node(part.node()).checks).collect();
        let in_place = self.in_place(parts);
        if own.iter().any(|checks| !checks.never.is_empty()) {
            return Checks { never: vec![Trail::default()], ..Checks::default() };
        }
        if let Some(absorbed) = self.absorb(parts, &in_place) {
            return absorbed;
        }
        let mut fused = self.own(&own);
        fused.in_place = in_place.iter().map(|check| self.map_in_place(check)).collect();
        fused
    }

    /// What the parts ask by themselves.
    fn own(&mut self, own: &[&Checks]) -> Checks {
        let allowed = own.iter().fold(TypeSet::ALL, |allowed, checks| allowed.intersection(checks.allowed_types()));
        let types = if allowed == TypeSet::ALL { Vec::new() } else { vec![plain(allowed)] };
        Checks {
            never: Vec::new(),
            types,
            values: distinct(own.iter().flat_map(|checks| &checks.values).map(|check| plain(check.asks.clone()))),
            numbers: distinct(own.iter().flat_map(|checks| &checks.numbers).map(|check| plain(check.asks.clone()))),
            strings: distinct(own.iter().flat_map(|checks| &checks.strings).map(|check| plain(check.asks.clone()))),
            array: self.array(&own.iter().map(|checks| &checks.array).collect::<Vec<_>>()),
            object: self.object(&own.iter().map(|checks| &checks.object).collect::<Vec<_>>()),
            in_place: Vec::new(),
        }
    }

    fn array(&mut self, parts: &[&ArrayPart]) -> ArrayPart {
        let limit = |limits: &mut dyn Iterator<Item = u64>| limits.map(plain).collect::<Vec<_>>();
        let length = parts.iter().map(|part| part.prefix.len()).max().unwrap_or(0);
        let prefix = (0..length).map(|index| {
            let edges = parts.iter().flat_map(|part| part.prefix.get(index).unwrap_or(&part.rest));
            self.edge(&edges.cloned().collect::<Vec<_>>())
        });
        let prefix = prefix.collect();
        let rest: Vec<Edge> = parts.iter().flat_map(|part| part.rest.clone()).collect();
        let contains = parts.iter().flat_map(|part| &part.contains).map(|contains| Contains {
            edge: self.one(&contains.edge),
            min: contains.min,
            min_trail: Trail::default(),
            max: contains.max.as_ref().map(|(max, _)| (*max, Trail::default())),
        });
        let contains = distinct(contains);
        ArrayPart {
            min_items: limit(
                &mut parts.iter().flat_map(|part| &part.min_items).map(|check| check.asks).max().into_iter(),
            ),
            max_items: limit(
                &mut parts.iter().flat_map(|part| &part.max_items).map(|check| check.asks).min().into_iter(),
            ),
            prefix,
            rest: self.edge(&rest),
            contains,
            unique: parts.iter().flat_map(|part| &part.unique).take(1).map(|_| Trail::default()).collect(),
        }
    }

    fn object(&mut self, parts: &[&ObjectPart]) -> ObjectPart {
        let limit = |limit: Option<u64>| limit.map(plain).into_iter().collect::<Vec<_>>();
        let mut seen = BTreeSet::new();
        let names = parts.iter().flat_map(|part| &part.members).map(|member| &member.wire_name);
        let names: Vec<&String> = names.filter(|wire_name| seen.insert(wire_name.as_str())).collect();
        let members = names.into_iter().map(|wire_name| {
            let edges: Vec<Edge> = parts.iter().flat_map(|part| part.edges_of(wire_name)).collect();
            Member { wire_name: wire_name.clone(), edges: self.edge(&edges) }
        });
        let members: Vec<Member> = members.collect();
        let required = parts.iter().flat_map(|part| &part.required).flat_map(|check| check.asks.clone());
        let required: Vec<String> = distinct(required);
        let names: Vec<Edge> = parts.iter().flat_map(|part| part.names.clone()).collect();
        let dependent_required = parts.iter().flat_map(|part| &part.dependent_required);
        let dependent_schemas = parts.iter().flat_map(|part| &part.dependent_schemas);
        ObjectPart {
            min_properties: limit(parts.iter().flat_map(|part| &part.min_properties).map(|check| check.asks).max()),
            max_properties: limit(parts.iter().flat_map(|part| &part.max_properties).map(|check| check.asks).min()),
            rest: self.rest(parts),
            required: if required.is_empty() { Vec::new() } else { vec![plain(required)] },
            names: self.edge(&names),
            dependent_required: distinct(dependent_required.map(|check| plain(check.asks.clone()))),
            dependent_schemas: distinct(dependent_schemas.map(|(wire_name, edge)| (wire_name.clone(), self.one(edge)))),
            members,
        }
    }

    fn rest(&mut self, parts: &[&ObjectPart]) -> Vec<Rest> {
        let rest: Vec<&Rest> = parts.iter().flat_map(|part| &part.rest).collect();
        let (plain, by_pattern): (Vec<&Rest>, Vec<&Rest>) = rest.into_iter().partition(|rest| rest.patterns.is_empty());
        let additional: Vec<Edge> = plain.into_iter().filter_map(|rest| rest.additional.clone()).collect();
        let plain = self.edge(&additional).pop().map(|edge| Rest { patterns: Vec::new(), additional: Some(edge) });
        let by_pattern = by_pattern.into_iter().map(|rest| Rest {
            patterns: rest
                .patterns
                .iter()
                .map(|(pattern, edge)| (pattern.clone(), edge.as_ref().map(|edge| self.one(edge))))
                .collect(),
            additional: rest.additional.as_ref().map(|edge| self.one(edge)),
        });
        distinct(plain.into_iter().chain(by_pattern.collect::<Vec<_>>()))
    }

    /// What the parts apply in place, but for references, whose targets are parts themselves.
    fn in_place(&self, parts: &BTreeSet<Part>) -> Vec<InPlace> {
        let whole = parts.iter().filter(|part| matches!(part, Part::Whole(_)));
        let checks = whole.flat_map(|part| &self.plan.node(part.node()).checks.in_place);
        distinct(checks.filter(|check| !matches!(check, InPlace::All(_))).cloned())
    }

    fn map_in_place(&mut self, check: &InPlace) -> InPlace {
        match check {
            InPlace::All(edge) => InPlace::All(self.one(edge)),
            InPlace::Not(edge) => InPlace::Not(self.one(edge)),
            InPlace::Choice(choice) => InPlace::Choice(Choice {
                trail: Trail::default(),
                branches: choice.branches.iter().map(|branch| self.one(branch)).collect(),
                only_one: choice.only_one,
                tag: choice.tag.clone(),
            }),
            InPlace::Unevaluated(unevaluated) => {
                let mut unevaluated = unevaluated.clone();
                for edge in unevaluated.edges_mut() {
                    *edge = self.one(edge);
                }
                InPlace::Unevaluated(unevaluated)
            }
            InPlace::If { condition, then, otherwise } => InPlace::If {
                condition: self.one(condition),
                then: then.as_ref().map(|edge| self.one(edge)),
                otherwise: otherwise.as_ref().map(|edge| self.one(edge)),
            },
        }
    }

    /// Moves what the parts ask by themselves into the branches of a choice, when it is known which branch it is before the value is read.
    fn absorb(&mut self, parts: &BTreeSet<Part>, in_place: &[InPlace]) -> Option<Checks> {
        if self.known.len() > self.limit {
            return None;
        }
        let chosen = in_place.iter().position(|check| match check {
            InPlace::Choice(choice) => choice::is_decided_early(self.plan, choice),
            InPlace::If { condition, .. } => self.plan.node(condition.node).checks.is_shallow(),
            InPlace::All(_) | InPlace::Not(_) | InPlace::Unevaluated(_) => false,
        })?;
        let own: Vec<Part> = parts.iter().map(|part| Part::Own(part.node())).collect();
        let mut with = |edge: Option<&Edge>| {
            let branch = edge.map(|edge| Part::Whole(edge.node));
            Edge { trail: Trail::default(), node: self.id(own.iter().copied().chain(branch)) }
        };
        let absorbed = match &in_place[chosen] {
            InPlace::Choice(choice) => InPlace::Choice(Choice {
                trail: Trail::default(),
                branches: choice.branches.iter().map(|branch| with(Some(branch))).collect(),
                only_one: choice.only_one,
                tag: choice.tag.clone(),
            }),
            InPlace::If { condition, then, otherwise } => InPlace::If {
                condition: condition.clone(),
                then: Some(with(then.as_ref())),
                otherwise: Some(with(otherwise.as_ref())),
            },
            InPlace::All(_) | InPlace::Not(_) | InPlace::Unevaluated(_) => return None,
        };
        let absorbed = match absorbed {
            InPlace::If { condition, then, otherwise } => {
                InPlace::If { condition: self.one(&condition), then, otherwise }
            }
            other => other,
        };
        let others = in_place.iter().enumerate().filter(|(index, _)| *index != chosen);
        let others: Vec<InPlace> = others.map(|(_, check)| self.map_in_place(check)).collect();
        Some(Checks { in_place: others.into_iter().chain([absorbed]).collect(), ..Checks::default() })
    }
}

impl Checks {
    /// Whether a few members of an object decide, so that the rest of the value need not be read.
    pub fn is_shallow(&self) -> bool {
        let ObjectPart { members, required, .. } = &self.object;
        let shallow = Self {
            types: self.types.clone(),
            object: ObjectPart { members: members.clone(), required: required.clone(), ..ObjectPart::default() },
            ..Self::default()
        };
        *self == shallow && members.len() <= 8 && members.iter().all(|member| member.edges.len() <= 1)
    }
}

impl ObjectPart {
    /// What is applied to a member of that name.
    fn edges_of(&self, wire_name: &str) -> Vec<Edge> {
        match self.members.iter().find(|member| member.wire_name == wire_name) {
            Some(member) => member.edges.clone(),
            None => self.rest.iter().flat_map(|rest| rest.edges_of(wire_name)).collect(),
        }
    }
}

impl Rest {
    fn edges_of(&self, wire_name: &str) -> Vec<Edge> {
        let is_match = |pattern| crate::lower::pattern::compile(pattern).is_some_and(|regex| regex.is_match(wire_name));
        let matching: Vec<&Option<Edge>> =
            self.patterns.iter().filter(|(pattern, _)| is_match(pattern)).map(|(_, edge)| edge).collect();
        if matching.is_empty() {
            return self.additional.iter().cloned().collect();
        }
        matching.into_iter().flatten().cloned().collect()
    }
}

fn plain<T>(asks: T) -> Check<T> {
    Check { trail: Trail::default(), asks }
}

/// The items without those that were there already.
fn distinct<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
    for item in items {
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}
