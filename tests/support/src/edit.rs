//! Random single edits of a schema, the same in every run.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// Returns a schema with one edit, and the edit in words; `None` if the chosen place allows none.
pub fn edit(schema: &Value, rng: &mut Rng) -> Option<(Value, String)> {
    let places = subschemas(schema, "");
    let place = rng.choice(&places)?.clone();
    let mut edited = schema.clone();
    let here = edited.pointer_mut(&place)?;
    let said = if rng.u8(..4) == 0 { add(here, rng) } else { change(here, rng) }?;
    (edited != *schema).then(|| (edited, format!("{place}: {said}")))
}

/// Returns the pointers to all subschemas.
fn subschemas(schema: &Value, at: &str) -> Vec<String> {
    let mut found = vec![at.to_owned()];
    let Value::Object(keywords) = schema else { return found };
    for (keyword, value) in keywords {
        let token = keyword.replace('~', "~0").replace('/', "~1");
        let below = format!("{at}/{token}");
        match (keyword.as_str(), value) {
            (
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
                Value::Object(members),
            ) => {
                for (name, schema) in members {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    found.extend(subschemas(schema, &format!("{below}/{token}")));
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems" | "items", Value::Array(schemas)) => {
                for (index, schema) in schemas.iter().enumerate() {
                    found.extend(subschemas(schema, &format!("{below}/{index}")));
                }
            }
            (
                "items"
                | "additionalItems"
                | "contains"
                | "additionalProperties"
                | "propertyNames"
                | "not"
                | "if"
                | "then"
                | "else"
                | "unevaluatedItems"
                | "unevaluatedProperties",
                Value::Object(_) | Value::Bool(_),
            ) => found.extend(subschemas(value, &below)),
            _ => {}
        }
    }
    found
}

/// Adds a keyword.
fn add(schema: &mut Value, rng: &mut Rng) -> Option<String> {
    let keywords = [
        ("type", json!("string")),
        ("type", json!(["string", "null"])),
        ("enum", json!(["a", "b", 1])),
        ("const", json!("a")),
        ("minimum", json!(1)),
        ("maximum", json!(10)),
        ("multipleOf", json!(2)),
        ("minLength", json!(1)),
        ("maxLength", json!(3)),
        ("pattern", json!("^[a-z]+$")),
        ("format", json!("date")),
        ("minItems", json!(1)),
        ("maxItems", json!(2)),
        ("uniqueItems", json!(true)),
        ("required", json!(["a"])),
        ("minProperties", json!(1)),
        ("maxProperties", json!(1)),
        ("additionalProperties", json!(false)),
        ("not", json!({ "type": "null" })),
        ("anyOf", json!([{ "type": "string" }, { "minimum": 2 }])),
    ];
    let (keyword, value) = rng.choice(&keywords)?;
    match schema {
        Value::Object(keywords) => {
            let said = format!("`{keyword}` becomes {value}");
            keywords.insert((*keyword).to_owned(), value.clone());
            Some(said)
        }
        Value::Bool(true) => {
            *schema = json!({ *keyword: value });
            Some(format!("`true` becomes `{keyword}`"))
        }
        _ => None,
    }
}

/// Changes or removes a keyword.
fn change(schema: &mut Value, rng: &mut Rng) -> Option<String> {
    if let Value::Bool(accepts) = schema {
        *accepts = !*accepts;
        return Some("the boolean changes".to_owned());
    }
    let keywords = schema.as_object_mut()?;
    let names: Vec<String> = keywords.keys().cloned().collect();
    let keyword = rng.choice(&names)?.clone();
    if rng.u8(..4) == 0 {
        keywords.remove(&keyword);
        return Some(format!("`{keyword}` is removed"));
    }
    if let ("properties", Some(Value::Object(members))) = (keyword.as_str(), keywords.get(&keyword)) {
        let members = members.clone();
        return change_members(keywords, members, rng);
    }
    let value = keywords.get_mut(&keyword)?;
    let said = match (keyword.as_str(), &mut *value) {
        ("type", value) => change_type(value, rng),
        ("enum" | "required", Value::Array(values)) => change_list(values, rng),
        ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(schemas)) => change_branches(schemas, rng),
        ("additionalProperties" | "unevaluatedProperties" | "items" | "uniqueItems", value) => {
            *value = if *value == json!(false) { json!(true) } else { json!(false) };
            "is closed or opened".to_owned()
        }
        (_, Value::Number(number)) => {
            let step = rng.choice([-2.0, -1.0, 1.0, 0.5, 10.0])?;
            let changed = number.as_f64()? + step;
            // Without a point if it has no fraction.
            *value = changed.to_string().parse().ok()?;
            format!("becomes {value}")
        }
        ("format", value) => {
            *value = rng.choice([json!("date"), json!("uri"), json!("email"), json!("uuid"), json!("date-time")])?;
            format!("becomes {value}")
        }
        ("pattern", value) => {
            let source = value.as_str()?.to_owned();
            let other = [
                format!("{source}|^a$"),
                format!("(?:{source})|b"),
                source.trim_start_matches('^').to_owned(),
                source.trim_end_matches('$').to_owned(),
                "^[a-z]*$".to_owned(),
            ];
            *value = json!(rng.choice(&other)?);
            format!("becomes {value}")
        }
        ("const", value) => {
            *value = rng.choice([json!("a"), json!(1), json!(null), json!([])])?;
            format!("becomes {value}")
        }
        _ => return None,
    };
    Some(format!("`{keyword}` {said}"))
}

