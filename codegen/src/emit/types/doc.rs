//! Titles and descriptions → documentation.

use syn::{Attribute, parse_quote};

use super::shape::{Definition, Kind, Member, Origin, Site, Variant};
use crate::model::{Annotations, Model, Role};

/// The documentation of a type.
pub(super) fn of_definition(model: &Model, definition: &Definition) -> Vec<Attribute> {
    // A root's title is its name in other words.
    let has_title = matches!(definition.origin, Origin::Part(..));
    let written = written(model, &definition.site, &definition.ident, has_title);
    let origin = match &definition.origin {
        Origin::Root(index) => {
            let root = &model.roots[*index];
            let summary = root.summary.as_ref().map(|summary| format!(": {}", escape(summary))).unwrap_or_default();
            match root.role {
                Role::Event => format!("The payload of `{}`{summary}.", root.wire_name),
                Role::Envelope => "What every delivery has around its payload.".to_owned(),
                Role::Plain => format!("An instance of the schema `{}`{summary}.", root.wire_name),
            }
        }
        Origin::Part(parent, part) => {
            let part = part.trim();
            let what = match definition.kind {
                Kind::Struct(_) => "The object",
                Kind::Enum(_) => "The string",
                Kind::Union(_) | Kind::Newtype(_) => "The value",
            };
            if part.is_empty() { format!("{what} of `{parent}`.") } else { format!("{what} `{part}` of `{parent}`.") }
        }
    };
    match (&definition.origin, written) {
        (Origin::Root(_), Some(written)) => attributes(&format!("{origin}\n\n{written}")),
        (Origin::Part(..), Some(written)) => attributes(&written),
        (_, None) => attributes(&origin),
    }
}

/// The documentation of a member.
pub(super) fn of_member(model: &Model, member: &Member) -> Vec<Attribute> {
    let written = written(model, &member.site, &member.ident, member.ty.definition().is_none());
    attributes(&written.unwrap_or_else(|| format!("The member {}.", code(&member.wire_name))))
}

/// The documentation of a variant of a union.
pub(super) fn of_variant(model: &Model, variant: &Variant) -> Vec<Attribute> {
    let written = written(model, &variant.site, &variant.ident, true);
    let types: Vec<&str> = variant.json_type.names().collect();
    let article = if types.concat().starts_with(['a', 'o']) { "An" } else { "A" };
    attributes(&written.unwrap_or_else(|| format!("{article} {}.", types.join(" or "))))
}

/// Text in a code span, whatever it is.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|found| if found.is_control() { '\u{fffd}' } else { found }).collect();
    match text.as_str() {
        "" => "whose name is empty".to_owned(),
        text if text.contains('`') => format!("`` {text} ``"),
        text => format!("`{text}`"),
    }
}

/// Documentation from Markdown.
pub(super) fn attributes(text: &str) -> Vec<Attribute> {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    lines.map(|line| parse_quote!(#[doc = #line])).collect()
}

/// Adds a few words where the variant that keeps what is not documented stands.
pub(super) fn unknown(what: &str) -> Attribute {
    let text = format!(" {what}, as it was sent.");
    syn::parse_quote!(#[doc = #text])
}

/// What the schemas at a site say, unless that only repeats a name.
fn written(model: &Model, site: &Site, ident: &str, has_title: bool) -> Option<String> {
    let schemas = site.always.iter().chain(&site.perhaps);
    let all: Vec<&Annotations> = schemas.map(|schema| &model.schema(*schema).annotations).collect();
    let plain = |text: &str| text.chars().filter(|found| found.is_alphanumeric()).collect::<String>().to_lowercase();
    let is_new = |text: &&String| !text.trim().is_empty() && !plain(ident).contains(&plain(text));
    let descriptions = all.iter().filter_map(|annotations| annotations.description.as_ref());
    let mut titles = all.iter().filter(|_| has_title).filter_map(|annotations| annotations.title.as_ref());
    let mut descriptions = descriptions.filter(is_new);
    let text = descriptions.next().or_else(|| titles.find(is_new))?;
    let text = escape(text);
    Some(if text.ends_with(['.', '!', '?', ':', '>', ')']) || text.contains('\n') { text } else { format!("{text}.") })
}

/// Prose as Markdown that says just that: addresses as links, brackets as they are, no HTML, no code block that rustdoc would compile.
fn escape(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_block = false;
    for line in text.trim().lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") {
            in_block = !in_block;
            lines.push(if in_block { "```text".to_owned() } else { "```".to_owned() });
        } else if in_block {
            lines.push(line.trim_end().to_owned());
        } else {
            let indent = (line.len() - line.trim_start().len()).min(3);
            lines.push(format!("{}{}", " ".repeat(indent), spans(trimmed)));
        }
    }
    if in_block {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// A line of prose with code spans in it, which stay as they are.
fn spans(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without a partner would open a code span that does not end.
        return prose(&line.replace('`', "'"));
    }
    let parts = parts.iter().enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 1 { (*part).to_owned() } else { prose(part) });
    parts.collect::<Vec<_>>().join("`")
}

fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        if rest.starts_with("http://") || rest.starts_with("https://") {
            let end =
                rest.find(|next: char| next.is_whitespace() || "<>\"'`()[]{}".contains(next)).unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            out.extend(["<", url, ">"]);
            rest = &rest[url.len()..];
            continue;
        }
        if matches!(found, '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(found);
        rest = &rest[found.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_escaped_and_addresses_become_links() {
        assert_eq!(escape("See https://a.example/b. Or [this]"), "See <https://a.example/b>. Or \\[this\\]");
        assert_eq!(escape("a <b> `Vec<T>`"), "a \\<b\\> `Vec<T>`");
        assert_eq!(escape("    fn main() {}"), "fn main() {}");
        assert_eq!(escape("a\n    b"), "a\n   b");
        assert_eq!(escape("```\nx\n```\nrest"), "```text\nx\n```\nrest");
    }
}
