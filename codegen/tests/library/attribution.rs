//! Each block of JSON belongs to the event that the page names, and each event that the page names is documented or reported.

use codegen::Files;
use codegen::import::{Options, import, import_with};
use codegen::source::diagnostic::{Diagnostics, Severity};
use codegen::source::location::Source;

const JSON: &str = "```json\n{ \"id\": \"1\" }\n```";
const SCHEMA: &str =
    "```json\n{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\" }\n```";

fn found(page: &str) -> Diagnostics {
    import(&Source::new("page.md", page), None, &Files::new()).map_or_else(|found| found, |read| read.warnings)
}

/// Returns the codes of the findings about blocks.
fn codes(page: &str) -> Vec<&'static str> {
    let codes = found(page).iter().map(|found| found.code).collect::<Vec<_>>();
    codes.into_iter().filter(|code| !matches!(*code, "no-signature" | "unknown-vendor" | "no-event-name")).collect()
}

/// Returns a page about `order.paid` and `push`, with these lines behind the first.
fn page(lines: &str) -> String {
    let event = |name: &str| format!("## `{name}`\n\n{JSON}\n\n{SCHEMA}\n");
    format!("# Acme\n\n{}\n{lines}\n\n{}", event("order.paid"), event("push"))
}

#[test]
fn lines_name_the_event_of_their_block() {
    for line in [
        "### Example of `order.lost`",
        "### order.lost, for example",
        "Example of order.lost:",
        "`order.lost`:",
        "A delivery of **order.lost**",
        "### Example of `push`",
        "When `push` is sent:",
        "### Payload of `refund.created`",
        "Payload of the event refund.created:",
        "An example of `refund.created`:",
    ] {
        let found = codes(&page(&format!("{line}\n\n{JSON}")));
        assert!(found.contains(&"block-of-another-event"), "{line}: {found:?}");
    }
    for title in ["title=\"order.lost.json\"", "order.lost", "Example: order.lost", "order.lost theme={null}"] {
        let fence = JSON.replace("json\n", &format!("json {title}\n"));
        assert!(codes(&page(&fence)).contains(&"block-of-another-event"), "{title}");
    }
    for title in ["title=\"body.json\"", "{1,3-5}", "theme={null}", "title=\"order.paid\"", "200"] {
        let fence = JSON.replace("json\n", &format!("json {title}\n"));
        assert!(codes(&page(&fence)).is_empty(), "{title}");
    }
    for line in [
        "### Example of `order.paid`",
        "### Second example",
        "The payload of order.paid, before order.lost:",
        "This is sent before `order.sent`.",
        "> **Deprecated:** use `order.lost`",
        "The same payload as `order.lost`:",
        "### The member `id`",
        "Sent by acme.example/hooks, as in hook.js:",
        "### A push to the door",
        "### Payload of `shop.acme.example`",
        "### With `meta.total`",
        "### The member `meta.total`",
        "Payload of version 1.2:",
        "### Payload of `config.json`",
    ] {
        let found = codes(&page(&format!("{line}\n\n{JSON}")));
        assert!(!found.contains(&"block-of-another-event"), "{line}: {found:?}");
    }
    let member = "```json\n{ \"order\": { \"lines\": [ { \"sku\": \"a\" } ] } }\n```";
    assert!(codes(&page(&format!("### With `order.lines`, and `order.lines.sku`\n\n{member}"))).is_empty());
}

/// A tab, a summary or a bold line counts until the next heading.
#[test]
fn labels_name_the_event_below_them() {
    for label in [
        "**order.lost**",
        "<details><summary>order.lost</summary>",
        "<TabItem value=\"b\" label=\"order.lost\">",
        "<dl><dt><code>order.lost</code></dt></dl>",
        "`order.lost`",
        "- order.lost",
        "**Event:** `order.lost`",
        "Event name: order.lost",
        "The webhook event name is `order.lost`",
    ] {
        let below = |middle: &str| codes(&page(&format!("{label}\n\n{middle}\n\n{JSON}")));
        assert!(below("It is gone.").contains(&"block-of-another-event"), "{label}: {:?}", below("It is gone."));
        for own in ["### Example", "**order.paid**", "<summary>order.paid</summary>"] {
            let found = below(&format!("It is gone.\n\n{own}\n\nIt is there."));
            assert!(!found.contains(&"block-of-another-event"), "{label} {own}: {found:?}");
        }
    }
    for other in ["<TabItem value=\"json\" label=\"JSON\">", "**Note**", "`id`", "<a href=\"#order.lost\">there</a>"] {
        assert!(codes(&page(&format!("{other}\n\nSo.\n\n{JSON}"))).is_empty(), "{other}");
    }
}

