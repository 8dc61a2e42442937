//! The title of a page: its heading, or the one that it declares in front matter or in `<title>`. The heading of an event is never it.

use crate::page::block::{Block, Kind, one_line};
use crate::page::note;
use crate::page::outline::Outline;
use crate::page::pattern::regex;

/// The length of a line that may be a title, on a page whose headings are all those of events.
const LONGEST: usize = 80;

/// Returns the title. Of several headings of the first level none is that of the page, if it declares one. Plain text has no headings but
/// those of events.
pub(super) fn find(
    has_headings: bool,
    declared: Option<String>,
    blocks: &[Block],
    outline: &Outline,
) -> Option<String> {
    let level = |block: &Block| if let Kind::Heading { level, .. } = block.kind { Some(level) } else { None };
    let headings = || blocks.iter().filter_map(|block| Some((block, level(block)?))).filter(|_| has_headings);
    // A navigation may stand before the title, with headings of its own.
    let first = |most| headings().find(|(block, level)| *level <= most && !outline.is_event(block));
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

/// Returns the title in the front matter of Markdown.
pub(super) fn of_front_matter(page: &str) -> Option<String> {
    let front_matter =
        regex!(r"\A(?:---[ \t]*\r?\n(?<yaml>(?s:.*?))\r?\n---|\+\+\+[ \t]*\r?\n(?<toml>(?s:.*?))\r?\n\+\+\+)");
    let title_key = regex!(r"(?m)^title[ \t]*[:=][ \t]*(?<title>\S.*?)[ \t\r]*$\n?(?<behind>(?s:.*))");
    let front = front_matter.captures(page)?;
    let found = title_key.captures(front.name("yaml").or(front.name("toml"))?.as_str())?;
    filled(&scalar(&found["title"], &found["behind"]))
}

/// Returns a text of YAML or TOML from the line of its key, and the lines behind it, without quotes and comments.
fn scalar(text: &str, behind: &str) -> String {
    let in_quotes = regex!(r#"^(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^']|'')*)')[ \t]*(?:#.*)?$"#);
    if regex!(r"^[>|][-+1-9]*[ \t]*(?:#.*)?$").is_match(text) {
        let is_inside = |line: &&str| line.trim().is_empty() || line.starts_with([' ', '\t']);
        return behind.lines().take_while(is_inside).collect::<Vec<_>>().join("\n");
    }
    let Some(quoted) = in_quotes.captures(text) else {
        let comment = text.find(" #").or_else(|| text.find("\t#")).unwrap_or(text.len());
        return text[..comment].to_owned();
    };
    let double = quoted.name("double").map(|text| text.as_str().replace(r#"\""#, "\"").replace(r"\\", "\\"));
    double.or(quoted.name("single").map(|text| text.as_str().replace("''", "'"))).unwrap_or_default()
}

/// Returns the title in the head of HTML.
pub(super) fn of_head(page: &str) -> Option<String> {
    let title_element = regex!(r"(?is)<title(?:\s[^>]*)?>(?<title>[^<]*)</title");
    // A drawing in the body may have a title, too.
    let head = regex!(r"(?i)<(?:body|svg)\b").find(page).map_or(page, |body| &page[..body.start()]);
    filled(&htmlize::unescape(&title_element.captures(head)?["title"]))
}

fn filled(title: &str) -> Option<String> {
    let title = one_line(title.trim());
    (!title.is_empty()).then_some(title)
}

/// Returns true for a link that a browser copies before the title.
fn is_skip_link(line: &str) -> bool {
    let skips = regex!(
        r"(?i)^(?:(?:skip|jump|go) to\b.*|(?:main |toggle |open )?(?:navigation|menu|side ?bar)|search(?:…|\.\.\.)?|(?:sign|log) in)$"
    );
    skips.is_match(line.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_titles_are_read() {
        for (page, title) in [
            ("---\ntitle: Acme webhooks\n---\n", Some("Acme webhooks")),
            ("---\r\nid: x\r\ntitle: \"Acme webhooks\"\r\n---\r\n", Some("Acme webhooks")),
            ("+++\ntitle = 'Acme webhooks'\n+++\n", Some("Acme webhooks")),
            ("---\ntitle: >-\n  Acme\n  webhooks\nid: x\n---\n", Some("Acme webhooks")),
            ("---\r\ntitle: |\r\n  Acme webhooks\r\nid: x\r\n---\r\n", Some("Acme webhooks")),
            ("---\ntitle: >-\nid: x\n---\n", None),
            ("---\ntitle: Acme webhooks # draft\n---\n", Some("Acme webhooks")),
            ("---\ntitle: Acme C# webhooks\n---\n", Some("Acme C# webhooks")),
            ("---\ntitle: \"Acme #1\" # draft\n---\n", Some("Acme #1")),
            ("---\ntitle: \"It's the 'Acme'\"\n---\n", Some("It's the 'Acme'")),
            ("---\ntitle: 'It''s \"Acme\"'\n---\n", Some("It's \"Acme\"")),
            ("---\ntitle: \"The \\\"Acme\\\"\"\n---\n", Some("The \"Acme\"")),
            ("---\ntitle: Acme's \"webhooks\"\n---\n", Some("Acme's \"webhooks\"")),
            ("---\nsubtitle: Acme\n---\n", None),
            ("# Acme\n\n---\ntitle: other\n---\n", None),
        ] {
            assert_eq!(of_front_matter(page).as_deref(), title, "{page}");
        }
        assert_eq!(of_head("<head><title>\n Acme &amp; Co </title></head>").as_deref(), Some("Acme & Co"));
        for page in ["<head></head>", "<body><svg><title>Link</title></svg>", "<svg ><title>Link</title></svg>"] {
            assert_eq!(of_head(page), None, "{page}");
        }
    }
}
