//! Contradictory statements of a page about a header.

use codegen::Files;
use codegen::import::{Import, import};
use codegen::source::location::Source;

use crate::page::{EXAMPLE, SCHEMA, page_around};

fn read(lines: &str, existing: &Files) -> Import {
    let page = page_around(lines, "");
    import(&Source::new("page.md", page), None, existing).unwrap_or_else(|found| panic!("{lines}: {found}"))
}

/// Returns the places of the warning: the other statement, and the one that it contradicts.
fn contradiction(import: &Import) -> Option<(usize, usize)> {
    let found = import.warnings.iter().find(|found| found.code == "header-contradicted")?;
    let line = |place: &codegen::source::location::Place| place.source.line_column(place.span.start).0;
    Some((line(found.place.as_ref()?), line(&found.related.first()?.0)))
}

/// The page has one event, so that nothing else would tell that the header is not read.
#[test]
fn contradictions_about_headers_are_said() {
    for (one, other) in [
        ("X-Acme-Event: the event type.", "X-Acme-Event: a unique id of the event."),
        ("X-Acme-Event: the event type.", "X-Acme-Event is no longer sent."),
        ("X-Acme-Event: the event type.", "We do not send X-Acme-Event."),
        ("X-Acme-Event: the event type.", "```\nX-Acme-Event: Parcel Hook\n```"),
        (
            "| Header | Has |\n| --- | --- |\n| X-Acme-Event | The event type |",
            "`X-Acme-Event` is the delivery's UUID.",
        ),
        ("X-Acme-Delivery: the id of the delivery.", "X-Acme-Delivery: the id of the shop."),
        ("X-Acme-Delivery identifies the delivery.", "X-Acme-Delivery: the time of the delivery."),
        ("X-Acme-Delivery: a unique id.", "X-Acme-Delivery is a new one for each retry."),
        ("X-Acme-Event-Id: a unique id.", "X-Acme-Event-Id was removed."),
    ] {
        let lines = format!("{one}\n\n{other}");
        let import = read(&lines, &Files::new());
        let catalog = &import.files["catalog.toml"];
        assert!(!catalog.contains("X-Acme"), "{lines}: {catalog}");
        let (at, of) = contradiction(&import).unwrap_or_else(|| panic!("{lines}: {}", import.warnings));
        let first = |part: &str| 3 + lines[..lines.find(part).unwrap()].matches('\n').count();
        let one = if one.starts_with("| Header") { first(one) + 2 } else { first(one) };
        assert_eq!((at, of), (first(other) + usize::from(other.starts_with("```")), one), "{lines}");
        // A person has decided.
        let mut files = import.files;
        files.get_mut("catalog.toml").unwrap().push_str("\n[event]\nheader = \"X-Acme-Event\"\n");
        let again = read(&lines, &files);
        let is_of_event = lines.contains("X-Acme-Event:") || lines.contains("X-Acme-Event |");
        assert_eq!(
            again.warnings.iter().any(|it| it.code == "no-longer-documented"),
            !is_of_event,
            "{}",
            again.warnings
        );
        assert_eq!(contradiction(&again), None, "{lines}");
    }
}

/// The header of a finding is that in the statement, not the first one like it.
#[test]
fn statements_are_marked_where_they_stand() {
    let sample = "<p>X-Acme-Event: the\nevent type.</p>\n<pre>POST / HTTP/1.1\nX-Acme-Event-Id: e_1\n  ";
    for (code, lines, at, of) in [
        (
            "header-contradicted",
            "<p>X-Acme-Event: the\nevent type. Today\n  X-Acme-Event\nis no longer sent.</p>",
            "X-Acme-Event\nis",
            "X-Acme-Event: the",
        ),
        (
            "header-contradicted",
            "<p>X-Acme-Events are\nmany. X-Acme-Event\n: the event\ntype. The <b>X-Acme-Event</b>\nwas removed.</p>",
            "X-Acme-Event</b>",
            "X-Acme-Event\n:",
        ),
        (
            "header-contradicted",
            &format!("{sample}X-Acme-Event: Parcel Hook\n</pre>"),
            "X-Acme-Event: Parcel",
            "X-Acme-Event: the",
        ),
        (
            "several-headers",
            "<p>All have\nX-Acme-Topic-Id. X-Acme-Event\n: the event\ntype. X-Acme-Topic\n: the event\ntopic.</p>",
            "X-Acme-Topic\n",
            "X-Acme-Event\n",
        ),
    ] {
        let page = format!(
            "<h1>Acme webhooks</h1>\n{lines}\n<h2>parcel.sent</h2>\n<pre>{EXAMPLE}</pre>\n<pre>{SCHEMA}</pre>\n"
        );
        let spans = [at, of].map(|part| page.find(part).unwrap()).map(|at| at..at + "X-Acme-Event".len());
        let read = import(&Source::new("page.html", page), None, &Files::new());
        let read = read.unwrap_or_else(|found| panic!("{lines}: {found}"));
        let found = read.warnings.iter().find(|found| found.code == code);
        let found = found.unwrap_or_else(|| panic!("{lines}: {}", read.warnings));
        let places = [found.place.as_ref().unwrap(), &found.related[0].0].map(|place| place.span.clone());
        assert_eq!(places, spans, "{lines}");
    }
}

