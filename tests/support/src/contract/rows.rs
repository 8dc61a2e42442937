//! The rows of the checklist as edits of the fixture, each with the changes that must be found.

use serde_json::json;

use crate::contract::edit::{ENVELOPE, Edition, MONEY, PAID, SHIPPED, returned};

/// A change: rule, member, effect on receivers, cost for programs.
pub type Expected<'a> = (&'a str, &'a str, &'a str, &'a str);

/// An edit with the changes that it makes.
#[derive(Clone, Debug)]
pub struct Row {
    /// The row of the checklist, with its variant.
    pub name: &'static str,
    /// The new edition.
    pub edited: Edition,
    /// The changes.
    pub changes: Vec<Expected<'static>>,
}

fn row(name: &'static str, edited: Edition, changes: &[Expected<'static>]) -> Row {
    Row { name, edited, changes: changes.to_vec() }
}

/// Returns all edits, in the order of the checklist.
pub fn all() -> Vec<Row> {
    [members(), kept(), values(), constraints(), events(), shapes(), envelope(), catalogue()]
        .into_iter()
        .flatten()
        .collect()
}

const LINE: &str = "/properties/lines/items";

fn members() -> Vec<Row> {
    let base = Edition::base;
    let string = || json!({ "type": "string" });
    let color = format!("{LINE}/properties/options/properties/tone");
    vec![
        row(
            "R1",
            base().set(PAID, "/properties/seat", string()),
            &[("optional-member-added", "seat", "degrades", "minor")],
        ),
        row(
            "R1 three levels deep",
            base().set(PAID, &color, string()),
            &[("optional-member-added", "lines[].options.tone", "ok", "minor")],
        ),
        row(
            "R1 behind a reference",
            base().set(MONEY, "/properties/exact", string()),
            &[("optional-member-added", "total.exact", "degrades", "minor")],
        ),
        row(
            "R1 in a branch",
            base().set(PAID, "/properties/payment/oneOf/0/properties/bank", string()),
            &[("optional-member-added", "payment.bank", "ok", "minor")],
        ),
        row(
            "R2",
            base()
                .set(PAID, "/properties/seat", json!({ "type": "integer" }))
                .set(PAID, "/required/-", json!("seat"))
                .set("events/order.paid.example.json", "/seat", json!(1)),
            &[("required-member-added", "seat", "degrades", "minor"), ("example-changed", "", "ok", "patch")],
        ),
        row(
            "R3",
            base().remove(PAID, "/properties/note").remove("events/order.paid.example.json", "/note"),
            &[("optional-member-removed", "note", "ok", "major"), ("example-changed", "", "ok", "patch")],
        ),
        row(
            "R3 in an open object",
            base().remove(SHIPPED, "/properties/weight"),
            // An open object accepts any value under a name that no schema mentions, but the name is reserved.
            &[("optional-member-removed", "weight", "ok", "major")],
        ),
        row(
            "R4",
            base().remove(SHIPPED, "/properties/carrier").set(SHIPPED, "/required", json!(["orderId"])),
            &[("required-member-removed", "carrier", "fails", "major")],
        ),
        row(
            "R5",
            base()
                .remove(SHIPPED, "/properties/carrier")
                .set(SHIPPED, "/properties/carrierName", string())
                .set(SHIPPED, "/required", json!(["orderId", "carrierName"]))
                .replace("events/order.shipped.example.json", "\"carrier\"", "\"carrierName\""),
            &[("member-renamed", "carrierName", "fails", "major"), ("example-changed", "", "ok", "patch")],
        ),
        row(
            "R6",
            base().set(SHIPPED, "/required", json!(["orderId"])),
            &[("member-made-optional", "carrier", "fails", "major")],
        ),
        row(
            "R7",
            base().set(SHIPPED, "/required", json!(["orderId", "carrier", "weight"])),
            &[("member-made-required", "weight", "ok", "major")],
        ),
        row(
            "R8",
            base().set(SHIPPED, "/properties/carrier/type", json!(["string", "null"])),
            &[("null-allowed", "carrier", "fails", "major")],
        ),
        row(
            "R8 by a union",
            base().set(SHIPPED, "/properties/carrier", json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] })),
            &[("null-allowed", "carrier", "fails", "major")],
        ),
        row(
            "R8 three levels deep",
            base().set(PAID, &format!("{LINE}/properties/options/properties/color/type"), json!(["string", "null"])),
            &[("null-allowed", "lines[].options.color", "fails", "major")],
        ),
    ]
}

