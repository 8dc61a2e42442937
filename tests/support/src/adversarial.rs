//! A catalogue whose texts all try to be more than text: code that runs, markup, invisible characters.
//!
//! Each text that would be code, markup or a link contains the word [`MARK`]; code would write a file named [`EXECUTED`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// The marker in each text that should be shown as it is.
pub const MARK: &str = "vendormark";

/// The file that vendor code would write.
pub const EXECUTED: &str = "executed";

/// Texts of one or more lines.
pub const TEXTS: &[&str] = &[
    "x\n\n~~~\nassert!(std::fs::write(\"executed\", \"vendormark\").is_err());\n~~~",
    "```\nassert!(std::fs::write(\"executed\", \"vendormark\").is_err());\n```",
    "1. ~~~rust\n   std::fs::write(\"executed\", \"vendormark\").unwrap();\n   ~~~",
    "-     std::fs::write(\"executed\", \"vendormark\").unwrap();",
    "* a\n\n      std::fs::write(\"executed\", \"vendormark\").unwrap();",
    "    std::fs::write(\"executed\", \"vendormark\").unwrap();",
    "\tstd::fs::write(\"executed\", \"vendormark\").unwrap();",
    "> ~~~\n> std::fs::write(\"executed\", \"vendormark\").unwrap();\n> ~~~",
    "a\rvendormark\r\nb\u{b}c\u{c}d\u{85}e\u{2028}f\u{2029}g",
    "# vendormark\n\nvendormark\n===\n\nvendormark\n---",
    "<script>vendormark()</script><b>vendormark</b><!-- vendormark --><vendormark@a.example>",
    "[vendormark](https://vendormark.example) [vendormark] [`vendormark`][String] [vendormark]: https://vendormark.example",
    "![vendormark](https://vendormark.example/x.png) [[vendormark]] [^vendormark]\n\n[^vendormark]: vendormark",
    "https://vendormark.example/a_b*c https://bank.example@vendormark.example www.vendormark.example http://a",
    "*vendormark* **vendormark** _vendormark_ ~~vendormark~~ ^vendormark^ $vendormark$ `vendormark",
    "| vendormark | b |\n| --- | --- |\n| c | vendormark |",
    "&lt;b&gt;vendormark&#x3c;/b&#0;&copy;",
    "vendormark\n: vendormark\n\n- [ ] vendormark\n- [x] vendormark",
    "/// vendormark\n//! vendormark\n*/ vendormark /* \"#\" \"##\" {} {0} \\ \\\\ \\n 'vendormark'",
    "vendormark\u{202e}\u{2066}\u{2069}\u{200b}\u{feff}\u{ad}\u{34f}\u{e0041}\u{fe0f}\u{a0}\u{3000}\u{2800}\u{e000}\u{7f}\u{9b}",
    "vendormark\0\u{1b}[31m\u{8}\u{7}",
    "#[doc = \"vendormark\"] #![allow(x)] --> ]]> -- ... \"vendormark\" 'x'",
    "\u{26a0}\u{fe0f} vendormark \u{1f469}\u{200d}\u{1f4bb}",
    "12. vendormark\n3) vendormark\n• vendormark\n+ vendormark",
    "vendormark {#a .b} ## {vendormark}",
    "``vendormark` `` ` vendormark ` ``",
    "\\",
    "`",
    "|",
    "\"",
    "'",
    "~",
    "-",
    "_",
    " ",
    "",
    "0",
    "\u{17f}",
    "\u{1c5}",
    "\u{e9}",
    "e\u{301}",
    "\u{212a}",
    "k",
    "K",
    "\u{430}",
    "a",
    "\u{3bf}",
    "o",
    "\u{30cb}",
    "\u{4e8c}",
    "\u{661}",
    "\u{5d0}\u{5d1}",
    "\u{1f4a5}",
    "type",
    "Self",
    "String",
    "unknown",
    "Unknown",
    "rest",
    "others",
    "value",
    "2fa",
    "gr\u{f6}\u{df}e",
];

/// Names of events; the catalogue allows no control characters.
const EVENTS: &[&str] = &[
    "vendormark.`~~~`|*<b>[x](y)",
    "$(touch executed); vendormark --force 'x' \"y\" {} \\",
    "vendormark\u{202e}\u{2066}\u{a0}x",
    "-->",
    "events",
    "match",
    "\u{17f}",
    "\u{1f4a5}",
];

fn without_controls(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A list of unique texts; indexes wrap around.
struct Texts<'a>(Vec<&'a str>);

impl<'a> Texts<'a> {
    fn at(&self, index: usize) -> &'a str {
        self.0[index % self.0.len()]
    }

    /// Returns some of them, each once.
    fn some(&self, indices: &[usize]) -> BTreeSet<&'a str> {
        indices.iter().map(|index| self.at(*index)).collect()
    }
}

