//! Names of events in attributes of components, labels of fences, tables, lists and code.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::location::Source;

/// A tab, an accordion or a fence may name another event than the heading above it.
#[test]
fn names_in_attributes_are_those_of_blocks() {
    let around =
        |start: &str, fence: &str, end: &str| format!("{start}\n\n```{fence}\n{{ \"total\": 2 }}\n```\n\n{end}");
    for title in [
        "\"An order was lost (order.lost)\"",
        "\"order.lost — it is lost\"",
        "\"Lost: order.lost\"",
        "{`order.lost`}",
        "{\"order.lost\"}",
    ] {
        let blocks = around(&format!("<Accordion title={title}>"), "json", "</Accordion>");
        assert_eq!(below(&blocks), ["block-of-another-event"], "{title}");
    }
    for (start, fence) in [
        ("<x-panel text=\"Lost (order.lost)\">", "json"),
        ("", "json [order.lost]"),
        ("", "json [Lost: order.lost]"),
        ("The event order.lost looks like this:", "json"),
        ("order.lost is sent like so:", "json"),
    ] {
        assert_eq!(below(&around(start, fence, "")), ["block-of-another-event"], "{start} {fence}");
    }
    for (start, fence) in [
        ("<Accordion title=\"An order was paid (order.paid)\">", "json"),
        ("<Accordion title=\"An order was paid\">", "json"),
        ("", "json [order.paid]"),
        ("", "json [example.json]"),
        ("It looks like order.lost:", "json"),
    ] {
        assert_eq!(below(&around(start, fence, "")), [""; 0], "{start} {fence}");
    }
}

/// Returns the findings about blocks, with these below the event `order.paid`.
fn below(blocks: &str) -> Vec<&'static str> {
    let page = format!(
        "# Acme\n\nX-Acme-Signature is the hex HMAC-SHA256 of the raw body, keyed with your secret.\n\n## order.paid\n\n```json\n{{ \"total\": 1 }}\n```\n\n{blocks}\n"
    );
    let options = Options { derives: true, ..Options::default() };
    let read = import_with(&Source::new("page.mdx", page), options, &Files::new());
    let found = read.map_or_else(|found| found, |read| read.warnings);
    found.iter().map(|found| found.code).filter(|code| code.starts_with("block")).collect()
}

/// Names without dots are recognized by their form, beside a documented one.
#[test]
fn undocumented_names_have_the_documented_form() {
    for (known, name) in [
        ("OrderPaid", "OrderLost"),
        ("orderPaid", "orderLost"),
        ("order-paid", "order-lost"),
        ("order_paid", "order_lost"),
        ("order/paid", "order/lost"),
        ("PAID", "LOST"),
        ("paid", "lost"),
        ("order.paid", "order.lost"),
    ] {
        let found = |lines: &str| {
            let page = format!(
                "# Acme\n\nX-Acme-Signature is the hex HMAC-SHA256 of the raw body, keyed with your secret.\n\n{lines}\n\n## `{known}`\n\n```json\n{{ \"event\": \"{known}\", \"total\": 1 }}\n```\n"
            );
            let options = Options { derives: true, ..Options::default() };
            let read = import_with(&Source::new("page.md", page), options, &Files::new());
            let read = read.unwrap_or_else(|found| panic!("{lines}: {found}"));
            let found = read.warnings.iter().find(|found| found.code == "event-not-documented");
            found.map(|found| found.message.clone())
        };
        let message = Some(format!("no section documents the event `{name}`"));
        for lines in [
            format!("| Event | About |\n|---|---|\n| `{known}` | one |\n| `{name}` | two |"),
            format!("| Topic | About |\n|---|---|\n| {name} | two |"),
            format!("| Event | About |\n|---|---|\n| Note | one |\n| {name} | two |"),
            format!("- `{known}`: an order was paid\n- `{name}`: an order was lost"),
            format!("- {known} — an order was paid\n- {name} — an order was lost"),
            format!("```sh\nsend '{{ \"events\": [\"{known}\", \"{name}\"] }}'\n```"),
            format!("```py\nevents = ['{name}', '{known}']\n```"),
        ] {
            assert_eq!(found(&lines), message, "{lines}");
        }
        let other = found("| Event | About |\n|---|---|\n| `ORDER_LOST` | one |");
        assert_eq!(other, Some("no section documents the event `ORDER_LOST`".to_owned()), "{known}");
        for lines in [
            "| Event | About |\n|---|---|\n| Note | two |".to_owned(),
            format!("- `{known}`: an order was paid\n- Note: it is sent once"),
            format!("```py\nnames = ['{name}', 'x']\n```"),
            format!("{name} is a word of a sentence."),
        ] {
            let is_dotted = known.contains(['.', '/']) && lines.starts_with(name);
            assert!(is_dotted || found(&lines).is_none(), "{lines}: {:?}", found(&lines));
        }
    }
}

/// Cells with values of something else have no names of events.
#[test]
fn other_columns_name_no_events() {
    let found = |lines: &str| {
        let page = format!(
            "# Acme\n\nX-Acme-Signature is the hex HMAC-SHA256 of the raw body, keyed with your secret.\n\n{lines}\n\n## order.paid\n\n```json\n{{ \"total\": 1 }}\n```\n"
        );
        let options = Options { derives: true, ..Options::default() };
        let read = import_with(&Source::new("page.md", page), options, &Files::new());
        let read = read.unwrap_or_else(|found| panic!("{lines}: {found}"));
        read.warnings.iter().any(|found| found.code == "event-not-documented")
    };
    let table = |titles: &str, rows: &[&str]| format!("| {titles} |\n|---|---|\n| {} |", rows.join(" |\n| "));
    for (titles, rows, is_named) in [
        ("Header | Example", vec!["`X-Acme-Event` | `order.paid`", "`Accept` | `a.b`"], false),
        ("Name | Example", vec!["`X-Acme-Event` | `order.paid`", "`User-Agent` | `Acme/1.0`"], false),
        ("A | B", vec!["`x` | `order.paid`", "`y` | `application/json`"], false),
        ("Event | Permission", vec!["`order.paid` | `orders.read`"], false),
        ("Event | Scope", vec!["`order.paid` | `order.read`"], false),
        ("Name | Value", vec!["`event` | `order.paid`", "`scope` | `orders.read`"], false),
        ("Event | Permission", vec!["`order.paid` | `orders.read`", "`order.lost` | `orders.read`"], true),
        ("Event | Meaning", vec!["`order.paid` | paid", "`customer.new` | new"], true),
        ("Event | Code", vec!["Paid | `order.paid`", "Found | `order.found`"], true),
        ("Event | Value", vec!["Order paid | order.paid", "Order found | order.found"], true),
        ("Webhook | Topic name (exact)", vec!["Order paid | `order.paid`", "Order found | `order.found`"], true),
        ("Event name | API key", vec!["Order paid | order.paid", "Order found | order.found"], true),
        ("Event | Code", vec!["Paid | `order.paid`"], false),
        ("A | B", vec!["one | `order.paid`", "two | `customer.new`"], true),
        ("Name | Meaning", vec!["`order.paid` | paid", "`customer.new` | new"], true),
    ] {
        assert_eq!(found(&table(titles, &rows)), is_named, "{titles}: {rows:?}");
    }
    assert!(!found("The header X-Acme-Event has e.g. order.paid.X-Acme-Delivery is the id of the delivery."));
}