/// Returns removed parts that the crate keeps.
fn kept() -> Vec<Row> {
    let base = Edition::base;
    vec![
        row(
            "R3 kept",
            base()
                .remove(PAID, "/properties/note")
                .remove("events/order.paid.example.json", "/note")
                .keep_member(PAID, "/properties/note"),
            &[("optional-member-removed", "note", "ok", "minor"), ("example-changed", "", "ok", "patch")],
        ),
        row(
            "R3 kept three levels deep",
            base()
                .remove(PAID, &format!("{LINE}/properties/options/properties/size"))
                .keep_member(PAID, &format!("{LINE}/properties/options/properties/size")),
            &[("optional-member-removed", "lines[].options.size", "ok", "minor")],
        ),
        row(
            "R3 kept with types of its own",
            base().remove(PAID, "/properties/payment").keep_member(PAID, "/properties/payment"),
            &[("optional-member-removed", "payment", "ok", "minor")],
        ),
        row(
            "R4 kept",
            base()
                .remove(SHIPPED, "/properties/carrier")
                .set(SHIPPED, "/required", json!(["orderId"]))
                .keep_member(SHIPPED, "/properties/carrier"),
            &[("required-member-removed", "carrier", "fails", "major")],
        ),
        row(
            "R10 kept",
            base().remove(PAID, "/properties/channel/enum/2").keep_value(PAID, "/properties/channel", "phone"),
            &[("value-removed", "channel", "ok", "minor")],
        ),
        row(
            "R10 kept behind a reference",
            base().remove(MONEY, "/properties/currency/enum/1").keep_value(MONEY, "/properties/currency", "USD"),
            &[("value-removed", "total.currency", "ok", "minor")],
        ),
    ]
}

fn values() -> Vec<Row> {
    let base = Edition::base;
    vec![
        row(
            "R9",
            base().set(PAID, "/properties/channel/enum/-", json!("fax")),
            &[("value-added", "channel", "degrades", "minor")],
        ),
        row(
            "R9 behind a reference",
            base().set(MONEY, "/properties/currency/enum/-", json!("GBP")),
            &[("value-added", "total.currency", "degrades", "minor")],
        ),
        row(
            "R9 any value",
            base().set(PAID, "/properties/channel", json!({ "type": "string" })),
            &[("values-opened", "channel", "degrades", "major")],
        ),
        row("R10", base().remove(PAID, "/properties/channel/enum/2"), &[("value-removed", "channel", "ok", "major")]),
        row(
            "R11",
            base().set(SHIPPED, "/properties/carrier/enum", json!(["post", "bike"])),
            &[("values-listed", "carrier", "ok", "major")],
        ),
    ]
}

fn constraints() -> Vec<Row> {
    let base = Edition::base;
    vec![
        row(
            "R12",
            base().set(PAID, "/properties/items/maximum", json!(200)),
            &[("constraint-loosened", "items", "fails", "patch")],
        ),
        row(
            "R12 without a bound",
            base().remove(MONEY, "/properties/amount/maxLength"),
            &[("constraint-loosened", "total.amount", "fails", "patch")],
        ),
        row(
            "R13",
            base().set(PAID, "/properties/items/maximum", json!(50)),
            &[("constraint-tightened", "items", "ok", "patch")],
        ),
        row(
            "R13 with another keyword",
            base().remove(PAID, "/properties/items/minimum").set(PAID, "/properties/items/exclusiveMinimum", json!(0)),
            &[("restructured", "items", "ok", "patch")],
        ),
        row(
            "R14",
            base().set(PAID, "/properties/paidAt/format", json!("date-time")),
            &[("format-added", "paidAt", "ok", "major")],
        ),
        row(
            "R15",
            base().set(PAID, "/properties/orderId/pattern", json!("^ord_[0-9a-z]+$")),
            &[("pattern-changed", "orderId", "fails", "patch")],
        ),
        row(
            "R16",
            base().set(SHIPPED, "/properties/weight/type", json!("string")).set(
                "events/order.shipped.example.json",
                "/weight",
                json!("1.5"),
            ),
            &[("type-changed", "weight", "fails", "major"), ("example-changed", "", "ok", "patch")],
        ),
        row(
            "R17",
            base().set(PAID, "/properties/items/type", json!("number")),
            &[("integer-made-number", "items", "fails", "major")],
        ),
    ]
}

