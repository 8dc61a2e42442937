//! Structural equality of JSON Schemas: the judge of the law of truthful types.
//!
//! Schemas are compared keyword by keyword, with references followed, `allOf` merged into its siblings, and recursion compared by
//! assumption. Annotations do not count. These are equal: a `const` and an `enum` of one value; a type and the same type implied by an
//! `enum` or by all branches; `null` as one of the types and as a branch of its own; a keyword without effect and its absence. Everything
//! else must be the same: bounds, patterns, conditions and branches, in order.

mod value;

use std::collections::{BTreeMap, BTreeSet};

use codegen::keyword::dialect::Vocabulary;
use codegen::keyword::{self, Form};
use serde_json::{Map, Value, json};

use value::{TYPES, narrow, same, same_values, type_of};

/// Returns the first difference between two schemas, as a path of keywords and a few words.
pub fn difference(documented: &Value, derived: &Value) -> Option<String> {
    let mut comparison = Comparison { documents: [documented, derived], assumed: BTreeSet::new() };
    let root = |document| vec![Location { document, pointer: String::new() }];
    comparison.compare(&root(0), &root(1), "#")
}

/// A schema by its place in one of the documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Location {
    document: usize,
    pointer: String,
}

impl Location {
    fn join(&self, token: impl std::fmt::Display) -> Self {
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self { document: self.document, pointer: format!("{}/{token}", self.pointer) }
    }
}

/// Schemas that all apply to the same instance.
type Conjunction = Vec<Location>;

struct Comparison<'a> {
    /// The documented and the derived one.
    documents: [&'a Value; 2],
    assumed: BTreeSet<(Conjunction, Conjunction)>,
}

/// The keywords of a conjunction, without references and `allOf`.
#[derive(Debug, Default)]
struct Said {
    is_never: bool,
    types: Option<BTreeSet<&'static str>>,
    is_nullable: bool,
    values: Option<Vec<Value>>,
    required: BTreeSet<String>,
    /// Keywords that are compared as values.
    plain: BTreeMap<String, Vec<Value>>,
    properties: BTreeMap<String, Conjunction>,
    patterns: BTreeMap<String, Conjunction>,
    /// Schemas for members outside some names and patterns.
    additional: Vec<(BTreeSet<String>, BTreeSet<String>, Location)>,
    prefix: BTreeMap<usize, Conjunction>,
    /// Schemas for elements from an index on.
    items: BTreeMap<usize, Conjunction>,
    /// Keywords with schemas, in lists that are compared one by one.
    applied: BTreeMap<String, Vec<Vec<Location>>>,
}

/// Returns true for keywords that are compared as values and have an effect: leaf keywords except for those of content, which are
/// annotations.
fn is_plain(spelling: &str, value: &Value) -> bool {
    let is_nothing = spelling.starts_with("min") && value.as_u64() == Some(0);
    keyword::rows(spelling).any(|row| {
        keyword::lowering(row).is_some()
            && row.vocabulary != Vocabulary::Content
            && !(row.form == Form::Count && is_nothing)
    })
}

