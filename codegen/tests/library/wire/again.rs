//! A value that the newer crate refuses as well: an update does not help.

use codegen::diff::compare;
use codegen::release::{Options, release};
use serde_json::{Value, json};
use support::contract::edit::{Edition, PAID};

/// Returns an edition with a member, which a refinement may narrow.
fn edition(schema: &Value, refined: Option<&str>) -> Edition {
    let edition = Edition::base().set(PAID, "/properties/count", schema.clone());
    let Some(refined) = refined else { return edition };
    let lines = ["schema = \"", PAID, "\"\npointer = \"/properties/count\"\ntype = \"", refined, "\"\n"].concat();
    edition.catalog("[envelope]", &format!("[[refinements]]\n{lines}\n[envelope]"))
}

#[test]
fn refinements_may_refuse_what_comes() {
    let integer = |bounds: Value| {
        let mut schema = json!({ "type": "integer" });
        schema.as_object_mut().expect("an object").extend(bounds.as_object().expect("bounds").clone());
        schema
    };
    let (positive, any, small) =
        (integer(json!({ "minimum": 0 })), integer(json!({})), integer(json!({ "minimum": 0, "maximum": 9 })));
    let time = |format: Value| json!({ "type": "string", "format": format });
    let text = json!({ "type": "string" });
    for (old, new, refined, expected) in [
        (&positive, &any, Some("u64"), Some("the refinement `u64` does not hold it; correct it")),
        (&positive, &any, Some("i64"), None),
        (&positive, &any, None, None),
        (&small, &positive, Some("u32"), None),
        // It keeps any text.
        (&time(json!("date-time")), &text, Some("timestamp"), None),
        (&time(json!("date-time")), &text, None, None),
    ] {
        let (old, new) = (edition(old, refined), edition(new, refined));
        let report = compare(&old.0, &new.0).unwrap_or_else(|found| panic!("{found}"));
        let human = report.human();
        let said = expected.map(|why| format!("so does the newer crate: {why}"));
        assert_eq!(human.contains("so does the newer crate"), said.is_some(), "{human}");
        assert!(said.is_none_or(|said| human.contains(&said)), "{human}");
        let report: Value = serde_json::from_str(&report.json()).expect("JSON");
        assert_eq!(report["changes"][0]["wire"]["witness"]["again"].as_str(), expected, "{report}");
        // The changelog does not ask for an update that does not help.
        let first = release(&old.0, &Options::default()).unwrap_or_else(|found| panic!("{found}")).files;
        let mut files = new.0;
        files.extend(first.into_iter().filter(|(path, _)| path.starts_with("released/")));
        let changelog = release(&files, &Options::default()).unwrap_or_else(|found| panic!("{found}")).changelog;
        let changelog = changelog.replace("\n  ", " ");
        assert_eq!(
            changelog.contains("refuses such deliveries, and so does this version: the refinement"),
            expected.is_some(),
            "{changelog}"
        );
        assert_eq!(
            changelog.contains("update before"),
            expected.is_none() && changelog.contains("refuses"),
            "{changelog}"
        );
    }
}