fn events() -> Vec<Row> {
    let base = Edition::base;
    let lost = json!({ "type": "object", "properties": { "orderId": { "type": "string" }, "place": { "type": "integer" } }, "required": ["orderId", "place"] });
    vec![
        row("R18", base().event("order.lost", &lost), &[("event-added", "", "degrades", "minor")]),
        row("R19", base().without_returned(), &[("event-removed", "", "ok", "major")]),
        row(
            "R20",
            base().without_returned().event("order.sent_back", &returned()),
            &[("event-renamed", "", "degrades", "major")],
        ),
        // The name in Rust stays the same, but a program that compares the name's text does not match any more.
        row(
            "R20 with another case",
            base().without_returned().event("order_returned", &returned()),
            &[("event-renamed", "", "degrades", "major")],
        ),
        row(
            "R20 with changed members",
            sent().set(SENT, "/properties/weight", json!({ "type": "string" })).remove(SENT_EXAMPLE, "/weight"),
            &[("event-renamed", "", "degrades", "major"), ("type-changed", "weight", "ok", "patch")],
        ),
    ]
}

const SENT: &str = "events/order.sent.schema.json";
const SENT_EXAMPLE: &str = "events/order.sent.example.json";

/// Returns the fixture with another name of `order.shipped`.
fn sent() -> Edition {
    let mut edition = Edition::base().catalog("order.shipped", "order.sent");
    for path in [SENT, SENT_EXAMPLE] {
        let text = edition.0.remove(&path.replace("order.sent", "order.shipped")).unwrap_or_default();
        edition = edition.file(path, &text);
    }
    edition
}

fn shapes() -> Vec<Row> {
    let base = Edition::base;
    let cash = json!({ "title": "Cash", "type": "object", "properties": { "type": { "const": "cash" } }, "required": ["type"] });
    let money = json!({ "allOf": [{ "$ref": "../shared/money.schema.json" }] });
    vec![
        row("R21", base().remove(PAID, "/additionalProperties"), &[("object-opened", "", "degrades", "patch")]),
        row(
            "R21 behind a reference",
            base().remove(MONEY, "/additionalProperties"),
            &[("object-opened", "total", "degrades", "patch")],
        ),
        row(
            "R16 of a tag",
            base().set(PAID, "/properties/payment/oneOf/0/properties/type/const", json!("credit_card")).set(
                "events/order.paid.example.json",
                "/payment/type",
                json!("credit_card"),
            ),
            &[("constant-changed", "payment.type", "fails", "major"), ("example-changed", "", "ok", "patch")],
        ),
        row("R22", base().set(SHIPPED, "/additionalProperties", json!(false)), &[("object-closed", "", "ok", "patch")]),
        row(
            "R23",
            base().set(PAID, "/properties/payment/oneOf/-", cash),
            &[("branch-added", "payment", "fails", "minor")],
        ),
        row(
            "R23 removed",
            base().remove(PAID, "/properties/payment/oneOf/1"),
            &[("branch-removed", "payment", "ok", "major")],
        ),
        row(
            "R24",
            base().set(PAID, "/properties/note/description", json!("Words.")),
            &[("words-changed", "note", "ok", "patch")],
        ),
        row(
            "R24 default",
            base().set(PAID, "/properties/note/default", json!("")),
            &[("words-changed", "note", "ok", "patch")],
        ),
        row(
            "R24 identifier",
            base()
                .set(MONEY, "/$id", json!("https://acme.example/money"))
                .set(MONEY, "/$comment", json!("x"))
                .replace(PAID, "../shared/money.schema.json", "https://acme.example/money")
                .replace(SHIPPED, "../shared/money.schema.json", "https://acme.example/money"),
            &[
                ("words-changed", "total", "ok", "patch"),
                ("restructured", "", "ok", "patch"),
                ("restructured", "", "ok", "patch"),
            ],
        ),
        row("R29", base().set(SHIPPED, "/properties/fee", money), &[("restructured", "", "ok", "patch")]),
        row(
            "R29 inline",
            base().set(SHIPPED, "/properties/fee", base().document(MONEY)),
            &[("restructured", "", "ok", "major")],
        ),
        row(
            "R30",
            base().set("events/order.paid.example.json", "/note", json!("ring once")),
            &[("example-changed", "", "ok", "patch")],
        ),
    ]
}

