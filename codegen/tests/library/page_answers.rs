//! Labels of JSON that is no payload: an answer, headers.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::location::Source;

const SIGNED: &str = "X-Acme-Signature is the hex HMAC-SHA256 of the raw body, keyed with your secret.";

/// Returns true if the block below an event is refused as something else.
fn is_refused(file_name: &str, below: &str) -> bool {
    let page = format!(
        "# Acme webhooks\n\n{SIGNED}\n\n## order.paid\n\n{below}\n\n## order.lost\n\n```json\n{{ \"total\": 1 }}\n```\n"
    );
    refuses(file_name, &page)
}

fn refuses(file_name: &str, page: &str) -> bool {
    let options = Options { derives: true, ..Options::default() };
    let read = import_with(&Source::new(file_name, page), options, &Files::new());
    let found = read.map_or_else(|found| found, |read| read.warnings);
    found.iter().any(|found| found.code == "block-of-something-else")
}

const JSON: &str = "```json\n{ \"received\": true }\n```";

#[test]
fn titles_in_attributes_and_fences_count() {
    for (title, is_other) in [
        ("Response", true),
        ("Response (200)", true),
        ("Headers", true),
        ("200 OK", true),
        ("404", true),
        ("Request", false),
        ("Payload", false),
        ("JSON", false),
        ("Response times", false),
    ] {
        for (start, end) in [
            (format!("<Tabs>\n<TabItem label=\"{title}\" value=\"x\">\n\n"), "\n\n</TabItem>\n</Tabs>"),
            (format!("<Tabs>\n<Tab title=\"{title}\">\n"), "\n</Tab>\n</Tabs>"),
            (format!("<Accordion title={{\"{title}\"}}>\n"), "\n</Accordion>"),
            (format!("<Accordion title=\"{title}\">\n\nIt is short.\n\n"), "\n</Accordion>"),
            (format!(":::note {title}\n\n"), "\n\n:::"),
        ] {
            // Only the label of an answer counts for what is not right below it.
            let is_far = start.contains("It is short") && !title.starts_with("Response");
            let is_other = is_other && !is_far;
            assert_eq!(is_refused("page.mdx", &format!("{start}{JSON}{end}")), is_other, "{start}");
        }
        for fence in [format!("json {title}"), format!("json title=\"{title}\""), format!("json [{title}]")] {
            let block = JSON.replacen("json", &fence, 1);
            // A number alone may be that of a line.
            assert_eq!(is_refused("page.mdx", &block), is_other && fence != "json 404", "{fence}");
        }
    }
    for (fence, is_other) in [
        ("json {120}", false),
        ("json {120, 200-204}", false),
        ("json 200-204", false),
        ("json {200} showLineNumbers", false),
        ("json {120} title=\"200\"", true),
        ("json HTTP 200", true),
    ] {
        assert_eq!(is_refused("page.md", &JSON.replacen("json", fence, 1)), is_other, "{fence}");
    }
    for attributes in ["type=\"error\"", "severity=\"error\"", "icon=\"response\""] {
        let below = format!("<Callout {attributes}>\n\n{JSON}\n\n</Callout>");
        assert!(!is_refused("page.mdx", &below), "{attributes}");
    }
}

#[test]
fn labels_of_answers_reach_the_next_block() {
    for label in ["**Response**", "Response", "**Response (200)**", "**Response** `200`", "<summary>Response</summary>"]
    {
        for (between, is_other) in [
            ("", true),
            ("200\n\n", true),
            ("200 OK\n\n", true),
            ("=== \"200\"\n\n", true),
            ("`application/json`\n\n", true),
            ("Content-Type: application/json\n\n", true),
            ("Example:\n\n", true),
            ("| Status | Meaning |\n|---|---|\n| 200 | OK |\n\n", true),
            ("The body is ignored, but may be logged.\n\n", true),
            ("Your endpoint has ten seconds.\n\n", true),
            ("It is ignored.\n\n**Payload**\n\n", false),
            ("It is ignored.\n\n**Body**\n\n", false),
            ("It is ignored.\n\nRequest\n\n", false),
            ("It is ignored.\n\nWe send this payload:\n\n", false),
            ("```\nOK\n```\n\n", false),
            ("```json\n{ \"ok\": true }\n```\n\n### Example\n\n", true),
        ] {
            let below = format!("{label}\n\n{between}{JSON}");
            assert_eq!(is_refused("page.md", &below), is_other, "{below}");
        }
    }
    for other in [
        "**Headers**\n\n| Name | Value |\n|---|---|\n| X-Acme-Event | order.paid |",
        "**Responses are ignored**\n\nReally.",
    ] {
        assert!(!is_refused("page.md", &format!("{other}\n\n{JSON}")), "{other}");
    }
}

#[test]
fn buttons_and_lines_end_no_label() {
    let html = |below: &str| {
        format!(
            "<h1>Acme webhooks</h1><p>{SIGNED}</p><h2>order.paid</h2>{below}<h2>order.lost</h2><pre>{{ \"total\": 1 }}</pre>"
        )
    };
    let code = "<pre>{ \"received\": true }</pre>";
    assert!(refuses("page.html", &html(&format!("<p>Response</p><button>Copy</button>{code}"))));
    assert!(refuses(
        "page.html",
        &html(&format!("<p><b>Response</b></p><div><button>200</button><button>400</button></div>{code}"))
    ));
    assert!(!refuses("page.html", &html(&format!("<p>Response</p><p>None.</p><p><b>Body</b></p>{code}"))));
    let text = |between: &str| {
        format!(
            "Acme webhooks\n{SIGNED}\norder.paid\nAn order was paid.\n{between}{{\n  \"ok\": true\n}}\norder.lost\n{{ \"total\": 1 }}\n"
        )
    };
    assert!(refuses("page.txt", &text("Response\nCopy\n")));
    assert!(!refuses("page.txt", &text("Copy\n")));
}
