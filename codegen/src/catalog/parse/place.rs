//! `[event]`, `[payload]`, `[delivery]` → the places of a request.

use super::reader::{Reader, Section};
use crate::catalog::data::Envelope;
use crate::catalog::place::{BodyMember, Delivery, Naming, Payload, Text, Version};
use crate::catalog::rule;
use crate::catalog::table::SECTIONS;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Pointer;
use crate::source::visible::in_toml;

/// The old keys of `[envelope]`: each with the section and the line that replaces it, up to the pointer and after it.
const OLD: [(&str, &str, &str, &str); 4] = [
    ("event", "event", "member = ", ""),
    ("data", "payload", "at = ", ""),
    ("id", "delivery", "id = { member = ", " }"),
    ("created_at", "delivery", "sent_at = { member = ", " }"),
];

/// Reports unknown sections, and old ones with the lines that replace them.
pub(super) fn old_keys(reader: &mut Reader<'_>, root: &Section<'_>) {
    let sections = SECTIONS.iter().map(|section| section.name).filter(|name| !name.contains('.'));
    reader.only_known(root, &sections.collect::<Vec<_>>(), &["event_header"]);
    if let Some(section) = reader.section(root, "event_header") {
        let header = reader.optional(&section, "name", |_| None);
        let line = format!("header = {}", in_toml(header.as_ref().map_or("…", |header| header.value.as_str())));
        let place = reader.place_of(&section);
        reader.push(
            Diagnostic::error("old-key", "`[event_header]` is now `header` of `[event]`")
                .at(place)
                .help(format!("write `{line}` in `[event]`")),
        );
    }
}

/// Reports unknown keys of `[envelope]`, and old ones, each with the line that replaces it.
pub(super) fn old_envelope_keys(reader: &mut Reader<'_>, section: &Section<'_>) {
    reader.only_and(section, &OLD.map(|(key, ..)| key));
    for (key, new, before, after) in OLD {
        let Some(Text { value, place }) = reader.optional(section, key, |_| None) else { continue };
        let pointer = Pointer::root().join(&value);
        let line = format!("{before}{}{after}", in_toml(pointer.as_str()));
        let member = before.split(' ').next().unwrap_or_default();
        reader.push(
            Diagnostic::error("old-key", format!("`{key}` of `[envelope]` is now `{member}` of `[{new}]`"))
                .at(place)
                .help(format!("write `{line}` in `[{new}]`")),
        );
    }
}

/// Reads `[event]`.
pub(super) fn naming(reader: &mut Reader<'_>, root: &Section<'_>) -> Naming {
    let Some(section) = reader.section(root, "event") else { return Naming::default() };
    reader.only(&section);
    if section.holds("member") && section.holds("members") {
        let finding = Diagnostic::error("key-twice", "`[event]` has both `member` and `members`")
            .at(reader.place_of(&section))
            .help("keep `member` for one member, `members` for several");
        reader.push(finding);
    }
    let one = reader.optional(&section, "member", rule::body_pointer).and_then(member);
    let several = reader.list(&section, "members", rule::body_pointer).into_iter().filter_map(member);
    let naming = Naming {
        members: one.into_iter().chain(several).collect(),
        header: reader.optional(&section, "header", rule::header),
        suffix: reader.optional(&section, "suffix", rule::body_pointer).and_then(member),
    };
    if let Some(suffix) = &naming.suffix {
        self::suffix(reader, &naming, suffix);
    }
    if let (Some(header), [first, _, ..]) = (&naming.header, naming.members.as_slice()) {
        header_beside_members(reader, header, first);
    }
    if ["member", "members", "header", "suffix"].iter().all(|key| section.holds_none(key)) {
        let finding = Diagnostic::error("missing-key", "`[event]` does not say where the name is")
            .at(reader.place_of(&section))
            .help("add `member = \"/…\"` for a member of the body, or `header = \"…\"`");
        reader.push(finding);
    }
    naming
}

