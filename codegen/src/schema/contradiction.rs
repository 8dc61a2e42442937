//! Keywords of one schema that contradict each other: some or all instances are invalid, or a value of the schema is never used.

use codegen_runtime::value::exact::Exact;

use crate::json::{Document, Node, Value};
use crate::keyword;
use crate::keyword::dialect::Dialect;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};
use crate::source::nearest::within_one_edit;

/// Pairs of bounds with the instances that they limit; true if the two must not be equal either.
const BOUNDS: [(&str, &str, &str, bool); 8] = [
    ("minLength", "maxLength", "string", false),
    ("minItems", "maxItems", "array", false),
    ("minProperties", "maxProperties", "object", false),
    ("minContains", "maxContains", "array", false),
    ("minimum", "maximum", "number", false),
    ("minimum", "exclusiveMaximum", "number", true),
    ("exclusiveMinimum", "maximum", "number", true),
    ("exclusiveMinimum", "exclusiveMaximum", "number", true),
];

/// A schema with its place.
#[derive(Clone, Copy)]
pub(super) struct Schema<'a> {
    pub(super) node: &'a Node,
    pub(super) document: &'a Document,
    pub(super) pointer: &'a Pointer,
    pub(super) dialect: Dialect,
}

impl<'a> Schema<'a> {
    /// Returns the value of a keyword, if the dialect has it.
    fn get(self, keyword: &str) -> Option<&'a Node> {
        self.node.get(keyword).filter(|_| keyword::find(keyword, self.dialect).is_some())
    }

    fn place(self, node: &Node, tokens: &[&str]) -> Place {
        self.document.place(node, &tokens.iter().fold(self.pointer.clone(), |pointer, token| pointer.join(token)))
    }
}

/// Warns of the contradictions in a schema without its subschemas.
pub(super) fn contradictions(schema: Schema<'_>) -> Diagnostics {
    let mut findings = Diagnostics::new();
    let bounds = BOUNDS
        .iter()
        .filter_map(|(lower, upper, instance, is_strict)| crossed(schema, (*lower, *upper), instance, *is_strict));
    for finding in bounds.chain(refused_members(schema)).chain(delimited_patterns(schema)) {
        findings.push(finding);
    }
    findings
}

/// Reports a lower bound above the upper one.
fn crossed(schema: Schema<'_>, bounds: (&str, &str), instance: &str, is_strict: bool) -> Option<Diagnostic> {
    let (lower, upper) = (schema.get(bounds.0)?, schema.get(bounds.1)?);
    // Draft 4 has booleans in place of exclusive bounds.
    let (low, high) = (number(lower)?, number(upper)?);
    let needs_contains = bounds.0 == "minContains" && schema.get("contains").is_none();
    if low < high || low == high && !is_strict || needs_contains {
        return None;
    }
    let relation = if low == high { "equals" } else { "is above" };
    let message = format!("no {instance} is valid: `{}` {relation} `{}`", bounds.0, bounds.1);
    let finding = Diagnostic::warning("crossed-bounds", message).at(schema.place(lower, &[bounds.0]));
    Some(finding.related(schema.place(upper, &[bounds.1]), "the upper bound").help("correct one of the two"))
}

fn number(node: &Node) -> Option<Exact<'_>> {
    match &node.value {
        Value::Number(text) => Exact::parse(text),
        _ => None,
    }
}

/// Reports required members that the object does not allow.
fn refused_members(schema: Schema<'_>) -> Vec<Diagnostic> {
    let is_closed =
        schema.get("additionalProperties").is_some_and(|additional| matches!(additional.value, Value::Boolean(false)));
    let has_patterns = schema.get("patternProperties").and_then(Node::as_object).is_some_and(|it| !it.is_empty());
    let Some(required) = schema.get("required").and_then(Node::as_array) else { return Vec::new() };
    if !is_closed || has_patterns {
        return Vec::new();
    }
    let properties = schema.get("properties").and_then(Node::as_object).unwrap_or_default();
    let allowed = || properties.iter().map(|member| member.name.as_str());
    let is_required = |name: &str| required.iter().any(|it| it.as_str() == Some(name));
    let refused = required.iter().enumerate().filter_map(|(index, node)| Some((index, node, node.as_str()?)));
    let refused = refused.filter(|(_, _, name)| allowed().all(|known| known != *name));
    let finding = |(index, node, name): (usize, &Node, &str)| {
        let help = match within_one_edit(name, allowed().filter(|known| !is_required(known))) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add the member to `properties`, or remove it from `required`".to_owned(),
        };
        let message = format!("no object is valid: `{name}` is required, and `additionalProperties` refuses it");
        let place = schema.place(node, &["required", &index.to_string()]);
        Diagnostic::warning("refused-member", message).at(place).help(help)
    };
    refused.map(finding).collect()
}

