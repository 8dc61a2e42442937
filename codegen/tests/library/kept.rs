//! Removed members and values that the crate keeps: `[[reserved]] keep = true`.

use codegen::{Files, generate, load};
use serde_json::json;
use support::contract::edit::{Edition, PAID, SHIPPED};

fn generated(edition: &Edition) -> Files {
    generate(&edition.0).unwrap_or_else(|found| panic!("{found}")).files
}

/// Returns the codes of the warnings about the documents.
fn codes(edition: &Edition) -> Vec<&'static str> {
    let (_, warnings) = load::load(&edition.0).unwrap_or_else(|found| panic!("{found}"));
    warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn kept_members_are_optional_and_deprecated() {
    let carrier = "/properties/carrier";
    let edited = Edition::base().remove(SHIPPED, carrier).set(SHIPPED, "/required", json!(["orderId"]));
    let files = generated(&edited.keep_member(SHIPPED, carrier));
    let note = "#[deprecated(note = \"the vendor no longer documents this member since 0.1.1\")]";
    let code = &files["src/events/order_shipped.rs"];
    let (_, behind) = code.split_once(note).unwrap_or_else(|| panic!("{code}"));
    assert!(behind.split("pub ").nth(1).is_some_and(|field| field.starts_with("carrier: Option<String>")), "{behind}");
    assert!(files["src/lib.rs"].contains("#![allow(deprecated)]"));
    assert!(files["api.txt"].contains("carrier"), "{}", files["api.txt"]);
}

#[test]
fn kept_values_are_deprecated_variants() {
    let files = generated(&Edition::base().remove(PAID, "/properties/channel/enum/2").keep_value(
        PAID,
        "/properties/channel",
        "phone",
    ));
    let note = "#[deprecated(note = \"the vendor no longer documents this value since 0.1.1\")]";
    let code = &files["src/events/order_paid.rs"];
    let (_, behind) = code.split_once(note).unwrap_or_else(|| panic!("{code}"));
    assert!(behind.trim_start().starts_with("Phone,"), "{behind}");
}

#[test]
fn meanings_may_refer_to_their_own_parts() {
    let meaning = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": { "next": { "$ref": "#" }, "size": { "$ref": "#/$defs/size" } },
        "$defs": { "size": { "type": "integer" } },
    });
    let edited = Edition::base().keep_member(SHIPPED, "/properties/box");
    let files = generated(&edited.file("reserved/kept.schema.json", &meaning.to_string()));
    assert!(files["src/events/order_shipped.rs"].contains("size: Option<"), "{}", files["src/events/order_shipped.rs"]);
}

