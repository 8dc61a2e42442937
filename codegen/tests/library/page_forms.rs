//! Forms of pages whose content a reader understands at once: components, batches, parts of bodies, titles behind a navigation.

use codegen::Files;
use codegen::import::{Import, Options, import_with};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;

const SIGNED: &str = "X-Acme-Signature is the hex HMAC-SHA256 of the raw request body, keyed with your signing secret.";
const ENVELOPE: &str = r#"{ "id": "e_1", "event": "order.paid", "data": {} }"#;

fn read(file_name: &str, page: &str) -> Result<Import, Diagnostics> {
    import_with(&Source::new(file_name, page), Options { derives: true, ..Options::default() }, &Files::new())
}

/// Returns a page with a block before its events; each event has a name and a part below it.
fn page(before: &str, events: &[(&str, &str)]) -> String {
    let before = if before.is_empty() { String::new() } else { format!("```json\n{before}\n```\n\n") };
    let sections: Vec<String> = events.iter().map(|(name, below)| format!("## {name}\n\n{below}\n")).collect();
    format!("# Acme webhooks\n\n{SIGNED}\n\n{before}{}", sections.join("\n"))
}

fn json(text: &str) -> String {
    format!("```json\n{text}\n```")
}

/// Returns the code of each finding with the first line of its place.
fn found(page: &str) -> Vec<(&'static str, String)> {
    let found = read("page.md", page).map_or_else(|found| found, |read| read.warnings);
    let text = |found: &codegen::source::diagnostic::Diagnostic| {
        let place = found.place.as_ref().expect("it is about the page");
        place.source.text()[place.span.start..].lines().next().unwrap_or_default().to_owned()
    };
    found.iter().map(|found| (found.code, text(found))).collect()
}

/// In MDX, a fence may follow a tag in the next line.
#[test]
fn fences_behind_tags_are_read() {
    for (start, end) in [
        ("<CodeGroup>", "</CodeGroup>"),
        ("<Tabs>\n<Tab title=\"An example\">", "</Tab>\n</Tabs>"),
        ("<RequestExample lang=\"json\">", "</RequestExample>"),
        ("<CodeGroup>\n", "\n</CodeGroup>"),
    ] {
        let below = format!("{start}\n```json Example\n{{ \"total\": 1 }}\n```\n{end}\n\nIt is sent once.");
        let page = page(ENVELOPE, &[("order.paid", &below)]);
        let read = read("page.mdx", &page).unwrap_or_else(|found| panic!("{start}: {found}"));
        assert!(read.files.contains_key("events/order.paid.example.json"), "{start}");
    }
    let other = "<Tab title=\"order.lost\">\n```json\n{ \"total\": 1 }\n```\n</Tab>";
    let both = format!("{}\n\n{other}", json("{ \"total\": 2 }"));
    assert!(found(&page(ENVELOPE, &[("order.paid", &both)])).iter().any(|(code, _)| *code == "block-of-another-event"));
}

/// Some generators have the fence of a tab as indented code.
#[test]
fn fences_in_tabs_are_read() {
    let fence = "    ```json\n    { \"total\": 1 }\n    ```";
    for (tab, is_read) in
        [("=== \"Example\"", true), ("!!! note \"Example\"", true), ("??? example", true), ("Example", false)]
    {
        let page =
            page(ENVELOPE, &[("order.paid", &format!("{tab}\n\n{fence}")), ("order.lost", &json("{ \"total\": 1 }"))]);
        let read = read("page.md", &page).unwrap_or_else(|found| panic!("{tab}: {found}"));
        assert_eq!(read.files.contains_key("events/order.paid.example.json"), is_read, "{tab}");
        let codes: Vec<&str> = read.warnings.iter().map(|found| found.code).collect();
        assert_eq!(codes.is_empty(), is_read, "{tab}: {codes:?}");
    }
}

