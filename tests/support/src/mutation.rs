//! Mutants of the written instances, the same in every run.

use std::collections::BTreeSet;

use fastrand::Rng;
use serde_json::{Map, Number, Value, json};

/// Makes mutants from the values and names in a schema and its instances, and from odd ones.
#[derive(Debug)]
pub struct Mutator {
    rng: Rng,
    values: Vec<Value>,
    names: Vec<String>,
}

impl Mutator {
    /// Creates a mutator; equal seeds, schemas and instances give equal mutants.
    pub fn new(seed: u64, schema: &Value, instances: &[Value]) -> Self {
        let (mut values, mut names) = (Vec::new(), BTreeSet::new());
        for spoken_of in instances.iter().chain([schema]) {
            collect(spoken_of, &mut values, &mut names);
        }
        values.extend(odd_values());
        names.extend(["", "a", "0", "~/%", "$ref", "toString", "é"].map(str::to_owned));
        Self { rng: Rng::with_seed(seed), values, names: names.into_iter().collect() }
    }

    /// Returns up to `count` unique values outside the instances.
    pub fn mutants(&mut self, instances: &[Value], count: usize) -> Vec<Value> {
        let mut known: BTreeSet<String> = instances.iter().map(Value::to_string).collect();
        let mut mutants = Vec::new();
        for _ in 0..count * 20 {
            if mutants.len() == count {
                break;
            }
            let mutant = self.mutant(instances);
            if known.insert(mutant.to_string()) {
                mutants.push(mutant);
            }
        }
        mutants
    }

    /// Returns an instance with up to three changes.
    pub fn mutant(&mut self, instances: &[Value]) -> Value {
        let mut mutant = self.rng.choice(instances).cloned().unwrap_or_default();
        for _ in 0..self.rng.usize(1..=3) {
            self.change(&mut mutant);
        }
        mutant
    }

    /// Changes a value at a random depth.
    fn change(&mut self, value: &mut Value) {
        let inner = match value {
            Value::Object(members) if !members.is_empty() && self.rng.u8(..4) > 0 => {
                let index = self.rng.usize(..members.len());
                members.values_mut().nth(index)
            }
            Value::Array(elements) if !elements.is_empty() && self.rng.u8(..4) > 0 => {
                let index = self.rng.usize(..elements.len());
                elements.get_mut(index)
            }
            _ => None,
        };
        if let Some(inner) = inner {
            return self.change(inner);
        }
        match value {
            Value::Object(members) if self.rng.u8(..5) > 0 => self.change_members(members),
            Value::Array(elements) if self.rng.u8(..5) > 0 => self.change_elements(elements),
            Value::Number(number) if self.rng.bool() => *value = self.change_number(number),
            Value::String(text) if self.rng.bool() => *text = self.change_text(text),
            Value::Bool(truth) if self.rng.bool() => *truth = !*truth,
            _ => *value = self.replacement(value),
        }
    }

    fn change_members(&mut self, members: &mut Map<String, Value>) {
        let index = self.rng.usize(..=members.len());
        let name = members.keys().nth(index).cloned();
        match (name, self.rng.u8(..3)) {
            (Some(name), 0) => {
                members.remove(&name);
            }
            (Some(name), 1) => {
                let value = members.remove(&name).unwrap_or_default();
                members.insert(self.any_name(), value);
            }
            _ => {
                members.insert(self.any_name(), self.any_value());
            }
        }
    }

    fn change_elements(&mut self, elements: &mut Vec<Value>) {
        let index = self.rng.usize(..=elements.len());
        let element = elements.get(index).cloned();
        match (element, self.rng.u8(..4)) {
            (Some(element), 0) => elements.push(element),
            (Some(_), 1) => {
                elements.remove(index);
            }
            (Some(_), 2) => elements.swap(0, index),
            _ => elements.insert(index, self.any_value()),
        }
    }

    fn change_number(&mut self, number: &Number) -> Value {
        let float = number.as_f64().unwrap_or_default();
        match self.rng.u8(..6) {
            0 => number.as_i64().map_or(Value::Null, |integer| json!(integer.wrapping_add(1))),
            1 => number.as_i64().map_or(Value::Null, |integer| json!(integer.wrapping_sub(1))),
            2 => json!(-float),
            3 => json!(float), // the same value, spelled with a fraction
            4 => json!(float + 0.5),
            _ => json!(float * 2.0),
        }
    }

    fn change_text(&mut self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        let index = self.rng.usize(..=characters.len());
        let strange = ['a', 'Z', '0', ' ', '\n', '-', '.', '/', '\u{0}', 'é', '\u{1F600}', '\u{2028}'];
        match (characters.get(index).copied(), self.rng.u8(..5)) {
            (Some(_), 0) => {
                characters.remove(index);
            }
            (Some(character), 1) if character.is_uppercase() => characters[index] = character.to_ascii_lowercase(),
            (Some(character), 1) => characters[index] = character.to_ascii_uppercase(),
            (Some(character), 2) => characters.insert(index, character),
            (_, 3) => characters.truncate(index),
            _ => characters.insert(index, self.rng.choice(strange).unwrap_or('a')),
        }
        characters.into_iter().collect()
    }

    /// Returns another value: from the pool, of another type, or a neighbour of the old one.
    fn replacement(&mut self, value: &Value) -> Value {
        match self.rng.u8(..8) {
            0 => json!([value]),
            1 => json!({ self.any_name(): value }),
            2 => Value::String(value.to_string()),
            _ => self.any_value(),
        }
    }

    fn any_value(&mut self) -> Value {
        self.rng.choice(&self.values).cloned().unwrap_or_default()
    }

    fn any_name(&mut self) -> String {
        self.rng.choice(&self.names).cloned().unwrap_or_default()
    }
}

/// Collects all values inside a value, and the names of all members. For a schema, these are its enums, constants, examples and bounds;
/// bounds add their neighbours and a text of that length.
fn collect(value: &Value, values: &mut Vec<Value>, names: &mut BTreeSet<String>) {
    values.push(value.clone());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                names.insert(name.clone());
                collect(member, values, names);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, values, names)),
        Value::Number(number) => {
            if let Some(integer) = number.as_i64() {
                values.extend([json!(integer.wrapping_sub(1)), json!(integer.wrapping_add(1))]);
            }
            if let Some(length) = number.as_u64().and_then(|length| usize::try_from(length).ok()).filter(|it| *it < 64)
            {
                values.extend([
                    json!("\u{1F600}".repeat(length)),
                    json!("a".repeat(length + 1)),
                    json!(vec![1; length]),
                ]);
            }
        }
        Value::String(text) => {
            names.insert(text.clone()); // of `required`, for one
        }
        _ => {}
    }
}

fn odd_values() -> Vec<Value> {
    let Value::Array(values) = json!([
        null, true, false, 0, 1, -1, 2.0, 1.5, -0.0, 1e300, 1e-7, 0.1, 9_007_199_254_740_993_i64, i64::MIN, i64::MAX,
        u64::MAX, 1e19, 255, 256, "", "a", " ", "null", "1", "é", "e\u{301}", "\u{1F600}", "\u{0}", "2026-06-12",
        "2026-06-12T14:05:00Z", "2026-06-12T14:05:00.000+02:00", "2026-06-31T14:05:00Z", "14:05:00Z",
        "1990-12-31T23:59:60Z", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "a@b.example", "https://a.example/b?c#d",
        "127.0.0.1", "::1", [], {}, [null], [[]], [1, 1.0], [1, true], { "a": null }, { "": {} }
    ]) else {
        return Vec::new();
    };
    values
}
