//! Descriptions of members: tables and lists, below events and outside of them.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::location::Source;

const SIGNED: &str = "X-Acme-Signature is the hex HMAC-SHA256 of the raw body, keyed with your secret.";

/// Returns the codes of the findings about a page in Markdown, with a part before, within and behind its first event.
fn codes(before: &str, within: &str, behind: &str) -> Vec<&'static str> {
    let json = |text: &str| format!("```json\n{text}\n```");
    let (one, other) = ("{ \"meeting\": { \"id\": \"1\" }, \"to\": 1 }", "{ \"to\": 2, \"reason\": \"x\" }");
    let page = format!(
        "# Acme webhooks\n\n{SIGNED}\n\n{before}\n\n## meeting.started\n\n{within}\n\n{}\n\n{behind}\n\n## meeting.ended\n\n{}\n",
        json(one),
        json(other)
    );
    of("page.md", &page)
}

fn of(file_name: &str, page: &str) -> Vec<&'static str> {
    let options = Options { derives: true, ..Options::default() };
    let read = import_with(&Source::new(file_name, page), options, &Files::new());
    let found = read.map_or_else(|found| found, |read| read.warnings);
    let is_about = |code: &&str| code.starts_with("block") || ["event-not-documented", "table-not-read"].contains(code);
    found.iter().map(|found| found.code).filter(is_about).collect()
}

fn table(rows: &[&str]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| format!("| `{row}` | string | Text |")).collect();
    let rows = rows.join("\n");
    format!("| Attribute | Type | Description |\n|---|---|---|\n{rows}")
}

/// The path of a member that the example lacks begins like the name of an event, too.
#[test]
fn paths_beside_members_name_no_events() {
    let list = "- `meeting.id` (string): the id\n- `meeting.password` (string, optional): the password";
    for described in [
        table(&["meeting.id", "meeting.password"]),
        table(&["meeting", "meeting.password"]),
        table(&["meeting.password", "meeting.id"]),
        list.to_owned(),
    ] {
        assert_eq!(codes("", &described, ""), ["table-not-read"], "{described}");
        assert_eq!(codes("", "", &described), ["table-not-read"], "{described}");
    }
    let events = table(&["meeting.started", "meeting.cancelled"]);
    assert_eq!(codes(&events, "", ""), ["event-not-documented"]);
    let beside = "- `meeting.id`: the id\n\nSent later:\n\n- `meeting.cancelled` events";
    assert_eq!(codes("", "", beside), ["table-not-read", "event-not-documented"]);
    let named = codes("", "An example of `meeting.cancelled`:", "");
    assert_eq!(named, ["event-not-documented", "block-of-another-event"]);
}

/// Members that several events have are often described once.
#[test]
fn common_members_are_said() {
    for (rows, is_said) in [(&["to", "tag"], true), (&["tag", "reason"], true), (&["tag", "url"], false)] {
        let expected: &[&str] = if is_said { &["table-not-read"] } else { &[] };
        assert_eq!(codes(&format!("## Common fields\n\n{}", table(rows)), "", ""), expected, "{rows:?}");
        let field = |name: &&str| format!("<ResponseField name=\"{name}\" type=\"string\">Text.</ResponseField>");
        let fields: Vec<String> = rows.iter().map(field).collect();
        assert_eq!(codes(&fields.join("\n"), "", ""), expected, "{rows:?}");
    }
    let role = "| Field | Description |\n|---|---|\n| `to` | Unique id of the event |";
    assert_eq!(codes(role, "", ""), [""; 0], "it is read as the id");
}

#[test]
fn lists_in_copied_text_are_said() {
    for (lines, is_said) in [
        ("Attributes\nto\nstring\nThe recipient\n\ntag\nnullable string\nYour tag\n", true),
        ("to string required\nThe recipient\n", true),
        ("to\nrequired\nnumber >= 0\n", true),
        ("tag\nstring\nYour tag\n", false),
        ("It is sent to a string of people.\n", false),
    ] {
        let page = format!(
            "Acme webhooks\n{SIGNED}\nmail.sent\nA mail was sent.\n{lines}{{ \"to\": 1 }}\nmail.lost\n{{ \"at\": 1 }}\n"
        );
        let expected: &[&str] = if is_said { &["table-not-read"] } else { &[] };
        assert_eq!(of("page.txt", &page), expected, "{lines}");
    }
    assert_eq!(codes("", "to\n: the recipient\n\ntag\n: your tag", ""), ["table-not-read"]);
}

/// A documented schema may be open, so it accepts anything.
#[test]
fn examples_without_documented_members_are_said() {
    let of = |schema: &str, example: &str| {
        let json = |text: &str| format!("```json\n{text}\n```\n\n");
        let page = format!(
            "# Acme webhooks\n\n{SIGNED}\n\n## mail.sent\n\n{}{}The log shows:\n\n{}",
            json(schema),
            json("{ \"to\": \"a\" }"),
            json(example)
        );
        let options = Options { derives: true, ..Options::default() };
        let read = import_with(&Source::new("page.md", page), options, &Files::new());
        let found = read.map_or_else(|found| found, |read| read.warnings);
        found.iter().any(|found| found.code == "example-unlike-others")
    };
    let schema = "{ \"type\": \"object\", \"properties\": { \"to\": { \"type\": \"string\" }, \"tag\": {} } }";
    for (example, is_unlike) in [
        ("{ \"status\": 500, \"attempt\": 1 }", true),
        ("{ \"status\": 500, \"to\": \"b\" }", false),
        ("{ \"tag\": 1 }", false),
        ("{}", false),
    ] {
        assert_eq!(of(schema, example), is_unlike, "{example}");
    }
    let combined = "{ \"type\": \"object\", \"allOf\": [{}], \"properties\": { \"to\": { \"type\": \"string\" } } }";
    assert!(!of(combined, "{ \"status\": 500 }"));
}