/// Reports patterns with the delimiters of a regular expression in JavaScript or Perl, which match no text.
fn delimited_patterns(schema: Schema<'_>) -> Vec<Diagnostic> {
    let pattern = schema.get("pattern").and_then(|node| Some((node.as_str()?, schema.place(node, &["pattern"]))));
    let names = schema.get("patternProperties").and_then(Node::as_object).unwrap_or_default().iter().map(|member| {
        let pointer = schema.pointer.join("patternProperties").join(&member.name);
        (member.name.as_str(), Place::new(&schema.document.source, member.name_span.clone()).at(pointer))
    });
    let delimited = pattern.into_iter().chain(names).filter_map(|(pattern, place)| {
        let inner = delimited(pattern)?;
        let message = "the pattern matches no text: its slashes are characters to match, outside of `^` and `$`";
        let help = format!("write `{inner}`, without slashes and flags");
        Some(Diagnostic::warning("delimited-pattern", message).at(place).help(help))
    });
    delimited.collect()
}

/// Returns the anchored pattern between slashes: `^a$` of `/^a$/i`.
fn delimited(pattern: &str) -> Option<&str> {
    let (inner, flags) = pattern.strip_prefix('/')?.rsplit_once('/')?;
    let is_anchored = inner.starts_with('^') && inner.ends_with('$') && !inner.ends_with("\\$");
    (is_anchored && !inner.contains('|') && flags.chars().all(|flag| flag.is_ascii_lowercase())).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use crate::keyword::dialect::Draft;
    use crate::source::location::Source;

    /// Returns the warnings of a schema: each code with the pointer of its place.
    fn found(text: &str, draft: Draft) -> Vec<String> {
        let document = json::parse(&Source::new("", text)).expect("JSON");
        let root = Pointer::root();
        let schema = Schema { node: &document.root, document: &document, pointer: &root, dialect: Dialect::of(draft) };
        let place = |finding: &Diagnostic| finding.place.clone().and_then(|place| place.pointer).unwrap_or_default();
        contradictions(schema).iter().map(|finding| format!("{} {}", finding.code, place(finding))).collect()
    }

    #[test]
    fn contradictions_are_found_where_they_are() {
        for (schema, expected) in [
            (r#"{ "minLength": 5, "maxLength": 3 }"#, "crossed-bounds /minLength"),
            (r#"{ "minLength": 3, "maxLength": 3 }"#, ""),
            (r#"{ "minItems": 2, "maxItems": 1 }"#, "crossed-bounds /minItems"),
            (r#"{ "minProperties": 2, "maxProperties": 1 }"#, "crossed-bounds /minProperties"),
            (r#"{ "minContains": 2, "maxContains": 1, "contains": true }"#, "crossed-bounds /minContains"),
            (r#"{ "minContains": 2, "maxContains": 1 }"#, ""),
            (r#"{ "minimum": 10, "maximum": 1e1 }"#, ""),
            (r#"{ "minimum": 10.5, "maximum": 10 }"#, "crossed-bounds /minimum"),
            (r#"{ "minimum": -1, "maximum": -2 }"#, "crossed-bounds /minimum"),
            (r#"{ "minimum": 10, "exclusiveMaximum": 10 }"#, "crossed-bounds /minimum"),
            (r#"{ "exclusiveMinimum": 9, "exclusiveMaximum": 10 }"#, ""),
            (r#"{ "exclusiveMinimum": 10, "maximum": 10 }"#, "crossed-bounds /exclusiveMinimum"),
            (r#"{ "minLength": 5, "maximum": 3 }"#, ""),
            (
                r#"{ "required": ["a", "b"], "properties": { "a": true }, "additionalProperties": false }"#,
                "refused-member /required/1",
            ),
            (r#"{ "required": ["b"], "additionalProperties": false }"#, "refused-member /required/0"),
            (r#"{ "required": ["b"], "properties": { "a": true } }"#, ""),
            (r#"{ "required": ["b"], "additionalProperties": {} }"#, ""),
            (r#"{ "required": ["b"], "patternProperties": { "^b": {} }, "additionalProperties": false }"#, ""),
            (r#"{ "required": ["b"], "unevaluatedProperties": false }"#, ""),
            (r#"{ "pattern": "/^[a-z]+$/" }"#, "delimited-pattern /pattern"),
            (r#"{ "pattern": "/^[a-z]+$/i" }"#, "delimited-pattern /pattern"),
            (r#"{ "pattern": "^/[a-z]+/$" }"#, ""),
            (r#"{ "pattern": "/v1/" }"#, ""),
            (r#"{ "pattern": "/^a|b$/" }"#, ""),
            (r#"{ "pattern": "/^a\\$/" }"#, ""),
            (r#"{ "patternProperties": { "/^x-$/": {} } }"#, "delimited-pattern /patternProperties/~1^x-$~1"),
        ] {
            assert_eq!(found(schema, Draft::Draft2020).join(" "), expected, "{schema}");
        }
        let draft_4 = r#"{ "minimum": 1, "maximum": 0, "exclusiveMinimum": true, "exclusiveMaximum": true }"#;
        assert_eq!(found(draft_4, Draft::Draft4), ["crossed-bounds /minimum"]);
        assert!(found(r#"{ "minContains": 2, "maxContains": 1, "contains": {} }"#, Draft::Draft7).is_empty());
    }
}
