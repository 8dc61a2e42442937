//! Objects that are validated while their type is filled: emits the schema as a table that is equivalent to the function of the node.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::validate::functions::bits;
use crate::emit::validate::on_bytes::known::{Known, size};
use crate::emit::validate::on_bytes::{Emitter, is_types_only};
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, Member, NodeId, ObjectPart, Rest};

impl Emitter<'_> {
    /// Emits the table of a node; `None` if a table cannot express its constraints.
    pub(super) fn plain(&self, id: NodeId) -> Option<TokenStream> {
        let checks = &self.plan.node(id).checks;
        let part = &checks.object;
        let known = Known::new(part);
        let is_listed = (1..=64).contains(&known.names.len()) && known.names.len() == part.members.len();
        if self.uses.repeated.contains_key(&id) || !is_plain(checks) || !is_listed {
            return None;
        }
        let is_closed = self.is_closed(part)?;
        let reads = part.members.iter().map(|member| self.check(member)).collect::<Option<Vec<TokenStream>>>()?;
        let required = part.required.iter().flat_map(|check| &check.asks);
        let required = required.fold(0, |mask, wire_name| mask | 1 << known.position(wire_name));
        let (names, size, required) = (&known.names, size(&known.names), bits(required, known.names.len()));
        Some(quote! {
            Plain::new(&KnownNames::<#size>::new([#(#names),*]), &[#(#reads),*], #required, #is_closed)
        })
    }

    /// Returns true if members that are not listed are additions, false if they are accepted; `None` if it depends, or none is accepted.
    fn is_closed(&self, part: &ObjectPart) -> Option<bool> {
        let refuses = |rest: &Rest| {
            let additional = rest.additional.as_ref();
            additional.is_some_and(|edge| !self.plan.node(edge.node).checks.never.is_empty())
        };
        match part.rest.as_slice() {
            rest if rest.iter().any(|rest| !rest.patterns.is_empty()) => None,
            rest if rest.iter().all(|rest| rest.additional.is_none()) => Some(false),
            rest => (part.notes_additions && rest.iter().any(refuses)).then_some(true),
        }
    }

    /// Emits the check of a member's value; `None` if several nodes read it.
    fn check(&self, member: &Member) -> Option<TokenStream> {
        let [edge] = member.edges.as_slice() else {
            return member.edges.is_empty().then(|| quote!(Check::Any));
        };
        let checks = &self.plan.node(edge.node).checks;
        Some(match checks.allowed_types() {
            TypeSet::ALL if is_types_only(checks) => quote!(Check::Any),
            TypeSet::STRING if is_types_only(checks) => quote!(Check::String),
            _ => {
                let reader = self.reader(edge.node);
                quote!(Check::By(#reader))
            }
        })
    }
}

/// Returns true if a node requires an object and constrains only its members, each by itself.
fn is_plain(checks: &Checks) -> bool {
    let ObjectPart { members, rest, required, notes_additions, .. } = checks.object.clone();
    let object = ObjectPart { members, rest, required, notes_additions, ..ObjectPart::default() };
    let types = checks.types.clone();
    checks.allowed_types() == TypeSet::OBJECT && *checks == Checks { types, object, ..Checks::default() }
}
