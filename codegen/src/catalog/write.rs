//! Writes a page's facts into `catalog.toml`, around hand-written parts.
//!
//! Only changed values are written, so comments, order and layout survive.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::catalog::comment;
use crate::catalog::data::{RefinedType, Refinement};
use crate::catalog::section::{add_sections, string};
use crate::catalog::table::SECTIONS;

/// The facts that `import` knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) title: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) sha256: String,
    /// The envelope, for a catalogue without one.
    pub(crate) envelope: Option<EnvelopeFacts>,
    /// The parts of a request, for a catalogue without them.
    pub(crate) parts: Option<PartFacts>,
    /// The sections that the source itself contains, for a catalogue without them.
    pub(crate) sections: serde_json::Map<String, serde_json::Value>,
    /// The signature, for a catalogue without one.
    pub(crate) signature: Option<SignatureFacts>,
    pub(crate) event_header: Option<String>,
    pub(crate) events: Vec<EventFacts>,
    /// Refinements to add.
    pub(crate) refinements: Vec<RefinementFacts>,
    /// Refinements to remove because their schema is gone.
    pub(crate) unrefined: Vec<RefinementFacts>,
}

/// `[envelope]`
#[derive(Clone, Debug)]
pub(crate) struct EnvelopeFacts {
    pub(crate) provenance: &'static str,
    /// True if the page has a schema that differs from the folder's.
    pub(crate) is_newly_documented: bool,
    pub(crate) schema: String,
    pub(crate) example: String,
}

/// `[event]`, `[payload]` and `[delivery]`: pointers to members, and names of headers.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartFacts {
    pub(crate) event: Vec<String>,
    pub(crate) event_header: Option<String>,
    pub(crate) payload: Option<String>,
    /// The pointer to the deliveries of a body that has several, with `/*` at its end.
    pub(crate) each: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) id_header: Option<String>,
    pub(crate) sent_at: Option<String>,
    /// True if payloads are objects although one of their schemas lacks `type`.
    pub(crate) are_objects: bool,
    /// Lines for a person to confirm, written as a comment.
    pub(crate) suggested: Vec<String>,
}

/// `[signature]`
#[derive(Clone, Debug)]
pub(crate) struct SignatureFacts {
    pub(crate) header: String,
    pub(crate) algorithm: String,
    /// The encoding; `None` if the page does not name it.
    pub(crate) encoding: Option<String>,
    /// The form of the header's value; `None` for the code alone.
    pub(crate) value: Option<String>,
}

/// `[[events]]`
#[derive(Clone, Debug)]
pub(crate) struct EventFacts {
    pub(crate) wire_name: String,
    /// The name in Rust, if it is not made of the name on the wire.
    pub(crate) rust_name: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) schema: String,
    /// The paths of all published examples, in the order of the page.
    pub(crate) published: Vec<String>,
    /// The published examples that are valid.
    pub(crate) examples: Vec<String>,
    /// The published examples that a person has listed as faulty.
    pub(crate) faulty: Vec<String>,
}

/// `[[refinements]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefinementFacts {
    pub(crate) schema: String,
    pub(crate) pointer: String,
    pub(crate) kind: Option<RefinedType>,
}

impl RefinementFacts {
    /// Returns the facts of a refinement in the catalogue.
    pub(crate) fn of(refinement: &Refinement) -> Self {
        let Refinement { schema, pointer, kind, is_optional: _ } = refinement;
        Self { schema: schema.value.clone(), pointer: pointer.value.clone(), kind: *kind }
    }

    /// Returns true if it refines this schema, with any type.
    pub(crate) fn is_for(&self, schema: &str, pointer: &str) -> bool {
        self.schema == schema && self.pointer == pointer
    }

