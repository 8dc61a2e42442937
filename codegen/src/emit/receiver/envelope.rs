//! The envelope of a delivery: the documented one without the member that holds the payload, because that is the event already.

use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, Item, ItemStruct, Meta, Token};

use crate::catalog::Envelope;
use crate::emit::payload::ident;
use crate::emit::receiver::{Enclosing, LEAN_ENVELOPE};
use crate::emit::wording::code;
use crate::model::Root;
use crate::render::fragment::Fragment;

/// What the receiver knows of the envelope, from its type as it is emitted.
pub(super) fn of<'a>(catalog: &'a Envelope, root: &'a Root, fragment: Option<&Fragment>) -> Enclosing<'a> {
    let documented = fragment.and_then(|fragment| structure(fragment, &root.ident));
    let lean = documented.and_then(|documented| without(documented, &catalog.data.value));
    let id = catalog.id.as_ref().zip(lean.as_ref().or(documented)).and_then(|(id, structure)| {
        let field = structure.fields.iter().find(|field| wire_name(field).as_deref() == Some(id.value.as_str()))?;
        let ty = &field.ty;
        (quote::quote!(#ty).to_string() == "String").then(|| field.ident.clone()).flatten()
    });
    let name = if lean.is_some() { LEAN_ENVELOPE } else { &root.ident };
    Enclosing { catalog, root, ident: ident(name), id, lean }
}

/// The struct that is read by what serde derives for it: any other form of the envelope is taken as it is.
fn structure<'f>(fragment: &'f Fragment, name: &str) -> Option<&'f ItemStruct> {
    let structure = fragment.items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == name => Some(item),
        _ => None,
    })?;
    let derives = |attribute: &Attribute| attribute.path().is_ident("derive") && has_word(attribute, "Deserialize");
    let is_plain = structure.attrs.iter().any(derives) && !structure.attrs.iter().any(|it| it.path().is_ident("serde"));
    (is_plain && matches!(structure.fields, Fields::Named(_))).then_some(structure)
}

/// The same struct without the member that holds the payload, under another name.
fn without(documented: &ItemStruct, data: &str) -> Option<ItemStruct> {
    let mut lean = documented.clone();
    let Fields::Named(fields) = &mut lean.fields else { return None };
    let known = fields.named.len();
    fields.named = fields.named.iter().filter(|field| wire_name(field).as_deref() != Some(data)).cloned().collect();
    if fields.named.is_empty() || fields.named.len() == known {
        return None;
    }
    let is_conditional = |attribute: &Attribute| attribute.path().is_ident("cfg_attr");
    for field in &mut fields.named {
        field.attrs.retain(|attribute| !is_conditional(attribute));
    }
    lean.ident = ident(LEAN_ENVELOPE);
    lean.attrs.retain(|attribute| !is_conditional(attribute) && !attribute.path().is_ident("doc"));
    let docs =
        format!(" The envelope of a delivery: [`{}`] without {}, which is the event.", documented.ident, code(data));
    lean.attrs.insert(0, syn::parse_quote!(#[doc = #docs]));
    Some(lean)
}

/// What a field is called in JSON; nothing where serde is told to read it in a way that is not one member.
fn wire_name(field: &syn::Field) -> Option<String> {
    let mut name = field.ident.as_ref()?.to_string().trim_start_matches("r#").to_owned();
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let Meta::List(list) = &attribute.meta else { return None };
        let entries = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone()).ok()?;
        for entry in entries {
            match entry {
                Meta::NameValue(pair) if pair.path.is_ident("rename") => match pair.value {
                    syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => name = text.value(),
                    _ => return None,
                },
                entry if entry.path().is_ident("flatten") => return None,
                _ => {}
            }
        }
    }
    Some(name)
}

fn has_word(attribute: &Attribute, word: &str) -> bool {
    match &attribute.meta {
        Meta::List(list) => list.tokens.clone().into_iter().any(|token| token.to_string() == word),
        _ => false,
    }
}