#[test]
fn components_describe_members() {
    let field = |name: &str| format!("<ResponseField name=\"{name}\" type=\"string\">The error.</ResponseField>");
    let param = |name: &str| format!("<ParamField body=\"{name}\" type=\"string\">\n  The error.\n</ParamField>");
    for (below, is_said) in [(field("total"), true), (param("total"), true), (field("error"), false)] {
        let below = format!("{}\n{below}\n\n{}", field("note"), json("{ \"total\": 1 }"));
        let found = found(&page(ENVELOPE, &[("order.paid", &below)]));
        let codes: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
        let expected: &[&str] = if is_said { &["table-not-read"] } else { &[] };
        assert_eq!(codes, expected, "{below}");
    }
}

/// Examples may show a part of the body: its payload as the member that the envelope has.
#[test]
fn parts_of_bodies_have_the_payload() {
    for (example, is_part) in [
        ("{ \"data\": { \"total\": 1 } }", true),
        ("{ \"id\": \"e_1\", \"data\": { \"total\": 1 } }", true),
        ("{ \"data\": { \"total\": 1 }, \"other\": 1 }", false),
        ("{ \"data\": 1 }", false),
        ("{ \"total\": 1 }", false),
    ] {
        let page = page(ENVELOPE, &[("order.paid", &json(example))]);
        let read = read("page.md", &page).unwrap_or_else(|found| panic!("{example}: {found}"));
        let schema = &read.files["events/order.paid.schema.json"];
        assert_eq!(!schema.contains("\"data\""), is_part || example.starts_with("{ \"total"), "{example}: {schema}");
        let codes: Vec<&str> = read.warnings.iter().map(|found| found.code).collect();
        assert_eq!(codes.contains(&"assumed-payload"), is_part, "{example}: {codes:?}");
    }
    let own = ENVELOPE.replace("{}", "{ \"data\": { \"total\": 1 } }");
    let found = found(&page(&own, &[("order.paid", &json("{ \"data\": { \"total\": 1 } }"))]));
    assert!(found.iter().all(|(code, _)| *code != "assumed-payload"), "{found:?}");
}

#[test]
fn flat_batches_are_said() {
    let (one, two) = ("{ \"event\": \"order.paid\", \"total\": 1 }", "{ \"event\": \"order.lost\", \"total\": 2 }");
    let events = [("order.paid", json(one)), ("order.lost", json(two))];
    let events: Vec<(&str, &str)> = events.iter().map(|(name, below)| (*name, below.as_str())).collect();
    for batch in [format!("[{one}, {two}]"), format!("[{one}]"), format!("{{ \"events\": [{one}, {two}] }}")] {
        assert_eq!(found(&page(&batch, &events)), [("batch-not-read", batch.clone())], "{batch}");
    }
    for other in ["[{ \"event\": \"x\" }]", "[1]", "{ \"events\": [\"order.paid\"] }"] {
        let found = found(&page(other, &events));
        assert!(found.iter().any(|(code, _)| *code == "heading-not-understood"), "{other}: {found:?}");
    }
}

#[test]
fn payloads_may_be_other_values() {
    for (example, schema) in
        [("[{ \"total\": 1 }]", "\"data\": {}"), ("{ \"total\": 1 }", "\"data\": { \"type\": \"object\" }")]
    {
        let page = page(ENVELOPE, &[("order.paid", &json("{ \"total\": 1 }")), ("orders.listed", &json(example))]);
        let read = read("page.md", &page).unwrap_or_else(|found| panic!("{example}: {found}"));
        assert!(read.files["envelope.schema.json"].contains(schema), "{}", read.files["envelope.schema.json"]);
    }
}

#[test]
fn examples_with_another_name_are_said() {
    let body = |name: &str| json(&format!("{{ \"type\": \"{name}\", \"total\": 1 }}"));
    let events = |other: &str| page("", &[("order.paid", &body("order.paid")), ("order.lost", &body(other))]);
    let found_of = |other: &str| {
        found(&events(other)).into_iter().filter(|(code, _)| *code == "name-spelled-otherwise").collect::<Vec<_>>()
    };
    assert_eq!(found_of("order.lost"), []);
    let line = "\"order.missing\", \"total\": 1 }".to_owned();
    assert_eq!(found_of("order.missing"), [("name-spelled-otherwise", line)]);
}

