//! TOML text → [`Catalog`].
//!
//! All findings are reported at once: a missing or wrong value is replaced by an empty one, which the gate at the end discards.

mod handshake;
mod malformed;
mod place;
mod reader;
mod signature;

use std::sync::Arc;

use self::reader::{Reader, Section};
use crate::catalog::data::{
    Catalog, ContentMeaning, Crate, Entry, Envelope, FormatMeaning, Objects, Provenance, Recorded, RefinedType,
    Refinement, Reserved, ReservedName, SchemaProvenance, Settings, Unlisted,
};
use crate::catalog::place::Text;
use crate::catalog::{header_role, licence, rule, table};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Source;

/// Parses a catalogue.
///
/// # Errors
///
/// All findings: TOML syntax errors, missing or unknown keys, values of the wrong type or form, and repeated names.
pub fn parse(source: &Arc<Source>) -> Result<(Catalog, Diagnostics), Diagnostics> {
    read(source, true)
}

/// Parses a catalogue for `import`: a person may have written `[signature]` before there are events.
pub(crate) fn parse_before_import(source: &Arc<Source>) -> Result<(Catalog, Diagnostics), Diagnostics> {
    read(source, false)
}

fn read(source: &Arc<Source>, is_complete: bool) -> Result<(Catalog, Diagnostics), Diagnostics> {
    let document = toml_edit::Document::parse(source.text()).map_err(|error| malformed::finding(source, &error))?;
    let mut reader = Reader::new(source);
    let root = Section::root(document.as_table());
    let catalog = catalog(&mut reader, &root, is_complete);
    let mut diagnostics = reader.finish();
    diagnostics.sort();
    diagnostics.gate(catalog)
}

fn catalog(reader: &mut Reader<'_>, root: &Section<'_>, is_complete: bool) -> Catalog {
    place::old_keys(reader, root);
    let crate_ = match reader.section(root, "crate") {
        Some(section) => crate_section(reader, &section),
        None => missing_crate(reader, root),
    };
    let provenance = reader.section(root, "source").map(|section| provenance(reader, &section));
    let settings = reader.section(root, "settings").map(|section| settings(reader, &section));
    let before = reader.found();
    let envelope = reader.section(root, "envelope").map(|section| envelope(reader, &section));
    let (naming, payload, delivery) =
        (place::naming(reader, root), place::payload(reader, root), place::delivery(reader, root));
    // A section with a fault may lack what the others need.
    if reader.found() == before {
        place::check(reader, envelope.as_ref(), &naming, &payload, &delivery);
    }
    let (mut signature, mut reviewed) = (None, None);
    if let Some(section) = reader.section(root, "signature") {
        if is_complete && root.holds_none("events") {
            signed_nothing(reader, &section);
        }
        reviewed = reader.optional(&section, "reviewed", rule::sha256);
        // `reviewed` alone: a person has read the sentences about signing, and the catalogue cannot express them.
        let is_said = !section.holds("reviewed")
            || table::find("signature").keys.iter().any(|key| key.name != "reviewed" && section.holds(key.name));
        signature = if is_said { self::signature::signature(reader, &section) } else { None };
    }
    let roles = signature.iter().flat_map(|signature| signature.words.header_roles());
    let roles = roles.chain(naming.header.iter().map(|header| (header, "the event's name")));
    // The signature may cover the header with the id.
    for finding in header_role::repeated(roles.chain(delivery.id_header.iter().map(|header| (header, header_role::ID))))
    {
        reader.push(finding);
    }
    let handshakes = sections(reader, root, "handshakes", handshake::handshake);
    handshake::check(reader, root, signature.as_ref(), &handshakes);
    let events = entries(reader, root, "events");
    let schemas = entries(reader, root, "schemas");
    reader.repeated(events.iter().chain(&schemas).map(|entry| &entry.wire_name), |name| {
        Diagnostic::error("duplicate-event", format!("duplicate name `{name}`")).help("rename or remove one of the two")
    });
    let refinements = sections(reader, root, "refinements", |reader, section| Some(refinement(reader, section)));
    let verdicts = reader.sections(root, "verdicts").iter().map(|section| recorded(reader, section)).collect();
    Catalog {
        source: Arc::clone(reader.source()),
        crate_,
        provenance,
        settings: settings.unwrap_or_default(),
        envelope,
        signature,
        reviewed,
        naming,
        payload,
        delivery,
        handshakes,
        events,
        schemas,
        refinements,
        reserved: sections(reader, root, "reserved", reserved),
        verdicts,
    }
}

