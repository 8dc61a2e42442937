//! Blocks below an event that are no payload, and JSON that no code block holds, are reported.

use codegen::Files;
use codegen::import::import;
use codegen::source::location::Source;

const EXAMPLE: &str = r#"{ "parcelId": "p_1" }"#;

/// Returns the codes of the findings about a page with this part below an event.
fn codes(part: &str) -> Vec<&'static str> {
    let page = format!(
        "# Acme\n\n## parcel.sent\n\n```json\n{EXAMPLE}\n```\n\n```json\n{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\" }}\n```\n\n{part}\n"
    );
    let found =
        import(&Source::new("page.md", page), None, &Files::new()).map_or_else(|found| found, |read| read.warnings);
    found.iter().map(|found| found.code).collect()
}

#[test]
fn json_outside_of_code_is_reported() {
    let json = "{ \"parcelId\": \"p_1\" }";
    let fence = format!("```json\n{json}\n```");
    let indented = fence.replace('\n', "\n    ");
    for part in [
        format!("Tab\n\n    {indented}"),
        format!("<Tabs>\n    {indented}\n</Tabs>"),
        format!("<samp>\n{json}\n</samp>"),
        format!("<textarea>{json}</textarea>"),
        format!("<div class=\"code\">\n{json}\n</div>"),
        format!("`{json}`"),
        format!("## Others\n\n| Event | Payload |\n|---|---|\n| parcel.lost | `{json}` |"),
    ] {
        let found = codes(&part);
        assert!(found.contains(&"block-not-read"), "{part}: {found:?}");
    }
    for part in ["`{}`", "Answer with `{ \"ok\": true }`.", "| `meta` | such as | `{ \"a\": 1 }` |"] {
        assert!(!codes(part).contains(&"block-not-read"), "{part}");
    }
}

/// Code without a language may have anything around JSON, and text may have a label or marks of a page generator before it.
#[test]
fn json_among_something_else_is_reported() {
    let json = "{ \"parcelId\": \"p_1\" }";
    for code in [
        format!("Body:\n{json}"),
        format!("Example: {json}"),
        format!("// a delivery\n{json}"),
        format!("Copy{json}"),
        format!("1{json}"),
        "1 {\n2   \"parcelId\": \"p_1\"\n3 }".to_owned(),
        format!("curl https://a.example -d '{json}'"),
        format!("POST /parcels\nAuthorization: Bearer t\n\n{json}"),
        format!("{json} is the body"),
    ] {
        for fence in ["```", "```plaintext"] {
            let found = codes(&format!("{fence}\n{code}\n```"));
            let is_found = found.contains(&"block-not-read") || found.contains(&"malformed-json");
            assert!(is_found, "{fence} {code}: {found:?}");
        }
    }
    for text in [
        format!("Example: {json}"),
        format!("An example of the body: `{json}`."),
        format!("{{{{< highlight json >}}}}\n{json}\n{{{{< /highlight >}}}}"),
        format!("{{% highlight json %}}\n{json}\n{{% endhighlight %}}"),
        format!("!!! example \"Body\"\n    {json}"),
        format!("<script type=\"syntaxhighlighter\"><![CDATA[{json}]]></script>"),
        format!("<div><![CDATA[{json}]]></div>"),
    ] {
        assert!(codes(&text).contains(&"block-not-read"), "{text}: {:?}", codes(&text));
    }
    let comment = format!("{{/*\n\n```json\n{json}\n```\n\n*/}}");
    assert!(codes(&comment).contains(&"block-not-read"), "{:?}", codes(&comment));
    let closed = format!("{{/* a note */}}\n\n```json\n{json}\n```");
    assert!(!codes(&closed).contains(&"block-not-read"), "{:?}", codes(&closed));
    for silent in [
        "```\nHTTP/1.1 200 OK\n\n{ \"ok\": true }\n```",
        "```\nreturn { \"ok\": true };\n```",
        "```\nres.json({ \"ok\": true })\n```",
        "```\nX-Acme-Event: parcel.sent\n```",
        "```text\nExample: { \"parcelId\": \"p_1\" }\n```",
        "`address`: `{ \"street\": \"a\" }`",
        "Response: `{ \"ok\": true }`",
        "For example {name}: that.",
        "The schema: see [1].",
        "<script type=\"application/ld+json\">{ \"name\": \"Acme\" }</script>",
        "<script>//<![CDATA[\nlet a = { b: 1 };\n//]]></script>",
    ] {
        assert!(!codes(silent).contains(&"block-not-read"), "{silent}: {:?}", codes(silent));
    }
}

