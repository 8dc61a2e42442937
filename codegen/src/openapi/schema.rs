//! Schemas of OpenAPI → schemas of draft 2020-12, with the spans of the document.

use std::sync::Arc;

use crate::json::{Document, Member, Node, Value};
use crate::keyword::dialect::{self, Draft};
use crate::keyword::{self, Form};
use crate::openapi::api::{Api, At, Version};
use crate::openapi::base;
use crate::openapi::chosen::Chosen;
use crate::openapi::extension::component_of;
use crate::openapi::nullable;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::reference::References;
use crate::openapi::shared::Shared;
use crate::openapi::tag;
use crate::openapi::written::{member, string};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Pointer;
use crate::source::uri;

/// The schemas of a document while they are rewritten.
pub(super) struct Rewriting<'d, 'r> {
    pub(super) api: Api<'d>,
    pub(super) shared: &'r mut Shared,
    pub(super) oddities: &'r mut Oddities,
    pub(super) diagnostics: &'r mut Diagnostics,
    /// True if `nullable` has an effect also without `type` beside it.
    pub(super) nullable_everywhere: bool,
    /// The path from the file that is written to the folder of shared schemas.
    pub(super) to_shared: &'static str,
    /// The references of a document with the schemas of a catalogue, which are written as they are; `None` for any other document.
    pub(super) kept: Option<References>,
    /// The branch that the written event has.
    pub(super) chosen: Option<Chosen<'d>>,
    /// The schema of the file that is written.
    pub(super) root: Pointer,
}

/// The dialects of 3.1 that are those of the written schemas.
const DIALECTS: [&str; 2] =
    ["https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"];

/// The keywords of OpenAPI that say nothing about instances.
const DROPPED: [&str; 2] = ["xml", "externalDocs"];

/// The keywords whose meaning depends on the base of the document, which a file of its own does not have.
const MOVED: [&str; 6] = ["$id", "id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef"];

/// Reports a dialect other than that of OpenAPI 3.1.
pub(super) fn check_dialect(api: Api<'_>, dialect: &At<'_>, diagnostics: &mut Diagnostics) {
    let is_known = dialect.node.as_str().is_some_and(|uri| DIALECTS.contains(&uri.trim_end_matches('#')));
    if !is_known {
        let finding = Diagnostic::error("unknown-dialect", "the schemas use a dialect other than that of OpenAPI 3.1");
        let help = format!("use one of {}", DIALECTS.join(", "));
        diagnostics.push(finding.at(api.place(dialect)).help(help));
    }
}

/// Returns true for a keyword of the schemas that are written.
fn is_keyword(name: &str) -> bool {
    keyword::find(name, dialect::DEFAULT).is_some()
}

