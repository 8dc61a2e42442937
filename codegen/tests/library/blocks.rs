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
        format!("=== \"Tab\"\n\n    {indented}"),
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

#[test]
fn names_outside_of_headings_are_shown() {
    for name in ["`order.paid`", "<details>\n<summary>order.paid</summary>\n", "order.paid"] {
        let schema = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema" }"#;
        let page = format!("# Acme\n\n{name}\n\n```json\n{schema}\n```\n");
        let found = import(&Source::new("page.md", page), None, &Files::new()).expect_err(name).to_string();
        assert!(found.contains("this names an event, but is not a heading"), "{name}: {found}");
    }
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
    ] {
        assert!(!is_refused(line), "{line}");
    }
    let other = format!("Respond with:\n\n```text\n{{}}\n```\n\nAnother one:\n\n```json\n{EXAMPLE}\n```");
    assert!(!codes(&other).contains(&"block-of-something-else"), "a line introduces the block below it alone");
}
