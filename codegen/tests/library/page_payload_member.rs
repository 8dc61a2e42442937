//! Pages that say or show in another form than JSON that the payload is a member of the body.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::location::Source;

const SIGNED: &str = "X-Acme-Signature is the hex HMAC-SHA256 of the raw request body, keyed with your signing secret.";
const NAMED: &str = "X-Acme-Event: the name of the event.";

/// Returns the codes of the findings of a page whose payloads are the whole body.
fn codes(format: &str, before: &str, example: &str, schema: &str) -> Vec<&'static str> {
    let page = match format {
        "html" => format!(
            "<h1>Acme webhooks</h1><p>{SIGNED}</p><p>{NAMED}</p>\n{before}\n<h2>order.paid</h2><pre>{example}</pre><pre>{schema}</pre>"
        ),
        "txt" => format!("Acme webhooks\n{SIGNED}\n{NAMED}\n{before}\norder.paid\n{example}\n{schema}\n"),
        _ => format!(
            "# Acme webhooks\n\n{SIGNED}\n\n{NAMED}\n\n{before}\n\n## order.paid\n\n```json\n{example}\n```\n\n```json\n{schema}\n```\n"
        ),
    };
    let options = Options { derives: schema.is_empty(), ..Options::default() };
    let read = import_with(&Source::new(format!("page.{format}"), page), options, &Files::new());
    read.map_or_else(|found| found, |read| read.warnings).iter().map(|found| found.code).collect()
}

const EXAMPLE: &str = r#"{ "total": 1 }"#;

fn schema(title: &str) -> String {
    format!(r#"{{ "title": "{title}", "type": "object", "properties": {{ "total": {{ "type": "integer" }} }} }}"#)
}

fn found(format: &str, before: &str) -> Vec<&'static str> {
    codes(format, before, EXAMPLE, &schema("order.paid"))
}

#[test]
fn envelopes_in_sentences_are_said() {
    for (sentence, is_said) in [
        ("The examples show only the `data` object of the body.", true),
        ("The payload is in the member `data` of the body.", true),
        ("You find it under `payload`.", true),
        ("All use the same envelope.", true),
        ("Every event is wrapped in a JSON object.", true),
        ("Only event and data change.", true),
        ("The data object depends on the event.", true),
        ("The field \"attributes\" has the order.", true),
        ("Each body has `id`, `event` and `data`.", true),
        ("## Envelope", true),
        ("There is no envelope.", false),
        ("Bodies come without an envelope around them.", false),
        ("We send data about orders, and process data in the EU.", false),
        ("The field `total` has the amount.", false),
        ("The payload is described below.", false),
        ("A wrapper library is on GitHub.", false),
        ("See the body of the request.", false),
    ] {
        let expected: &[&str] = if is_said { &["assumed-payload"] } else { &[] };
        assert_eq!(found("md", sentence), expected, "{sentence}");
        if !sentence.starts_with('#') {
            assert_eq!(found("txt", sentence), expected, "{sentence}");
            assert_eq!(found("html", &format!("<p>{sentence}</p>")), expected, "{sentence}");
        }
    }
}

/// A member of the payload itself may be meant, and a vendor may send envelopes.
#[test]
fn own_members_are_no_payload() {
    for (sentence, example) in [
        ("The `data` object has the order.", r#"{ "data": { "total": 1 } }"#),
        ("The envelope is sent.", r#"{ "envelope_id": "e_1" }"#),
    ] {
        assert_eq!(codes("md", sentence, example, ""), [""; 0], "{sentence}");
        assert_eq!(codes("md", sentence, EXAMPLE, ""), ["assumed-payload"], "{sentence}");
    }
}

#[test]
fn titles_of_schemas_name_the_member() {
    for (title, is_said) in [
        ("order.paid · data", true),
        ("order.paid data", true),
        ("order.paid.attributes", true),
        ("order.paid payload", false),
        ("order.paid", false),
        ("The data of an order", false),
    ] {
        let expected: &[&str] = if is_said { &["assumed-payload"] } else { &[] };
        assert_eq!(codes("md", "", EXAMPLE, &schema(title)), expected, "{title}");
    }
}

#[test]
fn envelopes_in_code_are_said() {
    for (language, code) in [
        ("js", "const body = {\n  \"event\": \"order.paid\",\n  \"data\": {}\n};"),
        ("python", "body = {\n    'event': 'order.paid',\n    'data': {},\n}"),
        ("python", "body = dict(event=\"order.paid\", data={})"),
        ("php", "$body = [\n  'event' => 'order.paid',\n  'data' => [],\n];"),
        ("php", "$event = $body['event'];\n$data = $body['data'];"),
        ("go", "type Body struct {\n\tEvent string `json:\"event\"`\n\tData  any    `json:\"data\"`\n}"),
        ("java", "class Body {\n  private String event;\n  private Map<String, Object> data;\n}"),
        (
            "csharp",
            "public class Body {\n  public string Event { get; set; }\n  public JsonElement Data { get; set; }\n}",
        ),
        ("rust", "struct Body {\n    event: String,\n    data: Value,\n}"),
        ("ruby", "Body = Struct.new(:event, :data)"),
        ("js", "const { event, data } = req.body;"),
        ("js", "handle(body.event, body.data);"),
        ("", "id: e_1\nevent: order.paid\ndata:\n  total: 1"),
    ] {
        assert_eq!(found("md", &format!("```{language}\n{code}\n```")), ["block-not-read"], "{code}");
    }
    for code in ["queue.push(event);\nstore(data);", "const event = parse(text);", "const data = read(event);"] {
        assert_eq!(found("md", &format!("```js\n{code}\n```")), [""; 0], "{code}");
    }
    assert_eq!(found("txt", "const body = {\n\"event\": \"order.paid\",\n\"data\": {}\n};"), ["assumed-payload"]);
}

#[test]
fn json_in_lines_of_text_is_said() {
    let lines = ["{", "\"event\": \"order.paid\",", "\"data\": {}", "}"];
    for (start, end) in [("<p>", "</p>"), ("<div>", "</div>"), ("<li>", "</li>")] {
        let text = format!("{start}{}{end}", lines.join(&format!("{end}{start}")));
        assert_eq!(found("html", &text), ["block-not-read"], "{start}");
    }
    for text in ["<p>{</p><p>name</p><p>}</p>", "<p>[</p><p>1</p><p>]</p>", "<p>{</p><p>\"a\": 1</p>"] {
        assert_eq!(found("html", text), [""; 0], "{text}");
    }
}

#[test]
fn tables_in_plain_text_are_rows() {
    let table = |between: &str| {
        [["Field", "Type", "Description"], ["event", "string", "Its name"], ["data", "object", "The payload"]]
            .map(|row| row.join(between))
            .join("\n")
    };
    for between in ["\t", " \t", "    ", "\n", "\n\n"] {
        assert_eq!(found("txt", &table(between)), ["table-not-read"], "{between:?}");
        // Below the event, it describes members.
        let rows = table(between).replace("data", "total");
        let page = |rows: &str| codes("txt", &format!("order.sent\n{rows}\n{{ \"total\": 1 }}"), EXAMPLE, "");
        assert_eq!(page(&rows), ["table-not-read"], "{between:?}");
        assert_eq!(page(&rows.replace("total", "sum")), [""; 0], "{between:?}");
    }
    for text in ["The event.  The data.\nOne.  Two.", "Name\nThe data\nMore", "a\tb"] {
        assert_eq!(found("txt", text), [""; 0], "{text}");
    }
}