impl Comparison<'_> {
    fn compare(&mut self, left: &[Location], right: &[Location], at: &str) -> Option<String> {
        if !self.assumed.insert((left.to_vec(), right.to_vec())) {
            return None;
        }
        let (left, right) = (self.said(left), self.said(right));
        if left.is_never || right.is_never {
            return (left.is_never != right.is_never).then(|| format!("{at}: only one of them accepts nothing"));
        }
        let differs = |keyword: &str, left: &dyn std::fmt::Debug, right: &dyn std::fmt::Debug| {
            Some(format!("{at}: `{keyword}` is {left:?} as documented, {right:?} as derived"))
        };
        if left.types != right.types {
            return differs("type", &left.types, &right.types);
        }
        if left.is_nullable != right.is_nullable {
            return differs("null", &left.is_nullable, &right.is_nullable);
        }
        if !same_values(left.values.as_deref(), right.values.as_deref()) {
            return differs("enum", &left.values, &right.values);
        }
        if left.required != right.required {
            return differs("required", &left.required, &right.required);
        }
        if left.plain.keys().ne(right.plain.keys())
            || !left
                .plain
                .iter()
                .all(|(keyword, values)| same_values(Some(values), right.plain.get(keyword).map(Vec::as_slice)))
        {
            return differs("keywords", &left.plain, &right.plain);
        }
        self.compare_parts(&left, &right, at)
    }

    fn compare_parts(&mut self, left: &Said, right: &Said, at: &str) -> Option<String> {
        for (keyword, left, right) in [
            ("properties", &left.properties, &right.properties),
            ("patternProperties", &left.patterns, &right.patterns),
        ] {
            if let Some(found) = self.compare_maps(left, right, &format!("{at}/{keyword}")) {
                return Some(found);
            }
        }
        for (keyword, left, right) in
            [("prefixItems", &left.prefix, &right.prefix), ("items", &left.items, &right.items)]
        {
            if let Some(found) = self.compare_maps(left, right, &format!("{at}/{keyword}")) {
                return Some(found);
            }
        }
        if left.additional.len() != right.additional.len() {
            let (left, right) = (left.additional.len(), right.additional.len());
            return Some(format!("{at}: {left} `additionalProperties` as documented, {right} as derived"));
        }
        for (names, patterns, schema) in &left.additional {
            let mut same = right.additional.iter().filter(|(other, others, _)| other == names && others == patterns);
            let Some((.., other)) = same.next() else {
                return Some(format!("{at}: `additionalProperties` beside {names:?} and {patterns:?} is not derived"));
            };
            let place = format!("{at}/additionalProperties");
            if let Some(found) = self.compare(std::slice::from_ref(schema), std::slice::from_ref(other), &place) {
                return Some(found);
            }
        }
        if left.applied.keys().ne(right.applied.keys()) {
            let (left, right) = (left.applied.keys(), right.applied.keys());
            return Some(format!("{at}: {left:?} as documented, {right:?} as derived"));
        }
        for (keyword, lists) in &left.applied {
            let others = &right.applied[keyword];
            let shape = |lists: &Vec<Vec<Location>>| lists.iter().map(Vec::len).collect::<Vec<_>>();
            if shape(lists) != shape(others) {
                return Some(format!("{at}: `{keyword}` has other branches"));
            }
            for (index, (left, right)) in lists.iter().flatten().zip(others.iter().flatten()).enumerate() {
                let place = format!("{at}/{keyword}/{index}");
                if let Some(found) = self.compare(std::slice::from_ref(left), std::slice::from_ref(right), &place) {
                    return Some(found);
                }
            }
        }
        None
    }

    fn compare_maps<K: Ord + std::fmt::Debug>(
        &mut self,
        left: &BTreeMap<K, Conjunction>,
        right: &BTreeMap<K, Conjunction>,
        at: &str,
    ) -> Option<String> {
        // An unconstrained part need not be named.
        let nothing = [];
        let keys: BTreeSet<&K> = left.keys().chain(right.keys()).collect();
        keys.into_iter().find_map(|key| {
            let left = left.get(key).map_or(&nothing[..], Vec::as_slice);
            let right = right.get(key).map_or(&nothing[..], Vec::as_slice);
            self.compare(left, right, &format!("{at}/{key:?}"))
        })
    }

    fn is_old(&self, document: usize) -> bool {
        self.documents[document]["$schema"].as_str().is_some_and(|uri| uri.contains("/draft-0"))
    }

    fn said(&self, conjunction: &[Location]) -> Said {
        let mut said = Said::default();
        let mut seen = BTreeSet::new();
        for location in conjunction {
            self.collect(location, &mut said, &mut seen);
        }
        self.imply_types(&mut said);
        if said.types.as_ref().is_some_and(|types| types.iter().eq(&["null"])) {
            said.values = None; // there is only one
        }
        let in_place = ["anyOf", "oneOf", "not", "if"];
        if let Some(types) = &mut said.types
            && types.len() > 1
            && !in_place.iter().any(|keyword| said.applied.contains_key(*keyword))
            && types.remove("null")
        {
            said.is_nullable = true;
            said.values.iter_mut().for_each(|values| values.retain(|value| !value.is_null()));
        }
        said
    }

    /// Adds the types implied by listed values, and by the branches of `anyOf` and `oneOf`.
    fn imply_types(&self, said: &mut Said) {
        if let Some(values) = &said.values {
            let types = values.iter().map(type_of).collect();
            narrow(&mut said.types, types);
        }
        let choices: Vec<Vec<Location>> =
            ["anyOf", "oneOf"].iter().filter_map(|keyword| said.applied.get(*keyword)).flatten().cloned().collect();
        for branches in choices {
            let types: Option<Vec<BTreeSet<&'static str>>> =
                branches.iter().map(|branch| self.types_of(branch, 8)).collect();
            if let Some(types) = types {
                narrow(&mut said.types, types.into_iter().flatten().collect());
            }
        }
    }

    /// Returns the types of a branch's instances, if it restricts them.
    fn types_of(&self, branch: &Location, depth: usize) -> Option<BTreeSet<&'static str>> {
        let depth = depth.checked_sub(1)?;
        let mut said = Said::default();
        self.collect(branch, &mut said, &mut BTreeSet::new());
        if let Some(values) = &said.values {
            narrow(&mut said.types, values.iter().map(type_of).collect());
        }
        for branches in ["anyOf", "oneOf"].iter().filter_map(|keyword| said.applied.get(*keyword)).flatten() {
            let types: Option<Vec<_>> = branches.iter().map(|branch| self.types_of(branch, depth)).collect();
            if let Some(types) = types {
                narrow(&mut said.types, types.into_iter().flatten().collect());
            }
        }
        if said.is_nullable {
            said.types.iter_mut().for_each(|types| {
                types.insert("null");
            });
        }
        said.types
    }

    fn collect(&self, location: &Location, said: &mut Said, seen: &mut BTreeSet<Location>) {
        if !seen.insert(location.clone()) {
            return;
        }
        let schema = self.documents[location.document].pointer(&location.pointer);
        match schema.unwrap_or_else(|| panic!("there is nothing at {location:?}")) {
            Value::Bool(accepts) => said.is_never |= !accepts,
            Value::Object(keywords) => self.collect_keywords(location, keywords, said, seen),
            other => panic!("{other} at {location:?} is no schema"),
        }
    }

    fn collect_keywords(
        &self,
        at: &Location,
        keywords: &Map<String, Value>,
        said: &mut Said,
        seen: &mut BTreeSet<Location>,
    ) {
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            self.collect(&target(at.document, reference), said, seen);
            if self.is_old(at.document) {
                return; // up to draft 7, what stands beside a reference is ignored
            }
        }
        // Only dynamic references to the document itself: the targets of others depend on the path to them.
        let root = self.documents[at.document];
        if keywords.contains_key("$dynamicRef")
            && keywords["$dynamicRef"].as_str().and_then(|it| it.strip_prefix('#')) == root["$dynamicAnchor"].as_str()
        {
            self.collect(&Location { document: at.document, pointer: String::new() }, said, seen);
        }
        for index in 0..keywords.get("allOf").and_then(Value::as_array).map_or(0, Vec::len) {
            self.collect(&at.join("allOf").join(index), said, seen);
        }
        collect_plain(keywords, said);
        collect_members(at, keywords, said);
        collect_elements(at, keywords, said);
        for keyword in ["anyOf", "oneOf"] {
            let Some(branches) = keywords.get(keyword).and_then(Value::as_array) else {
                continue;
            };
            let branches: Vec<Location> = (0..branches.len()).map(|index| at.join(keyword).join(index)).collect();
            let is_null = |branch: &&Location| {
                self.documents[branch.document].pointer(&branch.pointer) == Some(&json!({ "type": "null" }))
            };
            let others: Vec<&Location> = branches.iter().filter(|branch| !is_null(branch)).collect();
            match others.as_slice() {
                [only] if branches.len() == 1 => self.collect(only, said, seen),
                [only] if branches.len() == 2 => {
                    said.is_nullable = true;
                    self.collect(only, said, seen);
                }
                _ => said.applied.entry(keyword.to_owned()).or_default().push(branches),
            }
        }
        let says_nothing = |schema: &Value| *schema == json!(true) || *schema == json!({});
        said.is_never |= keywords.get("not").is_some_and(says_nothing);
        for keyword in ["not", "contains", "propertyNames"] {
            if keywords.contains_key(keyword) {
                said.applied.entry(keyword.to_owned()).or_default().push(vec![at.join(keyword)]);
            }
        }
        if keywords.contains_key("if") {
            let parts = ["if", "then", "else"].into_iter().filter(|keyword| keywords.contains_key(*keyword));
            let name = parts.clone().collect::<Vec<_>>().join("-");
            said.applied.entry(name).or_default().push(parts.map(|keyword| at.join(keyword)).collect());
        }
        for (name, _) in keywords.get("dependentSchemas").and_then(Value::as_object).into_iter().flatten() {
            let schema = at.join("dependentSchemas").join(name);
            said.applied.entry(format!("dependentSchemas {name}")).or_default().push(vec![schema]);
        }
    }
}

