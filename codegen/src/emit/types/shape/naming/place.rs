//! Files, documents and places of schemas, and the signatures by which those that want the same name are ranked.

use std::fmt::Write as _;
use std::rc::Rc;

use crate::emit::layout;
use crate::emit::types::name;
use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::gather;
use crate::emit::types::shape::naming::Naming;
use crate::emit::types::shape::site::Site;
use crate::emit::types::shape::step::{self, Step};
use crate::ident::last_segment;
use crate::model::SchemaId;
use crate::render::fragment::Owner;
use crate::source::location::Pointer;

/// The limit of required members in required members that distinguish two schemas.
const NESTED: usize = 3;

impl Naming<'_> {
    /// Returns the signature of a schema: its types, its constant, and the signatures of its required members. An addition or another
    /// description does not change it.
    pub(super) fn signature(&self, schema: SchemaId) -> Rc<str> {
        if let Some(known) = self.signatures.borrow().get(&schema) {
            return Rc::clone(known);
        }
        let mut text = String::new();
        let facts = gather::gather(self.model, self.settings, &Site::of(self.model.typed_target(schema)));
        self.write_signature(&facts, NESTED, &mut text);
        let signature: Rc<str> = text.into();
        self.signatures.borrow_mut().insert(schema, Rc::clone(&signature));
        signature
    }

    fn write_signature(&self, facts: &Facts<'_>, depth: usize, text: &mut String) {
        text.extend(facts.types.names());
        if let Some([value]) = facts.values.as_deref() {
            let _ = write!(text, "={}", value.to_canonical());
        }
        let mut required: Vec<_> = facts.members.iter().filter(|member| member.is_required).collect();
        required.sort_by_key(|member| &member.wire_name);
        for member in required {
            let _ = write!(text, "{{{:?}", member.wire_name);
            if let Some(facts) = self.facts_of(member).filter(|_| depth > 0) {
                self.write_signature(&facts, depth - 1, text);
            }
            text.push('}');
        }
    }

    /// Returns the place of a schema, in which the signature of a branch stands before its index: the order of branches has no meaning.
    pub(super) fn place(&self, schema: SchemaId) -> String {
        let pointer = self.model.schema(schema).pointer();
        let steps = step::steps(pointer);
        let mut tokens: Vec<String> = pointer.tokens().collect();
        for (index, (step, _)) in steps.iter().enumerate() {
            if *step == Step::Branch {
                let branch = steps.get(index + 1).map_or(pointer, |(_, before)| before);
                if let Some(id) = self.at(schema, branch)
                    && let Some(token) = tokens.get_mut(branch.tokens().count() - 1)
                {
                    token.insert_str(0, &self.signature(id));
                }
            }
        }
        tokens.join("/")
    }

    /// Returns the name of a document: that of its entry in the catalogue, its title, or its file name.
    pub(super) fn document(&self, schema: SchemaId) -> String {
        if let Some(root) = self.root(schema) {
            return self.model.roots[root].ident.clone();
        }
        let path = self.model.schema(schema).place.source.path();
        let root = self.at(schema, &Pointer::root()).map(|root| &self.model.schema(root).annotations);
        let title = root.and_then(|root| root.title.as_deref());
        let title = title.and_then(name::title_ident);
        title.unwrap_or_else(|| name::joined("", last_segment(path)))
    }

    /// Returns the file of a schema, and the word before names there: in a single module for all documents, names of other documents have
    /// a prefix.
    pub(super) fn home_and_prefix(&self, schema: SchemaId) -> (Owner, String) {
        match self.root(schema) {
            Some(root) => (Owner::Root(root), String::new()),
            None if self.settings.is_crate => (self.home(self.model.schema(schema).place.source.path()), String::new()),
            None => (Owner::Root(0), self.document(schema)),
        }
    }

    fn home(&self, path: &str) -> Owner {
        let module = layout::document_module(path);
        let index = self.documents.iter().position(|known| *known == module);
        index.map_or(Owner::Shared, Owner::Document)
    }
}
