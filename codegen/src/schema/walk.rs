//! Visits the schemas of a document: their resources, anchors and drafts, and the form of their keywords.

use crate::json::{self, Document, Member, Node, Value};
use crate::keyword;
use crate::keyword::dialect::Draft;
use crate::keyword::form;
use crate::keyword::{Form, Keyword, Treatment};
use crate::schema::contradiction::{Schema, contradictions};
use crate::schema::registry::{Anchor, Location, RECURSIVE, Reference, Registry, Scope};
use crate::schema::{type_name, value};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;
use crate::source::uri;

impl Registry {
    /// Visits a schema and its subschemas.
    pub(super) fn visit(&mut self, at: &Location, node: &Node, outer: &Scope, diagnostics: &mut Diagnostics) {
        let Some(members) = node.as_object() else {
            self.scopes.insert(at.clone(), outer.clone());
            if !matches!(node.value, Value::Boolean(_)) {
                let place = self.document(at).place(node, &at.pointer);
                let label = format!("{} found", node.type_name());
                let message = "a schema must be an object or a boolean";
                let help = "write a schema such as `{ \"type\": \"object\" }`, or refer to one";
                diagnostics.push(Diagnostic::error("invalid-schema", message).labelled(place, label).help(help));
            }
            return;
        };
        let mut scope = outer.clone();
        self.read_dialect(at, node, &mut scope, diagnostics);
        let hides_siblings = scope.dialect.draft.ref_hides_siblings() && node.get("$ref").is_some();
        if !hides_siblings {
            self.read_id(at, node, &mut scope, diagnostics);
            self.read_anchors(at, node, &scope);
            let (document, pointer) = (self.document(at), &at.pointer);
            diagnostics.extend(contradictions(Schema { node, document, pointer, dialect: scope.dialect }));
        }
        self.scopes.insert(at.clone(), scope.clone());
        for member in members {
            let keyword = keyword::find(&member.name, scope.dialect);
            if hides_siblings && keyword.is_some_and(|keyword| is_hidden(keyword, scope.dialect.draft)) {
                self.note_hidden(at, member);
            }
            match keyword {
                Some(keyword)
                    if hides_siblings && !matches!(keyword.form, Form::SchemaMap) && member.name != "$ref" => {}
                Some(keyword) => self.visit_keyword(at, (node, member), keyword, &scope, diagnostics),
                None => self.note_unknown(at, member, scope.dialect.draft),
            }
        }
    }

    fn read_dialect(&self, at: &Location, node: &Node, scope: &mut Scope, diagnostics: &mut Diagnostics) {
        let Some(declared) = node.get("$schema") else { return };
        let Some(uri) = declared.as_str() else { return };
        let is_resource = at.pointer.as_str().is_empty() || node.get("$id").is_some() || node.get("id").is_some();
        match self.dialect(uri) {
            Some(dialect) if is_resource => scope.dialect = dialect,
            Some(_) => {}
            None => {
                let known: Vec<&str> = Draft::all_meta_schemas().collect();
                diagnostics.push(
                    Diagnostic::error("unknown-dialect", format!("unknown dialect `{uri}`"))
                        .at(self.keyword_place(at, "$schema", declared))
                        .help(format!("use one of {}", known.join(", "))),
                );
            }
        }
    }

    fn read_id(&mut self, at: &Location, node: &Node, scope: &mut Scope, diagnostics: &mut Diagnostics) {
        let keyword = scope.dialect.draft.id_keyword();
        let Some((declared, text)) = node.get(keyword).and_then(|node| Some((node, node.as_str()?))) else { return };
        let Some((uri, fragment)) = uri::resolve(&scope.base, text) else { return };
        if !fragment.is_empty() && scope.dialect.draft <= Draft::Draft7 {
            let anchor = Anchor { location: at.clone(), is_dynamic: false };
            self.anchors.insert((uri.clone(), fragment.clone()), anchor);
        } else if !fragment.is_empty() {
            let message = format!("`{keyword}` must not have a fragment since draft 2019-09");
            let place = self.keyword_place(at, keyword, declared);
            diagnostics
                .push(Diagnostic::error("id-with-fragment", message).at(place).help("use `$anchor` for the fragment"));
        }
        if text.starts_with('#') {
            return;
        }
        let other = self.resources.get(&uri).filter(|known| *known != at);
        let is_only_offered = |document: &usize| self.offered.contains(document);
        if is_only_offered(&at.document) && other.is_some_and(|other| !is_only_offered(&other.document)) {
            return;
        }
        if let Some(known) = other.filter(|other| !is_only_offered(&other.document)) {
            let message = format!("two schemas have the URI <{uri}>");
            diagnostics.push(
                Diagnostic::error("duplicate-id", message)
                    .repeating(self.keyword_place(at, keyword, declared), self.place(known))
                    .help("give each schema a unique URI"),
            );
            self.repeated.insert(uri.clone());
        }
        self.resources.insert(uri.clone(), at.clone());
        scope.base = uri;
        scope.resource = at.clone();
    }

