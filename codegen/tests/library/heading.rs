//! The headings of a page that name events, and lines that are none.

use codegen::source::diagnostic::Diagnostics;

use crate::page::{EXAMPLE, SCHEMA, findings_behind_event, imported, page_around};

/// Reads the events of a page with an example and a schema below each of these headings.
fn events(file_name: &str, headings: &[&str]) -> Result<Vec<(String, String)>, Diagnostics> {
    let mut page = match file_name {
        "page.html" => "<h1>Acme</h1><p>X-Acme-Signature is the HMAC-SHA256 of the raw body.</p>\n".to_owned(),
        _ => "# Acme\n\nX-Acme-Signature is the HMAC-SHA256 of the raw body.\n\n".to_owned(),
    };
    for heading in headings {
        let blocks = match file_name {
            "page.md" => format!("{heading}\n\n```json\n{EXAMPLE}\n```\n\n```json\n{SCHEMA}\n```\n\n"),
            "page.html" => format!("{heading}\n<pre>{EXAMPLE}</pre>\n<pre>{SCHEMA}</pre>\n"),
            _ => format!("{heading}\n{EXAMPLE}\n{SCHEMA}\n"),
        };
        page.push_str(&blocks);
    }
    let files = imported(file_name, &page)?;
    let catalog: toml_edit::DocumentMut = files["catalog.toml"].parse().unwrap();
    let events = catalog["events"].as_array_of_tables().unwrap().iter().map(|event| {
        let text = |key: &str| event.get(key).and_then(toml_edit::Item::as_str).unwrap_or_default().to_owned();
        (text("name"), text("summary"))
    });
    Ok(events.collect())
}