/// Checks that a suffix ends a name that a header begins.
fn suffix(reader: &mut Reader<'_>, naming: &Naming, suffix: &BodyMember) {
    if naming.header.is_none() {
        let finding = Diagnostic::error(
            "suffix-without-header",
            "`suffix` needs a `header`, which has the beginning of the name",
        )
        .at(suffix.place.clone())
        .help("add `header = \"…\"`, or use `member` for a member that has the whole name");
        reader.push(finding);
    }
    if let Some(member) = naming.members.first() {
        let finding =
            Diagnostic::error("suffix-beside-member", "`suffix` cannot be used with a member that has the whole name")
                .at(suffix.place.clone())
                .related(member.place.clone(), "this names the event")
                .help("remove `suffix`; or, if `header` and `suffix` make up the name, remove the other line");
        reader.push(finding);
    }
}

/// Reports a header beside several members: it would have to repeat their values, joined by dots.
fn header_beside_members(reader: &mut Reader<'_>, header: &Text, first: &BodyMember) {
    let message = "`header` can repeat the name of one `member`, not of several `members`";
    let finding = Diagnostic::error("header-beside-members", message)
        .at(header.place.clone())
        .related(first.place.clone(), "this begins the name")
        .help("remove `header` if the members have the whole name; if `header` and one member make up the name, write `header` and `suffix`");
    reader.push(finding);
}

/// Reads `[payload]`.
pub(super) fn payload(reader: &mut Reader<'_>, root: &Section<'_>) -> Payload {
    let Some(section) = reader.section(root, "payload") else { return Payload::default() };
    reader.only(&section);
    let each = reader.optional(&section, "each", rule::elements).and_then(|text| {
        let pointer = Pointer::parse(text.value.strip_suffix("/*")?)?;
        Some(BodyMember { pointer, place: text.place })
    });
    Payload { at: reader.optional(&section, "at", rule::body_pointer).and_then(member), each }
}

/// Reads `[delivery]`.
pub(super) fn delivery(reader: &mut Reader<'_>, root: &Section<'_>) -> Delivery {
    let Some(section) = reader.section(root, "delivery") else { return Delivery::default() };
    reader.only(&section);
    let (id, id_header) = match reader.table(&section, "id") {
        Some(table) => id(reader, &table),
        None => (None, None),
    };
    let sent_at = reader.table(&section, "sent_at").and_then(|table| {
        let instead = ", or remove `sent_at`: a time in a signed header is `time` of `[signature]`";
        member(reader.required_member(&table, instead))
    });
    let version = reader.table(&section, "version").and_then(|table| {
        let known = reader.one_or_more(&table, "known", rule::filled);
        let member = member(reader.required_member(&table, ", or remove `version`"))?;
        Some(Version { member, known })
    });
    Delivery { id, id_header, sent_at, version }
}

/// Reads `id`: a member or a header.
fn id(reader: &mut Reader<'_>, table: &Section<'_>) -> (Option<BodyMember>, Option<Text>) {
    reader.only(table);
    if table.holds("header") && !table.holds("member") {
        return (None, reader.optional(table, "header", rule::header));
    }
    if table.holds("header") {
        let finding = Diagnostic::error("key-twice", "`id` has both `member` and `header`")
            .at(reader.place_of(table))
            .help("keep `member`, which is signed, or `header`");
        reader.push(finding);
    }
    (member(reader.required(table, "member", rule::body_pointer)), None)
}

/// Returns the member of a pointer; `None` for one that was refused.
fn member(text: Text) -> Option<BodyMember> {
    let pointer = Pointer::parse(&text.value).filter(|pointer| !pointer.as_str().is_empty())?;
    Some(BodyMember { pointer, place: text.place })
}