    /// Returns the reason for a proposal, as a comment.
    fn reason(&self) -> &'static str {
        match self.kind {
            Some(RefinedType::Decimal) => "the description says decimal, and every example is one.",
            Some(RefinedType::Timestamp) => "the description says date and time, and every example is one.",
            _ => {
                "it counts things or cents, and every example fits. What the schema accepts and the type\n\
                 # does not hold is refused as `unrepresentable`."
            }
        }
    }
}

/// Writes a new catalogue.
pub(crate) fn create(crate_name: &str, vendor: &str, facts: &Facts) -> String {
    let mut document = DocumentMut::new();
    let mut table = section(
        "# What the vendor documents about its webhooks: the one file that `cargo xtask gen` starts from.\n\
         #\n\
         # `cargo xtask import SOURCE` writes this file and keeps [source], [[events]], the files of the events, the example of the\n\
         # envelope and a page's `header` of [event] in step with the source. A person owns everything else, and every later import\n\
         # keeps it: [crate], [settings], [envelope] and its schema, the members in [event], [payload], [delivery] and\n\
         # [[handshakes]], [signature], [[schemas]], [[refinements]], [[reserved]], [[verdicts]], `faulty` of an event, and all\n\
         # comments. A page that contradicts [signature], or has a sentence about signing that is not understood, is refused.\n\n",
    );
    set(&mut table, "name", Some(crate_name));
    set(&mut table, "version", Some("0.1.0"));
    set(&mut table, "vendor", Some(vendor));
    document.insert("crate", Item::Table(table));
    update(&document.to_string(), facts)
}

/// Updates a catalogue with the page's facts.
pub(crate) fn update(text: &str, facts: &Facts) -> String {
    let mut document: DocumentMut =
        text.trim_start_matches('\u{feff}').parse().expect("the catalogue was read before it is written");
    let source = open(&mut document, "source", "\n");
    set(source, "title", facts.title.as_deref());
    set(source, "updated", facts.updated.as_deref());
    set(source, "sha256", Some(&facts.sha256));
    match &facts.envelope {
        Some(envelope) if !document.contains_key("envelope") => new_envelope(&mut document, envelope),
        // The page now documents a schema that was derived before.
        Some(envelope) if envelope.is_newly_documented => {
            set(open(&mut document, "envelope", "\n"), "provenance", Some(envelope.provenance));
        }
        _ => {}
    }
    if let Some(parts) = &facts.parts {
        new_parts(&mut document, parts);
    }
    add_sections(&mut document, &facts.sections);
    if let Some(signature) = facts.signature.as_ref().filter(|_| !document.contains_key("signature")) {
        new_signature(&mut document, signature);
    }
    if let Some(header) = &facts.event_header {
        set(open(&mut document, "event", "\n"), "header", Some(header));
    }
    update_events(&mut document, &facts.events);
    if let Some(parts) = facts.parts.as_ref().filter(|parts| !parts.suggested.is_empty()) {
        suggest(&mut document, &parts.suggested);
    }
    update_refinements(&mut document, facts);
    place(&mut document);
    document.to_string()
}

pub(super) fn section(prefix: &str) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix(prefix);
    table
}

/// Opens a section; a new one gets `prefix` above it.
pub(super) fn open<'d>(document: &'d mut DocumentMut, key: &str, prefix: &str) -> &'d mut dyn TableLike {
    let item = document.entry(key).or_insert_with(|| Item::Table(section(prefix)));
    item.as_table_like_mut().expect("the catalogue was read before it is written")
}

/// Sets or removes a key; an equal value keeps its spelling.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<&str>) {
    let known = table.get(key).and_then(Item::as_str);
    match value {
        None => drop(table.remove(key)),
        Some(value) if known == Some(value) => {}
        Some(value) => put(table, key, string(value)),
    }
}

fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(known) = table.get(key).and_then(Item::as_value) {
        *value.decor_mut() = known.decor().clone();
    }
    match table.get_mut(key) {
        Some(item) => *item = Item::Value(value),
        None => drop(table.insert(key, Item::Value(value))),
    }
}