fn schema(texts: &Texts<'_>) -> Value {
    let text = |index| texts.at(index);
    let mut properties = Map::new();
    for (index, name) in texts.0.iter().enumerate() {
        let member = json!({
            "type": "string", "title": text(index + 7), "description": name, "$comment": name, "examples": [name], "default": name,
            "format": format!("x{name}"), "deprecated": true,
        });
        properties.insert((*name).to_owned(), member);
        properties.insert(format!("const {name}"), json!({ "const": name, "description": text(index + 3) }));
        properties.insert(format!("titled {index}"), json!({ "type": "integer", "title": name }));
        let part = json!({ "type": "object", "title": name, "description": text(index + 11), "properties": { *name: { "type": "boolean" } } });
        properties
            .insert(format!("part {index} {name}"), if index % 4 == 0 { part } else { json!({ "type": "number" }) });
    }
    for flag in ["flag a", "flag b", "flag c", "flag d", "flag e"] {
        properties.insert(flag.to_owned(), json!({ "type": "boolean" }));
    }
    let repeated: Vec<&&str> = texts.0.iter().chain(texts.0.iter().take(5)).collect();
    properties.insert("symbol".to_owned(), json!({ "enum": repeated, "description": text(0) }));
    properties.insert("mixed".to_owned(), json!({ "enum": [text(0), 1, [text(19)], { text(20): text(2) }] }));
    let branch = |name: &str| {
        let tag = json!({ "const": name });
        json!({ "type": "object", "title": name, "required": ["kind"], "properties": { "kind": tag, name: { "type": "string" } } })
    };
    let branches: Vec<Value> = texts.0.iter().take(8).map(|name| branch(name)).collect();
    properties.insert("tagged".to_owned(), json!({ "oneOf": branches }));
    properties.insert("either".to_owned(), json!({ "type": ["string", "integer", "array"], "description": text(3) }));
    properties
        .insert("matched".to_owned(), json!({ "type": "string", "pattern": "^[`~|\u{202e}\u{0}\"]+x{1,3}\u{200b}$" }));
    properties.insert(
        "counted".to_owned(),
        json!({ "type": "string", "pattern": "^(?:[`\u{202e}a-z]{1,40}\\s){1,9}```\\*/$" }),
    );
    properties.insert("refers".to_owned(), json!({ "$ref": "#/$defs/~0~0~0%20vendormark" }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": text(0),
        "description": text(1),
        "type": "object",
        "required": texts.some(&[0, 19, 20, 31]),
        "properties": properties,
        "patternProperties": { "^\u{202e}`vendormark": { "type": "integer", "description": text(2) } },
        "dependentRequired": { text(0): [text(19)] },
        "$defs": { "~~~ vendormark": { "type": "object", "description": text(5), "properties": { "a": { "type": "string" } } } },
    })
}

fn example(texts: &Texts<'_>) -> Value {
    let mut members: Map<String, Value> =
        texts.some(&[0, 19, 20, 31]).into_iter().map(|name| (name.to_owned(), json!(texts.at(1)))).collect();
    members.insert("symbol".to_owned(), json!(texts.at(3)));
    members.insert("tagged".to_owned(), json!({ "kind": texts.at(1) }));
    members.into()
}

fn written(value: &Value) -> String {
    codegen::source::visible::in_json(&serde_json::to_string_pretty(value).expect("a value has a form")).into_owned()
}

/// Returns the files of the catalogue with the texts above.
pub fn catalogue() -> BTreeMap<String, String> {
    of(TEXTS)
}

/// Returns the files of a catalogue with those texts; at least one.
pub fn of(texts: &[&str]) -> BTreeMap<String, String> {
    let mut seen = BTreeSet::new();
    let texts = Texts(texts.iter().copied().filter(|text| seen.insert(*text)).collect());
    let text = |index| texts.at(index);
    let toml = |text: &str| codegen::source::visible::in_toml(&without_controls(text));
    let (event, data, id) = ("kind\u{202e}`|", "payload\"\\\u{200b}", "id*<b>");
    let mut catalog = format!(
        "[crate]\nname = \"hostile-hooks\"\nversion = \"0.1.0\"\nvendor = {}\ndescription = {}\n\n[source]\ntitle = {}\n\n\
         [envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\n\n\
         [event]\nmember = {}\n\n[payload]\nat = {}\n\n[delivery]\nid = {{ member = {} }}\n\n\
         [signature]\nheader = \"X-Proof\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\nvalue = \"|`*{{code}}\"\n",
        toml("# Vendor <b>vendormark</b>\u{202e} [x](y) | `a *b"),
        toml("~~~ vendormark <script> [x](y)"),
        toml("## vendormark ~~~ {#a} <b> \u{202e} ##"),
        toml(&format!("/{event}")),
        toml(&format!("/{data}")),
        toml(&format!("/{id}")),
    );
    let envelope = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object", "required": [event, data, id], "description": text(2),
        "properties": { event: { "type": "string", "description": text(3) }, data: {}, id: { "type": "string", "description": text(4) } },
    });
    let mut files = BTreeMap::from([
        ("envelope.schema.json".to_owned(), written(&envelope)),
        (
            "envelope.example.json".to_owned(),
            written(&json!({ event: EVENTS[0], data: {}, id: "`|\u{202e} vendormark" })),
        ),
        (
            "small.schema.json".to_owned(),
            written(&json!({ "type": "object", "properties": { "\u{202e}`": { "const": "\u{202e}`" } } })),
        ),
        ("small.example.json".to_owned(), written(&json!({ "\u{202e}`": "\u{202e}`" }))),
        ("large.schema.json".to_owned(), written(&schema(&texts))),
        ("large.example.json".to_owned(), written(&example(&texts))),
    ]);
    for (index, name) in EVENTS.iter().enumerate() {
        let file = if index == 0 { "large" } else { "small" };
        let _ = write!(
            catalog,
            "\n[[events]]\nname = {}\nsummary = {}\nschema = \"{file}.schema.json\"\nexamples = [\"{file}.example.json\"]\n",
            toml(name),
            toml(&format!("{} vendormark", text(index * 3))),
        );
    }
    let _ = write!(
        catalog,
        "\n[[schemas]]\nname = {}\nsummary = {}\nschema = \"small.schema.json\"\nexamples = []\n",
        toml("schemas"),
        toml(text(11)),
    );
    files.insert("catalog.toml".to_owned(), catalog);
    files
}