fn envelope() -> Vec<Row> {
    let base = Edition::base;
    vec![
        row(
            "R25",
            base().set(ENVELOPE, "/properties/tenant", json!({ "type": "string" })),
            &[("envelope-member-added", "tenant", "degrades", "minor")],
        ),
        row(
            "R26",
            base().remove(ENVELOPE, "/properties/attempt").remove("envelope.example.json", "/attempt"),
            &[("envelope-member-changed", "attempt", "ok", "major"), ("example-changed", "", "ok", "patch")],
        ),
        row(
            "R26 retyped",
            base().set(ENVELOPE, "/properties/attempt", json!({ "type": "string" })).set(
                "envelope.example.json",
                "/attempt",
                json!("1"),
            ),
            &[("envelope-member-changed", "attempt", "fails", "major"), ("example-changed", "", "ok", "patch")],
        ),
    ]
}

fn catalogue() -> Vec<Row> {
    let base = Edition::base;
    let refinement = "\n[[refinements]]\nschema = \"events/order.paid.schema.json\"\npointer = \"/properties/items\"\ntype = \"u32\"\n";
    let refined = format!("{}{refinement}", base().0["catalog.toml"]);
    vec![
        row("R27", base().catalog("X-Acme-Signature", "X-Signature"), &[("signature-changed", "", "fails", "major")]),
        row("R27 encoding", base().catalog("\"hex\"", "\"base64\""), &[("signature-changed", "", "fails", "major")]),
        // A member that the newer crate reads is added like any other.
        row(
            "event member",
            base()
                .set(ENVELOPE, "/properties/kind", json!({ "type": "integer" }))
                .set(ENVELOPE, "/properties/name", json!({ "type": "string" }))
                .set(ENVELOPE, "/required/-", json!("name"))
                .set("envelope.example.json", "/kind", json!(1))
                .set("envelope.example.json", "/name", json!("order.paid"))
                .catalog("\"/kind\"", "\"/name\""),
            &[
                ("event-member-changed", "", "fails", "major"),
                ("envelope-member-added", "name", "degrades", "minor"),
                ("envelope-member-changed", "kind", "fails", "major"),
                ("example-changed", "", "ok", "patch"),
            ],
        ),
        row(
            "payload",
            base()
                .set(ENVELOPE, "/properties/body", json!({ "type": "object" }))
                .set(ENVELOPE, "/required/-", json!("body"))
                .set("envelope.example.json", "/body", json!({}))
                .catalog("\"/payload\"", "\"/body\""),
            &[
                ("payload-moved", "", "fails", "major"),
                ("envelope-member-added", "body", "degrades", "minor"),
                ("example-changed", "", "ok", "patch"),
            ],
        ),
        row(
            "id",
            base()
                .set(ENVELOPE, "/properties/number", json!({ "type": "string" }))
                .set(ENVELOPE, "/required/-", json!("number"))
                .set("envelope.example.json", "/number", json!("1"))
                .catalog("\"/id\"", "\"/number\""),
            &[
                ("id-moved", "", "fails", "major"),
                ("envelope-member-added", "number", "degrades", "minor"),
                ("example-changed", "", "ok", "patch"),
            ],
        ),
        row("event header", base().catalog("X-Acme-Event", "X-Event"), &[("event-header-changed", "", "ok", "minor")]),
        row("refinement", base().file("catalog.toml", &refined), &[("refinement-changed", "items", "ok", "major")]),
        row(
            "settings",
            base().catalog("[envelope]", "[settings]\nunlisted = \"keep\"\n\n[envelope]"),
            &[("setting-changed", "", "ok", "minor")],
        ),
        row("crate", base().catalog("acme-hooks", "acme-events"), &[("crate-renamed", "", "ok", "major")]),
        row(
            "type",
            base().catalog("an order came back\"", "an order came back\"\ntype = \"Return\""),
            &[("type-renamed", "", "ok", "major")],
        ),
        row("summary", base().catalog("an order came back", "it came back"), &[("words-changed", "", "ok", "patch")]),
    ]
}