fn new_envelope(document: &mut DocumentMut, envelope: &EnvelopeFacts) {
    let why = match envelope.provenance {
        "derived" => {
            "\n# The page shows an example and no schema: the schema was derived from it, and is yours since. Say so with\n\
             # `provenance = \"documented\"` once you have reviewed it. A later import only checks the page's example against it.\n"
        }
        _ => "\n",
    };
    let section = open(document, "envelope", why);
    set(section, "provenance", Some(envelope.provenance));
    set(section, "schema", Some(&envelope.schema));
    set(section, "example", Some(&envelope.example));
}

fn new_parts(document: &mut DocumentMut, parts: &PartFacts) {
    let settings = document.get("settings").and_then(Item::as_table_like);
    if parts.are_objects && settings.is_none_or(|settings| !settings.contains_key("objects")) {
        let why = "\n# Without `type`, a schema describes values of all types. These payloads are objects: a member names the event.\n";
        set(open(document, "settings", why), "objects", Some("payloads"));
    }
    match parts.event.as_slice() {
        [] => {}
        [member] => set(open(document, "event", "\n"), "member", Some(member)),
        members => set_list(open(document, "event", "\n"), "members", members),
    }
    if let Some(header) = &parts.event_header {
        set(open(document, "event", "\n"), "header", Some(header));
    }
    if let Some(payload) = &parts.payload {
        set(open(document, "payload", "\n"), "at", Some(payload));
    }
    if let Some(each) = &parts.each {
        set(open(document, "payload", "\n"), "each", Some(each));
    }
    let delivery =
        [("id", "member", &parts.id), ("id", "header", &parts.id_header), ("sent_at", "member", &parts.sent_at)];
    for (key, kind, value) in delivery {
        let Some(value) = value else { continue };
        let mut part = InlineTable::new();
        part.insert(kind, string(value));
        put(open(document, "delivery", "\n"), key, Value::InlineTable(part));
    }
}

/// Writes lines for a person to confirm as a comment above the events.
fn suggest(document: &mut DocumentMut, lines: &[String]) {
    let events = document.get_mut("events").and_then(Item::as_array_of_tables_mut);
    let Some(first) = events.and_then(|events| events.get_mut(0)) else { return };
    let first_line = "\n# Not proven by the source. Uncomment what the vendor's documentation confirms:\n";
    let text = lines.iter().fold(first_line.to_owned(), |text, line| text + format!("# {line}").trim_end() + "\n");
    comment::write_above(first, &(text + "\n"));
}

fn new_signature(document: &mut DocumentMut, signature: &SignatureFacts) {
    let section = open(document, "signature", "\n");
    set(section, "header", Some(&signature.header));
    set(section, "algorithm", Some(&signature.algorithm));
    set(section, "value", signature.value.as_deref());
    if let Some(encoding) = &signature.encoding {
        set(section, "encoding", Some(encoding));
    } else {
        let mut assumed = Value::from("hex");
        assumed.decor_mut().set_suffix(" # an assumption: the page does not say");
        put(section, "encoding", assumed);
    }
}

fn update_events(document: &mut DocumentMut, events: &[EventFacts]) {
    let (updated, _) = comment::replaced(list(document, "events"), |known| {
        events.iter().map(|event| update_event(known, event)).collect()
    });
    document.insert("events", Item::ArrayOfTables(updated));
}

/// Takes the entries of a list.
fn list(document: &mut DocumentMut, key: &str) -> ArrayOfTables {
    document.remove(key).and_then(|item| item.into_array_of_tables().ok()).unwrap_or_default()
}