fn collect_plain(keywords: &Map<String, Value>, said: &mut Said) {
    if let Some(types) = keywords.get("type") {
        let named: Vec<&str> = match types {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        narrow(&mut said.types, TYPES.into_iter().filter(|name| named.contains(name)).collect());
    }
    let listed = keywords.get("enum").and_then(Value::as_array).cloned();
    for values in [listed, keywords.get("const").map(|value| vec![value.clone()])].into_iter().flatten() {
        said.values = Some(match said.values.take() {
            None => values,
            Some(known) => known.into_iter().filter(|value| values.iter().any(|other| same(value, other))).collect(),
        });
    }
    for (keyword, value) in keywords.iter().filter(|(keyword, value)| is_plain(keyword, value)) {
        let values = said.plain.entry(keyword.clone()).or_default();
        if !values.iter().any(|known| same(known, value)) {
            values.push(value.clone());
        }
    }
    if keywords.contains_key("contains") {
        for keyword in ["minContains", "maxContains"] {
            said.plain.entry(keyword.to_owned()).or_default().extend(keywords.get(keyword).cloned());
        }
    }
    for name in keywords.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        said.required.insert(name.to_owned());
    }
    for (name, others) in keywords.get("dependentRequired").and_then(Value::as_object).into_iter().flatten() {
        said.plain.entry(format!("dependentRequired {name}")).or_default().push(others.clone());
    }
}

