//! Values at the limits of a schema: one element, member or character more or less, equal elements, counted ones.

use std::collections::BTreeSet;

use crate::containment;
use crate::json::{Member, Node, Value};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, Literal, NodeId, Plan};
use crate::wire::numbered::Numbered;
use crate::wire::sample::{Sampler, plain, strings, weight};
use crate::wire::view::{View, views};

/// The maximum number of elements and members of such a value, and of elements that must differ.
const MOST: u64 = 10_000;
const MOST_DIFFERENT: u64 = 2_000;

/// The maximum number of scalars in such a value.
const SCALARS: usize = 100_000;

/// The maximum number of characters of such a value.
const LONGEST: u64 = 4_000_000;

/// Texts that make another one longer.
const FILLERS: [&str; 5] = ["a", "0", ".a", "/a", "-a"];

/// The maximum number of places where a text becomes longer or shorter, and of characters in all the texts that are tried.
const PLACES: usize = 40;
const CHARACTERS: usize = 20_000_000;

/// Returns values at both sides of the limits that some checks have; `nodes` are those that accept the parts.
pub(super) fn at_limits(plan: &Plan, sampler: &mut Sampler<'_>, nodes: &[NodeId], checks: &Checks) -> Vec<Node> {
    let mut found = Vec::new();
    let views = views(plan, nodes);
    for check in &checks.leaves {
        if let Leaf::Size(size) = &check.asks {
            for count in beyond(size.range(), MOST) {
                for view in &views {
                    found.extend(array(sampler, view, count, None));
                    found.extend(object(sampler, view, count));
                }
            }
        } else if let Leaf::Length(length) = &check.asks {
            let lengths = beyond(length.range(), LONGEST);
            found.extend(lengths.flat_map(|length| views.iter().filter_map(move |view| text(view, length))));
        } else if let Leaf::UniqueItems(_) = &check.asks {
            found.extend(views.iter().filter_map(|view| equal_elements(sampler, view)));
        }
    }
    for contains in &checks.array.contains {
        for count in beyond((contains.min, contains.max.as_ref().map(|(most, _)| *most)), MOST) {
            let of_view = |view: &View<'_>| array(sampler, view, count, Some(contains.edge.node));
            found.extend(views.iter().filter_map(of_view));
        }
    }
    found
}

/// Returns the numbers next to a range, up to a limit.
fn beyond((least, most): (u64, Option<u64>), limit: u64) -> impl Iterator<Item = u64> {
    let numbers = most.into_iter().map(|most| most.saturating_add(1)).chain(least.checked_sub(1));
    numbers.filter(move |number| *number <= limit)
}

/// Returns an array with a number of elements, different ones as far as possible. If `counted` is to accept that number, there may be more of
/// other elements.
fn array(sampler: &mut Sampler<'_>, view: &View<'_>, count: u64, counted: Option<NodeId>) -> Option<Node> {
    let (least, _) = view.size(TypeSet::ARRAY);
    let length = if counted.is_some() { count.max(least) } else { count };
    let must_differ = view.leaves(TypeSet::ARRAY).into_iter().any(|leaf| matches!(leaf, Leaf::UniqueItems(_)));
    if length > if must_differ { MOST_DIFFERENT } else { MOST } {
        return None;
    }
    let (mut elements, mut seen): (Vec<Node>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    let mut numbered = Numbered::default();
    // The elements behind the first ones have the same schemas, and soon every sample is among them.
    let mut known: (Vec<NodeId>, Vec<Node>, usize) = Default::default();
    let mut scalars = 0;
    for (index, place) in (0..length).enumerate() {
        let counted = counted.filter(|_| place < count);
        let nodes: Vec<NodeId> = view.element(index).into_iter().chain(counted).collect();
        if known.0 != nodes || index == 0 {
            let made = sampler.samples(&nodes);
            known = (nodes, made, 0);
        }
        let (nodes, values, used) = &mut known;
        while values.get(*used).is_some_and(|value| seen.contains(&value.to_canonical())) {
            *used += 1;
        }
        let element = match values.get(*used) {
            None if must_differ => numbered.next(view.plan, nodes, values, &seen)?,
            other => other.or(values.first())?.clone(),
        };
        scalars += weight(&element);
        if scalars > SCALARS {
            return None;
        }
        seen.insert(element.to_canonical());
        elements.push(element);
    }
    Some(plain(Value::Array(elements)))
}

/// Returns an array whose first elements are equal.
fn equal_elements(sampler: &mut Sampler<'_>, view: &View<'_>) -> Option<Node> {
    let length = view.size(TypeSet::ARRAY).0.clamp(2, MOST);
    let Value::Array(mut elements) = array(sampler, view, length, None)?.value else { return None };
    elements[1] = elements[0].clone();
    Some(plain(Value::Array(elements)))
}

/// Returns an object with a number of members: required, documented, and others.
fn object(sampler: &mut Sampler<'_>, view: &View<'_>, count: u64) -> Option<Node> {
    let count = usize::try_from(count).ok()?;
    let mut scalars = 0;
    let documented = view.required().into_iter().chain(view.names()).chain(sampler.other_names(view));
    let (mut members, mut seen): (Vec<Member>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    for name in documented.chain((0..count).map(|it| format!("m{it}"))) {
        if members.len() == count {
            break;
        }
        if !seen.insert(name.clone()) {
            continue;
        }
        let nodes = view.member(&name);
        let any = || Some(containment::node_of(&Literal::Null));
        let value = if nodes.is_empty() { any() } else { sampler.least(&nodes).into_iter().next() };
        scalars += value.as_ref().map_or(0, weight);
        if scalars > SCALARS {
            return None;
        }
        members.extend(value.map(|node| Member { name, name_span: 0..0, node }));
    }
    (members.len() == count).then(|| plain(Value::Object(members.into())))
}

/// Returns a text with a number of characters: a sample with more or fewer of them.
fn text(view: &View<'_>, length: u64) -> Option<Node> {
    let length = usize::try_from(length).ok()?;
    let leaves = view.leaves(TypeSet::STRING);
    let others: Vec<&Leaf> = leaves.iter().copied().filter(|leaf| !matches!(leaf, Leaf::Length(_))).collect();
    let is_valid = |value: &Value, leaves: &[&Leaf]| leaves.iter().all(|leaf| leaf.accepts(value));
    let samples = strings(&others).into_iter().map(|node| node.value).filter(|value| is_valid(value, &others));
    let mut fitting = samples.filter_map(|sample| {
        let Value::String(sample) = sample else { return None };
        resized(&sample, length).map(Value::String).find(|value| is_valid(value, &leaves))
    });
    fitting.next().map(plain)
}

/// Returns the variants of a text with a number of characters.
fn resized(text: &str, length: usize) -> impl Iterator<Item = String> {
    let letters: Vec<char> = text.chars().collect();
    let (missing, surplus) = (length.saturating_sub(letters.len()), letters.len().saturating_sub(length));
    let fillers = if missing > 0 { &FILLERS[..] } else { &FILLERS[..1] };
    let places = letters.len() - surplus + 1;
    let places = places.min(PLACES).min(CHARACTERS / (length + 1) / FILLERS.len() + 1);
    fillers.iter().flat_map(move |filler| {
        let letters = letters.clone();
        (0..places).map(move |at| {
            let more = filler.chars().cycle().take(missing);
            letters[..at].iter().copied().chain(more).chain(letters[at + surplus..].iter().copied()).collect()
        })
    })
}
