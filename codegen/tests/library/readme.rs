//! The words of README, documentation and reference page for the scheme of a vendor.

use codegen::Files;

use crate::package::{ENVELOPE, files, generated};

/// Returns the crate of a vendor with these lines of `[signature]`, whose header names the event.
fn signed(event: &str, delivery: &str, signature: &str) -> Files {
    let tables = format!("[event]\n{event}\n\n[delivery]\n{delivery}\n\n[signature]\n{signature}\n");
    generated(&files(&tables, "events", &["box.opened"]))
}

const EVENT: &str = "header = \"X-Kind\"";
const ID: &str = "id = { member = \"/id\" }";
const HMAC: &str = "algorithm = \"hmac-sha256\"\nheader = \"X-Sign\"\nencoding = \"hex\"";

#[test]
fn a_shared_secret_signs_no_body() {
    let files = signed(EVENT, ID, "algorithm = \"secret\"\nheader = \"X-Token\"");
    let readme = &files["README.md"];
    assert!(readme.contains("`X-Token` carries the secret itself"), "{readme}");
    assert!(readme.contains("**Nothing binds the body to it**"), "{readme}");
    assert!(readme.contains("| the header has another secret | pass the secret of this endpoint |"), "{readme}");
    assert!(files["docs/webhooks.md"].contains("Nothing is signed"));
    let own = files.iter().filter(|(path, _)| !path.starts_with("src/runtime/"));
    for (path, text) in own {
        for wrong in ["signed body", "signed bytes", "signature in `", "over the bytes of", "valid signature"] {
            assert!(!text.contains(wrong), "{path}: {wrong}");
        }
    }
    let readme = &signed(EVENT, ID, HMAC)["README.md"];
    assert!(readme.contains("The signature in `X-Sign` is verified over the bytes of the body"), "{readme}");
    assert!(!readme.contains("binds"), "{readme}");
}

#[test]
fn the_readme_says_what_is_signed() {
    let time = "signed = \"{time}.{body}\"\ntime = { header = \"X-Time\"";
    let limited = "more than 90 seconds before or after the clock of the receiver";
    let unlimited = "a recorded request is accepted at any time unless `Receiver::builder().tolerance(…)` sets one";
    let address = "letter by letter, with its path and query";
    let cases = [
        (String::new(), None),
        (format!("{time}, tolerance = 90 }}"), Some(limited)),
        (format!("{time} }}"), Some(unlimited)),
        ("signed = \"{url}{body}\"".to_owned(), Some(address)),
    ];
    for (lines, wanted) in cases {
        let readme = &signed(EVENT, ID, &format!("{HMAC}\n{lines}"))["README.md"];
        for text in [limited, unlimited, address] {
            assert_eq!(readme.contains(text), Some(text) == wanted, "{lines}: {text}");
        }
        assert_eq!(
            readme.contains("| the signature belongs to another body, another address or"),
            wanted == Some(address)
        );
    }
    let numbered = HMAC.replace("X-Sign", "X-Sign-{n}");
    assert!(signed(EVENT, ID, &numbered)["README.md"].contains("The signature in `X-Sign-{n}` is verified"));
    let two = HMAC.replace("\"X-Sign\"", "[\"X-Sign\", \"X-Other\"]");
    assert!(signed(EVENT, ID, &two)["README.md"].contains("The signature in `X-Sign` or `X-Other` is verified"));
}

/// The sender prints the id of an example, whether the schema requires one or not, or the one of a header.
#[test]
fn the_sample_session_prints_the_id() {
    let readme = &signed(EVENT, ID, HMAC)["README.md"];
    assert!(readme.contains("\nbox.opened a\n200 "), "{readme}");
    assert!(readme.contains("Add `--id a` to send the same delivery again"), "{readme}");
    let readme = &signed(EVENT, "id = { header = \"X-Id\" }", HMAC)["README.md"];
    assert!(readme.contains("\nbox.opened msg_4829136517482913\n200 "), "{readme}");
    assert!(readme.contains("Add `--id msg_4829136517482913` to send the same delivery again"), "{readme}");
    let readme = &signed(EVENT, "", HMAC)["README.md"];
    assert!(readme.contains("\nbox.opened\n200 "), "{readme}");
    assert!(!readme.contains("`--id"), "{readme}");
}

/// `[envelope]` has no such key.
#[test]
fn a_missing_id_belongs_to_delivery() {
    let says =
        |delivery| signed(EVENT, delivery, HMAC)["README.md"].contains("it is `id` of `[delivery]` in the catalogue");
    assert!(says(""));
    for named in [ID, "id = { header = \"X-Id\" }"] {
        assert!(!says(named), "{named}");
    }
}