fn collect_members(at: &Location, keywords: &Map<String, Value>, said: &mut Said) {
    let names = |keyword: &str| -> BTreeSet<String> {
        keywords.get(keyword).and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone()).collect()
    };
    for name in names("properties") {
        said.properties.entry(name.clone()).or_default().push(at.join("properties").join(name));
    }
    for pattern in names("patternProperties") {
        said.patterns.entry(pattern.clone()).or_default().push(at.join("patternProperties").join(pattern));
    }
    let says_nothing = |schema: &Value| *schema == json!(true) || *schema == json!({});
    if keywords.get("additionalProperties").is_some_and(|schema| !says_nothing(schema)) {
        said.additional.push((names("properties"), names("patternProperties"), at.join("additionalProperties")));
    }
}

fn collect_elements(at: &Location, keywords: &Map<String, Value>, said: &mut Said) {
    // Up to 2019-09, `items` may be the list, and `additionalItems` applies to the rest.
    let is_list = keywords.get("items").is_some_and(Value::is_array);
    let (list, rest) = if is_list { ("items", "additionalItems") } else { ("prefixItems", "items") };
    let prefix = keywords.get(list).and_then(Value::as_array).map_or(0, Vec::len);
    for index in 0..prefix {
        said.prefix.entry(index).or_default().push(at.join(list).join(index));
    }
    if keywords.contains_key(rest) {
        said.items.entry(prefix).or_default().push(at.join(rest));
    }
}

fn target(document: usize, reference: &str) -> Location {
    match reference.split_once('#') {
        Some(("", fragment)) => {
            let pointer = fragment.replace("%3A", ":").replace("%24", "$").replace("%25", "%");
            Location { document, pointer }
        }
        // A derived schema may refer to the documented one.
        Some((_, fragment)) => Location { document: 0, pointer: fragment.to_owned() },
        None => Location { document: 0, pointer: String::new() },
    }
}