/// Checks that the sections fit each other.
pub(super) fn check(
    reader: &mut Reader<'_>,
    envelope: Option<&Envelope>,
    naming: &Naming,
    payload: &Payload,
    delivery: &Delivery,
) {
    match (envelope, &payload.at) {
        (Some(envelope), None) => {
            let finding = Diagnostic::error("missing-key", "`[envelope]` has no payload: `[payload]` lacks `at`")
                .at(envelope.schema.place.clone())
                .help("write `[payload]` with `at = \"/…\"`, or remove `[envelope]` if the whole body is the payload");
            reader.push(finding);
        }
        (None, Some(at)) => {
            let finding = Diagnostic::error(
                "payload-without-envelope",
                "`at` needs `[envelope]` with the schema of the whole body",
            )
            .at(at.place.clone())
            .help("add `[envelope]` with `schema` and `example`, or remove `at` if the whole body is the payload");
            reader.push(finding);
        }
        _ => {}
    }
    if let (Some(envelope), []) = (envelope, naming.members.as_slice()) {
        reader.push(envelope_without_name(envelope, naming));
    }
    if let (Some(_), [_, second, ..]) = (envelope, naming.members.as_slice()) {
        let finding = Diagnostic::error("several-names", "several members name the event of an envelope")
            .at(second.place.clone())
            .help("use one `member`, or remove `[envelope]` if the schema of an event is that of the whole body");
        reader.push(finding);
    }
    let roles =
        naming.members.iter().chain(&naming.suffix).chain(&payload.at).chain(&delivery.id).chain(&delivery.sent_at);
    let roles = roles.chain(delivery.version.as_ref().map(|version| &version.member));
    let roles: Vec<Text> =
        roles.map(|member| Text { value: member.pointer.to_string(), place: member.place.clone() }).collect();
    reader.repeated(roles.iter(), |role| {
        let message = format!("the member `{role}` has two roles");
        Diagnostic::error("member-with-two-roles", message).help("use another member in one of the two lines")
    });
    if let Some(each) = &payload.each {
        batch(reader, each, naming, delivery);
    }
    if let Some(version) = &delivery.version {
        reader.repeated(version.known.iter(), |version| {
            Diagnostic::error("value-twice", format!("the version `{version}` is listed twice"))
                .help("remove one of them")
        });
    }
}

/// Returns the finding about an envelope without a member that names the event.
fn envelope_without_name(envelope: &Envelope, naming: &Naming) -> Diagnostic {
    let help = "write `[event]` with `member = \"/…\"`; without such a member, remove `[envelope]`, and give each event the schema of the whole body";
    match &naming.header {
        Some(header) => {
            let message = "a header alone cannot name the event of an envelope: `[event]` lacks `member`";
            Diagnostic::error("missing-key", message)
                .at(header.place.clone())
                .related(envelope.schema.place.clone(), "the envelope")
                .help(help)
        }
        None => Diagnostic::error("missing-key", "`[envelope]` does not name the event: `[event]` lacks `member`")
            .at(envelope.schema.place.clone())
            .help(help),
    }
}

/// Checks that each delivery of a batch has its own name and id: a header is the same for all of them.
fn batch(reader: &mut Reader<'_>, each: &BodyMember, naming: &Naming, delivery: &Delivery) {
    if naming.members.is_empty() && naming.header.is_none() {
        let finding = Diagnostic::error("batch-without-names", "the deliveries of a batch have no names")
            .at(each.place.clone())
            .help("write `[event]` with `member = \"/…\"`, a pointer from the element that is the delivery");
        reader.push(finding);
    }
    let of_name = if naming.members.is_empty() {
        "write `member = \"/…\"` instead, a pointer from the element that is the delivery"
    } else {
        "remove the line: `member` names the event of each delivery"
    };
    let of_id = "write `member = \"/…\"` instead, or remove the line: then no delivery has an id";
    let headers = naming.header.iter().map(|it| (it, of_name)).chain(delivery.id_header.iter().map(|it| (it, of_id)));
    for (header, help) in headers {
        let finding = Diagnostic::error("batch-with-a-header", "a header is the same for all deliveries of a batch")
            .at(header.place.clone())
            .related(each.place.clone(), "the deliveries")
            .help(help);
        reader.push(finding);
    }
}
