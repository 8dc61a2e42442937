//! The id and the time of a delivery whose body has no envelope, and headers of deliveries.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::location::Source;

/// Returns the lines of `[delivery]` in the new catalogue, those in comments with their mark.
fn delivery(said: &str, examples: [&str; 2]) -> Vec<String> {
    let json = |text: &str| format!("```json\n{text}\n```\n\n");
    let page = format!(
        "# Acme webhooks\n\nThe header `X-Acme-Event` names the event.\n\n{said}\n\n## rig.started\n\n{}## rig.stopped\n\n{}",
        json(examples[0]),
        json(examples[1])
    );
    let options = Options { derives: true, ..Options::default() };
    let read = import_with(&Source::new("page.md", page), options, &Files::new());
    let files = read.unwrap_or_else(|found| panic!("{said}: {found}")).files;
    let lines = files["catalog.toml"].lines().map(str::to_owned);
    lines
        .filter(|line| ["id = {", "sent_at = {"].iter().any(|key| line.trim_start_matches("# ").starts_with(key)))
        .collect()
}

const ONE: &str = r#"{ "id": "r1", "at": "2026-01-01T00:00:00Z", "speed": 1 }"#;
const OTHER: &str = r#"{ "id": "r2", "at": "2026-01-01T00:00:00Z", "reason": "x" }"#;

/// A row or a sentence outside of events may say that a member of each body is the id, or the time.
#[test]
fn described_ids_and_times_are_read() {
    let table = |name: &str, text: &str| format!("| Member | Description |\n|---|---|\n| `{name}` | {text} |");
    for (said, lines) in [
        (table("id", "Unique id of the event. Stays the same when it is redelivered"), &["id = { member = \"/id\" }"]),
        ("Retries of a delivery have the same `id`.".to_owned(), &["id = { member = \"/id\" }"]),
        ("The `id` identifies the delivery.".to_owned(), &["id = { member = \"/id\" }"]),
        (table("id", "The id of the rig"), &["# id = { member = \"/id\" }"]),
        ("Retries of a delivery have the same `key`.".to_owned(), &["# id = { member = \"/id\" }"]),
        (table("id", "Your text"), &["# id = { member = \"/id\" }"]),
    ] {
        assert_eq!(delivery(&said, [ONE, OTHER]), lines, "{said}");
    }
    for (text, is_read) in [
        ("When the event was sent", true),
        ("Time at which the delivery was sent", true),
        ("When the rig was built", false),
    ] {
        let lines = delivery(&table("at", text), [ONE, OTHER]);
        assert_eq!(lines.contains(&"sent_at = { member = \"/at\" }".to_owned()), is_read, "{text}: {lines:?}");
    }
    let numbers = [ONE, OTHER].map(|example| example.replace("\"2026-01-01T00:00:00Z\"", "1"));
    let lines = delivery(&table("at", "When the event was sent"), [&numbers[0], &numbers[1]]);
    assert_eq!(lines, ["# id = { member = \"/id\" }"], "no unit is known");
}

/// A described id that different examples share is a person's to confirm, and so is the time of what may be a concert.
#[test]
fn doubtful_descriptions_are_suggested() {
    let table = |name: &str, text: &str| format!("| Member | Description |\n|---|---|\n| `{name}` | {text} |");
    let keyed = |key: &str| [ONE, OTHER].map(|example| example.replace("{ \"id\": \"r", &format!("{{ \"{key}\": \"r")));
    let shared = |key: &str| keyed(key).map(|example| example.replace("r2", "r1"));
    let line = |mark: &str, part: &str| vec![format!("{mark}{part} }}")];
    let of = |said: &str, examples: [String; 2]| delivery(said, [&examples[0], &examples[1]]);
    for (key, mark) in [("uid", "# "), ("id", "# "), ("event_id", "")] {
        let said = table(key, "Identifies the event");
        assert_eq!(of(&said, shared(key)), line(mark, &format!("id = {{ member = \"/{key}\"")), "{key}");
        assert_eq!(of(&said, keyed(key)), line("", &format!("id = {{ member = \"/{key}\"")), "{key}");
    }
    for (text, mark) in
        [("The time of the event", "# "), ("The time of the delivery.", "# "), ("The time that the event occurred", "")]
    {
        assert_eq!(of(&table("at", text), keyed("x")), line(mark, "sent_at = { member = \"/at\""), "{text}");
    }
    let both = format!("{}\n| `at` | The time of the event |", table("uid", "Identifies the event"));
    let lines = ["# id = { member = \"/uid\" }", "# sent_at = { member = \"/at\" }"];
    assert_eq!(of(&both, shared("uid")), lines);
}

/// A proposal is nothing that the page refutes.
#[test]
fn refuted_ids_are_not_proposed() {
    let shared = OTHER.replace("r2", "r1");
    assert_eq!(delivery("", [ONE, &shared]), [""; 0], "both are about one rig");
    assert_eq!(delivery("", [ONE, ONE]), ["# id = { member = \"/id\" }"], "one example twice");
    let bare = r#"{ "speed": 1 }"#;
    for (text, is_proposed) in [
        ("the id of the webhook that you have registered", false),
        ("the id of the webhook you created", false),
        ("the id of the delivery", true),
        ("the id of the webhook", true),
    ] {
        let lines = delivery(&format!("- `X-Acme-Webhook-Id`: {text}"), [bare, bare]);
        assert_eq!(!lines.is_empty(), is_proposed, "{text}: {lines:?}");
    }
}

