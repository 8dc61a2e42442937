//! A line that describes a member of the JSON below is no event, and an event with such a name stays one.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::location::Source;

const SIGNED: &str = "X-Acme-Signature is the hex HMAC-SHA256 of the raw request body, keyed with your signing secret.";
const EXAMPLE: &str = r#"{ "order_id": "o_1", "status": "paid", "paid_at": "2025-05-05T10:00:00Z", "buyer": { "email": "a@b.example" } }"#;
const SCHEMA: &str = r#"{ "type": "object", "properties": { "order_id": { "type": "string" }, "status": { "type": "string" }, "paid_at": { "type": "string" } } }"#;

/// Returns the names of the imported events, or the findings.
fn events(file: &str, page: &str, derives: bool) -> Vec<String> {
    let options = Options { derives, ..Options::default() };
    let page = format!("{SIGNED}\n\n{page}");
    let read = match import_with(&Source::new(file, page), options, &Files::new()) {
        Ok(read) => read,
        Err(found) => return vec![found.to_string()],
    };
    let catalog = read.files.get("catalog.toml").map(String::as_str).unwrap_or_default();
    let names = catalog.lines().filter_map(|line| line.strip_prefix("name = "));
    // The first name is that of the package.
    names.skip(1).map(|name| name.trim_matches('"').to_owned()).collect()
}

fn fenced(blocks: &[&str]) -> String {
    let blocks: Vec<String> = blocks.iter().map(|block| format!("```json\n{block}\n```\n\n")).collect();
    blocks.concat()
}

#[test]
fn a_described_member_is_no_event() {
    for lines in [
        "- **order_id** — id of the order\n- **paid_at** — time of the payment",
        "**paid_at**: time of the payment",
        "- **paid_at**",
        "- **buyer.email** — address",
        "### paid_at\n\nThe time.",
        "### `paid_at` (string)\n\nThe time.",
        "### `status`",
        "## paid_at",
        "### Fields\n\n#### paid_at\n\nThe time.\n\n### Example",
    ] {
        let event = |name: &str| format!("## {name}\n\n{lines}\n\n{}", fenced(&[EXAMPLE, SCHEMA]));
        let page = [event("order.paid"), event("order.lost")].concat();
        assert_eq!(events("page.md", &page, false), ["order.paid", "order.lost"], "{lines}");
    }
    let page = format!("## order.paid\n\n{}### `paid_at`\n\n{}", fenced(&[EXAMPLE]), fenced(&[SCHEMA]));
    assert_eq!(events("page.md", &page, false), ["order.paid"], "between the example and its schema");
}

#[test]
fn lines_of_plain_text_describe_members() {
    for lines in [
        "paid_at",
        "order_id\nstring\npaid_at\nstring\nExample",
        "order_id - the id\npaid_at - the time",
        "paid_at: the time",
        "status",
        "status — the state",
        "order_id — the id\nstatus — the state",
        "- status: the state",
        "status (string): the state",
    ] {
        for name in ["order.paid", "order_paid"] {
            let page =
                format!("{name} — so\n{lines}\n{EXAMPLE}\n{SCHEMA}\norder.lost — too\n{lines}\n{EXAMPLE}\n{SCHEMA}\n");
            assert_eq!(events("page.txt", &page, false), [name, "order.lost"], "{lines}");
        }
    }
    let page = format!("order.paid — so\n{EXAMPLE}\npaid_at — the time\n{SCHEMA}");
    assert_eq!(events("page.txt", &page, false), ["order.paid"], "between the example and its schema");
}

/// Some vendors name the member of a payload after its event.
#[test]
fn an_event_may_name_a_member() {
    let body = |name: &str| format!("{{ \"update_id\": 1, \"{name}\": {{ \"text\": \"a\" }} }}");
    let names = ["edited_message", "channel_post"];
    for level in ["##", "###"] {
        let page = |title: &str| {
            let of = |name: &&str| format!("{level} {name}\n\n{}", fenced(&[&body(name)]));
            format!("{title}\n\n{}", names.iter().map(of).collect::<Vec<_>>().concat())
        };
        assert_eq!(events("page.md", &page("# Updates"), true), names, "{level}");
    }
    let lines = names.map(|name| format!("{name} — sent\n{}\n", body(name))).concat();
    assert_eq!(events("page.txt", &lines, true), names);
    let refund =
        format!("## order.paid\n\nSoon.\n\n## refund\n\n{}", fenced(&[r#"{ "type": "refund", "refund": 1 }"#]));
    assert_eq!(events("page.md", &refund, true), ["refund"], "the example names it as its event");
}

/// An event without JSON does not get that of the next event.
#[test]
fn the_next_event_keeps_its_json() {
    let object = r#"{ "id": 1, "refund": { "amount": 5 } }"#;
    let order = r#"{ "order": { "id": 1, "status": "paid" } }"#;
    for (page, names) in [
        (format!("## ping\n\nSent once.\n\n## refund\n\nSoon.\n\n{}", fenced(&[object])), ["refund"]),
        (format!("## order.paid\n\nSent.\n\n## refund\n\nSoon.\n\n{}", fenced(&[object])), ["refund"]),
        (format!("## order.paid\n\n## refund\n\n{}", fenced(&[object])), ["refund"]),
        (format!("### order.paid\n\nSent.\n\n## refund\n\n{}", fenced(&[object])), ["refund"]),
        (format!("## order.paid\n\nSent.\n\n## status\n\n{}", fenced(&[EXAMPLE])), ["status"]),
        (format!("**order.paid**\n\nSent.\n\n**order.status**\n\nNew.\n\n{}", fenced(&[order])), ["order.status"]),
        (format!("**order.paid** — sent\n\n**order.status** — new\n\n{}", fenced(&[order])), ["order.status"]),
    ] {
        assert_eq!(events("page.md", &page, true), names, "{page}");
    }
    for (lines, name) in [
        (format!("ping — sent\nOnce.\nrefund — back\n{object}\n"), "refund"),
        (format!("order.paid — sent\norder.status — new\n{order}\n"), "order.status"),
    ] {
        assert_eq!(events("page.txt", &lines, true), [name], "{lines}");
    }
}

#[test]
fn schemas_alone_stay_apart() {
    let schema = r#"{ "type": "object", "properties": { "release": { "type": "object", "properties": { "sent": { "type": "string" } } }, "build": { "type": "object" } } }"#;
    for names in
        [["## release", "## build"], ["### `release`", "### `build`"], ["**release.made**", "**release.sent**"]]
    {
        let of = |name: &&str| format!("{name}\n\nSo.\n\n{}", fenced(&[schema]));
        let page = names.iter().map(of).collect::<Vec<_>>().concat();
        let names = names.map(|name| name.trim_matches(['#', ' ', '`', '*']));
        assert_eq!(events("page.md", &page, false), names);
    }
}

#[test]
fn members_of_an_envelope_are_described() {
    let envelope = r#"{ "id": "e_1", "type": "order.paid", "sent_at": "2025-05-05T10:00:00Z", "data": {} }"#;
    let page = format!(
        "## Envelope\n\n- **sent_at** — time\n\n{}## order.paid\n\n{}",
        fenced(&[envelope]),
        fenced(&[EXAMPLE])
    );
    assert_eq!(events("page.md", &page, true), ["order.paid"]);
}
