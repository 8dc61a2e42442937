//! Evaluated parts according to an independent judge: random schemas with nested applicators, on random instances.

use std::collections::BTreeSet;

use codegen::interpret;
use codegen::plan::specialize;
use codegen::source::location::Source;
use codegen::{SchemaOptions, json, model_of, plan};
use serde_json::{Map, Value, json};

/// The number of schemas, and of instances per schema.
const SCHEMAS: usize = 250;
const INSTANCES: usize = 16;

/// Pseudo-random numbers, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Returns a schema whose applicators nest to a depth.
    fn schema(&mut self, depth: usize, draft: &str) -> Value {
        let mut schema = Map::new();
        for _ in 0..=self.below(3) {
            let (keyword, value) = self.keyword(depth, draft);
            schema.insert(keyword.to_owned(), value);
        }
        Value::Object(schema)
    }

    fn keyword(&mut self, depth: usize, draft: &str) -> (&'static str, Value) {
        let small = |random: &mut Self| {
            random
                .of(&[json!(true), json!({"type": "integer"}), json!({"type": "string"})].iter().collect::<Vec<_>>())
                .clone()
        };
        let is_2020 = draft == "2020-12";
        if depth == 0 || self.below(3) == 0 {
            return match self.below(8) {
                0 | 1 => (
                    "properties",
                    json!({ self.of(&["a", "b", "c"]): small(self), self.of(&["a", "b", "c"]): small(self) }),
                ),
                2 => ("patternProperties", json!({ self.of(&["^a", "b$", "^c"]): small(self) })),
                3 => ("required", json!([self.of(&["a", "b", "c", "d"])])),
                4 => ("additionalProperties", small(self)),
                5 if is_2020 => ("prefixItems", json!([small(self), small(self)])),
                5 => ("items", json!([small(self), small(self)])),
                // The judge counts elements accepted by `contains` as evaluated in 2019-09, too, where only the items keywords count.
                6 if is_2020 => ("contains", small(self)),
                _ => ("minItems", json!(self.below(4))),
            };
        }
        let inner = |random: &mut Self| random.schema(depth - 1, draft);
        match self.below(10) {
            0 => ("allOf", json!([inner(self), inner(self)])),
            1 | 2 => ("anyOf", json!([inner(self), inner(self), inner(self)])),
            3 => ("oneOf", json!([inner(self), inner(self)])),
            4 => ("if", inner(self)),
            5 => ("then", inner(self)),
            6 => ("else", inner(self)),
            7 => ("dependentSchemas", json!({ self.of(&["a", "b", "c", "d"]): inner(self) })),
            8 => ("not", inner(self)),
            _ => (self.of(&["unevaluatedProperties", "unevaluatedItems"]), small(self)),
        }
    }

    fn instance(&mut self) -> Value {
        let scalar = |random: &mut Self| random.of(&[1, 2, 3]);
        let part = |random: &mut Self| if random.below(2) == 0 { json!(scalar(random)) } else { json!("x") };
        if self.below(2) == 0 {
            let count = self.below(5);
            return (0..count).map(|_| part(self)).collect();
        }
        let names = ["a", "b", "c", "d", "ab"].into_iter().filter(|_| self.below(2) == 0).collect::<Vec<_>>();
        Value::Object(names.into_iter().map(|name| (name.to_owned(), part(self))).collect())
    }
}

fn compare(draft: &str, seed: u64) {
    let mut random = Random(seed);
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    for _ in 0..SCHEMAS {
        let mut schema = random.schema(3, draft);
        schema["$schema"] = json!(format!("https://json-schema.org/draft/{draft}/schema"));
        schema["unevaluatedProperties"] = json!(false);
        schema["unevaluatedItems"] = random.of(&[&json!(false), &json!({"type": "integer"})]).clone();
        let judge = jsonschema::validator_for(&schema).unwrap();
        let source = Source::new("schema.json", schema.to_string());
        let (model, _) = model_of(&source, &SchemaOptions::new("Root")).unwrap();
        let plan = plan::plan(&model, &BTreeSet::new());
        let specialized = specialize::specialize(&plan);
        let root = model.roots[0].schema;
        for _ in 0..INSTANCES {
            let instance = random.instance();
            let document = json::parse(&Source::new("instance.json", instance.to_string())).unwrap();
            let expected = judge.is_valid(&instance);
            let verdicts = [
                interpret::is_valid(&plan, plan.entries[&root], &document.root),
                interpret::validate(&plan, plan.entries[&root], &document.root).is_empty(),
                interpret::is_valid(&specialized, specialized.entries[&root], &document.root),
            ];
            *(if expected { &mut accepted } else { &mut refused }) += 1;
            if verdicts != [expected; 3] {
                wrong.push(format!("{schema}\n  {instance}: expected {expected}, found {verdicts:?}"));
            }
        }
    }
    println!("{draft}: {accepted} accepted, {refused} refused, {} wrong", wrong.len());
    assert!(accepted > 500 && refused > 500);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn draft_2020_12_evaluation_is_exact() {
    compare("2020-12", 1);
}

#[test]
fn draft_2019_09_evaluation_is_exact() {
    compare("2019-09", 2);
}
