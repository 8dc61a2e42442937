//! Sentences, titles and code other than JSON which show that the payload is a member of the body.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::documentation::parts::PAYLOADS;
use crate::json::Node;
use crate::page::attribution::NAMES;
use crate::page::block::{Block, Kind};
use crate::page::classify;
use crate::page::outline::{Json, Outline};
use crate::page::pattern::pattern;
use crate::page::said;
use crate::source::location::Place;

/// Returns the place of the first sentence, heading or title of a schema that puts the payload into a member. A member that the blocks of an
/// event have themselves does not count.
pub(super) fn said(blocks: &[Block], outline: &Outline) -> Option<Place> {
    let outside = said::outside(blocks, &|block| outline.is_event(block));
    let is_heading = |block: &&Block| matches!(block.kind, Kind::Heading { .. }) && !outline.is_event(block);
    let headings = blocks.iter().filter(is_heading);
    let in_texts = outside.into_iter().chain(headings).filter_map(|block| {
        // The page marks code, its text does not.
        let span = block.text.trimmed_span();
        let text = &outline.source().text()[span.clone()];
        let found = in_text(text, &ENVELOPE, &|_| may_be_envelope(outline))
            .or_else(|| in_text(text, &MEMBER, &|member| !is_own(member, outline)))?;
        Some(Place::new(outline.source(), span.start + found.start..span.start + found.end))
    });
    let first = in_texts.min_by_key(|place| place.span.start);
    first.or_else(|| {
        outline.sections.iter().find_map(|section| section.blocks.iter().find_map(|it| titled(it, outline)))
    })
}

/// Returns the place of lines in plain text, which has no blocks of code, that show both members.
pub(super) fn shown(blocks: &[Block], outline: &Outline) -> Option<Place> {
    let outside = said::outside(blocks, &|block| outline.is_event(block));
    let text = outside.iter().map(|block| block.text.text()).collect::<Vec<_>>().join("\n");
    let first = outside.iter().find(|block| MEMBERS[1].is_match(block.text.text()))?;
    (outline.are_lines && shows_members(&text)).then(|| Place::new(outline.source(), first.text.trimmed_span()))
}

/// The forms of the members with the event's name, and with its payload, in code of any language.
static MEMBERS: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [NAMES.replace(' ', "|"), PAYLOADS.join("|")].map(|names| {
        pattern(
            &[
                // `"event": …`, `'event' => …`, `body["event"]`, `json:"event"`
                format!(r#"["']({names})["']\s*(?::|=>|\])|\bjson:"({names})[",]"#),
                // `event: …`, `event?: …`, `:event`, `event = "…"`, `event={`
                format!(r#"(?i:(?:^|[\s{{(,])({names}))\??(?::(?:\s|$)|\s*=\s*["'{{])|[\s(]:({names})\b"#),
                // `String event;`, `string Event { get; }`
                format!(r"(?i:\w[\w<>\[\], ?.]*\s({names}))\s*(?:;|\{{\s*get\b)"),
                // `body.event`, `{ event, data } = body`
                format!(r"\b(?:body|event|payload|json|delivery|webhook|message)\.({names})\b"),
                format!(r"\{{[^{{}}()]*\b({names})\b[^{{}}()]*\}}\s*="),
            ]
            .join("|"),
        )
    })
});

/// Returns true for code, or lines of it, that declares or reads members with the event's name and with its payload, in any language.
pub(super) fn shows_members(text: &str) -> bool {
    MEMBERS.iter().all(|member| text.lines().any(|line| member.is_match(line)))
}

/// Returns the span of the first match of a pattern in a sentence that does not deny it; `is_meant` decides about the member in it.
fn in_text(text: &str, pattern: &Regex, is_meant: &dyn Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut found = pattern.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let member = found.iter().skip(1).flatten().next().map_or("", |member| member.as_str());
        let is_said = !said::is_denied(&text[..whole.start()], whole.as_str()) && is_meant(&member.to_lowercase());
        is_said.then(|| whole.range())
    });
    found.next()
}

/// An object around the payload, by its name.
static ENVELOPE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\benvelopes?\b|\b(?:json|outer|event|common) wrapper\b|\bwrapper (?:object|around)\b",
        r#"|\bwrapped (?:in|inside|with|by) (?:an?|the|one) (?:[\w-]+ ){0,2}(?:object|json|member|field|property|["'“`])"#,
    ))
});

/// The payload as a member of the body, by the member's name.
static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    let names = PAYLOADS.join("|");
    let quoted = format!(r#"(?:["'“`]|<code>)({names})(?:["'”`]|</code>)"#);
    let noun = "(?:member|field|property|key|attribute|object|element|node)s?";
    let body = "(?:request |json |http )?(?:body|envelope|request|delivery|object|webhook|message)";
    pattern(
        &[
            format!(r"(?i)(?:{quoted}|\b(data)) (?:json )?{noun}\b"),
            format!(r"\b{noun} (?:(?:named |called |is )?{quoted}|(data)\b)"),
            format!(r"{quoted} (?:of|in|inside|within) (?:the|each|every|a) {body}\b"),
            format!(r"\b(?:in|under|inside|within|below) {quoted}"),
            format!(
                r#"\b(?:event|type|topic|id)["'”`]?,? (?:and|or|beside|plus|next to) (?:the )?(?:{quoted}|(data)\b)"#
            ),
        ]
        .join("|"),
    )
});

/// Returns true unless events of this vendor are about envelopes.
fn may_be_envelope(outline: &Outline) -> bool {
    let has = |text: &str| text.to_lowercase().contains("envelope");
    let mut blocks = outline.sections.iter().flat_map(|section| &section.blocks);
    !outline.sections.iter().any(|section| has(&section.wire_name))
        && !blocks.any(|block| members(&block.document.root).iter().any(|member| has(member)))
}

/// Returns true for a member that a block of an event has itself.
fn is_own(member: &str, outline: &Outline) -> bool {
    let mut blocks = outline.sections.iter().flat_map(|section| &section.blocks);
    blocks.any(|block| members(&block.document.root).contains(&member))
}

/// Returns the names of the members of an example, or those that a schema describes.
fn members(root: &Node) -> Vec<&str> {
    let described = root.get("properties").filter(|_| classify::is_schema(root));
    let members = described.unwrap_or(root).as_object().unwrap_or_default();
    members.iter().map(|member| member.name.as_str()).collect()
}

/// Returns the place of a schema's title that consists of an event's name and the name of a member: `order.paid · data`.
fn titled(schema: &Json, outline: &Outline) -> Option<Place> {
    let node = schema.document.root.get("title").filter(|_| classify::is_schema(&schema.document.root))?;
    let title = node.as_str()?;
    let rest = outline.sections.iter().find_map(|section| title.strip_prefix(section.wire_name.as_str()))?;
    let words: Vec<&str> = rest.split(|found: char| !found.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    // `order.paid payload` may well be the title of a body.
    let is_member = |name: &str| !matches!(name, "payload" | "body") && PAYLOADS.contains(&name);
    let member = words.first().map(|word| word.to_lowercase()).filter(|it| words.len() == 1 && is_member(it))?;
    let place = || outline.relocated(Place::new(&schema.document.source, node.span.clone()));
    (!is_own(&member, outline)).then(place)
}
