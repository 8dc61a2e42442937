//! Random schemas, with combinations of keywords that no author writes. They use few names and values, so that branches are exclusive, or
//! nearly so.

use fastrand::Rng;
use serde_json::{Map, Value, json};

const NAMES: [&str; 6] = ["kind", "a", "b", "ab", "c", "d\"é"];
const WORDS: [&str; 5] = ["x", "y", "xy", "", "é\u{1F600}"];
const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
const PATTERNS: [&str; 6] = ["^a", "b$", "^[a-c]+$", "x?y", "^(?!b)", "a(?=b|$)"];
const DEFINITIONS: usize = 3;

/// The syntax of a draft, as far as drafts differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// `definitions`, `dependencies`, no siblings of `$ref`; neither `dependentSchemas` nor `unevaluatedProperties`.
    Draft7,
    /// `$defs`, and an array of `items`.
    Draft2019,
    /// `prefixItems`
    Draft2020,
}

/// Returns a schema and values, and the schema accepts some of them; equal seeds give equal schemas.
pub fn random_schema(seed: u64, syntax: Syntax) -> (Value, Vec<Value>) {
    let mut generator = Generator { rng: Rng::with_seed(seed), syntax, is_in_last: false };
    let mut schema = generator.schema(3);
    let definitions: Map<String, Value> =
        (0..DEFINITIONS).map(|index| (format!("d{index}"), generator.definition(index))).collect();
    if let Value::Object(keywords) = &mut schema {
        keywords.insert(generator.definitions().to_owned(), Value::Object(definitions));
    }
    let values = (0..12).map(|_| generator.value_for(&schema, &schema, 6)).collect();
    (schema, values)
}

struct Generator {
    rng: Rng,
    syntax: Syntax,
    /// True for the last definition, which would refer to itself.
    is_in_last: bool,
}