impl<'d> Rewriting<'d, '_> {
    /// Writes the schema of a file.
    pub(super) fn file(&mut self, at: &At<'d>) -> Node {
        self.root = at.pointer.clone();
        self.with_dialect(at)
    }

    /// Writes the schema of an event, which may have one branch of a union: then references to the schema lead to the whole of it.
    pub(super) fn event(&mut self, at: &At<'d>, chosen: Option<&Chosen<'d>>) -> Node {
        let Some(chosen) = chosen else { return self.file(at) };
        self.root = Pointer::root();
        self.chosen = Some(chosen.clone());
        let node = self.with_dialect(at);
        self.chosen = None;
        node
    }

    fn with_dialect(&mut self, at: &At<'d>) -> Node {
        let node = self.schema(at);
        let Value::Object(members) = &node.value else { return node };
        let dialect = member("$schema", string(Draft::Draft2020.meta_schema(), &node));
        let members: Vec<Member> = std::iter::once(dialect).chain(members.iter().cloned()).collect();
        Node { span: node.span.clone(), value: Value::Object(members.into()) }
    }

    /// Returns a value with a place in the document as a document of its own.
    pub(super) fn document(&self, root: Node) -> Arc<Document> {
        Arc::new(Document { source: Arc::clone(&self.api.document.source), root })
    }

    /// Rewrites a schema. A value that is not a schema stays, and is reported where schemas are read.
    pub(super) fn schema(&mut self, at: &At<'d>) -> Node {
        let Some(known) = at.node.as_object() else { return at.node.clone() };
        let narrowed = self.chosen.clone().filter(|chosen| chosen.is_within(at));
        let mut members = Vec::with_capacity(known.len());
        let hides = self.api.hides_beside_ref(at);
        if let Some(target) = self.chosen.as_ref().and_then(|chosen| chosen.target(at)) {
            for (_, hidden) in at.members().filter(|(name, _)| hides && is_hidden(name)) {
                self.oddities.note(Oddity::BesideRef, self.api.place(&hidden));
            }
            return self.schema(&target);
        }
        for known in known {
            let inner = At { node: &known.node, pointer: at.pointer.join(&known.name) };
            if narrowed.as_ref().is_some_and(|chosen| chosen.drops(&known.name)) {
                continue;
            }
            if hides && is_hidden(&known.name) {
                self.oddities.note(Oddity::BesideRef, self.api.place(&inner));
                continue;
            }
            if self.kept.is_none() && self.api.version == Version::V30 && is_since_31(&known.name, &known.node) {
                self.oddities.note(Oddity::KeywordSince31, self.api.place(&inner));
            }
            if let Some(node) = self.keyword(at, &known.name, &inner) {
                let name = if known.name == "example" && self.kept.is_none() { "examples" } else { &known.name };
                members.push(Member { name: name.to_owned(), name_span: known.name_span.clone(), node });
            }
        }
        if self.kept.is_none() {
            unite_bounds(at, &mut members);
            match &narrowed {
                Some(chosen) => {
                    if let Some(branch) = narrow(chosen, at, &mut members) {
                        return branch;
                    }
                }
                None => {
                    base::note_inline(self.api, self.oddities, at);
                    tag::fix(self.api, self.oddities, at, &mut members);
                }
            }
            nullable::apply(self.api, self.oddities, self.nullable_everywhere, at, &mut members);
        }
        Node { span: at.node.span.clone(), value: Value::Object(members.into()) }
    }

    /// Rewrites the value of a keyword; `None` if the keyword is not written.
    fn keyword(&mut self, at: &At<'d>, name: &str, inner: &At<'d>) -> Option<Node> {
        match name {
            "$ref" => Some(self.reference(at, inner)),
            "$schema" => {
                check_dialect(self.api, inner, self.diagnostics);
                None
            }
            _ if MOVED.contains(&name) && (self.kept.is_none() || is_keyword(name)) => {
                let finding = Diagnostic::error("unsupported-keyword", format!("`{name}` cannot be imported"));
                let help = "refer to components by their pointers: each schema becomes a file of its own";
                self.diagnostics.push(finding.at(self.api.place(inner)).help(help));
                None
            }
            _ if self.kept.is_some() && !is_keyword(name) => Some(self.beneath(inner)),
            _ if self.kept.is_some() => Some(self.subschemas(name, inner)),
            "nullable" | "discriminator" => None,
            "exclusiveMinimum" | "exclusiveMaximum" if matches!(inner.node.value, Value::Boolean(_)) => {
                if self.api.version == Version::V31 {
                    self.oddities.note(Oddity::BooleanBound, self.api.place(inner));
                }
                // The bound itself is under the name without `exclusive`.
                let bound = at.node.get(if name == "exclusiveMinimum" { "minimum" } else { "maximum" });
                let is_exclusive = matches!(inner.node.value, Value::Boolean(true));
                if is_exclusive && bound.is_none() {
                    self.oddities.note(Oddity::NoBound, self.api.place(inner));
                }
                bound.filter(|_| is_exclusive).cloned()
            }
            "required" if matches!(inner.node.value, Value::Boolean(_)) => {
                self.oddities.note(Oddity::RequiredFlag, self.api.place(inner));
                None
            }
            "required" => {
                self.note_read_only(at, inner);
                Some(inner.node.clone())
            }
            "type" => Some(self.types(inner)),
            "example" if at.node.get("examples").is_some_and(|examples| examples.as_array().is_some()) => None,
            "examples" if at.node.get("example").is_some() && inner.node.as_array().is_some() => {
                let listed = inner.node.as_array().unwrap_or_default().iter();
                let all = at.node.get("example").into_iter().chain(listed).cloned().collect();
                Some(Node { span: inner.node.span.clone(), value: Value::Array(all) })
            }
            "example" => Some(Node { span: inner.node.span.clone(), value: Value::Array(vec![inner.node.clone()]) }),
            "examples" if inner.node.as_array().is_none() => {
                self.oddities.note(Oddity::ExampleList, self.api.place(inner));
                None
            }
            _ if DROPPED.contains(&name) => None,
            _ => Some(self.subschemas(name, inner)),
        }
    }

    /// Rewrites the subschemas in the value of a keyword.
    fn subschemas(&mut self, name: &str, at: &At<'d>) -> Node {
        let form = keyword::find(name, dialect::DEFAULT).map(|keyword| keyword.form);
        let value = match (form, &at.node.value) {
            (Some(Form::Schema), Value::Object(_)) => return self.schema(at),
            (Some(Form::SchemaList), Value::Array(_)) => {
                let chosen = self.chosen.as_ref().filter(|chosen| chosen.union == at.pointer);
                if let Some(branch) = chosen.and_then(|chosen| at.elements().nth(chosen.index)) {
                    return self.schema(&branch);
                }
                Value::Array(at.elements().map(|element| self.schema(&element)).collect())
            }
            (Some(Form::SchemaMap | Form::PatternMap | Form::SchemaOrStringsMap), Value::Object(members)) => {
                let rewritten = members.iter().zip(at.members()).map(|(member, (_, inner))| {
                    let is_schema = inner.node.as_object().is_some();
                    let node = if is_schema { self.schema(&inner) } else { inner.node.clone() };
                    Member { node, ..member.clone() }
                });
                Value::Object(rewritten.collect::<Vec<_>>().into())
            }
            _ => return at.node.clone(),
        };
        Node { span: at.node.span.clone(), value }
    }

    /// Rewrites the schemas in the value of an unknown keyword that references lead to.
    fn beneath(&mut self, at: &At<'d>) -> Node {
        let is_led_to =
            |by: fn(&References, &Pointer) -> bool| self.kept.as_ref().is_some_and(|it| by(it, &at.pointer));
        if is_led_to(References::lead_to) {
            return self.schema(at);
        }
        let value = match &at.node.value {
            _ if !is_led_to(References::lead_into) => return at.node.clone(),
            Value::Array(_) => Value::Array(at.elements().map(|element| self.beneath(&element)).collect()),
            Value::Object(members) => {
                let rewritten = members.iter().zip(at.members());
                let rewritten =
                    rewritten.map(|(member, (_, inner))| Member { node: self.beneath(&inner), ..member.clone() });
                Value::Object(rewritten.collect::<Vec<_>>().into())
            }
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => return at.node.clone(),
        };
        Node { span: at.node.span.clone(), value }
    }

    /// Writes a reference to a file beside, or in the folder of shared schemas.
    fn reference(&mut self, schema: &At<'d>, at: &At<'d>) -> Node {
        match self.api.target(at) {
            Ok(target) => {
                if self.kept.is_none() {
                    base::note_reference(self.api, self.oddities, schema, &target);
                }
                let whole = (target.pointer.clone(), Pointer::root());
                let keeps = self.kept.is_some();
                let (file, inside) = if keeps { component_of(&target.pointer) } else { whole };
                let is_here = file == self.root;
                let path = if is_here { String::new() } else { self.shared.name(self.api, &file) };
                let folder = if is_here { "" } else { self.to_shared };
                let is_fragment = is_here || !inside.as_str().is_empty();
                let fragment = is_fragment.then(|| format!("#{}", uri::encode_fragment(inside.as_str())));
                string(&format!("{folder}{path}{}", fragment.unwrap_or_default()), at.node)
            }
            Err(finding) => {
                self.diagnostics.push(*finding);
                at.node.clone()
            }
        }
    }

    /// Reads `null` in place of the name of a type.
    fn types(&mut self, at: &At<'d>) -> Node {
        if matches!(at.node.value, Value::Null) {
            self.oddities.note(Oddity::NullType, self.api.place(at));
            return string("null", at.node);
        }
        if at.node.as_array().is_none() {
            return at.node.clone();
        }
        let types = at.elements().map(|element| self.types(&element)).collect();
        Node { span: at.node.span.clone(), value: Value::Array(types) }
    }

    fn note_read_only(&mut self, at: &At<'d>, required: &At<'d>) {
        if self.api.version == Version::V31 {
            return;
        }
        let properties = at.get("properties");
        for name in required.elements() {
            let member = name.node.as_str().and_then(|name| properties.as_ref()?.get(name));
            let is_read_only =
                |member: &At<'_>| matches!(member.node.get("readOnly"), Some(Node { value: Value::Boolean(true), .. }));
            if member.is_some_and(|member| is_read_only(&member)) {
                self.oddities.note(Oddity::ReadOnlyRequired, self.api.place(&name));
            }
        }
    }
}

