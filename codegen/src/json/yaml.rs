//! YAML text → [`Document`], as far as YAML is JSON.
//!
//! `saphyr-parser` decides about syntax and reports events with their positions. The core schema of YAML 1.2 decides about scalars.

mod scalar;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

use crate::json::node::{Document, Member, Node, Value};
use crate::json::parse::{MAX_DEPTH, repeated_names};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};

/// The maximum size of all values that aliases repeat: a few lines of anchors can stand for any number of values.
const MAX_COPIED: usize = 64 << 20;

/// Parses a YAML text [YAML 1.2.2] with one document.
///
/// An integer that names a member, such as the status code `200`, is taken as its text.
///
/// # Errors
///
/// `yaml-version` for another version than 1.2; `malformed-yaml` if the text is not YAML, has more than one document or nests deeper than
/// 128 levels; `duplicate-member` for each repeated name of a mapping; `yaml-not-json` for what JSON cannot say: custom tags, other names
/// than strings, infinities, aliases of themselves or of too many values, and merge keys, which are not part of YAML 1.2.
pub fn parse(source: &Arc<Source>) -> Result<Document, Diagnostics> {
    check_version(source)?;
    let mut reading = Reading::new(source);
    let mut parser = Parser::new_from_str(source.text());
    while let Some(event) = parser.next_event() {
        let step = match event {
            Ok((event, span)) => reading.event(event, &span),
            Err(error) => Err(reading.malformed(&error)),
        };
        if let Err(finding) = step {
            reading.diagnostics.push(*finding);
            return Err(reading.diagnostics);
        }
    }
    let Some(root) = reading.root else {
        return Err(Diagnostic::error("malformed-yaml", "malformed YAML: the document is empty")
            .at(Place::new(source, 0..0))
            .help("write the value of the document")
            .into());
    };
    reading.diagnostics.gate(Document { source: Arc::clone(source), root }).map(|(document, _)| document)
}

/// Refuses a document that says another version of YAML than 1.2: scalars may mean other values there.
fn check_version(source: &Arc<Source>) -> Result<(), Diagnostics> {
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let directive = line.trim_end().trim_start_matches('\u{feff}');
        if let Some(version) =
            directive.strip_prefix("%YAML").map(|rest| rest.split('#').next().unwrap_or_default().trim())
            && version != "1.2"
        {
            let finding = Diagnostic::error(
                "yaml-version",
                format!("the document declares YAML {version}; only 1.2 is supported"),
            );
            let help = "remove this line if the values mean the same in YAML 1.2, where `yes`, `no` and `on` are strings and `010` is ten";
            return Err(finding.at(Place::new(source, start..start + line.trim_end().len())).help(help).into());
        }
        // Directives stand before everything else.
        if !directive.is_empty() && !directive.starts_with(['%', '#']) {
            break;
        }
        start += line.len();
    }
    Ok(())
}

/// A finding that ends the reading.
type Step = Result<(), Box<Diagnostic>>;

struct Reading<'s> {
    source: &'s Arc<Source>,
    /// The byte offset of every 256th character.
    offsets: Vec<usize>,
    /// The open collections, from the root inwards.
    open: Vec<Open>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Node>,
    /// The size of the values that anchors and aliases have copied.
    copied: usize,
    diagnostics: Diagnostics,
}

/// An open collection.
struct Open {
    anchor: usize,
    start: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    /// The members so far, and the name of the next one.
    Mapping(Vec<Member>, Option<(String, Range<usize>)>),
}

impl<'s> Reading<'s> {
    fn new(source: &'s Arc<Source>) -> Self {
        let offsets = source.text().char_indices().step_by(256).map(|(offset, _)| offset).collect();
        let (anchors, diagnostics) = (BTreeMap::new(), Diagnostics::new());
        Self { source, offsets, open: Vec::new(), root: None, anchors, copied: 0, diagnostics }
    }

    /// Returns the byte offset of a character.
    fn offset(&self, index: usize) -> usize {
        let text = self.source.text();
        let Some(start) = self.offsets.get(index / 256) else { return text.len() };
        text[*start..].char_indices().nth(index % 256).map_or(text.len(), |(offset, _)| start + offset)
    }

    fn span(&self, span: &Span) -> Range<usize> {
        let start = self.offset(span.start.index());
        start..self.offset(span.end.index()).max(start)
    }