/// Reads each `[[key]]`; an entry without a meaning is a finding, and left out.
fn sections<T>(
    reader: &mut Reader<'_>,
    root: &Section<'_>,
    key: &str,
    read: fn(&mut Reader<'_>, &Section<'_>) -> Option<T>,
) -> Vec<T> {
    reader.sections(root, key).iter().filter_map(|section| read(reader, section)).collect()
}

/// Reports a signature without events.
fn signed_nothing(reader: &mut Reader<'_>, section: &Section<'_>) {
    let message = "`[signature]` needs at least one event";
    let help = "add `[[events]]`, or remove `[signature]`: types and validators do not need it";
    reader.push(Diagnostic::error("signature-without-events", message).at(reader.place_of(section)).help(help));
}

fn missing_crate(reader: &mut Reader<'_>, root: &Section<'_>) -> Crate {
    let named = root.holds("crate");
    if !named {
        let missing = Diagnostic::error("missing-key", "the catalogue has no `[crate]`");
        let help = "add `[crate]` with `name`, `version` and `vendor`";
        reader.push(missing.at(reader.place(0..0)).help(help));
    }
    let nothing = || reader.nothing();
    Crate {
        name: nothing(),
        version: nothing(),
        vendor: nothing(),
        description: None,
        license: None,
        authors: Vec::new(),
        repository: None,
        homepage: None,
        documentation: None,
    }
}

fn crate_section(reader: &mut Reader<'_>, section: &Section<'_>) -> Crate {
    reader.only(section);
    Crate {
        name: reader.required(section, "name", rule::crate_name),
        version: reader.required(section, "version", rule::version),
        vendor: reader.required(section, "vendor", rule::filled),
        description: reader.optional(section, "description", rule::filled),
        license: reader.optional(section, "license", licence::rule),
        authors: reader.list(section, "authors", rule::filled),
        repository: reader.optional(section, "repository", rule::url),
        homepage: reader.optional(section, "homepage", rule::url),
        documentation: reader.optional(section, "documentation", rule::url),
    }
}

fn provenance(reader: &mut Reader<'_>, section: &Section<'_>) -> Provenance {
    reader.only(section);
    Provenance {
        title: reader.optional(section, "title", rule::filled),
        updated: reader.optional(section, "updated", rule::date),
        sha256: reader.optional(section, "sha256", rule::sha256),
    }
}

fn settings(reader: &mut Reader<'_>, section: &Section<'_>) -> Settings {
    reader.only(section);
    let known = |value: &str| rule::one_of("unknown-value", "meaning of `format`", value, &["assertion", "annotation"]);
    let format = reader
        .optional(section, "format", known)
        .map(|text| if text.value == "annotation" { FormatMeaning::Annotation } else { FormatMeaning::Assertion });
    let known =
        |value: &str| rule::one_of("unknown-value", "meaning of `content`", value, &["assertion", "annotation"]);
    let content = reader
        .optional(section, "content", known)
        .map(|text| if text.value == "assertion" { ContentMeaning::Assertion } else { ContentMeaning::Annotation });
    let known = |value: &str| rule::one_of("unknown-value", "value of `unlisted`", value, &["keep", "drop"]);
    let unlisted = reader.optional(section, "unlisted", known);
    let unlisted = unlisted.map(|text| if text.value == "keep" { Unlisted::Keep } else { Unlisted::Drop });
    let known = |value: &str| rule::one_of("unknown-value", "meaning of `nullable`", value, &["typed", "everywhere"]);
    let nullable_everywhere =
        reader.optional(section, "nullable", known).is_some_and(|text| text.value == "everywhere");
    let known =
        |value: &str| rule::one_of("unknown-value", "value of `objects`", value, &["typed", "payloads", "everywhere"]);
    let objects = match reader.optional(section, "objects", known).as_ref().map(|text| text.value.as_str()) {
        Some("payloads") => Objects::Payloads,
        Some("everywhere") => Objects::Everywhere,
        _ => Objects::Typed,
    };
    let event_features = reader.choice(section, "event_features");
    let (format, content) = (format.unwrap_or_default(), content.unwrap_or_default());
    Settings { format, content, unlisted, nullable_everywhere, objects, event_features }
}

fn envelope(reader: &mut Reader<'_>, section: &Section<'_>) -> Envelope {
    place::old_envelope_keys(reader, section);
    let known = |value: &str| rule::one_of("unknown-value", "provenance", value, &["documented", "derived"]);
    let provenance = reader
        .optional(section, "provenance", known)
        .map(|text| if text.value == "derived" { SchemaProvenance::Derived } else { SchemaProvenance::Documented });
    Envelope {
        schema: reader.required(section, "schema", rule::path),
        example: reader.required(section, "example", rule::path),
        provenance: provenance.unwrap_or_default(),
    }
}