    fn read_anchors(&mut self, at: &Location, node: &Node, scope: &Scope) {
        let mut insert = |anchor_name: &str, is_dynamic| {
            let anchor = Anchor { location: at.clone(), is_dynamic };
            self.anchors.insert((scope.base.clone(), anchor_name.to_owned()), anchor);
        };
        for (keyword, is_dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
            if keyword::find(keyword, scope.dialect).is_some()
                && let Some(anchor_name) = node.get(keyword).and_then(Node::as_str)
            {
                insert(anchor_name, is_dynamic);
            }
        }
        let is_recursive = matches!(node.get("$recursiveAnchor").map(|it| &it.value), Some(Value::Boolean(true)));
        if is_recursive && keyword::find("$recursiveAnchor", scope.dialect).is_some() && *at == scope.resource {
            insert(RECURSIVE, true);
        }
    }

    fn visit_keyword(
        &mut self,
        at: &Location,
        (owner, member): (&Node, &Member),
        keyword: &Keyword,
        scope: &Scope,
        diagnostics: &mut Diagnostics,
    ) {
        let here = below(at, [&member.name]);
        let mismatches = form::check(keyword.form, scope.dialect.draft, &member.node);
        for mismatch in &mismatches {
            let whole = if mismatch.is_part { "each part of " } else { "" };
            let message = format!("{whole}`{}` must be {}", member.name, mismatch.expected);
            let pointer = below(&here, &mismatch.tokens).pointer;
            let place = self.document(at).place(mismatch.node, &pointer);
            let specification =
                || format!("see `{}` in the specification of {}", member.name, scope.dialect.draft.meta_schema());
            let help = hint(&member.name, &member.node, scope.dialect.draft).map(str::to_owned);
            let foreign = || mismatch.node.as_str().filter(|_| keyword.form == Form::Types).and_then(type_name::meant);
            let help = help.or_else(foreign).or_else(|| encoded(keyword.form, mismatch.node));
            let help = help.unwrap_or_else(specification);
            let finding = Diagnostic::error("invalid-keyword-value", message).labelled(place, &mismatch.found);
            diagnostics.push(finding.help(help));
        }
        if !mismatches.is_empty() {
            return;
        }
        if member.name == "enum" {
            diagnostics.extend(doubtful_values(&self.documents[at.document], &member.node, &here));
        }
        if value::are_excluded(owner, member) {
            let place = self.keyword_place(at, &member.name, &member.node);
            diagnostics.push(value::excluded(owner, member).at(place));
        } else if member.name == "enum"
            && let Some((index, finding)) = value::excluded_value(owner, &member.node)
        {
            let excluded = &member.node.as_array().unwrap_or_default()[index];
            diagnostics.push(finding.at(self.document(at).place(excluded, &here.pointer.join(index))));
        }
        if matches!(member.name.as_str(), "$ref" | "$dynamicRef" | "$recursiveRef") {
            let text = member.node.as_str().unwrap_or_default().to_owned();
            self.references.push(Reference { schema: at.clone(), keyword: member.name.clone(), text });
        }
        self.visit_subschemas(&here, &member.node, keyword.form, scope, diagnostics);
    }

