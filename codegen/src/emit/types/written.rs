//! Schemas of the model → JSON Schema 2020-12, one assertion at a time: for what the Rust types do not say.

use std::collections::{BTreeMap, BTreeSet};

use codegen_runtime::number::Decimal;
use serde_json::{Map, Value, json};

use crate::json::{self, Node};
use crate::model::{Assertion, AssertionKind, Content, Model, SchemaId, TypeSet};

/// Schemas that are longer than this, as text, are referred to and not repeated.
const LONG: usize = 2000;

/// Writes schemas; what was written is kept.
pub(super) struct Writer<'m> {
    model: &'m Model,
    known: BTreeMap<SchemaId, Value>,
    /// The targets of references that lead back to themselves.
    recursive: BTreeSet<SchemaId>,
}

impl<'m> Writer<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, known: BTreeMap::new(), recursive: recursive(model) }
    }

    /// A whole schema. The target of a reference that holds itself, and what is long, becomes a reference to the documented one.
    pub(super) fn schema(&mut self, id: SchemaId) -> Value {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let value = self.in_full(id).filter(|value| value.to_string().len() <= LONG);
        let value = value.unwrap_or_else(|| json!({ "$ref": self.model.schema(id).uri }));
        self.known.insert(id, value.clone());
        value
    }

    fn in_full(&mut self, id: SchemaId) -> Option<Value> {
        if self.recursive.contains(&id) {
            return None;
        }
        let assertions = &self.model.schema(id).assertions;
        if assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never)) {
            return Some(json!(false));
        }
        let mut object = Object::default();
        for assertion in assertions {
            object.add(self.assertion(assertion));
        }
        Some(object.into_value())
    }

    /// The keywords of one assertion.
    pub(super) fn assertion(&mut self, assertion: &Assertion) -> Map<String, Value> {
        let one = |keyword: &str, value: Value| Map::from_iter([(keyword.to_owned(), value)]);
        match &assertion.kind {
            AssertionKind::Never => one("not", json!({})),
            AssertionKind::Type(types) => one("type", types_of(*types)),
            AssertionKind::Enum(values) => one("enum", values.iter().map(exact).collect()),
            AssertionKind::Const(value) => one("const", exact(value)),
            AssertionKind::MultipleOf(text) => one("multipleOf", number(text)),
            AssertionKind::Maximum(text) => one("maximum", number(text)),
            AssertionKind::ExclusiveMaximum(text) => one("exclusiveMaximum", number(text)),
            AssertionKind::Minimum(text) => one("minimum", number(text)),
            AssertionKind::ExclusiveMinimum(text) => one("exclusiveMinimum", number(text)),
            AssertionKind::MaxLength(limit) => one("maxLength", json!(limit)),
            AssertionKind::MinLength(limit) => one("minLength", json!(limit)),
            AssertionKind::Pattern(pattern) => one("pattern", json!(pattern.source)),
            AssertionKind::Format(format) => one("format", json!(format)),
            AssertionKind::PrefixItems(schemas) => one("prefixItems", self.list(schemas)),
            AssertionKind::Items(schema) => one("items", self.schema(*schema)),
            AssertionKind::Contains { schema, min, max, .. } => {
                let bounds = [("minContains", min), ("maxContains", max)];
                let bounds =
                    bounds.into_iter().filter_map(|(keyword, bound)| Some((keyword.to_owned(), json!((*bound)?))));
                one("contains", self.schema(*schema)).into_iter().chain(bounds).collect()
            }
            AssertionKind::MaxItems(limit) => one("maxItems", json!(limit)),
            AssertionKind::MinItems(limit) => one("minItems", json!(limit)),
            AssertionKind::UnevaluatedItems(schema) => one("unevaluatedItems", self.schema(*schema)),
            AssertionKind::UnevaluatedProperties(schema) => one("unevaluatedProperties", self.schema(*schema)),
            AssertionKind::Content(Content::Base64) => one("contentEncoding", json!("base64")),
            AssertionKind::Content(_) => one("contentMediaType", json!("application/json")),
            AssertionKind::UniqueItems => one("uniqueItems", json!(true)),
            AssertionKind::Properties(members) => one("properties", self.members(members)),
            AssertionKind::PatternProperties(members) => {
                let members: Vec<_> =
                    members.iter().map(|(pattern, schema)| (pattern.source.clone(), *schema)).collect();
                one("patternProperties", self.members(&members))
            }
            AssertionKind::AdditionalProperties(schema) => one("additionalProperties", self.schema(*schema)),
            AssertionKind::PropertyNames(schema) => one("propertyNames", self.schema(*schema)),
            AssertionKind::Required(wire_names) => one("required", json!(wire_names)),
            AssertionKind::MaxProperties(limit) => one("maxProperties", json!(limit)),
            AssertionKind::MinProperties(limit) => one("minProperties", json!(limit)),
            AssertionKind::DependentRequired(members) => {
                let members: Map<String, Value> =
                    members.iter().map(|(wire_name, others)| (wire_name.clone(), json!(others))).collect();
                one("dependentRequired", Value::Object(members))
            }
            AssertionKind::DependentSchemas(members) => one("dependentSchemas", self.members(members)),
            AssertionKind::Ref(target) => one("allOf", self.list(&[*target])),
            AssertionKind::AllOf(schemas) => one("allOf", self.list(schemas)),
            AssertionKind::AnyOf(schemas) => one("anyOf", self.list(schemas)),
            AssertionKind::OneOf(schemas) => one("oneOf", self.list(schemas)),
            AssertionKind::Not(schema) => one("not", self.schema(*schema)),
            AssertionKind::If { condition, then, else_ } => {
                let branches = [("if", Some(condition)), ("then", then.as_ref()), ("else", else_.as_ref())];
                let branches = branches.into_iter();
                branches.filter_map(|(keyword, schema)| Some((keyword.to_owned(), self.schema(*schema?)))).collect()
            }
        }
    }

    fn list(&mut self, schemas: &[SchemaId]) -> Value {
        schemas.iter().map(|schema| self.schema(*schema)).collect()
    }

    fn members(&mut self, members: &[(String, SchemaId)]) -> Value {
        let members = members.iter().map(|(name, schema)| (name.clone(), self.schema(*schema)));
        Value::Object(members.collect())
    }
}

