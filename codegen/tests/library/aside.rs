//! Texts beside the content of a page, such as attributes, are read for sentences about signing.

use codegen::Files;
use codegen::import::import;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;

const SCHEMA: &str = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" }"#;

const EXTRA: &str = "The signed content is the timestamp, a dot and the body";

fn imported(file_name: &str, text: &str) -> Result<Files, Diagnostics> {
    import(&Source::new(file_name, text), None, &Files::new()).map(|import| import.files)
}

fn page(file_name: &str, part: &str) -> String {
    match file_name {
        "page.html" => format!(
            "<h1>Acme</h1><p>X-Acme-Signature is the hex HMAC-SHA256 of the raw body.</p>{part}<h2>order.paid</h2><pre>{{\"id\":\"x\"}}</pre><pre>{SCHEMA}</pre>"
        ),
        _ => format!(
            "# Acme\n\nX-Acme-Signature is the hex HMAC-SHA256 of the raw body.\n\n{part}\n\n## order.paid\n\n```json\n{{\"id\":\"x\"}}\n```\n\n```json\n{SCHEMA}\n```\n"
        ),
    }
}

/// Asserts that a page is refused at the sentence.
fn refused(file_name: &str, page: &str) {
    let found = imported(file_name, page).expect_err(page);
    assert!(found.iter().any(|it| it.code == "signature-not-understood"), "{page}: {found}");
    let place =
        found.iter().filter(|it| it.code == "signature-not-understood").find_map(|it| it.place.clone()).unwrap();
    assert!(page[place.span.clone()].contains(EXTRA), "{page}: {}", &page[place.span]);
}

#[test]
fn attributes_and_titles_are_read() {
    for part in [
        "[guide](https://acme.com \"X\")",
        "![picture](a.png 'X')",
        "![X](a.png)",
        "text <img alt=\"X\" src=a.png>",
        "<abbr title='X'>it</abbr>",
        "<Callout title=\"X\">Read it.</Callout>",
        "<Note\n  type=\"tip\"\n  text=\"X\"\n/>",
        "<div data-tooltip=\"X\">\n\nthis\n\n</div>",
        "<textarea>X</textarea>",
        "<my-note text='X'></my-note>",
    ] {
        refused("page.md", &page("page.md", &part.replace('X', EXTRA)));
        assert!(imported("page.md", &page("page.md", &part.replace('X', "Verify the signature"))).is_ok(), "{part}");
    }
    for part in [
        "<img alt=\"X\">",
        "<a title='X' href=a>it</a>",
        "<svg><text>X</text></svg>",
        "<noscript><p>X</p></noscript>",
        "<textarea>X</textarea>",
        "<input value=\"X\">",
        "<meta name=description content=\"X\">",
        "<p aria-label='X'>it</p>",
    ] {
        refused("page.html", &page("page.html", &part.replace('X', EXTRA)));
    }
}

/// Attributes may begin alike: each has its own expression.
#[test]
fn attributes_with_equal_values_are_read() {
    for part in [
        "<Image width={3} height={3} />",
        "<img alt={3} title={3}>",
        "<Card a={{ color: 'red' }} b={{ padding: 3 }} />",
        "<Card a={one two} b={one three} />",
        "<Card a={() => open} b={() => close} />",
        "<Card a={\"x y\"} b='x' c={\"x y\"} />",
        "<Card a={{ b: { c: 1 } }} d={{ b: { c: 1 } }} />",
        "<Card a={open b={open} />",
    ] {
        for file_name in ["page.md", "page.html"] {
            assert!(imported(file_name, &page(file_name, part)).is_ok(), "{file_name}: {part}");
        }
    }
    let second = format!("<Card a={{`The text`}} b={{`The {EXTRA}`}} />");
    refused("page.md", &page("page.md", &second));
}

#[test]
fn front_matter_is_read() {
    for front in ["---\ntitle: Acme\ndescription: X\n---\n", "+++\nabout = \"X\"\n+++\n\n", "---\nabout: >\n  X\n---\n"]
    {
        refused("page.md", &format!("{}{}", front.replace('X', EXTRA), page("page.md", "")));
    }
    let front = "---\ntitle: Verify signatures\nslug: /webhooks/hmac\nkeywords: [webhook, hmac, sha]\n---\n";
    assert!(imported("page.md", &format!("{front}{}", page("page.md", ""))).is_ok());
}

#[test]
fn hidden_elements_need_an_end() {
    for element in ["svg", "textarea", "noscript", "template"] {
        let found = imported("page.html", &page("page.html", &format!("<{element}>"))).unwrap_err();
        assert!(found.iter().any(|it| it.code == "unclosed-element"), "{element}: {found}");
    }
}

#[test]
fn a_button_inside_of_code_is_ignored() {
    let button = page("page.html", "").replace("<pre>", "<pre><button>Copy</button>");
    assert!(imported("page.html", &button).unwrap().contains_key("events/order.paid.example.json"));
}
