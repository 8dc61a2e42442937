//! Every finding quotes a file as it is on the disk, at the place in the file, whatever the catalogue makes of its schemas.

use codegen::diff::compare;
use codegen::import::import;
use codegen::json::Node;
use codegen::source::diagnostic::{Diagnostic, Diagnostics, Style};
use codegen::source::location::{Place, Pointer, Source};
use codegen::{Files, generate, interpret::annotated, json, load, model};

const SCHEMA: &str = "events/thing.schema.json";
const OTHER: &str = "shared/other.schema.json";
const KEPT: &str = "reserved/kept.schema.json";
const EXAMPLE: &str = "events/thing.example.json";

/// A schema with places for faults: before, inside and behind the parts that the settings change.
const BODY: &str = r#"{
  "$comment": "größer ✓ 𝄞",
  BEFORE
  "required": ["größe", "kind", "buyer"LISTED],
  "properties": {
    "größe": { "type": "integer", "title": "ß" },
    "kind": { "const": "thing" },
    "buyer": {
      "properties": {
        "naïve": { "title": "é ✓", INSIDE "maxLength": 9 },
        "deep": { "properties": { "leaf": { "type": "string" } }, DEEP "maxProperties": 9 }
      },
      "required": ["naïve"],
      "minProperties": 0
    },
    "channel": { "enum": ["wéb", "app"], BEHIND "title": "the channel" }
  },
  LAST
  "maxProperties": 99
}
"#;

const SLOTS: [&str; 6] = ["BEFORE", "INSIDE", "DEEP", "BEHIND", "LISTED", "LAST"];

/// The settings that change the texts of schemas.
const SETTINGS: [(&str, &str); 4] = [
    ("[settings]\nobjects = \"everywhere\"\n", ""),
    (
        "",
        "\n[[refinements]]\nschema = \"events/thing.schema.json\"\npointer = \"/properties/größe\"\noptional = true\n",
    ),
    (
        "",
        "\n[[refinements]]\nschema = \"events/thing.schema.json\"\npointer = \"/properties/buyer/properties/naïve\"\noptional = true\n",
    ),
    (
        "",
        "\n[[reserved]]\nschema = \"events/thing.schema.json\"\npointer = \"/properties/buyer/properties/deep/properties/gone\"\nsince = \"0.1.1\"\nmeaning = \"reserved/kept.schema.json\"\nkeep = true\n\
         \n[[reserved]]\nschema = \"events/thing.schema.json\"\npointer = \"/properties/größe/properties/gone\"\nsince = \"0.1.1\"\nmeaning = \"shared/other.schema.json\"\nkeep = true\n\
         \n[[reserved]]\nschema = \"events/thing.schema.json\"\npointer = \"/properties/channel\"\nvalue = \"phöne\"\nsince = \"0.1.1\"\nkeep = true\n",
    ),
];

/// Returns the catalogue with these of the [`SETTINGS`].
fn catalogue(chosen: usize) -> String {
    let chosen = || SETTINGS.iter().enumerate().filter(|(index, _)| chosen & 1 << index != 0).map(|(_, parts)| parts);
    let [settings, entries] =
        [chosen().map(|parts| parts.0).collect::<String>(), chosen().map(|parts| parts.1).collect()];
    format!(
        "[crate]\nname = \"acme-webhooks\"\nversion = \"0.2.0\"\nvendor = \"Acme\"\n\n{settings}\n[event]\nmember = \"/kind\"\n\n\
         [[events]]\nname = \"thing\"\nschema = \"{SCHEMA}\"\nexamples = [\"{EXAMPLE}\"]\n{entries}"
    )
}

