//! Code → blocks that can be read as JSON.

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::page::block::{Block, COMMENT, Kind};
use crate::page::pattern::regex;

/// Removes invisible characters around code, marks before its lines, and fences around the code of tabs; marks code in comments of MDX, and adds a block for the body of each sample request.
pub(super) fn prepared(mut blocks: Vec<Block>) -> Vec<Block> {
    let (mut is_comment, mut is_tab) = (false, false);
    for block in &mut blocks {
        if let Some(inner) = fenced(block).filter(|_| is_tab) {
            *block = inner;
        }
        let text = block.text.text();
        // Code in a tab or a note stays in it.
        let is_code = matches!(block.kind, Kind::Code { .. });
        is_tab = (is_tab && is_code) || ["=== ", "!!! ", "??? ", "???+ "].iter().any(|mark| text.starts_with(mark));
        match &mut block.kind {
            Kind::Code { language } if is_comment => *language = Some(COMMENT.to_owned()),
            Kind::Paragraph { .. } => {
                let (start, end) = (text.rfind("{/*"), text.rfind("*/}"));
                is_comment = start.max(end).map_or(is_comment, |_| start > end);
            }
            Kind::Code { .. } | Kind::Heading { .. } | Kind::Body | Kind::Aside | Kind::Unclosed => {}
        }
    }
    blocks.into_iter().flat_map(|block| bare(block).into_iter()).collect()
}

/// Returns the code in a fence that is all of an indented block, as some generators have it below `=== "Example"`.
fn fenced(block: &Block) -> Option<Block> {
    let fence =
        regex!(r"^\s*(?:`{3,}|~{3,})[ \t]*(?<language>[\w/-]*)[^\n]*\n(?<code>(?s:.*?))\n?[ \t]*(?:`{3,}|~{3,})\s*$");
    let Kind::Code { language: None } = &block.kind else { return None };
    let found = fence.captures(block.text.text())?;
    let (language, code) = (found["language"].to_ascii_lowercase(), found.name("code")?);
    if ["```", "~~~"].iter().any(|mark| code.as_str().contains(mark)) {
        return None;
    }
    let kind = Kind::Code { language: Some(language).filter(|language| !language.is_empty()) };
    Some(Block { kind, text: block.text.part(code.range()), is_step: block.is_step })
}

/// Returns the spans of the lines behind their marks, if each line of code has the mark `>`, as tools print the lines that they send.
fn sent(text: &str) -> Option<Vec<Range<usize>>> {
    let mut end = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        end += line.len();
        (end - line.len(), line)
    });
    let lines: Vec<(usize, &str)> = lines.filter(|(_, line)| !line.trim().is_empty()).collect();
    let behind = |(start, line): &(usize, &str)| {
        let marked = line.trim_start_matches([' ', '\t']).strip_prefix('>')?;
        let inner = marked.strip_prefix(' ').or_else(|| marked.trim().is_empty().then_some(marked))?;
        Some(start + line.len() - inner.len()..start + line.len())
    };
    let spans: Option<Vec<Range<usize>>> = lines.iter().map(behind).collect();
    spans.filter(|spans| spans.len() > 1)
}

fn bare(mut block: Block) -> Vec<Block> {
    if !matches!(block.kind, Kind::Code { .. }) {
        return vec![block];
    }
    if let Some(spans) = sent(block.text.text()) {
        block.text = block.text.parts(spans);
    }
    let text = block.text.text();
    let inner = text.trim_matches(is_invisible);
    if inner.len() < text.len() && inner.trim_start().starts_with(['{', '[']) {
        let start = text.len() - text.trim_start_matches(is_invisible).len();
        block.text = block.text.part(start..start + inner.len());
    }
    let body = body(&block).map(|start| Block {
        kind: Kind::Body,
        text: block.text.part(start..block.text.text().len()),
        is_step: block.is_step,
    });
    std::iter::once(block).chain(body).collect()
}

/// Returns true for white space and the characters without a width that editors leave at the start of a text.
pub(super) fn is_invisible(found: char) -> bool {
    found.is_whitespace() || matches!(found, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns the start of the body of a sample request in code without a language: JSON alone behind the request line and headers. A request
/// with a credential is not sent by a vendor, but to one.
fn body(block: &Block) -> Option<usize> {
    let head = regex!(
        r"^\s*(?:POST \S+(?: HTTP/[0-9.]+)?[ \t]*(?:\r?\n|\r))?(?:[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*:[ \t]\S.*(?:\r?\n|\r))*\s*(?<body>[\{\[])"
    );
    let text = block.text.text();
    let Kind::Code { language: None } = &block.kind else { return None };
    let start = head.captures(text).and_then(|found| Some(found.name("body")?.start())).filter(|_| !block.is_json())?;
    let is_to_vendor = text[..start].to_ascii_lowercase().contains("authorization:");
    (!is_to_vendor && serde_json::from_str::<IgnoredAny>(&text[start..]).is_ok()).then_some(start)
}
