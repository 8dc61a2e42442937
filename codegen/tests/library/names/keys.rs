//! The law of added keys: no name of a type comes to mean another schema.

use std::collections::{BTreeMap, BTreeSet};

use codegen::emit::types;
use codegen::emit::types::Settings;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of};
use serde_json::{Value, json};

/// Returns a document with keys, each with a nested type, and a member for each.
fn document(keys: &[&str]) -> Value {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    let member = |key: &&str| (format!("to {key}"), json!({ "$ref": format!("#/$defs/{}", escaped(key)) }));
    let schema = |key: &&str| {
        let nested = json!({ "type": "object", "properties": { *key: { "type": "string" } } });
        ((*key).to_owned(), json!({ "type": "object", "properties": { "part": nested, *key: { "type": "string" } } }))
    };
    let members: BTreeMap<String, Value> = keys.iter().map(member).collect();
    let definitions: BTreeMap<String, Value> = keys.iter().map(schema).collect();
    json!({ "type": "object", "properties": members, "$defs": definitions })
}

/// Returns the names of all types, each with the place of its schema.
fn named(schema: &Value) -> BTreeMap<String, String> {
    let source = Source::new("shop.schema.json", schema.to_string());
    let (model, _) = model_of(&source, &SchemaOptions::new("Shop")).unwrap_or_else(|errors| panic!("{errors:?}"));
    let shapes = types::shape(&model, &Settings { is_crate: true, ..Settings::default() });
    let place = |it: &types::shape::Definition| model.schema(it.site.always[0]).pointer().to_string();
    let names: BTreeMap<String, String> = shapes.definitions.iter().map(|it| (it.ident.clone(), place(it))).collect();
    assert_eq!(names.len(), shapes.definitions.len(), "{schema}: two types have one name");
    names
}

/// Returns the types of the keys.
fn of_keys(keys: &[&str]) -> Vec<String> {
    let names = named(&document(keys));
    let of = |key: &&str| {
        let place = format!("/$defs/{}", key.replace('/', "~1"));
        names.iter().find(|(_, it)| **it == place).unwrap_or_else(|| panic!("{key}: {names:?}")).0.clone()
    };
    keys.iter().map(of).collect()
}

#[test]
fn equal_ends_of_keys_get_longer() {
    for (keys, wanted) in [
        (&["orders/Address"][..], &["Address"][..]),
        (&["orders/Address", "billing/Address"], &["OrdersAddress", "BillingAddress"]),
        (&["orders/Address", "billing/Address", "crm#Address"], &["OrdersAddress", "BillingAddress", "CrmAddress"]),
        (&["orders/Address", "Address"], &["OrdersAddress", "ShopAddress"]),
        (&["Address", "address"], &["AddressCapital", "AddressLower"]),
        (&["Address", "address", "ADDRESS"], &["AddressCapital", "AddressLower", "AddressUpper"]),
        (&["v1/Order", "v2/Order"], &["V1Order", "V2Order"]),
        (&["1.0/Order", "1.1/Order"], &["N10Order", "N11Order"]),
        (
            &["https://a.example/bus/0.1/topic.json", "https://a.example/queue/0.1/topic.json"],
            &["BusTopic", "QueueTopic"],
        ),
        (
            &["https://a.example/bus/0.1/topic.json", "https://a.example/bus/0.2/topic.json"],
            &["Bus01Topic", "Bus02Topic"],
        ),
        (&["https://a.example/bus/topic", "https://b.example/bus/topic"], &["AExampleTopic", "BExampleTopic"]),
        (&["bus.json#/definitions/Topic", "queue.json#/definitions/Topic"], &["BusTopic", "QueueTopic"]),
        (&["a/b/Item", "a/c/Item", "d/b/Item", "d/c/Item"], &["ABItem", "ACItem", "DBItem", "DCItem"]),
        (&["Axis<(number|null)>", "Axis<(number[]|null)>"], &["AxisNumberOrNull", "AxisNumberArrayOrNull"]),
        (&["user-id", "user_id"], &["UserIdMinus", "UserIdUnderscore"]),
        // These are no longer than they were.
        (&["billing.Address", "orders:Address", "Item"], &["BillingAddress", "OrdersAddress", "Item"]),
        (&["Vec", "Shop", "a/Map"], &["ShopVec", "ShopShop", "ShopMap"]),
    ] {
        assert_eq!(of_keys(keys), wanted, "{keys:?}");
    }
}

#[test]
fn nested_types_have_the_key_in_front() {
    let names = named(&document(&["orders/Address", "billing/Address", "Vec"]));
    for name in ["OrdersAddressPart", "BillingAddressPart", "VecPart"] {
        assert!(names.contains_key(name), "{name}: {names:?}");
    }
}

#[test]
fn no_added_key_takes_a_name() {
    let mut rng = fastrand::Rng::with_seed(5);
    let parts = ["a", "A", "b", "0.1", "v2", "shop", "Shop", "Vec", "a_b", "aB", "x.json"];
    for _ in 0..600 {
        let mut key = || {
            let parts: Vec<&str> = (0..=rng.usize(..3)).map(|_| parts[rng.usize(..parts.len())]).collect();
            parts.join(["/", "#", "/", ""][rng.usize(..4)])
        };
        let keys: BTreeSet<String> = (0..4).map(|_| key()).collect();
        let added = key();
        if keys.contains(&added) {
            continue;
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let before = named(&document(&keys));
        let more = [keys.as_slice(), &[added.as_str()]].concat();
        for (name, place) in named(&document(&more)) {
            let was = before.get(&name);
            assert!(was.is_none_or(|was| *was == place), "{name} was {was:?}: {keys:?}, then also {added}");
        }
    }
}