/// Returns the entry of an event, with its position before.
fn update_event(known: &mut [Option<Table>], event: &EventFacts) -> (Option<usize>, Table) {
    let is_same = |table: &Option<Table>| {
        table.as_ref().and_then(|table| table.get("name")).and_then(Item::as_str) == Some(&event.wire_name)
    };
    let position = known.iter().position(is_same);
    let mut table = position.and_then(|position| known[position].take()).unwrap_or_else(|| section("\n"));
    set(&mut table, "name", Some(&event.wire_name));
    if event.rust_name.is_some() {
        set(&mut table, "type", event.rust_name.as_deref());
    }
    // A person may add a summary that the page lacks.
    if event.summary.is_some() {
        set(&mut table, "summary", event.summary.as_deref());
    }
    set(&mut table, "schema", Some(&event.schema));
    set_list(&mut table, "examples", &event.examples);
    set_list(&mut table, "faulty", &event.faulty);
    (position, table)
}

pub(super) fn set_list(table: &mut dyn TableLike, key: &str, values: &[String]) {
    let known = table.get(key).and_then(Item::as_array);
    let known: Option<Vec<&str>> = known.map(|array| array.iter().filter_map(Value::as_str).collect());
    if known.as_deref().unwrap_or_default() == values {
        return;
    }
    if values.is_empty() {
        table.remove(key);
    } else {
        put(table, key, Value::Array(values.iter().map(|value| string(value)).collect::<Array>()));
    }
}

fn update_refinements(document: &mut DocumentMut, facts: &Facts) {
    if facts.refinements.is_empty() && facts.unrefined.is_empty() {
        return;
    }
    let known = list(document, "refinements");
    let position = known.get(0).and_then(Table::position);
    let (updated, left) = comment::replaced(known, |known| {
        let is_kept = |table: &Table| {
            let text = |key| table.get(key).and_then(Item::as_str).unwrap_or_default();
            !facts.unrefined.iter().any(|gone| gone.is_for(text("schema"), text("pointer")))
        };
        let kept = known.iter_mut().enumerate().filter_map(|(position, table)| {
            let table = table.take_if(|table| is_kept(table))?;
            Some((Some(position), table))
        });
        let mut list: Vec<(Option<usize>, Table)> = kept.collect();
        list.extend(facts.refinements.iter().map(|refinement| {
            let mut table = section(&format!("\n# Proposed by import: {}\n", refinement.reason()));
            set(&mut table, "schema", Some(&refinement.schema));
            set(&mut table, "pointer", Some(&refinement.pointer));
            set(&mut table, "type", refinement.kind.map(RefinedType::name));
            (None, table)
        }));
        list
    });
    if !updated.is_empty() {
        document.insert("refinements", Item::ArrayOfTables(updated));
    }
    if let Some(left) = left {
        comment::leave(document, position, &left);
    }
}

/// Numbers the tables, which TOML writes in the order of their positions: a new section goes after its predecessor in [`SECTIONS`].
pub(super) fn place(document: &mut DocumentMut) {
    let rank = |key: &str| SECTIONS.iter().position(|known| known.name == key).unwrap_or(SECTIONS.len());
    let first = |item: &Item| match item {
        Item::Table(table) => table.position(),
        Item::ArrayOfTables(tables) => tables.iter().filter_map(Table::position).min(),
        _ => None,
    };
    let mut placed: Vec<(isize, String)> = Vec::new();
    let mut new: Vec<String> = Vec::new();
    for (key, item) in document.iter() {
        match first(item) {
            Some(position) => placed.push((position, key.to_owned())),
            None => new.push(key.to_owned()),
        }
    }
    placed.sort();
    new.sort_by_key(|key| rank(key));
    let mut order: Vec<String> = placed.into_iter().map(|(_, key)| key).collect();
    for key in new {
        let before = order.iter().rposition(|known| rank(known) < rank(&key)).map_or(0, |index| index + 1);
        order.insert(before, key);
    }
    let mut next = 0;
    for key in order {
        let tables: Vec<&mut Table> = match document.get_mut(&key) {
            Some(Item::Table(table)) => vec![table],
            Some(Item::ArrayOfTables(tables)) => tables.iter_mut().collect(),
            _ => Vec::new(),
        };
        for table in tables {
            next += 1;
            table.set_position(Some(next));
        }
    }
}
