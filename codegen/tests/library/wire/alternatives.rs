//! Any header and any code of a signature may match: alternatives come and go one by one.

use codegen::diff::{Report, Status, compare};
use support::contract::edit::Edition;

fn report(old: &str, new: &str) -> Report {
    let edition = |lines: &str| {
        let signature = "header = \"X-Acme-Signature\"\nalgorithm = \"hmac-sha256\"\nvalue = \"sha256={code}\"\nencoding = \"hex\"\n";
        let more = format!("algorithm = \"hmac-sha256\"\nencoding = \"hex\"\n{lines}\n");
        Edition::base().catalog(signature, &more).0
    };
    compare(&edition(old), &edition(new)).unwrap_or_else(|found| panic!("{old} → {new}: {found}"))
}

const ONE: &str =
    "header = \"X-A\"\nvalue = \"t={time},v1={code}\"\nsigned = \"{time}.{body}\"\ntime = { tolerance = 300 }";

#[test]
fn alternatives_of_a_signature_are_judged() {
    let (headers, reordered) =
        (ONE.replace("\"X-A\"", "[\"X-A\", \"X-B\"]"), ONE.replace("\"X-A\"", "[\"X-B\", \"x-a\"]"));
    let numbered = ONE.replace("X-A", "X-{n}");
    let second = ONE.replace("X-A", "X-2");
    let codes = ONE.replace("v1={code}", "v1={code},v2={code}");
    let other = ONE.replace("v1=", "v2=");
    let both = codes.replace("\"X-A\"", "[\"X-A\", \"X-B\"]");
    let twice = ONE.replace("v1={code}", "v1={code},v1={code}");
    let turned = ONE.replace("t={time},v1={code}", "v1={code},t={time}");
    let listed = format!("{ONE}\nlist = \" \"");
    let listed_codes = format!("{codes}\nlist = \" \"");
    let none = "no delivery is verified";
    for (old, new, rule, effect, words) in [
        (ONE, headers.as_str(), "signature-changed", "fails", "only by `v1={code}` in `X-A`"),
        (&headers, ONE, "signature-changed", "ok", "each signature that a delivery may have"),
        (&headers, &reordered, "layout-changed", "ok", "constrains nothing"),
        (ONE, &codes, "signature-changed", "fails", "only by `v1={code}` in `X-A`"),
        (&codes, ONE, "signature-changed", "ok", "each signature that a delivery may have"),
        (ONE, &both, "signature-changed", "fails", "only by `v1={code}` in `X-A`"),
        (&both, &headers, "signature-changed", "ok", "each signature that a delivery may have"),
        (&numbered, &second, "signature-changed", "ok", "each signature that a delivery may have"),
        (&second, &numbered, "signature-changed", "fails", none),
        (ONE, &second, "signature-changed", "fails", none),
        (ONE, &other, "signature-changed", "fails", none),
        (&codes, &other, "signature-changed", "ok", "each signature that a delivery may have"),
        (ONE, &twice, "signature-changed", "ok", "each signature that a delivery may have"),
        (ONE, &turned, "signature-changed", "ok", "each signature that a delivery may have"),
        (ONE, &listed, "signature-changed", "fails", "only if each line of the header has one value"),
        (&listed, ONE, "signature-changed", "fails", "only if each line of the header has one value"),
        (ONE, &listed_codes, "signature-changed", "fails", "in `X-A`, as the only value of a line"),
    ] {
        let found = report(old, new);
        let rows: Vec<_> = found.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code())).collect();
        assert_eq!(rows, [(rule, effect)], "{old} → {new}: {}", found.human());
        assert!(found.human().contains(words), "{old} → {new}: {}", found.human());
        assert_eq!(found.status() == Status::Unclassified, effect == "fails", "{old} → {new}: {}", found.human());
        // Both crates verify the same deliveries.
        let is_alike = rule == "layout-changed" || [&twice, &turned].iter().any(|it| *it == new);
        let cost = if is_alike { "patch" } else { "major" };
        assert_eq!(found.changes[0].source.name(), cost, "{old} → {new}: {}", found.human());
    }
}

/// The keys of a signature have a meaning only together.
#[test]
fn another_scheme_needs_one_verdict() {
    let standard = "like = \"standard-webhooks\"";
    let edition = Edition::base();
    let catalog = &edition.0["catalog.toml"];
    let start = catalog.find("[signature]").expect("a signature");
    let end = catalog[start..].find("\n\n").map_or(catalog.len(), |end| start + end);
    let other = format!("{}[signature]\n{standard}\n{}", &catalog[..start], &catalog[end..]);
    let other = edition.clone().file("catalog.toml", &other);
    let found = compare(&edition.0, &other.0).unwrap_or_else(|found| panic!("{found}"));
    let waiting: Vec<_> = found.changes.iter().filter(|it| it.waits()).collect();
    assert_eq!(waiting.len(), 1, "{}", found.human());
    let words = &waiting[0].change.words;
    assert!(
        ["`header`", "`value`", "`encoding`", "`signed`", "`key`"].iter().all(|key| words.contains(key)),
        "{words}"
    );
    assert_eq!(waiting[0].change.key(), "signature");
}
