//! The statements of a schema about the members of its instances.

use std::collections::{BTreeMap, BTreeSet};

use crate::documentation::claim::{Claims, DEPTH};
use crate::documentation::word;
use crate::json::{Node, Value};
use crate::openapi::api::{Api, At};
use crate::source::location::Pointer;

/// The maximum number of schemas that are examined for one body, or a branch of its unions.
const STEPS: usize = 4000;

/// The maximum number of schemas that are examined for all branches of a body.
const STEPS_OF_ALL: usize = 100_000;

/// The levels of unions whose branches are looked at.
const UNIONS: usize = 3;

/// Collects the statements of a schema about members that every instance may have. A union allows the values of its branches, if all of them list some.
pub(super) fn of_schema(api: Api<'_>, at: &At<'_>) -> Claims {
    of_union(api, at, UNIONS, &mut 0)
}

fn of_union(api: Api<'_>, at: &At<'_>, levels: usize, steps: &mut usize) -> Claims {
    let mut claims = Claims::new();
    if *steps > STEPS_OF_ALL {
        return claims;
    }
    let mut unions = Vec::new();
    let mut visit = |schema: &At<'_>, member: &Pointer| {
        if member.as_str().is_empty() {
            let branches = ["oneOf", "anyOf"].iter().filter_map(|name| schema.get(name));
            unions.extend(branches.map(|union| union.pointer));
        } else {
            claim(&mut claims, schema, member);
        }
    };
    *steps += Walk { api, visit: &mut visit, steps: 0, seen: BTreeSet::new() }.run(at);
    let unions = unions.into_iter().filter(|_| levels > 0).filter_map(|pointer| api.at(pointer));
    for union in unions {
        let mut allowed: Option<BTreeMap<Pointer, Vec<String>>> = None;
        for branch in union.elements() {
            let found = of_union(api, &branch, levels - 1, steps).into_iter();
            let found: BTreeMap<Pointer, Vec<String>> =
                found.map(|(member, claim)| (member, claim.listed)).filter(|(_, listed)| !listed.is_empty()).collect();
            allowed = Some(match allowed {
                None => found,
                Some(known) => joined(known, found),
            });
        }
        for (member, listed) in allowed.unwrap_or_default() {
            let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
            claims.entry(member).or_default().list(&listed);
        }
    }
    claims
}

/// Returns the values of the members that both branches list.
fn joined(
    one: BTreeMap<Pointer, Vec<String>>,
    mut other: BTreeMap<Pointer, Vec<String>>,
) -> BTreeMap<Pointer, Vec<String>> {
    let joined = one.into_iter().filter_map(|(member, mut listed)| {
        for name in other.remove(&member)? {
            if !listed.contains(&name) {
                listed.push(name);
            }
        }
        Some((member, listed))
    });
    joined.collect()
}

/// Returns the strings that a schema shows as examples of members which may name an event.
pub(super) fn samples(api: Api<'_>, at: &At<'_>) -> BTreeMap<Pointer, BTreeSet<String>> {
    let mut samples: BTreeMap<Pointer, BTreeSet<String>> = BTreeMap::new();
    walk(api, at, &mut |schema, member| {
        if !member.as_str().is_empty() && word::is_usual(member) {
            let listed = schema.get("examples").into_iter().flat_map(|list| list.node.as_array().unwrap_or_default());
            let texts = listed.chain(schema.node.get("example")).filter_map(Node::as_str).map(str::to_owned);
            samples.entry(member.clone()).or_default().extend(texts);
        }
    });
    samples
}

/// Returns true if no statement of a schema about a member refuses a value: neither its type nor a list of values.
pub(super) fn admits(api: Api<'_>, at: &At<'_>, member: &Pointer, value: &Node) -> bool {
    let mut is_admitted = true;
    walk(api, at, &mut |schema, of| {
        if of == member {
            is_admitted &= admits_here(api, schema, value);
        }
    });
    is_admitted
}

/// Returns true if the type and the values of a schema, without its subschemas, admit a value.
fn admits_here(api: Api<'_>, at: &At<'_>, value: &Node) -> bool {
    let is_null = |node: &Node| matches!(node.value, Value::Null);
    // `nullable` is a keyword of OpenAPI only.
    let is_nullable =
        api.has_nullable() && matches!(at.node.get("nullable"), Some(Node { value: Value::Boolean(true), .. }));
    if is_null(value) && is_nullable && at.node.get("type").is_some() {
        return true;
    }
    let has_type = |name: &str| match &value.value {
        Value::Number(text) => {
            name == "number" || name == "integer" && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
        }
        _ => name == value.type_name(),
    };
    // In YAML, the type name `null` without quotes is the value null.
    let is_of = |of: &Node| of.as_str().map_or(is_null(of) && is_null(value), has_type);
    let is_type = at.get("type").is_none_or(|types| match types.node.as_array() {
        Some(list) => list.iter().any(is_of),
        None => is_of(types.node),
    });
    is_type
        && at.get("enum").is_none_or(|list| list.elements().any(|listed| listed.node == value))
        && at.get("const").is_none_or(|fixed| fixed.node == value)
}

/// Returns true if null is one of the types that a schema lists.
pub(super) fn states_null(at: &At<'_>) -> bool {
    let is_null = |node: &Node| matches!(node.value, Value::Null) || node.as_str() == Some("null");
    at.get("type").is_some_and(|types| match types.node.as_array() {
        Some(list) => list.iter().any(is_null),
        None => is_null(types.node),
    })
}