fn change_type(value: &mut Value, rng: &mut Rng) -> String {
    let names = ["null", "boolean", "integer", "number", "string", "array", "object"];
    let mut listed: Vec<String> = match &*value {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let index = rng.usize(..=listed.len());
    match (listed.get(index).cloned().as_deref(), rng.u8(..3)) {
        (Some("integer"), 0..=1) => listed[index] = "number".into(),
        (Some("number"), 0..=1) => listed[index] = "integer".into(),
        (Some(_), 0) if listed.len() > 1 => drop(listed.remove(index)),
        _ => {
            let name = rng.choice(names).unwrap_or("null").to_owned();
            if !listed.contains(&name) {
                listed.push(name);
            }
        }
    }
    *value = if listed.len() == 1 { json!(listed[0]) } else { json!(listed) };
    format!("becomes {value}")
}

fn change_list(values: &mut Vec<Value>, rng: &mut Rng) -> String {
    if values.len() > 1 && rng.bool() {
        let removed = values.remove(rng.usize(..values.len()));
        format!("loses {removed}")
    } else {
        let added = rng.choice([json!("zebra"), json!("a"), json!("new value")]).unwrap_or_default();
        if !values.contains(&added) {
            values.push(added.clone());
        }
        format!("gets {added}")
    }
}

fn change_members(keywords: &mut Map<String, Value>, members: Map<String, Value>, rng: &mut Rng) -> Option<String> {
    let mut members = members;
    let names: Vec<String> = members.keys().cloned().collect();
    let said = match (rng.choice(&names), rng.u8(..3)) {
        (Some(name), 0) => {
            members.remove(name);
            if let Some(Value::Array(required)) = keywords.get_mut("required") {
                required.retain(|it| it.as_str() != Some(name));
            }
            format!("member `{name}` is removed")
        }
        (Some(name), 1) => {
            let schema = members.remove(name)?;
            members.insert(format!("{name}2"), schema);
            if let Some(Value::Array(required)) = keywords.get_mut("required") {
                for it in required.iter_mut().filter(|it| it.as_str() == Some(name)) {
                    *it = json!(format!("{name}2"));
                }
            }
            format!("member `{name}` is renamed")
        }
        _ => {
            let schema = rng.choice([json!({ "type": "string" }), json!(true), json!({ "type": "integer" })])?;
            members.insert("added".to_owned(), schema);
            "member `added` is added".to_owned()
        }
    };
    keywords.insert("properties".to_owned(), Value::Object(members));
    Some(said)
}

fn change_branches(schemas: &mut Vec<Value>, rng: &mut Rng) -> String {
    if schemas.len() > 1 && rng.bool() {
        schemas.remove(rng.usize(..schemas.len()));
        "loses a branch".to_owned()
    } else {
        schemas.push(rng.choice([json!({ "type": "null" }), json!({ "const": "z" })]).unwrap_or_default());
        "gets a branch".to_owned()
    }
}
