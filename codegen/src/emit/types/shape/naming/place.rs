//! The places and texts of schemas, by which those with one name are ranked.

use std::rc::Rc;

use crate::emit::types::name;
use crate::emit::types::shape::naming::Naming;
use crate::emit::types::shape::step::{self, Step};
use crate::json;
use crate::model::SchemaId;
use crate::source::location::Source;

impl Naming<'_> {
    /// Returns the text of a schema, which depends neither on its place nor on the order of its members.
    pub(super) fn text(&self, schema: SchemaId) -> Rc<str> {
        if let Some(known) = self.canonical.borrow().get(&schema) {
            return Rc::clone(known);
        }
        let place = &self.model.schema(schema).place;
        let written = place.source.text().get(place.span.clone()).unwrap_or_default();
        let text: Rc<str> = match json::parse(&Source::new(place.source.path(), written)) {
            Ok(document) => document.root.to_canonical().into(),
            Err(_) => written.into(),
        };
        self.canonical.borrow_mut().insert(schema, Rc::clone(&text));
        text
    }

    /// Returns the place of a schema, in which the content of a branch stands for its index: the order of branches has no meaning.
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
                    *token = name::digest(&self.text(id));
                }
            }
        }
        tokens.join("/")
    }
}
