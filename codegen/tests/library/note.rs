//! Footnote marks beside the names of events, headers and members, and in titles.

use codegen::Files;
use codegen::import::import;
use codegen::source::location::Source;

use crate::page::{EXAMPLE, SCHEMA, imported, page_around};

/// The ways in which a page marks a note, by the extension of the page.
const MARKS: &[(&str, &str)] = &[
    ("md", "[^1]"),
    ("md", "<sup>1</sup>"),
    ("md", "<sup>a</sup>"),
    ("md", "[1](#n1)"),
    ("md", "[1]"),
    ("md", " (1)"),
    ("md", "¹"),
    ("md", "†"),
    ("md", "\\*"),
    ("html", "<sup>1</sup>"),
    ("html", "<sup id=\"r1\"><a href=\"#n1\">1</a></sup>"),
    ("html", "<a href=\"#n1\">1</a>"),
    ("html", "<a href=\"#n1\"><sup>[1]</sup></a>"),
    ("html", "<sup>[<a href=\"#n1\">1</a>]</sup>"),
    ("html", "<sup><a href=\"#n1\">1</a>,<a href=\"#n2\">2</a></sup>"),
    ("html", "[<a href=\"#n1\">1</a>]"),
    ("html", "[<a href=\"#n1\"><sup>1</sup></a>]"),
    ("html", "(<a href=\"#n1\">1</a>)"),
    ("html", "<sup>i</sup>"),
    ("html", "<sup>q</sup>"),
    ("html", "&sup1;"),
    ("html", "&dagger;"),
    ("txt", "[1]"),
    ("txt", "¹"),
    ("txt", "*"),
];

/// Returns a page with a title, lines and the event `parcel.sent`.
fn page(format: &str, title: &str, lines: &str, name: &str) -> String {
    match format {
        "md" => format!(
            "# {title}\n\n{lines}\n\n## {name}\n\n```json\n{EXAMPLE}\n```\n\n```json\n{SCHEMA}\n```\n\n[^1]: Since June.\n"
        ),
        "html" => format!(
            "<h1>{title}</h1>\n{lines}\n<h2>{name}</h2>\n<pre>{EXAMPLE}</pre>\n<pre>{SCHEMA}</pre>\n<p id=n1>1 Since June.</p>\n"
        ),
        _ => format!("{title}\n{lines}\n{name}\n{EXAMPLE}\n{SCHEMA}\n"),
    }
}

#[test]
fn marks_are_no_part_of_names() {
    for (format, mark) in MARKS {
        let listed = match *format {
            "html" => format!("<table><tr><th>Event</th></tr><tr><td>parcel.lost{mark}</td></tr></table>"),
            "md" => format!("| Event | When |\n| --- | --- |\n| parcel.lost{mark} | It is lost |"),
            _ => format!("Events:\n- parcel.lost{mark}"),
        };
        let summary = format!("parcel.sent{mark} — it is sent{mark}");
        let page = page(format, &format!("Acme webhooks{mark}"), &listed, &summary);
        let read = import(&Source::new(format!("page.{format}"), page), None, &Files::new());
        let read = read.unwrap_or_else(|found| panic!("{mark} in {format}: {found}"));
        let catalog = &read.files["catalog.toml"];
        for line in ["title = \"Acme webhooks\"\n", "name = \"parcel.sent\"\nsummary = \"it is sent\"\n"] {
            assert!(catalog.contains(line), "{mark} in {format}: {catalog}");
        }
        let lost = read.warnings.iter().find(|found| found.code == "event-not-documented");
        let message = lost.map(|found| found.message.as_str());
        assert_eq!(message, Some("no section documents the event `parcel.lost`"), "{mark} in {format}");
    }
}

/// The note may say more about the signature, so that a person has to read the sentence.
#[test]
fn marked_headers_are_not_respelled() {
    for (format, mark) in MARKS {
        let sentence = format!("X-Acme-Signature{mark}: the hex HMAC-SHA256 of the raw body.");
        let lines = if *format == "html" { format!("<p>{sentence}</p>") } else { sentence };
        match imported(&format!("page.{format}"), &page(format, "Acme", &lines, "parcel.sent")) {
            Ok(files) => {
                let catalog = &files["catalog.toml"];
                assert!(catalog.contains("header = \"X-Acme-Signature\"\n"), "{mark} in {format}: {catalog}");
            }
            Err(found) => {
                assert!(found.iter().all(|it| it.code == "signature-not-understood"), "{mark} in {format}: {found}");
            }
        }
    }
}

#[test]
fn linked_numbers_remain_in_names() {
    for name in ["HMAC-SHA-<a href=\"#sha\">256</a>", "HMAC-<a href=\"#sha\">SHA-256</a>"] {
        let sentence = format!("<p>X-Acme-Signature: the hex {name} of the raw body.</p>");
        let files = imported("page.html", &page("html", "Acme", &sentence, "parcel.sent"));
        let files = files.unwrap_or_else(|found| panic!("{name}: {found}"));
        assert!(files["catalog.toml"].contains("header = \"X-Acme-Signature\"\n"), "{name}");
    }
}

/// A badge beside the name of a header does not belong to it, neither does what a plural adds.
#[test]
fn badges_are_no_part_of_headers() {
    for (before, behind) in [("<code>", "</code><span>required</span>"), ("<b>", "</b><small>new</small>")] {
        let sentence = format!("<p>{before}X-Acme-Signature{behind}: the hex HMAC-SHA256 of the raw body.</p>");
        let found = imported("page.html", &page("html", "Acme", &sentence, "parcel.sent")).unwrap_err();
        assert!(found.iter().all(|it| it.code == "signature-not-understood"), "{behind}: {found}");
    }
    let split = "X-<b>Acme</b>-<wbr>Signature: the hex HMAC-SHA256 of the raw body.";
    let files = imported("page.html", &page("html", "Acme", split, "parcel.sent")).unwrap();
    assert!(files["catalog.toml"].contains("header = \"X-Acme-Signature\"\n"));
    let files = imported("page.md", &page_around("X-Acme-Event names it.[^1]\n\n[^1]: Since June.", "")).unwrap();
    assert!(files["catalog.toml"].contains("header = \"X-Acme-Event\"\n"));
}
