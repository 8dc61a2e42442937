//! Components of MDX: `<CodeGroup>` in the line before a fence, and attributes that are expressions.
//!
//! In Markdown, such a tag starts a part in HTML that goes on up to a blank line, and the fence would be text; a tag with an expression is a
//! text itself. In MDX, the line has nothing but the tag.

use std::borrow::Cow;
use std::ops::Range;

use crate::page::pattern::regex;

/// Returns the page with blanks for the tags right before fences, and those with expressions, so that all places remain, and the spans of those tags.
pub(super) fn apart(page: &str) -> (Cow<'_, str>, Vec<Range<usize>>) {
    let tag_line = regex!(r"^[ \t]*</?[A-Z][\w.]*(?:\s[^<>]*)?/?>[ \t]*\r?\n?$");
    let mut tags: Vec<Range<usize>> = Vec::new();
    // The tags in the lines right before this one, and the mark of the open fence.
    let (mut before, mut open): (Vec<Range<usize>>, Option<&str>) = (Vec::new(), None);
    let mut start = 0;
    for line in page.split_inclusive('\n') {
        let span = start..start + line.len();
        start = span.end;
        let mark = fence(line);
        match open {
            Some(first) => {
                let is_end = |mark: &str| mark.starts_with(first) && line.trim() == mark;
                open = open.filter(|_| !mark.is_some_and(is_end));
                before.clear();
            }
            None if mark.is_some() => {
                tags.append(&mut before);
                open = mark;
            }
            None if tag_line.is_match(line) && line.contains("={") => {
                tags.append(&mut before);
                tags.push(span.start..span.start + line.trim_end().len());
            }
            None if tag_line.is_match(line) => before.push(span.start..span.start + line.trim_end().len()),
            None => before.clear(),
        }
    }
    if tags.is_empty() {
        return (Cow::Borrowed(page), tags);
    }
    let mut text = page.to_owned();
    for tag in &tags {
        text.replace_range(tag.clone(), &" ".repeat(tag.len()));
    }
    (Cow::Owned(text), tags)
}

/// Returns the mark of a fence at the start of a line.
fn fence(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let length = |mark: char| text.len() - text.trim_start_matches(mark).len();
    let length = length('`').max(length('~'));
    (length >= 3).then(|| &text[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_before_fences_become_blank() {
        for (page, text) in [
            ("<A>\n```json\n{}\n```\n</A>\n", "   \n```json\n{}\n```\n</A>\n"),
            ("<A>\n  <B c=\"é\">\n  ~~~\n", "   \n            \n  ~~~\n"),
            ("<A>\n\n```\n", "<A>\n\n```\n"),
            ("````\n<A>\n```\n````\n", "````\n<A>\n```\n````\n"),
            ("<A b={`c`}>\n\nd\n", "           \n\nd\n"),
            ("<A>\n<A b={c}>\n```\n", "   \n         \n```\n"),
            ("<a>\n```\n", "<a>\n```\n"),
            ("<A>b\n```\n", "<A>b\n```\n"),
        ] {
            let (apart, tags) = apart(page);
            assert_eq!((&*apart, apart.len()), (text, page.len()), "{page}");
            assert_eq!(tags.is_empty(), apart == page, "{page}");
        }
    }
}