#[test]
fn examples_name_their_own_event() {
    let with = |example: &str| codes(&page(&format!("```json\n{example}\n```")));
    for example in [
        "{ \"type\": \"push\", \"data\": {} }",
        "{ \"event\": \"order.lost\", \"data\": {} }",
        "{ \"topic\": \"order.lost\" }",
        "{ \"event\": \"refund.created\", \"id\": \"1\" }",
    ] {
        assert!(with(example).contains(&"example-of-another-event"), "{example}");
    }
    for example in [
        "{ \"type\": \"order.paid\", \"event\": \"order.lost\" }",
        "{ \"type\": \"order.line\" }",
        "{ \"cause\": \"push\" }",
        "{ \"event\": \"something\" }",
        "{ \"event\": \"shop.acme.example\" }",
        "{ \"event\": \"Refund.Created\" }",
        "{ \"type\": \"refund.created\" }",
    ] {
        assert!(with(example).is_empty(), "{example}: {:?}", with(example));
    }
    let envelope = "# Acme\n\n```json\n{ \"id\": \"1\", \"type\": \"order.paid\", \"data\": {} }\n```\n\n## order.paid";
    let schema = SCHEMA.replace("\"object\"", "\"object\", \"properties\": { \"total\": { \"type\": \"integer\" } }");
    let read = |name: &str| {
        let example = format!("```json\n{{ \"type\": \"{name}\", \"data\": {{ \"total\": 1 }} }}\n```");
        import(&Source::new("page.md", format!("{envelope}\n\n{example}\n\n{schema}\n")), None, &Files::new())
    };
    let files = read("order.paid").unwrap_or_else(|found| panic!("{found}")).files;
    let example = &files["events/order.paid.example.json"];
    assert!(!example.contains("data"), "a delivery without the envelope's other members: {example}");
    let found = read("order.lost").expect_err("it is of another event");
    assert!(found.iter().any(|found| found.code == "example-of-another-event"), "{found}");
}