#[test]
fn header_values_are_compared_with_names() {
    let of = |line: &str| {
        let page = page("", &[("order.paid", &json("{ \"total\": 1 }"))]).replacen(
            "\n\n## ",
            &format!("\n\n{line}\n\n## "),
            1,
        );
        found(&page).into_iter().map(|(code, _)| code).filter(|code| *code == "name-spelled-otherwise").count()
    };
    for (line, count) in [
        ("`X-Acme-Event` names the event, e.g. `ORDER_PAID`.", 1),
        ("| Header | Has |\n|---|---|\n| `X-Acme-Event` | The event, such as `order-paid` |", 1),
        ("`X-Acme-Event` has the event in camel case: OrderPaid.", 1),
        ("```\nX-Acme-Event: order\n```", 1),
        ("`X-Acme-Event` names the event, e.g. `order.paid`.", 0),
        ("X-Acme-Event names the event. Order paid is one of them.", 0),
        ("```\nX-Acme-Event: order.paid\n```", 0),
    ] {
        assert_eq!(of(line), count, "{line}");
    }
}

/// The place of a finding is in the derived file, because the page has no schema.
#[test]
fn derived_schemas_are_shown_in_their_files() {
    let page = page(&ENVELOPE.replace("{}", "{ \"x\": 1 }"), &[("order.paid", &json("{ \"total\": 1 }"))]);
    let read = read("page.md", &page).unwrap();
    let unfit = read.warnings.iter().find(|found| found.code == "unfit-payload").expect("the payload does not fit");
    let (schema, _) = unfit.related.first().expect("the schema is related");
    assert_eq!(schema.source.path(), "events/order.paid.schema.json");
}

#[test]
fn titles_stand_behind_navigations() {
    let event = "<h2>order.paid</h2><pre>{ \"event\": \"order.paid\" }</pre>";
    for (file_name, page) in [
        ("page.html", format!("<nav><h3>Navigation</h3></nav><h1>Acme webhooks</h1><p>{SIGNED}</p>{event}")),
        ("page.html", format!("<h2>Acme webhooks</h2><p>{SIGNED}</p>{event}")),
        (
            "page.txt",
            format!("Skip to main content\nAcme webhooks\n{SIGNED}\norder.paid\n{{ \"event\": \"order.paid\" }}\n"),
        ),
        ("page.txt", format!("Menu\nAcme webhooks\n{SIGNED}\norder.paid\n{{ \"event\": \"order.paid\" }}\n")),
    ] {
        let read = read(file_name, &page).unwrap_or_else(|found| panic!("{page}: {found}"));
        let catalog = &read.files["catalog.toml"];
        assert!(catalog.contains("title = \"Acme webhooks\"\n"), "{page}: {catalog}");
    }
}

/// The help says how a heading has to be written.
#[test]
fn refused_headings_have_fitting_help() {
    for (heading, help) in [
        ("`Order paid`", "no white space"),
        ("`1001`", "a letter, and behind it"),
        ("`order.paid`/`order.lost`", "`order.paid, order.lost`"),
        ("`order.paid/order.lost`", "`order.paid, order.lost`"),
    ] {
        let found = read("page.md", &page("", &[(heading, &json("{ \"total\": 1 }"))])).expect_err(heading);
        assert!(found.to_string().contains(help), "{heading}: {found}");
    }
}

#[test]
fn stock_sentences_about_addresses_are_general() {
    for sentence in [
        "Acme posts JSON to the URL that you configure.",
        "We send a POST request to your webhook URL.",
        "Acme delivers each event to the URL you have registered.",
    ] {
        for between in [" ", "\n\n"] {
            let page = page(ENVELOPE, &[("order.paid", &json("{ \"total\": 1 }"))]);
            let page = page.replacen(SIGNED, &format!("{sentence}{between}{SIGNED}"), 1);
            assert!(read("page.md", &page).is_ok(), "{sentence}{between}");
        }
    }
    for sentence in ["We sign the URL that you configure.", "We append the body to the URL that you configure."] {
        let page = page(ENVELOPE, &[("order.paid", &json("{ \"total\": 1 }"))]);
        let page = page.replacen(SIGNED, &format!("{SIGNED}\n\n{sentence}"), 1);
        assert!(read("page.md", &page).is_err(), "{sentence}");
    }
}