/// A sample request outside of events shows the envelope if its body is one.
#[test]
fn bodies_of_sample_requests_are_read() {
    let schema = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema" }"#;
    let sample = |body: &str| format!("```\nPOST /hook HTTP/1.1\nX-Acme-Event: parcel.sent\n\n{body}\n```\n\n");
    let read = |before: &str, below: &str| {
        let page = format!("# Acme\n\n{before}## parcel.sent\n\n{below}```json\n{schema}\n```\n");
        import(&Source::new("page.md", page), None, &Files::new()).expect("it is read").files
    };
    let example = format!("```json\n{EXAMPLE}\n```\n\n");
    let envelope = sample(r#"{ "id": "e_1", "type": "parcel.sent", "data": {} }"#);
    assert!(read(&envelope, &example)["envelope.example.json"].contains("e_1"));
    let body = r#"{ "id": "e_2", "type": "parcel.sent", "data": {} }"#;
    let both = format!("{envelope}```json\n{body}\n```\n\n");
    assert!(read(&both, &example)["envelope.example.json"].contains("e_2"), "a block of its own counts first");
    assert!(read("", &sample(EXAMPLE))["events/parcel.sent.example.json"].contains("p_1"));
    assert!(
        read(&sample(r#"{ "url": "https://a.example" }"#), &example).contains_key("events/parcel.sent.example.json")
    );
    let files = read("", &format!("### Response\n\n{}### Example\n\n{example}", sample("{ \"ok\": true }")));
    assert_eq!(files.keys().filter(|path| path.contains(".example")).count(), 1, "it is an answer");
}

#[test]
fn invisible_characters_around_json_are_ignored() {
    let schema = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema" }"#;
    for space in ["\u{200b}", "\u{feff}", "\u{2060}\u{200b}"] {
        for (file_name, page) in [
            (
                "page.md",
                format!(
                    "# Acme\n\n## parcel.sent\n\n```\n{space}{EXAMPLE}\n```\n\n```json\n{space}{schema}{space}\n```\n"
                ),
            ),
            ("page.html", format!("<h1>Acme</h1><h2>parcel.sent</h2><pre>{space}{EXAMPLE}</pre><pre>{schema}</pre>")),
            ("page.txt", format!("Acme\nparcel.sent\n{space}{EXAMPLE}\n{space}{schema}\n")),
        ] {
            let read = import(&Source::new(file_name, page), None, &Files::new());
            let files = read.unwrap_or_else(|found| panic!("{file_name}: {found}")).files;
            assert!(files["events/parcel.sent.example.json"].contains("p_1"), "{file_name}");
        }
    }
    let page = format!("Acme\nparcel.sent\n{EXAMPLE}\n{schema}\nExample: {EXAMPLE}\nExample:\n1 {{\n2 }}\n");
    let found = import(&Source::new("page.txt", page), None, &Files::new()).expect("it is read").warnings;
    assert_eq!(found.iter().filter(|found| found.code == "block-not-read").count(), 2, "{found}");
}

#[test]
fn names_outside_of_headings_are_shown() {
    for name in ["`order.paid`", "order.paid"] {
        let schema = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema" }"#;
        let page = format!("# Acme\n\n{name}\n\n```json\n{schema}\n```\n");
        let found = import(&Source::new("page.md", page), None, &Files::new()).expect_err(name).to_string();
        assert!(found.contains("this names an event, but is not a heading"), "{name}: {found}");
    }
}

/// The summary of a box that opens is the heading of what is in it.
#[test]
fn summaries_of_boxes_are_headings() {
    let json = |text: &str| format!("```json\n{text}\n```\n\n");
    let schema = r#"{ "type": "object", "properties": { "id": { "type": "string" } } }"#;
    let below = format!("It was sent.\n\n{}{}", json(r#"{ "id": "a" }"#), json(schema));
    let open = |name: &str| format!("<details>\n<summary>{name}</summary>\n\n{below}</details>\n\n");
    for chapter in ["", "## Events\n\n"] {
        let page = format!("# Acme\n\n{chapter}{}{}", open("order.paid — paid"), open("<code>order.lost</code>"));
        let files = import(&Source::new("page.md", page), None, &Files::new()).expect(chapter).files;
        for name in ["order.paid", "order.lost"] {
            assert!(files.contains_key(&format!("events/{name}.example.json")), "{chapter}: {name}");
        }
    }
    let within =
        format!("# Acme\n\n## order.paid\n\n<details>\n<summary>order.paid example</summary>\n\n{below}</details>\n");
    let files = import(&Source::new("page.md", within), None, &Files::new()).expect("one event").files;
    assert!(files.contains_key("events/order.paid.example.json"));
    let html = "<h1>Acme</h1><details><summary>order.paid</summary><p>So.</p><pre>{ \"id\": \"a\" }</pre></details>";
    let found = import(&Source::new("page.html", html), None, &Files::new()).expect_err("no schema").to_string();
    assert!(found.contains("`order.paid` has no schema"), "{found}");
}

#[test]
fn answers_below_an_event_are_refused() {
    let is_refused =
        |line: &str| codes(&format!("{line}\n\n```json\n{EXAMPLE}\n```")).contains(&"block-of-something-else");
    for line in [
        "Respond with:",
        "**Response**",
        "Your endpoint must return",
        "Headers:",
        "You should reply with this:",
        "The response body:",
        "Return 200 and:",
        "### Subscribing",
        "### Create a webhook",
        "**Previous version**",
        "### Old payload",
        "### Payload before API version 2024-01-01",
        "### Example in older versions",
        "### Invalid example",
        "An invalid payload:",
        "### Creating a subscription by the API",
        "### Fetching the order with our API",
    ] {
        assert!(is_refused(line), "{line}");
    }
    for line in [
        "A second example:",
        "The answers of a form:",
        "Responses to a survey look like this:",
        "**Example**",
        "Returned parcels:",
        "Reply received",
        "### Subscription created",
        "### An old version",
        "### Created by the API",
        "### Invalid card",
        "### Payload",
        "### Example before shipping of goods to the customer",
        "### Payload of a rejected order",
    ] {
        assert!(!is_refused(line), "{line}");
    }
    let other = format!("Respond with:\n\n```text\n{{}}\n```\n\nAnother one:\n\n```json\n{EXAMPLE}\n```");
    assert!(!codes(&other).contains(&"block-of-something-else"), "a line introduces the block below it alone");
}

/// A tool that shows what it sends has a mark before each line. A quotation in a sample has other lines too.
#[test]
fn sent_lines_are_read_behind_their_marks() {
    let request = "> POST /hook HTTP/2\n> X-Acme-Event: order.paid\n>\n> {\n>   \"total\": 1, \"row\": 2\n> }";
    let read = |code: &str| {
        let page =
            format!("# Acme webhooks\n\n## order.paid\n\n```\n{code}\n```\n\n```json\n{{ \"total\": 1 }}\n```\n");
        let options = codegen::import::Options { derives: true, ..Default::default() };
        let read = codegen::import::import_with(
            &codegen::source::location::Source::new("page.md", page),
            options,
            &codegen::Files::new(),
        );
        let files = read.unwrap_or_else(|found| panic!("{found}")).files;
        let has_row = files["events/order.paid.schema.json"].contains("\"row\"");
        (files["catalog.toml"].contains("header = \"X-Acme-Event\""), has_row)
    };
    assert_eq!(read(request), (true, true));
    assert_eq!(read(&request.replace("\n>\n", "\n\n")), (true, true));
    assert_eq!(read(&format!("$ curl\n{request}")), (false, false));
}