/// A schema with the name of another event may have changed places with it.
#[test]
fn schemas_name_their_own_event() {
    let page = |members: &str| {
        let schema = SCHEMA.replace("\"type\"", &format!("{members}, \"type\""));
        let event = |name: &str, schema: &str| format!("## `{name}`\n\n{JSON}\n\n{schema}\n\n");
        format!("# Acme\n\n{}{}{}", event("order.paid", &schema), event("order.lost", SCHEMA), event("push", SCHEMA))
    };
    // A title may have been copied with the schema: it only warns.
    let of = |members: &str| {
        found(&page(members)).iter().find(|found| found.code == "block-of-another-event").map(|found| found.severity)
    };
    for (members, expected) in [
        (r#""title": "order.lost · data""#, Some(Severity::Warning)),
        (r#""title": "push""#, Some(Severity::Warning)),
        (r#""properties": { "event": { "const": "order.lost" } }"#, Some(Severity::Error)),
        (r#""title": "push", "properties": { "event": { "const": "order.lost" } }"#, Some(Severity::Error)),
        (r#""properties": { "type": { "enum": ["order.lost"] } }"#, Some(Severity::Error)),
        (r#""title": "order.paid · data""#, None),
        (r#""title": "order.paid, before order.lost""#, None),
        (r#""title": "A push to the door""#, None),
        (r#""title": "order.found""#, None),
        (r#""properties": { "cause": { "const": "order.lost" } }"#, None),
        (r#""properties": { "type": { "const": "push" } }"#, None),
        (r#""properties": { "event": { "enum": ["order.paid", "order.lost"] } }"#, None),
    ] {
        assert_eq!(of(members), expected, "{members}");
    }
    let shared = SCHEMA.replace("\"type\"", "\"title\": \"order.lost\", \"type\"");
    assert!(codes(&format!("# Acme\n\n## order.paid, order.lost\n\n{JSON}\n\n{shared}\n")).is_empty());
}

/// The lines of a table of contents look like headings in plain text.
#[test]
fn contents_of_plain_text_are_no_events() {
    let json = "{ \"id\": \"1\" }\n{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\" }";
    let read = |text: &str| {
        let page = Source::new("page.txt", format!("Acme\n{text}\n"));
        let files = import(&page, None, &Files::new()).map(|read| read.files);
        files.map(|files| files["catalog.toml"].lines().filter(|line| line.starts_with("name = \"order")).count())
    };
    let both = format!("order.paid\n{json}\norder.lost\n{json}");
    for (contents, count) in [
        ("order.paid\norder.lost\nDelivery\nIt is JSON.\n", 2),
        ("On this page\norder.paid — paid\norder.lost — lost\nDelivery\n", 2),
        ("", 2),
    ] {
        let found = read(&format!("{contents}{both}")).unwrap_or_else(|found| panic!("{contents}: {found}"));
        assert_eq!(found, count, "{contents}");
    }
    assert!(read(&format!("order.paid\norder.lost\nMore\norder.paid is sent\nExample\n{json}")).is_err());
    assert_eq!(read(&format!("order.paid\norder.lost\nIt is sent late.\n{json}")).ok(), Some(1), "it is no table");
    assert_eq!(read(&format!("order.paid\norder.lost\n{json}\norder.paid is sent before.")).ok(), Some(1));
}

#[test]
fn schemas_of_parts_are_reported() {
    let schema =
        |member: &str| format!("```json\n{{ \"type\": \"object\", \"properties\": {{ \"{member}\": {{}} }} }}\n```");
    let read = |example: &str, member: &str| {
        let schema = schema(member);
        codes(&format!("# Acme\n\n## order.paid\n\n```json\n{example}\n```\n\n### The member order\n\n{schema}\n"))
    };
    assert_eq!(read("{ \"order\": { \"id\": \"1\" } }", "id"), ["schema-of-something-else"]);
    for (example, member) in [("{ \"order\": {} }", "order"), ("{ \"order\": {}, \"id\": 1 }", "id"), ("{}", "id")] {
        assert!(read(example, member).is_empty(), "{example}");
    }
}

#[test]
fn help_shows_the_name_in_the_json() {
    let read = |name: &str| {
        let json = JSON.replace("\"id\"", &format!("\"action\": \"{name}\", \"id\""));
        found(&format!("# Acme\n\n## Order lost\n\n{json}\n")).to_string()
    };
    assert!(read("order.lost").contains("as in `order.lost — Order lost`"), "{}", read("order.lost"));
    assert!(read("lost").contains("as in `order.paid — an order was paid`"), "{}", read("lost"));
}

#[test]
fn headings_of_an_overview_are_no_events() {
    let overview = |name: &str| codes(&page(&format!("# Overview\n\n## `{name}`\n\nIt happens.\n\n# Others")));
    assert!(overview("order.paid").is_empty(), "{:?}", overview("order.paid"));
    assert_eq!(overview("order.lost"), ["event-without-blocks"]);
}

#[test]
fn tables_beside_a_derived_schema_are_reported() {
    let read = |schema: &str, table: &str| {
        let page = format!("# Acme\n\n## order.paid\n\n{JSON}\n\n{schema}\n\n{table}\n");
        let options = Options { derives: true, ..Options::default() };
        let read = import_with(&Source::new("page.md", page), options, &Files::new());
        read.unwrap_or_else(|found| panic!("{found}")).warnings
    };
    let has = |found: &Diagnostics| found.iter().any(|found| found.code == "table-not-read");
    let table = |name: &str| format!("| Name | Type |\n|---|---|\n| `{name}` | string |");
    assert!(has(&read("", &table("id"))) && has(&read("", &table("data.id"))));
    assert!(!has(&read(SCHEMA, &table("id"))) && !has(&read("", &table("Retries"))));
}

#[test]
fn a_word_below_a_word_is_refused() {
    let below = |outer: &str, inner: &str| codes(&format!("# Acme\n\n{outer}\n\n{inner}\n\n{JSON}\n\n{SCHEMA}\n"));
    for (outer, inner) in [
        ("## issues", "### opened"),
        ("## `issues`", "### `opened`"),
        ("## issues", "### `opened`"),
        ("## `issues`", "### opened"),
        ("## issues", "### Opened: somebody opened one"),
        ("## pull_request", "### opened"),
    ] {
        let found = below(outer, inner);
        assert!(found.contains(&"nested-event"), "{outer} {inner}: {found:?}");
    }
    for (outer, inner) in [
        ("## issues", "### issues.opened"),
        ("## `issues`", "### `issues.opened`"),
        ("## Issues", "### opened"),
        ("## Events", "### `opened`"),
        ("## Issues: all about them", "### Opened: somebody opened one"),
    ] {
        assert!(!below(outer, inner).contains(&"nested-event"), "{outer} {inner}");
    }
}

#[test]
fn titles_of_parts_are_no_events() {
    let parts = |title: &str| {
        let page = format!(
            "# Acme\n\n## issues\n\n### {title}: opened\n\n{JSON}\n\n{SCHEMA}\n\n### {title}: closed\n\n{JSON}\n"
        );
        import(&Source::new("page.md", page), None, &Files::new()).map(|read| read.files)
    };
    for title in ["Action", "Example", "Case", "Status", "Version"] {
        let files = parts(title).unwrap_or_else(|found| panic!("{title}: {found}"));
        assert!(files["catalog.toml"].contains("name = \"issues\""), "{title}");
        assert!(files.contains_key("events/issues.example-2.json"), "{title}: {:?}", files.keys());
    }
}

#[test]
fn an_event_without_section_is_reported() {
    for lines in [
        "## Overview\n\n| Event | Sent |\n|---|---|\n| `order.lost` | never |",
        "## Overview\n\n| Sent | Topic |\n|---|---|\n| never | fork |",
        "## Overview\n\n| Name | |\n|---|---|\n| `order.paid` | |\n| `invoice.lost` | |",
        "## Overview\n\n- `order.paid`\n- `invoice.lost`",
        "## Overview\n\n- order.paid: paid\n- invoice.lost: lost",
        "## Overview\n\n**order.lost**",
        "## Overview\n\n<dl><dt>order.lost</dt><dd>never</dd></dl>",
        "We also send `order.lost` and order.found.",
        "## Overview\n\n- order.paid\n- order.removed",
        "> `order.lost` follows.",
        "## Events without a payload\n\n- `invoice.lost` — it is lost",
        "## Other webhook events\n\n| | |\n|---|---|\n| `invoice.lost` | so |",
        "## Other\n\nThese events have no payload:\n\n- invoice.lost",
        "The event `invoice.lost` has no payload.",
        "We also send invoice.lost.",
        "Subscribe to `invoice.lost` events.",
    ] {
        let found = found(&page(lines));
        let finding = found.iter().find(|found| found.code == "event-not-documented");
        let finding = finding.unwrap_or_else(|| panic!("{lines}: {found}"));
        let place = finding.place.as_ref().expect("a place");
        let name = &place.source.text()[place.span.clone()];
        assert!(["order.lost", "order.removed", "invoice.lost", "fork"].contains(&name), "{lines}: {name}");
        assert_eq!(finding.severity, Severity::Warning);
    }
}

#[test]
fn an_event_of_the_envelope_is_documented() {
    let warns = |names: &str| {
        let envelope = "```json\n{ \"type\": \"order.paid\", \"data\": {} }\n```";
        let schema =
            format!("```json\n{{ \"properties\": {{ \"type\": {{ \"enum\": [{names}] }}, \"data\": {{}} }} }}\n```");
        let found = found(&format!("# Acme\n\n{envelope}\n\n{schema}\n\n{}", page("").trim_start_matches("# Acme")));
        let finding = found.iter().find(|found| found.code == "event-not-documented");
        finding.map(|finding| {
            let place = finding.place.as_ref().expect("a place");
            place.source.text()[place.span.clone()].to_owned()
        })
    };
    assert_eq!(warns("\"order.paid\", \"push\", \"invoice.lost\"").as_deref(), Some("\"invoice.lost\""));
    assert_eq!(warns("\"order.paid\", \"push\""), None);
}

#[test]
fn other_words_are_no_events() {
    for lines in [
        "## Overview\n\n| Event | Sent |\n|---|---|\n| `order.paid` | now |\n| `push` | then |",
        "## Members\n\n| Field | About |\n|---|---|\n| `event` | Event name |\n| `topic` | A group |",
        "## Members\n\n| Name | Type |\n|---|---|\n| `id` | string |\n| `meta.id` | string |",
        "See order.paid, https://acme.example/order.lost and order.json, or mail order.lost@acme.example.",
        "`order.*` are all of them.",
        "Call `order.save()` or `./order.sh`.",
        "`order.lost` was removed.",
        "`order.bought` was renamed to `order.paid`.",
        "Use Node.js and e.g. v1.2.",
        "## Events\n\nThey come from hooks.acme.example, with `meta.id`.",
        "## Handling events\n\n- `client.retry` tries again",
        "## Others\n\nThese members are optional:\n\n- `meta.id`: an id",
        "| Header | Example |\n|---|---|\n| `X-Acme-Topic` | `order.paid` |\n| `X-Acme-Shop` | `order.acme.example` |\n\
         | `X-Acme-Hook` | `b54557e4-bdd9-4b37-8a5f-bf7d70bcd043` |",
        "The event `order.acme.example` is a host.",
    ] {
        let found = codes(&page(lines));
        assert!(!found.contains(&"event-not-documented"), "{lines}: {found:?}");
    }
    let member = "{ \"order\": { \"id\": \"1\" } }";
    let members = format!("```json\n{member}\n```\n\n| Name | Type |\n|---|---|\n| `order.id` | string |");
    assert!(!codes(&page(&members)).contains(&"event-not-documented"));
}

/// A schema outside of events that others refer to is a file where the references lead.
#[test]
fn shared_schemas_are_imported() {
    let address = |id: &str| {
        format!("{{ {id}\"type\": \"object\", \"properties\": {{ \"city\": {{ \"type\": \"string\" }} }} }}")
    };
    let page = |id: &str, reference: &str| {
        let event =
            format!("{{ \"type\": \"object\", \"properties\": {{ \"address\": {{ \"$ref\": \"{reference}\" }} }} }}");
        format!(
            "# Acme\n\n## Address\n\n```json\n{}\n```\n\n## order.paid\n\n```json\n{{ \"address\": {{}} }}\n```\n\n```json\n{event}\n```\n",
            address(id)
        )
    };
    for (id, reference, path) in [
        ("\"$id\": \"https://a.example/address\", ", "https://a.example/address", "components/address.schema.json"),
        ("", "address.schema.json", "events/address.schema.json"),
        ("", "./address.json", "events/address.json"),
        ("", "../common/address.json", "common/address.json"),
    ] {
        let source = Source::new("page.md", page(id, reference));
        let files = import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{reference}: {found}")).files;
        assert!(files[path].contains("city"), "{reference}");
        codegen::generate(&files).unwrap_or_else(|found| panic!("{reference}: {found}"));
        let again = import(&source, None, &files).unwrap_or_else(|found| panic!("{reference}: {found}")).files;
        assert_eq!(again, files, "{reference}");
    }
    // Its examples are in no file of the catalogue.
    let text = page("", "address.json").replace("## Address\n", "## Address\n\n```json\n{ \"city\": \"Bern\" }\n```\n");
    assert_eq!(codes(&text), ["example-not-read"]);
    for (id, reference) in [
        ("", "order.paid.schema.json"),
        ("", "../../address.json"),
        ("", "../catalog.toml"),
        ("", "../envelope.schema.json"),
        ("", "../released/address.json"),
        ("", "order.paid.example.json"),
        ("", "..\\\\address.json"),
        ("", "address"),
        ("", "other.json"),
        ("\"$id\": \"https://a.example/address\", ", "https://a.example/other"),
    ] {
        assert!(codes(&page(id, reference)).contains(&"heading-not-understood"), "{reference}");
    }
}

/// Two files cannot have one identifier, so the events of one heading share the schema's file.
#[test]
fn events_share_an_identified_schema() {
    let page = |id: &str| {
        let schema =
            format!("{{ {id}\"type\": \"object\", \"required\": [\"total\"], \"properties\": {{ \"total\": {{}} }} }}");
        format!("# Acme\n\n## order.paid, order.lost\n\n```json\n{schema}\n```\n")
    };
    for (id, count) in [("", 2), ("\"$id\": \"https://a.example/order\", ", 1)] {
        let source = Source::new("page.md", page(id));
        let files = import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{found}")).files;
        assert_eq!(files.keys().filter(|path| path.ends_with(".schema.json")).count(), count, "{files:#?}");
        codegen::generate(&files).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(import(&source, None, &files).unwrap_or_else(|found| panic!("{found}")).files, files);
    }
}
