//! Changes that are recognized as what a vendor did: as one change with its cause, not as several without relation.

use codegen::diff::{Judged, Report, compare};
use serde_json::json;

use support::contract::edit::{Edition, PAID, SHIPPED};

const RETURNED: &str = "events/order.returned.schema.json";

fn report(old: &Edition, new: &Edition) -> Report {
    compare(&old.0, &new.0).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the catalogue with one shared schema that no event refers to.
fn unshared() -> Edition {
    let edition = Edition::base().remove(SHIPPED, "/properties/fee").remove(SHIPPED, "/properties/carrier");
    let edition = edition.set(SHIPPED, "/required", json!(["orderId"])).set(PAID, "", json!({ "type": "object" }));
    let catalog = edition.0["catalog.toml"].lines().filter(|line| !line.starts_with("examples"));
    let catalog = catalog.collect::<Vec<_>>().join("\n");
    edition.file("catalog.toml", &catalog)
}

/// The module of shared types comes and goes with the member that is the first or last to refer to one.
#[test]
fn shared_modules_have_a_cause() {
    let reference = json!({ "$ref": "../shared/money.schema.json" });
    let one = unshared();
    let other = unshared().set(SHIPPED, "/properties/fee", reference).set(
        RETURNED,
        "/properties/why",
        json!({ "type": "integer" }),
    );
    for (old, new) in [(&one, &other), (&other, &one)] {
        let report = report(old, new);
        assert!(report.unexplained.is_empty(), "{}", report.human());
        let of_module = |it: &&Judged| it.api.iter().any(|difference| difference.path == "shared");
        let causes: Vec<&Judged> = report.changes.iter().filter(of_module).collect();
        assert_eq!(causes.len(), 1, "{}", report.human());
        assert_eq!(causes[0].change.member, "fee", "{}", report.human());
    }
}

#[test]
fn both_formats_are_named() {
    let with =
        |format: &str| Edition::base().set(PAID, "/properties/key", json!({ "type": "string", "format": format }));
    let change = |old: &str, new: &str| {
        let report = report(&with(old), &with(new));
        let [Judged { change, wire, .. }] = report.changes.as_slice() else { panic!("{}", report.human()) };
        (change.rule.id(), change.words.clone(), wire.effect.code())
    };
    let words = |words: &str| words.to_owned();
    assert_eq!(
        change("uuid", "ulid"),
        ("format-changed", words("changes `format`: `uuid` → `ulid`, which is not validated"), "degrades")
    );
    assert_eq!(
        change("ulid", "uuid"),
        ("format-changed", words("changes `format`: `ulid`, which is not validated → `uuid`"), "ok")
    );
    assert_eq!(change("ulid", "cuid"), ("words-changed", words("changes `format`"), "ok"));
}
