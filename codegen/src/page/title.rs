//! The title of a page: its heading, or the one that it declares in front matter or in `<title>`. The heading of an event is never it.

use std::sync::LazyLock;

use regex::Regex;

use crate::page::Format;
use crate::page::block::{Block, Kind, one_line};
use crate::page::note;
use crate::page::outline::Outline;
use crate::page::pattern::pattern;

/// The length of a line that may be a title, on a page whose headings are all those of events.
const LONGEST: usize = 80;

/// Returns the title. Of several headings of the first level none is that of the page, if it declares one.
pub(super) fn find(format: Format, blocks: &[Block], outline: &Outline) -> Option<String> {
    let has_headings = format != Format::Text;
    let level = |block: &Block| if let Kind::Heading { level, .. } = block.kind { Some(level) } else { None };
    let headings = || blocks.iter().filter_map(|block| Some((block, level(block)?))).filter(|_| has_headings);
    // A navigation may stand before the title, with headings of its own.
    let first = |most| headings().find(|(block, level)| *level <= most && !outline.is_event(block));
    let declared = declared(outline.source().text(), format);
    let is_alone = headings().filter(|(_, level)| *level == 1).count() < 2;
    let text = |(block, _): (&Block, u8)| one_line(block.text.text());
    let top = first(1).filter(|_| is_alone || declared.is_none()).map(text);
    let is_line = |block: &&Block| {
        let is_text = !matches!(block.kind, Kind::Code { .. } | Kind::Body | Kind::Heading { .. });
        is_text || (!has_headings && level(block).is_some())
    };
    let lines = blocks.iter().filter(is_line).filter(|block| !outline.is_event(block));
    let mut lines = lines.map(|block| one_line(block.text.text())).filter(|line| !is_skip_link(line));
    let is_short = |line: &String| line.chars().count() <= LONGEST && !line.ends_with('.');
    let first_line = lines.next().filter(|line| headings().next().is_none() || is_short(line));
    let title = top.or(declared).or_else(|| first(u8::MAX).map(text)).or(first_line)?;
    // The mark of a link to the heading.
    let plain = title.trim_end_matches(|it: char| it.is_whitespace() || "¶§🔗\u{200b}".contains(it));
    Some(note::removed(plain).to_owned())
}

/// Returns the title in front matter, or in the head of HTML.
fn declared(page: &str, format: Format) -> Option<String> {
    static FRONT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"\A(?:---[ \t]*\r?\n(?<yaml>(?s:.*?))\r?\n---|\+\+\+[ \t]*\r?\n(?<toml>(?s:.*?))\r?\n\+\+\+)")
    });
    static KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^title[ \t]*[:=][ \t]*(?<title>\S.*?)[ \t\r]*$"));
    static HEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)<title(?:\s[^>]*)?>(?<title>[^<]*)</title"));
    let title = match format {
        Format::Markdown => {
            let front = FRONT.captures(page)?;
            let text = front.name("yaml").or(front.name("toml"))?.as_str();
            let title = KEY.captures(text)?["title"].to_owned();
            title.trim_matches(['"', '\'']).to_owned()
        }
        Format::Html => htmlize::unescape(&HEAD.captures(page)?["title"]).into_owned(),
        Format::Text => return None,
    };
    let title = one_line(title.trim());
    (!title.is_empty()).then_some(title)
}

/// Returns true for a link that a browser copies before the title.
fn is_skip_link(line: &str) -> bool {
    static LINK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?:skip|jump|go) to\b.*|(?:main |toggle |open )?(?:navigation|menu|side ?bar)|search(?:…|\.\.\.)?|(?:sign|log) in)$",
        )
    });
    LINK.is_match(line.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_titles_are_read() {
        for (page, format, title) in [
            ("---\ntitle: Acme webhooks\n---\n", Format::Markdown, Some("Acme webhooks")),
            ("---\r\nid: x\r\ntitle: \"Acme webhooks\"\r\n---\r\n", Format::Markdown, Some("Acme webhooks")),
            ("+++\ntitle = 'Acme webhooks'\n+++\n", Format::Markdown, Some("Acme webhooks")),
            ("---\nsubtitle: Acme\n---\n", Format::Markdown, None),
            ("# Acme\n\n---\ntitle: other\n---\n", Format::Markdown, None),
            ("<head><title>\n Acme &amp; Co </title></head>", Format::Html, Some("Acme & Co")),
            ("<head></head>", Format::Html, None),
            ("<title>Acme</title>", Format::Text, None),
        ] {
            assert_eq!(declared(page, format).as_deref(), title, "{page}");
        }
    }
}