fn files(chosen: usize, schema: &str) -> Files {
    [
        ("catalog.toml", catalogue(chosen)),
        (SCHEMA, schema.to_owned()),
        (OTHER, "{ \"type\": \"object\" }".to_owned()),
        (KEPT, "{ \"title\": \"gone\", \"type\": \"string\" }\n".to_owned()),
        (EXAMPLE, "{ \"kind\": \"thing\", \"größe\": 1, \"buyer\": { \"naïve\": \"é\" } }".to_owned()),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into()
}

/// Returns the body with a fault in one of its slots.
fn body(slot: &str, fault: &str) -> String {
    SLOTS.iter().fold(BODY.to_owned(), |body, other| body.replace(other, if *other == slot { fault } else { "" }))
}

/// Returns the findings of all phases before the crate is written, or of the first phase with an error.
fn findings(files: &Files) -> Diagnostics {
    let all = || {
        let (loaded, mut found) = load::load(files)?;
        let (model, warnings) = model(&loaded)?;
        found.extend(warnings);
        found.extend(annotated::check(&model));
        let has_warnings = found.iter().any(|finding| WARNINGS.contains(&finding.code));
        if has_warnings { Ok(found) } else { generate(files).map(|generated| generated.warnings) }
    };
    all().unwrap_or_else(|found: Diagnostics| found)
}

fn places(finding: &Diagnostic) -> impl Iterator<Item = &Place> {
    finding.place.iter().chain(finding.related.iter().map(|(place, _)| place))
}

/// Holds the law for each place: the text is that of the file, and what the pointer leads to stands there.
fn hold_law(files: &Files, found: &Diagnostics, case: &str) {
    for place in found.iter().flat_map(places) {
        let path = place.source.path();
        assert_eq!(Some(place.source.text()), files.get(path).map(String::as_str), "{case}: {place}");
        let Some(pointer) = place.pointer.as_ref().filter(|_| path != "catalog.toml") else { continue };
        let root = json::parse(&Source::new(path, files[path].as_str())).unwrap().root;
        let node = root.at(pointer).unwrap_or_else(|| panic!("{case}: {place} leads nowhere"));
        let around = pointer.parent().map_or(node.span.clone(), |parent| root.at(&parent).unwrap().span.clone());
        assert!(around.start <= place.span.start && place.span.end <= around.end, "{case}: {place}");
    }
}

/// Returns the findings with a code as a person reads them.
fn read(found: &Diagnostics, code: &str) -> Vec<String> {
    found.iter().filter(|finding| finding.code == code).map(|finding| finding.render(Style::default())).collect()
}

/// The warnings of [`FAULTS`], which do not keep a crate from being written.
const WARNINGS: [&str; 2] = ["misspelled-keyword", "invalid-default"];

/// Faults that phases report from the first to the last: the slots for each, its text, and its code.
const FAULTS: [(&[&str], &str, &str); 8] = [
    (&["BEFORE", "INSIDE", "DEEP", "BEHIND", "LAST"], "\"type\": \"strin\",", "invalid-keyword-value"),
    (&["LISTED"], ", 7", "invalid-keyword-value"),
    (&["LISTED"], ", \"kind\"", "invalid-keyword-value"),
    (&["BEFORE", "INSIDE", "DEEP", "BEHIND", "LAST"], "\"prefixItem\": [],", "misspelled-keyword"),
    (&["INSIDE", "BEHIND"], "\"pattern\": \"ü✓\\u00e9(\",", "unsupported-pattern"),
    (&["BEFORE", "INSIDE", "DEEP", "BEHIND", "LAST"], "\"$ref\": \"../shared/othr.schema.json\",", "unresolved-ref"),
    (&["INSIDE", "BEHIND"], "\"type\": \"string\", \"default\": 5,", "invalid-default"),
    (&["BEFORE", "INSIDE", "LAST"], "\"not\": {},", "invalid-example"),
];

/// Layouts of a schema: on several lines, on one, with the line ends of Windows, with tabs, and with a line for each element.
const LAYOUTS: [fn(&str) -> String; 5] = [
    |body| body.to_owned(),
    |body| body.lines().map(str::trim).collect(),
    |body| body.replace('\n', "\r\n"),
    |body| body.replace("  ", "\t"),
    |body| body.replace(", \"", ",\r\n\t\""),
];

#[test]
fn no_setting_moves_a_finding() {
    for (slots, fault, code) in FAULTS {
        for slot in slots {
            for layout in LAYOUTS {
                let schema = layout(&body(slot, fault));
                let expected = read(&findings(&files(0, &schema)), code);
                assert!(!expected.is_empty(), "{slot} {fault}: {}", findings(&files(0, &schema)));
                for chosen in 1..1 << SETTINGS.len() {
                    let files = files(chosen, &schema);
                    let found = findings(&files);
                    let case = format!("{slot} {fault} {chosen:b} {schema}");
                    hold_law(&files, &found, &case);
                    assert_eq!(read(&found, code), expected, "{case}\n{found}");
                }
            }
        }
    }
}

/// Returns each value of a document with its pointer.
fn values<'n>(node: &'n Node, at: &Pointer, found: &mut Vec<(Pointer, &'n Node)>) {
    found.push((at.clone(), node));
    for (index, element) in node.as_array().unwrap_or_default().iter().enumerate() {
        values(element, &at.join(index), found);
    }
    for member in node.as_object().unwrap_or_default() {
        values(&member.node, &at.join(&member.name), found);
    }
}

#[test]
fn every_value_has_its_place() {
    let kept = "{\r\n\t\"title\": \"g\\u006fne\", \"prefixItems\" : [ true,{\"properties\": {} } ]\r\n}";
    for (layout, chosen) in LAYOUTS.into_iter().flat_map(|layout| (0..1 << SETTINGS.len()).map(move |it| (layout, it)))
    {
        let mut files = files(chosen, &layout(&body("", "")));
        files.insert(KEPT.to_owned(), kept.to_owned());
        let (loaded, _) = load::load(&files).unwrap_or_else(|found| panic!("{found}"));
        let document = &loaded.schemas[SCHEMA];
        let mut all = Vec::new();
        values(&document.root, &Pointer::root(), &mut all);
        let mut added = 0;
        for (pointer, node) in all {
            let place = document.place(node, &pointer).on_disk();
            let path = place.source.path();
            assert_eq!(place.source.text(), files[path]);
            let quoted = &files[path][place.span.clone()];
            let Some(at) = &place.pointer else {
                let name = node.as_str().map_or_else(|| pointer.tokens().last().unwrap(), str::to_owned);
                assert!(
                    path == "catalog.toml" && (quoted.contains(&name) || name == "properties"),
                    "{pointer}: {quoted}"
                );
                continue;
            };
            let root = json::parse(&Source::new(path, files[path].as_str())).unwrap().root;
            let there = root.at(at).unwrap_or_else(|| panic!("{at} leads nowhere"));
            assert_eq!(there.span, place.span, "{pointer}: {at}");
            if node.as_array().is_none() && node.as_object().is_none() && there != node {
                assert!(pointer.as_str().ends_with("/type") && there.get("type").is_none(), "{pointer}: {quoted}");
                added += 1;
            }
        }
        // The payload, `buyer` and `deep`; without a meaning of its own `items`.
        let expected = [0, 3, 0, 4][chosen & 1 | (chosen & 8) >> 2];
        assert_eq!(added, expected, "{}", document.source.text());
    }
}

#[test]
fn kept_parts_are_quoted_in_their_file() {
    for (kept, code, at, quoted) in [
        ("{ \"type\": \"strin\" }", "invalid-keyword-value", "/type", "\"strin\""),
        ("{\r\n\t\"\\u0074ype\": \"é\",\r\n\t\"maximum\": 1}", "invalid-keyword-value", "/type", "\"é\""),
        ("{\r\n\t\"title\": \"é\",\t\"required\":[\"é\",5]}", "invalid-keyword-value", "/required", "[\"é\",5]"),
        ("{ \"anyOf\": [{ \"prefixItem\": [] }] }", "misspelled-keyword", "/anyOf/0/prefixItem", "\"prefixItem\""),
        ("{ \"anyOf\": [{ \"é\": [] }, { \"é\": 1 }] }", "unknown-keyword", "/anyOf/0/é", "\"é\""),
        ("{ \"type\" : \"string\", \"default\" : 5 }", "invalid-default", "/default", "5"),
        ("{ \"items\" : {\n\"pattern\": \"ü(\" } }", "unsupported-pattern", "/items/pattern", "("),
        ("{ \"allOf\": [true, { \"$ref\": \"no.json\" }] }", "unresolved-ref", "/allOf/1/$ref", "\"no.json\""),
        ("{ \"enum\": [1, 2,\t 01e0] }", "malformed-json", "", "1"),
        ("{ \"enum\": [1, 2,\t 1e0] }", "repeated-value", "/enum/2", "1e0"),
    ] {
        for chosen in [8, 15] {
            let mut files = files(chosen, &body("", ""));
            files.insert(KEPT.to_owned(), kept.to_owned());
            let found = findings(&files);
            hold_law(&files, &found, kept);
            let of_code: Vec<&Place> =
                found.iter().filter(|it| it.code == code).filter_map(|it| it.place.as_ref()).collect();
            let [place] = of_code[..] else { panic!("{kept}: {found}") };
            let pointer = place.pointer.as_ref().map_or("", Pointer::as_str);
            let there = (place.source.path(), pointer, &files[KEPT][place.span.clone()]);
            assert_eq!(there, (KEPT, at, quoted), "{found}");
        }
    }
}

#[test]
fn added_types_are_quoted_as_schemas() {
    let mut files = files(15, &body("", ""));
    files.insert(EXAMPLE.to_owned(), "{ \"kind\": \"thing\", \"größe\": 1, \"buyer\": 5 }".to_owned());
    let found = findings(&files);
    let (place, label) = &found.iter().next().unwrap().related[0];
    assert_eq!(place.to_string(), format!("{SCHEMA}:8:14 #/properties/buyer"));
    assert_eq!(label, "required by `#/properties/buyer/type` of `thing`, which the catalogue adds");
}

#[test]
fn changes_have_the_places_of_the_files() {
    let read = |chosen: usize, layout: fn(&str) -> String| {
        let [old, new] = ["4", "5"].map(|size| layout(&body("DEEP", "\"minProperties\": SIZE,").replace("SIZE", size)));
        let report = compare(&files(chosen, &old), &files(chosen, &new)).unwrap_or_else(|found| panic!("{found}"));
        let change = &report.changes[0].change;
        let places = [&change.before, &change.after].map(|it| it.as_ref().unwrap().place.to_string());
        let written: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        let after = &written["changes"][0]["after"];
        (places, change.key(), ["path", "line", "column", "pointer"].map(|key| after[key].clone()))
    };
    for layout in LAYOUTS {
        let expected = read(0, layout);
        for chosen in [1, 2, 8, 15] {
            assert_eq!(read(chosen, layout), expected, "{chosen:b}");
        }
    }
}

#[test]
fn imports_quote_their_source() {
    let document = r#"{ "openapi": "3.1.0", "info": { "title": "Acmé", "version": "1" }, "webhooks": { "thing": { "post": { "requestBody": { "content":
      { "application/json": { "schema": { "required": ["naïve", "type"],
        "properties": { "type": { "const": "thing" }, "naïve": { "properties": { "a": { "default": 5, "type": "string" } } } } } } } } } } } }"#;
    let source = Source::new("openapi.json", document);
    let first = import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
    let expected = read(&first.warnings, "invalid-default");
    assert_eq!(expected.len(), 1, "{}", first.warnings);
    let catalog = &first.files["catalog.toml"];
    assert!(catalog.contains("objects = \"payloads\""), "{catalog}");
    let schema = first.files.keys().find(|path| path.ends_with("thing.schema.json")).unwrap();
    let optional =
        format!("\n[[refinements]]\nschema = \"{schema}\"\npointer = \"/properties/naïve\"\noptional = true\n");
    for (objects, refinement) in [("everywhere", ""), ("typed", &optional), ("everywhere", &optional)] {
        let catalog = catalog.replace("\"payloads\"", &format!("\"{objects}\"")) + refinement;
        let existing: Files = [("catalog.toml".to_owned(), catalog)].into();
        let again = import(&source, None, &existing).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(read(&again.warnings, "invalid-default"), expected, "{objects} {refinement}");
    }
}
