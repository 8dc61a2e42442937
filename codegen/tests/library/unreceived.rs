//! Without a receiver there is no drift: a program validates by itself, and the validator refuses.

use codegen::diff::compare;
use serde_json::json;
use support::contract::edit::{ENVELOPE, Edition, PAID};

/// Returns an edition without its signature, and so without a receiver.
fn unsigned(edition: &Edition) -> Edition {
    let catalog = &edition.0["catalog.toml"];
    let tables: Vec<&str> = catalog.split("\n\n").filter(|table| !table.starts_with("[signature]")).collect();
    edition.clone().file("catalog.toml", &tables.join("\n\n"))
}

/// Returns an edition with a schema that is no event: the payload of `order.paid`, or another document.
fn documented(edition: &Edition, schema: &str) -> Edition {
    let entry =
        format!("{}\n[[schemas]]\nname = \"Driver\"\nschema = \"driver.schema.json\"\n", edition.0["catalog.toml"]);
    edition.clone().file("catalog.toml", &entry).file("driver.schema.json", schema)
}

#[test]
fn only_receivers_know_drift() {
    let base = Edition::base();
    let string = json!({ "type": "string" });
    let closed = r#"{ "type": "object", "properties": { "id": { "type": "string" } }, "additionalProperties": false }"#;
    let wider = closed.replace("\"id\":", "\"no\": { \"type\": \"string\" }, \"id\":");
    let value = base.clone().set(PAID, "/properties/channel/enum/-", json!("fax"));
    let without = base.clone().remove(PAID, "/properties/note").remove("events/order.paid.example.json", "/note");
    let cases = [
        (base.clone(), base.clone().set(PAID, "/properties/seat", string.clone()), "degrades", "fails"),
        (base.clone(), base.clone().set(ENVELOPE, "/properties/seat", string.clone()), "degrades", "fails"),
        (base.clone(), value, "degrades", "fails"),
        (base.clone(), base.clone().event("order.made", &json!({ "type": "object" })), "degrades", "degrades"),
        (base.clone(), without, "ok", "ok"),
        (base.clone(), base.clone().set(PAID, "/properties/items/maximum", json!(200)), "fails", "fails"),
        (documented(&base, closed), documented(&base, &wider), "fails", "fails"),
    ];
    for (old, new, received, read) in cases {
        for (is_received, expected) in [(true, received), (false, read)] {
            let of = |edition: &Edition| if is_received { edition.clone() } else { unsigned(edition) };
            let report = compare(&of(&old).0, &of(&new).0).unwrap_or_else(|found| panic!("{found}"));
            let found: Vec<&str> = report.changes.iter().map(|it| it.wire.effect.code()).collect();
            assert!(
                found.contains(&expected) && found.iter().all(|it| *it == expected || *it == "ok"),
                "{}",
                report.human()
            );
            let is_said = report.human().contains("a receiver of 0.1.0");
            assert!(!is_said || is_received, "{}", report.human());
            // The new variant takes the place of `Unknown` in each crate.
            if report.changes[0].change.rule.id() == "value-added" {
                assert!(report.changes[0].note().is_some(), "{}", report.human());
            }
        }
    }
}

/// A receiver reads the whole body, so a witness can be sent as it is shown; a validator reads the payload.
#[test]
fn a_witness_is_what_its_reader_reads() {
    let base = Edition::base();
    let unwrapped = |edition: &Edition| {
        let catalog = &edition.0["catalog.toml"];
        let is_kept = |table: &&str| !["[envelope]", "[payload]", "[delivery]"].iter().any(|it| table.starts_with(it));
        let tables: Vec<&str> = catalog.split("\n\n").filter(is_kept).collect();
        edition.clone().file("catalog.toml", &tables.join("\n\n").replace("member = \"/kind\"\n", ""))
    };
    let edits: [fn(Edition) -> Edition; 4] = [
        |it| it.set(PAID, "/properties/channel/enum/-", json!("fax")),
        |it| it.set(PAID, "/properties/items/maximum", json!(200)),
        |it| it.set(ENVELOPE, "/properties/seat", json!({ "type": "string" })),
        |it| it.event("order.made", &json!({ "type": "object" })),
    ];
    for (of, index, member, place) in [
        (Edition::clone as fn(&Edition) -> Edition, 0, "kind", "new-enum-value at `/payload/channel`"),
        (Edition::clone, 1, "kind", "`/payload/items`: "),
        (Edition::clone, 2, "kind", "new-member at `/seat`"),
        (Edition::clone, 3, "kind", "new-event at `/kind`"),
        (unsigned, 0, "orderId", "new-enum-value at `/channel`"),
        (unsigned, 1, "orderId", "`/items`: "),
    ] {
        let report =
            compare(&of(&base).0, &of(&edits[index](base.clone())).0).unwrap_or_else(|found| panic!("{found}"));
        let text = report.human();
        let line = text.lines().find(|line| line.contains(" of 0.1.0 ")).unwrap_or_else(|| panic!("{text}"));
        assert!(line.contains(place), "{line}");
        let body = line.split_once('{').and_then(|(_, behind)| behind.rsplit_once('}')).map_or("", |(body, _)| body);
        let body: serde_json::Value = serde_json::from_str(&format!("{{{body}}}")).unwrap_or_else(|_| panic!("{line}"));
        let pointer = place.split('`').nth(1).expect("a place");
        assert!(body.get(member).is_some() && body.pointer(pointer).is_some(), "{line}");
        let json: serde_json::Value = serde_json::from_str(&report.json()).expect("a report is JSON");
        let witness = json.pointer("/changes/0/wire/witness").expect("it has one");
        assert_eq!(witness.get("body").unwrap_or(&witness["instance"]), &body, "{line}");
    }
    let report =
        compare(&unwrapped(&base).0, &unwrapped(&edits[0](base.clone())).0).unwrap_or_else(|found| panic!("{found}"));
    let text = report.human();
    assert!(text.contains("new-enum-value at `/channel`"), "{text}");
}
