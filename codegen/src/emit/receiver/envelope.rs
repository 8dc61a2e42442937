//! The envelope of a delivery: the documented one without the payload, which the event has.

use proc_macro2::Ident;
use syn::{Fields, Item, ItemStruct};

use crate::catalog::{BodyMember, Catalog};
use crate::emit::payload::ident;
use crate::emit::types::Shapes;
use crate::emit::types::shape::{DefinitionId, Kind, Member, Struct, Type};
use crate::emit::wording::code;
use crate::json::Value;
use crate::keyword::Leaf;
use crate::model::{Model, Role, Root};
use crate::render::fragment::{Fragment, Owner};

/// The type of a delivery's envelope, if it is not the documented one.
pub const LEAN_ENVELOPE: &str = "DeliveryEnvelope";

/// The envelope in the model, in the catalogue and in Rust.
pub(super) struct Envelope<'a> {
    /// The member with the payload.
    payload: &'a BodyMember,
    pub(super) root: &'a Root,
    /// The index of the root.
    index: usize,
    /// The type of a delivery's envelope.
    pub(super) ident: Ident,
    /// The field with the delivery's id, if that is a required string.
    pub(super) id: Option<Ident>,
    /// True if that string may be empty, and then identifies nothing.
    pub(super) may_have_empty_id: bool,
    /// True if every body that the schema accepts names its event and has a payload.
    pub(super) is_complete: bool,
    /// The members other than the payload, if a type with these alone is emitted beside the documented type.
    lean: Option<Vec<&'a Member>>,
}

impl<'a> Envelope<'a> {
    /// Returns the envelope of a model, if the catalogue names one.
    pub(super) fn of(model: &'a Model, catalog: &'a Catalog, shapes: &'a Shapes) -> Option<Self> {
        let payload = catalog.payload.at.as_ref()?;
        let index = model.roots.iter().position(|root| root.role == Role::Envelope)?;
        let root = &model.roots[index];
        let members = members(shapes, index);
        let lean = lean_members(shapes, index, payload);
        let named = catalog.delivery.id.as_ref().map(BodyMember::names).unwrap_or_default();
        let is_id = |member: &&Member| named == [member.wire_name.as_str()];
        let id = match &lean {
            Some(lean) => lean.iter().copied().find(is_id),
            None => members.into_iter().flatten().find(is_id),
        };
        let id = id.filter(|member| member.ty == Type::String && member.is_required);
        let may_have_empty_id = id.is_some_and(|member| may_be_empty(model, member));
        let id = id.map(|member| ident(&member.ident));
        let has = |member: &BodyMember, is_text| has_always(shapes, shapes.roots[index], &member.names(), is_text);
        let is_complete = catalog.naming.members.iter().all(|member| has(member, true)) && has(payload, false);
        let name = if lean.is_some() { LEAN_ENVELOPE } else { &root.ident };
        Some(Self { payload, root, index, ident: ident(name), id, may_have_empty_id, is_complete, lean })
    }

    /// Returns the file of the envelope.
    pub(super) fn owner(&self) -> Owner {
        Owner::Root(self.index)
    }

    /// Returns the struct of the envelope without its payload, made from the documented struct; `None` if the documented type is used.
    pub(super) fn lean(&self, documented: &Fragment) -> Option<ItemStruct> {
        let members = self.lean.as_ref()?;
        let mut lean = documented.items.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == self.root.ident => Some(item.clone()),
            _ => None,
        })?;
        let is_conditional = |attribute: &syn::Attribute| attribute.path().is_ident("cfg_attr");
        if let Fields::Named(fields) = &mut lean.fields {
            let is_kept = |field: &&syn::Field| {
                members.iter().any(|member| field.ident.as_ref().is_some_and(|field| *field == member.ident))
            };
            fields.named = fields.named.iter().filter(is_kept).cloned().collect();
            for field in &mut fields.named {
                field.attrs.retain(|attribute| !is_conditional(attribute));
            }
        }
        lean.ident = ident(LEAN_ENVELOPE);
        lean.attrs.retain(|attribute| !is_conditional(attribute) && !attribute.path().is_ident("doc"));
        let (documented, data) = (&self.root.ident, code(&self.payload.title()));
        let docs = format!(" The envelope of a delivery: [`{documented}`] without {data}, which is the event.");
        lean.attrs.insert(0, syn::parse_quote!(#[doc = #docs]));
        Some(lean)
    }
}

/// Returns the members of a delivery's envelope, given the root of the documented one and its member for the payload; `None` if the
/// documented type is used.
pub(crate) fn lean_members<'a>(shapes: &'a Shapes, root: usize, payload: &BodyMember) -> Option<Vec<&'a Member>> {
    let [name] = <[String; 1]>::try_from(payload.names()).ok()?;
    without(members(shapes, root)?, &name)
}

/// Returns the members of the envelope's struct, if serde derives its implementations; any other envelope is used as it is.
fn members(shapes: &Shapes, root: usize) -> Option<&[Member]> {
    match &shapes.definition(shapes.roots[root]).kind {
        Kind::Struct(Struct { members, rest: None, .. }) => Some(members),
        Kind::Struct(_) | Kind::Sequence(_) | Kind::Enum(_) | Kind::Union(_) | Kind::Newtype(_) => None,
    }
}

/// Returns true if an accepted delivery may have an empty string in a member. What only violates a `format` is accepted.
fn may_be_empty(model: &Model, member: &Member) -> bool {
    let empty = Value::String(String::new());
    let refuses = |leaf: &Leaf| matches!(leaf, Leaf::Length(_) | Leaf::Pattern(_)) && !leaf.accepts(&empty);
    let mut certain = member.site.always.iter().flat_map(|schema| model.certain(*schema));
    !certain.any(|schema| model.schema(schema).leaves().any(refuses))
}

/// Returns true if every value of a type has a member, and, if asked for, a string there.
fn has_always(shapes: &Shapes, id: DefinitionId, names: &[String], is_text: bool) -> bool {
    let Kind::Struct(Struct { members, .. }) = &shapes.definition(id).kind else { return false };
    let Some((name, inner)) = names.split_first() else { return false };
    let Some(member) = members.iter().find(|member| member.wire_name == *name && member.is_required) else {
        return false;
    };
    match &member.ty {
        _ if inner.is_empty() => !is_text || !member.is_nullable && is_string(shapes, &member.ty),
        Type::Named(id) => !member.is_nullable && has_always(shapes, *id, inner, is_text),
        _ => false,
    }
}

/// Returns true if every value of a type is a string.
fn is_string(shapes: &Shapes, ty: &Type) -> bool {
    match ty {
        Type::String => true,
        Type::Named(id) => match &shapes.definition(*id).kind {
            Kind::Enum(_) => true,
            Kind::Newtype(inner) => is_string(shapes, inner),
            Kind::Struct(_) | Kind::Sequence(_) | Kind::Union(_) => false,
        },
        _ => false,
    }
}

/// Returns the members without the payload, if there are others.
fn without<'a>(members: &'a [Member], data: &str) -> Option<Vec<&'a Member>> {
    let others: Vec<&Member> = members.iter().filter(|member| member.wire_name != data).collect();
    (!others.is_empty() && others.len() < members.len()).then_some(others)
}
