//! JSON text → [`Document`].
//!
//! `serde_json` decides about syntax and nesting; `jsonc-parser`, with its extensions off, provides the spans.

use std::collections::HashMap;
use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions};

use crate::json::malformed::malformed;
use crate::json::node::{Document, Member, Node, Value};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};

/// The maximum nesting of values.
pub(super) const MAX_DEPTH: usize = 128;

/// Parses a JSON text [RFC 8259].
///
/// # Errors
///
/// `malformed-json` if the text is not JSON or nests deeper than 128 levels, and `duplicate-member` for each repeated name of an object.
pub fn parse(source: &Arc<Source>) -> Result<Document, Diagnostics> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(source.text()) {
        return Err(malformed(source, offset(source, &error), &describe(&error)).into());
    }
    // `serde_json` has bounded the nesting, except inside values that it ignores.
    if let Some(offset) = too_deep(source.text()) {
        return Err(malformed(source, offset, "it nests deeper than 128 levels").into());
    }
    let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
    let parsed = jsonc_parser::parse_to_ast(source.text(), &collect, &strict());
    let root = match parsed {
        Ok(parsed) => parsed.value,
        Err(error) => return Err(malformed(source, error.range().start, &error.kind().to_string()).into()),
    };
    let Some(root) = root else {
        return Err(malformed(source, 0, "there is no value").into());
    };
    let mut diagnostics = Diagnostics::new();
    let root = node(root, source, &mut diagnostics);
    diagnostics.gate(Document { source: Arc::clone(source), root }).map(|(document, _)| document)
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

/// Returns the message without the line and column at its end, which the excerpt shows.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// Returns the byte offset: `serde_json` counts columns in bytes, from 1, and reports the last byte read.
fn offset(source: &Source, error: &serde_json::Error) -> usize {
    let start = source.line_start(error.line());
    source.text().floor_char_boundary(start + error.column().saturating_sub(1))
}

fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth -= 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Some(offset);
        }
    }
    None
}

fn node(parsed: ast::Value<'_>, source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Node {
    let range = parsed.range();
    let value = match parsed {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Boolean(literal.value),
        ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
        ast::Value::StringLit(literal) => Value::String(literal.value.into_owned()),
        ast::Value::Array(array) => {
            Value::Array(array.elements.into_iter().map(|element| node(element, source, diagnostics)).collect())
        }
        ast::Value::Object(object) => Value::Object(members(object, source, diagnostics).into()),
    };
    Node { span: range.start..range.end, value }
}

fn members(object: ast::Object<'_>, source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Vec<Member> {
    let member = |property: ast::ObjectProp<'_>, diagnostics: &mut Diagnostics| {
        let range = property.name.range();
        let (name, name_span) = (property.name.into_string(), range.start..range.end);
        Member { name, name_span, node: node(property.value, source, diagnostics) }
    };
    let members: Vec<Member> = object.properties.into_iter().map(|property| member(property, diagnostics)).collect();
    repeated_names(&members, source, diagnostics);
    members
}

/// Reports the names of an object that it has already.
pub(super) fn repeated_names(members: &[Member], source: &Arc<Source>, diagnostics: &mut Diagnostics) {
    let mut seen = HashMap::with_capacity(members.len());
    for Member { name, name_span, .. } in members {
        if let Some(first) = seen.insert(name, name_span.clone()) {
            let place = Place::new(source, name_span.clone());
            diagnostics.push(
                Diagnostic::error("duplicate-member", format!("duplicate member `{name}`"))
                    .repeating(place, Place::new(source, first))
                    .help("remove one of the two: readers disagree about which counts"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::source::location::Source;

    #[test]
    fn each_fault_has_a_fitting_help() {
        for (text, what, help) in [
            ("", "the text is empty", "write a value"),
            (" \n ", "the text is empty", "write a value"),
            ("<!DOCTYPE html>\n<html></html>", "this is HTML or XML", "save the document itself"),
            ("\n<?xml version=\"1.0\"?>", "this is HTML or XML", "save the document itself"),
            ("{ \"a\": +70000 }", "a number begins with `+`", "remove the `+`"),
            ("[+1.5]", "a number begins with `+`", "remove the `+`"),
            ("{ \"a\": .5 }", "a number begins with its point", "write `0` before it"),
            ("{ \"a\": + }", "", "use double quotes"),
            ("{ \"a\": 05 }", "", "no leading zero"),
            (r#"{ "a": "\ud800" }"#, "", "is a pair of escapes"),
            (r#"{ "a": "\ud800 b" }"#, "", "is a pair of escapes"),
            (r#"{ "a": "\ud800\n" }"#, "", "is a pair of escapes"),
            (r#"{ "a": "\udc00" }"#, "", "is a pair of escapes"),
            (r#"{ "a": "\ud800\ud800" }"#, "", "is a pair of escapes"),
            (r#"{ "a": "\x41" }"#, "", "four hexadecimal digits"),
            (r#"{ "a": "\u00" }"#, "", "four hexadecimal digits"),
            ("{ \"a\": \"b\0c\" }", "the raw character U+0000", "write `\\u0000`, or remove it"),
            ("{ 'a': 1 }", "single quotes", "use double quotes"),
        ] {
            let findings = parse(&Source::new("", text)).expect_err(text);
            let finding = findings.iter().next().expect("a finding");
            let found = finding.help.as_deref().unwrap_or_default();
            assert!(finding.message.contains(what) && found.contains(help), "{text}: {} {found}", finding.message);
        }
    }
}