    fn event(&mut self, event: Event<'_>, span: &Span) -> Step {
        let span = self.span(span);
        match event {
            Event::DocumentStart(_) if self.root.is_some() => Err(self.refused(
                "malformed-yaml",
                span,
                "malformed YAML: there is a second document",
                "a file has one document: move the other into a file of its own",
            )),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(anchor, tag) => {
                self.collection(anchor, tag.as_deref(), "seq", span, Content::Sequence(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.collection(anchor, tag.as_deref(), "map", span, Content::Mapping(Vec::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: Range<usize>) -> Step {
        let resolved = match (style, tag) {
            (ScalarStyle::Plain, None) => scalar::resolve(text),
            (_, Some(tag)) if tag.is_yaml_core_schema() && tag.suffix != "str" => scalar::resolve(text),
            _ => Some(Value::String(text.to_owned())),
        };
        let Some(value) = resolved else {
            let (message, help) = ("JSON has no such number", "quote it if it is a string");
            self.diagnostics.push(*self.refused("yaml-not-json", span.clone(), message, help));
            return self.value(Node { span, value: Value::Null }, anchor);
        };
        self.check_tag(tag, tag_of(&value), &span);
        let node = Node { span, value };
        match self.open.last_mut().map(|open| &mut open.content) {
            Some(Content::Mapping(_, name @ None)) => {
                let integer =
                    matches!(&node.value, Value::Number(number) if number == text && text.parse::<i128>().is_ok());
                let is_merge = text == "<<" && style == ScalarStyle::Plain;
                let is_name = !is_merge && (integer || node.as_str().is_some());
                *name = Some((text.to_owned(), node.span.clone()));
                let finding = match is_name {
                    true => return Ok(()),
                    false if is_merge => {
                        ("YAML 1.2 has no merge keys", "write the members of the other mapping here".to_owned())
                    }
                    false => ("the name of a member is not a string", format!("quote it if it is one: \"{text}\"")),
                };
                self.diagnostics.push(*self.refused("yaml-not-json", node.span, finding.0, finding.1));
                Ok(())
            }
            _ => self.value(node, anchor),
        }
    }

    /// Reports a tag other than that of the value by the core schema.
    fn check_tag(&mut self, tag: Option<&Tag>, known: &str, span: &Range<usize>) {
        let Some(tag) = tag else { return };
        let is_plain = tag.handle.is_empty() && tag.suffix == "!";
        let is_known = tag.is_yaml_core_schema() && (tag.suffix == known || (tag.suffix == "float" && known == "int"));
        if !is_known && !is_plain {
            let shown = if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { tag.to_string() };
            let help = "remove it: a document has the values of JSON, which need no tags";
            let finding =
                self.refused("yaml-not-json", span.clone(), format!("the tag `{shown}` does not fit the value"), help);
            self.diagnostics.push(*finding);
        }
    }

    fn collection(
        &mut self,
        anchor: usize,
        tag: Option<&Tag>,
        known: &str,
        span: Range<usize>,
        content: Content,
    ) -> Step {
        self.check_tag(tag, known, &span);
        self.check_depth(1, &span)?;
        if let Some(Open { content: Content::Mapping(_, None), .. }) = self.open.last() {
            let help = "a name is a string: write the mapping in another way";
            return Err(self.refused("yaml-not-json", span, "the name of a member is a collection", help));
        }
        self.open.push(Open { anchor, start: span.start, content });
        Ok(())
    }

    fn end(&mut self, span: Range<usize>) -> Step {
        let Some(Open { anchor, start, content }) = self.open.pop() else { return Ok(()) };
        let (last, value) = match content {
            Content::Sequence(elements) => (elements.last().map(|last| last.span.end), Value::Array(elements)),
            Content::Mapping(members, _) => {
                repeated_names(&members, self.source, &mut self.diagnostics);
                (members.last().map(|last| last.node.span.end), Value::Object(members.into()))
            }
        };
        // A block ends with its last value; the parser reports the start of what follows.
        let end = if span.is_empty() { last.unwrap_or(span.end) } else { span.end };
        self.value(Node { span: start..end.max(start), value }, anchor)
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Step {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            let help = "write the value: JSON has no values that contain themselves";
            return Err(self.refused("yaml-not-json", span, "an alias refers to the value that contains it", help));
        };
        self.copy(&node, &span)?;
        match self.open.last_mut().map(|open| &mut open.content) {
            Some(Content::Mapping(_, None)) => {
                Err(self.refused("yaml-not-json", span, "the name of a member is an alias", "write the name"))
            }
            // The place of the alias, so that spans stay in order.
            _ => self.value(node, 0),
        }
    }

    /// Counts a copy of a value below the open collections.
    fn copy(&mut self, node: &Node, span: &Range<usize>) -> Step {
        let (size, depth) = measure(node);
        self.check_depth(depth, span)?;
        self.copied += size;
        if self.copied > MAX_COPIED {
            let message = format!("aliases repeat more than {} MiB of values", MAX_COPIED >> 20);
            let help = "write the values out, or refer to them with `$ref`";
            return Err(self.refused("yaml-not-json", span.clone(), message, help));
        }
        Ok(())
    }

    fn check_depth(&self, levels: usize, span: &Range<usize>) -> Step {
        if self.open.len() + levels <= MAX_DEPTH {
            return Ok(());
        }
        let message = format!("malformed YAML: it nests deeper than {MAX_DEPTH} levels");
        Err(self.refused("malformed-yaml", span.clone(), message, "use at most 128 levels of nesting"))
    }

    /// Adds a value to the innermost collection.
    fn value(&mut self, node: Node, anchor: usize) -> Step {
        if anchor > 0 {
            self.copy(&node, &node.span.clone())?;
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Sequence(elements)) => elements.push(node),
            Some(Content::Mapping(members, name)) => {
                let (name, name_span) = name.take().unwrap_or_default();
                members.push(Member { name, name_span, node });
            }
        }
        Ok(())
    }

    /// Returns the finding for a fault in the syntax.
    fn malformed(&self, error: &ScanError) -> Box<Diagnostic> {
        let text = self.source.text();
        let offset = self.offset(error.marker().index());
        // A scalar may begin above the line with the tab.
        let lines = if error.info().contains("tab") { usize::MAX } else { 1 };
        let mut line = text[..offset].rfind('\n').map_or(0, |end| end + 1);
        for inner in text[line..].split_inclusive('\n').take(lines) {
            let content = inner.trim_start_matches([' ', '\t']);
            let indentation = &inner[..inner.len() - content.len()];
            if let Some(tab) = indentation.find('\t').filter(|_| !content.trim().is_empty()) {
                let message = "malformed YAML: a tab is in the indentation";
                return self.refused("malformed-yaml", line + tab..line + tab + 1, message, "indent with spaces");
            }
            line += inner.len();
        }
        let before = text[..offset].trim_end_matches('\t');
        if before.ends_with(':') && before.len() < offset {
            let message = "a tab alone between a name and its value is not read";
            return self.refused("malformed-yaml", before.len()..offset, message, "write a space there");
        }
        let help = "check the indentation, and quote text with `: `, ` #` or a first character such as `@`, `*` or `%`";
        self.refused("malformed-yaml", offset..offset, format!("malformed YAML: {}", error.info()), help)
    }

    fn refused(
        &self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(code, message).at(Place::new(self.source, span)).help(help))
    }
}

/// Returns the tag of a value by the core schema.
fn tag_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean(_) => "bool",
        Value::Number(number) if number.contains(['.', 'e', 'E']) => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "seq",
        Value::Object(_) => "map",
    }
}

/// Returns the approximate size of a value in bytes, and its levels of collections.
fn measure(node: &Node) -> (usize, usize) {
    let size = size_of::<Member>();
    let with = |inner: &mut dyn Iterator<Item = (usize, usize)>| {
        inner.fold((size, 1), |(total, deepest), (size, depth)| (total + size, deepest.max(depth + 1)))
    };
    match &node.value {
        Value::Array(elements) => with(&mut elements.iter().map(measure)),
        Value::Object(members) => with(&mut members.iter().map(|member| {
            let (size, depth) = measure(&member.node);
            (size + member.name.len(), depth)
        })),
        Value::Number(text) | Value::String(text) => (size + text.len(), 0),
        Value::Null | Value::Boolean(_) => (size, 0),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::source::location::Pointer;

    fn read(text: &str) -> Document {
        parse(&Source::new("a.yaml", text)).unwrap_or_else(|found| panic!("{found}"))
    }

    #[test]
    fn values_are_those_of_json() {
        let text = "a: no\nb: [1, ~, {c: 'x'}]\n200: |\n  two\n  lines\nd: &d { e: 2026-06-12 }\nf: *d\n? g\n: !!str 5\n\"h\":\n- >-\n  one\n  line\n";
        let json = r#"{"a":"no","b":[1,null,{"c":"x"}],"200":"two\nlines\n","d":{"e":"2026-06-12"},"f":{"e":"2026-06-12"},"g":"5","h":["one line"]}"#;
        assert_eq!(read(text).root.to_compact(), json);
        assert_eq!(read(json).root.to_compact(), json, "JSON is YAML");
    }

    #[test]
    fn spans_are_bytes_of_the_text() {
        let text =
            format!("# {}\r\nä:\r\n  - \"ß\"\r\n  - ö\r\nlast:\r\n  x: {{y: 1}}\r\n\r\n# end\r\n", "é".repeat(300));
        let document = read(&text);
        let shown = |pointer: &str| &text[document.get(&Pointer::parse(pointer).unwrap()).unwrap().span.clone()];
        assert_eq!(shown("/ä/0"), "\"ß\"");
        assert_eq!(shown("/ä/1"), "ö");
        assert_eq!(shown("/last/x"), "{y: 1}");
        assert_eq!(shown("/last"), "x: {y: 1}");
        let name = document.root.as_object().unwrap()[1].name_span.clone();
        assert_eq!(&text[name], "last");
    }

    #[test]
    fn anchors_grow_to_a_limit() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let inner = vec![format!("*a{}", level - 1); 10].join(", ");
            writeln!(text, "a{level}: &a{level} [{inner}]").unwrap();
        }
        let found = parse(&Source::new("a.yaml", text)).expect_err("it is 10^12 values");
        assert!(found.to_string().contains("aliases repeat more than 64 MiB"), "{found}");
    }
}