#[test]
fn plain_headings_of_events_are_read() {
    let markdown = [
        "## ticket.sold — sold",
        "## # ticket.sold — sold",
        "## [#](#sold) ticket.sold — sold",
        "## ticket.sold — sold ¶",
        "## ticket.sold — sold 🔗",
        "### Event: ticket.sold — sold",
        "### The ticket.sold event — sold",
        "## 🎟️ ticket.sold — sold",
        "## 🎟 `ticket.sold` — sold",
        "## 2.1 `ticket.sold`: sold",
        "## ticket.\u{200b}sold — sold",
        "## [ticket.sold](#sold) — sold",
        "## [`ticket.sold`](#sold) sold",
        "## ticket.sold (sold)",
        "## sold (`ticket.sold`)",
        "## **ticket.sold** — sold.",
        "**ticket.sold — sold**",
        "**`ticket.sold` — sold**",
        "**ticket.sold** — sold",
        "- **ticket.sold**: sold",
        "## sold: ticket.sold :tada:",
        "ticket.sold — sold\n------------------",
    ];
    let html = [
        "<h2><a href=\"#sold\">#</a> ticket.sold &mdash; sold</h2>",
        "<h2><a href=\"#sold\">#</a> <code>ticket.sold</code> sold</h2>",
        "<h2>ticket.<wbr>sold &mdash; sold<a>&para;</a></h2>",
        "<h3>Event: <code>ticket.sold</code> &mdash; sold</h3>",
        "<h3>ticket.sold&nbsp;&ndash;&nbsp;sold<a class=hash-link>&#8203;</a></h3>",
        "<p><strong>ticket.sold &mdash; sold</strong></p>",
        "<h3>ticket&shy;.sold: sold</h3>",
    ];
    let text = [
        "ticket.sold — sold",
        "# ticket.sold — sold",
        "== ticket.sold — sold",
        "🎟 ticket.sold — sold",
        "Event: ticket.sold — sold",
        "ticket.\u{200b}sold — sold",
        "1. ticket.sold — sold",
        "The ticket.sold event — sold",
    ];
    let all = markdown.map(|it| ("page.md", it)).into_iter();
    let all = all.chain(html.map(|it| ("page.html", it))).chain(text.map(|it| ("page.txt", it)));
    let mut failed = Vec::new();
    for (file_name, heading) in all {
        match events(file_name, &[heading]) {
            Ok(events) if events == [("ticket.sold".to_owned(), "sold".to_owned())] => {}
            other => failed.push(format!("{heading}: {other:?}")),
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_name_is_read_whole_and_alone() {
    let names = [
        "order.*",
        "`order.*`",
        "order.{paid,lost}",
        "order.paid.{a,b}",
        "order.&lt;status&gt;",
        "order.<status>",
        "order.…",
        "order...",
        "order.paid…",
        "order.[status]",
        "order.paid | order.lost",
        "order.paid, order.lost | order.late",
        "`order.paid`, `order.*`",
        "order.paid, order.lost.*",
        "order.paid, order.lost and more",
        "order.paid, order.paid",
        "order.paid — order.lost",
        "order.paid: order.lost",
        "`order.paid` → `order.lost`",
        "`push` and `fork`",
        "`POST` order.paid",
    ];
    let forms = [("page.md", "## ", ""), ("page.html", "<h2>", "</h2>")];
    for (name, (file_name, start, end)) in names.iter().flat_map(|name| forms.map(|form| (name, form))) {
        let found = events(file_name, &[&format!("{start}{name}{end}")]).expect_err(name);
        let codes: Vec<_> = found.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["heading-not-understood"], "{name}: {found}");
    }
    for name in [
        "order.paid (was order.bought)",
        "order.paid — as order.lost, but paid",
        "`order.paid` v2.0",
        "order.paid | v2.0",
        "order.paid {#paid}",
        "order.paid {.beta}",
        "order.paid*",
        "order.paid — {total}",
        "`order.paid` and all that",
    ] {
        let found = events("page.md", &[&format!("## {name}")]).unwrap_or_else(|found| panic!("{name}: {found}"));
        assert_eq!(found[0].0, "order.paid", "{name}");
    }
}

/// A name ends before a badge or a footnote, also without a blank between them. A placeholder does not name an event.
#[test]
fn inline_elements_do_not_join_names() {
    let read = |file_name: &str, heading: &str| {
        let found = events(file_name, &[heading]).map_err(|found| found.iter().map(|it| it.code).collect::<Vec<_>>());
        found.map(|events| events[0].0.clone())
    };
    for (file_name, heading) in [
        ("page.html", "<h3>order.paid<span class=\"badge\">Beta</span></h3>"),
        ("page.html", "<h3>order.paid <span>Beta</span></h3>"),
        ("page.html", "<h3><code>order.paid</code><sup>new</sup></h3>"),
        ("page.html", "<h3><span>NEW</span>order.paid</h3>"),
        ("page.html", "<h3><a href=\"#a\">order.paid</a><b>Beta</b></h3>"),
        ("page.html", "<p><strong>order.paid</strong><small>Beta</small></p>"),
        ("page.html", "<h3>order.<wbr>paid</h3>"),
        ("page.html", "<h3><span>order.</span><span>paid</span></h3>"),
        ("page.html", "<h3><em>order.paid</em>: it is paid</h3>"),
        ("page.md", "### order.paid<sup>beta</sup>"),
        ("page.md", "### order.paid<Badge>Beta</Badge>"),
        ("page.md", "### *order.paid*"),
        ("page.md", "### order.paid BETA"),
        ("page.md", "### order.paid v2"),
        ("page.md", "### order.paid (Deprecated)"),
        ("page.md", "### order.paid [new, beta]"),
        ("page.md", "### [Deprecated] order.paid"),
        ("page.md", "### NEW order.paid"),
        ("page.md", "### Deprecated `order.paid` — it is paid"),
        ("page.md", "### `order.paid` DEPRECATED"),
        ("page.txt", "order.paid Beta"),
        ("page.html", "<h3>order.paid<sup>1</sup></h3>"),
        ("page.html", "<h3><code>order.paid</code><sup><a href=\"#n1\">1</a></sup></h3>"),
        ("page.html", "<h3><code>order.paid<sup>1</sup></code> — it is paid</h3>"),
        ("page.html", "<h3>order.paid<a href=\"#n1\">1</a></h3>"),
        ("page.html", "<h3>order.paid<a href=\"#n1\">[1]</a></h3>"),
        ("page.html", "<h3>order.paid&sup1;</h3>"),
        ("page.html", "<h3>order.paid <sup>1, 2</sup> — it is paid</h3>"),
        ("page.html", "<p><strong>order.paid<sup>a</sup></strong></p>"),
        ("page.md", "### order.paid<sup>1</sup>"),
        ("page.md", "### order.paid[^1]\n\n[^1]: Since June."),
        ("page.md", "### order.paid[^1]: it is paid"),
        ("page.md", "### `order.paid` [1]"),
        ("page.md", "### `order.paid`[1](#n1)"),
        ("page.md", "### order.paid[1]\n\n[1]: https://acme.example/n"),
        ("page.md", "### It is paid (`order.paid`)[^1]"),
        ("page.md", "### order.paid† — it is paid"),
        ("page.md", "### order.paid (1)"),
        ("page.txt", "order.paid[1] — it is paid"),
        ("page.txt", "order.paid¹"),
        ("page.txt", "order.paid*"),
    ] {
        assert_eq!(read(file_name, heading).as_deref(), Ok("order.paid"), "{heading}");
    }
    for (file_name, heading) in [
        ("page.html", "<h3>order.<var>status</var></h3>"),
        ("page.html", "<h3>order.paid<a href=\"#a\">Link</a></h3>"),
        ("page.md", "### order.*status*"),
        ("page.md", "### *order*.paid"),
        ("page.md", "### `order`.`paid`"),
        ("page.md", "### `order`.paid"),
        ("page.md", "### order.`paid`"),
        ("page.md", "### order.paid now"),
        ("page.md", "### `order.paid[1]`"),
        ("page.md", "### order.lines[1].id"),
        ("page.html", "<h3>order.paid<sub>1</sub></h3>"),
        ("page.html", "<h3><span>order.paid</span><span>1</span></h3>"),
        ("page.md", "### About order.paid"),
    ] {
        assert_eq!(read(file_name, heading), Err(vec!["heading-not-understood"]), "{heading}");
    }
    assert!(read("page.txt", "order.paid deprecated").is_err(), "it may be a sentence");
}

/// Events with one documentation may share a heading. An example that names one of them is its own, and all others are examples of each.
#[test]
fn a_heading_may_list_events() {
    let forms = [("page.md", "## ", ""), ("page.html", "<h2>", "</h2>"), ("page.txt", "", "")];
    for (name, summary) in [
        ("order.paid, order.lost", ""),
        ("order.paid and order.lost", ""),
        ("order.paid / order.lost — both", "both"),
        ("Events: order.paid, and order.lost", ""),
        ("The order.paid and order.lost events (both)", "both"),
    ] {
        let marked = name.replace("order.paid", "`order.paid`").replace("order.lost", "`order.lost`");
        for (file_name, start, end) in forms {
            for name in [name, &marked] {
                let found = events(file_name, &[&format!("{start}{name}{end}")]);
                let found = found.unwrap_or_else(|found| panic!("{file_name}: {name}: {found}"));
                let expected = ["order.paid", "order.lost"].map(|name| (name.to_owned(), summary.to_owned()));
                assert_eq!(found, expected, "{file_name}: {name}");
            }
        }
    }
    let example = |members: &str| format!("```json\n{{ {members} }}\n```\n\n");
    let below = [example(r#""event": "order.lost", "id": 1"#), example(r#""id": 2"#)].concat();
    let page = format!("# Orders\n\n## order.paid, order.lost\n\n{below}```json\n{SCHEMA}\n```\n");
    let files = imported("page.md", &page).unwrap();
    let examples =
        |event: &str| files.keys().filter(|path| path.starts_with(&format!("events/{event}.example"))).count();
    assert_eq!((examples("order.paid"), examples("order.lost")), (1, 2));
    let twice = page.replace("# Orders\n", "# Orders\n\n## order.lost\n\n```json\n{}\n```\n");
    let found = imported("page.md", &twice).expect_err("it has two headings");
    assert!(found.iter().any(|finding| finding.code == "duplicate-event"), "{found}");
}

/// Marks of code in `AsciiDoc` are no headings.
#[test]
fn marks_of_code_are_no_headings() {
    let block = |text: &str| format!("[source,json]\n----\n{text}\n----\n\n");
    let page = |heading: &str| {
        format!("= Acme webhooks\n\n== order.paid\n\n{0}{1}== {heading}\n\n{0}{1}", block(EXAMPLE), block(SCHEMA))
    };
    let files = imported("page.txt", &page("order.lost")).unwrap_or_else(|found| panic!("{found}"));
    assert!(files.contains_key("events/order.lost.example.json"), "{}", files["catalog.toml"]);
    let found = imported("page.txt", &page("Lost orders")).err().map(|found| found.to_string()).unwrap_or_default();
    assert!(!found.contains("^^^^\n") || !found.contains("| ----\n"), "{found}");
}

#[test]
fn bold_lines_may_replace_headings() {
    let both = events("page.md", &["**ticket.sold — sold**", "**ticket.lost — lost**"]).unwrap();
    assert_eq!(both.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["ticket.sold", "ticket.lost"]);
    let inner = events("page.md", &["## ticket.sold — sold\n\n**data.total**"]).unwrap();
    assert_eq!(inner.len(), 1, "inside of an event, a bold line names a member");
}

/// Lists and definitions of events are refused at each event, not at the title of the page.
#[test]
fn list_items_are_no_headings() {
    let fence = |text: &str| format!("  ```json\n  {text}\n  ```\n\n");
    let markdown = |name: &str| format!("- `{name}`: it is here.\n\n{}{}", fence(EXAMPLE), fence(SCHEMA));
    let html =
        |name: &str| format!("<dt><code>{name}</code></dt><dd>It is here.<pre>{EXAMPLE}</pre><pre>{SCHEMA}</pre></dd>");
    let of = |item: &dyn Fn(&str) -> String| format!("{}{}", item("parcel.sent"), item("parcel.lost"));
    let pages = [
        ("page.md", format!("# Parcels\n\n{}", of(&markdown))),
        ("page.html", format!("<h1>Parcels</h1><dl>{}</dl>", of(&html))),
    ];
    for (file_name, page) in pages {
        let found = imported(file_name, &page).expect_err("no heading names an event");
        let places: Vec<&str> =
            found.iter().filter_map(|it| it.place.as_ref()).map(|it| &page[it.span.clone()]).collect();
        assert_eq!(places.len(), 2, "{found}");
        for (place, name) in places.iter().zip(["parcel.sent", "parcel.lost"]) {
            assert!(place.contains(name), "{file_name}: {found}");
        }
        assert!(found.iter().all(|it| it.message == "this names an event, but is not a heading"), "{found}");
    }
}

/// A body with the name of an event in the line above it is an example of that event, below a heading in words too, and no envelope. An
/// event with a heading of its own may be shown in the envelope.
#[test]
fn bodies_below_names_are_no_envelopes() {
    let body = |name: &str| format!("{{ \"id\": \"e_1\", \"type\": \"{name}\", \"data\": {EXAMPLE} }}");
    let read = |line: &str, name: &str| {
        let page = format!(
            "# Acme\n\n## Something new\n\n{line}\n\n```json\n{}\n```\n\n## seat.freed\n\n```json\n{}\n```\n\n```json\n{SCHEMA}\n```\n",
            body(name),
            body("seat.freed")
        );
        let found =
            imported("page.md", &page).err().into_iter().flat_map(|found| found.iter().cloned().collect::<Vec<_>>());
        let text = |found: &codegen::source::diagnostic::Diagnostic| {
            let place = found.place.as_ref().expect("it is about the page");
            place.source.text()[place.span.start..].lines().next().unwrap_or_default().to_owned()
        };
        let errors = found.filter(|found| found.code == "heading-not-understood");
        errors.map(|found| (found.message.clone(), text(&found))).collect::<Vec<_>>()
    };
    for (line, start) in [
        ("`seat.taken`", "seat.taken`"),
        ("seat.taken", "seat.taken"),
        ("`seat.taken`:", "seat.taken`:"),
        ("Event type: `seat.taken`", "Event type: `seat.taken`"),
        ("- `seat.taken`", "seat.taken`"),
        ("`seat.taken` is sent when a seat is taken.", "seat.taken` is sent when a seat is taken."),
        ("`seat.taken`\n\nSent when a seat is taken.", "seat.taken`"),
        (
            "`seat.taken` is sent when a seat is taken.\n\nOnly once, though.",
            "seat.taken` is sent when a seat is taken.",
        ),
    ] {
        let expected = [("this names an event, but is not a heading".to_owned(), start.to_owned())];
        assert_eq!(read(line, "seat.taken"), expected, "{line}");
    }
    for (line, name) in [
        ("Each delivery has this form, such as one of `seat.taken`:", "seat.taken"),
        ("`seat.freed` looks like this:", "seat.freed"),
        ("`seat.freed`", "seat.freed"),
        ("- `seat.taken`\n- `seat.lost`\n\nEach delivery looks like this:", "seat.lost"),
        ("| `seat.taken` | It is taken |\n|---|---|\n| `seat.lost` | It is lost |\n\nAll look so:", "seat.lost"),
        ("`seat.lost` is not sent today.", "seat.taken"),
    ] {
        assert_eq!(read(line, name), [], "{line}");
    }
}

#[test]
fn an_unknown_heading_is_one_finding() {
    for (file_name, heading) in [
        ("page.md", "## Selling tickets"),
        ("page.md", "## tiсket.sold — sold"),
        ("page.md", "## ticket.\u{202e}sold — sold"),
        ("page.html", "<h2>Selling tickets</h2>"),
        ("page.txt", "tiсket.sold — sold"),
        ("page.txt", "ticket.\u{202e}sold — sold"),
    ] {
        for headings in [vec![heading], vec!["## order.paid — paid", heading]] {
            let headings: Vec<String> = headings
                .iter()
                .map(|heading| match file_name {
                    "page.md" => (*heading).to_owned(),
                    "page.txt" => heading.trim_start_matches("## ").to_owned(),
                    _ => heading.replace("## order.paid — paid", "<h2>order.paid &mdash; paid</h2>"),
                })
                .collect();
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            let found = events(file_name, &headings).unwrap_err();
            let codes: Vec<_> = found.iter().map(|found| found.code).collect();
            assert_eq!(codes, ["heading-not-understood"], "{heading}: {found}");
            let hidden = heading.contains('\u{202e}');
            assert_eq!(found.to_string().contains("U+202E RIGHT-TO-LEFT OVERRIDE"), hidden, "{found}");
        }
    }
}

/// A heading with a dot or a slash documents no event if it is a product or a media type.
#[test]
fn products_and_media_types_are_no_events() {
    for heading in ["ASP.NET", "`application/json`", "application/json", "text/plain"] {
        let page = page_around("", &format!("### {heading}\n\nUse it."));
        let files = imported("page.md", &page).unwrap_or_else(|found| panic!("{heading}: {found}"));
        assert_eq!(files["catalog.toml"].matches("\n[[events]]\n").count(), 1, "{heading}");
    }
}

#[test]
fn headings_inside_of_events_are_parts() {
    let json = format!("```json\n{EXAMPLE}\n```");
    for part in
        ["### Example", "### Action: opened", "### Example: by mail", "### `parcel.sent` by mail", "**data.weight**"]
    {
        assert_eq!(findings_behind_event(&format!("{part}\n\n{json}")), [], "{part}");
    }
    for nested in ["### customer.address", "### Errors/retries", "### `opened`", "### opened"] {
        let both = format!("{nested}\n\n{json}\n\n### `closed`\n\n{json}");
        let expected = [("nested-event", nested.to_owned()), ("nested-event", "### `closed`".to_owned())];
        assert_eq!(findings_behind_event(&both), expected, "{nested}");
    }
}

/// Chapters have no JSON of their own.
#[test]
fn events_below_a_chapter_are_read() {
    for chapter in ["## Parcels: all about them", "## Events", "## parcels.all"] {
        let event = |name: &str| format!("### {name}\n\n```json\n{EXAMPLE}\n```\n\n```json\n{SCHEMA}\n```\n");
        let lines = format!("{chapter}\n\n{}\n{}", event("Lost: it is gone"), event("Found: it is back"));
        assert!(findings_behind_event(&lines).iter().all(|(code, _)| *code != "nested-event"), "{chapter}");
    }
}
