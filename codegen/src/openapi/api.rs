//! An OpenAPI document: its version, and its values with their pointers, through references.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use crate::json::{Document, Node, Value};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};

/// The version of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// OpenAPI 3.0, whose schemas are an extended subset of draft 5.
    V30,
    /// OpenAPI 3.1, whose schemas are of draft 2020-12.
    V31,
}

/// The extension of the document: sections of the catalogue, by their names.
pub(crate) const CATALOG: &str = "x-webhook-catalog";

/// The limit of references that lead from one to another.
pub(super) const MAX_STEPS: usize = 64;

/// A document of a known version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Api<'d> {
    pub(crate) document: &'d Arc<Document>,
    pub(crate) version: Version,
    /// The files of the parts, if the document is a list of files.
    files: &'d [Arc<Document>],
}

/// A value of the document.
#[derive(Clone, Debug)]
pub(crate) struct At<'d> {
    pub(crate) node: &'d Node,
    pub(crate) pointer: Pointer,
}

impl<'d> At<'d> {
    /// Returns the value of a member.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        Some(Self { node: self.node.get(name)?, pointer: self.pointer.join(name) })
    }

    /// Returns the values of all members with their names.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'_, 'd> {
        let members = self.node.as_object().unwrap_or_default().iter();
        members
            .map(|member| (member.name.as_str(), Self { node: &member.node, pointer: self.pointer.join(&member.name) }))
    }

    /// Returns the elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Self> + use<'_, 'd> {
        let elements = self.node.as_array().unwrap_or_default().iter().enumerate();
        elements.map(|(index, node)| Self { node, pointer: self.pointer.join(index) })
    }

    /// Returns the string in a member.
    pub(crate) fn text(&self, name: &str) -> Option<&'d str> {
        self.node.get(name)?.as_str()
    }
}

impl<'d> Api<'d> {
    /// Reads the version.
    ///
    /// # Errors
    ///
    /// `not-openapi` and `unsupported-version`.
    pub(crate) fn new(document: &'d Arc<Document>) -> Result<Self, Diagnostics> {
        let root = &document.root;
        let place = |node: &Node, name: &str| document.place(node, &Pointer::root().join(name));
        let said = |node: &Node| match &node.value {
            Value::String(text) | Value::Number(text) => text.clone(),
            _ => node.type_name().to_owned(),
        };
        let unsupported = |node: &Node, name: &str, help: &str| {
            let message = format!("unsupported version of {name}: `{}`", said(node));
            Err(Diagnostic::error("unsupported-version", message).at(place(node, name)).help(help).into())
        };
        if let Some(swagger) = root.get("swagger") {
            return unsupported(swagger, "swagger", "convert the document to OpenAPI 3.1, and describe its `webhooks`");
        }
        let Some(openapi) = root.get("openapi") else {
            let finding = Diagnostic::error("not-openapi", "the document has no `openapi` version")
                .at(document.place(root, &Pointer::root()))
                .help("import a document of OpenAPI 3.0 or 3.1; to import JSON Schemas, name their folder");
            return Err(finding.into());
        };
        let text = said(openapi);
        let version = match text.split('.').take(2).collect::<Vec<_>>().as_slice() {
            ["3", "0"] => Version::V30,
            ["3", "1"] => Version::V31,
            _ => {
                return unsupported(
                    openapi,
                    "openapi",
                    "convert the document to OpenAPI 3.0 or 3.1: the meaning of other versions is unknown",
                );
            }
        };
        Ok(Self { document, version, files: &[] })
    }

    /// Returns a document that is a schema by itself.
    pub(crate) fn of_schema(document: &'d Arc<Document>) -> Self {
        Self { document, version: Version::V31, files: &[] }
    }

    /// Returns a document that lists schemas, each of a file.
    pub(crate) fn of_files(list: &'d Arc<Document>, files: &'d [Arc<Document>]) -> Self {
        Self { document: list, version: Version::V31, files }
    }

    /// Returns true if `nullable` is a keyword: not in a document that is a schema by itself.
    pub(crate) fn has_nullable(&self) -> bool {
        self.document.root.get("openapi").is_some()
    }

    /// Returns the part of a source that describes an event, for messages.
    pub(crate) fn unit(&self) -> &'static str {
        if self.has_nullable() { "webhook" } else { "file" }
    }

    pub(crate) fn root(&self) -> At<'d> {
        At { node: &self.document.root, pointer: Pointer::root() }
    }

    /// Returns the value at a pointer.
    pub(crate) fn at(&self, pointer: Pointer) -> Option<At<'d>> {
        Some(At { node: self.document.get(&pointer)?, pointer })
    }

    pub(crate) fn place(&self, at: &At<'_>) -> Place {
        let mut tokens = at.pointer.tokens();
        let index = tokens.next().and_then(|token| token.parse::<usize>().ok());
        match index.and_then(|index| self.files.get(index)) {
            Some(file) => file.place(at.node, &tokens.fold(Pointer::root(), |pointer, token| pointer.join(token))),
            None => self.document.place(at.node, &at.pointer),
        }
    }

    /// Reports a value of another type than expected.
    pub(crate) fn unexpected(&self, at: &At<'_>, expected: &str) -> Diagnostic {
        Diagnostic::error("invalid-openapi", format!("expected {expected}"))
            .labelled(self.place(at), format!("{} found", at.node.type_name()))
            .help("correct it as the OpenAPI specification requires")
    }

    /// Returns true for a schema whose other keywords have no effect, because they are beside `$ref` in 3.0.
    pub(crate) fn hides_beside_ref(&self, schema: &At<'_>) -> bool {
        self.version == Version::V30 && schema.node.get("$ref").is_some()
    }

    /// Follows the references of a value other than a schema to its definition.
    pub(crate) fn follow(&self, at: At<'d>) -> Result<At<'d>, Box<Diagnostic>> {
        let mut found = at;
        for _ in 0..MAX_STEPS {
            let Some(reference) = found.get("$ref") else { return Ok(found) };
            found = self.target(&reference)?;
        }
        Err(Box::new(
            Diagnostic::error("endless-ref", "the references form a cycle")
                .at(self.place(&found))
                .help("replace one of them with the definition"),
        ))
    }

    /// Returns the value that a reference leads to.
    pub(crate) fn target(&self, reference: &At<'_>) -> Result<At<'d>, Box<Diagnostic>> {
        let refused = |code, message: String, help: &str| {
            Err(Box::new(Diagnostic::error(code, message).at(self.place(reference)).help(help)))
        };
        let Some(text) = reference.node.as_str() else {
            return Err(Box::new(self.unexpected(reference, "a reference, which is a string")));
        };
        let Some(fragment) = text.strip_prefix('#') else {
            let help = "bundle the document and those that it refers to into one file, and import that";
            return refused("external-ref", format!("`{text}` is in another document"), help);
        };
        let pointer = percent_decode_str(fragment).decode_utf8().ok().and_then(|text| Pointer::parse(&text));
        let Some(pointer) = pointer.filter(|pointer| !pointer.as_str().is_empty()) else {
            let help = "refer to a component by its pointer, as in `#/components/schemas/Order`";
            return refused("unsupported-ref", format!("`{text}` is not the pointer to a part of the document"), help);
        };
        match self.at(pointer) {
            Some(found) => Ok(found),
            None => {
                let help = "define it, or correct the reference";
                refused("unresolved-ref", format!("dangling `$ref`: there is no `{text}`"), help)
            }
        }
    }
}
