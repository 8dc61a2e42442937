//! The law of added branches: no name of a variant, or of its type, comes to mean another branch.

use std::collections::BTreeMap;

use codegen::emit::types;
use codegen::emit::types::Settings;
use codegen::emit::types::shape::Kind;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of};
use serde_json::{Value, json};

use super::additions::insertions;

/// Returns the names of a union's variants and their types, each with the index of its branch.
fn named(schema: &Value) -> Option<BTreeMap<String, usize>> {
    let source = Source::new("thing.schema.json", schema.to_string());
    let (model, _) = model_of(&source, &SchemaOptions::new("Thing")).ok()?;
    let shapes = types::shape(&model, &Settings::default());
    let mut names = BTreeMap::new();
    for definition in &shapes.definitions {
        let Kind::Union(variants) = &definition.kind else { continue };
        for variant in variants {
            let pointer = model.schema(variant.branch?).pointer().to_string();
            let Some(index) = pointer.strip_prefix("/oneOf/").and_then(|index| index.parse().ok()) else { continue };
            let types = variant.ty.definitions();
            // A type with a name of its own is not named after its branch.
            let own = types.first().map(|id| shapes.definition(*id)).filter(|it| it.ident.starts_with("Thing"));
            let known = own.is_some_and(|it| names.insert(format!("type {}", it.ident), index).is_some());
            assert!(!known, "{schema}: two branches have one type");
            let known = names.insert(format!("{}::{}", definition.ident, variant.ident), index);
            assert!(known.is_none(), "{schema}: two variants are called {}", variant.ident);
        }
    }
    Some(names)
}

/// Asserts that a branch, inserted anywhere, gives no name another meaning.
fn assert_kept(definitions: &Value, branches: &[Value], added: &Value) {
    let union = |branches: &[Value]| json!({ "oneOf": branches, "$defs": definitions });
    let Some(before) = named(&union(branches)) else { return };
    for place in insertions(branches.len()) {
        let mut more = branches.to_vec();
        more.insert(place, added.clone());
        let Some(after) = named(&union(&more)) else { continue };
        for (name, index) in after {
            let was = before.get(&name).map(|was| was + usize::from(*was >= place));
            assert!(was.is_none_or(|was| was == index), "{name} meant another branch of {}", union(&more));
        }
    }
}

/// The values of the member `action`.
const TAGS: [&str; 4] = ["edited", "closed", "moved or closed", "lost or found"];

fn object(required: &[&str], optional: &[&str], title: Option<&str>) -> Value {
    let schema = |name: &str| match name {
        "edited" | "closed" => json!({ "const": name }),
        "moved or closed" => json!({ "enum": ["moved", "closed"] }),
        "lost or found" => json!({ "enum": ["lost", "found"] }),
        "kind" => json!({ "enum": ["big", "small"] }),
        "count" => json!({ "type": "integer" }),
        _ => json!({ "type": "string" }),
    };
    let key = |name: &str| if TAGS.contains(&name) { "action".to_owned() } else { name.to_owned() };
    let members: BTreeMap<String, Value> =
        required.iter().chain(optional).map(|name| (key(name), schema(name))).collect();
    let required: Vec<String> = required.iter().map(|name| key(name)).collect();
    let mut object = json!({ "type": "object", "properties": members, "required": required });
    if let Some(title) = title {
        object["title"] = title.into();
    }
    object
}

#[test]
fn branches_are_named_by_listed_tags() {
    let of = |kind: Value, rest: &Value| {
        let mut branch = rest.clone();
        branch["required"].as_array_mut().expect("a list").push("kind".into());
        branch["properties"]["kind"] = kind;
        branch
    };
    let with_id = object(&["id"], &[], None);
    let with_optional = object(&[], &["id"], None);
    let few = json!({ "enum": ["returned", "refused"] });
    for (first, second, wanted) in [
        (of(json!({ "const": "moved" }), &with_id), of(few.clone(), &with_id), "Moved RefusedOrReturned"),
        (of(json!({ "const": "moved" }), &with_optional), of(few.clone(), &with_optional), "Moved RefusedOrReturned"),
        (
            of(json!({ "const": "moved" }), &with_id),
            of(few.clone(), &object(&[], &[], None)),
            "Moved RefusedOrReturned",
        ),
        (of(json!({ "enum": ["a", "b", "c"] }), &with_id), of(few.clone(), &with_id), "AOrBOrC RefusedOrReturned"),
        // What no other branch requires says more.
        (of(json!({ "const": "moved" }), &with_id), of(few.clone(), &object(&["at"], &[], None)), "Moved At"),
        (
            of(json!({ "enum": ["a", "b", "c", "d"] }), &with_id),
            of(few.clone(), &with_id),
            "IdObject RefusedOrReturned",
        ),
        // These strings tell nothing: the other branch has one of them, too, or has none there.
        (
            of(json!({ "enum": ["refused", "a"] }), &with_id),
            of(few.clone(), &object(&["id", "at"], &[], None)),
            "Id AtId",
        ),
        (object(&["at"], &[], None), of(few.clone(), &with_id), "At Id"),
        (
            of(json!({ "const": "moved" }), &with_id),
            of(few, &object(&["id"], &[], Some("Sent back"))),
            "Moved SentBack",
        ),
    ] {
        let schema = json!({ "oneOf": [first, second] });
        let names = named(&schema).expect("a union");
        let of_branch = |index: usize| names.iter().find(|(name, it)| **it == index && name.starts_with("Thing::"));
        let found: Vec<&str> =
            (0..2).map(|index| &of_branch(index).expect("it is named").0["Thing::".len()..]).collect();
        assert_eq!(found.join(" "), wanted, "{schema}");
    }
}