/// Moves the chosen branch from its union into `allOf`; returns the branch if it is all that there is.
fn narrow(chosen: &Chosen<'_>, at: &At<'_>, members: &mut Vec<Member>) -> Option<Node> {
    let is_union = |member: &Member| at.pointer.join(&member.name) == chosen.union;
    let index = members.iter().position(is_union)?;
    if let [only] = members.as_slice() {
        return Some(only.node.clone());
    }
    let branch = members.remove(index).node;
    let all = members.iter_mut().find(|member| member.name == "allOf");
    match all.map(|all| &mut all.node.value) {
        Some(Value::Array(parts)) => parts.push(branch),
        _ => {
            let span = branch.span.clone();
            members.push(member("allOf", Node { span, value: Value::Array(vec![branch]) }));
        }
    }
    None
}

/// Returns true for a keyword that OpenAPI 3.0 ignores beside `$ref`, if that makes a difference.
fn is_hidden(name: &str) -> bool {
    !matches!(name, "$ref" | "description" | "nullable" | "example") && !name.starts_with("x-")
}

/// The keywords of 3.0 that say something about instances, and those of any version that do not.
const OF_30: &str = "\
    $ref $comment additionalProperties allOf anyOf default deprecated description enum examples exclusiveMaximum \
    exclusiveMinimum format items maxItems maxLength maxProperties maximum minItems minLength minProperties minimum \
    multipleOf not oneOf pattern properties readOnly required title uniqueItems writeOnly";

/// Returns true for a keyword, or a form of its value, that 3.0 does not have [OpenAPI 3.0.3 §4.7.24].
fn is_since_31(name: &str, value: &Node) -> bool {
    match name {
        "type" => value.as_str().is_none(),
        "exclusiveMinimum" | "exclusiveMaximum" => matches!(value.value, Value::Number(_)),
        // An extension is nobody's keyword.
        _ if name.starts_with("x-") => false,
        _ => is_keyword(name) && OF_30.split(' ').all(|known| known != name),
    }
}

/// Removes the bounds that an exclusive one has replaced.
fn unite_bounds(at: &At<'_>, members: &mut Vec<Member>) {
    let is_true = |name| matches!(at.node.get(name), Some(Node { value: Value::Boolean(true), .. }));
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if is_true(exclusive) {
            members.retain(|member| member.name != bound);
        }
    }
}