/// The targets of references that lead back to themselves: on every way of a schema into itself there is one.
fn recursive(model: &Model) -> BTreeSet<SchemaId> {
    let targets =
        model.schemas.iter().flat_map(|schema| &schema.assertions).filter_map(|assertion| match assertion.kind {
            AssertionKind::Ref(target) => Some(target),
            _ => None,
        });
    let targets: BTreeSet<SchemaId> = targets.collect();
    let held: BTreeMap<SchemaId, BTreeSet<SchemaId>> =
        targets.iter().map(|target| (*target, targets_in(model, *target))).collect();
    let leads_back = |target: &SchemaId| {
        let (mut open, mut seen) = (vec![*target], BTreeSet::new());
        while let Some(next) = open.pop() {
            open.extend(held[&next].iter().filter(|target| seen.insert(**target)));
        }
        seen.contains(target)
    };
    targets.into_iter().filter(leads_back).collect()
}

/// The targets of the references that stand in a schema.
fn targets_in(model: &Model, id: SchemaId) -> BTreeSet<SchemaId> {
    let (mut open, mut targets) = (vec![id], BTreeSet::new());
    while let Some(id) = open.pop() {
        for assertion in &model.schema(id).assertions {
            match &assertion.kind {
                AssertionKind::Ref(target) => _ = targets.insert(*target),
                kind => open.extend(kind.subschemas(assertion.keyword).into_iter().map(|(_, schema)| schema)),
            }
        }
    }
    targets
}

/// A schema object that is being put together from assertions.
#[derive(Default)]
pub(super) struct Object {
    keywords: Map<String, Value>,
}

impl Object {
    /// Adds keywords; those that it has already with another value go into `allOf`, together.
    pub(super) fn add(&mut self, keywords: Map<String, Value>) {
        let collides = keywords.keys().any(|keyword| self.keywords.contains_key(keyword));
        let parts: Vec<Value> = match keywords.get("allOf") {
            Some(Value::Array(parts)) => parts.clone(),
            _ if collides => vec![Value::Object(keywords)],
            _ => {
                self.keywords.extend(keywords);
                return;
            }
        };
        let known = self.keywords.entry("allOf").or_insert_with(|| json!([]));
        known.as_array_mut().expect("only lists are put there").extend(parts);
    }

    pub(super) fn into_value(self) -> Value {
        if self.keywords.is_empty() { json!(true) } else { Value::Object(self.keywords) }
    }

    pub(super) fn into_keywords(self) -> Map<String, Value> {
        self.keywords
    }
}

pub(super) fn types_of(types: TypeSet) -> Value {
    let names: Vec<&str> = types.names().collect();
    match names.as_slice() {
        [name] => json!(name),
        names => json!(names),
    }
}

/// Stands before the text of a number of which `serde_json` would lose digits, which is held as a string until it is written.
const EXACT: char = '\u{fdd0}';

/// The number as it is written. One beyond all of `f64` becomes the last of these: a schema that has it could not be read again.
fn number(text: &str) -> Value {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return json!(if text.starts_with('-') { f64::MIN } else { f64::MAX });
    };
    let is_exact = Decimal::parse(&value.to_string()) == Decimal::parse(text);
    if is_exact { value } else { Value::String(format!("{EXACT}{text}")) }
}

/// A value of a schema, its numbers as they are written.
fn exact(node: &Node) -> Value {
    match &node.value {
        json::Value::Number(text) => number(text),
        json::Value::Array(elements) => elements.iter().map(exact).collect(),
        json::Value::Object(members) => {
            Value::Object(members.iter().map(|member| (member.name.clone(), exact(&member.node))).collect())
        }
        _ => node.to_serde(),
    }
}

/// Whether a value is a number that only [`text`] can write.
pub(super) fn is_exact_number(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(EXACT))
}

/// The text of a value.
pub(super) fn text(value: &Value) -> String {
    let text = value.to_string();
    let mark = format!("\"{EXACT}");
    let mut parts = text.split(&mark);
    let first = parts.next().unwrap_or_default().to_owned();
    // The digits end where the string does.
    parts.fold(first, |written, part| written + &part.replacen('"', "", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let value = json!({ "minimum": number("-123456789012345678901234567890"), "maximum": number("0.5"), "const": number("1e400") });
        let expected =
            format!(r#"{{"const":{},"maximum":0.5,"minimum":-123456789012345678901234567890}}"#, json!(f64::MAX));
        assert_eq!(text(&value), expected);
        assert!(is_exact_number(&value["minimum"]) && !is_exact_number(&value["maximum"]));
    }
}