#[test]
fn tokens_of_hooks_are_about_signing() {
    for (sentence, is_said) in [
        ("Each body has the `token` of your hook.", true),
        ("Hooks have the password in `X-Acme-Pass`.", true),
        ("The card has a token.", false),
    ] {
        let page = page("", &[("order.paid", &json("{ \"event\": \"order.paid\" }"))]).replacen(SIGNED, sentence, 1);
        let found = found(&page);
        assert_eq!(found.iter().any(|(code, _)| *code == "signature-not-understood"), is_said, "{sentence}: {found:?}");
    }
}

/// A sentence does not include the mark of its box, and a heading does not include its number.
#[test]
fn marks_around_sentences_are_ignored() {
    let says = "Verify the signature before you trust a payload.";
    let page = |text: &str| {
        read("page.md", &format!("# Acme\n\n{SIGNED}\n\n{text}\n\n## order.paid\n\n{}", json("{ \"id\": 1 }")))
    };
    for text in [
        format!(":::note\n{says}\n:::"),
        format!(":::warning Read this\n\n{says}\n:::"),
        format!("!!! note\n    {says}"),
        format!("> [!NOTE]\n> {says}"),
        format!("> **Note**\n> {says}"),
        format!("{{% hint style=\"info\" %}}\n{says}\n{{% endhint %}}"),
        format!("{{{{< note >}}}}\n{says}\n{{{{< /note >}}}}"),
        format!("{says}\n{{: .note }}"),
        format!("> :warning: {says}"),
        "## 2.1 Signature".to_owned(),
        "## Step 1: Verify the signature".to_owned(),
        "## Appendix A: Signature".to_owned(),
    ] {
        let read = page(&text).unwrap_or_else(|found| panic!("{text}: {found}"));
        assert!(read.files["catalog.toml"].contains("header = \"X-Acme-Signature\""), "{text}");
    }
    for text in [":::note The signature is in base64.", "> [!NOTE]\n> The key is decoded first."] {
        assert!(page(text).is_err(), "{text}");
    }
}

/// The title is that of the page: its heading, or what it declares, but never the heading of an event.
#[test]
fn titles_name_no_event() {
    let event = "<h2>order.paid</h2><pre>{ \"event\": \"order.paid\" }</pre>";
    let fenced = format!("## order.paid\n\n{}\n", json("{ \"event\": \"order.paid\" }"));
    let front = "---\ntitle: Acme webhooks\n---\n\n";
    for (file_name, page) in [
        ("page.md", format!("{front}{SIGNED}\n\n{fenced}")),
        ("page.md", format!("{front}# Introduction\n\n{SIGNED}\n\n# Events\n\n{fenced}")),
        ("page.md", format!("{front}{SIGNED}\n\n#{fenced}")),
        ("page.md", format!("---\ntitle: Other\n---\n\n# Acme webhooks\n\n{SIGNED}\n\n{fenced}")),
        ("page.md", format!("Acme webhooks\n\n{SIGNED}\n\n{fenced}")),
        ("page.html", format!("<head><title>Acme webhooks</title></head><p>{SIGNED}</p>{event}")),
        ("page.html", format!("<head><title>Other</title></head><h1>Acme webhooks</h1><p>{SIGNED}</p>{event}")),
        ("page.html", format!("<title>Acme webhooks</title><h1>Welcome</h1><h1>Hooks</h1><p>{SIGNED}</p>{event}")),
    ] {
        let read = read(file_name, &page).unwrap_or_else(|found| panic!("{page}: {found}"));
        let catalog = &read.files["catalog.toml"];
        assert!(catalog.contains("title = \"Acme webhooks\"\n"), "{page}: {catalog}");
    }
    let read = read("page.md", &format!("{SIGNED}\n\n{fenced}")).unwrap_or_else(|found| panic!("{found}"));
    assert!(!read.files["catalog.toml"].contains("title ="), "{}", read.files["catalog.toml"]);
}
