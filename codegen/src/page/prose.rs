//! The sentences about signing in the texts of a document that is not a page.

use std::ops::Range;
use std::sync::Arc;

use crate::documentation::Prose;
use crate::page::block::Block;
use crate::page::markdown;
use crate::page::signing::{self, Names, Reading, Signing};
use crate::source::location::Source;

/// Reads the texts as sections of one page in Markdown. Places lead to the sentence in the source, or to the whole value if its text is
/// written in another way there.
pub(crate) fn signing(source: &Arc<Source>, texts: &[Prose], events: &[&str]) -> Signing {
    let mut page = String::new();
    let mut origins: Vec<(Range<usize>, &Prose)> = Vec::new();
    for prose in texts {
        let start = page.len();
        if !prose.about.is_empty() {
            page.extend(["`", &prose.about, "`: "]);
        }
        page.push_str(&prose.text);
        origins.push((start..page.len(), prose));
        page.push_str("\n\n# ·\n\n");
    }
    let blocks = markdown::blocks(&page);
    let mut signing = signing::read(&blocks, false, Names { events, vendor: None }, &|_: &Block| false);
    let located = |span: Range<usize>| {
        let origin = origins.iter().find(|(text, _)| text.contains(&span.start));
        origin.map_or(0..0, |(_, prose)| place(source, &page[span], prose))
    };
    for sentence in &mut signing.sentences {
        sentence.span = located(sentence.span.clone());
        if let Reading::Scheme(facts) = &mut sentence.reading {
            for fact in facts.iter_mut() {
                fact.span = located(fact.span.clone());
            }
        }
    }
    signing
}

/// Returns the place of a part of a text, or else of its first line, or of the whole value.
fn place(source: &Arc<Source>, part: &str, prose: &Prose) -> Range<usize> {
    let written = &source.text()[prose.span.clone()];
    // A code span starts behind its mark.
    let part = part.strip_prefix('`').unwrap_or(part);
    let part = part.strip_prefix(&format!("{}`: ", prose.about)).unwrap_or(part);
    let first = part.lines().next().unwrap_or_default().trim();
    let found = [part, first].into_iter().filter(|text| !text.is_empty());
    let found = found.into_iter().find_map(|text| Some((written.find(text)?, text.len())));
    found.map_or_else(|| prose.span.clone(), |(at, length)| prose.span.start + at..prose.span.start + at + length)
}