#[test]
fn an_added_branch_takes_no_name() {
    let tagged = |name: &str| object(&["edited", name], &[], None);
    let titled = |name: &str| object(&[name], &[], Some("Edited"));
    let optional = |name: &str| object(&["steps"], &[name], None);
    for (branches, added) in [
        (vec![tagged("body"), tagged("title")], tagged("assignee")),
        (vec![tagged("body"), object(&["closed"], &[], None)], tagged("title")),
        (vec![tagged("body")], object(&["edited"], &[], None)),
        (vec![titled("body"), titled("title")], titled("assignee")),
        (vec![titled("body"), tagged("title")], object(&["closed"], &[], Some("Edited Title"))),
        (vec![optional("pool"), optional("server")], optional("agent")),
        (vec![optional("pool"), optional("server")], object(&["steps"], &[], None)),
        (vec![object(&[], &["a"], None), object(&["closed"], &[], None)], object(&[], &[], None)),
        (vec![object(&[], &["a"], None), object(&[], &["b"], None)], object(&["a"], &[], None)),
        (
            vec![object(&["a"], &["edited"], None), object(&["b"], &["closed"], None)],
            object(&["edited", "c"], &[], None),
        ),
        (vec![object(&["a"], &["edited"], None), object(&["b"], &["closed"], None)], object(&["c"], &["edited"], None)),
        (vec![tagged("body"), object(&["lost or found", "body"], &[], None)], object(&["closed", "body"], &[], None)),
        (vec![tagged("body"), object(&["lost or found", "body"], &[], None)], object(&["moved or closed"], &[], None)),
        (vec![object(&["lost or found", "body"], &[], None), object(&["kind"], &[], None)], tagged("body")),
        (vec![tagged("body"), object(&["lost or found"], &[], None)], object(&["body"], &[], Some("Lost or found"))),
        (vec![json!({ "$ref": "#/$defs/Draft" }), tagged("title")], object(&["edited"], &[], Some("Draft"))),
    ] {
        let definitions = json!({ "Draft": object(&["edited", "note"], &[], None) });
        assert_kept(&definitions, &branches, &added);
        assert_kept(&definitions, &[branches.as_slice(), &[json!({ "type": "string" })]].concat(), &added);
    }
}

#[test]
fn no_random_branch_takes_a_name() {
    let mut rng = fastrand::Rng::with_seed(7);
    let names = ["edited", "closed", "moved or closed", "lost or found", "body", "title", "count", "kind"];
    let titles = [None, None, None, Some("Edited"), Some("Body"), Some("Draft"), Some("Edited Body"), Some("Object")];
    let definitions =
        json!({ "Draft": object(&["edited", "body"], &[], None), "Edited": object(&["closed"], &[], None) });
    for _ in 0..400 {
        let mut branch = || match rng.usize(..12) {
            0 => json!({ "$ref": "#/$defs/Draft" }),
            1 => json!({ "$ref": "#/$defs/Edited" }),
            2 => json!({ "type": "string", "title": "Edited" }),
            3 => json!({ "type": "array", "items": { "$ref": "#/$defs/Draft" } }),
            _ => {
                let mut some: Vec<&str> = names.iter().copied().filter(|_| rng.bool()).collect();
                // Strings of an optional member are compared with those of the other branches.
                let tag = some.iter().position(|name| TAGS.contains(name)).map(|index| some.remove(index));
                some.retain(|name| !TAGS.contains(name));
                rng.shuffle(&mut some);
                let (required, optional) = some.split_at(rng.usize(..=some.len()));
                let required = &[required, tag.as_slice()].concat();
                object(required, optional, titles[rng.usize(..titles.len())])
            }
        };
        let mut branches: Vec<Value> = Vec::new();
        while branches.len() < 3 {
            let another = branch();
            if !branches.contains(&another) {
                branches.push(another);
            }
        }
        let added = branch();
        if !branches.contains(&added) {
            assert_kept(&definitions, &branches, &added);
        }
    }
}