/// Returns true if a schema states the type of its instances.
pub(super) fn states_type(api: Api<'_>, at: &At<'_>) -> bool {
    let mut is_stated = false;
    walk(api, at, &mut |schema, of| is_stated |= of.as_str().is_empty() && schema.node.get("type").is_some());
    is_stated
}

/// Returns true if a schema refuses null for certain: by its type or values, those of what it refers to, or of all branches of a union.
pub(crate) fn refuses_null(api: Api<'_>, at: &At<'_>) -> bool {
    let null = Node { span: 0..0, value: Value::Null };
    refuses(api, at, &null, &mut 0)
}

fn refuses(api: Api<'_>, at: &At<'_>, value: &Node, steps: &mut usize) -> bool {
    *steps += 1;
    if *steps > STEPS {
        return false;
    }
    let target = at.get("$ref").and_then(|reference| api.target(&reference).ok());
    if target.is_some_and(|target| refuses(api, &target, value, steps)) {
        return true;
    }
    if api.hides_beside_ref(at) {
        return false;
    }
    if !admits_here(api, at, value)
        || at.get("allOf").is_some_and(|parts| parts.elements().any(|part| refuses(api, &part, value, steps)))
    {
        return true;
    }
    ["anyOf", "oneOf"].iter().filter_map(|name| at.get(name)).any(|union| {
        let mut branches = union.elements().peekable();
        branches.peek().is_some() && branches.all(|branch| refuses(api, &branch, value, steps))
    })
}

/// Calls a function with each schema that applies to every instance, and the pointer to the member that it is about.
fn walk(api: Api<'_>, at: &At<'_>, visit: &mut dyn FnMut(&At<'_>, &Pointer)) {
    Walk { api, visit, steps: 0, seen: BTreeSet::new() }.run(at);
}

struct Walk<'d, 'v> {
    api: Api<'d>,
    visit: &'v mut dyn FnMut(&At<'_>, &Pointer),
    steps: usize,
    /// The schemas that were visited, each with its member.
    seen: BTreeSet<(Pointer, Pointer)>,
}

impl<'d> Walk<'d, '_> {
    /// Visits all schemas, those of outer members first, and returns the number of steps.
    fn run(mut self, at: &At<'d>) -> usize {
        let mut level = vec![(at.clone(), Pointer::root())];
        for depth in 0..=DEPTH {
            for (at, member) in std::mem::take(&mut level) {
                self.schema(&at, &member, depth, &mut level);
            }
        }
        self.steps
    }

    /// Visits a schema of the member at a pointer with those that apply with it, and adds those of its members to the next level.
    fn schema(&mut self, at: &At<'d>, member: &Pointer, depth: usize, next: &mut Vec<(At<'d>, Pointer)>) {
        self.steps += 1;
        if self.steps > STEPS || !self.seen.insert((at.pointer.clone(), member.clone())) {
            return;
        }
        if let Some(target) = at.get("$ref").and_then(|reference| self.api.target(&reference).ok()) {
            self.schema(&target, member, depth, next);
        }
        if self.api.hides_beside_ref(at) {
            return;
        }
        for part in at.get("allOf").iter().flat_map(At::elements) {
            self.schema(&part, member, depth, next);
        }
        (self.visit)(at, member);
        if depth < DEPTH {
            let properties = at.get("properties");
            next.extend(properties.iter().flat_map(At::members).map(|(name, inner)| (inner, member.join(name))));
        }
    }
}

fn claim(claims: &mut Claims, at: &At<'_>, member: &Pointer) {
    let lists = lists(at);
    let is_object = at.node.get("properties").is_some() || at.text("type") == Some("object");
    let is_string = at.text("type") == Some("string");
    if lists.iter().all(Vec::is_empty) && !is_object && !is_string {
        return;
    }
    let claim = claims.entry(member.clone()).or_default();
    claim.is_object |= is_object;
    for listed in &lists {
        claim.list(listed);
    }
    claim.format = claim.format.take().or(at.text("format").map(str::to_owned));
}

/// Returns the lists of strings that a schema allows: of each keyword one, and of a union whose branches are nothing but values.
fn lists<'d>(at: &At<'d>) -> Vec<Vec<&'d str>> {
    let values = |at: &At<'d>, name| match (name, at.get(name)) {
        (_, None) => Vec::new(),
        ("enum", Some(values)) => values.elements().map(|it| it.node).collect(),
        (_, Some(fixed)) => vec![fixed.node],
    };
    let texts = |values: Vec<&'d Node>| -> Vec<&'d str> {
        let is_null = |node: &&Node| matches!(node.value, Value::Null);
        let texts: Option<Vec<&str>> = values.into_iter().filter(|it| !is_null(it)).map(Node::as_str).collect();
        texts.unwrap_or_default()
    };
    let of_keyword = ["const", "enum"].map(|name| texts(values(at, name)));
    let of_branches = ["oneOf", "anyOf"].into_iter().filter_map(|name| {
        let union = at.get(name)?;
        let list = |branch: At<'d>| texts(["const", "enum"].map(|it| values(&branch, it)).concat());
        let lists: Vec<Vec<&str>> = union.elements().map(list).collect();
        (!lists.iter().any(Vec::is_empty)).then(|| lists.concat())
    });
    of_keyword.into_iter().chain(of_branches).collect()
}
