//! A documented page whose JSON can be edited: the reference page, which imports back.

use codegen::Files;
use codegen::emit::package::reference;
use serde_json::Value;

/// A page.
pub(super) struct Page {
    /// The title, the envelope and the headers.
    intro: Section,
    pub(super) events: Vec<Event>,
    /// The catalogue of the edition before.
    pub(super) catalogue: String,
}

/// The section of an event.
#[derive(Clone)]
pub(super) struct Event {
    pub(super) name: String,
    /// The text behind the name.
    section: Section,
}

/// A text with JSON blocks.
#[derive(Clone)]
struct Section {
    /// The JSON blocks, each with the text in front of it.
    blocks: Vec<(String, Value)>,
    end: String,
}

const OPEN: &str = "```json\n";
const CLOSE: &str = "\n```\n";
const HEADING: &str = "\n## `";

impl Page {
    /// Returns the page that documents a folder of schemas.
    pub(super) fn of(schemas: &Files) -> Self {
        let (loaded, _) = codegen::load::load(schemas).unwrap_or_else(|found| panic!("{found}"));
        let (model, _) = codegen::model(&loaded).unwrap_or_else(|found| panic!("{found}"));
        let text = reference::events(&model, &loaded.catalog);
        let mut sections = text.split(HEADING);
        let intro = Section::parse(sections.next().unwrap_or_default());
        let events = sections.map(|section| {
            let (name, rest) = section.split_once('`').expect("a name is in code");
            Event { name: name.to_owned(), section: Section::parse(rest) }
        });
        Self { intro, events: events.collect(), catalogue: schemas["catalog.toml"].clone() }
    }

    /// Returns the text of the page.
    pub(super) fn text(&self) -> String {
        let events = self.events.iter().map(|Event { name, section }| format!("{HEADING}{name}`{}", section.text()));
        std::iter::once(self.intro.text()).chain(events).collect()
    }

    /// Returns the example of the envelope.
    pub(super) fn envelope(&mut self) -> &mut Value {
        &mut self.intro.blocks.first_mut().expect("deliveries have an envelope").1
    }

    /// Replaces a text about headers, and asserts that it is there.
    pub(super) fn replace_in_intro(&mut self, old: &str, new: &str) {
        assert!(self.intro.end.contains(old), "no {old} in {}", self.intro.end);
        self.intro.end = self.intro.end.replace(old, new);
    }
}

impl Event {
    /// Returns the schema and the examples.
    pub(super) fn parts(&mut self) -> (&mut Value, Vec<&mut Value>) {
        let (schema, examples) = self.section.blocks.split_last_mut().expect("an event has a schema");
        (&mut schema.1, examples.iter_mut().map(|(_, json)| json).collect())
    }

    /// Replaces the summary.
    pub(super) fn set_summary(&mut self, summary: &str) {
        let first = &mut self.section.blocks.first_mut().expect("an event has a schema").0;
        let rest = first.split_once('\n').map_or("", |(_, rest)| rest);
        *first = format!(" — {summary}\n{rest}");
    }
}

impl Section {
    fn parse(text: &str) -> Self {
        let (mut blocks, mut rest) = (Vec::new(), text);
        while let Some((before, behind)) = rest.split_once(OPEN) {
            let (json, behind) = behind.split_once(CLOSE).expect("a block ends");
            blocks.push((before.to_owned(), serde_json::from_str(json).expect("the block is JSON")));
            rest = behind;
        }
        Self { blocks, end: rest.to_owned() }
    }

    fn text(&self) -> String {
        let blocks = self.blocks.iter().map(|(before, json)| format!("{before}{OPEN}{json:#}{CLOSE}"));
        blocks.chain([self.end.clone()]).collect()
    }
}