#[test]
fn other_statements_contradict_nothing() {
    for lines in [
        "X-Acme-Event: the event type.\n\nX-Acme-Event is there in each delivery.",
        "X-Acme-Event: the event type, such as `parcel.removed`.",
        "X-Acme-Event: the event type.\n\nSend X-Acme-Event with each call to our API.",
        "X-Acme-Event: the event type.\n\nX-Acme-Event replaces X-Acme-Topic, which is no longer sent.",
        "X-Acme-Delivery: the id of the delivery.\n\nX-Acme-Delivery is the same in each attempt.",
        "X-Acme-Delivery: the id of the delivery, unique for each one.",
        "X-Acme-Delivery: the id of the delivery.\n\n```\nX-Acme-Delivery: d_1\n```",
        "X-Acme-Event and X-Acme-Event-Id are there.\n\nX-Acme-Event-Id: the id of the shop.",
    ] {
        let import = read(lines, &Files::new());
        assert_eq!(contradiction(&import), None, "{lines}");
        assert!(
            import.files["catalog.toml"].contains("header = \"X-Acme"),
            "{lines}: {}",
            import.files["catalog.toml"]
        );
    }
}

/// Returns the headers of the warning: the one that is read, and the other.
fn several(import: &Import) -> Option<(String, String)> {
    let found = import.warnings.iter().find(|found| found.code == "several-headers")?;
    let text = |place: &codegen::source::location::Place| place.source.text()[place.span.clone()].to_owned();
    Some((text(&found.related.first()?.0), text(found.place.as_ref()?)))
}

#[test]
fn headers_with_equal_evidence_are_said() {
    for (lines, read_one, other) in [
        ("X-Acme-Event: the event type.\n\nX-Acme-Topic: the event topic.", "X-Acme-Event", Some("X-Acme-Topic")),
        (
            "| X-Acme-Topic | The event name |\n| --- | --- |\n| X-Acme-Event | The event type |",
            "X-Acme-Topic",
            Some("X-Acme-Event"),
        ),
        ("```\nX-Acme-Event: parcel.sent\nX-Acme-Topic: parcel.sent\n```", "X-Acme-Event", Some("X-Acme-Topic")),
        ("X-Acme-Topic: the event topic.\n\n```\nX-Acme-Event: parcel.sent\n```", "X-Acme-Event", None),
        ("X-Acme-Event: the event type. x-acme-event is there in each delivery.", "X-Acme-Event", None),
        ("X-Acme-Event: the event type. X-Acme-Topic was removed.", "X-Acme-Event", None),
        (
            "X-Acme-Webhook-Id: the id of the webhook. X-Acme-Event-Id: a unique id.",
            "X-Acme-Webhook-Id",
            Some("X-Acme-Event-Id"),
        ),
        ("X-Acme-Delivery: a unique id. X-Acme-Event-Id: the id of the shop.", "X-Acme-Delivery", None),
    ] {
        let import = read(lines, &Files::new());
        assert!(import.files["catalog.toml"].contains(read_one), "{lines}: {}", import.files["catalog.toml"]);
        let expected = other.map(|other| (read_one.to_owned(), other.to_owned()));
        assert_eq!(several(&import), expected, "{lines}: {}", import.warnings);
        assert_eq!(several(&read(lines, &import.files)), None, "{lines}");
    }
}