/// The search for an id goes on behind a name that the examples refute, and in the object with the name of the event.
#[test]
fn the_best_candidate_is_the_id() {
    let said = "The member `type` names the event.";
    for (members, lines) in [
        (r#""id": "o1", "event_id": "ID", "total": 5"#, &["# id = { member = \"/event_id\" }"][..]),
        (r#""id": "ID", "event_id": "ID", "total": 5"#, &["# id = { member = \"/id\" }"]),
        (r#""id": "o1", "total": 5"#, &[]),
        (r#""id": "o1", "event_id": "ID", "data": { "id": "o1" }"#, &["id = { member = \"/event_id\" }"]),
        (r#""id": "o1", "data": { "id": "o1" }"#, &["# id = { member = \"/id\" }"]),
        (r#""id": "ID", "data": { "id": "o1" }"#, &["id = { member = \"/id\" }"]),
    ] {
        let example = |name: &str, id: &str| format!(r#"{{ "type": "{name}", {} }}"#, members.replace("ID", id));
        let found = delivery(said, [&example("rig.started", "e1"), &example("rig.stopped", "e2")]);
        assert_eq!(found, lines, "{members}");
    }
    for (members, lines) in [
        (r#""total": 5"#, &["# id = { member = \"/event/id\" }"]),
        (r#""data": { "x": 1 }"#, &["id = { member = \"/event/id\" }"]),
    ] {
        let example = |name: &str, id: &str| {
            format!(r#"{{ "id": "o1", "event": {{ "type": "{name}", "id": "{id}" }}, {members} }}"#)
        };
        let found = delivery("", [&example("rig.started", "e1"), &example("rig.stopped", "e2")]);
        assert_eq!(found, lines, "{members}");
    }
}

/// Words of signing in the name of a vendor say nothing about signing.
#[test]
fn vendors_have_any_name() {
    for (vendor, is_unread) in
        [("Forge", false), ("Digestly", false), ("Verifly", false), ("Secretly", false), ("Acme", false)]
    {
        let page = format!(
            "# {vendor}\n\n`X-{vendor}-Event` names the event. {vendor} sends it.\n\n## job.done\n\n```json\n{{ \"id\": 1 }}\n```\n"
        );
        let options = Options { derives: true, ..Options::default() };
        let read = import_with(&Source::new("page.md", page.clone()), options, &Files::new());
        let found = read.map_or_else(|found| found, |read| read.warnings);
        assert_eq!(found.iter().any(|it| it.code == "signature-not-understood"), is_unread, "{vendor}: {found}");
        let signed = page.replacen("sends it.", "sends it with a digest of the body.", 1);
        let read = import_with(&Source::new("page.md", signed), options, &Files::new());
        let found = read.map_or_else(|found| found, |read| read.warnings);
        assert!(found.iter().any(|it| it.code == "signature-not-understood"), "{vendor}: {found}");
    }
}

/// A table of headers in plain text may have a line for each cell.
#[test]
fn lines_of_header_tables_are_read() {
    for (titles, row, is_read) in [
        ("Header\nExample\nMeaning", "Acme-Topic\nkeg.ordered\nName of the event", true),
        ("Header\nDescription", "Acme-Topic\nName of the event, e.g. keg.ordered", true),
        ("HTTP header\nDescription", "Acme-Topic\nName of the event, e.g. keg.ordered\nAcme-Key\nUnique", true),
        ("Header name\nDescription", "Acme-Topic\nThe color of the keg", false),
    ] {
        let page = format!(
            "Acme Webhooks\nHeaders\n{titles}\n{row}\nkeg.ordered\n{{ \"keg\": \"K1\" }}\nkeg.returned\n{{ \"keg\": \"K1\" }}\n"
        );
        let options = Options { derives: true, ..Options::default() };
        let read = import_with(&Source::new("page.txt", page), options, &Files::new());
        let read = read.unwrap_or_else(|found| panic!("{titles}: {found}"));
        let catalog = &read.files["catalog.toml"];
        assert_eq!(catalog.contains("header = \"Acme-Topic\""), is_read, "{titles}: {catalog}");
        assert_eq!(read.files.keys().filter(|path| path.contains("example")).count(), 2, "{titles}");
    }
}

/// Help shows the name of the page, and no text that nobody wrote.
#[test]
fn help_and_warnings_are_of_the_page() {
    let found = |before: &str, below: &str| {
        let page = format!(
            "# Acme webhooks\n\n{before}\n\n## order.paid\n\n{below}\n\n## order.lost\n\n```json\n{{ \"id\": 1 }}\n```\n"
        );
        let options = Options { derives: true, ..Options::default() };
        let read = import_with(&Source::new("page.md", page), options, &Files::new());
        read.map_or_else(|found| found, |read| read.warnings)
    };
    let loose = found(
        "## order.\u{200b}paid\n\n```json\n{ \"event\": \"order.paid\", \"id\": 1 }\n```",
        "```json\n{ \"id\": 1 }\n```",
    );
    assert!(!loose.to_string().contains("order.paid — an order was paid"), "{loose}");
    let code = "[block:code]\n{\n  \"codes\": [\n    {\n      \"code\": \"{\\n  \\\"id\\\": 1\\n}\",\n      \"language\": \"json\"\n    }\n  ]\n}\n[/block]";
    let codes: Vec<&str> = found("", code).iter().map(|found| found.code).collect();
    assert!(codes.contains(&"block-not-read"), "{codes:?}");
}