/// Warns of white space around the name of an event, which no delivery has by intent.
fn unfit_blank(name: &Text) -> Option<Diagnostic> {
    let trimmed = name.value.trim();
    let message = "the event's name begins or ends with white space: a delivery without it is an unknown event";
    let help = format!("write `{trimmed}`, unless the vendor sends the white space, too");
    let finding = Diagnostic::warning("blank-in-name", message).at(name.place.clone()).help(help);
    (trimmed.len() < name.value.len() && !trimmed.is_empty()).then_some(finding)
}

fn entries(reader: &mut Reader<'_>, root: &Section<'_>, key: &'static str) -> Vec<Entry> {
    let sections = reader.sections(root, key);
    sections
        .iter()
        .map(|section| {
            reader.only(section);
            let entry = Entry {
                wire_name: reader.required(section, "name", rule::filled),
                rust_name: reader.optional(section, "type", rule::rust_name),
                summary: reader.optional(section, "summary", rule::filled),
                schema: reader.required(section, "schema", rule::path),
                examples: reader.list(section, "examples", rule::path),
                faulty: reader.list(section, "faulty", rule::path),
            };
            if let Some(finding) = unfit_blank(&entry.wire_name).filter(|_| key == "events") {
                reader.push(finding);
            }
            reader.repeated(entry.examples.iter().chain(&entry.faulty), |path| {
                Diagnostic::error("duplicate-example", format!("`{path}` is listed twice"))
                    .help("remove one of the two: `examples` lists valid examples, `faulty` lists invalid ones")
            });
            entry
        })
        .collect()
}

fn refinement(reader: &mut Reader<'_>, section: &Section<'_>) -> Refinement {
    reader.only(section);
    let schema = reader.required(section, "schema", rule::path);
    let pointer = reader.required(section, "pointer", rule::pointer);
    let known =
        |value: &str| rule::one_of("unknown-value", "refined type", value, &RefinedType::ALL.map(|(name, _)| name));
    let name = reader.optional(section, "type", known);
    let kind = name.and_then(|name| RefinedType::ALL.into_iter().find(|(known, _)| *known == name.value));
    let is_optional = reader.flag(section, "optional");
    if !section.holds("type") && !is_optional {
        let finding = Diagnostic::error("missing-key", "`[[refinements]]` refines nothing")
            .at(reader.place_of(section))
            .help("add `type = \"…\"`, or `optional = true` for a member that may be absent");
        reader.push(finding);
    }
    Refinement { schema, pointer, kind: kind.map(|(_, kind)| kind), is_optional }
}

fn reserved(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<Reserved> {
    reader.only(section);
    let rust_name = reader.optional(section, "type", rule::rust_name);
    let since = reader.required(section, "since", rule::version);
    let keep = reader.flag(section, "keep");
    let examples = reader.list(section, "examples", rule::path);
    let (is_event, is_value) = (section.holds("event"), section.holds("value"));
    let meaning = if is_value {
        reader.optional(section, "meaning", rule::path)
    } else {
        Some(reader.required(section, "meaning", rule::path))
    };
    let mut refuse = |code, message, help| {
        reader.push(Diagnostic::error(code, message).at(reader.place_of(section)).help(help));
        None
    };
    if is_event && (is_value || section.holds("schema") || section.holds("pointer")) {
        let message = "`[[reserved]]` names an event and a part of a schema";
        return refuse("ambiguous-name", message, "keep `event`, or `schema` and `pointer`");
    }
    if is_value && (!keep || meaning.is_some()) {
        let help = "write `keep = true` and no `meaning`, or remove the entry: a value is listed here for the crate to keep it";
        return refuse("useless-value", "a reserved value must have `keep = true` and no `meaning`", help);
    }
    let name = if is_event {
        ReservedName::Event(reader.optional(section, "event", rule::filled)?)
    } else {
        let schema = reader.required(section, "schema", rule::path);
        if is_value {
            let pointer = reader.required(section, "pointer", rule::pointer);
            ReservedName::Value { schema, pointer, value: reader.optional(section, "value", |_| None)? }
        } else {
            ReservedName::Member { schema, pointer: reader.required(section, "pointer", rule::member_pointer) }
        }
    };
    Some(Reserved { name, rust_name, since, meaning, keep, examples })
}

fn recorded(reader: &mut Reader<'_>, section: &Section<'_>) -> Recorded {
    reader.only(section);
    let known = |value: &str| rule::one_of("unknown-value", "verdict", value, &["ok", "degrades", "fails"]);
    Recorded {
        rule: reader.required(section, "rule", rule::filled),
        place: reader.required(section, "place", rule::filled),
        wire: reader.required(section, "wire", known),
        reason: reader.required(section, "reason", rule::reason),
    }
}