/// Two deliveries with an empty id are not the same delivery. A `format` does not help: what violates it alone is accepted.
#[test]
fn an_empty_id_is_no_id() {
    for (schema, required, is_optional) in [
        (r#"{ "type": "string" }"#, true, true),
        (r#"{ "type": "string", "minLength": 1 }"#, true, false),
        (r#"{ "type": "string", "minLength": 0, "maxLength": 9 }"#, true, true),
        (r#"{ "type": "string", "pattern": "^msg" }"#, true, false),
        (r#"{ "type": "string", "pattern": "^[a-z]*$" }"#, true, true),
        (r#"{ "type": "string", "format": "uri" }"#, true, true),
        (r##"{ "$ref": "#/$defs/id" }"##, true, false),
        (r##"{ "allOf": [{ "$ref": "#/$defs/id" }] }"##, true, false),
        (r#"{ "type": "string", "minLength": 1 }"#, false, true),
        (r#"{ "type": ["string", "null"], "minLength": 1 }"#, true, true),
        (r#"{ "type": "integer" }"#, true, true),
    ] {
        let tables = format!("{ENVELOPE}\n[delivery]\nid = {{ member = \"/no\" }}\n\n[signature]\n{HMAC}\n");
        let mut input = files(&tables, "events", &["box.opened"]);
        let required = if required { r#", "no""# } else { "" };
        let envelope = format!(
            r#"{{ "type": "object", "required": ["kind", "payload"{required}], "properties": {{ "kind": {{ "type": "string" }}, "payload": {{}}, "no": {schema} }}, "$defs": {{ "id": {{ "type": "string", "minLength": 2 }} }} }}"#
        );
        input.insert("envelope.schema.json".to_owned(), envelope);
        let id = if schema.contains("integer") {
            "7"
        } else if schema.contains("a-z") {
            r#""a""#
        } else {
            r#""msg:1""#
        };
        let example = format!(r#"{{ "kind": "box.opened", "payload": {{}}, "no": {id} }}"#);
        input.insert("envelope.example.json".to_owned(), example);
        let files = generated(&input);
        let is_option = files["src/delivery.rs"].matches("pub fn id(&self) -> Option<&str> {").count();
        // Those of `Delivery` and `UnverifiedDelivery`; that of `RefusedDelivery` is always optional.
        assert_eq!(is_option, if is_optional { 3 } else { 1 }, "{schema}{required}");
        let never = "**A delivery without an id never counts as a duplicate**";
        assert_eq!(files["README.md"].contains(never), is_optional, "{schema}{required}");
    }
}

/// The documentation of `Delivery::id` says the same.
#[test]
fn an_unsigned_id_is_said_twice() {
    let parts = "signed = \"{id}.{body}\"\nid = { header = \"X-Id\" }";
    for (delivery, signature, is_unsigned) in [
        ("id = { header = \"X-Id\" }", HMAC.to_owned(), true),
        ("id = { header = \"X-Other\" }", format!("{HMAC}\n{parts}"), true),
        ("id = { header = \"X-Id\" }", format!("{HMAC}\n{parts}"), false),
        (ID, HMAC.to_owned(), false),
        ("", HMAC.to_owned(), false),
    ] {
        let files = signed(EVENT, delivery, &signature);
        for path in ["README.md", "src/delivery.rs"] {
            assert_eq!(files[path].contains("**It is not signed**"), is_unsigned, "{delivery} {signature}: {path}");
        }
    }
}

/// The schema of the envelope is checked first, so most of them leave nothing to `not-an-envelope`.
#[test]
fn errors_that_cannot_occur_are_left_out() {
    let of = |tables: &str, kind: &str, required: &str| {
        let mut input = files(&format!("{tables}\n[signature]\n{HMAC}\n"), "events", &["box.opened"]);
        let schema = format!(
            r#"{{ "type": "object", "required": {required}, "properties": {{ "kind": {kind}, "payload": {{}} }} }}"#
        );
        input.insert("envelope.schema.json".to_owned(), schema);
        let example = r#"{ "id": "a", "kind": "box.opened", "of": [{ "kind": "box.opened", "payload": {} }] }"#;
        if !tables.contains("[envelope]") {
            input.insert("box.opened.example.json".to_owned(), example.to_owned());
        }
        let files = generated(&input);
        let row = |path: &str| {
            let rows = files[path].lines().filter_map(|line| line.split_once("| `not-an-envelope` | 422 | "));
            rows.map(|(_, row)| row.split_once(" |").expect("a cell ends").0.to_owned()).next().unwrap_or_default()
        };
        assert_eq!(row("README.md"), row("src/receive_error.rs"));
        row("README.md")
    };
    let both = r#"["kind", "payload"]"#;
    let none = "the body names no event, or has no payload";
    for (kind, required, says) in [
        (r#"{ "type": "string" }"#, both, ""),
        (r#"{ "enum": ["box.opened"] }"#, both, ""),
        (r#"{ "type": "string", "minLength": 3, "pattern": "^b" }"#, both, ""),
        (r#"{ "type": "string" }"#, r#"["kind"]"#, none),
        (r#"{ "type": "string" }"#, r#"["payload"]"#, none),
        (r#"{ "type": ["string", "null"] }"#, both, none),
        (r#"{ "type": ["string", "integer"] }"#, both, none),
        ("{}", both, none),
    ] {
        assert_eq!(of(ENVELOPE, kind, required), says, "{kind} {required}");
    }
    let batch = ENVELOPE.replace("at = ", "each = \"/of/*\"\nat = ");
    let (text, array) = (r#"{ "type": "string" }"#, "the body has no array of deliveries");
    assert_eq!(of(&batch, text, both), array);
    assert_eq!(of(&batch, text, "[]"), format!("{array}, or a delivery names no event, or has no payload"));
    assert_eq!(of("[event]\nmember = \"/kind\"\n", text, both), "the body names no event");
    assert_eq!(of(&format!("[event]\n{EVENT}\n"), text, both), "");
}

/// Two refused deliveries may have the same body, and differ in their headers.
#[test]
fn deliveries_are_kept_with_their_headers() {
    let by_header = format!("[event]\n{EVENT}\n");
    let id_header = "id = { header = \"X-Id\" }";
    for (event, id, key, beside) in [
        (by_header.as_str(), ID, "event, digest", [true, false]),
        (&by_header, "", "event, digest", [true, false]),
        (&by_header, id_header, "id, event, digest", [true, true]),
        (ENVELOPE, id_header, "id, digest", [false, true]),
        (ENVELOPE, "", "digest", [false, false]),
        ("", "", "event, digest", [false, false]),
        ("", id_header, "id, event, digest", [false, false]),
    ] {
        let tables = format!("{event}\n[delivery]\n{id}\n\n[signature]\n{HMAC}\n");
        let files = generated(&files(&tables, "events", &["box.opened"]));
        let inbox = &files["examples/serve/inbox.rs"];
        assert!(inbox.contains(&format!("PRIMARY KEY ({key}))")), "{tables}: {inbox}");
        assert!(inbox.contains(&format!("ON CONFLICT ({key}) DO UPDATE")), "{tables}: {inbox}");
        assert_eq!(inbox.contains("(id TEXT UNIQUE, event TEXT NOT NULL,"), key.contains("event"), "{tables}");
        let readme = &files["README.md"];
        assert_eq!(readme.contains("VALUES ($1, $2, $3, $4) ON CONFLICT"), !id.is_empty() && key.contains("event"));
        assert_eq!(
            ["refused.event_name()", "refused.id()"].map(|it| readme.contains(it)),
            beside,
            "{tables}: {readme}"
        );
        assert_eq!(readme.contains("std::fs::write("), key == "digest", "{tables}: no sample, or one with headers");
    }
}

#[test]
fn a_header_repeats_what_a_member_names() {
    let page = |event: &str| signed(event, ID, HMAC).remove("docs/webhooks.md").expect("a page");
    assert!(page(EVENT).contains("- `X-Kind` — names the event, e.g. `box.opened`."));
    let both = "header = \"X-Kind\"\nmember = \"/kind\"";
    let tables = format!("[event]\n{both}\n\n[signature]\n{HMAC}\n");
    let mut input = files(&tables, "events", &["box.opened"]);
    input.insert("box.opened.example.json".to_owned(), "{ \"id\": \"a\", \"kind\": \"box.opened\" }".to_owned());
    assert!(generated(&input)["docs/webhooks.md"].contains("- `X-Kind` — repeats the name of the event"));
}

/// A column is there if an event has something to say in it.
#[test]
fn tables_have_no_empty_column() {
    let tables = format!("[event]\n{EVENT}\n\n[signature]\n{HMAC}\n");
    for (summary, head, row) in [
        ("", "| Name | Type |\n| --- | --- |\n", "| `box.opened` | `BoxOpened` |\n"),
        (
            "summary = \"a box was opened\"\n",
            "| Name | Type | About |\n| --- | --- | --- |\n",
            "| `box.opened` | `BoxOpened` | a box was opened |\n",
        ),
    ] {
        let mut files = files(&tables, "events", &["box.opened"]);
        let catalog = files.get_mut("catalog.toml").expect("there is a catalogue");
        *catalog = catalog.replace("summary = \"about box.opened\"\n", summary);
        let readme = &generated(&files)["README.md"];
        assert!(readme.contains(&format!("\n{head}{row}\n")), "{readme}");
        assert!(readme.contains("members are in its module, such as `events::box_opened`. Members"), "{readme}");
    }
}

/// The advice without a secret is for the vendor's scheme, and so is the sample with two.
#[test]
fn secrets_are_named_as_the_scheme_does() {
    for (signature, is_public, url) in [
        (HMAC.to_owned(), false, ""),
        ("algorithm = \"secret\"\nheader = \"X-Token\"".to_owned(), false, ""),
        (HMAC.replace("hmac-sha256", "ed25519") + "\nkey = \"{hex}\"", true, ""),
        (format!("{HMAC}\nsigned = \"{{url}}{{body}}\""), false, ", \"https://example.com/webhooks\""),
    ] {
        let files = signed(EVENT, ID, &signature);
        let vendor = &files["src/runtime/receive/vendor.rs"];
        assert!(vendor.contains(&format!("IS_PUBLIC_KEY: bool = {is_public};")), "{vendor}");
        let readme = &files["README.md"];
        assert!(readme.contains(&format!("    Receiver::with_secrets(secrets{url})\n")), "{readme}");
    }
}