impl Generator {
    fn definitions(&self) -> &'static str {
        if self.syntax == Syntax::Draft7 { "definitions" } else { "$defs" }
    }

    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(0..100) < percent
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(0..of.len())]
    }

    fn some<T: Copy>(&mut self, of: &[T], percent: u8) -> Vec<T> {
        of.iter().copied().filter(|_| self.chance(percent)).collect()
    }

    fn definition(&mut self, index: usize) -> Value {
        match index {
            // Another definition in place, with a higher number.
            0 if self.chance(40) => json!({ "anyOf": [{ "$ref": self.pointer(1) }, self.schema(2)] }),
            1 if self.chance(40) => json!({ "allOf": [{ "$ref": self.pointer(2) }], "minProperties": 1 }),
            _ => {
                self.is_in_last = index + 1 == DEFINITIONS;
                Value::Object(self.object(2))
            }
        }
    }

    fn pointer(&self, index: usize) -> String {
        format!("#/{}/d{index}", self.definitions())
    }

    /// Returns a schema of anything; in place, references lead to later definitions, and so never back.
    fn schema(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return self.small();
        }
        match self.rng.u8(0..100) {
            0..40 => Value::Object(self.object(depth)),
            40..55 => self.tagged(depth),
            55..70 => Value::Object(self.in_place(depth)),
            70..80 => self.array(depth),
            _ => self.small(),
        }
    }

    /// Returns a schema for a part, possibly any definition.
    fn part(&mut self, depth: usize) -> Value {
        if self.chance(12) {
            let index = self.rng.usize(0..DEFINITIONS);
            json!({ "$ref": self.pointer(index) })
        } else {
            self.schema(depth)
        }
    }

    fn small(&mut self) -> Value {
        match self.rng.u8(0..12) {
            0 => json!(true),
            1 => json!(self.chance(70)),
            2 | 3 => json!({ "type": self.one(&TYPES) }),
            4 => json!({ "type": self.types() }),
            5 => json!({ "const": self.literal() }),
            6 => json!({ "enum": self.literals() }),
            7 => json!({ "type": "string", "minLength": self.rng.u8(0..3) }),
            8 => json!({ "pattern": self.one(&PATTERNS), "maxLength": self.rng.u8(1..4) }),
            9 => json!({ "minimum": self.one(&[-1.5, 0.0, 1.0]), "exclusiveMaximum": 2 }),
            10 => json!({ "type": "number", "multipleOf": self.one(&[0.5, 2.0]) }),
            _ => json!({ "type": self.types(), "enum": self.literals() }),
        }
    }

    fn types(&mut self) -> Vec<&'static str> {
        let first = self.one(&TYPES);
        let others = self.some(&TYPES, 30);
        std::iter::once(first).chain(others.into_iter().filter(|name| *name != first)).collect()
    }

    fn literal(&mut self) -> Value {
        match self.rng.u8(0..10) {
            0 => Value::Null,
            1 => json!(self.rng.bool()),
            2 => json!(self.one(&[0.0, 1.0, 1.5, -1.0])),
            3 => json!(self.one(&[0, 1, 2])),
            4 => json!([1, "x"]),
            5 => json!({ "a": 1 }),
            _ => json!(self.one(&WORDS)),
        }
    }

    fn literals(&mut self) -> Vec<Value> {
        let mut literals: Vec<Value> = Vec::new();
        for _ in 0..self.rng.usize(1..4) {
            let literal = self.literal();
            // 1 and 1.0 are the same value, and the values of `enum` are unique.
            if !literals.iter().any(|known| known.as_f64().map_or(known == &literal, |it| Some(it) == literal.as_f64()))
            {
                literals.push(literal);
            }
        }
        literals
    }

    fn object(&mut self, depth: usize) -> Map<String, Value> {
        let mut object = Map::new();
        if self.chance(70) {
            object.insert("type".to_owned(), json!("object"));
        }
        let names = self.some(&NAMES, 45);
        let properties: Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), self.part(depth.saturating_sub(1)))).collect();
        object.insert("properties".to_owned(), Value::Object(properties));
        if self.chance(60) {
            object.insert("required".to_owned(), json!(self.some(&NAMES, 20)));
        }
        if self.chance(35) {
            let other = if self.chance(60) { json!(false) } else { self.part(depth.saturating_sub(1)) };
            object.insert("additionalProperties".to_owned(), other);
        }
        if self.chance(12) {
            object.insert(
                "patternProperties".to_owned(),
                json!({ self.one(&PATTERNS): self.part(depth.saturating_sub(1)) }),
            );
        }
        if self.chance(6) {
            object.insert("propertyNames".to_owned(), self.small());
        }
        if self.chance(8) {
            object.insert("maxProperties".to_owned(), json!(self.rng.u8(0..4)));
        }
        if self.chance(12) {
            let (name, others) = (self.one(&NAMES), self.some(&NAMES, 30));
            let keyword = if self.syntax == Syntax::Draft7 { "dependencies" } else { "dependentRequired" };
            object.insert(keyword.to_owned(), json!({ name: others }));
        } else if self.chance(10) {
            let (name, applied) = (self.one(&NAMES), self.schema(depth.saturating_sub(1)));
            let keyword = if self.syntax == Syntax::Draft7 { "dependencies" } else { "dependentSchemas" };
            object.insert(keyword.to_owned(), json!({ name: applied }));
        }
        if self.chance(25) {
            object.extend(self.in_place(depth.saturating_sub(1)));
        }
        if self.syntax != Syntax::Draft7 && self.chance(12) {
            let unevaluated = if self.chance(60) { json!(false) } else { self.small() };
            object.insert("unevaluatedProperties".to_owned(), unevaluated);
        }
        object
    }

    /// Returns branches that a member distinguishes, or nearly so.
    fn tagged(&mut self, depth: usize) -> Value {
        let tag = self.one(&NAMES[..3]);
        let branches: Vec<Value> = (0..self.rng.usize(2..5))
            .map(|index| {
                let mut branch = self.object(depth.saturating_sub(1));
                let value =
                    if self.chance(85) { json!({ "const": WORDS[index] }) } else { json!({ "enum": self.literals() }) };
                if let (Some(Value::Object(properties)), true) = (branch.get_mut("properties"), self.chance(90)) {
                    properties.insert(tag.to_owned(), value);
                }
                if self.chance(70) {
                    let other = self.one(&NAMES);
                    let names = if other != tag && self.chance(50) { vec![tag, other] } else { vec![tag] };
                    branch.insert("required".to_owned(), json!(names));
                }
                Value::Object(branch)
            })
            .collect();
        let keyword = self.one(&["oneOf", "oneOf", "anyOf"]);
        let mut tagged = if self.chance(30) { self.object(depth.saturating_sub(1)) } else { Map::new() };
        tagged.insert(keyword.to_owned(), json!(branches));
        Value::Object(tagged)
    }

    fn in_place(&mut self, depth: usize) -> Map<String, Value> {
        let branches = |generator: &mut Self, most: usize| -> Value {
            let count = generator.rng.usize(1..=most);
            json!((0..count).map(|_| generator.schema(depth.saturating_sub(1))).collect::<Vec<_>>())
        };
        let mut keywords = Map::new();
        match self.rng.u8(0..6) {
            0 => _ = keywords.insert("allOf".to_owned(), branches(self, 3)),
            1 => _ = keywords.insert("anyOf".to_owned(), branches(self, 4)),
            2 => _ = keywords.insert("oneOf".to_owned(), branches(self, 4)),
            3 => _ = keywords.insert("not".to_owned(), self.schema(depth.saturating_sub(1))),
            4 => {
                keywords.insert("if".to_owned(), self.schema(depth.saturating_sub(1)));
                for branch in ["then", "else"] {
                    if self.chance(75) {
                        keywords.insert(branch.to_owned(), self.schema(depth.saturating_sub(1)));
                    }
                }
            }
            5 if self.is_in_last => _ = keywords.insert("not".to_owned(), self.small()),
            _ => {
                let last = self.pointer(DEFINITIONS - 1);
                keywords.insert("anyOf".to_owned(), json!([{ "$ref": last }, self.small()]));
            }
        }
        keywords
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut array = Map::new();
        if self.chance(70) {
            array.insert("type".to_owned(), json!("array"));
        }
        let prefix: Vec<Value> = (0..self.rng.usize(0..3)).map(|_| self.part(depth.saturating_sub(1))).collect();
        let rest = self.chance(60).then(|| self.part(depth.saturating_sub(1)));
        let (first, behind) =
            if self.syntax == Syntax::Draft2020 { ("prefixItems", "items") } else { ("items", "additionalItems") };
        let has_prefix = !prefix.is_empty();
        if has_prefix {
            array.insert(first.to_owned(), json!(prefix));
        }
        if let Some(rest) = rest {
            array.insert(if has_prefix { behind } else { "items" }.to_owned(), rest);
        }
        if self.chance(20) {
            array.insert("contains".to_owned(), self.schema(depth.saturating_sub(1)));
            if self.syntax != Syntax::Draft7 && self.chance(40) {
                array.insert("minContains".to_owned(), json!(self.rng.u8(0..3)));
                array.insert("maxContains".to_owned(), json!(self.rng.u8(1..3)));
            }
        }
        if self.chance(15) {
            array.insert("uniqueItems".to_owned(), json!(true));
        }
        if self.chance(15) {
            array.insert("maxItems".to_owned(), json!(self.rng.u8(0..4)));
        }
        if self.syntax != Syntax::Draft7 && self.chance(12) {
            array.insert("unevaluatedItems".to_owned(), json!(false));
        }
        if self.chance(15) {
            array.extend(self.in_place(depth.saturating_sub(1)));
        }
        Value::Object(array)
    }

    /// Returns a value that a schema may accept, made from each of its keywords.
    fn value_for(&mut self, schema: &Value, root: &Value, depth: usize) -> Value {
        let Value::Object(keywords) = schema else { return self.value(depth.min(2)) };
        if depth == 0 || self.chance(4) {
            return self.value(1);
        }
        if let Some(pointer) = keywords.get("$ref").and_then(Value::as_str) {
            let target = root.pointer(pointer.trim_start_matches('#')).unwrap_or(&Value::Null);
            return self.value_for(target, root, depth.saturating_sub(1));
        }
        if let Some(value) = keywords.get("const") {
            return value.clone();
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return values[self.rng.usize(0..values.len())].clone();
        }
        let in_place = ["allOf", "anyOf", "oneOf", "then", "else", "if"];
        let applied = in_place.iter().filter_map(|keyword| keywords.get(*keyword)).flat_map(|applied| match applied {
            Value::Array(branches) => branches.clone(),
            one => vec![one.clone()],
        });
        let applied: Vec<Value> = applied.collect();
        let base = match keywords.get("type") {
            Some(Value::String(name)) => self.of_type(name.clone().as_str(), keywords, root, depth),
            Some(Value::Array(names)) => {
                let name = names[self.rng.usize(0..names.len())].as_str().unwrap_or_default().to_owned();
                self.of_type(&name, keywords, root, depth)
            }
            _ if keywords.contains_key("properties") => self.of_type("object", keywords, root, depth),
            _ if keywords.contains_key("items") => self.of_type("array", keywords, root, depth),
            _ if applied.is_empty() => self.value(2),
            _ => Value::Null,
        };
        if applied.is_empty() {
            return base;
        }
        let branch = applied[self.rng.usize(0..applied.len())].clone();
        match (base, self.value_for(&branch, root, depth.saturating_sub(1))) {
            (Value::Object(mut members), Value::Object(others)) => {
                members.extend(others);
                Value::Object(members)
            }
            (Value::Null, other) => other,
            (base, _) => base,
        }
    }

    fn of_type(&mut self, name: &str, keywords: &Map<String, Value>, root: &Value, depth: usize) -> Value {
        match name {
            "object" => {
                let required = keywords.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
                let documented = keywords.get("properties").and_then(Value::as_object);
                let mut members = Map::new();
                for name in NAMES {
                    let schema = documented.and_then(|documented| documented.get(name));
                    let percent = if required.iter().any(|it| it == name) { 92 } else { 40 };
                    if self.chance(percent) && (schema.is_some() || percent > 50 || self.chance(15)) {
                        let value = self.value_for(schema.unwrap_or(&Value::Null), root, depth.saturating_sub(1));
                        members.insert(name.to_owned(), value);
                    }
                }
                Value::Object(members)
            }
            "array" => {
                let element = keywords.get("items").or_else(|| keywords.get("prefixItems"));
                let count = self.rng.usize(0..4);
                let schema = |index: usize| match element {
                    Some(Value::Array(elements)) => elements.get(index).or_else(|| keywords.get("additionalItems")),
                    other => other,
                };
                (0..count)
                    .map(|index| self.value_for(schema(index).unwrap_or(&Value::Null), root, depth.saturating_sub(1)))
                    .collect()
            }
            "string" => json!(self.one(&WORDS)),
            "integer" => json!(self.rng.i8(-2..4)),
            "number" => json!(f64::from(self.rng.i8(-3..6)) / 2.0),
            "boolean" => json!(self.rng.bool()),
            _ => Value::Null,
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.rng.u8(0..10) {
            0 | 1 if depth > 0 => (0..self.rng.usize(0..3)).map(|_| self.value(depth.saturating_sub(1))).collect(),
            2..5 if depth > 0 => {
                let names = self.some(&NAMES, 40);
                names.into_iter().map(|name| (name.to_owned(), self.value(depth.saturating_sub(1)))).collect()
            }
            _ => self.literal(),
        }
    }
}
