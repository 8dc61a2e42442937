//! Arrays and objects at the limits of a schema: one element more or less, equal elements, counted ones.

use crate::containment;
use crate::json::{Member, Node, Value};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, Literal, NodeId, Plan};
use crate::wire::sample::{Sampler, plain};
use crate::wire::view::{View, views};

/// The maximum number of elements and members of such a value.
const MOST: u64 = 300;

/// Returns values at both sides of the limits that some checks have; `nodes` are those that accept the parts.
pub(super) fn at_limits(plan: &Plan, sampler: &mut Sampler<'_>, nodes: &[NodeId], checks: &Checks) -> Vec<Node> {
    let mut found = Vec::new();
    let views = views(plan, nodes);
    for check in &checks.leaves {
        if let Leaf::Size(size) = &check.asks {
            let (least, most) = size.range();
            let counts = most.into_iter().map(|most| most.saturating_add(1)).chain(least.checked_sub(1));
            for count in counts.filter(|count| *count <= MOST) {
                for view in &views {
                    found.extend(array(plan, sampler, view, count, None));
                    found.extend(object(plan, sampler, view, count));
                }
            }
        } else if let Leaf::UniqueItems(_) = &check.asks {
            found.extend(views.iter().filter_map(|view| equal_elements(plan, sampler, view)));
        }
    }
    for contains in &checks.array.contains {
        let counts = contains.max.iter().map(|(most, _)| most.saturating_add(1)).chain(contains.min.checked_sub(1));
        for count in counts.filter(|count| *count <= MOST) {
            let of_view = |view: &View| array(plan, sampler, view, count, Some(contains.edge.node));
            found.extend(views.iter().filter_map(of_view));
        }
    }
    found
}

/// Returns an array with a number of elements, different ones as far as possible. If `counted` is to accept that number, there may be more of
/// other elements.
fn array(plan: &Plan, sampler: &mut Sampler<'_>, view: &View, count: u64, counted: Option<NodeId>) -> Option<Node> {
    let (least, _) = view.size(plan, TypeSet::ARRAY);
    let length = if counted.is_some() { count.max(least) } else { count };
    let mut elements: Vec<Node> = Vec::new();
    for (index, place) in (0..length).enumerate() {
        let counted = counted.filter(|_| place < count);
        let nodes: Vec<NodeId> = view.element(plan, index).into_iter().chain(counted).collect();
        let values = sampler.samples(&nodes);
        elements.push(values.iter().find(|value| !elements.contains(value)).or(values.first())?.clone());
    }
    Some(plain(Value::Array(elements)))
}

/// Returns an array whose first elements are equal.
fn equal_elements(plan: &Plan, sampler: &mut Sampler<'_>, view: &View) -> Option<Node> {
    let length = view.size(plan, TypeSet::ARRAY).0.clamp(2, MOST);
    let Value::Array(mut elements) = array(plan, sampler, view, length, None)?.value else { return None };
    elements[1] = elements[0].clone();
    Some(plain(Value::Array(elements)))
}

/// Returns an object with a number of members: required, documented, and others.
fn object(plan: &Plan, sampler: &mut Sampler<'_>, view: &View, count: u64) -> Option<Node> {
    let count = usize::try_from(count).ok()?;
    let mut names = view.required(plan);
    for name in
        view.names(plan).into_iter().chain(sampler.other_names(view)).chain((0..count).map(|it| format!("m{it}")))
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut members: Vec<Member> = Vec::new();
    for name in names {
        if members.len() == count {
            break;
        }
        let nodes = view.member(plan, &name);
        let any = || Some(containment::node_of(&Literal::Null));
        let value = if nodes.is_empty() { any() } else { sampler.least(&nodes).into_iter().next() };
        members.extend(value.map(|node| Member { name, name_span: 0..0, node }));
    }
    (members.len() == count).then(|| plain(Value::Object(members.into())))
}
