//! Comments in the catalogue: a later import keeps them where they belong.

use codegen::Files;
use codegen::import::import;
use codegen::source::location::Source;
use serde_json::{Map, Value, json};

fn read(names: &str, files: &Files) -> Files {
    let webhook = |name: &str| {
        let schema = json!({ "type": "object", "required": ["type"], "properties": { "type": { "const": name }, "n": { "type": "integer" } } });
        json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } })
    };
    let webhooks: Map<String, Value> = names.split(' ').map(|name| (name.to_owned(), webhook(name))).collect();
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks });
    let source = Source::new("openapi.json", document.to_string());
    import(&source, None, files).unwrap_or_else(|found| panic!("{names} {found}")).files
}

/// Returns the comments and names in the list of events, in their order; `NOTE` is the first line of the comment that `import` has written.
fn list(files: &Files) -> String {
    let catalog = &files["catalog.toml"];
    let events = catalog.split_once("sha256 = ").expect("a source").1;
    let lines = events.lines().filter_map(|line| match line {
        _ if line.starts_with("# Not proven") => Some("NOTE".to_owned()),
        "# +" | "# ++" | "# -" | "# --" => Some(line[2..].to_owned()),
        _ => line.strip_prefix("name = ").map(|name| name.trim_matches('"').to_owned()),
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// Returns the catalogue with comments above an event: `+` belongs to it, and a blank line sets `-` apart.
fn commented(files: &Files, comments: &[(&str, &str)]) -> Files {
    let mut files = files.clone();
    for (name, comment) in comments {
        let catalog = files.get_mut("catalog.toml").expect("a catalogue");
        let entry = format!("[[events]]\nname = \"{name}\"\n");
        let apart = if comment.starts_with('-') { "\n" } else { "" };
        assert!(catalog.contains(&entry));
        *catalog = catalog.replace(&entry, &format!("# {comment}\n{apart}{entry}"));
    }
    files
}

/// A comment that stands apart above the first event stays above all of them, and one directly above an event stays there.
#[test]
fn comments_stay_when_events_change() {
    let first = read("b c d", &Files::new());
    assert_eq!(list(&first), "NOTE b c d");
    for (comments, newer, expected) in [
        (vec![], "b c d", "NOTE b c d"),
        (vec![], "c d", "NOTE c d"),
        (vec![], "a b c d", "NOTE a b c d"),
        (vec![], "e", "NOTE e"),
        (vec![("b", "-")], "c d", "NOTE - c d"),
        (vec![("b", "+")], "a b", "NOTE a + b"),
        (vec![("b", "+")], "a c", "NOTE a c"),
        (vec![("b", "+"), ("c", "++")], "c d", "NOTE ++ c d"),
        (vec![("c", "-")], "b c d", "NOTE b - c d"),
        (vec![("c", "-")], "b d", "NOTE b - d"),
        (vec![("c", "-"), ("d", "--")], "b e", "NOTE b - -- e"),
        (vec![("c", "-"), ("d", "+")], "a b d", "NOTE a b - + d"),
        (vec![("d", "-")], "b c", "NOTE b - c"),
        (vec![("d", "-")], "a", "NOTE - a"),
        (vec![("d", "+")], "a", "NOTE a"),
    ] {
        let files = commented(&first, &comments);
        let after = read(newer, &files);
        assert_eq!(list(&after), expected, "{comments:?} {newer}");
        assert_eq!(read(newer, &after), after, "{comments:?} {newer}");
        assert!(!after["catalog.toml"].contains("\n\n\n"), "{}", after["catalog.toml"]);
        // And back again.
        let back = read("b c d", &after);
        assert!(list(&back).starts_with("NOTE "), "{comments:?} {newer}");
    }
}

/// The first import of a catalogue that a person has begun keeps the comment above its event.
#[test]
fn proposals_leave_comments_above_events() {
    let begun = read("b c", &Files::new());
    let catalog = &begun["catalog.toml"];
    let (head, events) = catalog.split_once("\n[source]\n").expect("a source");
    let (_, events) = events.split_once("[[events]]").expect("events");
    let mut files = begun.clone();
    files.insert("catalog.toml".to_owned(), format!("{head}\n# +\n[[events]]{events}"));
    assert_eq!(list(&read("b c", &files)), "NOTE + b c");
}

/// Comments of refinements follow the same rule.
#[test]
fn comments_of_dropped_refinements_stay_apart() {
    let mut files = read("b c", &Files::new());
    let catalog = files.get_mut("catalog.toml").expect("a catalogue");
    for (event, comment) in [("b", "# of all\n\n# of b\n"), ("c", "# of c\n")] {
        let refinement = format!(
            "\n{comment}[[refinements]]\nschema = \"events/{event}.schema.json\"\npointer = \"/properties/n\"\ntype = \"u32\"\n"
        );
        catalog.push_str(&refinement);
    }
    let after = read("c d", &files);
    let catalog = &after["catalog.toml"];
    assert!(!catalog.contains("# of b"), "{catalog}");
    assert!(catalog.contains("# of all\n\n# of c\n[[refinements]]\nschema = \"events/c"), "{catalog}");
}

/// A comment that stands apart above the only refinement is kept when the refinement goes: above the next section, or at the end.
#[test]
fn comments_outlive_the_last_refinement() {
    let settings = "\n# of a setting\n[settings]\nobjects = \"payloads\"\n";
    for (comment, next, expected) in [
        ("# of all\n\n", "", "\n# of all\n"),
        ("# of all\n\n# of b\n", "", "\n# of all\n"),
        ("# of b\n", "", ""),
        ("# of all\n\n", "\n# at the end\n", "\n# of all\n\n# at the end\n"),
        ("# of all\n\n", settings, "\n# of all\n\n# of a setting\n[settings]"),
        ("# of b\n", settings, "\n# of a setting\n[settings]"),
    ] {
        let mut files = read("b c", &Files::new());
        let catalog = files.get_mut("catalog.toml").expect("a catalogue");
        let refinement = format!(
            "\n{comment}[[refinements]]\nschema = \"events/b.schema.json\"\npointer = \"/properties/n\"\ntype = \"u32\"\n{next}"
        );
        catalog.push_str(&refinement);
        let after = read("c", &files);
        let catalog = &after["catalog.toml"];
        assert!(!catalog.contains("\n[[refinements]]") && !catalog.contains("# of b"), "{catalog}");
        let behind = catalog.split_once("c.schema.json\"\n").expect("an event").1;
        assert!(behind.starts_with(expected) && (!next.is_empty() || behind == expected), "{comment:?}: {catalog}");
        assert_eq!(read("c", &after), after, "{catalog}");
    }
}
