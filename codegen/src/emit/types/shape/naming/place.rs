//! Signatures and places, by which schemas that want the same name are ranked.

use std::fmt::Write as _;
use std::rc::Rc;

use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::gather;
use crate::emit::types::shape::naming::Naming;
use crate::emit::types::shape::site::Site;
use crate::emit::types::shape::step::{self, Step};
use crate::model::SchemaId;

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
}
