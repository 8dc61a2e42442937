//! Envelopes whose name of the event, or payload, is inside of another member, and names of events beside other words.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;

const SIGNED: &str = "X-Acme-Signature is the hex HMAC-SHA256 of the raw body, keyed with your secret.";

fn import(file_name: &str, page: &str) -> Result<(Files, Diagnostics), Diagnostics> {
    let options = Options { derives: true, ..Options::default() };
    import_with(&Source::new(file_name, page), options, &Files::new()).map(|read| (read.files, read.warnings))
}

/// Returns the pointer to the payload; `None` if the envelope is refused.
fn payload(envelope: &str, example: &dyn Fn(&str) -> String) -> Option<String> {
    let json = |text: &str| format!("```json\n{text}\n```\n\n");
    let page = format!(
        "# Acme webhooks\n\n{SIGNED}\n\n## Payload\n\n{}## user.added\n\n{}## user.removed\n\n{}",
        json(envelope),
        json(&example("user.added")),
        json(&example("user.removed"))
    );
    let (files, _) = import("page.md", &page).ok()?;
    let at = files["catalog.toml"].lines().find_map(|line| line.strip_prefix("at = "))?.to_owned();
    Some(at.trim_matches('"').to_owned())
}

#[test]
fn nested_envelopes_may_have_an_empty_payload() {
    let own = |_: &str| "{ \"user\": \"u1\" }".to_owned();
    for (envelope, at) in [
        (r#"{ "app": "a", "event": { "type": "user.added", "at": "x", "data": {} } }"#, Some("/event/data")),
        (
            r#"{ "app": "a", "event": { "type": "user.added", "at": "x", "data": { "user": "u1" } } }"#,
            Some("/event/data"),
        ),
        (r#"{ "app": "a", "event": { "type": "user.added" }, "data": {} }"#, Some("/data")),
        (r#"{ "app": "a", "event": { "type": "user.added", "at": "x" }, "data": {} }"#, Some("/data")),
        (r#"{ "app": "a", "event": { "type": "user.added" }, "data": { "user": "u1" } }"#, Some("/data")),
        (r#"{ "app": "a", "event": { "type": "user.added", "what": { "z": 1 } } }"#, None),
        (r#"{ "app": "a", "event": { "type": "user.added", "data": { "z": 1 } } }"#, None),
        (r#"{ "app": "a", "event": { "type": "user.other", "data": {} } }"#, None),
    ] {
        assert_eq!(payload(envelope, &own).as_deref(), at, "{envelope}");
    }
    let whole = |data: &str, name: &str| {
        format!(r#"{{ "app": "a", "event": {{ "type": "{name}", "at": "x", "data": {data} }} }}"#)
    };
    for data in ["{}", r#"{ "user": "u1" }"#, r#"{ "other": 1 }"#] {
        let envelope = whole(data, "user.added");
        assert_eq!(
            payload(&envelope, &|name| whole(r#"{ "user": "u1" }"#, name)).as_deref(),
            Some("/event/data"),
            "{data}"
        );
    }
}

/// Without a dot, a name has the form of a documented one, if no title says that a column has names.
#[test]
fn words_beside_events_are_not_names() {
    let found = |file_name: &str, page: &str| {
        let (_, warnings) = import(file_name, page).unwrap_or_else(|found| panic!("{page}: {found}"));
        warnings.iter().any(|found| found.code == "event-not-documented")
    };
    let html = |before: &str| {
        format!(
            "<body>{before}<h1>Acme webhooks</h1><p>{SIGNED}</p><h2>user.added</h2><pre>{{ \"id\": 1 }}</pre></body>"
        )
    };
    for (before, is_named) in [
        ("<div><a>json</a><a>shell</a></div><ul><li><a>user.added</a></li></ul>", false),
        ("<div><a>Guides</a><a>Reference</a></div><ul><li>user.added</li></ul>", false),
        ("<ul><li>SDKs</li><li>OpenAPI</li><li>Webhooks<ul><li>user.added</li></ul></li></ul>", false),
        ("<ul><li>user.added</li><li>user.lost</li></ul>", true),
        ("<ul><li>user.added</li><li>team.lost</li></ul>", true),
    ] {
        assert_eq!(found("page.html", &html(before)), is_named, "{before}");
    }
    for (lines, is_named) in [
        ("JavaScript\n\nGitHub\n\n- user.added", false),
        ("- [OpenAPI](/o)\n- [user.added](#user.added)\n- [GitHub](/g)", false),
        ("- user.added\n- orders.lost", true),
    ] {
        let page =
            format!("# Acme webhooks\n\n{SIGNED}\n\n{lines}\n\n## user.added\n\n```json\n{{ \"id\": 1 }}\n```\n");
        assert_eq!(found("page.md", &page), is_named, "{lines}");
    }
}

/// A block in a tab in braces is of the event in its title, whatever stands between.
#[test]
fn titles_of_tabs_name_the_event() {
    for (tab, is_other) in [
        ("{% tab title=\"user.lost\" %}", true),
        ("{% code title=\"user.lost\" %}", true),
        ("{% tab title=\"A user was lost (user.lost)\" %}", true),
        ("{% tab title=\"user.added\" %}", false),
        ("{% tab title=\"JSON\" %}", false),
        ("{% endtab %}", false),
    ] {
        for between in ["\n", "\nSent for each.\n\n", "\n\nSent for each.\n\n"] {
            let json = "```json\n{ \"id\": 1 }\n```\n";
            let page = format!("# Acme webhooks\n\n{SIGNED}\n\n## user.added\n\n{json}\n{tab}{between}{json}");
            let found = import("page.md", &page).map_or_else(|found| found, |(_, found)| found);
            assert_eq!(found.iter().any(|it| it.code == "block-of-another-event"), is_other, "{tab}{between}");
        }
    }
}