/// The published schemas are used as validators: their references lead to other published schemas.
#[test]
fn kept_references_are_those_of_the_document() {
    let size = json!({ "type": "integer" });
    let shared = json!({ "$id": "https://acme.example/shared", "$defs": { "size": { "type": "integer" } } });
    let of_own = json!({ "type": "object", "properties": { "n": { "$ref": "#/$defs/s" } }, "$defs": { "s": size } });
    let name = json!({ "properties": { "$ref": { "const": { "$ref": "a" } } }, "$ref": "../events/sizes.json" });
    let below = "../events/order.shipped.schema.json#/$defs/size";
    for (uri, meaning, expected) in [
        (None, json!({ "$ref": below }), r##"{"$ref":"#/$defs/size"}"##),
        (
            None,
            json!({ "$ref": "../shared/plain.schema.json#/$defs/a~1b" }),
            r#"{"$ref":"../shared/plain.schema.json#/$defs/a~1b"}"#,
        ),
        (
            None,
            json!({ "$ref": "../shared/own.schema.json#/$defs/size" }),
            r#"{"$ref":"https://acme.example/shared#/$defs/size"}"#,
        ),
        (None, of_own, r##"{"$ref":"#/properties/box/$defs/s"}"##),
        (None, name, r#"{"$ref":"sizes.json","properties":{"$ref":{"const":{"$ref":"a"}}}}"#),
        (Some("https://acme.example/shipped"), json!({ "$ref": below }), r##"{"$ref":"#/$defs/size"}"##),
    ] {
        let edition = Edition::base().set(SHIPPED, "/$defs", json!({ "size": size }));
        let edition = uri.into_iter().fold(edition, |edition, uri| edition.set(SHIPPED, "/$id", json!(uri)));
        let edition = edition
            .keep_member(SHIPPED, "/properties/box")
            .file("reserved/kept.schema.json", &meaning.to_string())
            .file("events/sizes.json", &size.to_string())
            .file("shared/own.schema.json", &shared.to_string())
            .file("shared/plain.schema.json", &json!({ "$defs": { "a/b": size } }).to_string());
        let files = generated(&edition);
        let published = &files[&format!("schemas/{SHIPPED}")];
        assert!(published.contains(expected), "{meaning}: {published}");
        assert!(!files.values().any(|text| text.contains("?kept")), "{meaning}: {published}");
    }
}

/// A tuple has another keyword in draft 7, which also ignores what stands beside a reference.
#[test]
fn meanings_keep_their_dialect() {
    let meaning = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "array",
        "prefixItems": [{ "type": "string" }, { "$ref": "#/$defs/size", "maximum": 9 }],
        "items": false,
        "minItems": 2,
        "$defs": { "size": { "type": "integer" } },
    });
    for draft in ["http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-04/schema#"] {
        let edited = Edition::base().set(SHIPPED, "/$schema", json!(draft)).keep_member(SHIPPED, "/properties/box");
        let files = generated(&edited.file("reserved/kept.schema.json", &meaning.to_string()));
        let code = &files["src/events/order_shipped.rs"];
        assert!(code.contains("Option<(String, Integer)>"), "{draft}: {code}");
    }
}

#[test]
fn documented_members_are_not_kept() {
    let base =
        Edition::base().keep_member(SHIPPED, "/properties/carrier").keep_value(PAID, "/properties/channel", "web");
    let files = generated(&base);
    assert!(!files.values().any(|text| text.contains("#[deprecated")));
    assert_eq!(codes(&base), codes(&Edition::base()));
}

/// The page may remove what contained a kept part.
#[test]
fn parts_without_a_place_are_dropped() {
    let edited = Edition::base().set(PAID, "/properties/channel", json!({ "type": "string" }));
    let edited =
        edited.keep_value(PAID, "/properties/channel", "phone").keep_member(PAID, "/properties/gone/properties/it");
    let found = codes(&edited);
    assert_eq!(found.iter().filter(|code| **code == "nothing-to-keep").count(), 2, "{found:?}");
    generated(&edited);
}

/// A field is deprecated as its schema is, also behind a reference, but not if only a branch is.
#[test]
fn deprecated_schemas_give_deprecated_fields() {
    let note = "#[deprecated(note = \"the vendor's schema says so\")]";
    for (schema, is_deprecated) in [
        (json!({ "type": "string", "deprecated": true }), true),
        (json!({ "type": "string", "deprecated": false }), false),
        (json!({ "$ref": "#/$defs/old" }), true),
        (json!({ "anyOf": [{ "type": "string", "deprecated": true }, { "type": "integer" }] }), false),
    ] {
        let edited = Edition::base().set(SHIPPED, "/properties/box", schema.clone());
        let edited = edited.set(SHIPPED, "/$defs", json!({ "old": { "type": "integer", "deprecated": true } }));
        let files = generated(&edited);
        let code = &files["src/events/order_shipped.rs"];
        assert_eq!(code.contains(note), is_deprecated, "{schema}: {code}");
        assert!(!is_deprecated || files["src/lib.rs"].contains("#![allow(deprecated)]"));
    }
}

#[test]
fn a_kept_part_may_nest_too_deep() {
    let meaning = format!("{}{{}}{}", "{\"items\":".repeat(126), "}".repeat(126));
    let edited = Edition::base().keep_member(SHIPPED, "/properties/box").file("reserved/kept.schema.json", &meaning);
    let found = generate(&edited.0).expect_err("it is deeper in its document");
    let places: Vec<_> =
        found.iter().map(|it| (it.code, it.place.as_ref().unwrap().source.path().to_owned())).collect();
    assert_eq!(places, [("malformed-json", "reserved/kept.schema.json".to_owned())], "{found}");
}