    fn visit_subschemas(
        &mut self,
        here: &Location,
        node: &Node,
        form: Form,
        scope: &Scope,
        diagnostics: &mut Diagnostics,
    ) {
        match (form, &node.value) {
            (Form::Schema | Form::SchemaOrList, Value::Object(_) | Value::Boolean(_)) => {
                self.visit(here, node, scope, diagnostics);
            }
            (Form::SchemaList | Form::SchemaOrList, Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.visit(&below(here, [index]), element, scope, diagnostics);
                }
            }
            (Form::SchemaMap | Form::PatternMap | Form::SchemaOrStringsMap, Value::Object(members)) => {
                for member in members.iter().filter(|member| member.node.as_array().is_none()) {
                    self.visit(&below(here, [&member.name]), &member.node, scope, diagnostics);
                }
            }
            _ => {}
        }
    }

    fn note_unknown(&mut self, at: &Location, member: &Member, draft: Draft) {
        let place = Place::new(&self.document(at).source, member.name_span.clone()).at(at.pointer.join(&member.name));
        // What the crate keeps has a document of its own, which is noted too.
        if place.is_added() {
            return;
        }
        if let Some(meant) = keyword::nearest(&member.name, draft) {
            let message = format!("unknown keyword `{}`; did you mean `{meant}`?", member.name);
            let list = if meant == "examples" { " with a list of values" } else { "" };
            let help = format!("write `{meant}`{list}, or prefix the name with `x-` if it is an annotation");
            let warning = Diagnostic::warning("misspelled-keyword", message).at(place).help(help);
            self.misspelled.push((below(at, [&member.name]), warning));
        } else if !member.name.starts_with("x-") {
            let key = (at.document, member.name.clone());
            self.unknown_keywords.entry(key).or_default().push(place);
        }
    }

    fn note_hidden(&mut self, at: &Location, member: &Member) {
        let place = Place::new(&self.document(at).source, member.name_span.clone()).at(at.pointer.join(&member.name));
        if !place.is_added() {
            self.hidden.entry((at.document, member.name.clone())).or_default().push(place);
        }
    }

    fn keyword_place(&self, at: &Location, keyword: &str, node: &Node) -> Place {
        self.document(at).place(node, &at.pointer.join(keyword))
    }
}

/// Returns true for a keyword that has an effect unless it is beside `$ref`.
fn is_hidden(keyword: &Keyword, draft: Draft) -> bool {
    match keyword.treatment {
        Treatment::Typed | Treatment::Validated => keyword.spelling != "$ref",
        Treatment::Structural => keyword.spelling == draft.id_keyword(),
        Treatment::Annotation => false,
    }
}

/// Reports an `enum` that is empty or has equal values: since draft 6 this is only discouraged [JSON Schema 2020-12 Validation §6.1.2].
fn doubtful_values(document: &Document, node: &Node, here: &Location) -> Diagnostics {
    let list = node.as_array().unwrap_or_default();
    if list.is_empty() {
        let finding = Diagnostic::warning("empty-enum", "no instance is valid: `enum` is empty");
        return finding.at(document.place(node, &here.pointer)).help("list the values, or write `false`").into();
    }
    let Some((first, again)) = json::repeated(list) else { return Diagnostics::new() };
    let place = |index: usize| document.place(&list[index], &here.pointer.join(index));
    Diagnostic::warning("repeated-value", "duplicate value in `enum`")
        .repeating(place(again), place(first))
        .help("remove one of the two")
        .into()
}

/// Returns what the author probably meant.
fn hint(keyword: &str, node: &Node, draft: Draft) -> Option<&'static str> {
    match (keyword, &node.value) {
        ("items", Value::Array(_)) => Some("use `prefixItems` for schemas by position since draft 2020-12"),
        ("exclusiveMinimum" | "exclusiveMaximum", Value::Boolean(_)) => {
            Some("write the bound itself since draft 6, or set `$schema` to draft 4")
        }
        ("exclusiveMinimum" | "exclusiveMaximum", Value::Number(_)) if draft == Draft::Draft4 => {
            Some("write true or false beside the bound in draft 4")
        }
        ("required", Value::Boolean(_)) => Some("list the member in `required` of its object"),
        ("enum", _) => Some("use `const` for a single value"),
        ("examples", _) => Some("write a list of values, with one element for a single example"),
        _ => None,
    }
}

fn below<T: std::fmt::Display>(at: &Location, tokens: impl IntoIterator<Item = T>) -> Location {
    let pointer = tokens.into_iter().fold(at.pointer.clone(), |pointer, token| pointer.join(token));
    Location { document: at.document, pointer }
}

/// Returns a help for a reference with characters that a URI must not contain, such as white space in the name of a file.
fn encoded(form: Form, node: &Node) -> Option<String> {
    let text = node.as_str().filter(|_| form == Form::UriReference)?;
    let encoded = uri::encode_reference(text);
    uri::is_reference(&encoded).then(|| format!("write `{encoded}`: a URI has other characters percent-encoded"))
}
